"""Put, get, list and forget: this module and `segments` alone speak SQL to the library."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from cutstat.core.episodes import EpisodeFile
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.track import ListedTrack, Track
from cutstat.errors import LibraryError
from cutstat.library.arrays import ArrayFiles
from cutstat.library.codec import (
    listed_from_bytes,
    listed_to_bytes,
    pack,
    track_from_bytes,
    track_to_bytes,
    unpack,
)
from cutstat.library.database import open_database
from cutstat.library.records import (
    DATABASE,
    Failure,
    LibraryEpisode,
    LibraryState,
    episode_from_row,
    error_reason,
    path_from_text,
    path_to_text,
    valid_text,
)
from cutstat.library.schema import migrate


class Library:
    """A folder with a database and array files.

    Writes are atomic, and several processes may use one library at once.

    Parameters
    ----------
    folder : Path or str
        The library's folder; it is made if it does not exist.

    Raises
    ------
    LibraryError
        If the library cannot be opened, is damaged or comes from a newer version.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = folder = Path(folder)
        if folder.exists() and not folder.is_dir():
            raise LibraryError(f"{folder}: a file, where the library needs a folder")
        self._arrays = ArrayFiles(folder)
        database = folder / DATABASE
        if database.is_file() and not database.stat().st_size and not self._arrays.is_empty():
            raise LibraryError(
                f"{database}: empty (0 bytes), though arrays of a library lie beside it; bring it "
                "back from a copy, or delete it to begin anew"
            )
        self.is_read_only = False
        with self._translated():
            self._connection, self.is_read_only = open_database(database, self._prepare)
        self._arrays.remove_stale()

    def _prepare(self, connection: sqlite3.Connection, is_read_only: bool) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, folder=self.folder, is_read_only=is_read_only)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    # Files and names

    def put_file(
        self, file: EpisodeFile, *, key: str, size: int, is_sped_up: bool | None = None
    ) -> EpisodeFile:
        """Note a file by its content, where it lies and which episode it holds.

        Parameters
        ----------
        file : EpisodeFile
            The file and the episode that it is taken for. A series that the user said by a command
            stands until another one is said, by a command or a manifest; the file's name and folder
            do not undo it.
        key : str
            Key of its content.
        size : int
            In bytes.
        is_sped_up : bool, optional
            Whether it plays a film too fast; what was said before stands if nothing is said.

        Returns
        -------
        EpisodeFile
            The file with the series that it is kept under.
        """
        name = file.name
        title = None if name.title is None else valid_text(name.title)
        doubts = [valid_text(doubt) for doubt in file.doubts]
        number = None if name.number is None else str(name.number)
        with self.transaction():
            self._connection.execute(
                """
                INSERT INTO file (key, size, series, series_is_said, season, number, title,
                    version, role, doubts, is_sped_up)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?12)
                ON CONFLICT (key) DO UPDATE SET
                    series = iif(?11 OR NOT series_is_said, excluded.series, series),
                    series_is_said = iif(?11, excluded.series_is_said, series_is_said),
                    season = excluded.season, number = excluded.number, title = excluded.title,
                    version = excluded.version, role = excluded.role, doubts = excluded.doubts,
                    is_sped_up = coalesce(excluded.is_sped_up, is_sped_up)
                """,
                (
                    *(key, size, valid_text(name.series), file.series_from == "option"),
                    *(name.season, number, title, name.version, name.role),
                    *(json.dumps(doubts, ensure_ascii=False), file.series_from != "name"),
                    is_sped_up,
                ),
            )
            self._connection.execute(
                "INSERT OR REPLACE INTO path (path, file_key, seen_at) VALUES (?, ?, ?)",
                (path_to_text(file.path), key, now()),
            )
            (series,) = self._connection.execute(
                "SELECT series FROM file WHERE key = ?", (key,)
            ).fetchone()
        return replace(file, name=replace(name, series=series))

    def paths(self, key: str) -> tuple[Path, ...]:
        """List where the file with this content was seen, the last place first."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT path FROM path WHERE file_key = ? ORDER BY seen_at DESC", (key,)
            ).fetchall()
        return tuple(path_from_text(row[0]) for row in rows)

    def remove_path(self, path: Path) -> None:
        """Let go of a place, so that its file is listed no more; what is known of it stays."""
        with self.transaction():
            self._connection.execute("DELETE FROM path WHERE path = ?", (path_to_text(path),))

    def episodes(self, series: str | None = None) -> tuple[LibraryEpisode, ...]:
        """List the episodes of one series, or of all, in order.

        A file whose place has been taken by another one is no longer listed. What is known of it
        stays, in case it turns up elsewhere. Of files with the same name the last seen comes first.
        """
        with self._translated():
            rows = self._connection.execute(
                f"""
                SELECT file.key, series, season, number, title, version, role, doubts,
                    (SELECT path FROM path WHERE file_key = file.key
                        ORDER BY seen_at DESC LIMIT 1),
                    track.key, track.n_frames, track.duration_seconds, max(track.made_at),
                    is_sped_up
                FROM file LEFT JOIN track ON track.file_key = file.key
                WHERE file.key IN (SELECT file_key FROM path)
                {"AND series = ?" if series is not None else ""}
                GROUP BY file.key
                ORDER BY (SELECT max(seen_at) FROM path WHERE file_key = file.key) DESC
                """,
                () if series is None else (valid_text(series),),
            ).fetchall()
        episodes = [episode_from_row(row) for row in rows]
        return tuple(sorted(episodes, key=lambda e: (e.name.series.casefold(), e.name.order)))

    def series_names(self) -> tuple[str, ...]:
        """List the titles of all series."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT DISTINCT series FROM file WHERE key IN (SELECT file_key FROM path)"
            ).fetchall()
        return tuple(sorted((row[0] for row in rows), key=str.casefold))

    def forget(self, file_key: str) -> None:
        """Remove all that is known of a file. The video is not touched."""
        with self._translated():
            tracks = self._connection.execute(
                "SELECT key FROM track WHERE file_key = ?", (file_key,)
            ).fetchall()
        for (key,) in tracks:
            self.remove_track(key)
        with self.transaction():
            self._connection.execute(
                "DELETE FROM failure WHERE path IN (SELECT path FROM path WHERE file_key = ?)",
                (file_key,),
            )
            self._connection.execute("DELETE FROM file WHERE key = ?", (file_key,))

    # Tracks and detections

    def put_track(self, track: Track | ListedTrack, *, key: str, file_key: str) -> None:
        """Keep a track. Detections made from it before are kept."""
        data = track_to_bytes(track) if isinstance(track, Track) else listed_to_bytes(track)
        self._arrays.write(key, data)
        with self.transaction():
            # To replace the row would delete the detections that refer to it.
            self._connection.execute(
                """
                INSERT INTO track VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
                    n_frames = excluded.n_frames, duration_seconds = excluded.duration_seconds,
                    bytes = excluded.bytes, made_at = excluded.made_at
                """,
                (key, file_key, len(track.times), track.times.duration_seconds, len(data), now()),
            )

    def remove_track(self, key: str) -> None:
        """Remove a track, if it is there, and what was detected from it."""
        with self.transaction():
            keys = self._connection.execute(
                "SELECT key FROM detection WHERE track_key = ?1 UNION ALL "
                "SELECT key FROM track WHERE key = ?1",
                (key,),
            ).fetchall()
            self._connection.execute("DELETE FROM track WHERE key = ?", (key,))
        for (gone,) in keys:
            self._arrays.remove(gone)

    def has_track(self, key: str) -> bool:
        """Whether a track is there, with its arrays."""
        with self._translated():
            row = self._connection.execute("SELECT 1 FROM track WHERE key = ?", (key,)).fetchone()
        return row is not None and key in self._arrays

    def is_known(self, key: str) -> bool:
        """Whether a track or detection with this key was kept, whatever is left of its arrays."""
        query = (
            "SELECT 1 FROM track WHERE key = :key UNION SELECT 1 FROM detection WHERE key = :key"
        )
        with self._translated():
            return self._connection.execute(query, {"key": key}).fetchone() is not None

    def is_outdated(self, file_key: str, *, key: str) -> bool:
        """Whether tracks of a file are there, but none with this key: another version made them."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT key FROM track WHERE file_key = ?", (file_key,)
            ).fetchall()
        return bool(rows) and (key,) not in rows

    def get_track(self, key: str, *, is_whole: bool = True) -> Track | None:
        """Give a track, or None if there is none or its arrays are damaged.

        One that is not whole comes without evidence and similarities, which detectors alone need,
        in a tenth of the time. A damaged track is as good as none: the video gives it again.
        """
        if not self.has_track(key):
            return None
        try:
            return track_from_bytes(self._arrays.read(key), is_whole=is_whole)
        except (ValueError, OSError):
            return None

    def get_listed(self, key: str) -> ListedTrack | None:
        """Give what stands for the track of a shot list; None without it, or if it is damaged."""
        if not self.has_track(key):
            return None
        try:
            return listed_from_bytes(self._arrays.read(key))
        except (ValueError, OSError):
            return None

    def put_detection(self, detection: Detection, *, key: str, track_key: str) -> None:
        """Keep what a detector found."""
        info = detection.detector
        self._arrays.write(key, pack({"curve": detection.curve}))
        with self.transaction():
            self._connection.execute("DELETE FROM detection WHERE key = ?", (key,))
            self._connection.execute(
                "INSERT INTO detection VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(key, track_key, info.name, info.version),
                    *(json.dumps(dict(info.parameters), sort_keys=True), detection.threshold),
                    now(),
                ),
            )
            self._connection.executemany(
                "INSERT INTO transition VALUES (?, ?, ?, ?, ?)",
                [
                    (key, found.start, found.stop, found.kind, found.confidence)
                    for found in detection.transitions
                ],
            )

    def get_detection(self, key: str) -> Detection | None:
        """Give what a detector found, or None if it was not kept or is damaged."""
        with self._translated():
            row = self._connection.execute(
                "SELECT detector, detector_version, parameters, threshold FROM detection "
                "WHERE key = ?",
                (key,),
            ).fetchone()
            found = self._connection.execute(
                "SELECT start, stop, kind, confidence FROM transition "
                "WHERE detection_key = ? ORDER BY start",
                (key,),
            ).fetchall()
        if row is None:
            return None
        try:
            curve = unpack(self._arrays.read(key))["curve"].astype(np.float32)
            info = DetectorInfo(row[0], row[1], json.loads(row[2]))
            return Detection(info, tuple(Transition(*values) for values in found), curve, row[3])
        except (ValueError, OSError, KeyError):
            return None

    # Failures and state

    def put_failure(self, path: Path, reason: str) -> None:
        """Note that a file could not be analysed."""
        with self.transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?)",
                (path_to_text(path), valid_text(reason), now()),
            )

    def clear_failure(self, path: Path) -> None:
        """Note that a file has been analysed after all."""
        with self.transaction():
            self._connection.execute("DELETE FROM failure WHERE path = ?", (path_to_text(path),))

    def failures(self) -> tuple[Failure, ...]:
        """List the files that could not be analysed."""
        with self._translated():
            rows = self._connection.execute("SELECT * FROM failure ORDER BY path").fetchall()
        return tuple(Failure(path_from_text(path), reason, when) for path, reason, when in rows)

    def state(self) -> LibraryState:
        """Count what the library holds and look for damage."""
        with self._translated():
            count = self._connection.execute(
                "SELECT count(DISTINCT file_key) FROM path"
            ).fetchone()[0]
            tracks = self._connection.execute("SELECT key, bytes FROM track").fetchall()
            check = self._connection.execute("PRAGMA quick_check").fetchone()[0]
        problems = [] if check == "ok" else [f"the database is damaged: {check}"]
        missing = sum(key not in self._arrays for key, _ in tracks)
        if missing:
            problems.append(f"{missing} tracks have lost their arrays; a new scan restores them")
        size = sum(size for _, size in tracks)
        return LibraryState(self.folder, count, len(tracks), size, tuple(problems))

    # Inside

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give this room the database to read from."""
        with self._translated():
            yield self._connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give this room the database for writes that are kept together or not at all."""
        if self.is_read_only:
            raise LibraryError(
                f"{self.folder}: the library can be read there and not written; make it writable, "
                "or choose another folder with --library"
            )
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite itself has rolled back when the disk is full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn SQLite's errors into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            reason = error_reason(error, is_read_only=self.is_read_only)
            raise LibraryError(f"{self.folder}: {reason}") from error


def now() -> str:
    """Write the time in UTC as the library keeps it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
