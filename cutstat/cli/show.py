"""``cutstat show``: every number of one episode."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import EPISODE
from cutstat.cli.output import emit, emit_table, say

if TYPE_CHECKING:
    from cutstat.measure.episode import EpisodeMeasures


@click.command()
@click.argument("episode", type=EPISODE)
@options.detector_option
@options.library_option
@options.json_option
@options.quiet_option
def show(episode: str, detector: str, library: Path | None, as_json: bool, quiet: bool) -> None:
    """Show every measure of an episode, of its body and of the whole file.

    EPISODE is a file, or a title with a number.

    Example: cutstat show "Hero Mask 03"
    """
    from cutstat.api.episodes import show as run_show
    from cutstat.core.timing import format_clock
    from cutstat.formats.episode_documents import (
        ShowDocument,
    )
    from cutstat.formats.json_documents import (
        episode_document,
        fields_of,
        to_json,
        transition_document,
    )
    from cutstat.measure.pacing import fastest_minute, slowest_minute
    from cutstat.measure.table import MEASURES
    from cutstat.stats.made import making_sentences

    measures = run_show(episode, library=library, detector=detector)
    doubtful = measures.doubtful
    if as_json:
        document = ShowDocument(
            **fields_of(episode_document(measures)),
            doubtful_transitions=[transition_document(found) for found in doubtful],
        )
        emit(to_json(document))
        return
    name = measures.name
    say(f"{name.series} {name.label}  ({measures.file}, {measures.detector})", quiet=quiet)
    made = making_sentences(measures)
    for line in (*_footage_lines(measures), *_segment_lines(measures), *made):
        say(line, quiet=quiet)
    rows = [
        (
            measure.title,
            _number(measure.value(measures.body), measure.digits),
            _number(measure.value(measures.whole), measure.digits),
            measure.unit,
        )
        for measure in MEASURES
    ]
    emit_table(("Measure", "Body", "Whole file", "Unit"), rows)
    if measures.body.seconds:
        fastest, slowest = fastest_minute(measures.body), slowest_minute(measures.body)
        place = f", the slowest at {format_clock(slowest[0])}" if slowest else ""
        say(f"The fastest minute begins at {format_clock(fastest[0])}{place}.", quiet=quiet)
    for warning in measures.warnings:
        say(f"Note: {warning}.", quiet=quiet)
    if doubtful:
        places = ", ".join(
            f"{format_clock(measures.times.seconds(found.start))} ({found.confidence:.2f})"
            for found in doubtful
        )
        say(f"Doubtful transitions: {places}", quiet=quiet)


def _segment_lines(measures: EpisodeMeasures) -> list[str]:
    """Say where the segments lie and what they rest on, then what is in doubt."""
    from cutstat.core.timing import format_clock
    from cutstat.stats.caveats import doubt_phrase

    times, known = measures.times, measures.segmentation
    lines = [
        f"{one.kind:<9} {format_clock(times.seconds(one.start))} to "
        f"{format_clock(times.seconds(one.stop))} "
        f"{times.span_seconds(one.start, one.stop):8.1f} s  {one.evidence}"
        for one in known.segments
    ]
    lines += [f"In doubt: {doubt_phrase(doubt, times=times)}." for doubt in known.doubts]
    if known.doubts:
        low, high = measures.body_shots_bounds
        slow, fast = measures.body_rate_bounds
        lines.append(
            f"What is in doubt counts as body. The body has {low} to {high} shots, "
            f"{slow:.1f} to {fast:.1f} a minute."
        )
    return [*lines, *(f"Note: {note}." for note in known.notes)]


def _footage_lines(measures: EpisodeMeasures) -> list[str]:
    if measures.footage is None:
        return []
    told = measures.detector.parameters.get("footage")
    if told is None:
        return [f"The pictures look {measures.footage} (--footage, if they are not)."]
    return [f"The pictures look {measures.footage}, and are taken as {told}."]


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"
