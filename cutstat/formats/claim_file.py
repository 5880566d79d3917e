"""The file of a claim: what is said of a show, in TOML, and what it is set against."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from cutstat.errors import InputError
from cutstat.stats.claim import Against, Direction, Statement, find_measure
from cutstat.stats.contrast import ComparisonSettings

KEYS = ("show", "baselines", "margin", "exclude", "whole_series", "statement")
STATEMENT_KEYS = ("text", "measure", "direction", "against")
EXCLUSION_KEYS = ("episode", "reason")
LARGEST_MARGIN = 1000
"""In per cent, as of ``cutstat compare``."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An episode that is left out, and why."""

    episode: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: all that is fixed before the data are looked at."""

    show: str
    baselines: tuple[str, ...]
    """Titles or paths; "published" and "population" may be among them."""

    statements: tuple[Statement, ...]
    exclusions: tuple[Exclusion, ...]
    settings: ComparisonSettings


def read_claim(path: Path) -> Claim:
    """Read a claim.

    Raises
    ------
    InputError
        If the file cannot be read, or says something that has no meaning; the place is named.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:  # also of numbers that are too long to read
        raise InputError(f"{path}: is no TOML ({error})") from error
    try:
        return _claim(document)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


def _claim(document: Mapping[str, Any]) -> Claim:
    _check_keys(document, KEYS, "the file")
    show = _text(document, "show", "the file")
    baselines = document.get("baselines")
    if not isinstance(baselines, list) or not all(_is_text(one) for one in baselines):
        raise ValueError('the file needs baselines = ["...", "..."], a list of titles or paths')
    margin = document.get("margin", 10)
    is_number = isinstance(margin, (int, float)) and not isinstance(margin, bool)
    if not is_number or not 0 < margin <= LARGEST_MARGIN:
        raise ValueError(
            f"margin is a number of per cent above 0 and up to {LARGEST_MARGIN}, got {margin!r}"
        )
    is_whole = document.get("whole_series", False)
    if not isinstance(is_whole, bool):
        raise ValueError(f"whole_series is true or false, got {is_whole!r}")
    exclusions = document.get("exclude", [])
    if not isinstance(exclusions, list):
        raise ValueError(f"exclude is a list of tables, got {exclusions!r}")
    statements = document.get("statement")
    if not isinstance(statements, list) or not statements:
        raise ValueError("there is no [[statement]]; a claim has at least one")
    return Claim(
        show=show,
        baselines=tuple(baselines),
        statements=tuple(_statement(one, k) for k, one in enumerate(statements, 1)),
        exclusions=tuple(_exclusion(one, k) for k, one in enumerate(exclusions, 1)),
        settings=ComparisonSettings(margin=margin / 100, is_whole=is_whole),
    )


def _statement(document: Any, number: int) -> Statement:
    place = f"statement {number}"
    _check_keys(document, STATEMENT_KEYS, place)
    text, measure = _text(document, "text", place), _text(document, "measure", place)
    try:
        find_measure(measure)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
    direction: Direction = _choice(document, "direction", get_args(Direction), place)
    against: Against = _choice(document, "against", get_args(Against), place)
    return Statement(text, measure, direction, against)


def _exclusion(document: Any, number: int) -> Exclusion:
    place = f"exclude {number}"
    _check_keys(document, EXCLUSION_KEYS, place)
    return Exclusion(_text(document, "episode", place), _text(document, "reason", place))


def _choice(document: Mapping[str, Any], key: str, known: Sequence[str], place: str) -> Any:
    value = _text(document, key, place)
    if value not in known:
        raise ValueError(f"{place}: {key} is one of {', '.join(known)}, got {value!r}")
    return value


def _text(document: Mapping[str, Any], key: str, place: str) -> str:
    value = document.get(key)
    if not _is_text(value):
        raise ValueError(f'{place} needs {key} = "..."')
    return str(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_keys(document: Any, known: Sequence[str], place: str) -> None:
    if not isinstance(document, Mapping):
        raise ValueError(f"{place} is no table of {', '.join(known)}")
    unknown = next((key for key in document if key not in known), None)
    if unknown is not None:
        raise ValueError(f"{place}: {unknown!r} is unknown; known are {', '.join(known)}")
