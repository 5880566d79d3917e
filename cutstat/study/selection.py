"""Which files stand for the episodes of a series."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cutstat.core.episodes import HOLDS_SEVERAL, EpisodeRole, unit_role
from cutstat.core.words import with_article
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.video.identify import file_key


class Selection(NamedTuple):
    """The files of a series, sorted out."""

    episodes: tuple[LibraryEpisode, ...]
    """One file for each episode, in order."""

    left_out: tuple[str, ...]
    """One sentence for each other file."""


Place: TypeAlias = tuple[int, Fraction] | str
"""Season and number of an episode; the key of its file where it has no number."""


def select_episodes(entries: Sequence[LibraryEpisode]) -> Selection:
    """Choose one file for each episode; specials, openings and the like are left out and named.

    Of a set of films, the films are its episodes. A file that holds several episodes, as its name
    says, would count as one, and is left out too.

    Of files that claim to be the same episode one is taken, so that none counts twice: the newest
    release, of these one that is still there, of these the last seen.
    """
    unit = unit_role(entry.name for entry in entries)
    chosen = _chosen(entries, unit)
    episodes: list[LibraryEpisode] = []
    left_out: list[str] = []
    for entry in entries:
        name, file = entry.name, entry.path.name
        if name.role != unit:
            left_out.append(f"{file}: {name.role}, not {with_article(unit)}")
        elif several := _several(entry):
            left_out.append(f"{file}: {several}")
        elif (rival := chosen[_place(entry)]) is not entry:
            left_out.append(f"{file}: claims to be {name.label}, as {rival.path.name} does")
        else:
            episodes.append(entry)
    return Selection(tuple(episodes), tuple(left_out))


def find_video(library: Library, episode: LibraryEpisode) -> Path | None:
    """Find the video of an episode, wherever it was seen; None if it is not there now."""
    for path in library.paths(episode.file_key):
        with contextlib.suppress(InputError):
            if file_key(path) == episode.file_key:
                return path
    return None


def _several(entry: LibraryEpisode) -> str | None:
    return next((one for one in entry.doubts if one.startswith(HOLDS_SEVERAL)), None)


def _place(entry: LibraryEpisode) -> Place:
    number = entry.name.number
    return entry.file_key if number is None else (entry.name.season or 1, number)


def _chosen(entries: Sequence[LibraryEpisode], unit: EpisodeRole) -> dict[Place, LibraryEpisode]:
    """Choose one file for each episode."""
    rivals: dict[Place, list[LibraryEpisode]] = defaultdict(list)
    for entry in entries:
        if entry.name.role == unit and not _several(entry):
            rivals[_place(entry)].append(entry)
    return {place: max(group, key=_standing) for place, group in rivals.items()}


def _standing(entry: LibraryEpisode) -> tuple[bool, int, bool]:
    """Rank files of one episode: analysed ones, newer releases, those that are still there."""
    return entry.track_key is not None, entry.name.version or 1, entry.path.exists()
