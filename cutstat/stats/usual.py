"""More than is usual? The shows at hand as a sample of all shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import ComparisonSettings, Decision
from cutstat.stats.shifts import Shifts
from cutstat.stats.total import Chance, Total, combine, decide_all

OTHER_SPREADS = (0.5, 1.3)
"""Multiples of the spread between shows under which the verdict is looked at again: shows that are
twice as alike, and shows that differ as much more as one sample of nine leaves open."""

_NO_SPREAD = 1e-9
"""Spread between shows under which there is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Usual:
    """A target against the middle of the population that the baselines are a sample of."""

    total: Total
    """The ratio to the baselines' geometric mean, with all that it may be off by as an estimate of
    the ratio to the middle of all shows."""

    shows: int
    """Number of baselines."""

    spread: float
    """Standard deviation between the logarithms of shows that was used."""

    own_spread: float | None
    """That of the baselines alone; None for one."""

    degrees: float
    """Degrees of freedom of the spread."""

    share_below: float
    """Estimated share of all shows that lie below the target, 0..1."""

    share_range: tuple[float, float]
    """The same at both ends of the interval of the ratio."""

    at_spreads: tuple[tuple[float, Decision], ...]
    """Verdicts under other spreads: (multiple of the spread that was used, verdict)."""


def moderated_spread(means: NDArray[np.float64], settings: ComparisonSettings) -> float | None:
    """Give the standard deviation between shows, by what is known and by these.

    ``s^2 = (v0 s0^2 + (k - 1) sB^2) / (v0 + k - 1)``, a moderated variance [1]_.

    Parameters
    ----------
    means : ndarray, shape (k,)
        Mean log value of each show.
    settings : ComparisonSettings
        The known spread s0 and its degrees of freedom v0.

    Returns
    -------
    float or None
        None where nothing is known beforehand, and there is one show, or they do not differ.

    References
    ----------
    .. [1] Smyth (2004), Linear models and empirical Bayes methods for assessing differential
       expression, Statistical Applications in Genetics and Molecular Biology 3(1), article 3.
    """
    known, own = settings.known_degrees, len(means) - 1
    if known + own == 0:
        return None
    squares = float(((means - means.mean()) ** 2).sum())
    spread = math.sqrt((known * settings.known_spread**2 + squares) / (known + own))
    return spread if spread > _NO_SPREAD else None


def usual(
    target: NDArray[np.float64],
    baselines: Sequence[NDArray[np.float64]],
    *,
    settings: ComparisonSettings,
    shifts: Shifts | None = None,
) -> Usual | None:
    """Set a target against the middle of the population of shows.

    The mean log value of the target varies by its episodes, the mean of the baselines by the shows
    that happen to be among them: variance ``s_T^2 / n + s^2 / k``, degrees of freedom after
    Satterthwaite. One baseline is enough where the spread between shows is known.

    Parameters
    ----------
    target : ndarray, shape (n_episodes,)
        Logarithms of one value an episode.
    baselines : sequence of ndarray
        The same of each baseline; only their means enter, each show counts once.
    settings : ComparisonSettings
        Error rate, margin, and the known spread.
    shifts : Shifts, optional
        What else the ratio may be off by.

    Returns
    -------
    Usual or None
        None for a target of one episode, without a baseline, or where no spread is known.
    """
    if len(target) < 2 or not baselines:
        return None
    means = np.array([float(one.mean()) for one in baselines])
    spread = moderated_spread(means, settings)
    if spread is None:
        return None
    degrees = settings.known_degrees + len(means) - 1
    chance = _chance(target, means, spread, degrees)
    total = combine(chance, shifts, settings=settings)
    others = tuple(
        (
            times,
            decide_all(_chance(target, means, times * spread, degrees), shifts, settings=settings),
        )
        for times in OTHER_SPREADS
    )
    further = spread**2 * (1 + 1 / len(means)) + extra_variance(target, baselines)
    low, high = total.interval
    return Usual(
        total=total,
        shows=len(means),
        spread=spread,
        own_spread=float(means.std(ddof=1)) if len(means) > 1 else None,
        degrees=float(degrees),
        share_below=_share(math.log(total.ratio) / math.sqrt(further), degrees),
        share_range=(
            _share(math.log(low) / spread, degrees),
            _share(math.log(high) / spread, degrees),
        ),
        at_spreads=others,
    )


def _chance(
    target: NDArray[np.float64], means: NDArray[np.float64], spread: float, degrees: int
) -> Chance:
    """Give the log ratio with its standard error and degrees of freedom (Satterthwaite)."""
    of_target = float(target.var(ddof=1)) / len(target)
    of_shows = spread**2 / len(means)
    variance = of_target + of_shows
    freedom = variance**2 / (of_target**2 / (len(target) - 1) + of_shows**2 / degrees)
    log_ratio = float(target.mean()) - float(means.mean())
    return Chance(log_ratio, math.sqrt(variance), freedom, "shows and episodes")


def _mean_error(baselines: Sequence[NDArray[np.float64]]) -> float:
    """Give the mean sampling variance of the baselines' means, which their spread holds."""
    return float(
        np.mean([one.var(ddof=1) / len(one) if len(one) > 1 else 0.0 for one in baselines])
    )


def extra_variance(target: NDArray[np.float64], baselines: Sequence[NDArray[np.float64]]) -> float:
    """Give by how much the target's mean varies more by chance than a baseline's does, 0 or more.

    A single further show is judged by the spread of the baselines' means, which holds the chance of
    *their* episodes. A target of fewer episodes varies more.
    """
    if len(target) < 2:
        return 0.0
    own = float(target.var(ddof=1)) / len(target)
    return max(0.0, own - _mean_error(baselines))


def without_known_spread(settings: ComparisonSettings) -> ComparisonSettings:
    """Give settings under which the spread between shows is that of the shows at hand alone."""
    return replace(settings, known_degrees=0)


def _share(statistic: float, degrees: float) -> float:
    from scipy.stats import t as student  # slow to load

    return float(student.cdf(statistic, degrees))
