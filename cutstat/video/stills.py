"""Single frames of a video as pictures, without decoding the rest where the file allows it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av.error
import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.timing import FrameTimes
from cutstat.core.track import Track
from cutstat.errors import DecodeError
from cutstat.video.container import open_video
from cutstat.video.decode import VideoReader

Image = NDArray[np.uint8]


def read_stills(
    path: Path, frames: Sequence[int], *, track: Track, size: tuple[int, int]
) -> dict[int, Image]:
    """Read some frames of a video.

    A decoder starts at the key frame before the first of them, and knows each by its exact time.
    Where a time is not met, or belongs to two frames, frames are counted from the beginning.

    Parameters
    ----------
    path : Path
        The video.
    frames : sequence of int
        Which frames, near to each other for speed.
    track : Track
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
    aspect = track.header.sample_aspect
    wanted = set(frames)
    found = _by_time(path, wanted, track.times, track.is_key)
    if found.keys() != wanted:
        found |= _by_counting(path, wanted - found.keys())
    missing = sorted(wanted - found.keys())
    if missing:
        raise DecodeError(
            f"{path}: frame {missing[0]} cannot be decoded; the file has changed or is damaged, "
            "scan it anew"
        )
    return {frame: _fitted(image, size, aspect) for frame, image in found.items()}


def _by_time(
    path: Path, wanted: set[int], times: FrameTimes, is_key: NDArray[np.bool_]
) -> dict[int, Image]:
    """Decode from the key frame before the first wanted frame until all are met."""
    pts = {
        int(times.pts[frame]): frame
        for frame in wanted
        if np.count_nonzero(times.pts == times.pts[frame]) == 1
    }
    keys = np.flatnonzero(is_key[: min(wanted) + 1])
    found: dict[int, Image] = {}
    if not pts or not len(keys):
        return found
    last = max(pts)
    with (
        open_video(path) as (container, stream),
        contextlib.suppress(av.error.FFmpegError, OSError, IndexError),
    ):
        stream.thread_type = "AUTO"
        container.seek(int(times.pts[keys[-1]]), stream=stream)
        for packet in container.demux(stream):
            try:
                decoded = stream.codec_context.decode(packet)
            except (av.error.InvalidDataError, ValueError):
                continue  # as a scan goes on behind a damaged packet
            for frame in decoded:
                if frame.pts in pts:
                    image = frame.to_ndarray(format="bgr24")
                    found[pts[frame.pts]] = image.astype(np.uint8, copy=False)
                if len(found) == len(pts) or (frame.pts is not None and frame.pts > last):
                    return found
    return found


def _by_counting(path: Path, wanted: set[int]) -> dict[int, Image]:
    with VideoReader(path) as reader:
        found: dict[int, Image] = {}
        for index, image in enumerate(reader.images()):
            if index in wanted:
                found[index] = image
            if len(found) == len(wanted):
                break
    return found


def _fitted(image: Image, size: tuple[int, int], sample_aspect: Fraction) -> Image:
    """Scale a picture (blue, green, red) into a box."""
    height, width = image.shape[0], image.shape[1] * float(sample_aspect)
    scale = min(size[0] / width, size[1] / height)
    target = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(image, target, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8)
