from __future__ import annotations

import numpy as np
import pytest
from support.series import make_counted

from cutstat.stats.caveats import caveats
from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import (
    Spans,
    Stratum,
    corrected_shots,
    estimate_error,
)
from cutstat.stats.robustness import check_robustness

SURE = Stratum("boundary", 200, 50, 50)
DOUBTFUL = Stratum("boundary", 20, 20, 12)
LIKELY = Stratum("candidate", 10, 10, 5)
UNLIKELY = Stratum("candidate", 300, 30, 1)


def test_strata_weigh_by_their_size() -> None:
    error = estimate_error([SURE, DOUBTFUL, LIKELY, UNLIKELY])
    right, missed = 200 + 12, 5 + 10
    assert error.precision == pytest.approx(right / 220)
    assert error.recall == pytest.approx(right / (right + missed))
    assert error.factor == pytest.approx((right + missed) / 220)
    assert error.factor == pytest.approx(error.precision / error.recall)


def test_spans_add_what_left_no_trace() -> None:
    error = estimate_error([SURE], Spans(6000, 120, 1))
    assert error.recall == pytest.approx(200 / 250)


def test_what_was_looked_at_whole_is_known() -> None:
    error = estimate_error([DOUBTFUL, LIKELY])
    assert error.precision_interval == (0.6, 0.6)
    assert error.factor_interval == pytest.approx((17 / 20, 17 / 20))


def test_intervals_hold_the_estimate_and_grow_with_what_is_unknown() -> None:
    few = estimate_error([Stratum("boundary", 400, 20, 19), UNLIKELY])
    many = estimate_error([Stratum("boundary", 400, 200, 190), UNLIKELY])
    for error in (few, many):
        low, high = error.precision_interval
        assert low < error.precision < high
    assert np.diff(few.precision_interval) > 2 * np.diff(many.precision_interval)


def test_a_stratum_that_nobody_looked_at_joins_its_neighbour() -> None:
    skipped = Stratum("boundary", 30, 0, 0)
    error = estimate_error([skipped, SURE])
    assert error.strata == (Stratum("boundary", 230, 50, 50),)
    assert estimate_error([SURE, skipped]).strata == error.strata


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ([LIKELY], "no border that was found"),
        ([Stratum("boundary", 30, 0, 0)], "no border that was found"),
        ([SURE, Stratum("candidate", 30, 0, 0)], "no likely miss"),
    ],
)
def test_an_audit_without_a_look_gives_no_estimate(strata: list[Stratum], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        estimate_error(strata)


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Stratum("boundary", 10, 5, 6)
    with pytest.raises(ValueError, match="do not fit"):
        Spans(10, 20, 0)


def test_first_shots_are_no_errors() -> None:
    assert corrected_shots(41, 1, np.array([1.0]), np.array([0.8]))[0] == pytest.approx(51)
    assert corrected_shots(1, 1, np.array([0.5]), np.array([0.5]))[0] == 1


def test_intervals_cover_the_truth() -> None:
    """Of audits of invented series, 95 % of the intervals hold the series' own factor."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        right = rng.binomial(300, 0.94), rng.binomial(40, 0.5)
        misses = rng.binomial(60, 0.3), rng.binomial(400, 0.01)
        sizes, looks = (300, 40, 60, 400), (60, 40, 40, 60)
        seen = [
            int(rng.hypergeometric(true, size - true, look))
            for true, size, look in zip((*right, *misses), sizes, looks, strict=True)
        ]
        kinds = ("boundary", "boundary", "candidate", "candidate")
        strata = [Stratum(*row) for row in zip(kinds, sizes, looks, seen, strict=True)]
        error = estimate_error(strata)
        draws = np.divide(*error.draw(rng, 2000))
        low, high = np.quantile(draws, [0.025, 0.975])
        held += bool(low <= (sum(right) + sum(misses)) / 340 <= high)
    assert 0.92 <= held / 400 <= 0.98


CHANCE = ComparisonSettings(title_spread=0.0)
TARGET = [300, 310, 290, 305, 320, 315, 298, 307]
EQUAL = [302, 308, 295, 300, 318, 312, 296, 310]


def test_an_audit_corrects_the_ratio_and_the_verdict() -> None:
    series = make_counted("Target", TARGET), [make_counted("Baseline", EQUAL)]
    plain = compare(*series, settings=CHANCE)
    assert plain.decision == "equivalent"
    missed = estimate_error(
        [Stratum("boundary", 2000, 2000, 2000), Stratum("candidate", 500, 500, 500)]
    )
    flawless = estimate_error([Stratum("boundary", 2400, 2400, 2400)])
    found = compare(*series, errors={"Target": missed, "Baseline": flawless})
    assert found.correction is not None
    assert found.correction.factors["Target"] == pytest.approx(1.25, abs=0.001)
    assert found.ratio == pytest.approx(plain.ratio * 1.25, rel=1e-3)
    assert found.decision == "higher"
    assert found.primary == plain.primary
    assert found.correction.unaudited == ()
    assert any(
        "Target +24.9 %, Baseline 0.0 %." in s.replace("+0.0", "0.0") for s in caveats(found)
    )


def test_an_audit_of_one_side_says_of_the_other_that_it_is_alike() -> None:
    """What is missed in one title tells of the detector, so it moves no ratio."""
    series = make_counted("Target", TARGET), [make_counted("Baseline", EQUAL)]
    plain = compare(*series)
    missed = estimate_error(
        [Stratum("boundary", 2000, 2000, 2000), Stratum("candidate", 500, 500, 500)]
    )
    for audited, other in (("Target", "Baseline"), ("Baseline", "Target")):
        found = compare(*series, errors={audited: missed})
        assert found.ratio == pytest.approx(plain.ratio)
        assert found.interval == pytest.approx(plain.interval, rel=0.01)
        assert found.decision == plain.decision
        assert found.correction is not None
        assert found.correction.unaudited == (other,)
        assert any(f"so taken to be detected alike: {other}." in s for s in caveats(found))


def test_a_census_leaves_the_interval_as_it_is_and_a_small_audit_widens_it() -> None:
    series = make_counted("Target", TARGET), [make_counted("Baseline", EQUAL)]
    plain = compare(*series, settings=CHANCE)
    assert plain.interval is not None
    exact = estimate_error([Stratum("boundary", 2400, 2400, 2400)])
    small = estimate_error([Stratum("boundary", 2400, 20, 19)])
    census = compare(*series, errors={"Target": exact, "Baseline": exact})
    assert census.interval == pytest.approx(plain.interval, rel=0.004)
    wide = compare(*series, errors={"Target": small, "Baseline": exact}).interval
    assert wide is not None
    assert np.diff(np.log(wide)) > 2 * np.diff(np.log(plain.interval))


def test_the_same_errors_in_both_do_no_harm() -> None:
    series = make_counted("Target", TARGET), [make_counted("Baseline", EQUAL)]
    error = estimate_error(
        [Stratum("boundary", 2400, 2400, 2400), Stratum("candidate", 99, 99, 99)]
    )
    both = compare(*series, errors={"Target": error, "Baseline": error})
    assert both.ratio == pytest.approx(compare(*series).ratio, rel=1e-4)


def test_checks_ranks_and_bounds_are_those_of_the_corrected_verdict() -> None:
    """All that is said beside a corrected verdict speaks of the same numbers."""
    target = make_counted("Target", [300, 310, 305, 295, 300, 290])
    base = make_counted("Baseline", [255, 265, 260, 250, 255, 245])
    error = estimate_error(
        [Stratum("boundary", 1800, 300, 249)]
    )  # seventeen in a hundred are wrong
    flawless = estimate_error([Stratum("boundary", 1500, 1500, 1500)])
    plain = compare(target, [base], settings=CHANCE)
    found = compare(target, [base], errors={"Target": error, "Baseline": flawless}, settings=CHANCE)
    assert found.correction is not None
    assert (plain.rank, found.rank) == (1, 2)
    checked = check_robustness(found)
    assert checked.decision == found.decision != plain.decision
    assert checked.thresholds == ()
    assert checked.tipping_phi is None
    ratios = [one.ratio for one in checked.without_one]
    assert min(ratios) < found.ratio < max(ratios)
    assert found.interval == found.correction.interval
    assert plain.detectable_ratio is not None
    assert found.detectable_ratio is not None
    assert found.detectable_ratio > plain.detectable_ratio
