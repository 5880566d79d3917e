"""A study reads each track once and makes the detector once, whatever is asked of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support.shows import write_shows

import cutstat
from cutstat.core.track import Track
from cutstat.detection import registry
from cutstat.detection.detector import AnyDetector
from cutstat.errors import InputError
from cutstat.library.lookup import find_episode
from cutstat.library.reviews import put_transition_override
from cutstat.library.store import Library
from cutstat.scan import scan as scan_module
from cutstat.study import study as study_module
from cutstat.study.study import Study


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shows(tmp_path_factory.mktemp("shows"), single="Lone")


@pytest.fixture
def library(videos: Path, tmp_path: Path) -> Path:
    """A library of scanned episodes, of which nothing has been asked yet."""
    folder = tmp_path / "library"
    with Library(folder) as shelf:
        scan_module.scan([videos], library=shelf, jobs=1)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each track is read."""
    counted: Counter[str] = Counter()
    whole = Library.get_track

    def get_track(shelf: Library, key: str, *, is_whole: bool = True) -> Track | None:
        counted[key] += 1
        return whole(shelf, key, is_whole=is_whole)

    monkeypatch.setattr(Library, "get_track", get_track)
    return counted


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of which detectors are made."""
    texts: list[str] = []
    whole = registry.make_detector

    def make_detector(text: str) -> AnyDetector:
        texts.append(text)
        return whole(text)

    monkeypatch.setattr(registry, "make_detector", make_detector)
    monkeypatch.setattr(study_module, "make_detector", make_detector)
    return texts


def test_a_first_report_reads_each_track_once(
    library: Path, tmp_path: Path, reads: Counter[str], made: list[str]
) -> None:
    written = cutstat.report("Fast", "Slow", library=library, output=tmp_path / "report")
    assert len(written.found.series) == 2
    assert len(reads) == 10
    assert set(reads.values()) == {1}
    assert made == ["cutstat"]


def test_a_report_on_files_makes_the_detector_once(
    videos: Path, tmp_path: Path, made: list[str]
) -> None:
    cutstat.report(
        *(videos / "Fast", [videos / "Slow"]),
        library=tmp_path / "fresh",
        output=tmp_path / "report",
        formats=["html"],
        jobs=1,
    )
    assert made == ["cutstat"]


def test_calls_that_share_a_study_share_what_it_has_read(
    library: Path, reads: Counter[str], tmp_path: Path
) -> None:
    with Library(library) as shelf:
        study = Study(shelf)
        result = cutstat.compare("Fast", "Slow", library=study)
        assert cutstat.show("Fast 01", library=study) is result.series[0].episodes[0]
        cutstat.segments("Fast", library=study)
        cutstat.plot("rates", result, output=tmp_path / "rates.png", library=study)
    assert set(reads.values()) == {1}


def test_what_a_user_says_is_seen_at_once(library: Path) -> None:
    with Library(library) as shelf:
        study = Study(shelf)
        before = cutstat.show("Fast 01", library=study)
        cutstat.set_segments("Fast 01", "opening", 0, 20, library=study)
        after = cutstat.show("Fast 01", library=study)
    assert before.segments[0].kind == "body"
    assert (after.segments[0].kind, after.segments[0].stop) == ("opening", 20)


def test_a_sensitivity_is_of_the_own_detector_alone(library: Path) -> None:
    with Library(library) as shelf:
        assert Study(shelf, sensitivity=0.3).info.parameters["threshold"] == 0.7
        with pytest.raises(InputError, match=r"no detector is called 'content@0\.3'"):
            Study(shelf, detector="content", sensitivity=0.3)


def test_detectors_that_are_alike_have_one_key_and_one_hash(library: Path) -> None:
    with Library(library) as shelf:
        one, same, other = (Study(shelf, sensitivity=value).info for value in (None, 0.5, 0.6))
    assert (one, hash(one), one.key) == (same, hash(same), same.key)
    assert one.key != other.key
    assert len({one, same, other}) == 2


def test_what_was_counted_is_counted_again_only_when_something_has_changed(
    library: Path, reads: Counter[str]
) -> None:
    first = cutstat.list(library=library).series
    assert [one.title for one in first] == ["Fast", "Lone", "Slow"]
    reads.clear()
    assert cutstat.list(library=library).series == first
    assert not reads
    with Library(library) as shelf:
        study = Study(shelf)
        entry = find_episode(shelf, "Fast 01")
        border = study.detection(entry).transitions[0].border
        put_transition_override(shelf, entry.file_key, border, None)
    changed = {one.title: one.tally for one in cutstat.list(library=library).series}
    assert changed["Slow"] == first[2].tally
    assert changed["Fast"] is not None
    assert changed["Fast"].shots == pytest.approx((4 * 5**4) ** (1 / 5))  # 4, and four times 5
