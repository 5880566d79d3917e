"""How far log odds can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Circumstances = Mapping[str, NDArray[np.float32]]
"""What stands around each of n candidates, by name, each of shape (n,)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns log odds of titles that were learnt from into those of titles that were not.

    Fitted to predictions with titles left out [1]_, so that a confidence says how often it is
    right.

    References
    ----------
    .. [1] Platt (1999), Probabilistic outputs for support vector machines.
    """

    slope: float = 1.0
    shift: float = 0.0

    weights: Mapping[str, float] = field(default_factory=dict)
    """How much each circumstance adds."""

    def __call__(self, log_odds: NDArray[np.float32], around: Circumstances) -> NDArray[np.float32]:
        """Give calibrated log odds, shape (n,)."""
        calibrated = log_odds * self.slope + self.shift
        for name, weight in self.weights.items():
            calibrated = calibrated + weight * around[name]
        return np.asarray(calibrated, np.float32)


AS_SAID = Calibration()
"""Believes log odds as they are said."""
