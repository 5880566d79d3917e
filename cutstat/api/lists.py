"""Shot lists: written for other programs, taken from them, and scored."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import listed, opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.formats.clock import Unit
    from cutstat.formats.scored import ScoredFiles
    from cutstat.formats.tables import Table
    from cutstat.study.exports import Exported
    from cutstat.study.imports import Imported


def export(
    series: str | Sequence[str] = (),
    output: str | Path | None = None,
    *,
    form: str = "csv",
    table: Table = "episodes",
    library: Where = None,
    detector: str = "cutstat",
) -> Exported:
    """Write episodes, or their shots, as a table or in a format of another program.

    Parameters
    ----------
    series : str or sequence of str
        Titles of series, or beginnings of titles; by default all.
    output : str or Path, optional
        File for a table (``"csv"``, ``"json"``), which is given as text as well; folder for the
        other formats, which write one file an episode.
    form : str
        Format, as ``--format`` of ``cutstat export`` names it.
    table : {"episodes", "shots"}
        With a table: one row an episode, or one row a shot.
    library : Study, Library, str or Path, optional
        A study, an open library or the folder of one; by default that of the command line.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    Exported
        The table as text, the files, and what was left out.

    Raises
    ------
    InputError
        If a series is unknown or cannot be measured, or a file cannot be written.
    ValueError
        If no such format writes, or a folder is needed and not given.
    """
    from cutstat.study.exports import export_series

    place = None if output is None else Path(output)
    names = [str(one) for one in listed(series)]
    with opened(library, detector=detector) as study:
        return export_series(study, names, form=form, table=table, output=place)


def import_(
    files: str | Path | Sequence[str | Path],
    series: str,
    *,
    form: str | None = None,
    rate: Fraction | None = None,
    length: Fraction | None = None,
    unit: Unit | None = None,
    by: str | None = None,
    library: Where = None,
) -> Imported:
    """Take shot lists that others made for the episodes of a series; no video is needed.

    Parameters
    ----------
    files : str, Path or sequence of these
        The lists.
    series : str
        Title of the series.
    form : str, optional
        Format, as ``--format`` of ``cutstat import`` names it; by default known by the content.
    rate : Fraction, optional
        Frames a second, where a list does not say it.
    length : Fraction, optional
        Length of the video in seconds, for a list of cuts whose last line is not its end.
    unit : {"seconds", "tenths", "milliseconds"}, optional
        What numbers count in a list of times.
    by : str, optional
        Who or what found the shots; only what was found alike is compared.
    library : Study, Library, str or Path, optional
        As for `export`.

    Returns
    -------
    Imported
        The episodes, what could not be taken, and what was put right.

    Raises
    ------
    InputError
        If no list can be taken.
    LibraryError
        If the library cannot be written.
    """
    from cutstat.study.imports import import_lists

    paths = [Path(one) for one in listed(files)]
    with opened(library) as study:
        done = import_lists(
            study.library,
            paths,
            series=series,
            form=form,
            rate=rate,
            length=length,
            unit=unit,
            by=by,
        )
        study.renew()
        return done


def score(
    estimate: str | Path,
    reference: str | Path,
    *,
    tolerance: int = 1,
    rate: Fraction | None = None,
) -> ScoredFiles:
    """Score an estimate against a reference: precision, recall and F1.

    Parameters
    ----------
    estimate, reference : str or Path
        Files in any format that `import_` reads. With several videos each, these are matched by
        their names.
    tolerance : int >= 0
        Frames by which an estimate may be off.
    rate : Fraction, optional
        Frames a second, where both lists have times alone.

    Returns
    -------
    ScoredFiles
        A score for each video, and what has no counterpart.

    Raises
    ------
    InputError
        If a file cannot be read, or the two do not fit.
    """
    from cutstat.formats.scored import score_files

    return score_files(Path(reference), Path(estimate), tolerance=tolerance, rate=rate)
