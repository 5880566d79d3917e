"""From what a caller names to a study of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from cutstat.library.store import Library
    from cutstat.study.study import Study

    Where: TypeAlias = Study | Library | str | Path | None
    """A study, an open library, the folder of one, or None for that of the command line."""


@contextmanager
def opened(library: Where, *, detector: str | None = None) -> Iterator[Study]:
    """Give a study of a library: the caller's own, which stays open, or one opened for now.

    A study that is given keeps its detector, whatever `detector` says.
    """
    from cutstat.detection.registry import OWN
    from cutstat.library.location import default_folder
    from cutstat.library.store import Library
    from cutstat.study.study import Study

    if isinstance(library, Study):
        yield library
    elif isinstance(library, Library):
        yield Study(library, detector=detector or OWN)
    else:
        folder = default_folder() if library is None else Path(library)
        with Library(folder) as shelf:
            yield Study(shelf, detector=detector or OWN)


def listed(names: str | Path | Sequence[str | Path]) -> Sequence[str | Path]:
    """Give one name or several as several."""
    return [names] if isinstance(names, (str, Path)) else names
