"""Single frames of a video as pictures, without decoding the rest where the file allows it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.error
import cv2
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from cutstat.core.timing import FrameTimes
from cutstat.errors import DecodeError
from cutstat.video.container import open_video, seek_before
from cutstat.video.decode import VideoReader

Image = NDArray[np.uint8]

THREADS = 4
"""Threads of a decoder: each holds pictures of its own, and for the few that lie between a key
frame and what is wanted more of them have nothing to do."""


@dataclass(frozen=True, slots=True, eq=False)
class StillIndex:
    """By what frames of a video are found and shown, known from a track."""

    times: FrameTimes

    key_frames: NDArray[np.intp]
    """Frames at which a decoder can start, increasing."""

    sample_aspect: Fraction
    """Width of a pixel over its height."""


def read_stills(
    path: Path, frames: Sequence[int], *, index: StillIndex, size: tuple[int, int]
) -> dict[int, Image]:
    """Read some frames of a video, all in one pass.

    A decoder starts at the key frame before each, unless it is there already, and knows frames by
    their exact times. Those whose time is not met, or belongs to two frames, are counted from the
    beginning.

    Parameters
    ----------
    path : Path
        The video.
    frames : sequence of int
        Which frames.
    index : StillIndex
        What decoding it left behind.
    size : (width, height)
        Box in pixels that a picture is scaled into, in the shape it is meant to be seen in.

    Returns
    -------
    dict of int to ndarray of uint8, shape (height, width, 3)
        Red, green, blue.

    Raises
    ------
    InputError
        If the file is absent.
    DecodeError
        If a frame cannot be decoded, as in a file that has changed.
    """
    wanted = set(frames)
    pictures = _by_time(path, wanted, index)
    found = {frame: _fitted(image, size, index.sample_aspect) for frame, image in pictures}
    if found.keys() != wanted:
        pictures = _by_counting(path, wanted - found.keys())
        found |= {frame: _fitted(image, size, index.sample_aspect) for frame, image in pictures}
    missing = sorted(wanted - found.keys())
    if missing:
        raise DecodeError(
            f"{path}: frame {missing[0]} cannot be decoded; the file has changed or is damaged, "
            "scan it anew"
        )
    return found


def _by_time(path: Path, wanted: set[int], index: StillIndex) -> Iterator[tuple[int, Image]]:
    """Decode from the key frame before each group of wanted frames until all of it is met."""
    pts = index.times.pts
    keys = index.key_frames
    groups: dict[int, dict[int, int]] = {}
    for frame in sorted(wanted):
        before = int(np.searchsorted(keys, frame, side="right")) - 1
        if before >= 0 and np.count_nonzero(pts == pts[frame]) == 1:
            groups.setdefault(int(keys[before]), {})[int(pts[frame])] = frame
    if not groups:
        return
    with open_video(path) as (container, stream):
        if container.format.name == "avi" and stream.codec_context.has_b_frames:
            return  # it has no times of pictures, only of packets in order of coding
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = THREADS
        for key, group in groups.items():
            with contextlib.suppress(av.error.FFmpegError, OSError, IndexError):
                seek_before(container, stream, int(pts[key]))
                yield from _met(container, stream, group)


def _met(
    container: InputContainer, stream: VideoStream, group: dict[int, int]
) -> Iterator[tuple[int, Image]]:
    """Give those of the frames, by their times, that are decoded from here on."""
    left, last = len(group), max(group)
    for packet in container.demux(stream):
        try:
            decoded = stream.codec_context.decode(packet)
        except (av.error.InvalidDataError, ValueError):
            continue  # as a scan goes on behind a damaged packet
        for frame in decoded:
            if frame.pts in group:
                yield (
                    group[frame.pts],
                    frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False),
                )
                left -= 1
            if not left or (frame.pts is not None and frame.pts > last):
                return


def _by_counting(path: Path, wanted: set[int]) -> Iterator[tuple[int, Image]]:
    with VideoReader(path) as reader:
        last = max(wanted)
        for frame, image in enumerate(reader.images()):
            if frame in wanted:
                yield frame, image
            if frame == last:
                return


def _fitted(image: Image, size: tuple[int, int], sample_aspect: Fraction) -> Image:
    """Scale a picture (blue, green, red) into a box."""
    height, width = image.shape[0], image.shape[1] * float(sample_aspect)
    scale = min(size[0] / width, size[1] / height)
    target = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(image, target, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8)


def to_jpeg(image: Image, *, quality: int = 82) -> bytes:
    """Write a picture (red, green, blue) as JPEG."""
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return data.tobytes()
