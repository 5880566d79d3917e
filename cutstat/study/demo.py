"""The demo: make sample series, scan them, compare them, write the report."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from cutstat.library.store import Library
from cutstat.report.write import Written, write_report
from cutstat.scan.scan import Listener, scan
from cutstat.stats.compare import Comparison
from cutstat.study.comparison import compare_series
from cutstat.study.report import compose_report
from cutstat.synth.samples import render_samples


def run_demo(
    videos: Path,
    output: Path,
    *,
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
    listener: Listener | None = None,
) -> tuple[Comparison, Written]:
    """Go the whole way on the sample series: from scripts to a report.

    Parameters
    ----------
    videos : Path
        Folder for the rendered episodes and the library of the demo.
    output : Path
        Folder for the report.
    jobs : int >= 0
        Processes; 0 takes as many as there are cores.
    progress : callable, optional
        Told how many of how many episodes are rendered.
    listener : callable, optional
        Told what happens during the scan.
    """
    folders = render_samples(videos, processes=jobs or os.cpu_count() or 1, progress=progress)
    with Library(videos / ".library") as library:
        result = scan(folders, library=library, jobs=jobs, listener=listener)
        titles = list(dict.fromkeys(file.name.series for file in result.files))
        target = folders[0].name
        baselines = [title for title in titles if title != target]
        found = compare_series(library, target, baselines)
        composed = compose_report(
            library,
            found,
            title="Demo: three invented series",
            command="cutstat demo",
            is_published=True,
        )
    return found.comparison, write_report(composed.report, output)
