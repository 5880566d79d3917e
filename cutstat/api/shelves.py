"""Shelves: series in one file that can be passed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import listed, opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.study.shelf import Packed, Unpacked


def pack(
    series: str | Sequence[str],
    output: str | Path,
    *,
    library: Where = None,
    detector: str = "cutstat",
    fingerprints: bool = False,
) -> Packed:
    """Write series into one small file that others can take into their libraries.

    Shots, confidences, segments, corrections and audits are in it; no pictures, no paths.

    Parameters
    ----------
    series : str or sequence of str
        Titles, or beginnings of titles.
    output : str or Path
        The file.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector whose shots are packed, as for `detect`.
    fingerprints : bool
        Whether fingerprints of pictures and sound are in it, by which openings and the like are
        found in further episodes; the file is then about twice as large.

    Returns
    -------
    Packed
        Titles with the number of their episodes, and what was left out.

    Raises
    ------
    InputError
        If a series is unknown or has no analysed episode, its episodes are of different detectors,
        or the file cannot be written.
    """
    from cutstat.study.shelf import pack_series

    with opened(library, detector=detector) as study:
        titles = [str(one) for one in listed(series)]
        return pack_series(study, titles, Path(output), fingerprints=fingerprints)


def unpack(path: str | Path, *, title: str | None = None, library: Where = None) -> Unpacked:
    """Take the series of a file that `pack` wrote into a library, where they compare like others.

    Parameters
    ----------
    path : str or Path
        The file.
    title : str, optional
        Another title, where the file holds one series.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    Unpacked
        The episodes, and those that were scanned here and stay as they are.

    Raises
    ------
    InputError
        If the file is damaged or none of these, or a title is taken by other files here. Nothing
        is kept then.
    """
    from cutstat.study.shelf import unpack_series

    with opened(library) as study:
        return unpack_series(study, Path(path), title=title)
