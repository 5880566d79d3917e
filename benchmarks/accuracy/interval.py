"""How far the F1 of other videos of the same kind may lie from the one that was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cutstat.stats.score import Counts

RESAMPLES = 2000
SEED = 20240607
LEVEL = 0.95


def f1_interval(
    counts: Mapping[str, Sequence[Counts]], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """Give the percentile interval of the pooled F1 by the bootstrap over titles [1]_.

    Excerpts of one title are alike, so whole titles are drawn, with replacement.

    Parameters
    ----------
    counts : mapping of str to sequence of Counts
        Counts of the videos of each title.
    resamples : int > 0
        How often titles are drawn.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    tuple of (float, float), or None
        Ends of the 95 % interval, in 0..1; None with fewer than two titles.

    References
    ----------
    .. [1] Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    if len(counts) < 2:
        return None
    pooled = [sum(counts[title], Counts()) for title in sorted(counts)]
    table = np.array([(one.hits, one.misses, one.false_alarms) for one in pooled])
    drawn = np.random.default_rng(seed).integers(0, len(table), (resamples, len(table)))
    hits, misses, false_alarms = table[drawn].sum(axis=1).T
    total = 2 * hits + misses + false_alarms
    f1 = np.where(total, 2 * hits / np.maximum(total, 1), 1.0)
    low, high = np.quantile(f1, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
