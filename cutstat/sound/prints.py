"""Fingerprints of sound: what a song keeps under voices, at other levels and in other encodings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import PRINT_SECONDS

RATE = 16_000
HALVED = RATE // 2
WINDOW = 2048
HOP = round(PRINT_SECONDS * HALVED)
BANDS = np.geomspace(200.0, 3600.0, 34)
"""Edges of the bands, in hertz: what telephones and poor encodings keep."""

LAG = 4
"""Steps over which the change of a band is taken: 128 ms."""

QUIET = 1e-4
"""Level of a window under which it is silent, as a share of full scale (80 decibels below)."""

_EDGES = np.round(BANDS * WINDOW / HALVED).astype(int)


class PrintObserver:
    """Takes in mono samples of 16 kHz piece by piece.

    A bit is the sign of the change, over `LAG` steps, of the difference between two neighbouring
    bands [1]_.

    References
    ----------
    .. [1] Haitsma and Kalker (2002), A highly robust audio fingerprinting system.
    """

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._tail = np.zeros((0, 33), np.float32)
        self._parts: list[NDArray[np.uint32]] = []
        self._window = np.hanning(WINDOW).astype(np.float32)

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take in the next samples; an even number of them."""
        self._rest = np.concatenate([self._rest, _halve(samples)])
        count = (len(self._rest) - WINDOW) // HOP + 1
        if count < 1:
            return
        windows = np.lib.stride_tricks.sliding_window_view(self._rest, WINDOW)[::HOP][:count]
        spectra = np.abs(np.fft.rfft(windows * self._window, axis=1)) ** 2
        bands = np.log(np.add.reduceat(spectra, _EDGES[:-1], axis=1) + 1e-9).astype(np.float32)
        is_quiet = np.abs(windows).max(axis=1) < QUIET
        self._rest = self._rest[count * HOP :]
        self._parts.append(self._bits(bands, is_quiet))

    def finish(self) -> NDArray[np.uint32]:
        """Give the fingerprints, shape (n,); 0 where it is silent, and for the first steps."""
        return np.concatenate(self._parts) if self._parts else np.zeros(0, np.uint32)

    def _bits(self, bands: NDArray[np.float32], is_quiet: NDArray[np.bool_]) -> NDArray[np.uint32]:
        whole = np.concatenate([self._tail, bands])
        lead = len(self._tail)
        slopes = np.diff(whole, axis=1)
        before = slopes[np.maximum(np.arange(lead, len(whole)) - LAG, 0)]
        signs = (slopes[lead:] > before).astype(np.uint32)
        shifted = signs << np.arange(32, dtype=np.uint32)
        bits = np.asarray(shifted.sum(axis=1, dtype=np.uint32))
        bits[is_quiet] = 0
        self._tail = whole[-LAG:]
        return bits


def _halve(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Halve the rate after a short low pass; what it lets through is the same in each copy."""
    pairs = samples[: len(samples) // 2 * 2].reshape(-1, 2)
    return np.asarray(pairs.mean(axis=1), np.float32)
