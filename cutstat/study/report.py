"""From a comparison to a report on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.report.look import EpisodeLook
from cutstat.report.model import Report, build_report, build_single_report
from cutstat.report.strips import shown_baselines
from cutstat.report.write import FORMATS, Format, Written, check_folder, write_plot, write_report
from cutstat.stats.claim import Answered
from cutstat.study.comparison import PublishedPlace, SeriesComparison
from cutstat.study.named import Asked
from cutstat.study.study import Study
from cutstat.study.thumbnails import look_at_series

WITH_PICTURES = ("cards", "strip")
"""Pictures of a report that show frames of the videos."""


class ComposedReport(NamedTuple):
    """A report, and what it cannot show."""

    report: Report
    notes: tuple[str, ...]
    """One sentence each."""


def compose_report(
    study: Study,
    found: SeriesComparison | PublishedPlace,
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
    found : SeriesComparison or PublishedPlace
        What is reported.
    title : str, optional
        Title of the report; the series' names otherwise.
    command : str, optional
        Command that makes the report again.
    answers : sequence of Answered
        Answers to the statements of a claim.
    has_pictures : bool
        Whether pictures are read from the videos: of the target's episodes, and of a minute of each
        series.
    progress : callable, optional
        Told of how many of how many episodes pictures are read.
    """
    looks, notes = _looks(study, found, has_pictures=has_pictures, progress=progress)
    report = bare_report(
        found,
        title=title,
        left_out=(*found.left_out, *notes),
        command=command,
        answers=answers,
        looks=looks,
    )
    return ComposedReport(report, notes)


def bare_report(
    found: SeriesComparison | PublishedPlace,
    *,
    title: str | None = None,
    left_out: Sequence[str] = (),
    command: str | None = None,
    answers: Sequence[Answered] = (),
    looks: Mapping[str, Sequence[EpisodeLook]] | None = None,
) -> Report:
    """Say all that was found, with what is given of the looks of episodes; see `compose_report`."""
    if isinstance(found, PublishedPlace):
        return build_single_report(
            found.series.sample,
            found.published,
            found.plan.settings,
            title=title,
            left_out=left_out,
            caveats=found.caveats,
            command=command,
            exclusions=found.plan.exclusions,
            answers=answers,
            looks=looks,
            population=found.population,
            population_sentences=found.sentences,
        )
    return build_report(
        found.comparison,
        found.robustness,
        title=title,
        left_out=left_out,
        command=command,
        plan=found.plan.digest,
        exclusions=found.plan.exclusions,
        published=found.published,
        looks=looks,
        answers=answers,
    )


def _looks(
    study: Study,
    found: SeriesComparison | PublishedPlace,
    *,
    has_pictures: bool,
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, Sequence[EpisodeLook]], tuple[str, ...]]:
    """Give the looks of each series, and what they cannot show."""
    target, *others = (found.series,) if isinstance(found, PublishedPlace) else found.series
    strips = {one.name for one in shown_baselines([other.sample for other in others])}
    looks = {
        one.name: look_at_series(
            study,
            one,
            has_pictures=has_pictures and one is target,
            has_strip=has_pictures and (one is target or one.name in strips),
            progress=progress if one is target else None,
        )
        for one in (target, *others)
    }
    notes = tuple(note for look in looks.values() for note in look.notes)
    return {name: look.episodes for name, look in looks.items()}, notes


class WrittenReport(NamedTuple):
    """A report, the files that hold it, and what it is about."""

    found: SeriesComparison | PublishedPlace
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
    check_folder(folder)
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
    found: SeriesComparison | PublishedPlace,
    name: str,
    path: Path,
    *,
    title: str | None = None,
    font: str | None = None,
) -> Written:
    """Write one picture of a report; see `write_plot`."""
    composed = compose_report(study, found, title=title, has_pictures=name in WITH_PICTURES)
    written = write_plot(composed.report, name, path, font=font)
    return Written(written.files, (*composed.notes, *written.notes))
