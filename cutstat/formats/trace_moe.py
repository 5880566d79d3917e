"""A dump of trace.moe's database: files with the changes that FFmpeg's filter saw, and shows.

What it publishes is described at https://github.com/soruly/trace.moe and
https://soruly.github.io/trace.moe-api/. `scene_changes` is JSON, a list of ``[time, score]`` in
seconds and 0..1; `json` of the table `anilist` is what AniList says of a show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cutstat.errors import InputError
from cutstat.formats.sql_dump import DumpRow, read_rows

FILE_COLUMNS = (
    *("id", "anilist_id", "episode", "episode_start", "episode_end", "duration", "frame_count"),
    *("scene_changes",),
)
SHOW_COLUMNS = ("id", "json")


@dataclass(frozen=True, slots=True, eq=False)
class DumpFile:
    """One file of the collection."""

    id: int
    show: int
    """AniList's number."""

    episode: str | None
    duration_seconds: float
    frames: int | None
    changes: tuple[NDArray[np.float64], NDArray[np.float64]]
    """Times in seconds, increasing, and scores, 0..1, of shape (n_changes,) each."""


@dataclass(frozen=True, slots=True)
class DumpShow:
    """What AniList says of a show."""

    id: int
    titles: tuple[str, ...]
    """Romaji, English and native, as far as there are any; at least one."""

    format: str | None
    year: int | None


class _Title(msgspec.Struct):
    romaji: str | None = None
    english: str | None = None
    native: str | None = None


class _Date(msgspec.Struct):
    year: int | None = None


class _Show(msgspec.Struct):
    """What is read of what AniList says of a show."""

    title: _Title = msgspec.field(default_factory=_Title)
    format: str | None = None
    seasonYear: int | None = None  # noqa: N815 - AniList's name
    startDate: _Date | None = None  # noqa: N815


def read_dump(path: Path) -> Iterator[tuple[DumpFile | DumpShow | None, float]]:
    """Give the files and shows of a dump, each with the share of the dump that was read.

    A file without a length or without changes is None.

    Raises
    ------
    InputError
        As `read_rows` does, and where a value has no meaning; the line is named.
    """
    for row in read_rows(path, {"files": FILE_COLUMNS, "anilist": SHOW_COLUMNS}):
        read = _show if row.table == "anilist" else _file
        try:
            yield read(row), row.done
        except (ValueError, msgspec.MsgspecError) as error:
            said = f"{error}"[:80]
            raise InputError(
                f"{path}: line {row.line}: a row of `{row.table}` that cannot be read ({said})"
            ) from error


def _file(row: DumpRow) -> DumpFile | None:
    values = row.values
    changes, duration = values.get("scene_changes"), values.get("duration")
    show, frames = values.get("anilist_id"), values.get("frame_count")
    if not changes or not duration or not show:
        return None
    pairs = msgspec.json.decode(changes, type=list[tuple[float, float]])
    times, scores = np.array(pairs, np.float64).reshape(-1, 2).T
    order = np.argsort(times, kind="stable")
    return DumpFile(
        int(values.get("id") or ""),
        int(show),
        _episode(values),
        float(duration),
        int(frames) if frames else None,
        (times[order], scores[order]),
    )


def _episode(values: Mapping[str, str | None]) -> str | None:
    """Give the number of the episode, by either name of the column."""
    first, last = values.get("episode_start"), values.get("episode_end")
    if first and last and first != last:
        return f"{first}-{last}"
    return first or values.get("episode")


def _show(row: DumpRow) -> DumpShow | None:
    text, number = row.values.get("json"), row.values.get("id")
    if not text or not number:
        return None
    known = msgspec.json.decode(text, type=_Show)
    names = (known.title.romaji, known.title.english, known.title.native)
    titles = tuple(name for name in names if name)
    year = known.seasonYear or (known.startDate.year if known.startDate else None)
    return DumpShow(int(number), titles or (f"AniList {number}",), known.format, year)
