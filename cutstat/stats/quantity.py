"""The two quantities of every comparison: shots an episode, and shots a minute."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.sample import SeriesSample

Quantity = Literal["count", "rate"]
"""Shots of the body of an episode, which a producer speaks of and which is work; or shots a minute
of the body, which is pace. With bodies of unequal length they can point in opposite directions."""


def log_quantity(sample: SeriesSample, quantity: Quantity) -> NDArray[np.float64]:
    """Give the natural logarithm of a quantity of each episode, shape (n_episodes,)."""
    return np.log(sample.counts) if quantity == "count" else sample.log_rates


def geometric_mean(sample: SeriesSample, quantity: Quantity) -> float:
    """Give the geometric mean over the episodes, in shots, or in shots per minute."""
    return sample.geometric_mean_shots if quantity == "count" else sample.geometric_mean_rate


def doubt_shifts(sample: SeriesSample, quantity: Quantity) -> tuple[float, float]:
    """Say by how much the doubts could shift the mean logarithm, downward and upward.

    Returns
    -------
    lowest, highest : float
        0 or less, and 0 or more; the first where every doubtful segment lies, or is left in, where
        it makes the quantity the smallest.
    """
    low, high = sample.count_bounds if quantity == "count" else sample.rate_bounds
    own = float(log_quantity(sample, quantity).mean())
    return float(np.log(low).mean()) - own, float(np.log(high).mean()) - own
