"""Read series, season and number of an episode from the name of its file and folders.

People name files in a few dozen ways. Each rule below knows one of them; they are tried from the
most certain to the least, and what no rule can read is said as a doubt instead of guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from cutstat.core.episodes import EpisodeName, EpisodeRole

_NUMBER = r"(?P<number>\d{1,4}(?:\.\d)?)(?:v(?P<version>\d))?"

_TECHNICAL = re.compile(
    r"""(?ix) (?<![\w]) (?:
      \d{3,4}[pi] (?:\d{2,3})? | [1-9]\d{2,3}\s?[x×]\s?\d{3,4} | 4k | 8k | uhd | fhd
    | (?:web|bd|dvd|tv|hd|sd|ld|vhs)[-\s]?(?:rip|dl|mux|remux|raw|box)? (?=$|[\s\]).,_-])
    | blu-?ray | remux | hdtv | netflix | amzn | nf | cr | dsnp | crunchyroll
    | [xh][\s.]?26[45] | hevc | avc | av1 | xvid | divx
    | hi10p? | (?:8|10|12)[\s-]?bits? | ma10p | yuv\d+p?\d*
    | (?:flac|aac|e?-?ac-?3) (?:[\s.]?\d\.\d)? | ddp?\d?(?:[\s.]\d)? | dts(?:-hd)?
    | opus | mp3 | [257][\s.]1(?:ch)? | dual[\s-]?audio | multi(?:[\s-]?subs?)?
    | (?:eng|jpn?|ger|fr)[\s-]?subs?
    | uncensored | proper | repack | batch | complete | hdr(?:10)? | sdr | 24fps | 60fps
    ) (?![\w])"""
)
_CRC = re.compile(r"[\[(][0-9A-Fa-f]{8}[\])]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|【[^【】]*】|\{[^{}]*\}")
_YEAR_IN_BRACKETS = re.compile(r"\((?:19|20)\d\d\)")
_SEASON_FOLDER = re.compile(
    r"(?i)(?:season|series|staffel|saison|temporada|s)[\s._-]*(?P<season>\d{1,2})|第(?P<ki>\d+)期"
)
_SPECIALS_FOLDER = re.compile(r"(?i)specials?|extras?|ova|oad|bonus|sps?|映像特典|特典")
_SEASON_IN_TITLE = (
    re.compile(r"(?i)[\s-]+(?:season|staffel|saison)\s*(?P<season>\d{1,2})$"),
    re.compile(r"(?i)[\s-]+S(?P<season>\d{1,2})$"),
    re.compile(r"(?i)[\s-]+(?P<season>\d{1,2})(?:st|nd|rd|th)\s+season$"),
    re.compile(r"\s*第(?P<season>\d{1,2})[期シ](?:ーズン)?$"),
    re.compile(r"\s+(?P<roman>II|III|IV)$"),
)
_ROMAN = {"II": 2, "III": 3, "IV": 4}
_WORDS_OF_ROLES: tuple[tuple[EpisodeRole, str], ...] = (
    (
        "opening",
        r"NC[\s_-]?OP|creditless\s+op(?:ening)?|textless\s+op(?:ening)?|clean\s+op(?:ening)?",
    ),
    (
        "ending",
        r"NC[\s_-]?ED|creditless\s+ed(?:ending)?|textless\s+ed(?:ending)?|clean\s+ed(?:ending)?",
    ),
    ("trailer", r"PV|CM|trailer|teaser|preview|予告"),
    ("special", r"OVA|OAD|ONA|SP|specials?|特別編"),
    ("film", r"movie|film|the\s+movie|劇場版"),
    ("extra", r"menu|extra|bonus|interview|making[\s-]of|映像特典"),
)


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
        The file. Folders above it count as far as they lie below `root`, and the root itself.
    root : PurePath, optional
        The folder that the user named.

    Returns
    -------
    Reading
        The name always has a series; what could not be read is listed in ``doubts``.
    """
    folders = _folders(path, root)
    season, is_special, title_folder = _read_folders(folders)
    text = clean(path.stem)
    found = next((match for rule in _RULES if (match := rule(text))), None) or _Found(None, text)
    series, season_in_title = _split_season(found.series)
    doubts = list(found.doubts)
    is_unread = found.number is None and found.role == "episode"
    if not series or (is_unread and title_folder):
        series, folder_season = _split_season(title_folder or "")
        season_in_title = season_in_title or folder_season
    if not series:
        series = "unknown"
        doubts.append("no title in the name or its folders; say it with --series")
    if is_unread:
        doubts.append("no episode number in the name; say it in cutstat.toml")
    role: EpisodeRole = found.role
    number_season = _first(found.season, season_in_title, season)
    if role == "episode" and (is_special or number_season == 0):
        role = "special"
    title = found.title or (text if is_unread else None)
    return Reading(
        EpisodeName(
            series=series,
            number=found.number,
            season=number_season,
            title=title if title != series else None,
            version=found.version,
            role=role,
        ),
        tuple(doubts),
    )


def clean(stem: str) -> str:
    """Give a name without group, check sum and technical words, with plain spaces.

    Full-width digits become plain ones and composed characters one form, so that names written by
    different systems compare equal.
    """
    text = unicodedata.normalize("NFKC", stem)
    text = _CRC.sub(" ", text)
    text = re.sub(r"^\s*[\[【][^\]】]*[\]】]\s*(?=\S)", "", text)
    if not _BRACKETS.sub("", text).strip():  # all in brackets: the first that is left is the title
        text = re.sub(r"^[\[【]([^\]】]+)[\]】]", r"\1 ", text)
    text = re.sub(r"[\[【](\d{1,4}(?:v\d)?)[\]】]", r" - \1 ", text)
    text = _BRACKETS.sub(_keep_years, text)
    text = text.replace("_", " ")
    if " " not in text.strip():
        text = re.sub(r"(?<!\d)\.|\.(?!\d(?:\D|$))", " ", text)
    if technical := next((m for m in _TECHNICAL.finditer(text) if m.start() > 0), None):
        text = text[: technical.start()]
    return re.sub(r"\s+", " ", text).strip(" -~.")


def _keep_years(match: re.Match[str]) -> str:
    return match[0] if _YEAR_IN_BRACKETS.fullmatch(match[0]) else " "


@dataclass(frozen=True, slots=True)
class _Found:
    number: Fraction | None
    series: str
    season: int | None = None
    version: int | None = None
    title: str | None = None
    role: EpisodeRole = "episode"
    doubts: tuple[str, ...] = ()


def _season_and_episode(text: str) -> _Found | None:
    """Read ``S01E05``, ``S01E05-E06``, ``1x05``."""
    match = re.search(
        r"(?ix) (?<![a-z0-9])"
        r" (?: s(?P<season>\d{1,2}) [\s._-]* e(?:p)? | (?P<by>\d{1,2}) x (?=\d\d) )"
        rf" {_NUMBER} (?: \s*-?\s* e? (?P<last>\d{{2,3}}) (?!\d) )? (?![a-z0-9])",
        text,
    )
    if not match:
        return None
    several = f"holds episodes {match['number']} to {match['last']}; counted as one episode"
    return _found(
        match,
        text,
        season=int(match["season"] or match["by"]),
        doubts=(several,) if match["last"] else (),
    )


def _japanese(text: str) -> _Found | None:
    """Read ``第03話``, also ``第2期 第03話「題名」``."""
    match = re.search(
        r"(?:第|#)(?P<number>\d{1,4}(?:\.\d)?)(?P<version>)(?:話|回|集|夜|羽|章)", text
    )
    if not match:
        return None
    title = re.sub(r"^[\s「『]+|[\s」』]+$", "", text[match.end() :]) or None
    return _Found(_number(match["number"]), text[: match.start()].strip(" -"), title=title)


def _role_word(text: str) -> _Found | None:
    """Read ``NCOP1``, ``OVA 2``, ``SP03``, ``PV``, ``Movie``."""
    for role, words in _WORDS_OF_ROLES:
        match = re.search(
            rf"(?i)(?:^|(?<=[\s-]))(?:{words})[\s._-]*(?P<number>\d{{1,2}})?[a-z]?(?=$|[\s-])", text
        )
        if not match or (role in {"special", "film", "trailer"} and not _stands_last(match, text)):
            continue
        number = Fraction(int(match["number"])) if match["number"] else None
        series = text[: match.start()].strip(" -")
        if role in {"film"} and number is None and not series:
            continue
        title = text[match.end() :].strip(" -") or None
        return _Found(number, series, title=title, role=role)
    return None


def _stands_last(match: re.Match[str], text: str) -> bool:
    """Whether a role word ends the name or is set off by a dash; else it is part of a title."""
    after = text[match.end() :].strip()
    return (
        not after or after.startswith("-") or bool(match["number"] and not re.search(r"\d", after))
    )


def _episode_word(text: str) -> _Found | None:
    """Read ``Episode 5``, ``Ep 5``, ``E05``, ``#05``, ``Folge 5``."""
    match = re.search(
        r"(?ix) (?:^|(?<=[\s-])) (?:episode|episodio|folge|ep\.?|e|no\.|\#) [\s._-]*"
        rf" {_NUMBER} (?![a-z0-9])",
        text,
    )
    return _found(match, text) if match else None


def _after_dash(text: str) -> _Found | None:
    """Read ``Show - 03v2`` and ``Show - 03 - Title``; the last such number counts."""
    matches = list(re.finditer(rf"(?i)(?:^|\s)-\s*{_NUMBER}(?=$|\s)", text))
    return _found(matches[-1], text) if matches else None


def _leading(text: str) -> _Found | None:
    """Read ``03``, ``03 - Title``, ``03. Title``: the series is in the folder."""
    match = re.match(rf"(?i){_NUMBER}(?:\s*[-.]\s+(?P<title>.+))?$", text)
    if not match:
        return None
    return replace(_found(match, text), series="", title=match["title"])


def _trailing(text: str) -> _Found | None:
    """Read ``Show 03``; a number without a leading zero may belong to the title."""
    match = re.search(r"(?i)\s(?P<number>\d{1,4}(?:\.\d)?)(?:v(?P<version>\d))?$", text)
    if not match:
        return None
    digits = match["number"]
    if re.fullmatch(r"(?:19|20)\d\d", digits):
        return None
    is_sure = digits.startswith("0") or match["version"]
    doubt = f"{digits} is taken for the episode number, but could belong to the title"
    return _found(match, text, doubts=() if is_sure else (doubt,))


_RULES: tuple[Callable[[str], _Found | None], ...] = (
    _season_and_episode,
    _japanese,
    _role_word,
    _episode_word,
    _after_dash,
    _leading,
    _trailing,
)


def _found(
    match: re.Match[str], text: str, *, season: int | None = None, doubts: tuple[str, ...] = ()
) -> _Found:
    return _Found(
        number=_number(match["number"]),
        series=text[: match.start()].strip(" -"),
        season=season,
        version=int(match["version"]) if match["version"] else None,
        title=text[match.end() :].strip(" -") or None,
        doubts=doubts,
    )


def _number(text: str) -> Fraction:
    return Fraction(text)


def _split_season(text: str) -> tuple[str, int | None]:
    """Split ``Show 2nd Season`` into title and season."""
    text = text.strip()
    for pattern in _SEASON_IN_TITLE:
        if match := pattern.search(text):
            groups = match.groupdict()
            season = _ROMAN[groups["roman"]] if groups.get("roman") else int(groups["season"])
            return text[: match.start()].strip(" -"), season
    return text, None


def _folders(path: PurePath, root: PurePath | None) -> list[str]:
    """Give the names of the folders above the file, nearest first, up to the root."""
    parents = list(path.parents)
    if root is not None and root in parents:
        parents = parents[: parents.index(root) + 1]
    return [parent.name for parent in parents if parent.name]


def _read_folders(folders: list[str]) -> tuple[int | None, bool, str | None]:
    """Give season, whether it is a folder of specials, and the first folder that is a title."""
    season, is_special = None, False
    for folder in folders:
        text = unicodedata.normalize("NFKC", folder).strip()
        if match := _SEASON_FOLDER.fullmatch(text):
            season = int(match["season"] or match["ki"])
        elif _SPECIALS_FOLDER.fullmatch(text):
            is_special = True
        else:
            return season, is_special, clean(folder) or text
    return season, is_special, None


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
