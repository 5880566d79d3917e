"""One interval that holds all that a ratio may be off by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import POWER, ComparisonSettings, Decision, decide_by
from cutstat.stats.shifts import Shifts

Source = Literal["episodes", "shows and episodes", "detector", "segments in doubt", "speed"]


class Chance(NamedTuple):
    """A log ratio as counted, which varies by chance as Student's t does."""

    log_ratio: float
    standard_error: float
    degrees: float
    source: Source = "episodes"
    """What varies: the episodes of the shows at hand, or the shows too."""


class Part(NamedTuple):
    """What one source alone leaves open."""

    source: Source
    interval: tuple[float, float]
    """Factors by which the ratio may be off, at ``1 - alpha``."""

    @property
    def width(self) -> float:
        """Length of the interval on the logarithmic scale."""
        return math.log(self.interval[1] / self.interval[0])


@dataclass(frozen=True, slots=True)
class Total:
    """A ratio with the interval that the verdict is read off."""

    ratio: float
    """As counted, and corrected where series were audited."""

    interval: tuple[float, float]
    """At ``1 - alpha``."""

    inner_interval: tuple[float, float]
    """At ``1 - 2 alpha``."""

    decision: Decision
    counted_interval: tuple[float, float]
    """At ``1 - alpha`` without the chance of episodes: what the episodes at hand really have."""

    chance_interval: tuple[float, float]
    """At ``1 - alpha`` by chance alone, as if every shot had been found, and no other."""

    parts: tuple[Part, ...]
    """What each source leaves open, the largest first; without those that leave open nothing."""

    bounds: tuple[float, float]
    """The ratio where all doubtful segments lie so that it is lowest, and highest."""

    at_bounds: tuple[Decision, Decision]
    """The verdicts there."""

    detectable_ratio: float
    """Ratio that would have been found with a chance of 80 %."""

    standard_error: float
    """Of the logarithm of the ratio, by all sources."""


def combine(chance: Chance, shifts: Shifts | None, *, settings: ComparisonSettings) -> Total:
    """Draw the ratio with all that it may be off by, and read the verdict off its quantiles.

    The log ratio is drawn from its t distribution, and the shifts by detector, segments and speed
    are added, draw by draw: a parametric bootstrap [1]_.

    Parameters
    ----------
    chance : Chance
        The log ratio as counted.
    shifts : Shifts or None
        None for a measure on which the effect of errors is not known: then chance alone counts.
    settings : ComparisonSettings
        Error rate, margin, and the draws.

    References
    ----------
    .. [1] Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 6.
    """
    size = 2 * ((settings.draws + 1) // 2)
    draws = chance.standard_error * _student(chance.degrees, size, settings.seed)
    none = np.zeros(size)
    detector, segments, speed = (
        (shifts.detector, shifts.segments, shifts.speed) if shifts else (none, none, none)
    )
    log_shift = shifts.log_shift if shifts else 0.0
    low_shift, high_shift = shifts.bounds if shifts else (0.0, 0.0)
    centre = chance.log_ratio
    beside = detector + segments + speed
    known = centre + draws + detector + speed  # all but the segments, which are set to a bound
    alpha = settings.alpha
    whole = centre + draws + beside
    interval, inner = _spread(whole, alpha), _spread(whole, 2 * alpha)
    spread_out, spread_in = _spread(known, alpha), _spread(known, 2 * alpha)

    def at(shift: float) -> Decision:
        return decide_by(_times(spread_out, shift), _times(spread_in, shift), settings)

    parts: list[Part] = []
    for source, values in (
        (chance.source, draws),
        ("detector", detector - log_shift),
        ("segments in doubt", segments),
        ("speed", speed),
    ):
        if np.ptp(values) > 0:
            parts.append(Part(source, _spread(values, alpha)))
    decision = decide_by(interval, inner, settings)
    has_doubts = high_shift > low_shift
    return Total(
        ratio=math.exp(centre + log_shift),
        interval=interval,
        inner_interval=inner,
        decision=decision,
        counted_interval=_spread(centre + beside, alpha),
        chance_interval=_spread(centre + log_shift + draws, alpha),
        parts=tuple(sorted(parts, key=lambda one: -one.width)),
        bounds=(
            math.exp(centre + log_shift + low_shift),
            math.exp(centre + log_shift + high_shift),
        ),
        at_bounds=(at(low_shift), at(high_shift)) if has_doubts else (decision, decision),
        detectable_ratio=_detectable(whole, alpha),
        standard_error=float(whole.std()),
    )


def decide_all(chance: Chance, shifts: Shifts | None, *, settings: ComparisonSettings) -> Decision:
    """Read the verdict off the total interval, as `combine` does, and nothing else."""
    size = 2 * ((settings.draws + 1) // 2)
    draws = chance.log_ratio + chance.standard_error * _student(chance.degrees, size, settings.seed)
    if shifts:
        draws = draws + shifts.detector + shifts.segments + shifts.speed
    alpha = settings.alpha
    low, inner_low, inner_high, high = np.exp(
        np.quantile(draws, [alpha / 2, alpha, 1 - alpha, 1 - alpha / 2])
    ).tolist()
    return decide_by((low, high), (inner_low, inner_high), settings)


def _detectable(whole: NDArray[np.float64], alpha: float) -> float:
    """Give the ratio found with 80 % chance: half the interval, and the 80 % quantile."""
    low, middle, found, high = np.quantile(whole, [alpha / 2, 0.5, POWER, 1 - alpha / 2]).tolist()
    return math.exp((high - low) / 2 + found - middle)


def _spread(logs: NDArray[np.float64], alpha: float) -> tuple[float, float]:
    low, high = np.exp(np.quantile(logs, [alpha / 2, 1 - alpha / 2])).tolist()
    return low, high


def _times(interval: tuple[float, float], shift: float) -> tuple[float, float]:
    return interval[0] * math.exp(shift), interval[1] * math.exp(shift)


@lru_cache(maxsize=4)
def _uniform(half: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the draws behind every t: normal ones, and the order of the chi-squared ones."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal(half), (rng.permutation(half) + 0.5) / half


def _student(degrees: float, size: int, seed: int) -> NDArray[np.float64]:
    """Draw Student's t, symmetric and with the variance of chi-squared drawn in even steps.

    The same seed gives draws that move smoothly with the degrees of freedom, so that two ratios
    that differ by a little have intervals that do. Degrees count in tenths, so that the many ratios
    of a robustness check share draws.
    """
    return _drawn(max(round(degrees, 1), 0.1), size, seed)


@lru_cache(maxsize=32)
def _drawn(degrees: float, size: int, seed: int) -> NDArray[np.float64]:
    from scipy.special import chdtri  # slow to load

    normal, share = _uniform(size // 2, seed)
    values = normal / np.sqrt(np.asarray(chdtri(degrees, share)) / degrees)
    return np.concatenate([values, -values])
