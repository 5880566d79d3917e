"""How far two samples lie apart, without a model of how they are distributed.

Numbers of shots are descriptive: shots of one episode are no independent draws, so nothing is
inferred from them. Only where the values are one an episode may a test stand beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

DECILES = tuple(tenth / 10 for tenth in range(1, 10))

_HALVINGS = 64
"""Halvings of the range of all differences: as many bits as a float has, and some more."""


def cliffs_delta(a: ArrayLike, b: ArrayLike) -> float:
    """Give the chance that a value of `a` exceeds one of `b`, less the chance of the reverse.

    Cliff's d [1]_, over all pairs; ties count for neither. It is ``2 U / (n m) - 1`` with Mann and
    Whitney's U of `a`.

    Parameters
    ----------
    a, b : array_like of float, shapes (n,) and (m,)
        Two samples, in any order. Memory grows with n + m.

    Returns
    -------
    float
        -1 where all of `a` lie below all of `b`, 1 where they lie above.

    Raises
    ------
    ValueError
        If a sample is empty, or holds a value that is no number.

    References
    ----------
    .. [1] Cliff (1993), Dominance statistics: ordinal analyses to answer ordinal questions.
    """
    left, right = _ordered(a), _ordered(b)
    below = int(np.searchsorted(right, left, side="left").sum())
    not_above = int(np.searchsorted(right, left, side="right").sum())
    pairs = len(left) * len(right)
    return (below + not_above - pairs) / pairs


def hodges_lehmann_shift(a: ArrayLike, b: ArrayLike) -> float:
    """Give the median of all differences between a value of `a` and one of `b` (``a - b``).

    Hodges and Lehmann's estimate of a shift [1]_. The middle pairs are found by halving the range
    of the differences and counting, so no table of pairs is ever held. With logarithms as values,
    the exponential of the shift is a ratio.

    Parameters
    ----------
    a, b : array_like of float, shapes (n,) and (m,)
        Two samples, in any order. Memory grows with n + m, time with 128 n log(m).

    Returns
    -------
    float
        In the unit of the values; the mean of the two middle differences if n m is even.

    Raises
    ------
    ValueError
        If a sample is empty, or holds a value that is no number.

    References
    ----------
    .. [1] Hodges and Lehmann (1963), Estimates of location based on rank tests.
    """
    left, right = _ordered(a), _ordered(b)
    pairs = len(left) * len(right)
    middle = [_difference_at(rank, left, right) for rank in {(pairs + 1) // 2, pairs // 2 + 1}]
    return sum(middle) / len(middle)


def quantile_differences(
    a: ArrayLike, b: ArrayLike, *, shares: Sequence[float] = DECILES
) -> NDArray[np.float64]:
    """Give by how much each quantile of `a` exceeds that of `b`.

    The shift function [1]_ in steps: where it is not level, the samples differ in more than their
    place, such as in short shots only.

    Parameters
    ----------
    a, b : array_like of float, shapes (n,) and (m,)
        Two samples, in any order.
    shares : sequence of float
        Which quantiles (type 7), each in 0..1; by default the deciles.

    Returns
    -------
    ndarray of float, shape (n_shares,)
        In the unit of the values.

    Raises
    ------
    ValueError
        If a sample is empty, or holds a value that is no number, or a share is not in 0..1.

    References
    ----------
    .. [1] Doksum (1974), Empirical probability plots and statistical inference for nonlinear
       models in the two-sample case.
    """
    left, right = _ordered(a), _ordered(b)
    return np.asarray(np.quantile(left, shares) - np.quantile(right, shares))


def _ordered(values: ArrayLike) -> NDArray[np.float64]:
    sample = np.asarray(values, dtype=np.float64)
    if sample.ndim != 1 or not len(sample) or not np.isfinite(sample).all():
        raise ValueError(f"a sample is a row of one or more numbers, got {values!r}")
    return np.sort(sample)


def _difference_at(rank: int, left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Give the difference of the given rank, from 1, among those of all pairs; both are sorted."""
    low, high = float(left[0] - right[-1]), float(left[-1] - right[0])
    for _ in range(_HALVINGS):
        middle = low + (high - low) / 2
        # A pair differs by `middle` at most if its right value is `left - middle` at least.
        below = len(left) * len(right) - int(np.searchsorted(right, left - middle).sum())
        low, high = (low, middle) if below >= rank else (middle, high)
    # What is left is narrower than rounding: the pair nearest to it is the one.
    places = np.searchsorted(right, left - high)
    nearest = np.concatenate(
        [left - right[np.clip(places + step, 0, len(right) - 1)] for step in (-1, 0)]
    )
    return float(nearest[np.abs(nearest - high).argmin()])
