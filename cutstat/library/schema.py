"""The tables of the library, their version and how older ones become new."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from cutstat.core.shots import DetectorInfo
from cutstat.errors import LibraryError

APPLICATION_ID = 0x63757473  # "cuts"

FIRST_VERSION = 3
"""Version of the first release, 0.1.0; what was before it never left the house."""

TABLES = """
CREATE TABLE file (
    -- A video file, known by its content.
    key TEXT PRIMARY KEY,           -- hash of size and sampled blocks
    size INTEGER NOT NULL,          -- bytes
    -- The episode that it holds.
    series TEXT NOT NULL,
    series_is_said INTEGER NOT NULL, -- 1 if the user said so, and no name overrules it
    season INTEGER,
    number TEXT,                    -- a fraction: '3', '7/2'
    title TEXT,
    version INTEGER,                -- release version, the 2 of 03v2
    role TEXT NOT NULL,
    doubts TEXT NOT NULL            -- JSON list of sentences
);
CREATE INDEX file_by_series ON file (series);

CREATE TABLE path (
    -- Where a file was seen; one that is renamed keeps its key.
    path TEXT PRIMARY KEY,
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    seen_at TEXT NOT NULL           -- UTC, ISO 8601
);
CREATE INDEX path_by_file ON path (file_key, seen_at);

CREATE TABLE track (
    -- What decoding left behind; the arrays are in arrays/<key>.npz.
    key TEXT PRIMARY KEY,           -- hash of stage, version and file key
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    n_frames INTEGER NOT NULL,
    duration_seconds REAL NOT NULL,
    bytes INTEGER NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX track_by_file ON track (file_key);

CREATE TABLE detection (
    -- Transitions that one detector found; the curve is in arrays/<key>.npz.
    key TEXT PRIMARY KEY,           -- hash of detector, its version and parameters, track key
    track_key TEXT NOT NULL REFERENCES track (key) ON DELETE CASCADE,
    detector TEXT NOT NULL,
    detector_version TEXT NOT NULL,
    parameters TEXT NOT NULL,       -- JSON object
    threshold REAL NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX detection_by_track ON detection (track_key);

CREATE TABLE transition (
    detection_key TEXT NOT NULL REFERENCES detection (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,         -- frames, half-open
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (detection_key, start)
) WITHOUT ROWID;

CREATE TABLE failure (
    -- Files that could not be analysed, until they can.
    path TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    failed_at TEXT NOT NULL
);

CREATE TABLE said_segment (
    -- What the user says of the segments of a file.
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- place among those that were said in the same way
    kind TEXT NOT NULL,
    start TEXT,                     -- '2157', '2.5s', '-90s', 'end'; with stop NULL: there is
    stop TEXT,                      -- no segment of this kind
    source TEXT NOT NULL,           -- where it was said, for people
    is_command INTEGER NOT NULL,    -- 1 by a command, which overrules 0, a manifest
    PRIMARY KEY (file_key, is_command, position)
) WITHOUT ROWID;

CREATE TABLE segmentation (
    -- The segments that were found in the episodes of a series, the newest only.
    series TEXT NOT NULL,
    detector TEXT NOT NULL,         -- whose shots they were found with
    key TEXT NOT NULL,              -- hash of stage, version and inputs
    document TEXT NOT NULL,         -- JSON
    made_at TEXT NOT NULL,          -- UTC, ISO 8601
    PRIMARY KEY (series, detector)
);

CREATE TABLE audit (
    -- How often a detector is right on a series, as a person has judged a sample of it.
    series TEXT NOT NULL,
    detector TEXT NOT NULL,
    document TEXT NOT NULL,         -- JSON
    made_at TEXT NOT NULL,          -- UTC, ISO 8601
    PRIMARY KEY (series, detector)
);
"""
"""The tables as the first release made them. A released script never changes."""


def _keep_by_keys(connection: sqlite3.Connection) -> None:
    """Version 4, cutstat 0.2.0: results are kept by a detector's key, not by what is shown of it.

    What users say of segments is called an override, as everything else that they say.
    """
    rows = connection.execute(
        "SELECT DISTINCT detector, detector_version, parameters FROM detection"
    ).fetchall()
    infos = [DetectorInfo(name, version, json.loads(text)) for name, version, text in rows]
    connection.execute("ALTER TABLE said_segment RENAME TO segment_override")
    connection.execute("ALTER TABLE audit ADD COLUMN detector_text TEXT NOT NULL DEFAULT ''")
    connection.execute("UPDATE audit SET detector_text = detector")
    for table in ("segmentation", "audit"):
        connection.executemany(
            f"UPDATE {table} SET detector = ? WHERE detector = ?",
            [(info.key, str(info)) for info in infos],
        )
    # Segments that no detection stands for are found anew, in a second a series.
    known = ", ".join("?" * len(infos))
    connection.execute(
        f"DELETE FROM segmentation WHERE detector NOT IN ({known})", [info.key for info in infos]
    )


REVIEWS = """
CREATE TABLE transition_override (
    -- What a person says of the transitions of a file. The last row of a place counts; the others
    -- are there so that it can be taken back.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    place INTEGER NOT NULL,         -- border of what was found there, or frame of what was missed
    start INTEGER,                  -- frames, half-open; with kind NULL: there is no transition
    stop INTEGER,
    kind TEXT,
    said_at TEXT NOT NULL           -- UTC, ISO 8601
);
CREATE INDEX transition_override_by_file ON transition_override (file_key, place);

CREATE TABLE reviewed_span (
    -- Spans in which a person has said of every transition what is to be said.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,         -- frames, half-open
    stop INTEGER NOT NULL,
    said_at TEXT NOT NULL           -- UTC, ISO 8601
);
CREATE INDEX reviewed_span_by_file ON reviewed_span (file_key);
"""
"""Version 5, cutstat 0.3.0: what a person says of transitions."""

PLANS = """
CREATE TABLE plan (
    -- What was fixed before a question about a show was asked, in order of being first seen.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,    -- hash of series, exclusions, settings, detector
    target TEXT NOT NULL,
    seen_at TEXT NOT NULL           -- UTC, ISO 8601
);
CREATE INDEX plan_by_target ON plan (target, id);
"""
"""Version 6, cutstat 0.3.0: when a plan was first seen."""

TALLIES = """
CREATE TABLE tally (
    -- What the bodies of a series hold, so that all series are listed without reading arrays.
    series TEXT NOT NULL,
    detector TEXT NOT NULL,         -- whose shots were counted
    key TEXT NOT NULL,              -- hash of all that it depends on
    document TEXT NOT NULL,         -- JSON
    PRIMARY KEY (series, detector)
);
"""
"""Version 7, cutstat 0.3.0: what is counted of a series."""

SPEEDS = """
ALTER TABLE file ADD COLUMN is_sped_up INTEGER;
    -- 1 if the user says that it plays a film too fast, 0 if not; NULL if nothing was said.
"""
"""Version 8, cutstat 0.3.0: at which speed a file plays."""

MAKINGS = """
CREATE TABLE making_override (
    -- What a person says of styles of subtitles and of stretches that stand out.
    file_key TEXT NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    subject TEXT NOT NULL,          -- 'style' or 'stretch'
    place TEXT NOT NULL,            -- name of the style, or a frame of the stretch
    said TEXT,                      -- 'dialogue', or what the stretch is called; NULL: it is none
    said_at TEXT NOT NULL,          -- UTC, ISO 8601
    PRIMARY KEY (file_key, subject, place)
) WITHOUT ROWID;
"""
"""Version 9, cutstat 0.3.0: what a person says of lines and stretches."""

Step = str | Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[Step, ...] = (TABLES, _keep_by_keys, REVIEWS, PLANS, TALLIES, SPEEDS, MAKINGS)
"""How each version comes from the one before, the first from nothing."""


def migrate(
    connection: sqlite3.Connection,
    *,
    folder: Path,
    migrations: Sequence[Step] = MIGRATIONS,
    first: int = FIRST_VERSION,
    is_read_only: bool = False,
) -> None:
    """Bring the tables of a library to the newest version.

    Raises
    ------
    LibraryError
        If the library was made by a newer version of the program, or by another program; if it is
        an older one and cannot be written.
    """
    newest = first + len(migrations) - 1
    version = _version(connection, folder, first=first, newest=newest)
    if version == newest:
        return
    if is_read_only:
        raise LibraryError(
            f"{folder}: the library has version {version} and cannot be brought to {newest}, as it "
            "cannot be written there; copy the folder to a place where it can"
        )
    # A second process may migrate at the same time: look again once the lock is held.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, folder, first=first, newest=newest)
        for step in migrations[max(version - first + 1, 0) :]:
            if callable(step):
                step(connection)
                continue
            for statement in split_statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {newest}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back when the disk is full
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, folder: Path, *, first: int, newest: int) -> int:
    """Give the version of a library, 0 for a new one; refuse what cannot be used."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    is_new = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and not (is_new and version == owner == 0):
        raise LibraryError(
            f"{folder}: library.sqlite there belongs to another program; "
            "choose another folder with --library"
        )
    if version > newest:
        raise LibraryError(
            f"{folder}: the library has version {version}, this program reads up to "
            f"{newest}; update cutstat or choose another library with --library"
        )
    if 0 < version < first:
        raise LibraryError(
            f"{folder}: the library was made before the first release of cutstat and cannot be "
            "read; choose another folder with --library and scan again"
        )
    return version


def split_statements(script: str) -> list[str]:
    """Split a script into statements, so that all of them run within one transaction."""
    statements: list[str] = []
    rest = ""
    for piece in re.split("(?<=;)", script):
        rest += piece
        if sqlite3.complete_statement(rest):
            statements.append(rest.strip())
            rest = ""
    return statements
