"""What is said of segments is kept, a command counts more than a manifest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.stored import TEXTS, make_detection, make_file, make_track

from cutstat.core.segments import SEGMENT_KINDS, SaidSegment, SegmentKind
from cutstat.core.timing import Position, parse_position
from cutstat.errors import LibraryError
from cutstat.library.schema import MIGRATIONS, migrate
from cutstat.library.segments import (
    clear_said,
    get_segmentation,
    put_said,
    put_segmentation,
    said_segments,
)
from cutstat.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        for key in ("a", "b"):
            opened.put_file(make_file(Path(f"/v/{key}.mkv")), key=key, size=1)
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("shared")) as opened:
        opened.put_file(make_file(Path("/v/a.mkv")), key="a", size=1)
        yield opened


def lies(kind: SegmentKind, start: str | int, stop: str | int, source: str = "x") -> SaidSegment:
    return SaidSegment(kind, parse_position(start), parse_position(stop), source)


def absent(kind: SegmentKind) -> SaidSegment:
    return SaidSegment(kind, None, None, "x")


SECONDS = st.decimals(0, 9999, places=3).map(Fraction)
STOPS = st.one_of(
    st.builds(Position, frames=st.integers(100, 999)),
    st.builds(Position, frames=st.integers(0, 999), is_from_stop=st.just(True)),
    st.builds(Position, seconds=SECONDS, is_from_stop=st.booleans()),
)
PLACES = st.just((None, None)) | st.tuples(st.builds(Position, frames=st.integers(0, 99)), STOPS)


@given(st.lists(st.tuples(st.sampled_from(SEGMENT_KINDS), PLACES, TEXTS), max_size=6))
def test_what_is_said_comes_back_as_it_was_said(
    shared: Library, facts: list[tuple[SegmentKind, tuple[Position, Position], str]]
) -> None:
    said = tuple(SaidSegment(kind, *places, source=source) for kind, places, source in facts)
    for is_command in (False, True):
        put_said(shared, "a", said, is_command=is_command)
        assert said_segments(shared, "a", is_command=is_command) == said
    assert said_segments(shared, "a") == said


def test_a_command_overrules_a_manifest_kind_by_kind(library: Library) -> None:
    put_said(
        library,
        "a",
        [lies("opening", 0, 50), lies("eyecatch", 60, 70), lies("eyecatch", 80, 90)],
        is_command=False,
    )
    put_said(library, "a", [absent("eyecatch"), lies("ending", "-90s", "end")], is_command=True)
    assert said_segments(library, "a") == (
        lies("opening", 0, 50),
        absent("eyecatch"),
        lies("ending", "-90s", "end"),
    )
    assert len(said_segments(library, "a", is_command=False)) == 3
    assert len(said_segments(library, "a", is_command=True)) == 2
    assert said_segments(library, "b") == ()


def test_what_is_said_anew_forgets_what_was_said_in_the_same_way(library: Library) -> None:
    for key in ("a", "b"):
        put_said(library, key, [lies("opening", 0, 50)], is_command=False)
        put_said(library, key, [lies("ending", 60, 70)], is_command=True)
    put_said(library, "a", [], is_command=False)
    assert said_segments(library, "a") == (lies("ending", 60, 70),)
    put_said(library, "a", [absent("card")], is_command=True)
    assert said_segments(library, "a") == (absent("card"),)
    assert said_segments(library, "b") == (lies("opening", 0, 50), lies("ending", 60, 70))


def test_to_clear_takes_back_commands_and_lets_the_manifest_count_again(library: Library) -> None:
    put_said(library, "a", [lies("opening", 0, 50)], is_command=False)
    put_said(
        library,
        "a",
        [absent("opening"), lies("card", 60, 70), lies("card", 80, 90)],
        is_command=True,
    )
    put_said(library, "b", [absent("opening")], is_command=True)
    assert clear_said(library, "a", kind="ending") == 0
    assert clear_said(library, "a", kind="opening") == 1
    assert said_segments(library, "a")[0] == lies("opening", 0, 50)
    assert clear_said(library, "a") == 2
    assert said_segments(library, "a") == (lies("opening", 0, 50),)
    assert said_segments(library, "b") == (absent("opening"),)


def test_a_file_that_is_forgotten_takes_with_it_what_was_said(library: Library) -> None:
    put_said(library, "a", [absent("opening")], is_command=True)
    library.forget("a")
    library.put_file(make_file(Path("/v/a.mkv")), key="a", size=1)
    assert said_segments(library, "a") == ()


def test_nothing_can_be_said_of_a_file_that_the_library_does_not_know(library: Library) -> None:
    put_said(library, "a", [absent("opening")], is_command=True)
    with pytest.raises(LibraryError, match="FOREIGN KEY"):
        put_said(library, "c", [absent("opening")], is_command=True)
    assert said_segments(library, "a") == (absent("opening"),)


def test_a_source_that_is_no_valid_text_is_kept_as_escapes(library: Library) -> None:
    put_said(library, "a", [lies("card", 1, 2, "caf\udce9.xml")], is_command=True)
    assert said_segments(library, "a")[0].source == "caf\\udce9.xml"


def test_the_newest_segmentation_of_a_series_and_detector_is_kept(library: Library) -> None:
    assert get_segmentation(library, "海の駅", detector="cutstat") is None
    put_segmentation(library, "海の駅", detector="cutstat", key="1", document="{}")
    put_segmentation(library, "海の駅", detector="hash", key="2", document="[]")
    put_segmentation(library, "海の駅", detector="cutstat", key="3", document='{"a": 1}')
    put_segmentation(library, "Show", detector="cutstat", key="4", document="")
    assert get_segmentation(library, "海の駅", detector="cutstat") == ("3", '{"a": 1}')
    assert get_segmentation(library, "海の駅", detector="hash") == ("2", "[]")
    assert get_segmentation(library, "Show", detector="cutstat") == ("4", "")


def make_version_1(folder: Path) -> None:
    """Make a library as version 1 left it, with a file, its track and a detection."""
    with Library(folder) as library:
        library.put_file(make_file(Path("/v/a.mkv")), key="a", size=1)
        library.put_track(make_track(), key="track", file_key="a")
        library.put_detection(make_detection([5, 9]), key="detection", track_key="track")
    new = sqlite3.connect(folder / "library.sqlite", isolation_level=None)
    tables = ("file", "path", "track", "detection", "transition")
    rows = {table: new.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    new.close()
    for file in folder.glob("library.sqlite*"):
        file.unlink()
    old = sqlite3.connect(folder / "library.sqlite", isolation_level=None)
    migrate(old, folder=folder, migrations=MIGRATIONS[:1])
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        old.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    assert old.execute("PRAGMA user_version").fetchone()[0] == 1
    old.close()


def test_a_library_of_version_1_keeps_its_data_and_takes_what_is_said(tmp_path: Path) -> None:
    make_version_1(tmp_path)
    with Library(tmp_path) as library:
        (episode,) = library.episodes()
        assert (episode.file_key, episode.n_frames) == ("a", make_track().n_frames)
        assert library.get_track("track") is not None
        detection = library.get_detection("detection")
        assert detection is not None
        assert [found.start for found in detection.transitions] == [5, 9]
        assert said_segments(library, "a") == ()
        put_said(library, "a", [lies("opening", 0, "90s")], is_command=True)
        put_segmentation(library, "Show", detector="cutstat", key="1", document="{}")
    with Library(tmp_path) as library:
        assert said_segments(library, "a") == (lies("opening", 0, "90s"),)
        assert get_segmentation(library, "Show", detector="cutstat") == ("1", "{}")
