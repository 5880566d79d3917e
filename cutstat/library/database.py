"""Open a database of the library: to read and write, or to read alone where nothing may be written.

A disk may be read-only, or the library be another user's.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from cutstat.errors import LibraryError
from cutstat.library.records import BUSY_SECONDS

Prepare = Callable[[sqlite3.Connection, bool], None]
"""Looks at the tables, makes them if it may, and is told whether the database is read-only."""


def open_database(path: Path, prepare: Prepare) -> tuple[sqlite3.Connection, bool]:
    """Open a database, and say whether it is read-only.

    Raises
    ------
    sqlite3.Error
        If it cannot be opened, or is none.
    LibraryError
        If it is read-only and a run that wrote to it has not come to its end.
    """
    if not path.is_file() or _is_writable(path):
        return _opened(str(path), prepare), False
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _opened(address, prepare, is_read_only=True), True
    except sqlite3.OperationalError:  # SQLite would have to lay files of its own beside it
        if _size_of(path.with_name(f"{path.name}-wal")):  # a run has not come to its end
            raise LibraryError(
                f"{path}: cannot be written, and what a run has written last can only be read "
                "where it can; copy the folder to such a place"
            ) from None
    return _opened(f"{address}&immutable=1", prepare, is_read_only=True), True


def _size_of(path: Path) -> int:
    """Give the bytes of a file that may go at any time."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_writable(path: Path) -> bool:
    """Whether a database can be written: SQLite lays files beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _opened(address: str, prepare: Prepare, *, is_read_only: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, timeout=BUSY_SECONDS, isolation_level=None, uri=is_read_only
    )
    try:
        prepare(connection, is_read_only)
        if not is_read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection
