"""Times of frames are exact, and a time leads back to its frame."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.timing import (
    END,
    GAP_RATIO,
    FrameTimes,
    Position,
    format_clock,
    parse_position,
)

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


# Positions

SECONDS = st.decimals(0, 10**7, places=6).map(Fraction)
POSITIONS = st.one_of(
    st.builds(Position, frames=st.integers(0, 10**9), is_from_stop=st.booleans()),
    st.builds(Position, seconds=SECONDS, is_from_stop=st.booleans()),
)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (2157, Position(2157)),
        (0, Position(0)),
        (-100, Position(100, is_from_stop=True)),
        ("2157", Position(2157)),
        ("-100", Position(100, is_from_stop=True)),
        ("2.5s", Position(seconds=Fraction(5, 2))),
        ("90S", Position(seconds=Fraction(90))),
        ("-90s", Position(seconds=Fraction(90), is_from_stop=True)),
        ("00:01:30.000", Position(seconds=Fraction(90))),
        ("-00:01:30", Position(seconds=Fraction(90), is_from_stop=True)),
        ("1:30", Position(seconds=Fraction(90))),
        ("01:30.25", Position(seconds=Fraction(361, 4))),
        ("95:00", Position(seconds=Fraction(95 * 60))),
        ("100:00:00.000", Position(seconds=Fraction(360_000))),
        (" end ", END),
        ("end", Position(0, is_from_stop=True)),
    ],
)
def test_positions_are_frames_seconds_or_a_clock_from_either_end(
    text: str | int, position: Position
) -> None:
    assert parse_position(text) == position
    assert parse_position(str(position)) == position


def test_five_frames_are_not_five_seconds() -> None:
    assert parse_position("5") != parse_position("5s")


@given(POSITIONS)
def test_the_text_of_a_position_is_read_as_the_same(position: Position) -> None:
    assert parse_position(str(position)) == position


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "--5", "+5", "- 5", "5.5", "2.5 s", ".5s", "s", "1e3s", "2,5s", "-end", "ends"),
        *("1:2:3", "00:60:00", "00:00:60", "1:60", ":30", "1:30:", "0:01:30.", "５", "5\n6"),
        *("9" * 5000, True, "nan", "inf"),
    ],
)
def test_a_text_that_is_no_position_is_refused_with_what_can_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="is no position in an episode; write a frame like 2157"):
        parse_position(text)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({}, "has frames or seconds"),
        ({"frames": 1, "seconds": Fraction(1)}, "has frames or seconds"),
        ({"frames": -1}, "counts up from 0"),
        ({"seconds": Fraction(-1)}, "counts up from 0"),
        ({"seconds": Fraction(1, 3)}, "at most 12 decimals"),
    ],
)
def test_a_position_that_cannot_be_is_refused(facts: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Position(**facts)  # type: ignore[arg-type]


@st.composite
def video_times(draw: st.DrawFn) -> FrameTimes:
    """Draw times with frames of two milliseconds and more, as videos have them."""
    time_base = draw(st.sampled_from(TIME_BASES))
    shortest = max(1, math.ceil(Fraction(2, 1000) / time_base))
    longest = max(shortest, round(2 / time_base))
    lengths = draw(st.lists(st.integers(shortest, longest), min_size=1, max_size=40))
    first = draw(st.integers(-(10**9), 10**12))
    return made(lengths[:-1], first=first, last=lengths[-1], time_base=time_base)


@given(video_times())
def test_every_way_to_write_a_frame_leads_back_to_it(times: FrameTimes) -> None:
    length = times.time(len(times))
    for frame in range(len(times) + 1):
        seconds = times.seconds(frame)
        back = float(length - times.time(frame))
        for text in (frame, format_clock(seconds), f"{seconds:.6f}s", f"-{format_clock(back)}"):
            assert parse_position(text).frame(times) == frame, text
        assert Position(len(times) - frame, is_from_stop=True).frame(times) == frame


@given(video_times(), SECONDS)
def test_a_time_means_the_frame_that_is_shown_then_or_begins_at_once(
    times: FrameTimes, seconds: Fraction
) -> None:
    frame = Position(seconds=seconds).frame(times)
    if seconds >= times.time(len(times)):
        assert frame == len(times)
    elif times.time(frame) > seconds:
        assert times.time(frame) - seconds < 1 / times.rate / 2
        assert times.time(frame) - seconds < seconds - times.time(frame - 1)
    else:
        assert frame == len(times) - 1 or seconds < times.time(frame + 1)


def test_a_time_in_the_middle_of_a_held_drawing_means_that_drawing() -> None:
    times = made([40, 1000, 40])
    assert parse_position("0.9s").frame(times) == 1
    assert parse_position("1.019s").frame(times) == 1
    assert parse_position("1.021s").frame(times) == 2


def test_of_a_whole_episode_at_film_rate_every_clock_leads_back_to_its_frame() -> None:
    times = FrameTimes.constant(24 * 60 * 24, FILM)
    for frame in range(0, len(times) + 1, 7):
        assert parse_position(format_clock(times.seconds(frame))).frame(times) == frame


def test_times_past_the_end_mean_the_end_but_frames_do_not() -> None:
    times = FrameTimes.constant(100, Fraction(25))
    for text in ("4s", "4.5s", "00:24:00", "end", 100):
        assert parse_position(text).frame(times) == 100
    with pytest.raises(ValueError, match="101 lies outside the 100 frames of the video"):
        parse_position(101).frame(times)


def test_positions_from_the_end_reach_back_to_the_first_frame_and_not_beyond() -> None:
    times = FrameTimes.constant(100, Fraction(25))
    for text in (-100, "-4s", "-00:00:04", "-4.001s"):
        assert parse_position(text).frame(times) == 0
    with pytest.raises(ValueError, match="-101 lies outside the 100 frames of the video"):
        parse_position(-101).frame(times)
    with pytest.raises(ValueError, match=r"-90s lies before the first frame .* of 00:00:04\.000"):
        parse_position("-90s").frame(times)
