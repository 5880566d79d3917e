"""Series named by a user: titles in the library, or files that are scanned first."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.core.episodes import unit_role
from cutstat.errors import InputError
from cutstat.library.lookup import find_series
from cutstat.library.store import Library
from cutstat.scan.scan import Listener, ScanResult
from cutstat.study.study import Study
from cutstat.video.find import find_episodes

PUBLISHED = "published"
"""Among baselines, what is published of TV anime; it holds no episodes."""

POPULATION = "population"
"""Among baselines, the collection of shows that was imported."""


class Resolved(NamedTuple):
    """What names stand for."""

    titles: tuple[str, ...]
    """Title of a series in the library for each name."""

    skipped: tuple[str, ...]
    """One sentence for each file that was passed over on the way."""

    choices: tuple[str, ...]
    """How names were taken that could mean a title and a folder, one sentence each."""


def resolve_series(
    study: Study,
    names: Sequence[str | Path],
    *,
    jobs: int = 0,
    listener: Listener | None = None,
) -> Resolved:
    """Find the series that a user means, and scan files that the library does not know yet.

    A name that is a title in the library and a folder on disk means the title. If the folder holds
    episodes of that series, they are scanned as well, so that new ones count.

    Raises
    ------
    InputError
        If a title is unknown, or files belong to no series or to several.
    """
    titles: list[str] = []
    skipped: list[str] = []
    choices: list[str] = []
    for name in map(str, names):
        is_title, is_path = name in study.library.series_names(), is_place(name)
        if not is_path:
            titles.append(find_series(study.library, name))
            continue
        if is_title and (others := _others(name, title=name)) is not None:
            titles.append(name)
            choices.append(
                f"{name!r} is taken for the series in the library; the folder of this name here "
                f"holds {others} (write {os.path.join('.', name)!r} for the folder)"  # noqa: PTH118 - a Path drops the dot
            )
            continue
        result = study.scan([name], jobs=jobs, listener=listener)
        skipped += [f"{one.path}: {one.reason}" for one in result.skipped]
        if is_title:
            titles.append(name)
            if result.done:
                choices.append(
                    f"{name!r} is a series in the library and a folder here: both were looked at, "
                    f"{len(result.done)} new"
                )
            continue
        titles.append(only_title(result, path=name))
    return Resolved(tuple(titles), tuple(skipped), tuple(choices))


def only_series(library: Library, baselines: Sequence[str]) -> list[str]:
    """Give the baselines without `PUBLISHED` and `POPULATION`, unless a series is called so."""
    known = library.series_names()
    return [one for one in baselines if one not in (PUBLISHED, POPULATION) or one in known]


def names_population(library: Library, baselines: Sequence[str]) -> bool:
    """Whether the population is among the baselines."""
    return POPULATION in baselines and POPULATION not in library.series_names()


def is_place(name: str) -> bool:
    """Whether a name is a file or folder, or a pattern that matches some."""
    # Path.exists raises for a text that is too long for a file name, and glob takes any pattern.
    return os.path.exists(name) or (glob.has_magic(name) and bool(glob.glob(name)))  # noqa: PTH110, PTH207


def _others(path: str, *, title: str) -> str | None:
    """Say what a folder holds instead of episodes of a series; None if it holds some."""
    found: set[str] = set()
    with contextlib.suppress(InputError):  # of a folder without videos
        found = {file.name.series for file in find_episodes([path]).files}
    if title in found:
        return None
    return "episodes of " + ", ".join(map(repr, sorted(found)[:3])) if found else "no episode"


def only_title(result: ScanResult, *, path: str) -> str:
    """Give the title of the series whose episodes a scan of a path has found.

    Raises
    ------
    InputError
        If there is none, or more than one.
    """
    unit = unit_role(file.name for file in result.files)
    found = [file.name.series for file in result.files if file.name.role == unit]
    titles = list(dict.fromkeys(found))
    failed = [one.reason for one in result.failed]
    failed += [f"{one.path}: {one.reason}" for one in result.skipped]
    if not titles:
        why = f"; first, {failed[0]}" if failed else ""
        raise InputError(f"{path}: holds no {unit} that could be analysed{why}")
    if len(titles) > 1:
        listed = ", ".join(repr(title) for title in titles)
        raise InputError(
            f"{path}: holds {len(titles)} series ({listed}); name one of them, or give them one "
            "title with `cutstat scan --series`"
        )
    return titles[0]
