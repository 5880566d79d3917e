"""Timelines, read back by OpenTimelineIO itself."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.series import DETECTOR, make_episode, make_series

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import IMPORTED, Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.errors import MissingPackageError
from cutstat.formats.file_names import episode_stem, free_name
from cutstat.formats.otio import border_positions, to_otio
from cutstat.formats.registry import read_list
from cutstat.measure.episode import EpisodeMeasures, measure_episode

NEEDS_OTIO = pytest.mark.skipif(
    importlib.util.find_spec("opentimelineio") is None, reason="opentimelineio is not installed"
)
VIDEO = Path("/videos/Hero Mask #1/海 01.mkv")


def read_back(text: str) -> Any:
    import opentimelineio as otio

    return otio.adapters.read_from_string(text, "otio_json")


def at_pts(pts: list[int], stop: int, *, borders: list[int]) -> EpisodeMeasures:
    """Make an episode with times in milliseconds and a nominal rate of 25."""
    detection = Detection(
        DETECTOR,
        tuple(Transition(border, border) for border in borders),
        np.zeros(len(pts), np.float32),
        0.5,
    )
    times = FrameTimes(np.array(pts, np.int64), stop, Fraction(1, 1000), Fraction(25))
    return measure_episode(
        EpisodeName("A", Fraction(1)),
        file="a.mkv",
        times=times,
        detection=detection,
        segmentation=Segmentation.whole(len(pts)),
    )


@NEEDS_OTIO
def test_a_timeline_has_a_track_with_a_clip_a_shot_counted_by_hand() -> None:
    known = Segmentation((Segment("opening", 0, 30, "by hand"), Segment("body", 30, 96, "by hand")))
    episode = make_episode("海", 1, borders=[24, 48], n_frames=96, segmentation=known)
    timeline = read_back(to_otio(episode, VIDEO))
    assert timeline.name == "海 01"
    assert dict(timeline.metadata["cutstat"]) == {
        "series": "海",
        "episode": "01",
        "file": "海 - 01.mkv",
        "frames": 96,
        "fps": "24000/1001",
        "detector": "cutstat 1 (threshold=0.5)",
    }
    (track,) = timeline.tracks
    assert track.kind == "Video"
    assert [clip.name for clip in track] == ["shot 1", "shot 2", "shot 3"]
    ranges = [clip.source_range for clip in track]
    assert [(r.start_time.value, r.duration.value) for r in ranges] == [(0, 24), (24, 24), (48, 48)]
    assert {r.start_time.rate for r in ranges} == {24000 / 1001}
    assert [clip.metadata["cutstat"]["segment"] for clip in track] == ["opening"] * 2 + ["body"]
    assert dict(track[1].metadata["cutstat"]) == {
        "shot": 2,
        "start_frame": 24,
        "stop_frame": 48,
        "start_seconds": 1.001,
        "stop_seconds": 2.002,
        "segment": "opening",
        "transition": "cut",
        "confidence": 1,
    }
    assert track[0].metadata["cutstat"]["transition"] is None


@NEEDS_OTIO
def test_segments_are_markers_on_the_timeline() -> None:
    known = Segmentation(
        (
            Segment("opening", 0, 30, "repeats\nin 3 episodes"),
            Segment("body", 30, 80, "the rest"),
            Segment("ending", 80, 96, "chapter"),
        )
    )
    episode = make_episode("A", 1, borders=[24, 48], n_frames=96, segmentation=known)
    markers = read_back(to_otio(episode, VIDEO)).tracks.markers
    assert [
        (one.name, one.marked_range.start_time.value, one.marked_range.duration.value)
        for one in markers
    ] == [("opening", 0, 30), ("ending", 80, 16)]
    assert markers[0].metadata["cutstat"]["evidence"] == r"repeats\nin 3 episodes"
    plain = make_episode("A", 1, borders=[24], n_frames=96)
    assert list(read_back(to_otio(plain, VIDEO)).tracks.markers) == []


@NEEDS_OTIO
def test_every_clip_refers_to_the_file() -> None:
    import opentimelineio as otio

    episode = make_episode("A", 1, borders=[24], n_frames=96)
    for clip in read_back(to_otio(episode, VIDEO)).tracks[0]:
        url = clip.media_reference.target_url
        assert url == VIDEO.as_uri()
        assert otio.url_utils.filepath_from_url(url) == str(VIDEO)
        assert clip.media_reference.available_range.duration.value == 96
        assert clip.media_reference.available_range.start_time.value == 0


@NEEDS_OTIO
def test_clips_of_a_constant_rate_are_the_frames_as_decoded() -> None:
    for episode in make_series("A", episodes=2).episodes:
        borders = [0, *(shot.stop for shot in episode.shots)]
        assert border_positions(episode) == borders
        (track,) = read_back(to_otio(episode, VIDEO)).tracks
        assert len(track) == len(episode.shots)
        assert track.duration().value == episode.n_frames


def test_times_that_are_rounded_to_milliseconds_and_begin_late_give_whole_frames() -> None:
    pts = [5_000 + round(k * 1000 / 25) + k % 2 for k in range(50)]
    assert border_positions(at_pts(pts, 7_000, borders=[10, 30])) == [0, 10, 30, 50]


def test_a_drawing_that_stands_for_longer_is_as_many_frames_at_the_nominal_rate() -> None:
    pts = [0, 40, 80, 200, 240, 400]  # the third frame stands for three, the fifth for four
    assert border_positions(at_pts(pts, 440, borders=[3, 5])) == [0, 5, 10, 11]


def test_a_shot_shorter_than_half_a_frame_keeps_one() -> None:
    pts = [0, 40, 41, 42, 80, 120]
    positions = border_positions(at_pts(pts, 160, borders=[1, 2, 3, 4]))
    assert positions[0] == 0
    assert all(before < after for before, after in pairwise(positions))


@NEEDS_OTIO
def test_names_that_are_no_text_or_hidden_are_escaped() -> None:
    episode = replace(
        make_episode("A", 1, borders=[], n_frames=48),
        name=EpisodeName("Sh\udcf6w\n"),
        file="\udcf6",
    )
    timeline = read_back(to_otio(episode, Path("/v/Sh\udcf6w.mkv")))
    assert timeline.name == r"Sh\udcf6w\n Sh\udcf6w\n"
    assert timeline.tracks[0][0].media_reference.target_url == "file:///v/Sh%F6w.mkv"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (EpisodeName("Hero Mask", Fraction(3)), "Hero Mask 03.otio"),
        (EpisodeName("Fate/Zero: 2?", Fraction(7, 2), season=2), "Fate_Zero_ 2_ S2 03.5.otio"),
        (EpisodeName("海" * 99, Fraction(1)), f"{'海' * 60}.otio"),
    ],
)
def test_files_are_named_after_series_and_episode(name: EpisodeName, file: str) -> None:
    stem = episode_stem(name)
    assert free_name(stem, ".otio") == file
    taken = free_name(stem, ".otio", taken={file.casefold()})
    assert taken == file.replace(".otio", " (2).otio")


def test_a_package_that_is_not_installed_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    episode = make_episode("A", 1, borders=[], n_frames=48)
    with pytest.raises(MissingPackageError, match=r'pip install "cutstat\[otio\]"$'):
        to_otio(episode, VIDEO)


@NEEDS_OTIO
def test_the_document_is_json_that_says_what_it_is() -> None:
    document = json.loads(to_otio(make_episode("A", 1, borders=[], n_frames=48), VIDEO))
    assert document["OTIO_SCHEMA"].startswith("Timeline.")


@NEEDS_OTIO
def test_frames_and_times_of_a_variable_rate_come_back(tmp_path: Path) -> None:
    episode = at_pts([0, 40, 80, 200, 240, 400, 441, 480], 520, borders=[3, 5])
    path = tmp_path / "a.otio"
    path.write_text(to_otio(episode, VIDEO), "utf-8")
    (found,) = read_list(path)
    assert [one.border for one in found.transitions] == [3, 5]
    assert (found.video, found.rate, found.found_by) == ("a.mkv", 25, str(DETECTOR))
    assert found.times is not None
    assert [found.times.seconds(frame) for frame in (3, 5, 8)] == [0.2, 0.4, 0.52]


@NEEDS_OTIO
def test_a_timeline_that_was_edited_counts_as_it_plays(tmp_path: Path) -> None:
    text = to_otio(make_episode("A", 1, borders=[24, 48], n_frames=96), VIDEO)
    document = json.loads(text)
    del document["tracks"]["children"][0]["children"][1]
    path = tmp_path / "a.otio"
    path.write_text(json.dumps(document), "utf-8")
    (found,) = read_list(path)
    assert ([one.border for one in found.transitions], found.n_frames) == ([24], 72)


@NEEDS_OTIO
def test_shots_of_an_imported_list_refer_to_no_video() -> None:
    import opentimelineio as otio

    by_hand = DetectorInfo(IMPORTED, "1", {"by": "me"})
    listed = make_episode("Show", 1, borders=[9], n_frames=48, detector=by_hand)
    (track,) = read_back(to_otio(listed, VIDEO)).tracks
    assert all(isinstance(clip.media_reference, otio.schema.MissingReference) for clip in track)
    assert len(track) == 2
