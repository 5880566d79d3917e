"""Times of frames are exact, and a time leads back to its frame."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.timing import GAP_RATIO, FrameTimes, format_clock

FILM = Fraction(24000, 1001)
TIME_BASES = [
    Fraction(1, 1000),
    Fraction(1001, 24000),
    Fraction(1, 90000),
    Fraction(1, 12800),
    Fraction(1, 10_000_000),
    Fraction(1, 1_000_000_000),
]


def made(
    steps: list[int], *, first: int = 0, last: int = 40, time_base: Fraction = Fraction(1, 1000)
) -> FrameTimes:
    """Make times of frames that stand `steps` units each, the last one `last`."""
    pts = np.cumsum([first, *steps]).astype(np.int64)
    return FrameTimes(pts, int(pts[-1]) + last, time_base, Fraction(25))


@st.composite
def frame_times(draw: st.DrawFn) -> FrameTimes:
    """Draw times of any base and start, with steps of ten microseconds to half a minute."""
    time_base = draw(st.sampled_from(TIME_BASES))
    shortest = max(1, round(Fraction(1, 100_000) / time_base))
    longest = max(shortest, round(30 / time_base))
    steps = draw(st.lists(st.integers(shortest, longest), max_size=40))
    first = draw(st.integers(-(10**9), 10**15))
    return made(steps, first=first, last=shortest, time_base=time_base)


def test_a_frame_appears_at_its_pts_times_the_time_base_and_not_at_index_over_rate() -> None:
    times = made([42, 41, 500, 42], first=2085)
    assert [times.time(frame) for frame in range(6)] == [
        0,
        Fraction(42, 1000),
        Fraction(83, 1000),
        Fraction(583, 1000),
        Fraction(625, 1000),
        Fraction(665, 1000),
    ]


def test_two_hours_at_film_rate_do_not_drift() -> None:
    n_frames = 2 * 3600 * 24
    times = FrameTimes.constant(n_frames, FILM)
    assert times.time(n_frames) == Fraction(n_frames * 1001, 24000)
    assert times.time(1_000) == Fraction(1_001_000, 24000)


@given(frame_times())
def test_the_time_of_every_frame_leads_back_to_it(times: FrameTimes) -> None:
    for frame in range(len(times)):
        assert times.frame_at(times.seconds(frame)) == frame


@pytest.mark.parametrize("time_base", TIME_BASES)
def test_the_time_of_every_frame_of_an_episode_leads_back_to_it(time_base: Fraction) -> None:
    n_frames = 24 * 60 * 24
    exact = [Fraction(frame * 1001, 24000) / time_base for frame in range(0, n_frames, 7)]
    pts = np.array([round(value) + 10**6 for value in exact], dtype=np.int64)
    times = FrameTimes(pts, int(pts[-1]) + 1, time_base, FILM)
    seconds = times.all_seconds()
    assert [times.frame_at(value) for value in seconds[:-1].tolist()] == list(range(len(times)))


@given(frame_times(), st.floats(-10, 2000))
def test_the_frame_at_a_time_is_the_last_that_appeared(times: FrameTimes, seconds: float) -> None:
    frame = times.frame_at(seconds)
    nearly = Fraction(1, 10**6)
    assert 0 <= frame < len(times)
    assert frame == 0 or times.time(frame) <= Fraction(seconds) + nearly
    assert frame == len(times) - 1 or times.time(frame + 1) > Fraction(seconds)


def test_of_frames_that_share_a_time_the_last_is_shown() -> None:
    times = made([40, 0, 0, 40])
    assert times.frame_at(0.0) == 0
    assert times.frame_at(0.04) == 3
    assert times.frame_at(0.08) == 4


@given(frame_times(), st.data())
def test_spans_add_up(times: FrameTimes, data: st.DataObject) -> None:
    middle = data.draw(st.integers(0, len(times)))
    whole = times.span_seconds(0, len(times))
    parts = times.span_seconds(0, middle) + times.span_seconds(middle, len(times))
    assert parts == pytest.approx(whole)
    assert times.duration_seconds == whole


@given(frame_times())
def test_the_array_of_seconds_is_the_list_of_exact_times(times: FrameTimes) -> None:
    seconds = times.all_seconds()
    assert seconds.shape == (len(times) + 1,)
    assert np.all(np.diff(seconds) >= 0)
    exact = [float(times.time(frame)) for frame in range(len(times) + 1)]
    np.testing.assert_allclose(seconds, exact, rtol=1e-12, atol=1e-12)


def test_only_frames_that_stand_far_longer_than_usual_are_gaps() -> None:
    times = made([40] * 10 + [40 * GAP_RATIO] + [40] * 10 + [40 * GAP_RATIO + 1, 1500])
    assert times.gaps() == [(21, 0.201), (22, 1.5)]


def test_steady_and_lone_frames_have_no_gaps() -> None:
    assert made([]).gaps() == []
    assert made([41, 42] * 50).gaps() == []
    assert FrameTimes.constant(100, FILM).gaps() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pts": np.empty(0, np.int64)}, "not empty"),
        ({"pts": np.zeros((2, 2), np.int64)}, "one-dimensional"),
        ({"pts": np.array([0, 2, 1])}, "never decrease"),
        ({"stop_pts": 1}, "lies before the last frame"),
        ({"time_base": Fraction(0)}, "must be positive"),
        ({"rate": Fraction(-25)}, "must be positive"),
    ],
)
def test_times_that_cannot_be_are_refused(change: dict[str, object], message: str) -> None:
    facts: dict[str, object] = {
        "pts": np.array([0, 1, 2]),
        "stop_pts": 3,
        "time_base": Fraction(1, 25),
        "rate": Fraction(25),
    }
    FrameTimes(**facts)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        FrameTimes(**{**facts, **change})  # type: ignore[arg-type]


def test_a_frame_outside_the_video_has_no_time() -> None:
    times = FrameTimes.constant(5, FILM)
    times.time(5)
    for frame in (-1, 6):
        with pytest.raises(ValueError, match=f"frame {frame} lies outside 0..5"):
            times.time(frame)


@pytest.mark.parametrize(
    ("seconds", "clock"),
    [
        (0, "00:00:00.000"),
        (0.0004, "00:00:00.000"),
        (0.9996, "00:00:01.000"),
        (59.9996, "00:01:00.000"),
        (3599.5, "00:59:59.500"),
        (3723.0415, "01:02:03.042"),
        (-1.5, "-00:00:01.500"),
        (360000, "100:00:00.000"),
    ],
)
def test_a_clock_carries_into_minutes_and_hours(seconds: float, clock: str) -> None:
    assert format_clock(seconds) == clock
