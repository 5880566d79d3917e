"""Audits: a sample that a person judges, and what that says of the detector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.study.audit import JudgedAudit
    from cutstat.study.audit_sheets import WrittenAudit


def audit(
    series: str,
    output: str | Path,
    *,
    boundaries: int = 100,
    candidates: int = 100,
    spans: int = 60,
    seed: int = 1,
    font: str | None = None,
    library: Where = None,
    detector: str = "cutstat",
    progress: Callable[[int, int], None] | None = None,
) -> WrittenAudit:
    """Draw a sample of what the detector found in a series, for a person to judge.

    Parameters
    ----------
    series : str
        Its title in the library.
    output : str or Path
        Folder for sheets of pictures and the table to fill in; `read_audit` reads it.
    boundaries : int > 0
        Borders to judge that were found.
    candidates : int > 0
        Places to judge of likely misses.
    spans : int >= 0
        Stretches of 10 s to look through for misses that left no trace.
    seed : int
        Seed of the sample.
    font : str, optional
        File or name of a font for titles.
    library : Study, Library, str or Path, optional
        As for `compare`.
    detector : str
        Name of the detector, as for `detect`.
    progress : callable, optional
        Told how many of how many sheets are done.

    Returns
    -------
    WrittenAudit
        What was drawn, and the files.

    Raises
    ------
    InputError
        If the series is unknown, has nothing to judge, or a video is not there; if the folder
        cannot be written or holds an audit.
    """
    from cutstat.library.lookup import find_series
    from cutstat.study.audit import draw_audit
    from cutstat.study.audit_sheets import WrittenAudit, write_audit

    with opened(library, detector=detector) as study:
        drawn = draw_audit(
            study,
            find_series(study.library, series),
            boundaries=boundaries,
            candidates=candidates,
            strips=spans,
            seed=seed,
        )
        files = write_audit(study, drawn, Path(output), font=font, progress=progress)
    return WrittenAudit(drawn, files)


def audit_page(
    series: str,
    *,
    boundaries: int = 100,
    candidates: int = 100,
    spans: int = 60,
    seed: int = 1,
    port: int = 0,
    started: Callable[[str], None] = print,
    library: Where = None,
    detector: str = "cutstat",
) -> int:
    """Ask the questions of an audit one by one on a page, until Ctrl-C.

    What was said of a place in a review is its answer, and the other way round. The same sample is
    gone on with when it is called again.

    Parameters
    ----------
    series : str
        Its title in the library.
    boundaries, candidates, spans : int
        As for `audit`.
    seed : int
        Seed of the sample.
    port : int >= 0
        Port of the page; 0 takes one that is free.
    started : callable
        Told the address of the page; by default it is printed.
    library : Study, Library, str or Path, optional
        As for `compare`; a study or an open library must have been opened by this thread.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    int
        Answers that were given, less those that were taken back.

    Raises
    ------
    InputError
        If the series is unknown or has nothing to judge, or the port is taken.
    """
    from cutstat.library.lookup import find_series
    from cutstat.review.page import serve_audit
    from cutstat.study.audit import draw_audit

    with opened(library, detector=detector) as study:
        drawn = draw_audit(
            study,
            find_series(study.library, series),
            boundaries=boundaries,
            candidates=candidates,
            strips=spans,
            seed=seed,
        )
        return serve_audit(study, drawn, port=port, started=started)


def read_audit(
    series: str, table: str | Path, *, library: Where = None, detector: str = "cutstat"
) -> JudgedAudit:
    """Read the table of an audit that was filled in, and keep what it says.

    Parameters
    ----------
    series : str
        Its title in the library.
    table : str or Path
        The ``audit.csv`` that `audit` wrote.
    library : Study, Library, str or Path, optional
        As for `compare`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    JudgedAudit
        Precision and recall with their intervals; comparisons correct counts by them from now on.

    Raises
    ------
    InputError
        If the table cannot be used, or is of another series.
    RefusedError
        If it is of another detector or of detections that have changed, or too little is filled in.
    """
    from cutstat.library.lookup import find_series
    from cutstat.study.audit import read_audit

    with opened(library, detector=detector) as study:
        return read_audit(study, find_series(study.library, series), Path(table))


def clear_audits(series: str, *, library: Where = None) -> int:
    """Forget the audits of a series, of all detectors.

    Parameters
    ----------
    series : str
        Its title in the library.
    library : Study, Library, str or Path, optional
        As for `compare`.

    Returns
    -------
    int
        How many there were.

    Raises
    ------
    InputError
        If the series is unknown.
    """
    from cutstat.library.lookup import find_series
    from cutstat.study.audit import forget_audits

    with opened(library) as study:
        return forget_audits(study.library, find_series(study.library, series))
