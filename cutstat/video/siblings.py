"""What the names of files in one folder say of each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.video.name_season import is_of_season
from cutstat.video.name_text import clean

_FILMS = re.compile(r"(?i)(?:.*\s)?(?:films?|movies?|filme|cinema|映画|電影|电影)")
"""What folders of films are called."""

_YEAR = re.compile(r"(?<=\S)\s\(?(?:19|20)\d\d\)?$")

_FIRST_EPISODES = 3
"""A season of which the first episodes are there begins with one of so many."""

_LAST_SEASON_ALONE = 9
"""Of longer shows, a number like 1016 is more likely counted through."""


def read_siblings(files: Sequence[EpisodeFile]) -> list[EpisodeFile]:
    """Correct the names of files by those of the files beside them.

    Unnumbered files that share their first word are a series, files with years are films, and
    ``401``, ``402`` may be episodes of season 4. Each is a doubt, but for films.
    """
    return _with_seasons(_with_first_word(_as_films(files)))


def _with_first_word(files: Sequence[EpisodeFile]) -> list[EpisodeFile]:
    """Take unnumbered files of one folder that share their first word for one series."""
    groups: dict[tuple[Path, str], list[EpisodeFile]] = defaultdict(list)
    for file in files:
        first = re.match(r"[^\W\d_]{3,}(?=[\W\d_])", file.path.stem)
        is_unread = (
            file.name.number is None and file.name.role == "episode" and file.series_from == "name"
        )
        if first and file.doubts and is_unread:
            groups[file.path.parent, first[0]].append(file)
    renamed: dict[Path, EpisodeFile] = {}
    for (_, word), group in groups.items():
        if len(group) > 1:
            doubt = f"taken for a part of {word!r}, the first word that {len(group)} files share"
            for file in group:
                title = re.sub(r"^[\W_]+", "", file.path.stem[len(word) :])
                name = EpisodeName(series=word, title=title)
                renamed[file.path] = replace(file, name=name, doubts=(*file.doubts, doubt))
    return [renamed.get(file.path, file) for file in files]


def _as_films(files: Sequence[EpisodeFile]) -> list[EpisodeFile]:
    """Take files that have no numbers for films, where folder or names tell: ``Casablanca (1942)``.

    In a folder of films a number belongs to the title, unless it is surely that of an episode.
    """
    sets: dict[tuple[Path, str], list[EpisodeFile]] = defaultdict(list)
    for file in files:
        if file.series_from == "name" and file.name.role == "episode" and file.doubts:
            in_set = bool(_FILMS.fullmatch(file.path.absolute().parent.name))
            if in_set or file.name.number is None:
                sets[file.path.parent, "" if in_set else file.name.series].append(file)
    renamed: dict[Path, EpisodeFile] = {}
    for (folder, series), group in sets.items():
        if series and not any(_YEAR.search(clean(file.path.stem)) for file in group):
            continue
        for file in group:
            title = clean(file.path.stem)
            name = EpisodeName(series or folder.absolute().name, title=title, role="film")
            renamed[file.path] = replace(file, name=name, doubts=())
    return [renamed.get(file.path, file) for file in files]


def _with_seasons(files: Sequence[EpisodeFile]) -> list[EpisodeFile]:
    """Doubt numbers that may hold the season: all of a folder are like ``401``, ``402``.

    Where several seasons are there, each with its first episodes, they are read so.
    """
    groups: dict[tuple[Path, str], list[tuple[EpisodeFile, EpisodeName]]] = defaultdict(list)
    for file in files:
        name = file.name
        if name.role == "episode" and name.number and name.season is None:
            season, number = divmod(name.number, 100)
            groups[file.path.parent, name.series].append(
                (file, replace(name, season=season, number=number))
            )
    renamed: dict[Path, EpisodeFile] = {}
    for group in groups.values():
        firsts: dict[int, Fraction] = {}
        for file, name in group:
            season, number = name.season or 0, name.number or Fraction(0)
            firsts[season] = min(number, firsts.get(season, number))
            if not season or not is_of_season(file.name.number or number, season):
                break
        else:
            is_read = len(firsts) > 1 and max(firsts.values()) <= _FIRST_EPISODES
            if is_read or max(firsts) <= _LAST_SEASON_ALONE:
                says = "is taken for" if is_read else "could be"
                for file, name in group:
                    doubt = f"{file.name.number} {says} {name.number} of season {name.season}"
                    renamed[file.path] = replace(
                        file, name=name if is_read else file.name, doubts=(*file.doubts, doubt)
                    )
    return [renamed.get(file.path, file) for file in files]
