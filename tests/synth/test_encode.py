"""The writer of videos: what is asked for is what a decoder finds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from support.odd_videos import QUICK, small_frames

from cutstat.errors import InputError
from cutstat.synth.encode import Encoding, write_video


def pts(path: Path) -> list[Fraction]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [frame.pts * Fraction(stream.time_base) for frame in container.decode(stream)]


def test_durations_and_first_time_are_kept_exactly(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    encoding = Encoding(rate=Fraction(25), options=QUICK, first_pts=10)
    count = write_video(path, small_frames([4]), encoding=encoding, durations=[1, 3, 2, 1])
    assert count == 4
    assert pts(path) == [Fraction(k, 25) for k in (10, 11, 14, 16)]


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mkv", "b.mkv"):
        write_video(tmp_path / name, small_frames([6, 6]))
    assert (tmp_path / "a.mkv").read_bytes() == (tmp_path / "b.mkv").read_bytes()


def test_the_container_can_differ_from_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.video"
    write_video(path, small_frames([3]), encoding=Encoding(options=QUICK, container="matroska"))
    with av.open(str(path)) as container:
        assert "matroska" in container.format.name


def test_a_video_without_frames_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a video needs at least one frame"):
        write_video(tmp_path / "a.mkv", [])
    assert list(tmp_path.iterdir()) == []


def test_a_failure_midway_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(b"old")

    def broken():  # type: ignore[no-untyped-def]
        yield from small_frames([3])
        raise RuntimeError("the pencil broke")

    with pytest.raises(RuntimeError, match="the pencil broke"):
        write_video(path, broken())
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.mkv"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(InputError, match="cannot be written"):
        write_video(tmp_path / "file" / "a.mkv", small_frames([2]))
