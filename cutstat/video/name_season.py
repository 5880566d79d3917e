"""The season at the end of a title."""

from __future__ import annotations

import re

_SEASON_IN_TITLE = (
    re.compile(r"(?i)[\s-]+(?:season|staffel|saison)\s*(?P<season>\d{1,2})$"),
    re.compile(r"(?i)[\s-]+S(?P<season>\d{1,2})$"),
    re.compile(r"(?i)[\s-]+(?P<season>\d{1,2})(?:st|nd|rd|th)\s+season$"),
    re.compile(r"(?i)[\s-]+(?P<word>second|third|fourth|fifth)\s+season$"),
    re.compile(r"\s*第(?P<season>\d{1,2})[期シ季](?:ーズン)?$"),
    re.compile(r"\s+(?P<season>\d{1,2})[期季]$"),
    re.compile(r"\s+(?P<word>II|III|IV)$"),
)
_WORDS_OF_SEASONS = {"II": 2, "III": 3, "IV": 4, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def split_season(text: str) -> tuple[str, int | None, tuple[str, ...]]:
    """Split ``Show 2nd Season`` into title and season; a Roman number may belong to the title."""
    text = text.strip()
    for pattern in _SEASON_IN_TITLE:
        if match := pattern.search(text):
            title, word = text[: match.start()].strip(" -"), match.groupdict().get("word")
            if not word:
                return title, int(match["season"]), ()
            season = _WORDS_OF_SEASONS[word if word.isupper() else word.lower()]
            doubt = f"{word} is taken for season {season}, but could belong to the title"
            return title, season, (doubt,) if word.isupper() and "I" in word else ()
    return text, None, ()
