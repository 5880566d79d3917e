"""Frames by their index are the same whether they are sought or counted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from support.videos import HEIGHT, WIDTH, write_shots

from cutstat.errors import DecodeError, InputError
from cutstat.scan.analyse import read_track
from cutstat.synth.encode import Encoding
from cutstat.video import stills
from cutstat.video.decode import VideoReader

LENGTHS = [30, 45, 20, 60, 25]
SIZE = (WIDTH, HEIGHT)


def index_of(path: Path) -> stills.StillIndex:
    track = read_track(path)
    return stills.StillIndex(track.times, np.flatnonzero(track.is_key), track.header.sample_aspect)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4", ".avi", ".mpg", ".ts", ".m2ts"])
def test_every_frame_is_the_one_that_decoding_yields(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"film{suffix}"
    write_shots(path, LENGTHS, encoding=Encoding(rate=Fraction(24000, 1001)))
    with VideoReader(path) as reader:
        images = [cv2.cvtColor(image, cv2.COLOR_BGR2RGB) for image in reader.images()]
    index = index_of(path)
    assert len(images) == sum(LENGTHS)
    if suffix not in (".avi", ".mpg"):  # whose frames may have no time
        monkeypatch.setattr(stills, "_by_counting", lambda *_: pytest.fail("it was counted"))
    for frames in ([0], [29, 30, 31], [100, 60], [len(images) - 1]):
        found = stills.read_stills(path, frames, index=index, size=SIZE)
        assert sorted(found) == sorted(frames)
        for frame, image in found.items():
            np.testing.assert_array_equal(image, images[frame])


def test_where_times_are_not_met_frames_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    write_shots(path, LENGTHS)
    index = index_of(path)
    pts, stop_pts = index.times.pts + 7, index.times.stop_pts + 7
    moved = replace(index, times=replace(index.times, pts=pts, stop_pts=stop_pts))
    sought = stills.read_stills(path, [40, 41], index=index, size=SIZE)
    counted = stills.read_stills(path, [40, 41], index=moved, size=SIZE)
    for frame in (40, 41):
        np.testing.assert_array_equal(counted[frame], sought[frame])


def test_a_picture_keeps_its_shape_within_its_box(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    write_shots(path, [10, 10])
    index = index_of(path)
    image = stills.read_stills(path, [5], index=index, size=(256, 256))[5]
    assert image.shape == (144, 256, 3)
    narrow = replace(index, sample_aspect=Fraction(1, 2))
    image = stills.read_stills(path, [5], index=narrow, size=(256, 144))[5]
    assert image.shape == (144, 128, 3)


def test_a_frame_that_is_not_there_and_a_file_that_is_not_are_said(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    write_shots(path, [10, 10])
    index = index_of(path)
    write_shots(path, [5])
    with pytest.raises(DecodeError, match="frame 15 cannot be decoded"):
        stills.read_stills(path, [15], index=index, size=SIZE)
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        stills.read_stills(path, [15], index=index, size=SIZE)


@pytest.mark.parametrize("suffix", [".mkv", ".ts", ".m2ts"])
def test_stills_of_an_episode_are_read_in_one_pass_and_little_is_decoded(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"film{suffix}"
    write_shots(path, [60] * 12, encoding=Encoding(rate=Fraction(24)))
    index = index_of(path)
    monkeypatch.setattr(stills, "_by_counting", lambda *_: pytest.fail("it was counted"))
    opened: list[Path] = []
    whole = stills.open_video
    monkeypatch.setattr(stills, "open_video", lambda path: (opened.append(path), whole(path))[1])
    frames = list(range(5, 720, 72))
    assert sorted(stills.read_stills(path, frames, index=index, size=SIZE)) == frames
    assert opened == [path]


def test_where_frames_have_no_times_all_are_counted_in_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mpg"
    write_shots(path, [60] * 6, encoding=Encoding(rate=Fraction(24)))
    index = index_of(path)
    passes: list[set[int]] = []
    whole = stills._by_counting
    monkeypatch.setattr(
        stills, "_by_counting", lambda path, wanted: (passes.append(wanted), whole(path, wanted))[1]
    )
    frames = list(range(5, 360, 36))
    assert sorted(stills.read_stills(path, frames, index=index, size=SIZE)) == frames
    assert len(passes) == 1
