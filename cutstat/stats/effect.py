"""How far two samples lie apart, without a model of how they are distributed.

Numbers of shots are descriptive: shots of one episode are no independent draws, so nothing is
inferred from them. Only where the values are one an episode may a test stand beside them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


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


def _ordered(values: ArrayLike) -> NDArray[np.float64]:
    sample = np.asarray(values, dtype=np.float64)
    if sample.ndim != 1 or not len(sample) or not np.isfinite(sample).all():
        raise ValueError(f"a sample is a row of one or more numbers, got {values!r}")
    return np.sort(sample)
