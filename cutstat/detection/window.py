"""A sliding window over the small pictures of a video."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures
from cutstat.detection.curves import CHROMA_BINS, LUMA_BINS, difference


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Consecutive frames with what is measured of each."""

    start: int
    """First frame held."""

    luma: NDArray[np.uint8]
    """Small pictures, shape (n, *LUMA_SHAPE)."""

    chroma: NDArray[np.uint8]
    """Their colours, shape (n, 2, *CHROMA_SHAPE)."""

    histograms: NDArray[np.float32]
    """Shares of brightness and colour, shape (n, n_bins)."""

    change: NDArray[np.float32]
    """Difference from the frame before, in grey levels, shape (n,)."""

    @classmethod
    def empty(cls) -> Window:
        """Give a window at the start of a video that holds nothing yet."""
        return cls(
            0,
            np.empty((0, *LUMA_SHAPE), np.uint8),
            np.empty((0, 2, *CHROMA_SHAPE), np.uint8),
            np.empty((0, LUMA_BINS + CHROMA_BINS**2), np.float32),
            np.empty(0, np.float32),
        )

    @property
    def stop(self) -> int:
        """Frame after the last held."""
        return self.start + len(self.change)

    def index(self, frame: int) -> int:
        """Give the place of a frame in the arrays."""
        return frame - self.start

    def leap(self, before: int, after: int) -> float:
        """Give the difference of two frames, in grey levels, as `curves.differences` does."""
        if after == before + 1:
            return float(self.change[self.index(after)])
        i, j = self.index(before), self.index(after)
        return difference(self.luma[i], self.luma[j], self.chroma[i], self.chroma[j])

    def leaps(self, frames: NDArray[np.intp]) -> NDArray[np.float32]:
        """Give the difference of each frame from the one named before it; 0 for the first."""
        pairs = pairwise(frames.tolist())
        return np.array([0.0, *(self.leap(*pair) for pair in pairs)], np.float32)

    def extended(
        self, pictures: Pictures, shares: NDArray[np.float32], change: NDArray[np.float32]
    ) -> Window:
        """Give the window with more frames at its end."""
        return Window(
            self.start,
            np.concatenate([self.luma, pictures.luma]),
            np.concatenate([self.chroma, pictures.chroma]),
            np.concatenate([self.histograms, shares]),
            np.concatenate([self.change, change]),
        )

    def starting_at(self, frame: int) -> Window:
        """Give the window without the frames before `frame`."""
        drop = max(frame - self.start, 0)
        return Window(
            self.start + drop,
            self.luma[drop:],
            self.chroma[drop:],
            self.histograms[drop:],
            self.change[drop:],
        )
