from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.measure.episode import SpanMeasures
from cutstat.measure.pacing import fastest_minute, pacing_curve


def span(borders: Sequence[float], *edges: tuple[float, float]) -> SpanMeasures:
    return SpanMeasures(np.array([1.0]), np.array(borders, dtype=float), edges)


def test_a_steady_pace_is_a_flat_curve_up_to_the_edges() -> None:
    curve = pacing_curve(np.arange(2.0, 1200, 4), start_seconds=0, stop_seconds=1200)
    assert curve.cuts_per_minute == pytest.approx(15, rel=1e-6)
    assert curve.seconds[[0, -1]].tolist() == [0, 1200]


@given(
    st.lists(st.floats(0.01, 0.99), max_size=60),
    st.floats(1, 3000),
    st.floats(0, 100),
)
def test_the_curve_integrates_to_the_number_of_cuts(
    places: list[float], duration: float, start: float
) -> None:
    curve = pacing_curve(
        start + duration * np.array(places),
        start_seconds=start,
        stop_seconds=start + duration,
        points=400,
    )
    assert np.all(curve.cuts_per_minute >= 0)
    area = np.trapezoid(curve.cuts_per_minute, curve.seconds / 60)
    assert area == pytest.approx(len(places), rel=1e-4, abs=1e-9)


def test_cuts_outside_of_the_span_do_not_count() -> None:
    inside = pacing_curve(np.array([150.0]), start_seconds=100, stop_seconds=200)
    more = pacing_curve(np.array([50.0, 150.0, 250.0]), start_seconds=100, stop_seconds=200)
    assert more.cuts_per_minute.tolist() == inside.cuts_per_minute.tolist()


def test_the_curve_is_highest_where_the_cuts_are() -> None:
    curve = pacing_curve(np.linspace(800, 830, 20), start_seconds=0, stop_seconds=1200)
    assert 790 < curve.seconds[curve.cuts_per_minute.argmax()] < 840


def test_a_span_without_time_has_no_curve() -> None:
    with pytest.raises(ValueError, match=r"the span 5\.0\.\.5\.0 s holds no time"):
        pacing_curve(np.array([]), start_seconds=5.0, stop_seconds=5.0)


def test_the_fastest_minute_of_a_hand_counted_episode() -> None:
    # Ten minutes: a cut every half minute, and five more from 400 s on, a second apart.
    borders = sorted([*range(30, 600, 30), *range(401, 406)])
    # The minutes from 360 and from 390 hold seven each; the first counts: 360, 390, 401..405.
    assert fastest_minute(span(borders, (0, 600))) == (360, 7)


def test_a_minute_is_half_open() -> None:
    assert fastest_minute(span([10, 70], (0, 300))) == (10, 1)
    assert fastest_minute(span([10, 69], (0, 300))) == (10, 2)


def test_the_fastest_minute_ends_within_the_span() -> None:
    assert fastest_minute(span([295, 296, 297], (0, 300))) == (240, 3)


def test_a_minute_does_not_reach_over_two_spans() -> None:
    assert fastest_minute(span([95, 98, 110, 112, 113], (0, 100), (105, 200))) == (110, 3)


def test_a_span_under_a_minute_is_its_own_fastest_minute() -> None:
    assert fastest_minute(span([105, 110], (100, 130))) == (100, 2)


def test_without_a_cut_or_a_span_the_fastest_minute_holds_none() -> None:
    assert fastest_minute(span([], (30, 300))) == (30, 0)
    assert fastest_minute(span([])) == (0, 0)


@given(st.lists(st.integers(1, 499), unique=True, max_size=40))
def test_no_minute_holds_more_cuts_than_the_fastest(borders: list[int]) -> None:
    start, count = fastest_minute(span(sorted(borders), (0, 500)))
    assert 0 <= start <= 440
    assert count == sum(start <= border < start + 60 for border in borders)
    assert count == max(
        sum(first <= border < first + 60 for border in borders) for first in range(441)
    )
