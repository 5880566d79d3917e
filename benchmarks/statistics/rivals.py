"""Tests that cutstat does not use, each as it is commonly run; they are here as warnings."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.model import Show, draw_counts, draw_lengths, draw_means, log_rates
from cutstat.stats.contrast import ComparisonSettings, contrast

PValues = NDArray[np.float64]
"""Two-sided p-values, shape (runs,); nan where a run gave none."""


def pooled_shots(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Mann-Whitney on the shot lengths of all episodes together."""
    from scipy.stats import mannwhitneyu

    means = [draw_means(show, runs, rng) for show in shows]
    return np.array(
        [
            mannwhitneyu(
                *(
                    np.concatenate(draw_lengths(show, own[k], rng))
                    for show, own in zip(shows, means, strict=True)
                ),
                method="asymptotic",
            ).pvalue
            for k in range(runs)
        ]
    )


def poisson_rates(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Compare two Poisson rates: the total of one given that of both is binomial."""
    from scipy.stats import binom

    first, second = (draw_counts(show, runs, rng).sum(axis=1) for show in shows)
    share = shows[0].episodes / sum(show.episodes for show in shows)
    total = first + second
    smaller = np.minimum(binom.cdf(first, total, share), binom.sf(first - 1, total, share))
    return np.minimum(1, 2 * smaller)


def negative_binomial(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Negative binomial regression of the counts on the show, Wald test."""
    from statsmodels.discrete.discrete_model import NegativeBinomial

    first, second = (draw_counts(show, runs, rng) for show in shows)
    is_first = np.repeat([1.0, 0.0], [show.episodes for show in shows])
    design = np.column_stack([np.ones(len(is_first)), is_first])

    def fit(k: int) -> float:
        counts = np.concatenate([first[k], second[k]])
        start = [np.log(counts.mean()), 0.0, 0.02]
        found = NegativeBinomial(counts, design).fit(start_params=start, disp=0, maxiter=200)
        return float(found.pvalues[1]) if found.mle_retvals["converged"] else np.nan

    return _fitted(fit, runs)


def pooled_episodes(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Welch on the episodes of all baselines together, as if they were of one show."""
    settings = ComparisonSettings()
    own, *others = (log_rates(draw_counts(show, runs, rng)) for show in shows)
    pooled = np.concatenate(others, axis=1)
    found = [contrast(own[k], [pooled[k]], name="pooled", settings=settings) for k in range(runs)]
    return np.array([one.p_value if one else np.nan for one in found])


def mixed_model(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Mixed model with a random effect of the show, Wald test of the target."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    values = np.concatenate([log_rates(draw_counts(show, runs, rng)) for show in shows], axis=1)
    groups = np.repeat(np.arange(len(shows)), [show.episodes for show in shows])
    design = np.column_stack([np.ones(len(groups)), groups == 0])

    def fit(k: int) -> float:
        found = MixedLM(values[k], design, groups=groups).fit(reml=True)
        return float(found.pvalues[1]) if found.converged else np.nan

    return _fitted(fit, runs)


def show_labels(shows: Sequence[Show], runs: int, rng: np.random.Generator) -> PValues:
    """Permute which show is the target; the statistic is its distance from the mean of all."""
    means = np.column_stack(
        [log_rates(draw_counts(show, runs, rng)).mean(axis=1) for show in shows]
    )
    distances = np.abs(means - means.mean(axis=1, keepdims=True))
    return (distances >= distances[:, :1] * (1 - 1e-12)).mean(axis=1)


def _fitted(fit: Callable[[int], float], runs: int) -> PValues:
    """Fit each run; what packages say of a fit is left unsaid, as those who only read p do."""

    def values() -> Iterator[float]:
        for k in range(runs):
            try:
                yield fit(k)
            except np.linalg.LinAlgError:
                yield np.nan

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.fromiter(values(), np.float64, runs)
