"""A library that cannot be written: on a read-only disk, or of another user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.errors import LibraryError
from cutstat.library.plans import note_plan
from cutstat.library.population import PopulationStore
from cutstat.library.results import get_result, put_result
from cutstat.library.store import Library

NAMED = EpisodeFile(Path("/videos/Show - 01.mkv"), EpisodeName("Show", Fraction(1)))


connect = sqlite3.connect


def without_files_beside(address: Any, **how: Any) -> sqlite3.Connection:
    """Connect as where SQLite can lay no file beside the database; root can everywhere."""
    if how.get("uri") and "immutable" not in address:
        raise sqlite3.OperationalError("unable to open database file")
    return connect(address, **how)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library with one file and one plan; to users other than root it is truly shut."""
    place = tmp_path / "library"
    with Library(place) as library:
        library.put_file(NAMED, key="one", size=1)
        note_plan(library, "first", "Show", seen_at="2026-01-02T10:00:00+00:00")
        put_result(library, "tally", "Show", detector="d", key="k", document="{}")
    monkeypatch.setattr("cutstat.library.database._is_writable", lambda _: False)
    monkeypatch.setattr("cutstat.library.database.sqlite3.connect", without_files_beside)
    everything = [*place.rglob("*"), place]
    for one in everything:
        one.chmod(0o500 if one.is_dir() else 0o400)
    yield place
    for one in reversed(everything):
        one.chmod(0o700)


def test_what_it_holds_is_read_and_nothing_is_laid_beside_it(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    with Library(folder) as library:
        assert library.is_read_only
        assert [one.name.series for one in library.episodes()] == ["Show"]
        assert library.state().problems == ()
        kept = get_result(library, "tally", "Show", detector="d")
        put_result(library, "tally", "Show", detector="d", key="new", document="{}")
        assert get_result(library, "tally", "Show", detector="d") == kept
    assert sorted(folder.rglob("*")) == before


def test_what_has_to_be_kept_says_that_it_cannot_be(folder: Path) -> None:
    with (
        Library(folder) as library,
        pytest.raises(LibraryError, match="can be read there and not written; make it writable"),
    ):
        library.put_file(NAMED, key="two", size=2)


def test_a_plan_that_cannot_be_noted_says_so_and_knows_those_before_it(folder: Path) -> None:
    with Library(folder) as library:
        assert "was first seen on 2026-01-02" in note_plan(library, "first", "Show").sentence
        other = note_plan(library, "second", "Show").sentence
        assert other.startswith(
            "Plan second is not noted, as the library cannot be written; one other plan about Show "
            "was seen before it, the first on 2026-01-02"
        )
        assert note_plan(library, "third", "Else").sentence == (
            "Plan third is not noted, as the library cannot be written; none about Else was seen "
            "before it."
        )


@pytest.mark.parametrize("written", [b"", b"what was written last"])
def test_what_a_run_has_written_last_is_not_passed_over(folder: Path, written: bytes) -> None:
    folder.chmod(0o700)
    log = folder / "library.sqlite-wal"
    log.write_bytes(written)
    if written:
        with pytest.raises(LibraryError, match=r"cannot be written, and what .* copy the folder"):
            Library(folder)
    else:
        with Library(folder) as library:
            assert library.is_read_only
    log.unlink()


def test_a_library_that_is_written_by_another_is_read_under_its_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(tmp_path) as writer:
        writer.put_file(NAMED, key="one", size=1)
    monkeypatch.setattr("cutstat.library.database._is_writable", lambda _: False)
    with Library(tmp_path) as reader:  # nobody was at work when it was opened
        monkeypatch.undo()
        assert reader.is_read_only
        for number in range(2, 60):
            name = EpisodeName("Show", Fraction(number))
            with Library(tmp_path) as writer:
                file = EpisodeFile(Path(f"/videos/{number}.mkv"), name)
                writer.put_file(file, key=str(number), size=1)
        assert len(reader.episodes()) == 59


def test_a_library_that_was_changed_under_its_reader_says_so(folder: Path) -> None:
    with (
        Library(folder) as library,
        pytest.raises(LibraryError, match="changed while it was read, or is damaged; try"),
        library.reading(),
    ):
        raise sqlite3.DatabaseError("database disk image is malformed")


def test_an_older_library_is_not_brought_up_to_date_there(folder: Path) -> None:
    database = folder / "library.sqlite"
    for one in (folder, database):
        one.chmod(0o700)
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 5")
    connection.close()
    with pytest.raises(LibraryError, match=r"has version 5 and cannot be brought to \d+, as it"):
        Library(folder)


def test_a_population_is_read_there_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PopulationStore(tmp_path):
        pass
    monkeypatch.setattr("cutstat.library.database._is_writable", lambda _: False)
    with PopulationStore(tmp_path) as store:
        assert store.n_files == 0
