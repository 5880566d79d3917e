from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy import stats
from support.series import make_counted

from cutstat.stats.caveats import robustness_sentences
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.robustness import check_robustness, other_tests, permutation_test

SETTINGS = ComparisonSettings()
FAST = np.log([410, 388, 402, 431, 379, 420, 396, 405])
MANY = np.append(FAST, np.log([391, 412, 417]))
SLOW = np.log([300, 322, 281, 309, 290, 335])
NEAR = np.log([395, 380, 410, 401, 377, 399])


def against(target: list[int], *baselines: list[int]) -> Comparison:
    return compare(
        make_counted("Target", target),
        [make_counted(f"Baseline {k}", shots) for k, shots in enumerate(baselines, 1)],
    )


@pytest.mark.parametrize("other", [np.append(NEAR, FAST), np.append(SLOW, NEAR), MANY + 0.01])
def test_tests_that_scipy_has_are_scipys(other: np.ndarray) -> None:
    found = other_tests(MANY, other, baseline="B", settings=SETTINGS)
    trimmed = stats.ttest_ind(MANY, other, equal_var=False, trim=0.1).pvalue
    assert found.p_trimmed == pytest.approx(trimmed, rel=1e-9)
    ranks = stats.brunnermunzel(MANY, other).pvalue
    assert found.p_brunner_munzel == pytest.approx(ranks, rel=1e-9)
    pairs = np.sign(MANY[:, None] - other[None, :])
    assert found.cliffs_delta == pytest.approx(pairs.mean(), rel=1e-9)


def test_a_trimmed_test_that_trims_nothing_is_left_out() -> None:
    assert np.isnan(other_tests(FAST, MANY, baseline="B", settings=SETTINGS).p_trimmed)


def test_series_that_do_not_overlap_are_said_to_be_so() -> None:
    comparison = against([400, 410, 405, 395, 420], [200, 210, 205, 195, 220])
    (line,) = (s for s in robustness_sentences(check_robustness(comparison)) if "other tests" in s)
    assert "ranks: no overlap; Cliff's d = +1.00" in line


def test_an_exact_permutation_test_goes_through_all_arrangements() -> None:
    values = np.concatenate([FAST, NEAR])
    observed = abs(stats.ttest_ind(FAST, NEAR, equal_var=False).statistic)
    extreme = total = 0
    for chosen in combinations(range(len(values)), len(FAST)):
        first = values[list(chosen)]
        second = np.delete(values, chosen)
        statistic = abs(stats.ttest_ind(first, second, equal_var=False).statistic)
        extreme += bool(statistic >= observed * (1 - 1e-12))
        total += 1
    p_value, arrangements, is_exact = permutation_test(FAST, NEAR, SETTINGS)
    assert is_exact
    assert arrangements == total == math.comb(14, 8)
    assert p_value == pytest.approx(extreme / total, rel=1e-9)


def test_drawn_arrangements_come_near_the_exact_p_and_are_the_same_each_time() -> None:
    exact, _, _ = permutation_test(FAST, NEAR, SETTINGS)
    few = replace(SETTINGS, permutations=2_999)
    p_value, arrangements, is_exact = permutation_test(FAST, NEAR, few)
    assert not is_exact
    assert arrangements == 2_999
    assert p_value == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 2_999))
    assert permutation_test(FAST, NEAR, few)[0] == p_value
    assert permutation_test(FAST, NEAR, replace(few, seed=1))[0] != p_value


def test_completely_apart_is_the_smallest_p_of_all_arrangements() -> None:
    p_value, arrangements, _ = permutation_test(FAST, SLOW, SETTINGS)
    # Studentised: other arrangements may have a larger statistic only if they are as far apart.
    assert p_value < 0.005
    assert p_value >= 1 / arrangements


def test_episodes_that_do_not_vary_make_no_error() -> None:
    found = other_tests(np.ones(5), np.ones(6), baseline="B", settings=SETTINGS)
    assert found.p_permutation == 1
    assert found.cliffs_delta == 0
    assert math.isnan(found.p_trimmed)


def test_every_episode_is_left_out_once() -> None:
    comparison = against([400, 410, 420, 430, 440, 700], [300, 310, 320, 330, 340, 350])
    found = check_robustness(comparison)
    assert len(found.without_one) == 12
    fewer = compare(make_counted("Target", [400, 410, 420, 430, 440]), comparison.baselines)
    outlier = found.without_one[5]
    assert outlier.ratio == pytest.approx(fewer.ratio)
    assert outlier.decision == fewer.decision


def test_a_verdict_that_hangs_on_one_episode_is_said_to() -> None:
    comparison = against([300, 305, 310, 303, 307, 308], [262, 264, 261, 266, 350, 263])
    found = check_robustness(comparison)
    assert found.changed
    assert any(one.condition.startswith("without Baseline 1") for one in found.changed)
    assert robustness_sentences(found)[0].startswith("The verdict changes without Baseline 1")


def test_a_clear_verdict_stays_the_same() -> None:
    found = check_robustness(against([400, 410, 420, 430, 440, 450], [200, 210, 205, 195, 215]))
    assert not found.changed
    assert "The verdict is the same whichever episode is left out" in robustness_sentences(found)[0]


def test_one_episode_leaves_nothing_to_check() -> None:
    found = check_robustness(against([400], [300, 310]))
    assert (found.tests, found.variants, found.tipping_phi) == ((), (), None)
    assert robustness_sentences(found) == ()
