"""FFmpeg's own measure of a scene change, for every frame of a video."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import av.error
from av.filter import Graph
from av.video.frame import VideoFrame

SCORE = "lavfi.scene_score"
"""Where the filter `select` leaves its score."""


def scene_scores(
    frames: Iterable[VideoFrame], *, size: tuple[int, int] | None = None
) -> Iterator[float]:
    """Give the score of each frame, 0..1, as ``select='gt(scene,...)'`` computes it.

    Parameters
    ----------
    frames : iterable of VideoFrame
        Decoded frames, in order.
    size : (width, height), optional
        What pictures are scaled to before, as by ``scale=320:180``; as they are if not given.

    Notes
    -----
    A file whose pictures change their size or format in the middle starts the filter anew there,
    as ``ffmpeg`` does; the first picture behind it has a score of 0.
    """
    graph: Graph | None = None
    shape: tuple[int, int, str] | None = None
    for frame in frames:
        now = (frame.width, frame.height, frame.format.name)
        if graph is None or now != shape:
            graph, shape = _graph(frame, size), now
        graph.push(frame)
        while True:
            try:
                yield float(graph.pull().metadata.get(SCORE, 0.0))
            except (av.error.BlockingIOError, av.error.EOFError):
                break


def _graph(frame: VideoFrame, size: tuple[int, int] | None) -> Graph:
    graph = Graph()
    nodes = [
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base,
        )
    ]
    if size is not None:
        nodes.append(graph.add("scale", f"{size[0]}:{size[1]}"))
    nodes.append(graph.add("select", "gte(scene,0)"))
    nodes.append(graph.add("buffersink"))
    graph.link_nodes(*nodes)
    graph.configure()
    return graph
