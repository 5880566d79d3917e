"""Find the series or episode that a user means."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from pathlib import Path

from cutstat.core.episodes import unit_role, units_of
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.video.identify import file_key

_YEAR = re.compile(r"\s*\(?(?:19|20)\d\d\)?$")


def find_series(library: Library, text: str) -> str:
    """Give the title of the series, or of the film, that is called `text`, or nearly so.

    Case, width and accents do not count, and a beginning is enough if only one title has it.

    Raises
    ------
    InputError
        If there is none, or more than one.
    """
    titles = library.series_names()
    if text in titles:
        return text
    wanted = _plain(text)
    matches = [title for title in titles if _plain(title) == wanted] or [
        title for title in titles if wanted and _plain(title).startswith(wanted)
    ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise InputError(f"{text!r} can mean {_listed(matches)}; write more of the title")
    films = {e.name.title: e for e in library.episodes() if e.name.role == "film" and e.name.title}
    called = [title for title, film in films.items() if title and wanted in _ways_to_say(film)]
    if len(called) == 1:
        return called[0]
    titles = (*titles, *filter(None, films))
    near = difflib.get_close_matches(text, titles, n=3, cutoff=0.4)
    if _is_place(text) and not near:
        raise InputError(f"{text}: no such file or folder, and no series of the library")
    if os.path.exists(text):  # noqa: PTH110 - Path.exists raises for long texts
        raise InputError(
            f"{text}: a file or folder here, and no title in the library; `cutstat scan` takes "
            "its episodes in, `cutstat list` shows the titles that are there"
        )
    hint = f"; did you mean {_listed(near)}?" if near else "; `cutstat list` shows what is there"
    raise InputError(f"no series {text!r} in the library{hint}")


def episodes_of(library: Library, title: str) -> tuple[LibraryEpisode, ...]:
    """List the files of a series, or the film of this title, as `find_series` gives it."""
    return library.episodes(title) or tuple(
        one for one in library.episodes() if one.name.role == "film" and one.name.title == title
    )


def find_episode(library: Library, text: str) -> LibraryEpisode:
    """Give the episode meant by a path, a file name, ``Series 03`` or the title of its only file.

    A file is known by its content, so one that was renamed since its scan is found too; a list
    that was imported is known by its place.

    Raises
    ------
    InputError
        If there is none, or more than one, as with the title of a series.
    """
    episodes = library.episodes()
    is_file = os.path.isfile(text)  # noqa: PTH113 - Path.is_file raises for a text too long for a name
    if is_file:
        key = file_key(Path(text))
        matches = [e for e in episodes if e.file_key == key]
        matches = matches or [e for e in episodes if e.path == Path(text).absolute()]
    else:
        wanted = _plain(text)
        matches = [e for e in episodes if e.path.name == text or wanted in _ways_to_say(e)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = _listed([f"{e.name.series} {e.name.label} ({e.path})" for e in matches])
        raise InputError(f"{text!r} can mean {names}; give the path of the file")
    if not is_file and (only := _only_one_of(library, text)) is not None:
        return only
    known = {f"{e.name.series} {e.name.label}" for e in episodes}
    unit = units_of(e.name for e in episodes)
    near = difflib.get_close_matches(text, known, n=3, cutoff=0.5)
    if _is_place(text) and not near:
        raise InputError(f"{text}: no such file, and no {unit} of the library")
    hint = f"; did you mean {_listed(near)}?" if near else "; scan it first, or see `cutstat list`"
    raise InputError(f"no {unit} {text!r} in the library{hint}")


def _only_one_of(library: Library, text: str) -> LibraryEpisode | None:
    """Give the only file of a series of this title; None if there is no such series.

    Raises
    ------
    InputError
        If it has more files: one of its episodes is asked for.
    """
    try:
        title = find_series(library, text)
    except InputError:
        return None
    files = episodes_of(library, title)
    if len(files) == 1 and _plain(title) == _plain(text):
        return files[0]
    unit = unit_role(one.name for one in files)
    first = next((one for one in files if one.name.role == unit), files[0])
    raise InputError(
        f'{title!r} is a series; name one {unit} of it, like "{title} {first.name.label}" '
        f'(`cutstat list "{title}"` shows them all, `cutstat compare "{title}"` the series as one)'
    )


def _is_place(text: str) -> bool:
    """Whether a name looks like a path, and nothing is there."""
    is_path = "/" in text or os.sep in text or text.startswith("~")
    return is_path and not os.path.exists(text)  # noqa: PTH110 - Path.exists raises for long texts


def _ways_to_say(episode: LibraryEpisode) -> set[str]:
    name = episode.name
    ways = {f"{name.series} {name.label}", f"{name.series} - {name.label}"}
    if name.role == "film" and name.title:  # films are called by their titles, with year or without
        ways |= {name.title, _YEAR.sub("", name.title)}
    if name.number is not None and name.number.denominator == 1:
        ways.add(f"{name.series} {name.number}")
        ways.add(f"{name.series} S{name.season or 1:02d}E{int(name.number):02d}")
    return {_plain(way) for way in ways}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())


def _listed(titles: list[str]) -> str:
    return ", ".join(repr(title) for title in titles[:5])
