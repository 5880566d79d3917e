"""Pictures for the page, cut from the video when they are asked for, and kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from cutstat.video.stills import StillIndex, read_stills, to_jpeg

SIZES = {"small": (192, 108), "large": (960, 540)}
"""Boxes of a picture in pixels: one of a sheet or a strip, and one that is looked at."""

MOST_BYTES = 48 * 2**20
"""What is kept of pictures; those seen longest ago are let go of first."""

AT_ONCE = 2
"""Decoders at work at once: while the sheet fills, what a person looks at does not wait for it."""


class Stills:
    """Pictures of videos as JPEG, for several threads; gone with the process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int, str], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._decoders = threading.BoundedSemaphore(AT_ONCE)

    def get(
        self, video: Path, frames: Sequence[int], *, index: StillIndex, size: str
    ) -> dict[int, bytes]:
        """Give frames of a video, from what is kept or decoded now.

        Raises
        ------
        InputError
            If the video is not there any more.
        DecodeError
            If a frame cannot be decoded.
        """
        with self._lock:
            found = {
                frame: self._kept[video, frame, size]
                for frame in frames
                if (video, frame, size) in self._kept
            }
            for frame in found:
                self._kept.move_to_end((video, frame, size))
        missing = sorted(set(frames) - found.keys())
        if missing:
            with self._decoders:
                images = read_stills(video, missing, index=index, size=SIZES[size])
            new = {frame: to_jpeg(image) for frame, image in images.items()}
            found |= new
            self._keep(video, size, new)
        return found

    def _keep(self, video: Path, size: str, new: dict[int, bytes]) -> None:
        with self._lock:
            for frame, data in new.items():
                if (video, frame, size) not in self._kept:
                    self._kept[video, frame, size] = data
                    self._bytes += len(data)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1])
