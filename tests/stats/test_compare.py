"""Every number that scipy or statsmodels computes too must be theirs."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
from support.series import DETECTOR, make_counted, make_segmented, make_series

from cutstat.core.segments import Doubt
from cutstat.core.shots import DetectorInfo
from cutstat.stats.compare import Comparison, compare, geometric_interval
from cutstat.stats.contrast import ComparisonSettings, Contrast, Decision, decide
from cutstat.stats.sample import SeriesSample

MINUTES = 28_800 * 1001 / 24_000 / 60
FAST = [410, 388, 402, 431, 379, 420, 396, 405]
SLOW = [300, 322, 281, 309, 290, 335]
MIDDLE = [350, 361, 333, 342, 390, 349, 355]
UNEVEN = [390, 255, 410, 300, 275, 420]
SETTINGS = ComparisonSettings()

counts = st.lists(st.integers(50, 900), min_size=5, max_size=12)


def logs(shots: list[int]) -> np.ndarray:
    return np.log(np.array(shots) / MINUTES)


def against(target: list[int], *baselines: list[int]) -> Comparison:
    return compare(
        make_counted("Target", target),
        [make_counted(f"Baseline {k}", shots) for k, shots in enumerate(baselines, 1)],
    )


def contrast(interval: tuple[float, float], inner: tuple[float, float]) -> Contrast:
    return Contrast(
        "any",
        ratio=math.sqrt(inner[0] * inner[1]),
        interval=interval,
        inner_interval=inner,
        standard_error=0.1,
        degrees=10.0,
        p_value=0.5,
        p_greater=0.25,
        p_equivalent=0.5,
    )


@pytest.mark.parametrize(
    ("target", "baseline"), [(FAST, SLOW), (SLOW, FAST), (UNEVEN, MIDDLE), (MIDDLE, UNEVEN)]
)
def test_one_baseline_is_welch_as_scipy_computes_it(target: list[int], baseline: list[int]) -> None:
    comparison = against(target, baseline)
    for found in (comparison.primary, comparison.per_baseline[0]):
        assert found is not None
        truth = stats.ttest_ind(logs(target), logs(baseline), equal_var=False)
        greater = stats.ttest_ind(
            logs(target), logs(baseline), equal_var=False, alternative="greater"
        )
        assert found.p_value == pytest.approx(truth.pvalue, rel=1e-9)
        assert found.p_greater == pytest.approx(greater.pvalue, rel=1e-9)
        assert found.degrees == pytest.approx(truth.df, rel=1e-9)
        assert math.log(found.ratio) / found.standard_error == pytest.approx(
            truth.statistic, rel=1e-9
        )
        for level, interval in ((0.95, found.interval), (0.90, found.inner_interval)):
            ends = truth.confidence_interval(level)
            assert interval == pytest.approx((math.exp(ends.low), math.exp(ends.high)), rel=1e-9)


@pytest.mark.parametrize(("target", "baseline"), list(combinations([FAST, SLOW, MIDDLE], 2)))
def test_intervals_and_equivalence_are_those_of_statsmodels(
    target: list[int], baseline: list[int]
) -> None:
    found = against(target, baseline).primary
    assert found is not None
    means = CompareMeans(DescrStatsW(logs(target)), DescrStatsW(logs(baseline)))
    low, high = means.tconfint_diff(alpha=0.05, usevar="unequal")
    assert np.log(found.interval) == pytest.approx([low, high], rel=1e-9)
    margin = math.log(1.1)
    p_equivalent, *_ = means.ttost_ind(-margin, margin, usevar="unequal")
    assert found.p_equivalent == pytest.approx(p_equivalent, rel=1e-9)
    is_equivalent = decide(found, SETTINGS) == "equivalent"
    assert is_equivalent == (p_equivalent < 0.05)


def test_an_equivalence_that_statsmodels_finds_is_found() -> None:
    twin = [count + 3 for count in FAST]
    means = CompareMeans(DescrStatsW(logs(FAST)), DescrStatsW(logs(twin)))
    assert means.ttost_ind(-math.log(1.1), math.log(1.1), usevar="unequal")[0] < 0.05
    chance = compare(
        make_counted("A", FAST),
        [make_counted("B", twin)],
        settings=replace(SETTINGS, title_spread=0),
    )
    assert chance.decision == "equivalent"


def test_holm_is_that_of_statsmodels() -> None:
    baselines = [SLOW, MIDDLE, UNEVEN, [404, 390, 411, 399, 418]]
    comparison = against(FAST, *baselines)
    raw = [stats.ttest_ind(logs(FAST), logs(b), equal_var=False).pvalue for b in baselines]
    adjusted = multipletests(raw, method="holm")[1]
    assert [one.p_holm for one in comparison.per_baseline] == pytest.approx(adjusted, rel=1e-9)
    assert [one.baseline for one in comparison.per_baseline] == [
        f"Baseline {k}" for k in range(1, 5)
    ]


def test_baselines_weigh_the_same_however_many_episodes_they_have() -> None:
    many = SLOW * 8
    comparison = against(FAST, many, MIDDLE)
    parts = [
        logs(FAST).var(ddof=1) / len(FAST),
        logs(many).var(ddof=1) / len(many) / 4,
        logs(MIDDLE).var(ddof=1) / len(MIDDLE) / 4,
    ]
    sizes = [len(FAST), len(many), len(MIDDLE)]
    error = math.sqrt(sum(parts))
    degrees = error**4 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    log_ratio = logs(FAST).mean() - (logs(many).mean() + logs(MIDDLE).mean()) / 2
    low, high = stats.t.interval(0.95, degrees, loc=log_ratio, scale=error)
    found = comparison.primary
    assert found is not None
    assert found.ratio == pytest.approx(math.exp(log_ratio), rel=1e-9)
    assert comparison.ratio == pytest.approx(math.exp(log_ratio), rel=1e-9)
    assert found.degrees == pytest.approx(degrees, rel=1e-9)
    assert found.interval == pytest.approx((math.exp(low), math.exp(high)), rel=1e-9)
    assert found.p_value == pytest.approx(2 * stats.t.sf(log_ratio / error, degrees), rel=1e-9)


def test_the_interval_of_a_mean_is_that_of_scipy() -> None:
    found = geometric_interval(make_counted("Slow", SLOW).rates, alpha=0.05)
    low, high = stats.t.interval(
        0.95, len(SLOW) - 1, loc=logs(SLOW).mean(), scale=stats.sem(logs(SLOW))
    )
    assert found == pytest.approx((math.exp(low), math.exp(high)), rel=1e-9)
    assert geometric_interval(make_counted("One", [300]).rates, alpha=0.05) is None


# The margin of 10 % is 0.909..1.10.
@pytest.mark.parametrize(
    ("interval", "inner", "decision"),
    [
        ((1.11, 1.50), (1.15, 1.45), "higher"),
        ((1.05, 1.50), (1.101, 1.45), "higher"),
        ((1.05, 1.50), (1.09, 1.45), "higher-size-uncertain"),
        ((1.001, 1.50), (1.05, 1.45), "higher-size-uncertain"),
        ((0.99, 1.50), (1.01, 1.45), "inconclusive"),
        ((0.70, 1.40), (0.75, 1.30), "inconclusive"),
        ((0.88, 1.12), (0.92, 1.09), "equivalent"),
        ((0.92, 1.08), (0.93, 1.07), "equivalent"),
        ((1.02, 1.08), (1.03, 1.07), "higher-small"),
        ((1.01, 1.12), (1.02, 1.09), "higher-small"),
        ((0.89, 1.09), (0.90, 1.08), "inconclusive"),
        ((0.93, 1.13), (0.94, 1.12), "inconclusive"),
        # Very uneven episodes: the wide interval holds 1, so nothing is claimed.
        ((0.99, 1.90), (1.12, 1.70), "inconclusive"),
    ],
)
def test_the_decision_is_read_off_the_intervals(
    interval: tuple[float, float], inner: tuple[float, float], decision: Decision
) -> None:
    mirrored: dict[Decision, Decision] = {
        "higher": "lower",
        "higher-size-uncertain": "lower-size-uncertain",
        "higher-small": "lower-small",
    }
    assert decide(contrast(interval, inner), SETTINGS) == decision
    turned = contrast((1 / interval[1], 1 / interval[0]), (1 / inner[1], 1 / inner[0]))
    assert decide(turned, SETTINGS) == mirrored.get(decision, decision)


def test_without_an_interval_nothing_is_decided() -> None:
    assert decide(None, SETTINGS) == "inconclusive"


def test_a_clearly_faster_series_is_higher_and_the_other_way_round_lower() -> None:
    assert against(FAST, SLOW).decision == "higher"
    assert against(SLOW, FAST).decision == "lower"


def test_fewer_than_five_episodes_are_refused_but_described() -> None:
    comparison = against(FAST[:4], SLOW)
    assert comparison.decision == "refused"
    assert comparison.refusal == (
        "a verdict needs at least 5 episodes of each series, and these have fewer: Target (4)"
    )
    assert comparison.tipping_point is None
    assert comparison.ratio == pytest.approx(
        math.exp(logs(FAST[:4]).mean() - logs(SLOW).mean()), rel=1e-9
    )
    assert against(FAST, SLOW[:4], MIDDLE[:1]).refusal == (
        "a verdict needs at least 5 episodes of each series, and these have fewer: "
        "Baseline 1 (4), Baseline 2 (1)"
    )
    assert against(FAST[:5], SLOW[:5]).refusal is None


def test_fewer_than_eight_episodes_are_warned_of() -> None:
    few = "Fewer than 8 episodes of Baseline 1 (7): so few hardly show how"
    assert any(one.startswith(few) for one in against(FAST, FAST[:7]).warnings)
    assert not any("Fewer than" in one for one in against(FAST, SLOW + MIDDLE).warnings)


def test_counts_of_different_detectors_are_not_compared() -> None:
    other = DetectorInfo("cutstat", "1", {"threshold": 0.6})
    comparison = compare(
        make_counted("Target", FAST), [make_counted("Other", SLOW, detector=other)]
    )
    assert comparison.decision == "refused"
    assert comparison.refusal == (
        "the episodes were analysed by different detectors (cutstat 1 (threshold=0.5); "
        "cutstat 1 (threshold=0.6)), whose counts cannot be compared; scan them all with "
        "one, or import lists of one kind"
    )
    assert str(DETECTOR) in comparison.refusal


def test_episodes_that_do_not_vary_give_no_interval() -> None:
    comparison = against([300] * 6, [280] * 6)
    assert comparison.primary is None
    assert comparison.per_baseline == ()
    assert comparison.decision == "inconclusive"
    assert comparison.detectable_ratio is None
    assert comparison.ratio == pytest.approx(300 / 280)
    assert any("No interval can be given" in one for one in comparison.warnings)


@given(st.integers(1, 900), st.integers(1, 900))
def test_rounding_is_no_variation(first: int, second: int) -> None:
    assert against([first] * 7, [second] * 5, [first] * 9).primary is None


def test_one_constant_series_is_compared_by_the_variation_of_the_other() -> None:
    found = against(FAST, [300] * 6).primary
    assert found is not None
    assert found.degrees == pytest.approx(len(FAST) - 1)
    assert found.standard_error == pytest.approx(stats.sem(logs(FAST)), rel=1e-9)


def test_the_whole_file_as_body_is_warned_of() -> None:
    assert against(FAST, SLOW).warnings[0] == (
        "Openings, endings and previews are not set apart: the whole file is taken as the body."
    )


def test_series_and_episodes_of_which_the_whole_file_is_body_are_named() -> None:
    known = make_segmented("Known", episodes=8)
    plain = make_series("Plain", episodes=8, seed=3)
    mixed = replace(
        make_segmented("Mixed", episodes=8, seed=4),
        episodes=(*known.episodes[:6], *plain.episodes[:2]),
    )
    assert compare(known, [plain, mixed]).warnings[1:] == (
        "Openings, endings and previews are not set apart in Plain, 2 of 8 episodes of Mixed: the "
        "whole file is taken as the body.",
    )
    other = make_segmented("Other", episodes=8, seed=5)
    assert compare(known, [other]).warnings == ()
    many = [replace(plain, name=f"Plain {k}") for k in range(9)]
    assert (
        "in Plain 0, Plain 1, Plain 2, Plain 3, Plain 4, Plain 5 and 3 more: the whole"
        in compare(known, many).warnings[1]
    )


def in_doubt(name: str, counts: list[int], bounds: tuple[float, float]) -> SeriesSample:
    """Make a series of whose rates the doubts leave open a factor, low and high."""
    sample = make_counted(name, counts)
    doubt = Doubt("opening", 0, 2000, 1000, "by hand")
    episodes = [
        replace(
            one,
            segmentation=replace(one.segmentation, doubts=(doubt,)),
            body_rate_bounds=(bounds[0] * rate, bounds[1] * rate),
        )
        for one, rate in zip(sample.episodes, sample.rates, strict=True)
    ]
    return SeriesSample(name, tuple(episodes))


def test_the_ratio_moves_as_far_as_the_rates_of_both_sides_together() -> None:
    assert against(FAST, SLOW).ratio_bounds is None
    sure, shaken = make_counted("Sure", SLOW), in_doubt("Shaken", FAST, (0.9, 1.2))
    ratio = compare(shaken, [sure]).ratio
    assert compare(shaken, [sure]).ratio_bounds == pytest.approx((0.9 * ratio, 1.2 * ratio))
    both = compare(shaken, [in_doubt("Baseline", SLOW, (0.8, 1.0))])
    assert both.ratio_bounds == pytest.approx((0.9 * ratio, 1.2 * ratio / 0.8))


def test_baselines_weigh_the_same_in_the_bounds_too() -> None:
    target = make_counted("Target", FAST)
    comparison = compare(target, [in_doubt("A", SLOW, (0.64, 1.0)), make_counted("B", MIDDLE)])
    low, high = comparison.ratio_bounds or (0, 0)
    assert low == pytest.approx(comparison.ratio)
    assert high == pytest.approx(comparison.ratio / 0.8)


def test_a_comparison_needs_a_baseline_and_every_series_once() -> None:
    target = make_counted("Target", FAST)
    with pytest.raises(ValueError, match="at least one baseline"):
        compare(target, [])
    with pytest.raises(ValueError, match="each series may stand once"):
        compare(target, [make_counted("Target", SLOW)])
    with pytest.raises(ValueError, match="each series may stand once"):
        compare(target, [make_counted("B", SLOW), make_counted("B", MIDDLE)])


def test_the_tipping_point_is_the_error_that_undoes_the_verdict() -> None:
    higher = against(FAST, SLOW)
    assert higher.inner_interval is not None
    assert higher.tipping_point is not None
    # As many shots too many in every episode of the target: the inner interval begins at 1.10, and
    # "by more than 10 %" is no longer true.
    assert higher.inner_interval[0] / (1 + higher.tipping_point) == pytest.approx(1.1)
    lower = against(SLOW, FAST)
    assert lower.inner_interval is not None
    assert lower.tipping_point is not None
    # This share of shots missed in the target: without the error the inner interval ends at 1/1.10.
    assert lower.inner_interval[1] / (1 - lower.tipping_point) == pytest.approx(1 / 1.1)
    assert 0 < lower.tipping_point < 1
    assert against(FAST, FAST[::-1]).tipping_point is None


def test_the_rank_counts_the_faster_series() -> None:
    assert against(FAST, SLOW, MIDDLE).rank == 1
    assert against(MIDDLE, SLOW, FAST).rank == 2
    assert against(SLOW, FAST, MIDDLE).rank == 3
    assert against(FAST, FAST[::-1], SLOW).rank == 1


def test_the_detectable_ratio_is_found_about_four_times_in_five() -> None:
    comparison = compare(
        make_counted("A", MIDDLE),
        [make_counted("B", UNEVEN)],
        settings=replace(SETTINGS, title_spread=0),
    )
    found = comparison.primary
    assert found is not None
    assert comparison.detectable_ratio is not None
    shift = math.log(comparison.detectable_ratio) / found.standard_error
    power = stats.nct.sf(stats.t.ppf(0.975, found.degrees), found.degrees, shift)
    assert power == pytest.approx(0.8, abs=0.03)


def test_settings_have_a_fingerprint_of_their_own() -> None:
    assert ComparisonSettings().digest == ComparisonSettings().digest
    others = [
        *(ComparisonSettings(margin=0.2), ComparisonSettings(alpha=0.01)),
        *(ComparisonSettings(min_episodes=3), ComparisonSettings(warn_episodes=6)),
    ]
    assert len({SETTINGS.digest, *(one.digest for one in others)}) == 5
    assert len(SETTINGS.digest) == 12


def test_settings_change_the_verdict() -> None:
    target, baseline = make_counted("A", FAST), make_counted("B", SLOW)
    assert compare(target, [baseline]).decision == "higher"
    wide = ComparisonSettings(margin=0.6)
    assert compare(target, [baseline], settings=wide).decision == "higher-small"


@settings(deadline=None, max_examples=50)
@given(counts)
def test_a_series_is_never_faster_than_its_copy(shots: list[int]) -> None:
    comparison = against(shots, shots)
    assert comparison.decision in ("equivalent", "inconclusive")
    assert comparison.ratio == pytest.approx(1)
    assert comparison.rank == 1


@settings(deadline=None, max_examples=50)
@given(counts, counts)
def test_to_swap_two_series_turns_the_comparison_round(one: list[int], two: list[int]) -> None:
    there, back = against(one, two), against(two, one)
    assume(there.primary is not None)
    assert there.primary is not None
    assert back.primary is not None
    assert there.primary.ratio * back.primary.ratio == pytest.approx(1)
    assert there.primary.interval[0] * back.primary.interval[1] == pytest.approx(1)
    assert there.primary.p_value == pytest.approx(back.primary.p_value)
    turned: str = there.decision
    for word, other in (("higher", "lower"), ("lower", "higher")):
        if there.decision.startswith(word):
            turned = there.decision.replace(word, other)
    assert back.decision == turned


@settings(deadline=None, max_examples=50)
@given(counts, counts)
def test_the_interval_holds_the_ratio_and_the_inner_interval(
    one: list[int], two: list[int]
) -> None:
    found = against(one, two).primary
    assume(found is not None)
    assert found is not None
    low, high = found.interval
    inner_low, inner_high = found.inner_interval
    assert low <= inner_low <= found.ratio <= inner_high <= high
    assert (found.p_value < 0.05) == (not low <= 1 <= high)


@settings(deadline=None, max_examples=20)
@given(counts, counts)
def test_the_total_interval_holds_more_than_chance(one: list[int], two: list[int]) -> None:
    comparison = against(one, two)
    found = comparison.total
    assume(found is not None)
    assert found is not None
    low, high = found.interval
    assert low < found.inner_interval[0] < found.ratio < found.inner_interval[1] < high
    assert low < found.chance_interval[0] < found.chance_interval[1] < high
    assert [part.source for part in found.parts] == sorted(
        ("detector", "episodes"),
        key=lambda source: -next(p.width for p in found.parts if p.source == source),
    )


def test_damaged_files_are_named_with_the_verdict() -> None:
    whole = make_series("Whole", episodes=8, seed=1)
    cut = make_series("Cut", episodes=8, seed=2)
    episodes = (*cut.episodes[:6], *(replace(one, is_damaged=True) for one in cut.episodes[6:]))
    warnings = compare(replace(cut, episodes=episodes), [whole]).warnings
    expected = "Files that are damaged or cut short, in which shots may be lost: Cut 07, Cut 08."
    assert expected in warnings
    assert not any("damaged" in warning for warning in compare(cut, [whole]).warnings)


def test_shots_that_stand_in_two_series_are_named() -> None:
    first, other = make_series("A", episodes=8, seed=1), make_series("B", episodes=8, seed=2)
    mixed = replace(other, episodes=(*other.episodes[:7], first.episodes[2]))
    assert (
        compare(first, [mixed])
        .warnings[0]
        .startswith("The same shots stand in more than one series: A 03 and B 03.")
    )
    assert not any("same shots" in one for one in compare(first, [other]).warnings)
