"""Is a series cut faster than named others? The comparison with the episode as unit.

Shots within an episode are not independent of each other, so they are never pooled over episodes:
a test on pooled shots calls half of all equal pairs different. The outcome is one number an
episode, the logarithm of shots per body minute, compared by Welch's method.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import (
    ComparisonSettings,
    Contrast,
    Decision,
    contrast,
    decide_by,
    detectable_ratio,
    holm,
)
from cutstat.stats.corrected import Correction, correct
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.sample import SeriesSample
from cutstat.stats.typicality import Typicality, typicality

MOST_LISTED = 6
"""Series or episodes that a warning names."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All that is said about a target and its baselines."""

    target: SeriesSample
    baselines: tuple[SeriesSample, ...]
    settings: ComparisonSettings
    ratio: float
    """Target's geometric mean rate over the equal-weight geometric mean of the baselines', after
    the correction where there is one."""

    primary: Contrast | None
    """Target against the equal-weight mean of the baselines, as detected; None where a series has
    only one episode or no episode differs from another."""

    correction: Correction | None
    """What audits of the detection change; None without one."""

    per_baseline: tuple[Contrast, ...]
    decision: Decision
    refusal: str | None
    """Why no verdict is given, one sentence."""

    warnings: tuple[str, ...]
    detectable_ratio: float | None
    """Ratio that this comparison would have found with a chance of 80 %."""

    typicality: Typicality
    """Where the target stands among the baselines, with the series as unit; by the means after the
    correction, whose uncertainty is not in it."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Confidence interval of the ratio at ``1 - alpha``, after the correction."""
        found = self.correction or self.primary
        return found.interval if found else None

    @property
    def inner_interval(self) -> tuple[float, float] | None:
        """The same at ``1 - 2 alpha``."""
        found = self.correction or self.primary
        return found.inner_interval if found else None

    @property
    def tipping_point(self) -> float | None:
        """Relative error between detections at which a "higher" or "lower" verdict falls.

        For "higher" the detector would have to count this share of shots too many in the target,
        for "lower" to miss this share of them, against what it does in the baselines.
        """
        if self.interval is None:
            return None
        low, high = self.interval
        if self.decision.startswith("higher"):
            return low - 1
        if self.decision.startswith("lower"):
            return 1 - high
        return None

    @property
    def ratio_bounds(self) -> tuple[float, float] | None:
        """Lowest and highest ratio that the doubts about segments leave open; None without a doubt.

        What is in doubt counts as body. The bounds are those of all doubtful segments together,
        each in the place, or left in, where it moves the ratio the farthest.
        """
        if all(one.is_certain for one in (self.target, *self.baselines)):
            return None
        low, high = (np.log(rates).mean() for rates in self.target.rate_bounds)
        bounds = [[np.log(rates).mean() for rates in one.rate_bounds] for one in self.baselines]
        others = np.mean(bounds, axis=0)
        shift = self.correction.log_shift if self.correction else 0.0
        return math.exp(low - others[1] + shift), math.exp(high - others[0] + shift)

    @property
    def rank(self) -> int:
        """Place of the target among all series by cutting rate; 1 is the fastest."""
        return self.typicality.rank

    @property
    def p_above_all(self) -> float | None:
        """One-sided, for the target not being faster than every baseline; None without intervals.

        Intersection-union (Berger 1982): the largest of the one-sided p-values, uncorrected.
        """
        return self._largest([one.p_greater for one in self.per_baseline])

    @property
    def p_below_all(self) -> float | None:
        """The same for the target not being slower than every baseline."""
        return self._largest([one.p_less for one in self.per_baseline])

    def _largest(self, p_values: Sequence[float]) -> float | None:
        return max(p_values) if len(p_values) == len(self.baselines) else None


NO_INTERVAL = "No interval can be given: the episodes do not vary, or there is but one."


def compare(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    settings: ComparisonSettings | None = None,
    errors: Mapping[str, DetectionError] | None = None,
) -> Comparison:
    """Compare the cutting rate of a series with that of others.

    The primary contrast sets the target's mean log rate against the equal-weight mean of the
    baselines': one test, no correction. Each baseline is compared alone too, adjusted after Holm.
    How usual the target is among the baselines is asked apart, with the series as unit.

    Parameters
    ----------
    target : SeriesSample
        The series that is asked about.
    baselines : sequence of SeriesSample
        The series that it is compared with, at least one.
    settings : ComparisonSettings, optional
        What was fixed before looking.
    errors : mapping of str to DetectionError, optional
        Audits of the detection, by name of the series. They correct the ratio and its interval, and
        so the verdict; the contrasts are those of the shots as detected.

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
    everyone = [target, *baselines]
    refusal = why_refused(everyone, settings)
    own, others = target.log_rates, [series.log_rates for series in baselines]
    primary = contrast(own, others, name="all baselines", settings=settings)
    alone = [
        contrast(own, [other], name=series.name, settings=settings)
        for series, other in zip(baselines, others, strict=True)
    ]
    means = np.array([other.mean() for other in others])
    correction = (
        correct(primary, target, baselines, errors=errors or {}, settings=settings)
        if primary
        else None
    )
    factors = correction.factors if correction else {}
    shown = [
        float(values.mean()) + math.log(factors.get(one.name, 1.0))
        for one, values in zip(everyone, (own, *others), strict=True)
    ]
    ratio = correction.ratio if correction else math.exp(float(own.mean() - means.mean()))
    decision: Decision = "inconclusive"
    if found := correction or primary:
        decision = decide_by(found.interval, found.inner_interval, settings)
    return Comparison(
        target=target,
        baselines=tuple(baselines),
        settings=settings,
        ratio=ratio,
        primary=primary,
        correction=correction,
        per_baseline=holm([found for found in alone if found]),
        decision="refused" if refusal else decision,
        refusal=refusal,
        warnings=(*weak_points(everyone, settings), *([] if primary else [NO_INTERVAL])),
        detectable_ratio=detectable_ratio(_widened(primary, correction, settings), settings),
        typicality=typicality(shown[0], np.array(shown[1:]), settings=settings),
    )


def _widened(
    primary: Contrast | None, correction: Correction | None, settings: ComparisonSettings
) -> Contrast | None:
    """Give the contrast with the error that the audits leave it."""
    from scipy.stats import t as student  # slow to load

    if primary is None or correction is None:
        return primary
    low, high = correction.interval
    reach = math.log(high / low) / 2
    critical = float(student.ppf(1 - settings.alpha / 2, primary.degrees))
    return replace(primary, standard_error=reach / critical)


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


def why_refused(series: Sequence[SeriesSample], settings: ComparisonSettings) -> str | None:
    """Say why no verdict on these series can be given, in one sentence without a full stop."""
    detectors = sorted(frozenset[str]().union(*(one.detectors for one in series)))
    if len(detectors) > 1:
        return (
            f"the episodes were analysed by different detectors ({'; '.join(detectors)}), whose "
            "counts cannot be compared; scan them all with one, or import lists of one kind"
        )
    small = [one for one in series if len(one) < settings.min_episodes]
    if small:
        counts = ", ".join(f"{one.name} ({len(one)})" for one in small)
        return (
            f"a verdict needs at least {settings.min_episodes} episodes of each series, "
            f"and these have fewer: {counts}"
        )
    return None


def weak_points(series: Sequence[SeriesSample], settings: ComparisonSettings) -> tuple[str, ...]:
    """Say what makes numbers of these series doubtful, one sentence each."""
    warnings: list[str] = []
    if not all(one.is_segmented for one in series):
        warnings.append(_whole_files(series))
    damaged = [
        f"{one.name} {episode.name.label}"
        for one in series
        for episode in one.episodes
        if episode.is_damaged
    ]
    if damaged:
        warnings.append(
            f"Files that are damaged or cut short, in which shots may be lost: {_listed(damaged)}."
        )
    few = [one for one in series if settings.min_episodes <= len(one) < settings.warn_episodes]
    if few:
        counts = ", ".join(f"{one.name} ({len(one)})" for one in few)
        warnings.append(
            f"Fewer than {settings.warn_episodes} episodes of {counts}: "
            "the interval leans on the assumption that episodes vary evenly."
        )
    return tuple(warnings)


def _whole_files(series: Sequence[SeriesSample]) -> str:
    """Say where openings and the like are counted with the body."""
    missing = [sum(not episode.is_segmented for episode in one.episodes) for one in series]
    places = [
        one.name if count == len(one) else f"{count} of {len(one)} episodes of {one.name}"
        for one, count in zip(series, missing, strict=True)
        if count
    ]
    is_everywhere = sum(missing) == sum(map(len, series))
    where = "" if is_everywhere else f" in {_listed(places)}"
    return (
        f"Openings, endings and previews are not set apart{where}: the whole file is taken as the "
        "body."
    )


def _listed(places: Sequence[str]) -> str:
    """Join some places, and count those that are too many to be read."""
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return ", ".join(places[:MOST_LISTED]) + more
