from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from support.series import make_counted

from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.sentence import rank_sentence, single_show_sentence, usual_sentence
from cutstat.stats.typicality import typicality
from cutstat.stats.usual import extra_variance

SETTINGS = ComparisonSettings()
MEANS = np.log([14.2, 15.1, 12.9, 16.0, 14.8, 13.5])


@pytest.mark.parametrize("target", [12.0, 14.3, 17.5, 21.0])
def test_it_is_the_t_test_of_one_case_against_its_controls(target: float) -> None:
    found = typicality(math.log(target), MEANS, settings=SETTINGS)
    truth = stats.ttest_ind([math.log(target)], MEANS)
    assert found.statistic == pytest.approx(truth.statistic, rel=1e-9)
    assert found.p_value == pytest.approx(truth.pvalue, rel=1e-9)
    assert found.degrees == truth.df
    assert found.share_below == pytest.approx(
        stats.t.cdf(truth.statistic, len(MEANS) - 1), rel=1e-9
    )


def test_a_show_at_the_edge_of_what_is_expected_is_just_unusual() -> None:
    found = typicality(0.0, MEANS, settings=SETTINGS)
    assert found.expected is not None
    low, high = found.expected
    assert low == pytest.approx(1 / high)
    at_edge = typicality(float(MEANS.mean()) + math.log(high), MEANS, settings=SETTINGS)
    assert at_edge.p_value == pytest.approx(0.05, rel=1e-9)


def test_fewer_than_five_baselines_leave_the_rank_alone() -> None:
    found = typicality(math.log(14.0), MEANS[:4], settings=SETTINGS)
    assert (found.rank, found.shows) == (4, 5)
    assert found.p_value is None
    assert found.expected is None
    assert typicality(math.log(14.0), MEANS[:5], settings=SETTINGS).p_value is not None


def test_baselines_without_any_difference_leave_the_rank_alone() -> None:
    found = typicality(1.0, np.full(6, 0.5), settings=SETTINGS)
    assert (found.rank, found.p_value) == (1, None)


def baseline(k: int, shots: int) -> list[int]:
    return [shots + d for d in (-20, -10, 0, 10, 20, k)]


@pytest.mark.parametrize(
    ("k", "target", "said"),
    [
        (4, 460, ""),
        (5, 460, "; it lies beyond them (p = "),
        (5, 150, "; it lies beyond them (p < .001)"),
        (5, 301, "; it lies among them, which does not make it usual (p = "),
    ],
)
def test_a_single_show_is_told_from_five_baselines_on(k: int, target: int, said: str) -> None:
    comparison = compare(
        make_counted("Target", baseline(3, target)),
        [
            make_counted(f"Baseline {i}", baseline(i, shots))
            for i, shots in enumerate([280, 290, 300, 310, 320][:k])
        ],
    )
    sentence = single_show_sentence(comparison)
    assert said in sentence
    assert bool(sentence) == bool(said)


def test_a_target_of_few_episodes_is_judged_with_their_chance() -> None:
    extra = 0.02**2
    found = typicality(math.log(17.5), MEANS, settings=SETTINGS, extra=extra)
    variance = MEANS.var(ddof=1) * (1 + 1 / 6) + extra
    statistic = (math.log(17.5) - MEANS.mean()) / math.sqrt(variance)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(statistic), 5), rel=1e-9)
    sure, unsure = np.log([300, 301, 299, 300]), np.log([250, 360, 300])
    assert extra_variance(unsure, [sure, sure]) == pytest.approx(
        unsure.var(ddof=1) / 3 - sure.var(ddof=1) / 4
    )
    assert extra_variance(sure, [unsure]) == 0


def test_a_refusal_says_nothing_of_places_or_of_what_is_usual() -> None:
    comparison = compare(
        make_counted("Target", [400] * 4 + [401]),
        [make_counted(f"Baseline {i}", [200 + 10 * i, 210, 220]) for i in range(5)],
    )
    assert comparison.decision == "refused"
    assert rank_sentence(comparison) == usual_sentence(comparison) == ""
    assert single_show_sentence(comparison) == ""
