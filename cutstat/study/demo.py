"""The demo: make sample series, scan them, compare them, write the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cutstat.core.cores import available_cores
from cutstat.library.store import Library
from cutstat.report.model import Report
from cutstat.report.write import Written, write_report
from cutstat.scan.scan import Listener
from cutstat.study.comparison import SeriesComparison, compare_series
from cutstat.study.report import compose_report
from cutstat.study.study import Study
from cutstat.synth.samples import render_samples


class DemoResult(NamedTuple):
    """The comparison of the demo, and the files of its report."""

    found: SeriesComparison
    written: Written


def run_demo(
    videos: Path,
    output: Path,
    *,
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
    listener: Listener | None = None,
) -> DemoResult:
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
    folders = render_samples(videos, processes=jobs or available_cores(), progress=progress)
    with Library(videos / ".library") as library:
        study = Study(library)
        result = study.scan(folders, jobs=jobs, listener=listener)
        titles = list(dict.fromkeys(file.name.series for file in result.files))
        target = folders[0].name
        baselines = [title for title in titles if title != target]
        found = compare_series(study, target, baselines, is_published=True)
        composed = compose_report(
            study, found, title="Demo: three invented series", command="cutstat demo"
        )
    return DemoResult(found, write_report(called_invented(composed.report), output))


def called_invented(report: Report) -> Report:
    """Say that the shows are invented where the title does not stand: in the picture to post."""
    return replace(
        report, said=replace(report.said, source=f"Invented shows. {report.said.source}")
    )
