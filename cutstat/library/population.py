"""A collection of shows that others analysed: a database of its own beside the library."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cutstat.errors import LibraryError
from cutstat.library.database import open_database
from cutstat.library.records import error_reason

DATABASE_NAME = "population.sqlite"
APPLICATION_ID = 0x63757470  # "cutp"
SCHEMA_VERSION = 1

TABLES = """
CREATE TABLE show (
    id INTEGER PRIMARY KEY,         -- AniList's
    title TEXT NOT NULL,            -- romaji, else English, else native
    titles TEXT NOT NULL,           -- all of them in lower case, one a line
    format TEXT,                    -- TV, MOVIE, OVA, ...
    year INTEGER
);
CREATE TABLE file (
    id INTEGER PRIMARY KEY,         -- the collection's
    show INTEGER NOT NULL,
    episode TEXT,
    duration_seconds REAL NOT NULL,
    frames INTEGER,
    -- Known once the episodes of the show have been compared with each other:
    body_seconds REAL,
    body_shots INTEGER,
    is_certain INTEGER,             -- whether opening and ending were found
    log_count REAL,
    log_rate REAL
);
CREATE INDEX file_by_show ON file (show, log_rate, log_count, is_certain);
CREATE TABLE changes (
    -- Times of changes in seconds, 32-bit floats, and their scores in 255ths; packed.
    file INTEGER PRIMARY KEY,
    times BLOB NOT NULL,
    scores BLOB NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class PopulationShow:
    """A show of a collection, with the means of its episodes' logarithms."""

    id: int
    title: str
    format: str | None
    year: int | None
    episodes: int
    certain: int
    """Episodes in which opening and ending were found."""

    log_count: float
    """Mean logarithm of the shots of a body."""

    log_rate: float
    """Mean logarithm of the shots a minute of a body."""


@dataclass(frozen=True, slots=True, eq=False)
class PopulationFile:
    """A file of a collection with the changes of picture that were found in it."""

    id: int
    show: int
    episode: str | None
    duration_seconds: float
    frames: int | None
    times: NDArray[np.float32]
    """Of changes, in seconds after the start, shape (n,), increasing."""

    scores: NDArray[np.uint8]
    """In 255ths, shape (n,)."""


@dataclass(frozen=True, slots=True)
class BodyNumbers:
    """What is counted in a file without opening and ending."""

    file: int
    seconds: float
    shots: int
    is_certain: bool
    log_count: float
    log_rate: float


class PopulationStore:
    """The database of a collection, in the folder of a library.

    Parameters
    ----------
    folder : Path
        The library's folder; made if it does not exist.

    Raises
    ------
    LibraryError
        If it cannot be opened, or comes from a newer version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.path}: cannot be opened ({error.strerror})") from error
        with self._translated():
            self._connection, _ = open_database(self.path, self._prepare)

    def __enter__(self) -> PopulationStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def n_files(self) -> int:
        """Number of files."""
        with self._translated():
            (count,) = self._connection.execute("SELECT count(*) FROM file").fetchone()
        return int(count)

    def known_files(self) -> frozenset[int]:
        """Give the ids of all files that are there."""
        with self._translated():
            return frozenset(row for (row,) in self._connection.execute("SELECT id FROM file"))

    def put(
        self,
        files: Iterable[PopulationFile],
        shows: Iterable[tuple[PopulationShow, Iterable[str]]],
    ) -> None:
        """Keep files, and shows with all of their titles, in one transaction."""
        with self._transaction():
            for show, titles in shows:
                self._connection.execute(
                    "INSERT OR REPLACE INTO show (id, title, titles, format, year) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (
                        *(show.id, show.title, "\n".join(one.casefold() for one in titles)),
                        *(show.format, show.year),
                    ),
                )
            for file in files:
                self._connection.execute(
                    "INSERT OR REPLACE INTO file (id, show, episode, duration_seconds, frames) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (file.id, file.show, file.episode, file.duration_seconds, file.frames),
                )
                self._connection.execute(
                    "INSERT OR REPLACE INTO changes (file, times, scores) VALUES (?, ?, ?)",
                    (
                        file.id,
                        zlib.compress(file.times.astype("<f4").tobytes(), 1),
                        zlib.compress(file.scores.tobytes(), 1),
                    ),
                )

    def unmeasured(self) -> list[int]:
        """Give the shows of which a file is not measured yet."""
        with self._translated():
            rows = self._connection.execute("SELECT DISTINCT show FROM file WHERE log_rate IS NULL")
            return [row for (row,) in rows]

    def files_of(self, show: int) -> list[PopulationFile]:
        """Give the files of a show, in order of their ids."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT id, show, episode, duration_seconds, frames, times, scores FROM file "
                "JOIN changes ON changes.file = file.id WHERE show = ? ORDER BY id",
                (show,),
            ).fetchall()
        return [
            PopulationFile(
                number,
                show,
                episode,
                seconds,
                frames,
                np.frombuffer(zlib.decompress(times), "<f4"),
                np.frombuffer(zlib.decompress(scores), np.uint8),
            )
            for number, show, episode, seconds, frames, times, scores in rows
        ]

    def put_numbers(self, numbers: Iterable[BodyNumbers]) -> None:
        """Keep what was counted in files, in one transaction."""
        with self._transaction():
            self._connection.executemany(
                "UPDATE file SET body_seconds = ?, body_shots = ?, is_certain = ?, log_count = ?, "
                "log_rate = ? WHERE id = ?",
                [
                    (one.seconds, one.shots, one.is_certain, one.log_count, one.log_rate, one.file)
                    for one in numbers
                ],
            )

    def numbers_of(self, show: int) -> list[tuple[float, float]]:
        """Give the logarithms of shots and of shots a minute of each episode of a show."""
        with self._translated():
            return self._connection.execute(
                "SELECT log_count, log_rate FROM file WHERE show = ? AND log_rate IS NOT NULL "
                "ORDER BY id",
                (show,),
            ).fetchall()

    def body_counts(self, show: int) -> list[tuple[int, int]]:
        """Give the files of a show that were measured, each with the shots of its body."""
        with self._translated():
            return self._connection.execute(
                "SELECT id, body_shots FROM file WHERE show = ? AND log_rate IS NOT NULL "
                "ORDER BY id",
                (show,),
            ).fetchall()

    def shows(
        self,
        *,
        kind: str | None = None,
        years: tuple[int, int] | None = None,
        least_episodes: int = 1,
    ) -> list[PopulationShow]:
        """List shows, the fastest first.

        Parameters
        ----------
        kind : str, optional
            AniList's format, like ``"TV"``.
        years : (int, int), optional
            First and last year.
        least_episodes : int
            Shows with fewer measured episodes are left out.
        """
        first, last = years or (-(10**9), 10**9)
        with self._translated():
            rows = self._connection.execute(
                """
                SELECT show.id, title, format, year, n, certain, log_count, log_rate FROM (
                    SELECT show AS of_show, count(*) AS n, sum(is_certain) AS certain,
                        avg(log_count) AS log_count, avg(log_rate) AS log_rate
                    FROM file WHERE log_rate IS NOT NULL GROUP BY show HAVING count(*) >= ?1
                ) JOIN show ON show.id = of_show
                WHERE (?2 IS NULL OR upper(format) = upper(?2))
                    AND (?3 IS NULL OR (year BETWEEN ?4 AND ?5))
                ORDER BY log_rate DESC, title
                """,
                (least_episodes, kind, None if years is None else 1, first, last),
            )
            return [PopulationShow(*row) for row in rows]

    def find(self, title: str) -> list[PopulationShow]:
        """Give the shows of which one title is just this, whatever its case."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT id FROM show WHERE char(10) || titles || char(10) LIKE ? ESCAPE '\\'",
                (f"%\n{_escaped(title.casefold())}\n%",),
            )
            wanted = {row for (row,) in rows}
        return [one for one in self.shows() if one.id in wanted] if wanted else []

    def titles(self) -> list[str]:
        """Give the titles of all shows."""
        with self._translated():
            return [row for (row,) in self._connection.execute("SELECT title FROM show")]

    def _prepare(self, connection: sqlite3.Connection, is_read_only: bool) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if version == 0 and application == 0 and not is_read_only:
            with _together(connection):
                for statement in TABLES.split(";\n"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif application != APPLICATION_ID or version > SCHEMA_VERSION:
            raise LibraryError(
                f"{self.path}: no population that this version of cutstat can read; update "
                "cutstat, or move the file away"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._translated(), _together(self._connection):
            yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LibraryError(f"{self.path}: {error_reason(error)}") from error


@contextmanager
def _together(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep all that is written, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _escaped(text: str) -> str:
    """Write a text for LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
