"""Look up pairs of frames in the band of similarities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.detection.similarity import LAGS

_PLACES = np.abs(np.arange(LAGS[-1] + 1)[:, None] - np.array(LAGS)).argmin(axis=1)
"""Of each distance in steps, the place of the nearest one that was measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The similarities of a video, by pairs of frames."""

    similarities: NDArray[np.uint8]
    """Shape (n_frames, len(LAGS), n_channels), as `SimilarityBand` gives them."""

    step: int
    """Frames in a step."""

    def __len__(self) -> int:
        return len(self.similarities)

    def similar(self, before: NDArray[np.intp], after: NDArray[np.intp]) -> NDArray[np.float32]:
        """Give how similar pairs of frames are, in every channel, 0..1.

        Frames outside of the video stand for the nearest one inside; pairs farther apart than the
        band reaches for the farthest that it holds.

        Returns
        -------
        ndarray of float32, shape (*pairs, n_channels)
        """
        last = len(self.similarities) - 1
        before, after = np.broadcast_arrays(np.clip(before, 0, last), np.clip(after, 0, last))
        lag = after - before
        steps = np.clip((lag + self.step // 2) // self.step, 1, LAGS[-1])
        found = self.similarities[after, _PLACES[steps]] / np.float32(255)
        found[lag == 0] = 1
        return np.asarray(found, np.float32)
