"""By what a ratio of two counts may be off, beside the chance of episodes, as draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.timing import SPEED_UP
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import DetectionError, corrected_shots
from cutstat.stats.quantity import Quantity, doubt_shifts
from cutstat.stats.sample import SeriesSample


@dataclass(frozen=True, slots=True, eq=False)
class Shifts:
    """Draws of what is to be added to the logarithm of a ratio, each of shape (n_draws,)."""

    detector: NDArray[np.float64]
    """By errors of detection; what audits found is in it."""

    segments: NDArray[np.float64]
    """By segments in doubt, which count as body."""

    speed: NDArray[np.float64]
    """By films that may play too fast."""

    log_shift: float
    """What audits correct, as the best estimate; 0 without one."""

    bounds: tuple[float, float]
    """Lowest and highest shift that the segments in doubt leave open."""

    factors: Mapping[str, float]
    """By what the counts of each audited series are multiplied."""

    applied: Mapping[str, float]
    """The same of all series; one without an audit is taken to be as the audited ones are in the
    middle."""

    def times(self, exponent: int) -> Shifts:
        """Give the shifts of a quantity that goes by this power of the shots, 1 or -1."""
        if exponent == 1:
            return self
        low, high = self.bounds
        return Shifts(
            -self.detector,
            -self.segments,
            -self.speed,
            -self.log_shift,
            (-high, -low),
            {name: 1 / factor for name, factor in self.factors.items()},
            {name: 1 / factor for name, factor in self.applied.items()},
        )


def draw_shifts(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    quantity: Quantity,
    *,
    errors: Mapping[str, DetectionError],
    settings: ComparisonSettings,
) -> Shifts:
    """Draw by what the ratio of a target to the equal-weight mean of baselines may be off.

    **Detector.** The counts of series i are to be multiplied by precision over recall, whose
    logarithm is ``m + d_i``: `m` is the same for all titles, and the `d_i` are normal with the
    standard deviation `settings.title_spread`. An audit tells ``m + d_i`` of its own series, and so
    something of `m`, by which the series without one are drawn. Since `m` cancels in the ratio, an
    audit of one side alone does not move it.

    **Segments.** All doubtful segments of a series are drawn together at one of their two bounds,
    each with an even chance: either the user's word would show that they are there, or not.

    **Speed.** A series at 25 frames a second is a film that plays 4.3 % too fast with an even
    chance, unless the user has said what it is. That moves rates, and no counts.

    Parameters
    ----------
    target, baselines : SeriesSample
        The series, one baseline or more.
    quantity : {"count", "rate"}
        What is compared.
    errors : mapping of str to DetectionError
        Audits by name of the series.
    settings : ComparisonSettings
        Spread between titles, number of draws, and their seed.
    """
    everyone = [target, *baselines]
    weights = np.array([1.0, *(-1 / len(baselines) for _ in baselines)])
    rng = np.random.default_rng([settings.seed, 1])
    half = (settings.draws + 1) // 2
    logs, best = _detector(everyone, errors, settings, rng, half)
    audited = {one.name: math.exp(best[k]) for k, one in enumerate(everyone) if one.name in errors}
    doubts = np.array([doubt_shifts(one, quantity) for one in everyone])
    ends = rng.integers(0, 2, (len(everyone), 2 * half))
    fast = rng.integers(0, 2, (len(everyone), 2 * half))
    speed = np.array([_too_fast(one) if quantity == "rate" else 0.0 for one in everyone])
    return Shifts(
        detector=weights @ logs,
        segments=weights @ np.take_along_axis(doubts, ends, axis=1),
        speed=-(weights * speed) @ fast,
        log_shift=float(weights @ best),
        bounds=(
            float(doubts[0, 0] - doubts[1:, 1].mean()),
            float(doubts[0, 1] - doubts[1:, 0].mean()),
        ),
        factors=audited,
        applied={one.name: math.exp(best[k]) for k, one in enumerate(everyone)} if audited else {},
    )


def _detector(
    everyone: Sequence[SeriesSample],
    errors: Mapping[str, DetectionError],
    settings: ComparisonSettings,
    rng: np.random.Generator,
    half: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw the log factor of each series, shape (n_series, 2 * half), and give the best ones."""
    noise = settings.title_spread * rng.standard_normal((len(everyone), half))
    logs = np.concatenate([noise, -noise], axis=1)  # antithetic: to swap sides mirrors the draws
    best = np.zeros(len(everyone))
    known = [k for k, one in enumerate(everyone) if one.name in errors]
    if not known:
        return logs, best
    others = [k for k in range(len(everyone)) if k not in known]
    own = np.array([_audited(everyone[k], errors[everyone[k].name], rng, 2 * half) for k in known])
    # What the audited tell of m: their mean, less the mean of their own deviations.
    logs[others] += own.mean(axis=0) - logs[known].mean(axis=0)
    logs[known] = own
    best[known] = [math.log(shots_factor(everyone[k], errors[everyone[k].name])) for k in known]
    best[others] = best[known].mean()
    return logs, best


def _audited(
    one: SeriesSample, error: DetectionError, rng: np.random.Generator, size: int
) -> NDArray[np.float64]:
    """Draw the log factor of a series as its audit leaves it open, shape (size,)."""
    precisions, recalls = error.draw(rng, size)
    return np.log(_factor(one, precisions * error.share_detected, recalls))


def shots_factor(series: SeriesSample, error: DetectionError) -> float:
    """Give by what an audit multiplies the shots of a series."""
    precision = np.array([error.precision * error.share_detected])
    return float(_factor(series, precision, np.array([error.recall]))[0])


def _factor(
    series: SeriesSample, precisions: NDArray[np.float64], recalls: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give by what the shots of a series are multiplied; its first shots are no error's."""
    shots = sum(episode.body.shots for episode in series.episodes)
    spans = sum(len(episode.body.span_seconds) for episode in series.episodes)
    return corrected_shots(shots, spans, precisions, recalls) / shots


def _too_fast(one: SeriesSample) -> float:
    """Give by how much the log rate of a series is too high if its 25 fps files are films."""
    share = sum(episode.may_be_sped_up for episode in one.episodes) / len(one)
    return math.log(SPEED_UP) * share
