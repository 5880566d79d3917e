"""Is a series cut faster than named others? The comparison with the episode as unit.

Shots within an episode are not independent of each other, so they are never pooled over episodes:
a test on pooled shots calls half of all equal pairs different. The outcome is one number an
episode, the logarithm of shots per body minute, compared by Welch's method.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

import numpy as np

from cutstat.stats.sample import SeriesSample

Decision = Literal[
    "higher",
    "higher-size-uncertain",
    "equivalent",
    "lower",
    "lower-size-uncertain",
    "inconclusive",
    "refused",
]


MOST_LISTED = 6
"""Series or episodes that a warning names."""

_NO_VARIATION = 1e-9
"""Standard error of a log ratio under which there is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What is fixed before the data are looked at."""

    alpha: float = 0.05
    """Error rate of tests; intervals cover ``1 - alpha``."""

    margin: float = 0.10
    """Smallest difference of interest, a share: 0.10 is 10 %."""

    min_episodes: int = 5
    """Episodes of each series below which no verdict is given."""

    warn_episodes: int = 8
    """Episodes of each series below which the verdict carries a warning."""

    @property
    def digest(self) -> str:
        """Hash of the settings, 12 hexadecimal digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Contrast:
    """The target's geometric mean rate over that of a baseline, or of all baselines."""

    baseline: str
    ratio: float
    """Above 1 the target is cut faster."""

    interval: tuple[float, float]
    """Confidence interval of the ratio at ``1 - alpha``."""

    inner_interval: tuple[float, float]
    """The same at ``1 - 2 alpha``; what equivalence is judged by."""

    standard_error: float
    """Of the log ratio."""

    degrees: float
    """Degrees of freedom (Welch and Satterthwaite)."""

    p_value: float
    """Two-sided, for a ratio of 1."""

    p_greater: float
    """One-sided, for a ratio of 1 or less."""

    p_holm: float | None = None
    """Two-sided, adjusted for several baselines (Holm)."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All that is said about a target and its baselines."""

    target: SeriesSample
    baselines: tuple[SeriesSample, ...]
    settings: ComparisonSettings
    ratio: float
    """Target's geometric mean rate over the equal-weight geometric mean of the baselines'."""

    primary: Contrast | None
    """Target against the equal-weight mean of the baselines; None where a series has only one
    episode or no episode differs from another."""

    per_baseline: tuple[Contrast, ...]
    decision: Decision
    refusal: str | None
    """Why no verdict is given, one sentence."""

    warnings: tuple[str, ...]
    detectable_ratio: float | None
    """Ratio that this comparison would have found with a chance of 80 %."""

    @property
    def tipping_point(self) -> float | None:
        """Relative error between detections at which a "higher" or "lower" verdict falls.

        For "higher" the detector would have to count this share of shots too many in the target,
        for "lower" to miss this share of them, against what it does in the baselines.
        """
        if self.primary is None:
            return None
        low, high = self.primary.interval
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
        return math.exp(low - others[1]), math.exp(high - others[0])

    @property
    def rank(self) -> int:
        """Place of the target among all series by cutting rate; 1 is the fastest."""
        own = self.target.geometric_mean_rate
        return 1 + sum(series.geometric_mean_rate > own for series in self.baselines)


def compare(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    settings: ComparisonSettings | None = None,
) -> Comparison:
    """Compare the cutting rate of a series with that of others.

    The primary contrast sets the target's mean log rate against the equal-weight mean of the
    baselines' (Welch [1]_, Satterthwaite [2]_): one test, no correction. Each baseline is compared
    alone too, adjusted after Holm [3]_.

    Parameters
    ----------
    target : SeriesSample
        The series that is asked about.
    baselines : sequence of SeriesSample
        The series that it is compared with, at least one.
    settings : ComparisonSettings, optional
        What was fixed before looking.

    Raises
    ------
    ValueError
        If there is no baseline, or one is the target itself.

    References
    ----------
    .. [1] Welch (1947), The generalization of "Student's" problem.
    .. [2] Satterthwaite (1946), An approximate distribution of estimates of variance components.
    .. [3] Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    settings = settings or ComparisonSettings()
    names = [series.name for series in baselines]
    if not names:
        raise ValueError("a comparison needs at least one baseline")
    if target.name in names or len(set(names)) < len(names):
        raise ValueError(f"each series may stand once, got {target.name!r} against {names}")
    everyone = [target, *baselines]
    refusal = _refusal(everyone, settings)
    primary = _contrast(target, baselines, "all baselines", settings)
    alone = [_contrast(target, [series], series.name, settings) for series in baselines]
    singles = _holm([contrast for contrast in alone if contrast])
    decision = "refused" if refusal else decide(primary, settings)
    log_ratio = float(target.log_rates.mean() - np.mean([s.log_rates.mean() for s in baselines]))
    return Comparison(
        target=target,
        baselines=tuple(baselines),
        settings=settings,
        ratio=math.exp(log_ratio),
        primary=primary,
        per_baseline=singles,
        decision=decision,
        refusal=refusal,
        warnings=_warnings(everyone, settings, has_interval=primary is not None),
        detectable_ratio=_detectable(primary, settings),
    )


def decide(contrast: Contrast | None, settings: ComparisonSettings) -> Decision:
    """Read the verdict off the intervals.

    ``higher``: the inner interval lies wholly above the margin, and the outer one above 1, which
    follows but for a handful of very uneven episodes. ``equivalent``: the inner one lies wholly
    within the margin on both sides. ``higher-size-uncertain``: neither, but the outer interval
    excludes 1. Mirrored for ``lower``; else ``inconclusive``. Where both of the last would hold,
    a difference too small to matter is called equivalent.
    """
    if contrast is None:
        return "inconclusive"
    top, bottom = 1 + settings.margin, 1 / (1 + settings.margin)
    low, high = contrast.inner_interval
    if bottom <= low and high <= top:
        return "equivalent"
    if contrast.interval[0] > 1:
        return "higher" if low > top else "higher-size-uncertain"
    if contrast.interval[1] < 1:
        return "lower" if high < bottom else "lower-size-uncertain"
    return "inconclusive"


def mean_interval(series: SeriesSample, *, alpha: float) -> tuple[float, float] | None:
    """Give the confidence interval of a series' geometric mean rate; None for one episode."""
    from scipy.stats import t as student  # slow to load

    if len(series) < 2:
        return None
    error = series.deviation / math.sqrt(len(series))
    reach = float(student.ppf(1 - alpha / 2, len(series) - 1)) * error
    mean = series.geometric_mean_rate
    return mean * math.exp(-reach), mean * math.exp(reach)


def _contrast(
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    name: str,
    settings: ComparisonSettings,
) -> Contrast | None:
    """Set the target's mean log rate against the equal-weight mean of the baselines'."""
    from scipy.stats import t as student  # slow to load

    series = [target, *baselines]
    if any(len(one) < 2 for one in series):
        return None
    weights = [1.0, *(-1 / len(baselines) for _ in baselines)]
    parts = [
        weight**2 * one.log_rates.var(ddof=1) / len(one)
        for weight, one in zip(weights, series, strict=True)
    ]
    error = math.sqrt(sum(parts))
    if error < _NO_VARIATION:
        return None
    degrees = sum(parts) ** 2 / sum(
        part**2 / (len(one) - 1) for part, one in zip(parts, series, strict=True)
    )
    log_ratio = sum(
        weight * one.log_rates.mean() for weight, one in zip(weights, series, strict=True)
    )
    greater = float(student.sf(log_ratio / error, degrees))

    def interval(level: float) -> tuple[float, float]:
        reach = float(student.ppf((1 + level) / 2, degrees)) * error
        return math.exp(log_ratio - reach), math.exp(log_ratio + reach)

    return Contrast(
        baseline=name,
        ratio=math.exp(log_ratio),
        interval=interval(1 - settings.alpha),
        inner_interval=interval(1 - 2 * settings.alpha),
        standard_error=error,
        degrees=float(degrees),
        p_value=float(2 * student.sf(abs(log_ratio) / error, degrees)),
        p_greater=greater,
    )


def _holm(contrasts: list[Contrast]) -> tuple[Contrast, ...]:
    adjusted: dict[str, float] = {}
    running = 0.0
    for index, contrast in enumerate(sorted(contrasts, key=lambda c: c.p_value)):
        running = max(running, min(1.0, (len(contrasts) - index) * contrast.p_value))
        adjusted[contrast.baseline] = running
    return tuple(replace(c, p_holm=adjusted[c.baseline]) for c in contrasts)


def _refusal(series: Sequence[SeriesSample], settings: ComparisonSettings) -> str | None:
    detectors = sorted(frozenset[str]().union(*(one.detectors for one in series)))
    if len(detectors) > 1:
        return (
            f"the episodes were analysed by different detectors ({'; '.join(detectors)}), whose "
            "counts cannot be compared; scan them all with one"
        )
    small = [one for one in series if len(one) < settings.min_episodes]
    if small:
        counts = ", ".join(f"{one.name} ({len(one)})" for one in small)
        return (
            f"a verdict needs at least {settings.min_episodes} episodes of each series, "
            f"and these have fewer: {counts}"
        )
    return None


def _warnings(
    series: Sequence[SeriesSample], settings: ComparisonSettings, *, has_interval: bool
) -> tuple[str, ...]:
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
    if not has_interval:
        warnings.append("No interval can be given: the episodes do not vary, or there is but one.")
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


def _detectable(contrast: Contrast | None, settings: ComparisonSettings) -> float | None:
    """Give the ratio found with 80 % chance: critical value plus 80 % quantile, in errors."""
    from scipy.stats import t as student  # slow to load

    if contrast is None:
        return None
    reach = student.ppf(1 - settings.alpha / 2, contrast.degrees)
    return math.exp(
        (float(reach) + float(student.ppf(0.8, contrast.degrees))) * contrast.standard_error
    )
