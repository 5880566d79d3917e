"""Does a verdict hold if the numbers are looked at otherwise? Other tests, fewer episodes."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import Unit
from cutstat.stats.compare import Comparison, chance_of
from cutstat.stats.contrast import ComparisonSettings, Contrast, Decision, contrast
from cutstat.stats.dependence import lag_one, tipping_phi
from cutstat.stats.effect import cliffs_delta
from cutstat.stats.sample import SeriesSample
from cutstat.stats.total import decide_all

TRIM = 0.1
"""Share of the episodes that the trimmed test leaves out at each end."""

THRESHOLDS = (0.2, 0.35, 0.65, 0.8, 0.95)
"""Confidences from which a transition counts, beside the detector's own."""

AT_ONCE = 2_000
"""Arrangements of a permutation test that are looked at together."""

_TIE = 1e-12
"""Relative difference of statistics under which there is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class OtherTests:
    """The target against one baseline by other tests, all two-sided; nan where one cannot be."""

    baseline: str
    p_permutation: float
    """Of the absolute Welch statistic under all, or many, arrangements of the episodes."""

    arrangements: int
    """How many were looked at."""

    is_exact: bool
    """Whether these are all that there are."""

    p_trimmed: float
    """Yuen's test on trimmed means."""

    p_brunner_munzel: float
    cliffs_delta: float
    """Share of pairs of episodes in which the target is faster, less that in which it is slower."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The primary comparison under one changed condition."""

    condition: str
    ratio: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Robustness:
    """What is left of a verdict under other tests and other conditions."""

    tests: tuple[OtherTests, ...]
    without_one: tuple[Variant, ...]
    """The comparison without one episode, for each episode of each series."""

    thresholds: tuple[Variant, ...]
    """The comparison at other thresholds of the detector; empty where it gives no confidence, and
    where an audit has corrected the result, which speaks of one threshold."""

    lag_one: tuple[tuple[str, float], ...]
    """Autocorrelation of neighbouring episodes, for series of 20 and more."""

    tipping_phi: float | None
    """Autocorrelation of neighbouring episodes at which p reaches alpha; None where it has already,
    without an interval, and where an audit has corrected the result, of which there is no p."""

    decision: Decision
    unit: Unit = "episode"

    @property
    def variants(self) -> tuple[Variant, ...]:
        """All changed conditions."""
        return (*self.without_one, *self.thresholds)

    @property
    def changed(self) -> tuple[Variant, ...]:
        """The conditions under which the verdict is another."""
        return tuple(one for one in self.variants if one.decision != self.decision)


def check_robustness(comparison: Comparison) -> Robustness:
    """Look at a comparison in other ways; none of them takes the place of the verdict."""
    target, settings = comparison.target, comparison.settings
    primary, correction = comparison.primary, comparison.correction
    series = (target, *comparison.baselines)
    lags = [(one.name, lag_one(one.log_rates)) for one in series]
    return Robustness(
        tests=tuple(
            other_tests(target.log_rates, one.log_rates, baseline=one.name, settings=settings)
            for one in comparison.baselines
            if len(one) > 1 and len(target) > 1
        ),
        without_one=tuple(_without_one(series, comparison)) if primary else (),
        thresholds=tuple(_at_thresholds(series, comparison))
        if primary and not correction and all(one.has_confidences for one in series)
        else (),
        lag_one=tuple((name, lag) for name, lag in lags if lag is not None),
        tipping_phi=tipping_phi(
            math.log(primary.ratio), primary.standard_error, primary.degrees, alpha=settings.alpha
        )
        if primary and not correction
        else None,
        decision=comparison.total.decision if comparison.total else "inconclusive",
        unit=comparison.unit,
    )


def other_tests(
    target: NDArray[np.float64],
    baseline_rates: NDArray[np.float64],
    *,
    baseline: str,
    settings: ComparisonSettings,
) -> OtherTests:
    """Compare two series by other tests.

    Parameters
    ----------
    target, baseline_rates : ndarray, shapes (n,) and (m,)
        Log rates, two or more of each.
    baseline : str
        Name of the baseline.
    settings : ComparisonSettings
        Draws of the permutation test, and their seed.

    References
    ----------
    Janssen (1997), Studentized permutation tests for non-i.i.d. hypotheses; Yuen (1974), The
    two-sample trimmed t for unequal population variances; Brunner and Munzel (2000), The
    nonparametric Behrens-Fisher problem; Cliff (1993), Dominance statistics.
    """
    from scipy import stats  # slow to load

    p_permutation, arrangements, is_exact = permutation_test(target, baseline_rates, settings)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of series that do not vary: the result is nan
        trimmed = math.nan  # of few episodes none is cut off, and it is Welch's test again
        if min(len(target), len(baseline_rates)) * TRIM >= 1:
            trimmed = stats.ttest_ind(target, baseline_rates, equal_var=False, trim=TRIM).pvalue
        ranks = stats.brunnermunzel(target, baseline_rates).pvalue
    return OtherTests(
        baseline=baseline,
        p_permutation=p_permutation,
        arrangements=arrangements,
        is_exact=is_exact,
        p_trimmed=float(trimmed),
        p_brunner_munzel=float(ranks),
        cliffs_delta=cliffs_delta(target, baseline_rates),
    )


def permutation_test(
    first: NDArray[np.float64], second: NDArray[np.float64], settings: ComparisonSettings
) -> tuple[float, int, bool]:
    """Give the share of arrangements whose absolute Welch statistic is as large, or larger.

    Returns
    -------
    p_value : float
        Where not all arrangements are looked at, the observed one counts as one of the draws.
    arrangements : int
    is_exact : bool
    """
    values, n = np.concatenate([first, second]), len(first)
    observed = _welch_statistics(values, np.arange(n)[None])[0]
    all_of_them = math.comb(len(values), n)
    is_exact = all_of_them <= settings.permutations
    chosen = combinations(range(len(values)), n) if is_exact else None
    blocks = _listed(chosen) if chosen else _drawn(len(values), n, settings)
    extreme = sum(
        int((_welch_statistics(values, block) >= observed * (1 - _TIE)).sum()) for block in blocks
    )
    if is_exact:
        return extreme / all_of_them, all_of_them, True
    return (1 + extreme) / (1 + settings.permutations), settings.permutations, False


def _listed(chosen: Iterator[tuple[int, ...]]) -> Iterator[NDArray[np.intp]]:
    while block := list(islice(chosen, AT_ONCE)):
        yield np.array(block, np.intp)


def _drawn(size: int, n: int, settings: ComparisonSettings) -> Iterator[NDArray[np.intp]]:
    rng = np.random.default_rng(settings.seed)
    for start in range(0, settings.permutations, AT_ONCE):
        rows = min(AT_ONCE, settings.permutations - start)
        yield rng.permuted(np.tile(np.arange(size), (rows, 1)), axis=1)[:, :n]


def _welch_statistics(values: NDArray[np.float64], chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give the absolute Welch statistic for each choice of the first sample, shape (n_choices,)."""
    n, m = chosen.shape[1], len(values) - chosen.shape[1]
    centred = values - values.mean()
    first = centred[chosen]
    mean = first.mean(axis=1)
    variance = first.var(axis=1, ddof=1)
    other_mean = (centred.sum() - n * mean) / m
    squares = (centred**2).sum() - (first**2).sum(axis=1)
    other_variance = np.maximum(squares - m * other_mean**2, 0) / (m - 1)
    error = np.sqrt(variance / n + other_variance / m)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = np.abs(mean - other_mean) / error
    return np.where(np.isnan(statistics), 0.0, statistics)


def _without_one(series: Sequence[SeriesSample], comparison: Comparison) -> Iterator[Variant]:
    values = [one.log_rates for one in series]
    for index, one in enumerate(series):
        for k, episode in enumerate(one.episodes):
            fewer = [*values]
            fewer[index] = np.delete(values[index], k)
            name = f"without {one.name} {episode.name.label}"
            found = contrast(fewer[0], fewer[1:], name=name, settings=comparison.settings)
            yield from _variant(found, comparison)


def _at_thresholds(series: Sequence[SeriesSample], comparison: Comparison) -> Iterator[Variant]:
    for threshold in THRESHOLDS:
        values = [one.log_rates_at(threshold) for one in series]
        name = f"from confidence {threshold:g}"
        found = contrast(values[0], values[1:], name=name, settings=comparison.settings)
        yield from _variant(found, comparison)


def _variant(found: Contrast | None, comparison: Comparison) -> Iterator[Variant]:
    """Give the verdict of a contrast with all that the comparison may be off by."""
    if found:
        shifts = comparison.shifts
        decision = decide_all(chance_of(found), shifts, settings=comparison.settings)
        yield Variant(found.baseline, found.ratio * math.exp(shifts.log_shift), decision)
