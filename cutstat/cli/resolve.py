"""Series named on the command line: titles in the library, or files that are scanned first."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from cutstat.cli.output import warn
from cutstat.errors import InputError
from cutstat.library.lookup import find_series
from cutstat.library.store import Library
from cutstat.run.scan import scan


def resolve_series(
    library: Library, names: Sequence[str], *, detector: str, jobs: int, quiet: bool
) -> list[str]:
    """Give the titles that the user means, scanning files that the library does not know yet.

    Raises
    ------
    InputError
        If a title is unknown, or files belong to no series or to several.
    """
    return [
        _scanned(library, name, detector=detector, jobs=jobs, quiet=quiet)
        if _means_files(library, name)
        else find_series(library, name)
        for name in names
    ]


def _means_files(library: Library, name: str) -> bool:
    """Whether an argument means files and not a title; a title of the library wins."""
    if name in library.series_names():
        return False
    return Path(name).exists() or (glob.has_magic(name) and bool(glob.glob(name)))  # noqa: PTH207 - absolute patterns too


def _scanned(library: Library, path: str, *, detector: str, jobs: int, quiet: bool) -> str:
    from cutstat.cli.progress import scan_listener

    with scan_listener(quiet=quiet) as listener:
        result = scan([path], library=library, detector=detector, jobs=jobs, listener=listener)
    for failure in result.failed:
        warn(f"left out: {failure.reason}", quiet=quiet)
    for skipped in result.skipped:
        warn(f"left out: {skipped.path}: {skipped.reason}", quiet=quiet)
    titles = list(
        dict.fromkeys(file.name.series for file in result.files if file.name.role == "episode")
    )
    if not titles:
        raise InputError(f"{path}: holds no episode that could be analysed")
    if len(titles) > 1:
        listed = ", ".join(repr(title) for title in titles)
        raise InputError(
            f"{path}: holds {len(titles)} series ({listed}); name one of them, or give them one "
            "title with `cutstat scan --series`"
        )
    return titles[0]
