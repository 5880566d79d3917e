from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from support.series import make_counted, make_episode, make_segmented

from cutstat.stats.compare import compare
from cutstat.stats.contrast import TITLE_SPREAD, ComparisonSettings
from cutstat.stats.detection_error import DetectionError, Stratum, estimate_error
from cutstat.stats.sample import SeriesSample
from cutstat.stats.shifts import draw_shifts
from cutstat.stats.total import Chance, combine, decide_all

SETTINGS = ComparisonSettings()
COUNTS = [300, 310, 290, 305, 320, 315, 298, 307]


def missing(share: float) -> DetectionError:
    """Make an audit of all places, by which this share of the borders was missed."""
    missed = round(2400 * share / (1 - share))
    strata = [Stratum("boundary", 2400, 2400, 2400), Stratum("candidate", missed, missed, missed)]
    return estimate_error(strata)


@pytest.mark.parametrize("degrees", [3.7, 11.0, 40.0])
def test_chance_alone_is_students_interval(degrees: float) -> None:
    found = combine(Chance(0.1, 0.05, degrees), None, settings=SETTINGS)
    for level, interval in ((0.95, found.interval), (0.9, found.inner_interval)):
        ends = np.exp(stats.t.interval(level, degrees, loc=0.1, scale=0.05))
        assert np.log(interval) - 0.1 == pytest.approx(np.log(ends) - 0.1, rel=0.02)
    assert found.interval == found.chance_interval
    assert [part.source for part in found.parts] == ["episodes"]
    quantiles = stats.t.ppf([0.975, 0.8], degrees).sum()
    assert math.log(found.detectable_ratio) == pytest.approx(quantiles * 0.05, rel=0.03)


def test_the_spread_between_titles_adds_up() -> None:
    """Two titles: the log ratio varies by both, each with the same SD."""
    target, base = make_counted("A", COUNTS), make_counted("B", COUNTS)
    shifts = draw_shifts(target, [base], "rate", errors={}, settings=SETTINGS)
    assert shifts.detector.std() == pytest.approx(math.sqrt(2) * TITLE_SPREAD, rel=0.02)
    five = [make_counted(str(k), COUNTS) for k in range(5)]
    shifts = draw_shifts(target, five, "rate", errors={}, settings=SETTINGS)
    assert shifts.detector.std() == pytest.approx(math.sqrt(1 + 1 / 5) * TITLE_SPREAD, rel=0.02)
    assert shifts.detector.mean() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("audited", [["A"], ["0", "1"], ["0"], ["0", "1", "2", "3", "4"]])
def test_an_audit_of_one_side_moves_nothing_and_leaves_the_spread(audited: list[str]) -> None:
    target, five = make_counted("A", COUNTS), [make_counted(str(k), COUNTS) for k in range(5)]
    errors = dict.fromkeys(audited, missing(0.1))
    shifts = draw_shifts(target, five, "count", errors=errors, settings=SETTINGS)
    assert shifts.log_shift == pytest.approx(0, abs=1e-3)
    assert shifts.detector.mean() == pytest.approx(0, abs=2e-3)
    assert shifts.detector.std() > 0.04


def test_audits_of_all_take_the_spread_away_and_set_the_ratio_right() -> None:
    target, base = make_counted("A", COUNTS), make_counted("B", COUNTS)
    errors = {"A": missing(0.07), "B": missing(0.02)}
    shifts = draw_shifts(target, [base], "rate", errors=errors, settings=SETTINGS)
    assert shifts.log_shift == pytest.approx(math.log(0.98 / 0.93), abs=1e-3)
    assert shifts.detector == pytest.approx(shifts.log_shift)


def test_a_third_series_is_taken_to_be_as_the_audited_are_in_the_middle() -> None:
    target, others = make_counted("A", COUNTS), [make_counted(k, COUNTS) for k in "BC"]
    errors = {"A": missing(0.1), "B": missing(0.02)}
    shifts = draw_shifts(target, others, "rate", errors=errors, settings=SETTINGS)
    factor_a, factor_b = -math.log(0.9), -math.log(0.98)
    expected = factor_a - (factor_b + (factor_a + factor_b) / 2) / 2
    assert shifts.log_shift == pytest.approx(expected, abs=1e-3)


def test_segments_in_doubt_are_in_the_interval() -> None:
    doubtful = make_segmented("A", episodes=8, doubtful=range(1, 9))
    sure = make_segmented("B", episodes=8, seed=4)
    comparison = compare(doubtful, [sure])
    assert comparison.count is not None
    for found in comparison.by_quantity:
        assert found.total is not None
        low, high = found.ratio_bounds or (0, 0)
        (part,) = (one for one in found.total.parts if one.source == "segments in doubt")
        assert part.interval == pytest.approx((low / found.ratio, high / found.ratio))
        plain = compare(make_segmented("A", episodes=8), [sure])
        assert plain.total is not None
        assert not any(one.source == "segments in doubt" for one in plain.total.parts)
    assert comparison.count.ratio_bounds is not None
    assert comparison.count.ratio_bounds[1] == pytest.approx(comparison.count.ratio)


def test_a_film_at_25_frames_a_second_may_play_too_fast() -> None:
    def at(name: str, rate: Fraction, *, may_be_sped_up: bool = False) -> SeriesSample:
        episodes = [
            make_episode(
                *(name, k),
                borders=range(90, 28_000, 90 + k),
                n_frames=28_000,
                rate=rate,
                may_be_sped_up=may_be_sped_up,
            )
            for k in range(1, 9)
        ]
        return SeriesSample(name, tuple(episodes))

    film = at("Film", Fraction(24000, 1001))
    fast, own = at("Fast", Fraction(25), may_be_sped_up=True), at("Own", Fraction(25))
    known = compare(own, [film])
    assert known.total is not None
    assert not any(one.source == "speed" for one in known.total.parts)
    comparison = compare(fast, [film])
    assert comparison.total is not None
    (part,) = (one for one in comparison.total.parts if one.source == "speed")
    assert part.interval == pytest.approx((24000 / 1001 / 25, 1))
    assert comparison.count is not None
    assert comparison.count.total is not None
    assert not any(one.source == "speed" for one in comparison.count.total.parts)


def test_the_quick_way_to_a_verdict_is_the_long_one() -> None:
    target, base = make_counted("A", COUNTS), make_counted("B", COUNTS)
    shifts = draw_shifts(target, [base], "rate", errors={}, settings=SETTINGS)
    for log_ratio in np.linspace(-0.4, 0.4, 17):
        chance = Chance(float(log_ratio), 0.04, 14.3)
        for some in (shifts, None):
            found = combine(chance, some, settings=SETTINGS)
            assert decide_all(chance, some, settings=SETTINGS) == found.decision
