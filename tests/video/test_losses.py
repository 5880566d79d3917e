"""Pictures that a file promises and does not give are counted; slight losses are told apart."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from support import odd_videos as odd

from cutstat.core.timing import FrameTimes
from cutstat.video.decode import VideoReader
from cutstat.video.file_ends import torn_end, unread_end
from cutstat.video.losses import (
    Promise,
    early_end,
    gaps_between,
    late_start,
    lost_end,
    lost_start,
)


def steady(lost: dict[int, int], n: int = 200) -> FrameTimes:
    steps = np.ones(n, np.int64)
    for frame, count in lost.items():
        steps[frame] += count
    pts = np.concatenate([[0], np.cumsum(steps[:-1])])
    return FrameTimes(pts, int(pts[-1]) + 1, Fraction(1, 24), Fraction(24))


def test_missing_pictures_are_counted_and_said_once_at_the_longest_gap() -> None:
    (note,) = gaps_between(steady({20: 10, 90: 42, 150: 3}))
    assert note.frame == 91
    assert note.message.startswith("about 55 pictures are missing: none for 1.8 s before this one")


def test_a_single_dropped_picture_is_told_and_not_held_against_the_file() -> None:
    (note,) = gaps_between(steady({20: 1}))
    assert note.is_slight
    assert note.message.startswith("1 picture is missing")


def test_a_gap_for_which_the_clock_stands_elsewhere_is_no_loss() -> None:
    """Program streams do not say every time, and FFmpeg guesses the others."""
    assert gaps_between(steady({40: 2, 80: -1, 81: -1})) == ()
    (note,) = gaps_between(steady({40: 5, 80: -1}))
    assert note.message.startswith("about 4 pictures")


def test_an_encoder_that_leaves_out_what_is_the_same_loses_nothing() -> None:
    assert gaps_between(steady(dict.fromkeys(range(10, 190, 20), 1))) == ()


def test_an_encoder_that_leaves_out_pictures_leaves_out_two_in_a_row_at_times() -> None:
    """As a recorder of screens did: 14 steps of two and two of three among 262."""
    left_out = {**dict.fromkeys(range(5, 250, 18), 1), 36: 2, 248: 2}
    assert gaps_between(steady(left_out, 262)) == ()
    (note,) = gaps_between(steady({**left_out, 100: 11}, 262))
    assert note.message.startswith("about 11 pictures are missing: none for 0.5 s")


def test_held_drawings_of_a_variable_rate_are_none_missing() -> None:
    assert gaps_between(steady(dict.fromkeys(range(0, 200, 5), 3))) == ()


@pytest.mark.parametrize(("seconds", "is_exact", "n_lost"), [(12, True, 48), (15, False, 120)])
def test_an_early_end_says_how_many_pictures_are_missing(
    seconds: float, is_exact: bool, n_lost: int
) -> None:
    times = FrameTimes.constant(240, Fraction(24))
    (note,) = early_end(times, Promise(seconds, is_exact, False), first_seconds=0)
    assert note.frame == 240
    assert f"about {n_lost} pictures early" in note.message


def test_two_pictures_fewer_than_promised_are_a_slight_loss() -> None:
    times = FrameTimes.constant(240, Fraction(24))
    (note,) = early_end(times, Promise(10.08, True, False), first_seconds=0)
    assert (note.is_slight, note.message) == (
        True,
        "about 2 pictures fewer than the header promises",
    )


def test_a_copy_whose_sound_ends_early_too_is_cut_short() -> None:
    times, promise = FrameTimes.constant(240, Fraction(24)), Promise(10.9, False, False)
    assert early_end(times, promise, first_seconds=0, heard_seconds=10.9) == ()
    (note,) = early_end(times, promise, first_seconds=0, heard_seconds=9.9)
    assert "about 22 pictures early" in note.message


@pytest.mark.parametrize(
    ("first", "n_lost", "is_slight"), [(0, 0, False), (5, 5, True), (30, 30, False), (99, 0, False)]
)
def test_what_cannot_be_decoded_at_the_start_is_counted(
    first: int, n_lost: int, is_slight: bool
) -> None:
    losses = lost_start(list(range(40)), first, rate=24)
    assert len(losses) == (n_lost > 0)
    for loss in losses:
        assert loss.message.startswith(f"{n_lost} pictures at the start")
        assert loss.is_slight == is_slight


def test_a_first_picture_that_no_decoder_can_start_at_is_told() -> None:
    (loss,) = lost_start([0, 1, 2], 0, rate=24, is_key=False)
    assert loss.is_slight
    assert loss.message == "the first picture builds on one that is not there"


def test_pictures_that_no_player_shows_at_the_start_are_no_loss() -> None:
    """In an open group, 0 and 1 are coded after 2 and need what was before it."""
    assert lost_start([2, 0, 1, 5, 3, 4], 2, rate=24) == ()


def test_packets_behind_the_last_picture_are_counted() -> None:
    (loss,) = lost_end([98, None, 100, 99, 101], 99, frame=100, rate=24)
    assert loss.message == "2 pictures at the end cannot be decoded"
    assert lost_end([98, 99], 99, frame=100, rate=24) == ()


def test_a_late_first_picture_is_told_where_times_count_from_the_start() -> None:
    assert late_start(Promise(10, True, True), first_seconds=1.0)
    assert late_start(Promise(10, True, True), first_seconds=0.1) == ()
    assert late_start(Promise(10, True, False), first_seconds=1.0) == ()


@pytest.mark.parametrize(("seconds", "is_exact"), [(10.02, True), (10.9, False), (3, True)])
def test_rounding_and_a_longer_sound_are_no_early_end(seconds: float, is_exact: bool) -> None:
    times = FrameTimes.constant(240, Fraction(24))
    assert early_end(times, Promise(seconds, is_exact, False), first_seconds=0) == ()


# --- files --------------------------------------------------------------------------------------


def told_of(path: Path) -> str:
    """Decode a file and give what is said of it."""
    with VideoReader(path, threads=1) as reader:
        for _ in reader.pictures():
            pass
        record = reader.record()
        return "; ".join([*(one.message for one in record.damage), *reader.header.notes])


def test_an_avi_without_a_chunk_in_the_middle_says_what_is_missing(tmp_path: Path) -> None:
    whole = odd.write_small(tmp_path / "whole.avi", codec="mjpeg", pixel_format="yuvj420p")
    payload = odd.packet_payloads(whole)[20]
    content = whole.read_bytes()
    place = content.index(payload)
    spoiled = tmp_path / "spoiled.avi"
    spoiled.write_bytes(content[: place - 8] + content[place + len(payload) + 60 :])
    assert told_of(whole) == ""
    assert "fewer than the header promises" in told_of(spoiled)


def test_pictures_of_an_avi_come_in_order_though_it_has_times_in_order_of_coding(
    tmp_path: Path,
) -> None:
    path = odd.write_small(tmp_path / "b.avi", options=odd.B_FRAMES, rate=Fraction(24))
    with VideoReader(path, threads=1) as reader:
        for _ in reader.pictures():
            pass
        record = reader.record()
        assert record.damage == reader.header.notes == ()
    assert np.diff(record.times.pts).tolist() == [1] * (sum(odd.LENGTHS) - 1)


@pytest.mark.parametrize("suffix", ["mp4", "mov", "flv"])
def test_a_second_film_behind_the_first_is_told(tmp_path: Path, suffix: str) -> None:
    part = odd.write_small(tmp_path / f"part.{suffix}")
    joined = tmp_path / f"joined.{suffix}"
    joined.write_bytes(part.read_bytes() * 2)
    assert told_of(part) == ""
    assert "of the file belong to no picture; was another one joined" in told_of(joined)


@pytest.mark.parametrize("codec", ["mpeg1video", "mpeg2video"])
def test_a_program_stream_that_is_cut_short_says_so(tmp_path: Path, codec: str) -> None:
    whole = odd.write_small(tmp_path / "whole.mpg", codec=codec, options={}, rate=Fraction(25))
    cut = tmp_path / "cut.mpg"
    cut.write_bytes(whole.read_bytes()[:-1500])
    assert told_of(whole) == ""
    assert "bytes are no whole packet" in told_of(cut)


def test_a_transport_stream_that_ends_in_zeros_says_so(tmp_path: Path) -> None:
    whole = odd.write_small(tmp_path / "whole.ts")
    zeroed = tmp_path / "zeroed.ts"
    content = whole.read_bytes()
    zeroed.write_bytes(content[: -10 * 188] + bytes(10 * 188))
    assert told_of(whole) == ""
    assert "the last 1880 bytes are no whole packet" in told_of(zeroed)


def test_what_is_in_no_known_shape_has_no_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\0" * 100)
    for container in ("mpegts", "mpeg", "matroska,webm"):
        assert torn_end(path, container, 1) == ()
    assert unread_end(path, "mov,mp4,m4a,3gp,3g2,mj2", 1, read=0) == ()
