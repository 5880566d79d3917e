"""``cutstat score``: an estimate against a reference."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.import_ import rate_option
from cutstat.cli.output import emit, emit_table, say, warn
from cutstat.errors import InputError

if TYPE_CHECKING:
    from cutstat.core.shot_list import ShotList


@click.command()
@click.argument("estimate", type=click.Path(path_type=Path))
@click.argument("reference", type=click.Path(path_type=Path))
@click.option(
    "--tolerance",
    type=click.IntRange(min=0),
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
    from cutstat.formats.json_documents import score_document, to_json
    from cutstat.formats.registry import read_pair
    from cutstat.stats.score import score as run_score

    references, estimates = read_pair(reference, estimate, rate=rate)
    if len(references) == len(estimates) == 1:
        pairs = [(references[0], estimates[0])]
        not_estimated, without_reference = [], []
    else:
        truths, guesses = _by_name(references, file=reference), _by_name(estimates, file=estimate)
        pairs = [(truths[name], guesses[name]) for name in truths if name in guesses]
        if not pairs:
            raise InputError(f"{estimate} and {reference} have no video in common")
        not_estimated = [name for name in truths if name not in guesses]
        without_reference = [name for name in guesses if name not in truths]
    try:
        scores = [run_score(truth, guess, tolerance=tolerance) for truth, guess in pairs]
    except ValueError as error:
        raise InputError(f"{estimate} and {reference} do not fit: {error}") from error
    document = {
        **score_document(scores),
        "not_estimated": not_estimated,
        "without_reference": without_reference,
    }
    for name in not_estimated:
        warn(f"{name}: not estimated, and in none of the numbers")
    for name in without_reference:
        warn(f"{name}: has no reference, and is in none of the numbers")
    if as_json:
        emit(to_json(document))
        return
    rows = [
        (
            kind,
            *(f"{counts[key]:.3f}" for key in ("precision", "recall", "f1")),
            *(str(counts[key]) for key in ("hits", "misses", "false_alarms")),
        )
        for kind, counts in (
            ("all", document),
            ("cuts", document["cuts"]),
            ("gradual", document["gradual"]),
        )
    ]
    columns = ("Kind", "Precision", "Recall", "F1", "Hits", "Misses", "False alarms")
    emit_table(columns, rows)
    for one in scores:
        for alarm in one.false_alarms:
            why = f" ({alarm.reason})" if alarm.reason else ""
            say(
                f"{one.video}: false {alarm.transition.kind} at {alarm.transition.start}{why}",
                quiet=quiet,
            )
        for missed in one.misses:
            say(f"{one.video}: missed {missed.kind} at {missed.start}", quiet=quiet)


def _by_name(annotations: Sequence[ShotList], *, file: Path) -> dict[str, ShotList]:
    """Give annotations by the file name of their videos."""
    found = {Path(one.video).name: one for one in annotations}
    if len(found) < len(annotations):
        raise InputError(f"{file}: speaks of two videos with the same name; score them one by one")
    return found
