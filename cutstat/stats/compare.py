"""Has a series more shots than named others? The comparison with the episode as unit.

Shots within an episode are not independent of each other, so they are never pooled over episodes:
a test on pooled shots calls half of all equal pairs different. The outcome is one number an
episode, the logarithm of its shots, or of its shots per minute, compared by Welch's method.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import Unit
from cutstat.core.words import with_article
from cutstat.stats.contrast import (
    ComparisonSettings,
    Contrast,
    Decision,
    contrast,
    holm,
)
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.quantity import Quantity, log_quantity
from cutstat.stats.sample import SeriesSample
from cutstat.stats.shifts import Shifts, draw_shifts
from cutstat.stats.total import Chance, Total, combine
from cutstat.stats.typicality import Typicality, typicality
from cutstat.stats.usual import Usual, extra_variance, usual
from cutstat.stats.weakness import no_interval, weak_points, why_refused


@dataclass(frozen=True, slots=True)
class Correction:
    """What audits of the detection change in a ratio."""

    ratio: float
    """After the correction."""

    interval: tuple[float, float]
    """At ``1 - alpha``."""

    inner_interval: tuple[float, float]
    """At ``1 - 2 alpha``."""

    factors: Mapping[str, float]
    """By what the counts of each audited series are multiplied."""

    unaudited: tuple[str, ...]
    """Series of which no audit is at hand; they are taken to be detected as the audited ones are,
    give or take what titles differ by."""

    log_shift: float
    """By what the logarithm of the ratio is corrected; 0 if only one side was audited."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All that is said about a target and its baselines, in one quantity."""

    target: SeriesSample
    baselines: tuple[SeriesSample, ...]
    settings: ComparisonSettings
    ratio: float
    """Target's geometric mean over the equal-weight geometric mean of the baselines', after the
    correction where there is one."""

    primary: Contrast | None
    """Target against the equal-weight mean of the baselines, as detected and by the chance of
    episodes alone; None where a series has only one episode or no episode differs from another."""

    total: Total | None
    """The same with all that it may be off by; what the verdict is read off."""

    correction: Correction | None
    """What audits of the detection change; None without one."""

    per_baseline: tuple[Contrast, ...]
    decision: Decision
    refusal: str | None
    """Why no verdict is given, one sentence."""

    warnings: tuple[str, ...]
    detectable_ratio: float | None
    """Ratio that this comparison would have found with a chance of 80 %."""

    usual: Usual | None
    """The target against the middle of the shows that the baselines are a sample of; None where no
    interval can be given."""

    typicality: Typicality
    """Where the target stands among the baselines, as a single further show; by the means after the
    correction, whose uncertainty is not in it."""

    shifts: Shifts
    """What the ratio may be off by, beside the chance of episodes."""

    rank_range: tuple[int, int] | None = None
    """Best and worst place that the intervals leave open; None without intervals."""

    quantity: Quantity = "rate"
    count: Comparison | None = None
    """The same comparison of shots an episode, where this one is of shots a minute."""

    @property
    def by_quantity(self) -> tuple[Comparison, ...]:
        """The comparison of shots an episode first, then that of shots a minute."""
        return (self,) if self.count is None else (self.count, self)

    @property
    def unit(self) -> Unit:
        """What texts call an episode: those of the target say it."""
        return self.target.unit

    @property
    def per(self) -> str:
        """Of what the quantity is that of shots: ``an episode``, ``a film`` or ``a minute``."""
        return with_article(self.unit) if self.quantity == "count" else "a minute"

    @property
    def interval(self) -> tuple[float, float] | None:
        """Interval of the ratio at ``1 - alpha``, of all that it may be off by."""
        return self.total.interval if self.total else None

    @property
    def inner_interval(self) -> tuple[float, float] | None:
        """The same at ``1 - 2 alpha``."""
        return self.total.inner_interval if self.total else None

    @property
    def tipping_point(self) -> float | None:
        """Relative error between detections at which the word of the verdict becomes another.

        For "higher" the detector would have to count this share of shots too many in the target,
        for "lower" to miss this share of them, against what it does in the baselines and beyond
        what the interval holds. "By more than the margin" falls where the inner interval reaches
        the margin; "more", of whatever size, where the outer one reaches 1.
        """
        if self.interval is None or self.inner_interval is None:
            return None
        edge = 1 + self.settings.margin
        match self.decision:
            case "higher":
                return self.inner_interval[0] / edge - 1
            case "lower":
                return 1 - self.inner_interval[1] * edge
            case "higher-size-uncertain" | "higher-small":
                return self.interval[0] - 1
            case "lower-size-uncertain" | "lower-small":
                return 1 - self.interval[1]
            case _:
                return None

    @property
    def ratio_bounds(self) -> tuple[float, float] | None:
        """Lowest and highest ratio that the doubts about segments leave open; None without a doubt.

        What is in doubt counts as body. The bounds are those of all doubtful segments together,
        each in the place, or left in, where it moves the ratio the farthest.
        """
        if all(one.is_certain for one in (self.target, *self.baselines)):
            return None
        low, high = self.shifts.bounds
        return self.ratio * math.exp(low), self.ratio * math.exp(high)

    @property
    def rank(self) -> int:
        """Place of the target among all series; 1 is the highest."""
        return self.typicality.rank

    @property
    def p_above_all(self) -> float | None:
        """One-sided, for the target not being higher than every baseline; None without intervals.

        Intersection-union (Berger 1982): the largest of the one-sided p-values, uncorrected.
        """
        return self._largest([one.p_greater for one in self.per_baseline])

    @property
    def p_below_all(self) -> float | None:
        """The same for the target not being lower than every baseline."""
        return self._largest([one.p_less for one in self.per_baseline])

    def _largest(self, p_values: Sequence[float]) -> float | None:
        return max(p_values) if len(p_values) == len(self.baselines) else None


def compare(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    settings: ComparisonSettings | None = None,
    errors: Mapping[str, DetectionError] | None = None,
) -> Comparison:
    """Compare the shots of a series with those of others: a minute, and (`count`) an episode.

    Three questions are asked. Of *these* series: the target's mean log value against the
    equal-weight mean of the baselines', one test, no correction; each baseline alone too, adjusted
    after Holm. Of what is *usual*: against the middle of the shows that the baselines are a sample
    of. Of a *single show*: whether one further show lies as far off.

    Parameters
    ----------
    target : SeriesSample
        The series that is asked about.
    baselines : sequence of SeriesSample
        The series that it is compared with, at least one.
    settings : ComparisonSettings, optional
        What was fixed before looking.
    errors : mapping of str to DetectionError, optional
        Audits of the detection, by name of the series. They correct ratios and intervals, and so
        the verdicts; the contrasts are those of the shots as detected.

    Raises
    ------
    ValueError
        If there is no baseline, or one is the target itself.

    """
    settings = settings or ComparisonSettings()
    names = [series.name for series in baselines]
    if not names:
        raise ValueError("a comparison needs at least one baseline")
    if target.name in names or len(set(names)) < len(names):
        raise ValueError(f"each series may stand once, got {target.name!r} against {names}")
    count = _compare(target, baselines, "count", settings, errors or {}, None)
    return _compare(target, baselines, "rate", settings, errors or {}, count)


def _compare(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    quantity: Quantity,
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError],
    count: Comparison | None,
) -> Comparison:
    everyone = [target, *baselines]
    refusal = why_refused(everyone, settings)
    own, *others = (log_quantity(one, quantity) for one in everyone)
    primary = contrast(own, others, name="all baselines", settings=settings)
    alone = [
        contrast(own, [other], name=series.name, settings=settings)
        for series, other in zip(baselines, others, strict=True)
    ]
    shifts = draw_shifts(target, baselines, quantity, errors=errors, settings=settings)
    total = combine(chance_of(primary), shifts, settings=settings) if primary else None
    means = [
        float(values.mean()) + math.log(shifts.applied.get(one.name, 1.0))
        for one, values in zip(everyone, (own, *others), strict=True)
    ]
    decision: Decision = total.decision if total else "inconclusive"
    single = holm([found for found in alone if found])
    return Comparison(
        target=target,
        baselines=tuple(baselines),
        settings=settings,
        ratio=math.exp(means[0] - float(np.mean(means[1:]))),
        primary=primary,
        total=total,
        correction=_correction(total, shifts, everyone),
        per_baseline=single,
        decision="refused" if refusal else decision,
        refusal=refusal,
        warnings=(*weak_points(everyone, settings), *([] if primary else [no_interval(target)])),
        detectable_ratio=total.detectable_ratio if total else None,
        # What is known of how far shows differ is known of TV anime, and of no films.
        usual=None
        if any(one.is_films for one in everyone)
        else usual(own, others, settings=settings, shifts=shifts),
        typicality=typicality(
            means[0],
            np.array(means[1:]),
            settings=settings,
            extra=extra_variance(own, others),
        ),
        shifts=shifts,
        rank_range=_rank_range(single, means, settings),
        quantity=quantity,
        count=count,
    )


def chance_of(found: Contrast) -> Chance:
    """Give the log ratio of a contrast as it varies by the chance of episodes."""
    return Chance(math.log(found.ratio), found.standard_error, found.degrees)


def _correction(
    total: Total | None, shifts: Shifts, everyone: Sequence[SeriesSample]
) -> Correction | None:
    if total is None or not shifts.factors:
        return None
    return Correction(
        ratio=total.ratio,
        interval=total.interval,
        inner_interval=total.inner_interval,
        factors=shifts.factors,
        unaudited=tuple(one.name for one in everyone if one.name not in shifts.factors),
        log_shift=shifts.log_shift,
    )


def _rank_range(
    single: Sequence[Contrast], means: Sequence[float], settings: ComparisonSettings
) -> tuple[int, int] | None:
    """Give the best and the worst place, by which baselines are certainly higher or lower.

    Each baseline is looked at alone, at ``1 - alpha``, with what titles differ by in detection.
    """
    from scipy.stats import t as student  # slow to load

    if len(single) < len(means) - 1:
        return None
    above = below = 0
    for found, mean in zip(single, means[1:], strict=True):
        error = math.hypot(found.standard_error, math.sqrt(2) * settings.title_spread)
        reach = error * float(student.ppf(1 - settings.alpha / 2, found.degrees))
        above += mean - means[0] > reach
        below += means[0] - mean > reach
    return 1 + above, len(means) - below


def geometric_interval(values: NDArray[np.float64], *, alpha: float) -> tuple[float, float] | None:
    """Give the confidence interval of a geometric mean (Student's t on logarithms).

    Parameters
    ----------
    values : ndarray, shape (n_episodes,)
        Above 0.
    alpha : float
        The interval covers ``1 - alpha``.

    Returns
    -------
    (float, float) or None
        None for one value.
    """
    from scipy.stats import t as student  # slow to load

    if len(values) < 2:
        return None
    logs = np.log(values)
    error = float(logs.std(ddof=1)) / math.sqrt(len(values))
    reach = float(student.ppf(1 - alpha / 2, len(values) - 1)) * error
    mean = float(logs.mean())
    return math.exp(mean - reach), math.exp(mean + reach)
