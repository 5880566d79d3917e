"""The season in a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cutstat.video.name_text import SEASON_WORDS

_ORDINAL = r"(?:st|nd|rd|th|\.|ª|º|°|a|e|er|ère|[eè]me|й|-й)?"
_WORDS_OF_SEASONS = {
    **{"II": 2, "III": 3, "IV": 4},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6},
    **{"zweite": 2, "dritte": 3, "deuxième": 2, "segunda": 2, "tercera": 3, "seconda": 2},
}
_SAID = "|".join(word for word in _WORDS_OF_SEASONS if word.islower())

_CJK = r"(?<=[\u3040-\u9fff\uac00-\ud7a3])"

_AT_END = (
    re.compile(rf"(?i)(?:[\s-]+|{_CJK})(?:{SEASON_WORDS})\s*(?P<season>\d{{1,2}})$"),
    re.compile(r"(?i)(?:(?:^|[\s-]+)S|\s+-\s+T|\s+시즌\s?)(?P<season>\d{1,2})$"),
    re.compile(rf"(?i)[\s-]+(?P<season>\d{{1,2}}){_ORDINAL}\s+(?:{SEASON_WORDS})$"),
    re.compile(rf"(?i)[\s-]+(?P<word>{_SAID})\s+(?:{SEASON_WORDS})$"),
    re.compile(r"\s*第(?P<season>\d{1,2})(?:[期季]|シーズン|シリーズ)$"),
    re.compile(r"\s+(?P<season>\d{1,2})[期季기]$"),
    re.compile(r"\s*シーズン\s?(?P<season>\d{1,2})$"),
    re.compile(rf"(?:\s+|{_CJK})(?P<word>II|III|IV)$"),
)
_WITHIN = re.compile(
    rf"(?ix) (?<=\S) (?: \s+(?:{SEASON_WORDS})\s+(?P<season>\d{{1,2}})"
    r" | \s+(?-i:S)(?P<short>\d{1,2}) | \s+(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\s+season"
    rf" | \s*第(?P<ki>\d{{1,2}})[期季] | {_CJK}(?P<roman>II|III|IV) )"
    r" (?= [\s/-]+\S )"
)
"""A season with more of the title behind it."""

_PART = re.compile(r"(?i)[\s-]+(?P<part>(?:part|cour|arc)\s*(?:\d{1,2}|I{1,3}))$")
_BOOK = re.compile(
    r"(?i)[\s-]+(?P<book>(?:parte|partie|teil|livre|buch|book|libro)\s*(?P<n>\d{1,2}|I{1,3}|IV))$"
)
_VOLUME = re.compile(r"(?i)[\s-]+(?:vol\.?|volume|disc|disk)\s*\d{1,2}$")
_RIVAL = re.compile(
    rf"(?i)(?:^|[\s-])(?P<said>(?:(?<!\S)S(?=\d+\s-)|{SEASON_WORDS}|part|parte|partie|teil|cour|vol\.?|volume|disc|disk|dvd|box)"
    r"\s*(?:\d{1,2}|I{1,3}|IV)|\d{1,2}(?:st|nd|rd|th)\s(?:cour|part))(?:$|\s)"
)
"""What is left in a title, and could be the season."""

LONGEST_SEASON = 40
"""Episodes; years of television had up to 39."""


@dataclass(frozen=True, slots=True)
class _Split:
    title: str
    season: int | None
    doubts: tuple[str, ...] = ()


def split_season(text: str) -> tuple[str, int | None, tuple[str, ...]]:
    """Split ``Show 2nd Season`` into title and season; a Roman number may belong to the title.

    What stands behind the season stays in the title (``Show Season 3 The Arc``), but for a part of
    it (``Show S2 Part 2``); both are in doubt.
    """
    text = text.strip(" -")
    volume = _VOLUME.search(text)
    text = text[: volume.start()].strip(" -") if volume else text
    found = _of_two(text) or next(_splits(text), None) or _Split(text, None)
    doubts = found.doubts
    if volume:
        doubts = (*doubts, f"the numbers of {volume[0].strip(' -')!r} may begin anew")
    if found.season is None and (rival := _RIVAL.search(found.title)):
        said = rival["said"]
        doubts = (*doubts, f"{said!r} is taken for a part of the title, but could be the season")
    return found.title, found.season, doubts


def _of_two(text: str) -> _Split | None:
    """Split a title in two languages of which each has the season."""
    halves = [next(_splits(half.strip(" -")), None) for half in text.split("/")]
    first = halves[0]
    if len(halves) != 2 or not first or not halves[1] or first.season != halves[1].season:
        return None
    return _Split(f"{first.title}/{halves[1].title}", first.season)


def is_of_season(number: Fraction, season: int) -> bool:
    """Whether a number can be a season and an episode of it in one: ``501`` of season 5."""
    return 0 < number - 100 * season <= LONGEST_SEASON


def said_season(text: str) -> tuple[str, int] | None:
    """Part a season that is said in words from the end of the title of an episode."""
    for pattern in _AT_END[:4]:
        if (match := pattern.search(f" {text}")) and "word" not in match.groupdict():
            return f" {text}"[: match.start()].strip(" -"), int(match["season"])
    return None


def _splits(text: str) -> Iterator[_Split]:
    """Give the ways to split a title, the most certain first."""
    for pattern in _AT_END[:-1]:
        if match := pattern.search(text):
            yield _by_match(text, match)
    if part := _PART.search(text):
        for pattern in _AT_END[:-1]:
            if match := pattern.search(text[: part.start()]):
                found = _by_match(text[: part.start()], match)
                doubt = f"{part['part']!r} of season {found.season}: its numbers may begin anew"
                yield _Split(found.title, found.season, (*found.doubts, doubt))
    if book := _BOOK.search(text):
        season = int(book["n"]) if book["n"].isdecimal() else _roman(book["n"])
        doubt = f"{book['book']!r} is taken for season {season}, but could belong to the title"
        yield _Split(text[: book.start()].strip(" -"), season, (doubt,))
    if match := _AT_END[-1].search(text):
        yield _by_match(text, match)
    if match := _WITHIN.search(text):
        said = next(filter(None, match.groups()))
        season = int(said) if said.isdecimal() else _roman(said)
        title = f"{text[: match.start()]} {text[match.end() :].strip(' -')}"
        doubt = f"season {season} stands within the title, which could end there"
        yield _Split(title.strip(" -"), season, (doubt,))


def _by_match(text: str, match: re.Match[str]) -> _Split:
    title, word = text[: match.start()].strip(" -"), match.groupdict().get("word")
    if not word:
        return _Split(title, int(match["season"]))
    is_roman = word.isupper() and word in _WORDS_OF_SEASONS
    season = _WORDS_OF_SEASONS[word if is_roman else word.lower()]
    doubt = f"{word} is taken for season {season}, but could belong to the title"
    return _Split(title, season, (doubt,) if is_roman else ())


def _roman(text: str) -> int:
    return {"I": 1, "II": 2, "III": 3, "IV": 4}[text.upper()]
