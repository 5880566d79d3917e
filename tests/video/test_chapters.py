"""Chapters of containers count from the first frame, whatever the container counts from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from support import odd_videos as odd
from support.odd_videos import write_small

from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter
from cutstat.scan.analyse import read_track
from cutstat.video.decode import VideoReader

RATE = Fraction(25)
CHAPTERS = [(0, 400, "アバン"), (400, 960, "Opening; #1 = \\"), (960, 2000, "Part A")]
"""Start and stop in milliseconds: frames 0, 10 and 24 of 50."""

containers = pytest.mark.parametrize("suffix", ["mkv", "mp4", "mov"])


def write_chapters(
    path: Path,
    chapters: Sequence[tuple[int, int, str | None]] = CHAPTERS,
    *,
    first_pts: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a video of 50 frames, 25 a second, with chapters at times of the container."""
    source = path.with_name(f"source of {path.name}")
    write_small(source, rate=RATE, first_pts=first_pts, options=options)
    with av.open(str(source)) as old, av.open(str(path), "w") as new:
        new.set_chapters(
            [
                {
                    "id": number,
                    "start": start,
                    "end": stop,
                    "time_base": Fraction(1, 1000),
                    "metadata": {} if title is None else {"title": title},
                }
                for number, (start, stop, title) in enumerate(chapters, 1)
            ]
        )
        stream = new.add_stream_from_template(old.streams.video[0])
        for packet in old.demux(video=0):
            if packet.size:
                packet.stream = stream
                new.mux(packet)
    return path


def read(path: Path) -> tuple[tuple[Chapter, ...], FrameTimes]:
    """Give chapters and times as a track keeps them."""
    track = read_track(path, threads=1)
    return track.header.chapters, track.times


def titles(chapters: Sequence[Chapter]) -> list[str]:
    return [chapter.title for chapter in chapters]


@containers
def test_chapters_come_out_as_they_were_written(tmp_path: Path, suffix: str) -> None:
    chapters, times = read(write_chapters(tmp_path / f"a.{suffix}"))
    assert chapters == tuple(
        Chapter(start / 1000, stop / 1000, title) for start, stop, title in CHAPTERS
    )
    assert [times.frame_at(chapter.start_seconds) for chapter in chapters] == [0, 10, 24]


@containers
@pytest.mark.parametrize("options", [odd.QUICK, odd.B_FRAMES], ids=["in order", "b-frames"])
def test_chapters_of_a_file_that_starts_late_count_from_its_first_frame(
    tmp_path: Path, suffix: str, options: dict[str, str]
) -> None:
    late = [(start + 3600, stop + 3600, title) for start, stop, title in CHAPTERS]
    path = write_chapters(tmp_path / f"a.{suffix}", late, first_pts=90, options=options)
    chapters, times = read(path)
    assert times.pts[0] > 0
    assert titles(chapters) == titles(read(write_chapters(tmp_path / f"b.{suffix}"))[0])
    assert [times.frame_at(chapter.start_seconds) for chapter in chapters] == [0, 10, 24]
    assert chapters[-1].stop_seconds == pytest.approx(2.0, abs=0.001)


def test_what_lies_before_the_first_frame_is_left_out(tmp_path: Path) -> None:
    before = [(0, 1000, "before"), (1000, 3600, "until"), (2000, 4000, "into"), (4000, 5600, "OP")]
    chapters, _ = read(write_chapters(tmp_path / "a.mkv", before, first_pts=90))
    assert chapters == (Chapter(0.0, 0.4, "into"), Chapter(0.4, 2.0, "OP"))


def test_before_a_frame_is_decoded_the_declared_start_is_taken(tmp_path: Path) -> None:
    path = write_chapters(tmp_path / "a.mkv", [(3600, 5600, "OP")], first_pts=90)
    with VideoReader(path) as reader:
        assert reader.header.chapters == (Chapter(0.0, 2.0, "OP"),)


@containers
def test_a_file_without_chapters_has_none(tmp_path: Path, suffix: str) -> None:
    assert read(write_chapters(tmp_path / f"a.{suffix}", []))[0] == ()


def test_chapters_may_overlap_or_leave_gaps(tmp_path: Path) -> None:
    odd_ones = [(100, 700, "A"), (500, 1200, "B"), (1600, 1700, "C")]
    chapters, _ = read(write_chapters(tmp_path / "a.mkv", odd_ones))
    assert chapters == (Chapter(0.1, 0.7, "A"), Chapter(0.5, 1.2, "B"), Chapter(1.6, 1.7, "C"))


@containers
def test_a_chapter_without_a_title_has_an_empty_one(tmp_path: Path, suffix: str) -> None:
    chapters, _ = read(write_chapters(tmp_path / f"a.{suffix}", [(0, 2000, None)]))
    assert titles(chapters) == [""]


@containers
def test_a_title_in_bytes_that_are_no_utf8_is_kept_as_far_as_it_can_be_read(
    tmp_path: Path, suffix: str
) -> None:
    path = write_chapters(tmp_path / f"a.{suffix}", [(0, 1000, "G@n@rique"), (1000, 2000, "B")])
    content = path.read_bytes()
    assert b"G@n@rique" in content
    path.write_bytes(content.replace(b"G@n@rique", b"G\xe9n\xe9rique"))
    chapters, _ = read(path)
    assert titles(chapters) == ["G\ufffdn\ufffdrique", "B"]
