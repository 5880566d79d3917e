"""``cutstat lines``: which events of subtitles are dialogue, found and said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import EITHER
from cutstat.cli.groups import DEFAULT, ShowingGroup, say_cleared, share_options
from cutstat.cli.output import EMPTY_LIBRARY, emit, emit_table, say
from cutstat.core.words import count_of

if TYPE_CHECKING:
    from cutstat.formats.said_documents import LinesDocument, StyledTrackDocument
    from cutstat.study.makings import EpisodeLines, StyleLines, TrackLines

KINDS = {True: "dialogue", False: "no dialogue", None: ""}


@click.group(cls=ShowingGroup, subcommand_metavar="TARGET... | COMMAND [ARGS]...")
def lines(**_: object) -> None:
    """Show which lines of the subtitles of TARGET are dialogue, or say which are.

    Your word counts more than what is read.

    Example: cutstat lines "Hero Mask 03"
    """


@lines.command(name=DEFAULT)
@click.argument("target", nargs=-1, type=EITHER)
@options.library_option
@options.json_option
@options.quiet_option
def show(target: tuple[str, ...], library: Path | None, as_json: bool, quiet: bool) -> None:
    """Show the subtitles of TARGET by style: how many lines are dialogue, what is left out and why.

    TARGET is the title of a series, or one episode; without any, all series are shown. The track
    whose lines stand for the dialogue has a star.

    Example: cutstat lines show "Hero Mask"
    """
    from cutstat.api.makings import lines as run_lines
    from cutstat.formats.json_documents import to_json
    from cutstat.study.makings import NO_STYLES

    found = run_lines(target, library=library)
    if as_json:
        for episode in found:
            emit(to_json(_document(episode)))
        return
    rows = [
        (_name(episode), f"{'* ' * one.is_counted}{one.track}", *_row(style))
        for episode in found
        for one in episode.tracks
        for style in one.styles
    ]
    if rows:
        emit_table(("Episode", "Track", "Style", "Lines", "Left out", "You say"), rows)
    for episode in found:
        for one in episode.tracks:
            if not one.track.keeps_styles:
                say(f"{_name(episode)}: {one.track} {NO_STYLES}.", quiet=quiet)
    if not found:
        say(EMPTY_LIBRARY, quiet=quiet)
    elif not any(episode.tracks for episode in found):
        say("There are no subtitles.", quiet=quiet)


share_options(lines, show)


@lines.command(name="set")
@click.argument("target", type=EITHER)
@click.argument("style")
@click.option(
    "--dialogue/--no-dialogue",
    "is_dialogue",
    default=None,
    help="Whether what has this style is dialogue.",
)
@options.library_option
@options.quiet_option
def set_(
    target: str, style: str, is_dialogue: bool | None, library: Path | None, quiet: bool
) -> None:
    """Say whether what has a STYLE is dialogue, in all tracks of TARGET.

    If it is, all of it counts but comments, drawn shapes, described sounds and what stands for
    under a fifth of a second. `cutstat lines` lists the styles.

    Example: cutstat lines set "Hero Mask" Titles --dialogue
    """
    from cutstat.api.makings import set_lines
    from cutstat.study.makings import NO_STYLES

    if is_dialogue is None:
        raise click.UsageError("say --dialogue or --no-dialogue")
    for one in set_lines(target, style, is_dialogue=is_dialogue, library=library):
        name = f"{one.episode.name.series} {one.episode.name.label}"
        if one.episode.track_key is None:
            say(f"{name}: not looked at, it is not scanned yet", quiet=quiet)
            continue
        kind = "dialogue" if is_dialogue else "no dialogue"
        of = f"{count_of(one.changed, 'line')} of {style!r}"
        say(f"{name}: {of} {'is' if one.changed == 1 else 'are'} {kind} now", quiet=quiet)
        for track in one.unkept:
            say(f"{name}: {track} {NO_STYLES}", quiet=quiet)


@lines.command()
@click.argument("target", type=EITHER)
@click.argument("style", required=False)
@options.library_option
@options.quiet_option
def clear(target: str, style: str | None, library: Path | None, quiet: bool) -> None:
    """Take back what was said of one STYLE of TARGET, or of all.

    Example: cutstat lines clear "Hero Mask" Titles
    """
    from cutstat.api.makings import clear_lines

    say_cleared(clear_lines(target, style, library=library), quiet=quiet)


def _row(one: StyleLines) -> tuple[str, ...]:
    left = ", ".join(f"{count} {reason}" for reason, count in one.dropped)
    return one.style, str(one.lines), left, KINDS[one.is_dialogue]


def _name(one: EpisodeLines) -> str:
    return f"{one.episode.name.series} {one.episode.name.label}"


def _document(one: EpisodeLines) -> LinesDocument:
    from cutstat.formats.said_documents import LinesDocument

    name = one.episode.name
    return LinesDocument(
        series=name.series,
        episode=name.label,
        file=one.episode.path.name,
        tracks=[_track_document(track) for track in one.tracks],
    )


def _track_document(one: TrackLines) -> StyledTrackDocument:
    from cutstat.formats.said_documents import StyleDocument, StyledTrackDocument

    track = one.track
    return StyledTrackDocument(
        *(track.source, track.language, track.title, one.is_counted, track.keeps_styles),
        [
            StyleDocument(own.style, own.lines, dict(own.dropped), own.is_dialogue)
            for own in one.styles
        ],
    )
