"""What doubts leave open, counted by hand: 60 frames a minute, so that rates are plain numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.series import make_episode

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.core.timing import FrameTimes
from cutstat.measure.doubt import BodyBounds, body_bounds
from cutstat.measure.episode import measure_spans

RATE = Fraction(1)


def doubt(start: int, stop: int, frames: int) -> Doubt:
    return Doubt("opening", start, stop, frames, "by hand")


def bounds(
    borders: list[int], *doubts: Doubt, n_frames: int = 600, spans: list[tuple[int, int]] | None
) -> BodyBounds:
    return body_bounds(
        doubts,
        spans=[(0, n_frames)] if spans is None else spans,
        borders=borders,
        times=FrameTimes.constant(n_frames, RATE),
    )


def test_without_a_doubt_the_bounds_are_the_count() -> None:
    found = bounds([100, 300], spans=None)
    assert found.shots == (3, 3)
    assert found.rate == pytest.approx((0.3, 0.3))


def test_the_window_that_takes_most_shots_away_gives_the_lower_bound() -> None:
    # Ten minutes; a minute may be an opening, somewhere in the first four. Cuts at 100, 110, 120,
    # 130 and 500 make six shots. The window [80, 140) holds four cuts and parts one shot in two:
    # three fewer. In the last six minutes the window would not matter.
    found = bounds([100, 110, 120, 130, 500], doubt(0, 240, 60), spans=None)
    assert found.shots == (3, 6)
    # 3 shots in 9 minutes, or 7 where the window lies within a shot: [0, 60) is at the edge of the
    # body and takes none away, [20, 80) parts the first shot in two.
    assert found.rate == pytest.approx((3 / 9, 7 / 9))


def test_a_window_at_the_edge_of_the_body_parts_no_shot() -> None:
    # The window must be the first minute: cuts at 10 and 20 go, and the shot from 20 is cut.
    found = bounds([10, 20, 300], doubt(0, 60, 60), spans=None)
    assert found.shots == (2, 4)
    assert found.rate == pytest.approx((2 / 9, 4 / 10))


def test_the_rate_can_rise_when_a_quiet_window_is_left_out() -> None:
    found = bounds(list(range(60, 600, 10)), doubt(0, 60, 60), spans=None)
    # 55 shots in 10 minutes; without the first minute, one shot, 54 in 9.
    assert found.shots == (54, 55)
    assert found.rate == pytest.approx((5.5, 6.0))


def test_what_is_no_body_is_taken_away_from_nothing() -> None:
    # The body is 0..299 and 360..599; the doubt reaches from 280 to 380 and holds 20 + 20 of it.
    found = bounds([290, 330, 340, 370], doubt(280, 380, 100), spans=[(0, 300), (360, 600)])
    assert found.shots == (2, 4)
    assert found.rate == pytest.approx((2 / (500 / 60), 4 / 9))


def test_several_doubts_add_up() -> None:
    borders = [10, 20, 30, 300, 570, 580]
    found = bounds(borders, doubt(0, 60, 60), doubt(540, 600, 60), spans=None)
    # Of seven shots the first minute takes three, the last two.
    assert found.shots == (2, 7)
    assert found.rate == pytest.approx((2 / 8, 7 / 10))


def test_the_count_is_never_below_zero() -> None:
    found = bounds([10, 20, 30], doubt(0, 60, 60), doubt(0, 60, 60), n_frames=60, spans=None)
    assert found.shots == (0, 4)
    assert found.rate == pytest.approx((4, 4))  # no rate of a body that is not there


def test_without_a_body_there_is_no_rate() -> None:
    found = bounds([10], doubt(0, 60, 60), spans=[])
    assert found.shots == (0, 0)
    assert all(math.isnan(rate) for rate in found.rate)


def test_minutes_come_from_the_times_of_the_frames() -> None:
    # The first five frames stand for a minute each, the others for a second.
    pts = np.concatenate([np.arange(5) * 60, 300 + np.arange(300)])
    times = FrameTimes(pts, 600, Fraction(1), RATE)
    found = body_bounds([doubt(0, 5, 5)], spans=[(0, 305)], borders=[5, 155], times=times)
    assert found.shots == (2, 3)
    assert found.rate == pytest.approx((0.3, 0.4))  # 3 in 10 minutes, 2 in 5


def test_an_episode_has_the_bounds_of_its_body() -> None:
    known = Segmentation(
        (Segment("opening", 0, 60, "by hand"), Segment("body", 60, 600, "by hand")),
        doubts=(Doubt("ending", 540, 600, 60, "by hand"),),
    )
    episode = make_episode(
        "Test", 1, borders=[30, 300, 550, 560], n_frames=600, segmentation=known, rate=RATE
    )
    assert episode.body.shots == 4
    assert episode.body_shots_bounds == (2, 4)
    assert episode.body_rate_bounds == pytest.approx((2 / 8, 4 / 9))


@st.composite
def doubtful(draw: st.DrawFn) -> tuple[list[int], list[Doubt], list[tuple[int, int]]]:
    """Draw two spans of body with a gap, borders, and doubts that do not touch each other."""
    borders = draw(st.lists(st.integers(1, 119), unique=True, max_size=20).map(sorted))
    doubts = []
    for low, high in ((0, 30), (80, 120)):
        start = draw(st.integers(low, high - 5))
        stop = draw(st.integers(start + 3, high))
        doubts.append(doubt(start, stop, draw(st.integers(1, min(9, stop - start)))))
    return borders, doubts[: draw(st.integers(0, 2))], [(0, 60), (70, 120)]


@given(doubtful())
def test_no_choice_of_windows_lies_outside_of_the_bounds(
    drawn: tuple[list[int], list[Doubt], list[tuple[int, int]]],
) -> None:
    borders, doubts, spans = drawn
    times = FrameTimes.constant(120, RATE)
    found = body_bounds(doubts, spans=spans, borders=borders, times=times)
    places = [[None, *range(one.start, one.stop - one.frames + 1)] for one in doubts]
    rates, counts = [], []
    for choice in product(*places):
        left = spans
        for start, one in zip(choice, doubts, strict=True):
            if start is not None:
                left = [
                    piece
                    for a, b in left
                    for piece in ((a, min(b, start)), (max(a, start + one.frames), b))
                    if piece[0] < piece[1]
                ]
        span = measure_spans(left, borders=borders, times=times)
        rates.append(span.cutting_rate)
        counts.append(span.shots)
    assert found.rate == pytest.approx((min(rates), max(rates)))
    assert found.shots == (min(counts), counts[0])
