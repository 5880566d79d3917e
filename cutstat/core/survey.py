"""The survey: what a video tells of itself before it is decoded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.timing import FrameTimes
from cutstat.core.track import VideoHeader


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Packets of a video, and the pictures that were coded on their own.

    All arrays follow the order in which frames are shown.
    """

    header: VideoHeader
    """What the file declares."""

    times: FrameTimes
    """When each frame is shown."""

    decode_times: NDArray[np.int64]
    """When each frame is to be decoded, shape (n_frames,), in the units of `times`."""

    sizes: NDArray[np.int64]
    """Bytes that each frame takes, shape (n_frames,)."""

    is_key: NDArray[np.bool_]
    """Whether a decoder can start at the frame, shape (n_frames,)."""

    is_anchor: NDArray[np.bool_]
    """Whether the frame is decoded before all that are shown later, shape (n_frames,): an anchor is
    predicted from the past alone, the frames between two anchors from both."""

    intra: NDArray[np.intp]
    """Frames that were coded on their own, shape (n_intra,), increasing from 0."""

    pictures: Pictures
    """Small pictures of these, n_intra in number."""

    longest_distance: int | None
    """Most frames that the encoder allowed from one key frame to the next, if it noted that."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times)
