"""The distribution of shot lengths in single numbers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_NODES = 16
"""Points at which each piece of an integral is taken: as exact as a float for any number of shots,
since the integrand is smooth."""


def harrell_davis_median(values: NDArray[np.float64]) -> float:
    """Estimate the median as a weighted mean of all values in order.

    Weights are largest in the middle [1]_. So it does not move in steps of a frame, and varies less
    from sample to sample than the middle value does.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        In any order.

    Returns
    -------
    float
        In the unit of the values; nan without any.

    References
    ----------
    .. [1] Harrell and Davis (1982), A new distribution-free quantile estimator.
    """
    return float(np.sort(values) @ _median_weights(len(values))) if len(values) else float("nan")


def quantile_skewness(values: NDArray[np.float64]) -> float:
    """Say how much farther the upper quartile lies from the median than the lower one does.

    ``(Q3 + Q1 - 2 Q2) / (Q3 - Q1)``, after Bowley [1]_.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        In any order.

    Returns
    -------
    float
        In -1..1, and 0 where both are as far; nan where the quartiles are one, or without values.

    References
    ----------
    .. [1] Bowley (1920), Elements of statistics.
    """
    if not len(values):
        return float("nan")
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return float((high + low - 2 * middle) / (high - low)) if high > low else float("nan")


def log_deviation(values: NDArray[np.float64]) -> float:
    """Give the standard deviation of the natural logarithms; nan for fewer than two values.

    Values of 0 have no logarithm and are passed over.
    """
    logs = np.log(values[values > 0])
    return float(logs.std(ddof=1)) if len(logs) > 1 else float("nan")


def share_of_time_shorter(values: NDArray[np.float64], seconds: float) -> float:
    """Give the share of all time that shots shorter than `seconds` last, 0..1; nan without time."""
    total = float(values.sum())
    return float(values[values < seconds].sum()) / total if total else float("nan")


@lru_cache(maxsize=1024)
def _median_weights(n: int) -> NDArray[np.float64]:
    """Give the weights of n values in order, which sum to 1.

    The weight of value i is the chance that a beta variable with both parameters ``(n + 1) / 2``
    lies between ``(i - 1) / n`` and ``i / n``. With x for ``(1 - cos t) / 2`` its density becomes a
    power of ``sin t``, which is smooth up to the edges, and is integrated piece by piece.
    """
    edges = np.arccos(1 - 2 * np.arange(n + 1) / n)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    halves = np.diff(edges) / 2
    places = edges[:-1] + halves
    pieces = halves * (np.sin(places[:, None] + halves[:, None] * nodes) ** n @ weights)
    shares = np.asarray(pieces / pieces.sum())
    shares.flags.writeable = False
    return shares
