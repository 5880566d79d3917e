"""Write frames into video files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from cutstat.core.atomic import atomic_path


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a video is coded."""

    rate: Fraction = Fraction(24000, 1001)
    """Frames a second."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    options: Mapping[str, str] = field(
        default_factory=lambda: {
            **{"preset": "veryfast", "crf": "21", "threads": "1"},
            "x264-params": "no-mbtree=1",
        }
    )
    """Private options of the encoder. The bytes are repeatable with one thread and without
    macroblock trees, for which x264 reads memory that it never wrote on some processors."""

    container: str | None = None
    """Format of the file; by default told from its suffix."""

    sample_aspect: Fraction | None = None
    first_pts: int = 0
    """Time of the first frame, in frames."""


def write_video(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    *,
    encoding: Encoding | None = None,
    durations: Sequence[int] | None = None,
) -> int:
    """Encode frames into a file, whole or not at all.

    Parameters
    ----------
    path : Path
        File to write.
    frames : iterable of ndarray of uint8, shape (height, width, 3)
        Red, green, blue; both sides even.
    encoding : Encoding, optional
        How to code them.
    durations : sequence of int, optional
        How many frame durations each frame stands, for variable rates; 1 each by default.

    Returns
    -------
    int
        Number of frames written.
    """
    encoding = encoding or Encoding()
    with (
        atomic_path(path) as temporary,
        av.open(
            str(temporary),
            "w",
            format=encoding.container,
            options={"fflags": "+bitexact"},  # or Matroska gets a random identity
        ) as container,
    ):
        stream: VideoStream | None = None
        pts = encoding.first_pts
        count = 0
        for image in frames:
            if stream is None:
                stream = cast(
                    "VideoStream", container.add_stream(encoding.codec, rate=encoding.rate)
                )
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = encoding.pixel_format
                stream.time_base = 1 / encoding.rate
                stream.options = dict(encoding.options)
                stream.codec_context.thread_count = 1
                if encoding.sample_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = encoding.sample_aspect
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = pts
            frame.time_base = 1 / encoding.rate
            container.mux(stream.encode(frame))
            pts += durations[count] if durations is not None else 1
            count += 1
        if stream is None:
            raise ValueError("a video needs at least one frame")
        container.mux(stream.encode(None))
    return count
