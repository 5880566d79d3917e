from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.measure.episode import SpanMeasures
from cutstat.measure.pacing import (
    fastest_minute,
    median_minute,
    pacing_curve,
    running_seconds,
    slowest_minute,
    typical_minute,
)


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


def test_the_slowest_minute_ends_where_a_cut_follows() -> None:
    # A cut every 10 s, but none between 200 and 250 s: the minute up to 250 s holds two.
    borders = sorted({*range(10, 600, 10)} - {*range(210, 250, 10)})
    assert slowest_minute(span(borders, (0, 600))) == (190, 2)
    assert slowest_minute(span([10, 20], (0, 65))) == (0, 2)
    assert slowest_minute(span([10, 20], (0, 100))) == (40, 0)


def test_a_piece_shorter_than_a_minute_is_no_slowest_minute() -> None:
    # The piece of 20 s holds no cut; the minutes from 40 to 100 s and from 100 s on hold 2 and 1.
    pieces = span([50, 90, 130], (0, 20), (40, 100), (100, 160))
    assert slowest_minute(pieces) == (100, 1)
    assert median_minute(pieces) == 1
    short = span([5], (0, 59.9))
    assert slowest_minute(short) is None
    assert median_minute(short) is None
    assert slowest_minute(span([])) is None
    assert median_minute(span([])) is None


def test_a_span_of_one_minute_is_its_only_minute() -> None:
    only = span([10, 20, 50], (0, 60))
    assert fastest_minute(only) == slowest_minute(only) == (0, 3)
    assert median_minute(only) == 3


def test_the_median_minute_weighs_all_moments_alike() -> None:
    # Starts up to 240 s; the minute holds the one cut at 100 s from 40 to 100 s: a quarter.
    assert median_minute(span([100], (0, 300))) == 0
    # Three cuts at once count from 10 to 70 s of 90 s.
    assert median_minute(span([70, 70, 70], (0, 150))) == 3
    # Two pieces: 60 s of starts with 6 cuts, 100 s with none or one.
    fast = [*range(10, 120, 10)]
    assert median_minute(span([*fast, 1000], (0, 120), (900, 1060))) == 1


@given(st.lists(st.integers(1, 499), unique=True, max_size=40))
def test_no_minute_holds_fewer_cuts_than_the_slowest_nor_the_median_more_than_the_fastest(
    borders: list[int],
) -> None:
    episode = span(sorted(borders), (0, 500))
    found = slowest_minute(episode)
    assert found is not None
    start, count = found
    # Starts lie on whole seconds here, so every count that occurs for a while occurs at one.
    counts = [sum(first <= border < first + 60 for border in borders) for first in range(441)]
    assert 0 <= start <= 440
    assert count == counts[int(start)] == min(counts)
    # Between two whole seconds the count is that at the later one.
    middle = median_minute(episode)
    assert middle == sorted(counts[1:])[219]
    assert count <= middle <= fastest_minute(episode)[1]


def test_cuts_are_counted_up_to_each_moment() -> None:
    # 100 s of body in two pieces, cuts at 10 and 20 s, and at 70 and 100 s of it.
    pieces = span([10, 20, 320, 350], (0, 50), (300, 350.5))
    assert running_seconds(pieces, np.array([-5.0, 20, 100, 320, 400])).tolist() == [
        *(0, 20, 50, 70),
        100.5,
    ]


def test_the_typical_minute_has_as_many_cuts_as_the_median_one_and_lies_in_a_span() -> None:
    episode = span([5, 9, 30, 61, 100, 140, 170, 171, 172, 230], (0, 180), (200, 290))
    start, cuts = typical_minute(episode) or (0.0, 0)
    assert cuts == median_minute(episode)
    inside = (episode.border_seconds >= start) & (episode.border_seconds < start + 60)
    assert np.count_nonzero(inside) == cuts
    assert any(low <= start and start + 60 <= high for low, high in episode.span_seconds)


def test_the_typical_minute_begins_with_a_cut_near_the_middle_where_it_can() -> None:
    even = span([10 * k for k in range(1, 60)], (0, 600))
    # Six cuts a minute everywhere; the minute from 270 to 330 lies in the middle.
    assert typical_minute(even) == (270, 6)
    assert typical_minute(span([], (0, 600))) == (270, 0)
    assert typical_minute(span([20], (0, 59))) is None
