"""A contrast after the errors of detection that audits have found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import ComparisonSettings, Contrast
from cutstat.stats.detection_error import DetectionError, corrected_shots
from cutstat.stats.sample import SeriesSample


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """What audits change in the ratio of a target to its baselines."""

    ratio: float
    """After the correction."""

    interval: tuple[float, float]
    """At ``1 - alpha``; wide by the spread of episodes and by the uncertainty of the audits."""

    inner_interval: tuple[float, float]
    """At ``1 - 2 alpha``."""

    factors: Mapping[str, float]
    """By what the counts of each audited series are multiplied."""

    unaudited: tuple[str, ...]
    """Series of which no audit is at hand; their counts stand as detected."""

    log_shift: float
    """By what the logarithm of the ratio is corrected."""

    shift_draws: NDArray[np.float64]
    """The same as the audits leave it open, shape (n_draws,)."""

    def of(self, found: Contrast, settings: ComparisonSettings) -> Intervals:
        """Correct another contrast of the same series, such as one without an episode."""
        return _intervals(found, self.shift_draws, settings)


class Intervals(NamedTuple):
    """An interval of a ratio at ``1 - alpha``, and one at ``1 - 2 alpha``."""

    outer: tuple[float, float]
    inner: tuple[float, float]


def correct(
    found: Contrast,
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    errors: Mapping[str, DetectionError],
    settings: ComparisonSettings,
    exponent: int = 1,
) -> Correction | None:
    """Correct a contrast by precision P and recall R of each series: detected times P / R.

    The interval is a parametric bootstrap: each draw takes P and R of every audited series from
    what its audit leaves open, and the log ratio from its t distribution.

    Parameters
    ----------
    found : Contrast
        The target against all baselines, as detected.
    target, baselines : SeriesSample
        The series.
    errors : mapping of str to DetectionError
        Audits by name of the series.
    settings : ComparisonSettings
        Error rate, number of draws, and their seed.
    exponent : int
        Power of the number of shots that the compared measure goes by: 1 for rates, -1 for the
        average shot length.

    Returns
    -------
    Correction or None
        None where no series was audited.
    """
    everyone = [target, *baselines]
    audited = [one for one in everyone if one.name in errors]
    if not audited:
        return None
    rng = np.random.default_rng([settings.seed, 1])
    shift, log_shift = np.zeros(settings.draws), 0.0
    factors: dict[str, float] = {}
    for one in audited:
        error = errors[one.name]
        weight = exponent * (1.0 if one is target else -1 / len(baselines))
        precisions, recalls = error.draw(rng, settings.draws)
        shift += weight * np.log(_factor(one, precisions, recalls))
        factor = shots_factor(one, error)
        log_shift += weight * math.log(factor)
        factors[one.name] = factor
    intervals = _intervals(found, shift, settings)
    return Correction(
        ratio=found.ratio * math.exp(log_shift),
        interval=intervals.outer,
        inner_interval=intervals.inner,
        factors=factors,
        unaudited=tuple(one.name for one in everyone if one.name not in errors),
        log_shift=log_shift,
        shift_draws=shift,
    )


def _intervals(
    found: Contrast, shift: NDArray[np.float64], settings: ComparisonSettings
) -> Intervals:
    """Read intervals off draws of the log ratio, by the chance of episodes and of audits."""
    from scipy.stats import t as student  # slow to load

    rng = np.random.default_rng(settings.seed)
    chance = student.rvs(found.degrees, size=len(shift), random_state=rng)
    draws = math.log(found.ratio) + shift + found.standard_error * chance

    def interval(alpha: float) -> tuple[float, float]:
        low, high = np.exp(np.quantile(draws, [alpha / 2, 1 - alpha / 2])).tolist()
        return low, high

    return Intervals(interval(settings.alpha), interval(2 * settings.alpha))


def shots_factor(series: SeriesSample, error: DetectionError) -> float:
    """Give by what an audit multiplies the shots of a series."""
    return float(_factor(series, np.array([error.precision]), np.array([error.recall]))[0])


def _factor(
    series: SeriesSample, precisions: NDArray[np.float64], recalls: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give by what the shots of a series are multiplied; its first shots are no error's."""
    shots = sum(episode.body.shots for episode in series.episodes)
    spans = sum(len(episode.body.span_seconds) for episode in series.episodes)
    return corrected_shots(shots, spans, precisions, recalls) / shots
