"""``cutstat published``: the published counts that a series can be set against."""

from __future__ import annotations

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table, say


@click.command()
@click.option("--drawings", is_flag=True, help="List counts of drawings in place of cuts.")
@options.json_option
@options.quiet_option
def published(drawings: bool, as_json: bool, quiet: bool) -> None:
    """List published counts of cuts, or of drawings, with their sources.

    `cutstat compare SERIES --against published` sets a series against what is called usual.

    Example: cutstat published --json
    """
    from dataclasses import asdict

    from cutstat.api.verdicts import published as read_published
    from cutstat.formats.json_documents import figure_document, to_json
    from cutstat.formats.verdict_documents import (
        DrawingsDocument,
        PublishedTableDocument,
        SpeakerDocument,
    )
    from cutstat.stats.published import EVIDENCE, HERO_MASK
    from cutstat.stats.published_drawings import DRAWINGS_EVIDENCE, published_drawings

    figures, band = read_published()
    if as_json:
        document = PublishedTableDocument(
            figures=[figure_document(figure) for figure in figures],
            band_shots_per_minute=(band.low, band.high),
            evidence=EVIDENCE,
            claim=SpeakerDocument(**asdict(HERO_MASK)),
            drawings=[DrawingsDocument(**asdict(one)) for one in published_drawings()],
            drawings_evidence=DRAWINGS_EVIDENCE,
        )
        emit(to_json(document))
        return
    if drawings:
        emit_table(
            ("Drawings of", "Drawings", "Minutes", "Evidence", "Note", "Source"),
            [
                (
                    *(one.what, _range(one.drawings, digits=0), f"{one.minutes:g}", one.evidence),
                    *(one.note, one.url),
                )
                for one in published_drawings()
            ],
        )
        say(DRAWINGS_EVIDENCE, quiet=quiet)
        return
    rows = []
    for figure in figures:
        cuts = figure.cuts if figure.stated_rate is None else (None, None)
        rows.append(
            (
                figure.title,
                figure.kind,
                _range(cuts, digits=0),
                f"{figure.minutes:g}" if figure.minutes else "",
                _range(figure.rates, digits=1),
                "" if figure.year is None else str(figure.year),
                figure.evidence,
                figure.confidence,
                figure.url,
            )
        )
    heads = (
        *("Title", "Kind", "Cuts", "Minutes", "Cuts/min", "Year", "Evidence", "Confidence"),
        "Source",
    )
    emit_table(heads, rows)
    low, high = band.standard_shots
    say(
        f"TV anime in general, by {len(band.figures)} of these: {band.low:.1f} to {band.high:.1f} "
        f"a minute, {low:.0f} to {high:.0f} in 20 minutes. {EVIDENCE}",
        quiet=quiet,
    )
    say(
        f"Published without a number: {HERO_MASK.show} {HERO_MASK.words!r} ({HERO_MASK.speaker}). "
        f"{HERO_MASK.note}",
        quiet=quiet,
    )
    say("Published counts of drawings are listed by `cutstat published --drawings`.", quiet=quiet)


def _range(ends: tuple[float | None, float | None], *, digits: int) -> str:
    """Write a range, whose ends may be open."""
    low, high = (None if end is None else f"{end:.{digits}f}" for end in ends)
    if low == high:
        return low or ""
    if low is None:
        return f"up to {high}"
    return f"{low} and more" if high is None else f"{low}–{high}"
