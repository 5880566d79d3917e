"""From a comparison to a report on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.report.model import Report, build_report
from cutstat.report.write import FORMATS, Format, Written, write_plot, write_report
from cutstat.stats.claim import Answered
from cutstat.study.comparison import SeriesComparison
from cutstat.study.named import Asked
from cutstat.study.study import Study
from cutstat.study.thumbnails import look_at_series


class ComposedReport(NamedTuple):
    """A report, and what it cannot show."""

    report: Report
    notes: tuple[str, ...]
    """One sentence each."""


def compose_report(
    study: Study,
    found: SeriesComparison,
    *,
    title: str | None = None,
    command: str | None = None,
    answers: Sequence[Answered] = (),
    has_pictures: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> ComposedReport:
    """Gather all that a report shows.

    Parameters
    ----------
    study : Study
        The one that was compared in.
    found : SeriesComparison
        What is reported.
    title : str, optional
        Title of the report; the series' names otherwise.
    command : str, optional
        Command that makes the report again.
    answers : sequence of Answered
        Answers to the statements of a claim.
    has_pictures : bool
        Whether pictures of the target's episodes are read from its videos.
    progress : callable, optional
        Told of how many of how many episodes pictures are read.
    """
    target = found.series[0]
    looks = {
        one.name: look_at_series(
            study,
            one,
            has_pictures=has_pictures and one is target,
            progress=progress if one is target else None,
        )
        for one in found.series
    }
    notes = tuple(note for look in looks.values() for note in look.notes)
    report = build_report(
        found.comparison,
        found.robustness,
        title=title,
        left_out=(*found.left_out, *notes),
        command=command,
        plan=found.plan.digest,
        exclusions=found.plan.exclusions,
        published=found.published,
        looks={name: look.episodes for name, look in looks.items()},
        answers=answers,
    )
    return ComposedReport(report, notes)


class WrittenReport(NamedTuple):
    """A report, the files that hold it, and what it is about."""

    found: SeriesComparison
    report: Report
    files: tuple[Path, ...]
    notes: tuple[str, ...]
    """What it cannot show, one sentence each."""


def report_on(
    study: Study,
    asked: Asked,
    folder: Path,
    *,
    formats: Sequence[Format] = FORMATS,
    title: str | None = None,
    font: str | None = None,
    command: str | None = None,
    has_pictures: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> WrittenReport:
    """Compose a report and write it; see `compose_report` and `write_report`."""
    composed = compose_report(
        study,
        asked.found,
        title=title,
        command=command,
        answers=asked.answers,
        has_pictures=has_pictures,
        progress=progress,
    )
    written = write_report(composed.report, folder, formats=formats, font=font)
    notes = (*composed.notes, *written.notes)
    return WrittenReport(asked.found, composed.report, written.files, notes)


def plot_on(
    study: Study,
    found: SeriesComparison,
    name: str,
    path: Path,
    *,
    title: str | None = None,
    font: str | None = None,
) -> Written:
    """Write one picture of a report; see `write_plot`."""
    composed = compose_report(study, found, title=title, has_pictures=name == "cards")
    written = write_plot(composed.report, name, path, font=font)
    return Written(written.files, (*composed.notes, *written.notes))
