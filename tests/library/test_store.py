"""Put, get, list and forget."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.shows import PATHS
from support.stored import detections, make_detection, make_file, make_track, plain, tracks

from cutstat.core.atomic import TEMPORARY_PREFIX
from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.shots import Detection
from cutstat.core.track import Track
from cutstat.errors import LibraryError
from cutstat.library.arrays import STALE_SECONDS
from cutstat.library.location import default_folder
from cutstat.library.store import Library

DATABASE_TABLES = ("file", "path", "track", "detection", "transition", "failure")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("shared")) as opened:
        opened.put_file(make_file(Path("/videos/a.mkv")), key="file", size=1)
        opened.put_track(make_track(200), key="track", file_key="file")
        yield opened


def fill(library: Library, path: Path = Path("/videos/Show - 01.mkv"), *, key: str = "aa") -> None:
    """Put a file with its track and a detection."""
    library.put_file(make_file(path), key=key, size=7)
    library.put_track(make_track(), key=f"{key}-track", file_key=key)
    library.put_detection(make_detection([5, 9]), key=f"{key}-detection", track_key=f"{key}-track")


def arrays(library: Library) -> list[Path]:
    return [path for path in (library.folder / "arrays").rglob("*") if path.is_file()]


def rows(library: Library, table: str) -> int:
    connection = sqlite3.connect(library.folder / "library.sqlite")
    count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return int(count)


# Round trips


@given(tracks())
@settings(max_examples=15, deadline=None)
def test_a_track_comes_back_as_it_was_put(shared: Library, track: Track) -> None:
    shared.put_track(track, key="drawn", file_key="file")
    back = shared.get_track("drawn")
    assert plain(back) == plain(track)


@given(detections())
@settings(max_examples=40, deadline=None)
def test_a_detection_comes_back_as_it_was_put(shared: Library, detection: Detection) -> None:
    shared.put_detection(detection, key="drawn detection", track_key="track")
    back = shared.get_detection("drawn detection")
    assert back is not None
    assert plain(back) == plain(detection)
    assert back.shots == detection.shots


def test_what_was_never_put_is_none(library: Library) -> None:
    assert not library.has_track("x")
    assert library.get_track("x") is None
    assert library.get_detection("x") is None
    assert library.episodes() == library.series_names() == library.failures() == ()


@pytest.mark.parametrize(
    "name",
    [
        EpisodeName("Show"),
        EpisodeName("海の駅", Fraction(7, 2), 2, "題名", 3, "special"),
        EpisodeName("A 'quoted' \"name\"; DROP TABLE file; --", Fraction(0)),
        EpisodeName("Film", None, None, "The film", None, "film"),
    ],
    ids=lambda name: name.series,
)
def test_an_episodes_name_comes_back_as_it_was_put(library: Library, name: EpisodeName) -> None:
    file = EpisodeFile(Path("/videos/x.mkv"), name, ("first doubt", "zweiter Zweifel — 疑"))
    library.put_file(file, key="k", size=1)
    (episode,) = library.episodes(name.series)
    assert (episode.path, episode.name, episode.doubts) == (file.path, name, file.doubts)
    assert episode.track_key is None
    assert episode.n_frames is None


def test_an_episode_tells_of_its_track(library: Library) -> None:
    fill(library)
    (episode,) = library.episodes()
    track = make_track()
    assert episode.track_key == "aa-track"
    assert episode.n_frames == 30
    assert episode.duration_seconds == track.times.duration_seconds


def test_episodes_are_listed_by_series_and_number(library: Library) -> None:
    for series, number in [("b", 10), ("A", 2), ("b", 9), ("A", 1)]:
        file = make_file(Path(f"/videos/{series}{number}.mkv"), series=series, number=number)
        library.put_file(file, key=f"{series}{number}", size=1)
    assert [e.file_key for e in library.episodes()] == ["A1", "A2", "b9", "b10"]
    assert [e.file_key for e in library.episodes("b")] == ["b9", "b10"]
    assert library.series_names() == ("A", "b")


def test_a_new_name_replaces_the_old_one(library: Library) -> None:
    fill(library)
    library.put_file(make_file(Path("/videos/Show - 01.mkv"), series="Other"), key="aa", size=7)
    assert library.series_names() == ("Other",)
    assert library.has_track("aa-track")


# Files that move


def test_a_file_that_is_renamed_or_moved_keeps_its_results(library: Library) -> None:
    fill(library, Path("/videos/old.mkv"))
    library.put_file(make_file(Path("/elsewhere/new.mkv")), key="aa", size=7)
    (episode,) = library.episodes()
    assert episode.path == Path("/elsewhere/new.mkv")
    assert episode.track_key == "aa-track"


def test_a_file_whose_place_another_took_is_not_counted_twice(library: Library) -> None:
    fill(library, key="first")
    fill(library, key="second")
    (episode,) = library.episodes("Show")
    assert episode.file_key == "second"
    assert library.state().episodes == 1


def test_files_that_change_places_keep_their_results(library: Library) -> None:
    a, b = Path("/videos/a.mkv"), Path("/videos/b.mkv")
    fill(library, a, key="first")
    fill(library, b, key="second")
    library.put_file(make_file(a, number=1), key="second", size=7)
    library.put_file(make_file(b, number=2), key="first", size=7)
    assert {e.file_key: e.path for e in library.episodes()} == {"first": b, "second": a}
    assert library.has_track("first-track")
    assert library.has_track("second-track")


@pytest.mark.parametrize(
    "name",
    [b"line\nbreak.mkv", b"caf\xe9.mkv", "😀 海.mkv".encode(), b"tab\t'quote\".mkv", b"\xff\xfe"],
)
def test_file_names_of_all_kinds_are_kept(library: Library, name: bytes) -> None:
    path = Path("/videos") / os.fsdecode(name)
    fill(library, path)
    library.put_failure(path, f"{path}: a reason")
    assert library.episodes()[0].path == path
    assert library.failures()[0].path == path
    library.clear_failure(path)
    assert library.failures() == ()


def test_a_title_that_is_no_valid_text_is_kept_as_escapes(library: Library) -> None:
    series = os.fsdecode(b"caf\xe9")
    library.put_file(make_file(Path("/videos/x.mkv"), series=series), key="k", size=1)
    assert library.series_names() == (r"caf\udce9",)
    assert len(library.episodes(series)) == 1


# Several detectors


def test_a_track_that_is_put_again_keeps_the_detections_made_from_it(library: Library) -> None:
    fill(library)
    library.put_track(make_track(seed=1), key="aa-track", file_key="aa")
    assert library.get_detection("aa-detection") is not None
    assert plain(library.get_track("aa-track")) == plain(make_track(seed=1))


def test_a_detection_that_is_put_again_replaces_the_old_one(library: Library) -> None:
    fill(library)
    library.put_detection(make_detection([3]), key="aa-detection", track_key="aa-track")
    back = library.get_detection("aa-detection")
    assert back is not None
    assert [found.start for found in back.transitions] == [3]
    assert rows(library, "transition") == 1


# Forgetting


def test_forgetting_a_file_leaves_nothing_of_it(library: Library) -> None:
    fill(library)
    library.put_failure(Path("/videos/Show - 01.mkv"), "a reason")
    library.forget("aa")
    assert {table: rows(library, table) for table in DATABASE_TABLES} == dict.fromkeys(
        DATABASE_TABLES, 0
    )
    assert arrays(library) == []


def test_forgetting_a_file_leaves_the_others_alone(library: Library) -> None:
    fill(library, Path("/videos/a.mkv"), key="aa")
    fill(library, Path("/videos/b.mkv"), key="bb")
    library.forget("aa")
    assert [e.file_key for e in library.episodes()] == ["bb"]
    assert library.get_track("bb-track") is not None
    assert library.get_detection("bb-detection") is not None
    assert len(arrays(library)) == 2


def test_forgetting_what_is_not_there_does_nothing(library: Library) -> None:
    fill(library)
    library.forget("zz")
    assert len(library.episodes()) == 1


# Damage


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive", None])
def test_a_damaged_array_file_is_as_good_as_none(library: Library, damage: bytes | None) -> None:
    fill(library)
    for file in arrays(library):
        if damage is None:
            file.unlink()
        else:
            file.write_bytes(damage)
    assert library.get_track("aa-track") is None
    assert library.get_detection("aa-detection") is None


def test_a_curve_that_does_not_fit_its_transitions_is_as_good_as_none(library: Library) -> None:
    fill(library)
    short = make_detection([], n_frames=4)
    library.put_detection(short, key="short", track_key="aa-track")
    short_file = next(file for file in arrays(library) if file.stem == "short")
    detection_file = next(file for file in arrays(library) if file.stem == "aa-detection")
    detection_file.write_bytes(short_file.read_bytes())
    assert library.get_detection("aa-detection") is None


def test_lost_arrays_are_named_by_the_state(library: Library) -> None:
    fill(library)
    assert library.state().problems == ()
    assert (library.state().episodes, library.state().tracks) == (1, 1)
    for file in arrays(library):
        file.unlink()
    (problem,) = library.state().problems
    assert problem == "1 tracks have lost their arrays; a new scan restores them"


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read" * 40])
def test_a_database_that_is_none_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite").write_bytes(content)
    with pytest.raises(LibraryError, match=r"library\.sqlite is damaged .*; move it away and scan"):
        Library(tmp_path)


def test_a_database_with_torn_pages_is_a_sentence(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for number in range(200):
            library.put_file(make_file(Path(f"/v/{number}.mkv")), key=f"{number:032d}", size=1)
    file = tmp_path / "library.sqlite"
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    file.write_bytes(data)

    def use() -> None:
        with Library(tmp_path) as library:
            library.episodes()

    with pytest.raises(LibraryError, match=r"damaged .*; move it away and scan again"):
        use()


def test_a_library_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Library(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "library.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryError, match=r"has version 99, .* update cutstat or choose another"):
        Library(tmp_path)


# Places that cannot be used


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.write_text("not a folder")
    with pytest.raises(LibraryError, match="library: a file, where the library needs a folder"):
        Library(place)


def test_a_folder_where_the_database_should_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").mkdir()
    with pytest.raises(LibraryError, match="cannot be written there; choose another folder"):
        Library(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_must_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match="choose another folder with --library"):
            Library(tmp_path / "library")
    finally:
        tmp_path.chmod(0o700)


def test_a_library_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(LibraryError, match=r"cannot be made there \(Permission denied\); choose"):
        Library(tmp_path / "library")


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.put_file(make_file(Path("/videos/a.mkv")), key="aa", size=7)

    def refuse(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(LibraryError, match=r"the disk is full; free some space"):
        library.put_track(make_track(), key="track", file_key="aa")
    assert arrays(library) == []
    assert not library.has_track("track")


def test_a_database_that_cannot_grow_is_a_sentence_and_stays_usable(library: Library) -> None:
    fill(library)
    connection = library._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "disk is full"
    with pytest.raises(LibraryError, match="the disk is full; free some space"):
        library.put_failure(Path("/videos/b.mkv"), "x" * 100_000)
    assert not connection.in_transaction
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    library.put_failure(Path("/videos/b.mkv"), "x" * 100_000)
    assert len(library.failures()) == 1


def test_a_library_that_stays_locked_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cutstat.library.database.BUSY_SECONDS", 0.05)
    with Library(tmp_path) as holder, Library(tmp_path) as waiter:
        holder._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="locked by another run for"):
            waiter.put_failure(Path("/x"), "a reason")
        assert waiter.failures() == ()  # reading goes on
        holder._connection.execute("ROLLBACK")
        waiter.put_failure(Path("/x"), "a reason")


# Several processes, and what dead ones leave

WRITER = """
    import sys
    from pathlib import Path
    from support.stored import make_detection, make_file, make_track
    from cutstat.library.store import Library

    folder, name = Path(sys.argv[1]), sys.argv[2]
    sys.stdin.readline()
    with Library(folder) as library:
        for number in range(25):
            key = f"{name}{number:02d}"
            library.put_file(make_file(Path(f"/v/{key}.mkv"), number=number), key=key, size=1)
            library.put_track(make_track(seed=number), key=key + "t", file_key=key)
            library.put_detection(make_detection([number + 1]), key=key + "d", track_key=key + "t")
            library.put_track(make_track(seed=number), key=key + "t", file_key=key)
"""


def test_several_processes_make_and_fill_one_library_at_once(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "library"), name],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": PATHS},
        )
        for name in ("a", "b", "c")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    complaints = [writer.communicate()[1] for writer in writers]
    assert complaints == ["", "", ""]
    with Library(tmp_path / "library") as library:
        assert len(library.episodes()) == 75
        for episode in library.episodes():
            number = int(episode.file_key[1:])
            assert plain(library.get_track(episode.file_key + "t")) == plain(
                make_track(seed=number)
            )
            detection = library.get_detection(episode.file_key + "d")
            assert detection is not None
            assert [found.start for found in detection.transitions] == [number + 1]
        assert library.state().problems == ()


def test_temporary_files_of_dead_runs_are_removed_and_young_ones_kept(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        fill(library)
        folder = arrays(library)[0].parent
    old, young = (folder / f"{TEMPORARY_PREFIX}{name}.npz" for name in ("old", "young"))
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    with Library(tmp_path) as library:
        assert not old.exists()
        assert young.exists()
        assert library.get_track("aa-track") is not None


def test_temporary_files_that_cannot_be_removed_stop_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(tmp_path) as library:
        fill(library)
        old = arrays(library)[0].parent / f"{TEMPORARY_PREFIX}old.npz"
    old.write_bytes(b"half")
    os.utime(old, (0, 0))

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        Library(tmp_path).close()
    assert old.exists()


# Failures


def test_a_failure_stays_until_the_file_is_analysed(library: Library) -> None:
    path = Path("/videos/x.mkv")
    library.put_failure(path, "first reason")
    library.put_failure(path, "second reason")
    assert [(f.path, f.reason) for f in library.failures()] == [(path, "second reason")]
    library.clear_failure(path)
    assert library.failures() == ()


# The place


def test_the_library_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTSTAT_LIBRARY", "~/films")
    assert default_folder() == Path("~/films").expanduser()


@pytest.mark.parametrize("said", [None, ""])
def test_the_library_lies_in_the_users_data_folder_otherwise(
    monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    monkeypatch.delenv("CUTSTAT_LIBRARY", raising=False)
    if said is not None:
        monkeypatch.setenv("CUTSTAT_LIBRARY", said)
    folder = default_folder()
    assert folder.name == "library"
    assert folder.parent.name == "cutstat"
    assert Path.home() in folder.parents


def test_the_users_word_on_a_series_stands_until_another_is_said(library: Library) -> None:
    file = make_file(Path("/videos/a.mkv"), series="Read")
    said = replace(make_file(Path("/videos/a.mkv"), series="Said"), series_from="option")
    again = replace(make_file(Path("/videos/a.mkv"), series="Said again"), series_from="option")
    assert library.put_file(file, key="k", size=1).name.series == "Read"
    assert library.put_file(said, key="k", size=1).name.series == "Said"
    assert library.put_file(file, key="k", size=1).name.series == "Said"
    assert library.put_file(again, key="k", size=1).name.series == "Said again"
    assert library.series_names() == ("Said again",)
    written = replace(file, name=said.name, series_from="manifest")
    assert library.put_file(written, key="k", size=1).name.series == "Said"
    assert library.put_file(file, key="k", size=1).name.series == "Read"  # once it is deleted
