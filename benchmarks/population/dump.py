"""Make a dump of the form of trace.moe's, with the truth known: shows, episodes, openings, endings.

The real one could not be had here. Tables, columns and the form of their values are those that
trace.moe describes; sizes of rows can be those of the real dump, most of which is `color_layout`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import numpy as np
import zstandard
from numpy.typing import NDArray

Form = Literal["copy", "inserts"]

BODY_SECONDS = 1230.0
SONG_SECONDS = 90.0
SONG_SHOTS = 26
MISSED = 0.04
"""Share of changes that the filter does not see, other ones in each episode."""

MIDDLE_RATE, SPREAD = 14.0, 0.27
"""Shots a minute of the middle show, and the deviation of logarithms between shows."""

WITHIN = 0.12
"""Deviation of logarithms between the episodes of a show."""


@dataclass(frozen=True, slots=True, eq=False)
class MadeEpisode:
    """One file of a made collection."""

    file: int
    show: int
    number: int
    seconds: float
    times: NDArray[np.float64]
    """Of the changes that the filter saw, in seconds."""

    body_shots: int
    """Shots without opening and ending, as far as the filter saw them."""

    body_seconds: float


def made_show(show: int, *, episodes: int, rate: float | None = None) -> list[MadeEpisode]:
    """Make the episodes of a show; the same number gives the same show."""
    random = np.random.default_rng(show)
    songs = [_song(random), _song(random)]
    mean = rate or MIDDLE_RATE * float(np.exp(random.normal(0, SPREAD)))
    return [
        _episode(random, show=show, number=number, songs=songs, rate=mean)
        for number in range(1, episodes + 1)
    ]


def write_dump(
    path: Path,
    shows: dict[int, list[MadeEpisode]],
    *,
    form: Form = "copy",
    layout_bytes: int = 200,
    has_both_episode_columns: bool = True,
) -> None:
    """Write a dump; the ending of the name says how it is packed.

    Parameters
    ----------
    path : Path
        ``.sql``, ``.sql.gz`` or ``.sql.zst``.
    shows : dict of int to list of MadeEpisode
        By AniList's number.
    form : {"copy", "inserts"}
        How rows are written.
    layout_bytes : int
        Length of `color_layout`, which nobody reads.
    has_both_episode_columns : bool
        Whether the number of an episode stands in ``episode_start`` and ``episode_end``, as in
        later dumps, or in ``episode``.
    """
    with _opened(path) as stream:
        for line in _lines(shows, form, layout_bytes, has_both_episode_columns):
            stream.write(line.encode() + b"\n")


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path, "wb", compresslevel=1)  # type: ignore[return-value]
    if path.suffix == ".zst":
        return zstandard.open(path, "wb")  # type: ignore[return-value]
    return path.open("wb")


def _lines(
    shows: dict[int, list[MadeEpisode]], form: Form, layout_bytes: int, both: bool
) -> Iterator[str]:
    numbers = ["episode_start", "episode_end"] if both else ["episode"]
    columns = ["id", "anilist_id", *numbers, "path", "duration", "frame_count"]
    columns += ["scene_count", "scene_changes", "color_layout"]
    yield "-- PostgreSQL database dump"
    yield "SET client_encoding = 'UTF8';"
    yield from _table("files", columns, _files(shows, layout_bytes, both), form)
    said = ["id", "updated", "json"]
    yield from _table("anilist", said, _anilist(shows), form)


def _table(
    name: str, columns: list[str], rows: Iterator[list[object]], form: Form
) -> Iterator[str]:
    listed = ", ".join(columns)
    if form == "copy":
        yield f"COPY public.{name} ({listed}) FROM stdin;"
        for row in rows:
            yield "\t".join(map(_copied, row))
        yield "\\."
    else:
        for row in rows:
            values = ", ".join(map(_quoted, row))
            yield f"INSERT INTO public.{name} ({listed}) VALUES ({values});"
    yield ""


def _files(
    shows: dict[int, list[MadeEpisode]], layout_bytes: int, both: bool
) -> Iterator[list[object]]:
    layout = "A" * layout_bytes
    for episodes in shows.values():
        for one in episodes:
            changes = [[round(float(time), 6), 0.5] for time in one.times]
            numbers = [one.number, one.number] if both else [one.number]
            yield [
                *(one.file, one.show, *numbers, f"{one.show}/it's {one.number:02d}\\x.mkv"),
                *(one.seconds, round(one.seconds * 24000 / 1001), len(changes)),
                *(json.dumps(changes), layout),
            ]


def _anilist(shows: dict[int, list[MadeEpisode]]) -> Iterator[list[object]]:
    for show in shows:
        known = {
            "id": show,
            "title": {
                "romaji": f"Bangumi {show}",
                "english": f"Show No. {show}",
                "native": f"番組『{show}』",
            },
            "format": "TV" if show % 5 else "MOVIE",
            "startDate": {"year": 1990 + show % 35},
        }
        yield [show, "2026-04-01 00:00:00", json.dumps(known, ensure_ascii=False)]


def _copied(value: object) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, (int, float)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _song(random: np.random.Generator) -> NDArray[np.float64]:
    """Give the times of changes within an opening or ending, its first picture among them."""
    return np.sort(np.append(random.uniform(0.5, SONG_SECONDS - 0.5, SONG_SHOTS), 0.0))


def _episode(
    random: np.random.Generator,
    *,
    show: int,
    number: int,
    songs: list[NDArray[np.float64]],
    rate: float,
) -> MadeEpisode:
    own = rate * float(np.exp(random.normal(0, WITHIN)))
    begin = float(random.uniform(30, 120))
    body = np.sort(random.uniform(0, BODY_SECONDS, max(round(own * BODY_SECONDS / 60), 4)))
    before, after = body[body < begin], body[body >= begin] + SONG_SECONDS
    opening, ending = songs[0] + begin, songs[1] + BODY_SECONDS + SONG_SECONDS
    parts = [(before, True), (opening, False), (after, True), (ending, False)]
    times = np.concatenate([part for part, _ in parts])
    is_body = np.concatenate([np.full(len(part), of_body) for part, of_body in parts])
    is_seen = random.random(len(times)) >= MISSED
    is_seen[np.isin(times, [opening[0], ending[0]])] = True
    return MadeEpisode(
        file=1000 * show + number,
        show=show,
        number=number,
        seconds=BODY_SECONDS + 2 * SONG_SECONDS,
        times=times[is_seen] + random.normal(0, 0.004, int(is_seen.sum())),
        body_shots=int((is_seen & is_body).sum()) + 2,
        body_seconds=BODY_SECONDS,
    )
