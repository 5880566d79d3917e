"""A contrast after the errors of detection that audits have found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import ComparisonSettings, Contrast
from cutstat.stats.detection_error import DetectionError, corrected_shots
from cutstat.stats.sample import SeriesSample


@dataclass(frozen=True, slots=True)
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
    from scipy.stats import t as student  # slow to load

    everyone = [target, *baselines]
    audited = [one for one in everyone if one.name in errors]
    if not audited:
        return None
    rng = np.random.default_rng(settings.seed)
    shift, log_ratio = np.zeros(settings.draws), math.log(found.ratio)
    factors: dict[str, float] = {}
    for one in audited:
        error = errors[one.name]
        weight = exponent * (1.0 if one is target else -1 / len(baselines))
        precisions, recalls = error.draw(rng, settings.draws)
        shift += weight * np.log(_factor(one, precisions, recalls))
        factor = shots_factor(one, error)
        log_ratio += weight * math.log(factor)
        factors[one.name] = factor
    chance = student.rvs(found.degrees, size=settings.draws, random_state=rng)
    draws = math.log(found.ratio) + shift + found.standard_error * chance

    def interval(alpha: float) -> tuple[float, float]:
        low, high = np.exp(np.quantile(draws, [alpha / 2, 1 - alpha / 2])).tolist()
        return low, high

    return Correction(
        ratio=math.exp(log_ratio),
        interval=interval(settings.alpha),
        inner_interval=interval(2 * settings.alpha),
        factors=factors,
        unaudited=tuple(one.name for one in everyone if one.name not in errors),
    )


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
