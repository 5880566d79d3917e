"""Versions of the library and the way from one to the next."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cutstat.errors import LibraryError
from cutstat.library.schema import (
    APPLICATION_ID,
    FIRST_VERSION,
    MIGRATIONS,
    TABLES,
    migrate,
    split_statements,
)
from cutstat.library.store import Library

NEWEST = FIRST_VERSION + len(MIGRATIONS) - 1

FIRST = "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1), (2);"
SECOND = """
    ALTER TABLE a ADD COLUMN y TEXT; -- a remark; with a semicolon
    UPDATE a SET y = 'was ' || x || ';';
"""


@pytest.fixture
def connection() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_new_library_gets_the_newest_version(connection: sqlite3.Connection) -> None:
    migrate(connection, folder=Path("lib"))
    assert version(connection) == NEWEST
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_an_older_library_takes_the_steps_that_it_lacks(connection: sqlite3.Connection) -> None:
    migrate(connection, folder=Path("lib"), migrations=[FIRST], first=1)
    connection.execute("INSERT INTO a VALUES (3)")
    migrate(connection, folder=Path("lib"), migrations=[FIRST, SECOND], first=1)
    assert version(connection) == 2
    rows = connection.execute("SELECT x, y FROM a ORDER BY x").fetchall()
    assert rows == [(1, "was 1;"), (2, "was 2;"), (3, "was 3;")]


def test_several_steps_are_taken_at_once(connection: sqlite3.Connection) -> None:
    migrate(connection, folder=Path("lib"), migrations=[FIRST, SECOND], first=1)
    assert connection.execute("SELECT y FROM a ORDER BY x").fetchall() == [("was 1;",), ("was 2;",)]


def test_a_library_of_the_newest_version_is_left_alone(connection: sqlite3.Connection) -> None:
    for _ in range(2):
        migrate(connection, folder=Path("lib"), migrations=[FIRST], first=1)
    assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 2


def test_a_step_that_fails_leaves_the_library_as_it_was(connection: sqlite3.Connection) -> None:
    migrate(connection, folder=Path("lib"), migrations=[FIRST], first=1)
    broken = "DROP TABLE a; INSERT INTO nowhere VALUES (1);"
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, folder=Path("lib"), migrations=[FIRST, broken], first=1)
    assert version(connection) == 1
    assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 2
    assert not connection.in_transaction


def test_a_newer_library_is_refused_and_left_alone(connection: sqlite3.Connection) -> None:
    migrate(connection, folder=Path("lib"), migrations=[FIRST, SECOND], first=1)
    with pytest.raises(LibraryError, match=r"lib: the library has version 2, .* up to 1; update"):
        migrate(connection, folder=Path("lib"), migrations=[FIRST], first=1)
    assert version(connection) == 2


@pytest.mark.parametrize("user_version", [0, NEWEST, 17])
def test_the_database_of_another_program_is_refused(
    connection: sqlite3.Connection, user_version: int
) -> None:
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.execute(f"PRAGMA user_version = {user_version}")
    with pytest.raises(LibraryError, match="belongs to another program; choose another folder"):
        migrate(connection, folder=Path("lib"))
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    assert names == ["bookmarks"]


def test_another_programs_database_file_is_not_changed_by_a_byte(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "library.sqlite")
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.commit()
    other.close()
    before = (tmp_path / "library.sqlite").read_bytes()
    with pytest.raises(LibraryError, match="another program"):
        Library(tmp_path)
    assert (tmp_path / "library.sqlite").read_bytes() == before


def test_statements_are_split_at_their_ends_only() -> None:
    script = "CREATE TABLE a (x TEXT); -- no; end\nINSERT INTO a\nVALUES ('b;c');\n"
    assert len(split_statements(script)) == 2


def test_the_first_tables_are_split_into_statements() -> None:
    assert len(split_statements(TABLES)) == TABLES.count("CREATE") > 0


def test_a_library_from_before_the_first_release_is_refused(
    connection: sqlite3.Connection,
) -> None:
    migrate(connection, folder=Path("lib"))
    connection.execute(f"PRAGMA user_version = {FIRST_VERSION - 1}")
    with pytest.raises(LibraryError, match="before the first release of cutstat"):
        migrate(connection, folder=Path("lib"))
