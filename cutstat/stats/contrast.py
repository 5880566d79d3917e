"""A target against the equal-weight mean of baselines, on a logarithmic scale."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Decision = Literal[
    "higher",
    "higher-size-uncertain",
    "higher-small",
    "equivalent",
    "lower",
    "lower-size-uncertain",
    "lower-small",
    "inconclusive",
    "refused",
]

_NO_VARIATION = 1e-9
"""Standard error of a log ratio under which there is nothing but rounding."""

KNOWN_SPREAD, KNOWN_DEGREES = 0.27, 8
"""Standard deviation of the logarithms of nine TV anime with a published count and a length (154 to
318 shots in 20 minutes), and its degrees of freedom; so far as is known, of all TV anime."""

TITLE_SPREAD = 0.04
"""Standard deviation between titles of the logarithm of precision over recall, as measured on 27
titles of all kinds that were left out of training, but for a vlog made of jump cuts
(``benchmarks/training/spread.py``). TV anime alone, 10 titles, differ by no more than chance."""

POWER = 0.8
"""Chance with which the detectable ratio would have been found."""


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

    min_shows: int = 5
    """Baselines below which nothing but the rank is said of how usual the target is."""

    permutations: int = 9999
    """Draws of the permutation test where not all arrangements can be gone through."""

    draws: int = 20_000
    """Draws of which the total interval is made, rounded up to an even number."""

    seed: int = 20_240_607
    """Of all draws."""

    known_spread: float = KNOWN_SPREAD
    """Standard deviation between the logarithms of shows, by what is known beforehand."""

    known_degrees: int = KNOWN_DEGREES
    """Degrees of freedom of it; 0 where nothing is known."""

    title_spread: float = TITLE_SPREAD
    """Standard deviation between titles of the logarithm of the detector's precision over its
    recall."""

    is_whole: bool = False
    """Whether all episodes that were made are at hand, so that what is counted is what there is."""

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 0.5:
            raise ValueError(f"alpha lies between 0 and 0.5, got {self.alpha:g}")
        if not self.margin > 0:
            raise ValueError(f"a margin is above 0, got {self.margin:g}")
        if not (self.known_spread > 0 and self.known_degrees >= 0 and self.title_spread >= 0):
            raise ValueError(f"spreads are not below 0, got {self}")

    @property
    def said(self) -> dict[str, Any]:
        """The settings that a hash holds: all of the first release, and others that were changed.

        So a plan keeps its hash when cutstat learns another setting.
        """
        added = ("known_spread", "known_degrees", "title_spread", "is_whole")
        usual = {field.name: field.default for field in fields(self)}
        values = asdict(self)
        return {
            key: value for key, value in values.items() if key not in added or value != usual[key]
        }

    @property
    def digest(self) -> str:
        """Hash of the settings, 12 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.said, sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Contrast:
    """The target's geometric mean over that of a baseline, or of all baselines."""

    baseline: str
    """Name of what the target is set against."""

    ratio: float
    """Above 1 the target is higher: for cutting rates, it is cut faster."""

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

    p_equivalent: float
    """Of two one-sided tests, for a ratio beyond the margin."""

    p_holm: float | None = None
    """Two-sided, adjusted for several baselines (Holm)."""

    @property
    def p_less(self) -> float:
        """One-sided, for a ratio of 1 or more."""
        return 1 - self.p_greater


def contrast(
    target: NDArray[np.float64],
    baselines: Sequence[NDArray[np.float64]],
    *,
    name: str,
    settings: ComparisonSettings,
) -> Contrast | None:
    """Set the mean of a target against the equal-weight mean of baselines.

    Each series is a process of its own: its variance is estimated from its own episodes (Welch
    [1]_), and the degrees of freedom of the sum after Satterthwaite [2]_. Equivalence is judged by
    two one-sided tests (Schuirmann [3]_).

    Parameters
    ----------
    target : ndarray, shape (n_episodes,)
        Logarithms of one value an episode.
    baselines : sequence of ndarray
        The same of each baseline.
    name : str
        What the baselines are called together.
    settings : ComparisonSettings
        Error rate and margin.

    Returns
    -------
    Contrast or None
        None where a series has a single episode, or no episode differs from the others of its
        series.

    References
    ----------
    .. [1] Welch (1947), The generalization of "Student's" problem.
    .. [2] Satterthwaite (1946), An approximate distribution of estimates of variance components.
    .. [3] Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
       approach.
    """
    from scipy.stats import t as student  # slow to load

    series = [target, *baselines]
    if any(len(one) < 2 for one in series):
        return None
    weights = [1.0, *(-1 / len(baselines) for _ in baselines)]
    parts = [
        weight**2 * float(one.var(ddof=1)) / len(one)
        for weight, one in zip(weights, series, strict=True)
    ]
    error = math.sqrt(sum(parts))
    if error < _NO_VARIATION:
        return None
    degrees = sum(parts) ** 2 / sum(
        part**2 / (len(one) - 1) for part, one in zip(parts, series, strict=True)
    )
    log_ratio = sum(weight * float(one.mean()) for weight, one in zip(weights, series, strict=True))
    reach = error * np.asarray(student.ppf([1 - settings.alpha / 2, 1 - settings.alpha], degrees))
    margin = math.log1p(settings.margin)
    statistics = (
        np.array([abs(log_ratio), log_ratio, log_ratio + margin, margin - log_ratio]) / error
    )
    two_sided, greater, above_bottom, above_top = np.asarray(
        student.sf(statistics, degrees)
    ).tolist()
    return Contrast(
        baseline=name,
        ratio=math.exp(log_ratio),
        interval=(math.exp(log_ratio - reach[0]), math.exp(log_ratio + reach[0])),
        inner_interval=(math.exp(log_ratio - reach[1]), math.exp(log_ratio + reach[1])),
        standard_error=error,
        degrees=degrees,
        p_value=2 * two_sided,
        p_greater=greater,
        p_equivalent=max(above_bottom, above_top),
    )


def decide(found: Contrast | None, settings: ComparisonSettings) -> Decision:
    """Read the verdict off the intervals of a contrast; see `decide_by`."""
    if found is None:
        return "inconclusive"
    return decide_by(found.interval, found.inner_interval, settings)


def decide_by(
    interval: tuple[float, float], inner: tuple[float, float], settings: ComparisonSettings
) -> Decision:
    """Read the verdict off an interval at ``1 - alpha`` and an inner one at ``1 - 2 alpha``.

    Where the outer interval lies above 1, the target is higher: by more than the margin
    (``higher``) where the inner one lies wholly above it, by less (``higher-small``) where it lies
    wholly within, else by an uncertain amount. Mirrored for ``lower``. Where the outer interval
    holds 1, the two are ``equivalent`` if the inner one lies within the margin on both sides, and
    otherwise nothing can be told. A difference that was found is never called none.
    """
    top, bottom = 1 + settings.margin, 1 / (1 + settings.margin)
    low, high = inner
    is_within = bottom <= low and high <= top
    if interval[0] > 1:
        if is_within:
            return "higher-small"
        return "higher" if low > top else "higher-size-uncertain"
    if interval[1] < 1:
        if is_within:
            return "lower-small"
        return "lower" if high < bottom else "lower-size-uncertain"
    return "equivalent" if is_within else "inconclusive"


def holm(contrasts: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """Adjust the p-values of several contrasts (Holm 1979, a sequentially rejective procedure)."""
    adjusted: dict[str, float] = {}
    running = 0.0
    for index, found in enumerate(sorted(contrasts, key=lambda one: one.p_value)):
        running = max(running, min(1.0, (len(contrasts) - index) * found.p_value))
        adjusted[found.baseline] = running
    return tuple(replace(one, p_holm=adjusted[one.baseline]) for one in contrasts)


def detectable_ratio(found: Contrast | None, settings: ComparisonSettings) -> float | None:
    """Give the ratio found with 80 % chance: critical value plus 80 % quantile, in errors."""
    from scipy.stats import t as student  # slow to load

    if found is None:
        return None
    quantiles = np.asarray(student.ppf([1 - settings.alpha / 2, POWER], found.degrees))
    return math.exp(float(quantiles.sum()) * found.standard_error)
