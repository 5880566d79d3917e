"""Is a show unusual among others? The show is the unit, not its episodes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import POWER, ComparisonSettings

SAME = 1e-9
"""Difference of two means of logarithms up to which they are one: their sums are rounded."""


@dataclass(frozen=True, slots=True)
class Typicality:
    """Where one show stands among others that are taken as a sample of all shows."""

    rank: int
    """Place of the target among all, counted from the highest mean; 1 is the highest."""

    shows: int
    """Number of shows, the target included."""

    p_value: float | None = None
    """Two-sided: how often a show from the same population as the baselines is as far off, or
    farther; None with too few baselines, or without any variation between them."""

    statistic: float | None = None
    """Student's t of Crawford and Howell."""

    degrees: int | None = None
    """Degrees of freedom of the statistic: baselines less one."""

    expected: tuple[float, float] | None = None
    """Between which ratios to the baselines' geometric mean a further show lies, with the chance
    ``1 - alpha``."""

    share_below: float | None = None
    """Estimated share of all shows that lie below the target, 0..1."""

    detectable_ratio: float | None = None
    """Ratio to the baselines' geometric mean that would have been found with a chance of 80 %."""


def typicality(
    target_mean: float,
    baseline_means: NDArray[np.float64],
    *,
    settings: ComparisonSettings,
    extra: float = 0.0,
) -> Typicality:
    """Set one show against k others, after Crawford and Howell [1]_.

    The target is a single case and the baselines are its controls, so their spread counts in full:
    ``t = (x - m) / sqrt(s^2 (1 + 1 / k) + e)`` with k - 1 degrees of freedom. It finds the
    exceptional show, and hardly ever one that is merely above what is usual.

    Parameters
    ----------
    target_mean : float
        Mean log value of the target.
    baseline_means : ndarray, shape (k,)
        Mean log value of each baseline.
    settings : ComparisonSettings
        Error rate, and the baselines below which the rank stands alone.
    extra : float >= 0
        Variance e that the target's mean has beyond what the baselines' spread holds, by having
        fewer episodes (`usual.extra_variance`).

    References
    ----------
    .. [1] Crawford and Howell (1998), Comparing an individual's test score against norms derived
       from small samples.
    """
    from scipy.stats import t as student  # slow to load

    k = len(baseline_means)
    rank = 1 + int((baseline_means > target_mean + SAME).sum())
    spread = float(baseline_means.std(ddof=1)) if k > 1 else 0.0
    if k < settings.min_shows or spread < 1e-9:
        return Typicality(rank, k + 1)
    error = math.sqrt(spread**2 * (1 + 1 / k) + extra)
    statistic = (target_mean - float(baseline_means.mean())) / error
    reach = float(student.ppf(1 - settings.alpha / 2, k - 1)) * error
    return Typicality(
        rank=rank,
        shows=k + 1,
        p_value=2 * float(student.sf(abs(statistic), k - 1)),
        statistic=statistic,
        degrees=k - 1,
        expected=(math.exp(-reach), math.exp(reach)),
        share_below=float(student.cdf(statistic, k - 1)),
        detectable_ratio=math.exp(reach + float(student.ppf(POWER, k - 1)) * error),
    )
