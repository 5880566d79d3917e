"""Series named by a user: titles in the library, or files that are scanned first."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.detection.registry import OWN
from cutstat.errors import InputError
from cutstat.library.lookup import find_series
from cutstat.library.store import Library
from cutstat.scan.scan import Listener, scan

PUBLISHED = "published"
"""Among baselines, what is published of TV anime; it holds no episodes."""


class Resolved(NamedTuple):
    """What names stand for."""

    titles: tuple[str, ...]
    """Title of a series in the library for each name."""

    skipped: tuple[str, ...]
    """One sentence for each file that was passed over on the way."""


def resolve_series(
    library: Library,
    names: Sequence[str | Path],
    *,
    detector: str = OWN,
    jobs: int = 0,
    listener: Listener | None = None,
) -> Resolved:
    """Find the series that a user means, and scan files that the library does not know yet.

    Raises
    ------
    InputError
        If a title is unknown, or files belong to no series or to several.
    """
    titles: list[str] = []
    skipped: list[str] = []
    for name in map(str, names):
        if not _means_files(library, name):
            titles.append(find_series(library, name))
            continue
        result = scan([name], library=library, detector=detector, jobs=jobs, listener=listener)
        skipped += [f"{one.path}: {one.reason}" for one in result.skipped]
        found = [file.name.series for file in result.files if file.name.role == "episode"]
        titles.append(_only(list(dict.fromkeys(found)), path=name))
    return Resolved(tuple(titles), tuple(skipped))


def only_series(library: Library, baselines: Sequence[str]) -> list[str]:
    """Give the baselines without `PUBLISHED`, unless a series of the library is called so."""
    known = library.series_names()
    return [one for one in baselines if one != PUBLISHED or one in known]


def _means_files(library: Library, name: str) -> bool:
    """Whether a name means files and not a title; a title of the library wins."""
    if name in library.series_names():
        return False
    # Path.exists raises for a text that is too long for a file name, and glob takes any pattern.
    return os.path.exists(name) or (glob.has_magic(name) and bool(glob.glob(name)))  # noqa: PTH110, PTH207


def _only(titles: list[str], *, path: str) -> str:
    if not titles:
        raise InputError(f"{path}: holds no episode that could be analysed")
    if len(titles) > 1:
        listed = ", ".join(repr(title) for title in titles)
        raise InputError(
            f"{path}: holds {len(titles)} series ({listed}); name one of them, or give them one "
            "title with `cutstat scan --series`"
        )
    return titles[0]
