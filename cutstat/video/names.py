"""Read series, season and number of an episode from the name of its file and folders.

People name files in a few dozen ways. Each rule (`name_rules`) knows one of them; they are tried
from the most certain to the least, and what no rule can read is said as a doubt instead of guessed.
Where guessit is installed, it is asked when no rule of ours reads a number; a doubt says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePath

from cutstat.core.episodes import EpisodeName, EpisodeRole
from cutstat.errors import with_short_quotes
from cutstat.video.name_rules import is_role_word, read_text
from cutstat.video.name_season import is_of_season, said_season, split_season
from cutstat.video.name_text import clean, first_brackets

_SEASON_FOLDER = re.compile(
    r"(?i)(?:season|series|staffel|saison|temporada|stagione|sezon|сезон|s)[\s._-]*"
    r"(?P<season>\d{1,2})(?:[\s-]+(?:part|cour|vol(?:ume)?)[\s.]?\d{1,2})?(?:\s\((?:19|20)\d\d\))?"
    r"|第(?P<ki>\d+)[期季]"
)
_NOT_TITLE = re.compile(
    r"(?i)^0\d\.\s?(?=[^\W\d])"
    r"|(?:\s(?:seasons?\s?|s)\d{1,2}(?:\s?[+&~-]\s?(?:seasons?\s?|s)?\d{1,2})+)?"
    r"(?:\s?\+\s?(?:ova|oad|sp|special|movie)s?)*$"
)
"""What a folder of several things has before and behind its title: ``01.``, ``S1+S2+OVA``."""

_SPECIALS_FOLDER = re.compile(r"(?i)specials?|extras?|ovas?|oads?|bonus|sps?|映像特典|特典")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says, and what of it is in doubt."""

    name: EpisodeName
    doubts: tuple[str, ...] = ()


def parse_name(path: PurePath, *, root: PurePath | None = None) -> Reading:
    """Read which episode a file holds.

    Parameters
    ----------
    path : PurePath
        The file. Folders above it count as far as they lie below `root`, and the root itself. If
        that is the folder of a season, the one above it counts too.
    root : PurePath, optional
        The folder that the user named.

    Returns
    -------
    Reading
        The name always has a series; what could not be read is listed in ``doubts``.
    """
    season, is_special, title_folder = _read_folders(_folders(path, root))
    text = clean(path.stem)
    found = read_text(text, path)
    series, season_in_title, season_doubts = split_season(found.series)
    if found.season is not None and season_in_title not in (None, found.season):
        series, season_in_title, season_doubts = found.series, None, ()  # Goblin Slayer II S01E12
    doubts = [*found.doubts, *season_doubts]
    is_unread = found.number is None and found.role == "episode"
    bracketed = "" if is_unread or series else first_brackets(path.stem)
    if bracketed:
        series = bracketed
        doubts.append(f"the title {series!r} is taken from the brackets; it could be a group")
    elif not series or (is_unread and title_folder and not found.title):
        series, folder_season, season_doubts = split_season(title_folder or "")
        season_in_title = _first(season_in_title, folder_season)
        doubts += season_doubts
    if not series:
        series = "unknown"
        doubts.append("no title in the name or its folders; say it with --series")
    if is_unread:
        doubts.append("no episode number in the name; say it in cutstat.toml")
    if (
        found.title
        and found.season is None
        and season_in_title is None
        and (said := said_season(found.title))
    ):
        season_in_title = said[1]
        found = replace(found, title=said[0] or None)
    role: EpisodeRole = found.role
    both, beside = found.number, _first(season_in_title, season)
    if found.season is None and beside and both and is_of_season(both, beside):
        found = replace(found, number=both - 100 * beside)  # ``Season 5/501``
        doubts.append(f"{both} is taken for {found.number} of season {beside}")
    number_season = _first(found.season, season_in_title, season)
    if number_season is None:  # ``Show Season 2/Show - 01``
        above, folder_season, season_doubts = split_season(title_folder or "")
        if folder_season and clean(above).casefold() == series.casefold():
            number_season = folder_season
            doubts += season_doubts
    if role == "episode" and (is_special or number_season == 0):
        role = "special"
    title = found.title or (text if is_unread else None)
    if found.title and role == "episode" and is_role_word(found.title):
        doubts.append(f"{found.title!r} is taken for the title, but could say what the file is")
    return Reading(
        EpisodeName(
            series=series,
            number=found.number,
            season=number_season,
            title=title if title != series else None,
            version=found.version,
            role=role,
        ),
        tuple(map(with_short_quotes, doubts)),
    )


def _folders(path: PurePath, root: PurePath | None) -> list[str]:
    """Give the names of the folders above the file, nearest first, up to the root."""
    parents = list(path.parents)
    if root is not None and root in parents:
        last = parents.index(root)
        while last + 1 < len(parents) and _read_folders([parents[last].name])[2] is None:
            last += 1
        parents = parents[: last + 1]
    return [parent.name for parent in parents if parent.name]


def _read_folders(folders: list[str]) -> tuple[int | None, bool, str | None]:
    """Give season, whether it is a folder of specials, and the first folder that is a title."""
    season, is_special = None, False
    for folder in folders:
        text = clean(folder) or unicodedata.normalize("NFKC", folder).strip()
        text = _NOT_TITLE.sub("", text).strip()
        if match := _SEASON_FOLDER.fullmatch(text):
            season = int(match["season"] or match["ki"])
        elif _SPECIALS_FOLDER.fullmatch(text):
            is_special = True
        else:
            return season, is_special, text
    return season, is_special, None


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
