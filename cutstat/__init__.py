"""cutstat: count the cuts of episodes and compare how fast shows are cut.

Three functions go the way from files to a verdict::

    import cutstat

    found = cutstat.detect("episode.mkv")
    cutstat.scan(["Shows/Hero Mask", "Shows/Psycho-Pass"])
    result = cutstat.compare("Hero Mask", ["Psycho-Pass"])

`plot` draws a picture of such a result on matplotlib axes.

`scan` and `compare` decode in several processes; a script that calls them needs the usual
``if __name__ == "__main__":``, or ``jobs=1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# Two functions are called like rooms. Python binds the name of a room when it is first imported,
# and never again: so the rooms come first, and the functions below keep the names for good.
import cutstat.report
import cutstat.scan  # noqa: F401 - for the sake of the binding alone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cutstat.library.store import Library
    from cutstat.scan.analyse import FileDetection
    from cutstat.scan.scan import ExecutorName, ScanResult
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.study.comparison import SeriesComparison

__all__ = ["compare", "detect", "plot", "scan"]


def detect(path: str | Path, *, detector: str = "cutstat") -> FileDetection:
    """Find the transitions of a video file; needs no library and leaves nothing behind.

    Parameters
    ----------
    path : str or Path
        The video file.
    detector : str
        ``"cutstat"``, or one of PySceneDetect's: ``"adaptive"``, ``"content"``, ``"hash"``,
        ``"histogram"``.

    Returns
    -------
    FileDetection
        Transitions and shots in frames, and the track with the exact time of every frame.

    Raises
    ------
    InputError
        If the file cannot be opened, or the detector is unknown.
    DecodeError
        If it is no video or no frame can be decoded.
    """
    from cutstat.scan.analyse import FileDetection, analyse_file

    track, detection = analyse_file(Path(path), detector=detector)
    return FileDetection(Path(path), track, detection)


def scan(
    paths: str | Path | Sequence[str | Path],
    *,
    library: Library | str | Path | None = None,
    series: str | None = None,
    detector: str = "cutstat",
    jobs: int = 0,
    executor: ExecutorName | None = None,
    scheduler: str | None = None,
) -> ScanResult:
    """Find episode files and analyse those that the library does not know.

    Parameters
    ----------
    paths : str, Path or sequence of these
        Files, folders and globs.
    library : Library, str or Path, optional
        An open library or the folder of one; by default the one of the command line.
    series : str, optional
        Title of the series for all files, whatever their names say.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    executor : {"serial", "processes", "dask"}, optional
        Who decodes: this process, others, or Dask. By default others, but this one for one job.
    scheduler : str, optional
        Address of Dask's scheduler, for the executor ``"dask"``. By default Dask's workers are
        started on this machine.

    Returns
    -------
    ScanResult
        What was analysed, what was known already, and what failed or was skipped, with reasons.

    Raises
    ------
    InputError
        If a path is wrong, or the detector is unknown.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.scan.scan import scan as run_scan

    with _opened(library) as shelf:
        return run_scan(
            _listed(paths),
            library=shelf,
            series=series,
            detector=detector,
            jobs=jobs,
            executor=executor,
            scheduler=scheduler,
        )


def compare(
    target: str | Path,
    baselines: str | Path | Sequence[str | Path],
    *,
    library: Library | str | Path | None = None,
    detector: str = "cutstat",
    jobs: int = 0,
    settings: ComparisonSettings | None = None,
) -> SeriesComparison:
    """Say whether a series is cut faster than others.

    Parameters
    ----------
    target : str or Path
        The series that is asked about: its title in the library, or files, which are scanned
        first.
    baselines : str, Path or sequence of these
        The series that it is compared with.
    library : Library, str or Path, optional
        An open library or the folder of one; by default the one of the command line.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    settings : ComparisonSettings, optional
        Margin, error rate and least number of episodes, fixed before looking.

    Returns
    -------
    SeriesComparison
        The comparison, the measured series, and what was left out. Where the data allow no
        verdict, ``comparison.refusal`` says why.

    Raises
    ------
    InputError
        If a series is unknown, is named twice or has no episode that can be measured.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.study.comparison import compare_series
    from cutstat.study.titles import resolve_series

    with _opened(library) as shelf:
        names = [target, *_listed(baselines)]
        titles, skipped = resolve_series(shelf, names, detector=detector, jobs=jobs)
        return compare_series(
            shelf, titles[0], titles[1:], detector=detector, settings=settings, skipped=skipped
        )


def plot(name: str, result: SeriesComparison, axes: Axes) -> None:
    """Draw one picture of a comparison on matplotlib axes.

    Parameters
    ----------
    name : str
        ``"verdict"``, ``"shots"``, ``"rates"``, ``"shot-lengths"``, ``"pacing"``, ``"heat-map"`` or
        ``"season"``; the last two show the series that is asked about.
    result : SeriesComparison
        What `compare` gave.
    axes : matplotlib.axes.Axes
        Where to draw; labels need room at both sides.

    Raises
    ------
    ValueError
        If there is no such picture.
    """
    from cutstat.report.axes import draw_picture
    from cutstat.report.model import build_report

    draw_picture(build_report(result.comparison), name, axes)


@contextmanager
def _opened(library: Library | str | Path | None) -> Iterator[Library]:
    """Give an open library: the caller's own, which stays open, or one opened for now."""
    from cutstat.library.location import default_folder
    from cutstat.library.store import Library

    if isinstance(library, Library):
        yield library
        return
    with Library(default_folder() if library is None else Path(library)) as opened:
        yield opened


def _listed(paths: str | Path | Sequence[str | Path]) -> Sequence[str | Path]:
    return [paths] if isinstance(paths, (str, Path)) else paths
