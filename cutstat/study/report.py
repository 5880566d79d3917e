"""From a comparison to a report on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cutstat.library.store import Library
from cutstat.report.model import Report, build_report
from cutstat.stats.claim import Answered
from cutstat.stats.published import against_published
from cutstat.study.comparison import SeriesComparison
from cutstat.study.thumbnails import look_at_series


class ComposedReport(NamedTuple):
    """A report, and what it cannot show."""

    report: Report
    notes: tuple[str, ...]
    """One sentence each."""


def compose_report(
    library: Library,
    found: SeriesComparison,
    *,
    title: str | None = None,
    command: str | None = None,
    is_published: bool = False,
    answers: Sequence[Answered] = (),
    has_pictures: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> ComposedReport:
    """Gather all that a report shows.

    Parameters
    ----------
    library : Library
        Holds the series.
    found : SeriesComparison
        What is reported.
    title : str, optional
        Title of the report; the series' names otherwise.
    command : str, optional
        Command that makes the report again.
    is_published : bool
        Whether the target is set against published figures too.
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
            library,
            one,
            detector=found.plan.detector,
            has_pictures=has_pictures and one is target,
            progress=progress if one is target else None,
        )
        for one in found.series
    }
    notes = tuple(note for look in looks.values() for note in look.notes)
    report = build_report(
        found.comparison,
        title=title,
        left_out=(*found.left_out, *notes),
        command=command,
        plan=found.plan.digest,
        exclusions=found.plan.exclusions,
        published=against_published(found.comparison.target) if is_published else None,
        looks={name: look.episodes for name, look in looks.items()},
        answers=answers,
    )
    return ComposedReport(report, notes)
