"""The machine and the demo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cutstat.scan.scan import Listener
    from cutstat.study.demo import DemoResult
    from cutstat.study.doctor import Finding


def doctor(*, library: str | Path | None = None) -> tuple[Finding, ...]:
    """Look whether this machine has what cutstat needs.

    Parameters
    ----------
    library : str or Path, optional
        Folder of the library to look at; by default that of the command line.

    Returns
    -------
    tuple of Finding
        Versions, decoders, fonts, the library and the free space, each with its state.
    """
    from cutstat.library.location import default_folder
    from cutstat.study.doctor import examine

    return examine(default_folder() if library is None else Path(library))


def demo(
    *,
    output: str | Path = "reports/demo",
    videos: str | Path = "demo",
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
    listener: Listener | None = None,
) -> DemoResult:
    """Render three invented series, scan and compare them, and write a report.

    Parameters
    ----------
    output : str or Path
        Folder for the report.
    videos : str or Path
        Folder for the rendered episodes (some 90 MB) and the library of the demo.
    jobs : int >= 0
        Processes; 0 takes as many as there are cores.
    progress : callable, optional
        Told how many of how many episodes are rendered.
    listener : callable, optional
        Told what happens during the scan.

    Returns
    -------
    DemoResult
        The comparison, and the files of the report.

    Raises
    ------
    InputError
        If a folder cannot be written.
    """
    from cutstat.study.demo import run_demo

    return run_demo(Path(videos), Path(output), jobs=jobs, progress=progress, listener=listener)
