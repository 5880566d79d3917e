"""The user's word about names and segments: ``cutstat.toml`` beside the videos or above them."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path
from typing import Any

from cutstat.core.episodes import EPISODE_ROLES, EpisodeName
from cutstat.core.segments import SEGMENT_KINDS, SegmentKind, SegmentOverride
from cutstat.core.timing import Position, parse_position
from cutstat.errors import InputError

MANIFEST_NAME = "cutstat.toml"
_OTHER_TABLES = {"options"}
_SERIES_KEYS = {"title", "files", "exclude"}
_EPISODE_KEYS = {"file", "series", "number", "season", "title", "role"}
_SEGMENT_KEYS = {"file", "kind", "start", "stop", "absent"}
_ALL_FILES = "*"


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """Files that form a series."""

    title: str
    files: tuple[str, ...]
    """Globs relative to the folder of the manifest."""

    exclude: tuple[str, ...] = ()
    """Globs of files that are left out."""


@dataclass(frozen=True, slots=True)
class EpisodeEntry:
    """What the user says of one file; None where nothing is said."""

    file: str
    """Path or glob relative to the folder of the manifest."""

    said: Mapping[str, Any]
    """Fields of `EpisodeName` to replace."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """What the user says of a segment of some files."""

    file: str
    """Path or glob relative to the folder of the manifest."""

    said: SegmentOverride


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a ``cutstat.toml`` says about the files beside and below it."""

    path: Path
    series: tuple[SeriesEntry, ...] = ()
    episodes: tuple[EpisodeEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()

    def excludes(self, file: Path) -> bool:
        """Whether the manifest leaves a file out."""
        return any(self._matches(file, pattern) for s in self.series for pattern in s.exclude)

    def rename(self, file: Path, name: EpisodeName) -> EpisodeName:
        """Overrule a name that was read with what the manifest says."""
        for series in self.series:
            if any(self._matches(file, pattern) for pattern in series.files):
                name = replace(name, series=series.title)
        for episode in self.episodes:
            if self._matches(file, episode.file):
                name = replace(name, **episode.said)
        return name

    def says_series(self, file: Path) -> bool:
        """Whether the manifest says which series this file belongs to."""
        return any(
            self._matches(file, glob) for entry in self.series for glob in entry.files
        ) or any(
            "series" in entry.said and self._matches(file, entry.file) for entry in self.episodes
        )

    def says(self, file: Path) -> bool:
        """Whether the manifest names this very file, so that doubts about its name are settled."""
        return any(self._matches(file, episode.file) for episode in self.episodes)

    def segment_overrides(self, file: Path) -> tuple[SegmentOverride, ...]:
        """Give what is said of the segments of a file.

        Entries of one kind add up as long as they stand under the same pattern. One under another
        pattern that fits the file takes the place of those before it: what is said of all files
        comes first, what is said of a single one after it.
        """
        valid: dict[SegmentKind, list[SegmentEntry]] = {}
        for entry in self.segments:
            if not self._matches(file, entry.file):
                continue
            entries = valid.setdefault(entry.said.kind, [])
            if entries and entries[0].file != entry.file:
                entries.clear()
            entries.append(entry)
        return tuple(entry.said for entries in valid.values() for entry in entries)

    def _matches(self, file: Path, pattern: str) -> bool:
        folder = plain_path(self.path).parent
        file = plain_path(file)
        if not file.is_relative_to(folder):
            return False
        relative = file.relative_to(folder)
        if relative == Path(pattern) or relative.match(pattern):
            return True
        # Before Python 3.13 `match` takes ``**`` for ``*``.
        text = relative.as_posix()
        return "**" in pattern and any(
            fnmatchcase(text, shape) for shape in (pattern, pattern.replace("**/", ""))
        )


def plain_path(path: Path) -> Path:
    """Give the whole path without ``..``; links in it stay as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - `absolute` keeps ``..``


def load_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises
    ------
    InputError
        If it cannot be read, is no TOML, or says something that has no meaning.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no valid TOML ({error})") from error
    except RecursionError as error:
        raise InputError(f"{path}: no valid TOML (nested too deeply)") from error
    _check_keys(path, "", data, {"series", "episode", "segments"} | _OTHER_TABLES)
    return Manifest(
        path,
        tuple(_series(path, entry) for entry in _tables(path, data, "series")),
        tuple(_episode(path, entry) for entry in _tables(path, data, "episode")),
        _segments(path, _tables(path, data, "segments")),
    )


def _tables(path: Path, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{path}: {key} must be written as [[{key}]] tables")
    return entries


def _series(path: Path, entry: dict[str, Any]) -> SeriesEntry:
    _check_keys(path, "[[series]] ", entry, _SERIES_KEYS)
    return SeriesEntry(
        _text(path, "[[series]]", entry, "title"),
        _texts(path, entry, "files"),
        _texts(path, entry, "exclude"),
    )


def _episode(path: Path, entry: dict[str, Any]) -> EpisodeEntry:
    _check_keys(path, "[[episode]] ", entry, _EPISODE_KEYS)
    said: dict[str, Any] = {}
    for key in ("series", "title"):
        if key in entry:
            said[key] = _text(path, "[[episode]]", entry, key)
    if "number" in entry:
        said["number"] = _number(path, entry["number"])
    if "season" in entry:
        if type(entry["season"]) is not int or entry["season"] < 0:  # true is an int too
            raise InputError(f"{path}: season must be a whole number, not {entry['season']!r}")
        said["season"] = entry["season"]
    if "role" in entry:
        if entry["role"] not in EPISODE_ROLES:
            raise InputError(
                f"{path}: role {entry['role']!r} is unknown; "
                f"choose one of {', '.join(EPISODE_ROLES)}"
            )
        said["role"] = entry["role"]
    file = _text(path, "[[episode]]", entry, "file")
    _check_pattern(path, file)
    return EpisodeEntry(file, said)


def _segments(path: Path, tables: list[dict[str, Any]]) -> tuple[SegmentEntry, ...]:
    entries = tuple(_segment(path, table) for table in tables)
    answers: dict[tuple[str, SegmentKind], bool] = {}
    for entry in entries:
        said = entry.said
        if answers.setdefault((entry.file, said.kind), said.is_absent) != said.is_absent:
            raise InputError(
                f"{path}: [[segments]] says for {entry.file!r} both where the {said.kind} lies "
                "and that there is none; remove one of the two"
            )
    return entries


def _segment(path: Path, table: dict[str, Any]) -> SegmentEntry:
    _check_keys(path, "[[segments]] ", table, _SEGMENT_KEYS)
    file = _text(path, "[[segments]]", {"file": _ALL_FILES, **table}, "file")
    _check_pattern(path, file)
    kind = table.get("kind")
    if kind not in SEGMENT_KINDS:
        raise InputError(
            f"{path}: [[segments]] needs kind, one of {', '.join(SEGMENT_KINDS)}, found {kind!r}"
        )
    is_absent = table.get("absent", False)
    if not isinstance(is_absent, bool):
        raise InputError(f"{path}: absent must be true or false, not {is_absent!r}")
    if is_absent == ("start" in table or "stop" in table):
        raise InputError(
            f"{path}: [[segments]] of kind {kind!r} needs either start and stop or absent = true"
        )
    start = None if is_absent else _place(path, table, "start")
    stop = None if is_absent else _place(path, table, "stop")
    try:
        return SegmentEntry(file, SegmentOverride(kind, start, stop, path.name))
    except ValueError as error:
        raise InputError(f"{path}: [[segments]] of kind {kind!r}: {error}") from error


def _place(path: Path, table: dict[str, Any], key: str) -> Position:
    value = table.get(key)
    if isinstance(value, datetime.time):  # TOML has times of its own, written without quotes
        value = value.isoformat()
    if not isinstance(value, (int, str)) or isinstance(value, bool):
        raise InputError(
            f"{path}: [[segments]] needs {key} as a number of frames or a text like '2.5s' or "
            f"'00:01:30.000', found {value!r}"
        )
    try:
        return parse_position(value)
    except ValueError as error:
        raise InputError(f"{path}: {key} {error}") from error


def _number(path: Path, value: object) -> Fraction:
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}(\.\d+)?", text):
        raise InputError(f"{path}: number must be like 3 or 3.5, not {value!r}")
    return Fraction(text)


def _text(path: Path, table: str, entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{path}: {table} needs {key} as a text, found {value!r}")
    return value


def _texts(path: Path, entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InputError(f"{path}: {key} must be a list of texts, found {value!r}")
    for item in value:
        _check_pattern(path, item)
    return tuple(value)


def _check_pattern(path: Path, pattern: str) -> None:
    if not Path(pattern).parts or Path(pattern).is_absolute():
        raise InputError(
            f"{path}: {pattern!r} is no name or pattern of files; write it relative to the folder "
            f"of {path.name}, like 'Season 1/*'"
        )


def _check_keys(path: Path, table: str, entry: dict[str, Any], allowed: set[str]) -> None:
    if unknown := sorted(set(entry) - allowed):
        raise InputError(
            f"{path}: {table}{unknown[0]!r} is unknown; allowed are {', '.join(sorted(allowed))}"
        )
