"""``cutstat review``: a person goes through the transitions of episodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import EITHER
from cutstat.cli.output import emit, emit_table, say
from cutstat.core.episodes import units_of
from cutstat.core.words import count_of

if TYPE_CHECKING:
    from cutstat.core.overrides import TransitionOverride
    from cutstat.formats.episode_documents import ReviewDocument
    from cutstat.study.transitions import EpisodeReview


@click.command()
@click.argument("target", type=EITHER)
@click.option("--list", "is_listed", is_flag=True, help="List what was said, and open no page.")
@options.clear_option
@options.page_options
@options.detector_option
@options.library_option
@options.json_option
@options.quiet_option
def review(
    target: str,
    is_listed: bool,
    is_cleared: bool,
    port: int,
    is_opened: bool,
    detector: str,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Go through the transitions of TARGET on a page in your browser, and correct them.

    TARGET is the title of a series, or one episode as `cutstat show` takes it. The page is on this
    machine and needs no network. What you say there is kept beside what was found, place by place,
    outlives a new scan, and counts everywhere; ? on the page lists its keys. Ctrl-C closes it.

    Example: cutstat review "Hero Mask 03"
    """
    from cutstat.api.reviews import review as run_review

    if is_listed and is_cleared:
        raise click.UsageError("give one of --list and --clear")
    if as_json and not is_listed:
        raise click.UsageError("--json goes with --list")
    if is_cleared:
        _clear(target, library, quiet=quiet)
    elif is_listed:
        _list(target, library, detector=detector, as_json=as_json, quiet=quiet)
    else:
        made = run_review(
            target,
            port=port,
            started=lambda address: options.open_page(address, is_opened=is_opened, quiet=quiet),
            library=library,
            detector=detector,
        )
        say(f"Closed; {count_of(made, 'decision')} kept.", quiet=quiet)


def _clear(target: str, library: Path | None, *, quiet: bool) -> None:
    from cutstat.api.reviews import clear_reviews

    cleared = clear_reviews(target, library=library)
    for episode, count in cleared:
        say(f"{episode.name.series} {episode.name.label}: {count} forgotten", quiet=quiet)
    if not cleared:
        say("There was nothing to forget.", quiet=quiet)


def _list(target: str, library: Path | None, *, detector: str, as_json: bool, quiet: bool) -> None:
    from cutstat.api.reviews import list_reviews
    from cutstat.formats.json_documents import to_json

    found = list_reviews(target, library=library, detector=detector)
    if as_json:
        for one in found:
            emit(to_json(_document(one)))
        return
    rows = [
        (f"{one.episode.name.series} {one.episode.name.label}", *_row(one, override, state))
        for one in found
        for override, state in zip(one.overrides, one.states, strict=True)
    ]
    if rows:
        head = units_of(one.episode.name for one in found).capitalize()
        emit_table((head, "Frame", "Time", "There is", "Now", "Said"), rows)
    for one in found:
        for span in one.spans:
            say(
                f"{one.episode.name.series} {one.episode.name.label}: frames {span.start} to "
                f"{span.stop} gone through",
                quiet=quiet,
            )
    if not found:
        say("Nothing was said of its transitions.", quiet=quiet)


def _row(one: EpisodeReview, override: TransitionOverride, state: str | None) -> tuple[str, ...]:
    from cutstat.core.timing import format_clock

    there = override.said
    place = override.place if there is None else there.start
    inside = one.times is not None and place <= len(one.times)
    until = f" to {there.stop}" if there is not None and there.is_gradual else ""
    return (
        str(override.place),
        format_clock(one.times.seconds(place)) if one.times is not None and inside else "",
        "no transition" if there is None else f"{there.kind} at {there.start}{until}",
        state or "",
        override.said_at[:16].replace("T", " "),
    )


def _document(one: EpisodeReview) -> ReviewDocument:
    from dataclasses import asdict

    from cutstat.formats.episode_documents import (
        OverrideDocument,
        ReviewDocument,
        ReviewedDocument,
        SaidTransition,
        TallyDocument,
    )

    return ReviewDocument(
        series=one.episode.name.series,
        episode=one.episode.name.label,
        file=one.episode.path.name,
        overrides=[
            OverrideDocument(
                place=override.place,
                seconds=one.times.seconds(override.place)
                if one.times is not None and override.place <= len(one.times)
                else None,
                said=None
                if override.said is None
                else SaidTransition(override.said.kind, override.said.start, override.said.stop),
                state=state,
                said_at=override.said_at,
            )
            for override, state in zip(one.overrides, one.states, strict=True)
        ],
        reviewed=[ReviewedDocument(span.start, span.stop, span.said_at) for span in one.spans],
        tally=TallyDocument(**asdict(one.tally)),
    )
