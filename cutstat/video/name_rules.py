"""The rules by which numbers of episodes are read, each of which knows one way to write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from cutstat.core.episodes import HOLDS_SEVERAL, EpisodeRole
from cutstat.video.guess import guess_name
from cutstat.video.name_season import split_season
from cutstat.video.name_text import WORDS_OF_ROLES, clean, clean_throughout

_NUMBER = r"(?P<number>\d{1,4}(?:\.\d)?)(?:\s?v(?P<version>\d))?"
_DATE = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|(?P<mark>[.\s-])\d\d(?P=mark)\d\d(?!\d))"
    r"|(?<=\s)(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d$"
)
"""When a show of the day was shown; no part of it is a number."""

_RECORDED = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|([.\s-]?)\d\d\1\d\d)"
    r"(?:\d{4,12}|[\sT-]?\d{1,2}(?:時\d\d分(?:\d\d秒)?|[.:-]?\d\d(?:[.:-]?\d\d)?(?!\d)))?[\s.-]+(?=.*[^\W\d])"
)
"""When a file was recorded, before the name of the show."""

_YEAR = re.compile(r"(?:19|20)\d\d")

_SURE_ROLE_WORDS = 2
"""So many of them mean their role wherever they stand; the others may be a part of a title."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has read of a text."""

    number: Fraction | None
    series: str
    season: int | None = None
    version: int | None = None
    title: str | None = None
    role: EpisodeRole = "episode"
    doubts: tuple[str, ...] = ()


def read_text(text: str, path: PurePath) -> Found:
    """Try all rules on the cleaned name, then on what stands behind technical words; then guess."""
    if recorded := _RECORDED.match(text):
        text = clean(text[recorded.end() :])
        found = next(filter(None, (rule(text) for rule in _RULES)), None)
        return found or Found(None, text, title=recorded[0].strip(" -"))
    if date := _DATE.search(text):
        head, rest = text[: date.start()].strip(" -"), _DATE.sub("", text)
        marked = (rule(rest) for rule in (_season_and_episode, _japanese, _episode_word))
        found = next(filter(None, marked), None) or _after_dash(head)
        return found or Found(None, head, title=date[0])
    for rule in _RULES:
        if found := rule(text):
            return found
    whole = clean_throughout(path.stem)
    for rule in _RULES:
        if (found := rule(whole)) and not found.doubts and ". ." not in found.series:
            return found
    return _guessed(path.name) or Found(None, text)


def _guessed(file: str) -> Found | None:
    """Read what guessit reads, if it is installed: ``Show.5of12``, ``Show cap.305``."""
    guess = guess_name(file)
    if guess is None:
        return None
    doubts = ["number read by guessit; correct it in cutstat.toml if wrong"]
    if guess.last != guess.number:
        doubts.append(_several(guess.number, guess.last))
    return Found(
        number=Fraction(guess.number),
        series=guess.series,
        season=guess.season,
        title=guess.title,
        doubts=tuple(doubts),
    )


def _season_and_episode(text: str) -> Found | None:
    """Read ``S01E05``, ``S01E05-E06``, ``T2 E05``, ``1x05``."""
    match = re.search(
        r"(?ix) (?<![a-z0-9])"
        r" (?: [st](?P<season>\d{1,2}|(?:19|20)\d\d) [\s._-]* ep? [\s.]?"
        r" | (?P<by>\d{1,2}) x (?=\d\d) )"
        r" (?P<number>\d{1,5}(?:\.5)?)(?:\s?v(?P<version>\d))?"
        r" (?: (?: [-+&]?e | \s*[-+&]\s*e | [-+&] ) (?P<last>\d{2,4}) )* (?![a-z0-9])",
        text,
    )
    if not match:
        return None
    found = _found(match, text, season=int(match["season"] or match["by"]))
    # ``Show - 50 (S04E14)``: the number over all seasons stands before.
    series = re.sub(r"(?i)\s+-\s+(?:ep?\s?)?\d{1,4}(?:v\d)?$", "", found.series)
    return replace(found, series=series)


def _japanese(text: str) -> Found | None:
    """Read ``第03話``, ``5話``, ``第3首``, ``제12화``, also ``第2期 第03話「題名」``."""
    match = re.search(
        r"(?P<mark>第|#|제\s?)?(?<!\d)(?P<number>\d{1,4}(?:\.\d)?)(?P<version>)"
        r"(?:[-~](?P<last>\d{1,4}))?(?:[話话集회화]|(?(mark)(?:(?![期季部弾巻シ作])[\u4e00-\u9fff])|(?!)))",
        text,
    )
    return _found(match, text) if match else None


def _role_word(text: str) -> Found | None:
    """Read ``NCOP1``, ``OVA 2``, ``SP03``, ``PV``, ``Movie``."""
    if match := re.match(r"(?i)(?:劇場版|剧场版|gekijouban)\s*(?=\D)", text):
        series = re.sub(r"(?i)\s+(?:the\s+)?movie$", "", text[match.end() :])
        return Found(None, series.strip(" -"), role="film")
    for index, (role, words) in enumerate(WORDS_OF_ROLES):
        match = re.search(
            rf"(?i)(?:^|(?<=[\s-]))(?:{words})"
            r"(?:[\s._-]*(?:第|ep?\.?\s?)?(?P<number>\d{1,3}(?:\.\d)?)[a-z作弾]?(?:v(?P<version>\d))?)?(?=$|[\s-])",
            text,
        )
        if not match:
            continue
        is_sure = index < _SURE_ROLE_WORDS
        before = text[: match.start()].strip()
        if not is_sure and not _stands_last(match, text):
            continue
        earlier = re.search(
            rf"(?i)\s(?:-\s*(?:(?:sp|ex)\s?)?|(?:sp|ex)\s?|(?=0[1-9])){_NUMBER}\s*-?$", before
        )
        if earlier and before.endswith("-") and not is_sure:
            continue  # the title of a numbered episode
        if not is_sure and not match["number"] and _NUMBERED.search(before):
            continue
        if not match["number"] and role == "film" and not before:
            continue
        behind = text[match.end() :]
        last = _dashed(behind)  # ``Show OVA - Title - 02``
        if last and not match["number"] and not earlier:
            found = _found(last[-1], behind)
            title = found.series or found.title
            return replace(found, series=before.strip(" -"), title=title, role=role)
        number = match["number"] or (earlier["number"] if earlier else None)
        version = match["version"] or (earlier["version"] if earlier else None)
        rival = re.search(r"\s(\d{1,3})$", before) if match["number"] and not earlier else None
        return Found(
            Fraction(number) if number else None,
            (before[: earlier.start()] if earlier else before).strip(" -"),
            version=int(version) if version else None,
            title=_title(behind),
            role=role,
            doubts=(f"{rival[1]} could be the number too",) if rival else (),
        )
    return None


_NUMBERED = re.compile(
    r"(?i)(?:^\d{1,4}|-\s*\d{1,4}|\s\d{2,4}|(?:^|\s)(?:ep?|episode|\#)[\s.]*\d{1,4})"
    r"(?:\.\d)?(?:v\d)?\s+-(?:\s|$)"
)
"""A number set off by a dash: what follows is the title of an episode."""


def _stands_last(match: re.Match[str], text: str) -> bool:
    """Whether a role word ends the name or is set off by a dash; else it is part of a title."""
    after = re.sub(r"^\s*\((?:19|20)\d\d\)", "", text[match.end() :]).strip()
    if not text[: match.start()].strip(" -") and _dashed(after):
        return False
    return (
        not after or after.startswith("-") or bool(match["number"] and not re.search(r"\d", after))
    )


def is_role_word(text: str) -> bool:
    """Whether a text says what a file is, and nothing else."""
    return any(re.fullmatch(rf"(?i)(?:{words})\s*\d*", text) for _, words in WORDS_OF_ROLES)


_EPISODE_WORDS = (
    r"[eé]pisode|episodio|ep[ií]sodi|ep[ií]s[oó]dio|odcinek|odc\.?|folge|avsnitt|afsnit|aflevering|jakso|d[ií]l"
    r"|b[oö]l[uü]m|серия|эпизод|выпуск|cap[ií]tulo|cap[.\s]+(?=\d{1,2}(?!\d))|ep\.?"
)
_CHAPTER_WORDS = (
    r"session|stage|act|chapter|phase|mission|lesson|story|case|scene|layer|turn|step|page|file"
)
"""What shows call their episodes; without a dash before it, it may belong to the title."""

_COUNTED = r"(?:-?я)?\s(?:серия|эпизод|выпуск)|\.\s?(?:rész|bölüm|díl|epizoda|osa)"
"""What stands behind a number that counts episodes."""


def _counted(text: str) -> Found | None:
    """Read ``15 серия``, ``3. rész``."""
    match = re.search(rf"(?i)(?<![\w.]){_NUMBER}(?:{_COUNTED})(?!\w)", text)
    return _found(match, text) if match else None


def _episode_word(text: str) -> Found | None:
    """Read ``Episode 5``, ``Ep 5``, ``E05``, ``#05``, ``Folge 5``."""
    match = re.search(
        r"(?ix) (?: (?:^|(?<=[\s-])|\.(?=ep?[\s.]?\d)|(?<=[\u3040-\u9fff\uac00-\ud7a3])(?=ep?\d))"
        rf" (?: (?:{_EPISODE_WORDS}) [\s._-]* | e )"
        rf" | (?<=-\s) (?:{_CHAPTER_WORDS}) \s"
        r" | \#\s? )"
        rf" {_NUMBER} (?: [-~](?P<last>\d{{1,4}}) )? (?![a-z0-9])",
        text,
    )
    return _found(match, text) if match else None


def _volume(text: str) -> Found | None:
    """Read ``Vol. 3``, ``Teil 3``; a volume may hold several episodes."""
    match = re.search(
        rf"(?i)(?:^|(?<=[\s-]))(?:vol(?:ume)?|teil|partie|del)[\s.]*{_NUMBER}(?:\s?[-~&+]\s?(?:vol[\s.]*)?(?P<last>\d{{1,3}}))?"
        r"(?=$|\s)",
        text,
    )
    if not match:
        return None
    doubt = f"{match[0]!r} is taken for the episode number; it may hold several episodes"
    return _found(match, text, doubts=(doubt,))


_COUNT_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _part(text: str) -> Found | None:
    """Read ``Show Part 3 Title``, ``Show Part Three``; films have parts too."""
    match = re.search(
        rf"(?i)(?<=[\s-])(?:part|cz)[\s.]*(?:{_NUMBER}|(?P<word>{'|'.join(_COUNT_WORDS)}))(?=$|\s)",
        text,
    )
    if not match or re.search(r"\s\d{2,3}(?=\s|$)", text[: match.start()]):
        return None
    doubt = f"{match[0]!r} is taken for the episode number, but could belong to the title"
    if word := match["word"]:
        number = Fraction(_COUNT_WORDS.index(word.lower()) + 1)
        series, title = text[: match.start()].strip(" -"), _title(text[match.end() :])
        return Found(number, series, title=title, doubts=(doubt,))
    return _found(match, text, doubts=(doubt,))


def _dashed(text: str) -> list[re.Match[str]]:
    """Find the numbers that stand alone between dashes, or between a dash and the end."""
    return list(
        re.finditer(
            rf"(?i)(?:^|\s)-\s*{_NUMBER}(?P<part>[a-cα-γ])?(?:(?:[-+&]|\s?~\s?)(?P<last>\d{{1,4}})(?:v\d)?)*"
            r"(?:\s*(?:end|fin|完|終|终))?(?=\s*$|\s*「|\s+-)",
            text,
        )
    )


def _after_dash(text: str) -> Found | None:
    """Read ``Show - 03v2`` and ``Show - 03 - Title``; the last such number counts."""
    matches = _dashed(text)
    matches = [m for m in matches if not _YEAR.fullmatch(m["number"])] or matches
    if not matches or re.search(r"#\s?\d", text[: matches[-1].start()]):
        return None  # ``Show #2 CS1 -1``
    others = {m["number"] for m in matches} - {matches[-1]["number"]}
    doubts = tuple(f"{other} could be the episode number too" for other in sorted(others))
    found = _found(matches[-1], text, doubts=doubts)
    if found.number and (
        first := re.search(r"(?<!-)\s(0{1,2}1)$", found.series)
    ):  # ``Show 01 - 12``
        several = _several(first[1], found.number)
        number, series = Fraction(first[1]), found.series[: first.start()]
        return replace(found, number=number, series=series, doubts=(*doubts, several))
    return found


def _after_dash_before_words(text: str) -> Found | None:
    """Read ``Show - 03 Title``; a single digit may begin a subtitle (``Film - 2 Fast``)."""
    match = re.search(rf"(?i)\s-\s*{_NUMBER}(?=\s)", text)
    if not match or _YEAR.fullmatch(match["number"]):
        return None
    return _found(match, text, doubts=_number_doubts(match, is_sure=len(match["number"]) > 1))


def _leading(text: str) -> Found | None:
    """Read ``03``, ``03 - Title``, ``03. Title``, ``03 Title``: the series is in the folder."""
    match = re.match(
        rf"(?i){_NUMBER}(?:-(?P<last>\d{{2,4}}))?"
        r"(?:$|\s*[-.]\s+(?=\S)|(?:(?<=^0\d)|(?<=^00\d))[\s-](?=\S))",
        text,
    )
    if not match or _YEAR.fullmatch(match["number"]):
        return None
    return replace(_found(match, text), series="")


def _trailing(text: str) -> Found | None:
    """Read ``Show 03`` and ``Show-03``; a number without a leading zero may belong to the title."""
    match = re.search(rf"(?i)(?:\s|(?<=\w)-(?=0)){_NUMBER}(?:-(?P<last>\d{{2,4}}))?$", text)
    if not match or _YEAR.fullmatch(match["number"]):
        return None
    if split_season(text)[1] and not split_season(text[: match.start()])[1]:
        return None  # ``Show Season 2``
    is_sure = match["number"].startswith("0") or bool(match["version"])
    is_sure = is_sure and not re.search(
        rf"(?i)\s-\s+[^\W\d]+\.?$|\s(?:{_CHAPTER_WORDS})$", text[: match.start()]
    )
    return _found(match, text, doubts=_number_doubts(match, is_sure=is_sure))


def _inside(text: str) -> Found | None:
    """Read ``Show 03 - Title`` and ``Show 03 Title``."""
    match = re.search(rf"(?i)(?<=\S)\s{_NUMBER}(?=\s+-\s+\S)", text)
    is_sure = bool(match and re.match(r"0[1-9]|00[1-9]", match["number"]))
    match = match or re.search(
        r"(?<=\S)\s(?P<number>0\d{1,2}(?:\.\d)?)(?:v(?P<version>\d))?(?=\s\S)", text
    )
    if not match or _YEAR.fullmatch(match["number"]):
        return None
    doubts = _number_doubts(match, is_sure=is_sure)
    if word := re.search(
        r"\s-\s+([^\W\d]+)$", text[: match.start()]
    ):  # ``Show - Spiral 03 - Title``
        doubts = (
            *doubts,
            f"{word[1]!r} is taken for a part of the title, but could count episodes",
        )
    return _found(match, text, doubts=doubts)


_RULES: tuple[Callable[[str], Found | None], ...] = (
    _season_and_episode,
    _japanese,
    _counted,
    _role_word,
    _after_dash,
    _episode_word,
    _volume,
    _after_dash_before_words,
    _leading,
    _part,
    _trailing,
    _inside,
)


def _found(
    match: re.Match[str], text: str, *, season: int | None = None, doubts: tuple[str, ...] = ()
) -> Found:
    last = match.groupdict().get("last")
    if last:
        doubts = (*doubts, _several(match["number"], last))
    if part := match.groupdict().get("part"):
        doubts = (*doubts, f"{match['number']}{part} is taken for a part of {match['number']}")
    series, title = text[: match.start()].strip(" -"), _title(text[match.end() :])
    if not title and (quoted := re.fullmatch(r"([^「『]+?)\s*[「『]([^」』]+)[」』]", series)):
        series, title = quoted[1], quoted[2]
    return Found(
        number=Fraction(match["number"]),
        series=series,
        season=season,
        version=int(match["version"]) if match["version"] else None,
        title=title,
        doubts=doubts,
    )


def _several(first: object, last: object) -> str:
    return (
        f"{HOLDS_SEVERAL} {first} to {last} and is left out of comparisons; split it, or say in "
        "cutstat.toml what it is"
    )


def _number_doubts(match: re.Match[str], *, is_sure: bool) -> tuple[str, ...]:
    doubt = f"{match['number']} is taken for the episode number, but could belong to the title"
    return () if is_sure else (doubt,)


def _title(text: str) -> str | None:
    """Give the title of an episode without its quotes."""
    return re.sub(r"^[\s「『-]+|[\s」』-]+$", "", text) or None
