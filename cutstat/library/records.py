"""What the library tells: episodes, failures, its own state, and how their rows are read."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from cutstat.core.episodes import EpisodeName

DATABASE = "library.sqlite"
BUSY_SECONDS = 30.0
"""How long a run waits for another one that writes to the same library."""


@dataclass(frozen=True, slots=True)
class LibraryEpisode:
    """An episode as the library knows it."""

    file_key: str
    path: Path
    """Where the file was last seen."""

    name: EpisodeName
    doubts: tuple[str, ...]
    track_key: str | None
    """Key of the newest track; None before the file is decoded."""

    n_frames: int | None
    duration_seconds: float | None
    made_at: str | None = None
    """When the track was made, in UTC: one made anew may know more of the same frames."""

    is_sped_up: bool | None = None
    """Whether it plays a film too fast, as the user says; None if nothing was said."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be analysed."""

    path: Path
    reason: str
    failed_at: str


@dataclass(frozen=True, slots=True)
class LibraryState:
    """How much a library holds."""

    folder: Path
    episodes: int
    tracks: int
    array_bytes: int
    problems: tuple[str, ...]
    """What is damaged, one sentence each."""


def episode_from_row(row: Sequence[Any]) -> LibraryEpisode:
    """Read a row of the query that lists episodes."""
    key, series, season, number, title, version, role, doubts, path, *made = row
    track, frames, seconds, made_at, is_sped_up = made
    return LibraryEpisode(
        file_key=key,
        path=path_from_text(path),
        name=EpisodeName(
            series, Fraction(number) if number else None, season, title, version, role
        ),
        doubts=tuple(json.loads(doubts)),
        track_key=track,
        n_frames=frames,
        duration_seconds=seconds,
        made_at=made_at,
        is_sped_up=None if is_sped_up is None else bool(is_sped_up),
    )


def valid_text(text: str) -> str:
    """Write what is no valid text, as some file names hold it, as escapes that SQLite takes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def path_to_text(path: Path) -> str | bytes:
    """Write a path as SQLite can hold it: as bytes where the name is no valid text."""
    raw = os.fsencode(path.absolute())
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


def path_from_text(text: str | bytes) -> Path:
    """Read a path as `path_to_text` writes it."""
    return Path(os.fsdecode(text))


def error_reason(error: sqlite3.Error, *, is_read_only: bool = False) -> str:
    """Say in words of the user what SQLite has met."""
    text = str(error)
    if "locked" in text:
        return f"the library has been locked by another run for {BUSY_SECONDS:.0f} seconds"
    if "disk I/O" in text:
        return "the disk is full or does not answer; free some space or choose another folder"
    if "full" in text:
        return "the library cannot grow, the disk is full; free some space"
    if "readonly" in text or "unable to open" in text:
        return "the library cannot be written there; choose another folder with --library"
    if isinstance(error, sqlite3.DatabaseError) and (
        "malformed" in text or "not a database" in text
    ):
        if is_read_only:
            return "the library was changed while it was read, or is damaged; try once more"
        return f"{DATABASE} is damaged ({text}); move it away and scan again"
    return f"the library cannot be used ({text})"
