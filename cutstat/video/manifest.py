"""The user's word about names: ``cutstat.toml`` in the folder of the videos."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path
from typing import Any

from cutstat.core.episodes import EPISODE_ROLES, EpisodeName
from cutstat.errors import InputError

MANIFEST_NAME = "cutstat.toml"
_OTHER_TABLES = {"options", "segments"}
_SERIES_KEYS = {"title", "files", "exclude"}
_EPISODE_KEYS = {"file", "series", "number", "season", "title", "role"}


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
class Manifest:
    """What a ``cutstat.toml`` says about the files beside and below it."""

    path: Path
    series: tuple[SeriesEntry, ...] = ()
    episodes: tuple[EpisodeEntry, ...] = ()

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

    def _matches(self, file: Path, pattern: str) -> bool:
        folder = self.path.parent.absolute()
        file = file.absolute()
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
    _check_keys(path, "", data, {"series", "episode"} | _OTHER_TABLES)
    return Manifest(
        path,
        tuple(_series(path, entry) for entry in _tables(path, data, "series")),
        tuple(_episode(path, entry) for entry in _tables(path, data, "episode")),
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
