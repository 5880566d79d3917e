"""``cutstat score``: an estimate against a reference."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table, say
from cutstat.errors import InputError


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
@options.json_option
@options.quiet_option
def score(estimate: Path, reference: Path, tolerance: int, as_json: bool, quiet: bool) -> None:
    """Score ESTIMATE, as `cutstat detect --json` writes it, against REFERENCE.

    Reads cutstat's annotations, PySceneDetect CSV, ClipShots, BBC shot lists and lists of frames.
    Files with several videos are matched by the names of the videos.

    Example: cutstat score found.json annotated.json
    """
    from cutstat.export.documents import score_document, to_json
    from cutstat.scoring.annotation import Annotation
    from cutstat.scoring.readers.detect import read_annotations
    from cutstat.scoring.score import score as run_score

    references, estimates = read_annotations(reference), read_annotations(estimate)
    if len(references) == len(estimates) == 1:
        pairs = [(references[0], estimates[0])]
    else:
        by_name: dict[str, Annotation] = {Path(one.video).name: one for one in estimates}
        pairs = [
            (one, by_name[Path(one.video).name])
            for one in references
            if Path(one.video).name in by_name
        ]
        if not pairs:
            raise InputError(f"{estimate} and {reference} have no video in common")
        if len(pairs) < len(references):
            say(f"cutstat: {len(references) - len(pairs)} videos were not estimated")
    try:
        scores = [run_score(truth, guess, tolerance=tolerance) for truth, guess in pairs]
    except ValueError as error:
        raise InputError(f"{estimate} and {reference} do not fit: {error}") from error
    document = score_document(scores)
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
