"""``cutstat score``: an estimate against a reference."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.import_ import rate_option
from cutstat.cli.numbers import WholeNumber
from cutstat.cli.output import emit, emit_table, say, warn


@click.command()
@click.argument("estimate", type=click.Path(path_type=Path))
@click.argument("reference", type=click.Path(path_type=Path))
@click.option(
    "--tolerance",
    type=WholeNumber(),
    default=1,
    show_default=True,
    help="Frames by which an estimate may be off.",
)
@rate_option
@options.json_option
@options.quiet_option
def score(
    estimate: Path,
    reference: Path,
    tolerance: int,
    rate: Fraction | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Score ESTIMATE, as `cutstat detect --json` writes it, against REFERENCE.

    Reads every list that `cutstat import` reads, known by its content; whole numbers alone are
    frames. Files with several videos are matched by the names of the videos.

    Example: cutstat score found.json annotated.json
    """
    from cutstat.api.lists import score as run_score
    from cutstat.formats.json_documents import score_document, to_json

    found = run_score(estimate, reference, tolerance=tolerance, rate=rate)
    document = score_document(found)
    for name in found.not_estimated:
        warn(f"{name}: not estimated, and in none of the numbers")
    for name in found.without_reference:
        warn(f"{name}: has no reference, and is in none of the numbers")
    if as_json:
        emit(to_json(document))
        return
    rows = [
        (
            kind,
            _share(counts.precision, of=counts.hits + counts.false_alarms),
            _share(counts.recall, of=counts.hits + counts.misses),
            _share(counts.f1, of=counts.hits + counts.misses + counts.false_alarms),
            *(str(value) for value in (counts.hits, counts.misses, counts.false_alarms)),
        )
        for kind, counts in (
            ("all", document),
            ("cuts", document.cuts),
            ("gradual", document.gradual),
        )
    ]
    columns = ("Kind", "Precision", "Recall", "F1", "Hits", "Misses", "False alarms")
    emit_table(columns, rows)
    for one in found.scores:
        for alarm in one.false_alarms:
            why = f" ({alarm.reason})" if alarm.reason else ""
            say(
                f"{one.video}: false {alarm.transition.kind} at {alarm.transition.start}{why}",
                quiet=quiet,
            )
        for missed in one.misses:
            say(f"{one.video}: missed {missed.kind} at {missed.start}", quiet=quiet)


def _share(value: float, *, of: int) -> str:
    """Write a share; of nothing there is none to speak of."""
    return f"{value:.3f}" if of else "–"
