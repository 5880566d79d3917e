"""``cutstat audit``: how often the detector is right on a series, judged by a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.numbers import WholeNumber
from cutstat.cli.output import emit, emit_table, say, warn
from cutstat.core.words import count_of

if TYPE_CHECKING:
    from cutstat.formats.verdict_documents import (
        AuditDocument,
    )
    from cutstat.study.audit import JudgedAudit


@click.command()
@click.argument("series", type=SERIES)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder for the sheets and the table to fill in.",
)
@click.option(
    "--read",
    "table",
    type=click.Path(path_type=Path),
    metavar="TABLE",
    help="Read the audit.csv that was filled in, and keep what it says.",
)
@options.clear_option
@click.option(
    "--browser",
    "is_asked",
    is_flag=True,
    help="Answer on a page in your browser, question by question.",
)
@options.page_options
@click.option(
    "--boundaries",
    type=WholeNumber(1),
    default=100,
    show_default=True,
    help="Borders to judge that were found.",
)
@click.option(
    "--candidates",
    type=WholeNumber(1),
    default=100,
    show_default=True,
    help="Places to judge of likely misses.",
)
@click.option(
    "--spans",
    type=WholeNumber(),
    default=60,
    show_default=True,
    help="Stretches of 10 s to look through for misses that left no trace.",
)
@click.option(
    "--seed", type=WholeNumber(), default=1, show_default=True, help="Seed of the sample."
)
@click.option("--font", help="Font for titles, as a name or a file.")
@options.detector_option
@options.library_option
@options.json_option
@options.quiet_option
def audit(
    series: str,
    output: Path | None,
    table: Path | None,
    is_cleared: bool,
    is_asked: bool,
    port: int,
    is_opened: bool,
    boundaries: int,
    candidates: int,
    spans: int,
    seed: int,
    font: str | None,
    detector: str,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure how often the detector is right on SERIES, on a sample that you judge.

    With --browser the questions are asked on a page, one by one; what was said in a review counts.
    On paper, first with -o: pictures of borders that were found, of likely misses and of random
    stretches are written to a folder, and a table to fill in. Then with --read: precision and
    recall with 95 % intervals are computed and kept; comparisons correct the counts of the series
    by them. The videos must be there for the pictures. SERIES is a title in the library.

    Example: cutstat audit "Hero Mask" --browser
    """
    from cutstat.api.audits import audit_page, clear_audits

    if (output is not None) + (table is not None) + is_cleared + is_asked != 1:
        raise click.UsageError("give one of --browser, -o FOLDER, --read TABLE and --clear")
    if as_json and table is None:
        raise click.UsageError("--json goes with --read")
    if is_cleared:
        count = clear_audits(series, library=library)
        say(f"{series}: {count or 'no'} audit{'s' * (count != 1)} forgotten", quiet=quiet)
    elif is_asked:
        made = audit_page(
            series,
            boundaries=boundaries,
            candidates=candidates,
            spans=spans,
            seed=seed,
            port=port,
            started=lambda address: options.open_page(address, is_opened=is_opened, quiet=quiet),
            library=library,
            detector=detector,
        )
        say(f"Closed; {count_of(made, 'answer')} kept.", quiet=quiet)
    elif output is not None:
        _draw(
            *(series, output, library),
            detector=detector,
            boundaries=boundaries,
            candidates=candidates,
            spans=spans,
            seed=seed,
            font=font,
            quiet=quiet,
        )
    elif table is not None:
        _read(series, table, library, detector=detector, as_json=as_json, quiet=quiet)


def _draw(
    series: str,
    folder: Path,
    library: Path | None,
    *,
    detector: str,
    boundaries: int,
    candidates: int,
    spans: int,
    seed: int,
    font: str | None,
    quiet: bool,
) -> None:
    from cutstat.api.audits import audit as draw_audit
    from cutstat.cli.progress import count_bar

    with count_bar("Sheets", quiet=quiet) as progress:
        drawn, files = draw_audit(
            series,
            folder,
            boundaries=boundaries,
            candidates=candidates,
            spans=spans,
            seed=seed,
            font=font,
            library=library,
            detector=detector,
            progress=progress,
        )
    for file in files:
        emit(str(file))
    for sentence in drawn.left_out:
        say(f"Left out: {sentence}", quiet=quiet)
    shown = sum(item.is_strip for item in drawn.plan.items)
    say(
        f"{len(drawn.plan.items) - shown} places and {shown} strips of "
        f"{len(drawn.episodes)} episodes. Fill in the column 'verdict' of {files[-1]}, as "
        f'{files[-2].name} says; then: cutstat audit "{drawn.plan.series}" --read "{files[-1]}"',
        quiet=quiet,
    )


def _read(
    series: str, table: Path, library: Path | None, *, detector: str, as_json: bool, quiet: bool
) -> None:
    from cutstat.api.audits import read_audit
    from cutstat.formats.json_documents import to_json

    found = read_audit(series, table, library=library, detector=detector)
    if as_json:
        emit(to_json(_document(found)))
    else:
        error = found.error
        emit_table(
            ("Measure", "Estimate", "From", "To"),
            [
                (name, *(f"{value:.4f}" for value in (estimate, *interval)))
                for name, estimate, interval in (
                    ("Precision", error.precision, error.precision_interval),
                    ("Recall", error.recall, error.recall_interval),
                    ("Factor", error.factor, error.factor_interval),
                )
            ],
        )
    for sentence in _notes(found):
        say(sentence, quiet=quiet)
    if not found.strips:
        warn("no strip was judged, so misses that left no trace are not counted", quiet=quiet)


def _notes(found: JudgedAudit) -> list[str]:
    total = len(found.plan.items)
    notes = [f"Judged: {found.places} places and {found.strips} strips of {total} items."]
    if found.unfilled:
        notes.append(
            f"{len(found.unfilled)} of {total} items are not filled in "
            f"({_ranges(found.unfilled)}); the others give the estimate."
        )
    if found.unclear:
        notes.append(f"{found.unclear} are marked with ? and count as not looked at.")
    if found.later:
        notes.append(f"Not covered, as they came later: {', '.join(found.later)}.")
    factor = found.error.factor
    return [*notes, f"Kept: borders of {found.plan.series} count {factor:.3f} times from now on."]


def _ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers as in ``3, 7-12``."""
    edges: list[tuple[int, int]] = []
    for number in numbers:
        first = edges.pop()[0] if edges and edges[-1][1] == number - 1 else number
        edges.append((first, number))
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in edges)


def _document(found: JudgedAudit) -> AuditDocument:
    from cutstat.formats.verdict_documents import (
        AuditDocument,
    )

    plan, error = found.plan, found.error
    return AuditDocument(
        series=plan.series,
        detector=plan.detector,
        seed=plan.seed,
        precision=error.precision,
        precision_interval=error.precision_interval,
        recall=error.recall,
        recall_interval=error.recall_interval,
        factor=error.factor,
        factor_interval=error.factor_interval,
        items=len(plan.items),
        places_judged=found.places,
        spans_judged=found.strips,
        unfilled=list(found.unfilled),
        unclear=found.unclear,
        not_covered=list(found.later),
        strata=list(error.strata),
        spans=error.spans,
        level=error.level,
    )
