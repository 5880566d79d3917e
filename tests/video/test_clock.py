"""Times of pictures where a clock breaks; the truth is the number of pictures and their rate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import odd_videos as odd

from cutstat.core.track import Damage
from cutstat.video.clock import Clock, read_clock
from cutstat.video.decode import FrameRecord, VideoReader

STEP = 40
"""Milliseconds of a picture at 25 a second."""


def clock(declared: Sequence[int | None], *, durations: Sequence[int] | None = None) -> Clock:
    return read_clock(
        declared,
        durations=durations or [STEP] * len(declared),
        step=Fraction(STEP),
        unit=Fraction(1, 1000),
        jump_seconds=60,
    )


def even(n: int, *, first: int = 0) -> list[int]:
    return list(range(first, first + n * STEP, STEP))


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=60).filter(lambda steps: 0 not in steps),
    st.integers(-(10**6), 10**6),
)
def test_a_whole_clock_is_left_as_it_is(steps: list[int], first: int) -> None:
    times = np.cumsum([first, *steps]).tolist()
    assert clock(times).pts.tolist() == times
    assert clock(times).damage == ()


def test_a_clock_that_begins_anew_goes_on_behind_the_picture_before() -> None:
    mended = clock([*even(50, first=9000), *even(50), *even(50, first=80)])
    assert mended.pts.tolist() == even(150, first=9000)
    assert [one.frame for one in mended.damage] == [50]
    assert "1 more" in mended.damage[0].message


def test_an_hour_without_pictures_is_no_time_of_the_programme() -> None:
    mended = clock([*even(50), *even(50, first=3_600_000)])
    assert mended.pts.tolist() == even(100)
    assert [one.frame for one in mended.damage] == [50]


def test_a_drawing_may_be_held_for_seconds() -> None:
    times = [*even(50), *even(50, first=20_000)]
    assert clock(times).pts.tolist() == times


@pytest.mark.parametrize("place", [0, 30, 99])
@pytest.mark.parametrize("away", [10_800_000, 8000, -10_800_000])
def test_a_time_that_lies_elsewhere_moves_no_other(place: int, away: int) -> None:
    times = even(100)
    if (place, away) == (99, 8000):
        pytest.skip("a last picture after a hold of seconds may be right")
    times[place] += away
    mended = clock(times)
    assert mended.pts.tolist() == even(100)
    assert [one.frame for one in mended.damage] == [place]


def test_pictures_without_times_last_as_long_as_they_say() -> None:
    durations = [3 * STEP // 2, STEP] * 20  # three fields, then two
    mended = clock([None] * 40, durations=durations)
    assert np.diff(mended.pts).tolist() == durations[:-1]


def test_a_picture_that_declares_the_duration_of_a_field_lasts_a_step() -> None:
    assert clock([None] * 5, durations=[STEP // 2] * 5).pts.tolist() == even(5)


def test_pictures_before_the_first_time_lie_before_it() -> None:
    times: list[int | None] = [None, None, *even(20, first=5000)]
    assert clock(times).pts.tolist() == even(22, first=5000 - 2 * STEP)


def test_a_clock_that_stands_is_followed_by_durations_and_said_once() -> None:
    mended = clock([*even(30), *[30 * STEP] * 70])
    assert mended.pts.tolist() == even(100)
    assert [one.frame for one in mended.damage] == [31]


def test_times_a_little_out_of_order_keep_the_order_of_decoding() -> None:
    assert clock([0, 120, 80, 120, 160]).pts.tolist() == [0, 120, 120, 120, 160]


@given(st.lists(st.one_of(st.none(), st.integers(-(2**40), 2**40)), min_size=1, max_size=80))
def test_times_never_decrease_whatever_is_declared(times: list[int | None]) -> None:
    mended = clock(times)
    assert len(mended.pts) == len(times)
    assert np.all(np.diff(mended.pts) >= 0)
    assert len({one.message for one in mended.damage}) <= 3


# --- whole files ------------------------------------------------------------------------------


def record_of(path: Path) -> FrameRecord:
    with VideoReader(path, threads=1) as reader:
        for _ in reader.pictures():
            pass
        return reader.record()


@pytest.mark.parametrize("suffix", ["ts", "vob"])
def test_streams_put_one_behind_the_other_are_as_long_as_their_sum(
    tmp_path: Path, suffix: str
) -> None:
    codec = {} if suffix == "ts" else {"codec": "mpeg2video", "options": {}}
    part = odd.write_small(
        tmp_path / f"part.{suffix}", lengths=[40, 35], rate=Fraction(25), **codec
    )
    joined = tmp_path / f"joined.{suffix}"
    joined.write_bytes(part.read_bytes() * 3)
    record = record_of(joined)
    assert len(record.times) == 225
    assert record.times.duration_seconds == pytest.approx(9.0, rel=0.01)
    assert [one.frame for one in record.damage if "clock" in one.message] == [75]


def test_a_file_without_breaks_has_no_notes(tmp_path: Path) -> None:
    damage: tuple[Damage, ...] = record_of(odd.write_small(tmp_path / "a.mkv")).damage
    assert damage == ()


def test_a_transport_stream_that_ends_within_a_packet_says_so(tmp_path: Path) -> None:
    whole = odd.write_small(tmp_path / "whole.ts")
    assert record_of(whole).damage == ()
    half = tmp_path / "half.ts"
    half.write_bytes(whole.read_bytes()[: 188 * (whole.stat().st_size // 376) + 100])
    assert "the last 100 bytes are no whole packet" in record_of(half).damage[-1].message
