"""``cutstat stretches``: the stretches that stand out, found and named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import EITHER, EPISODE
from cutstat.cli.groups import DEFAULT, ShowingGroup, position, say_cleared, share_options
from cutstat.cli.output import EMPTY_LIBRARY, emit, emit_table, say
from cutstat.core.timing import Position, format_clock

if TYPE_CHECKING:
    from cutstat.measure.episode import EpisodeMeasures


@click.group(cls=ShowingGroup, subcommand_metavar="TARGET... | COMMAND [ARGS]...")
def stretches(**_: object) -> None:
    """Show the stretches of TARGET that stand out, or say what they are.

    A stretch has cuts, motion and loudness above the rest for 20 seconds or more; what happens in
    it is not known, and is yours to say.

    Example: cutstat stretches "Hero Mask 03"
    """


@stretches.command(name=DEFAULT)
@click.argument("target", nargs=-1, type=EITHER)
@options.detector_option
@options.library_option
@options.json_option
@options.quiet_option
def show(
    target: tuple[str, ...], detector: str, library: Path | None, as_json: bool, quiet: bool
) -> None:
    """Show the stretches of TARGET that stand out, with what you have called them.

    TARGET is the title of a series, or one episode; without any, all series are shown.

    Example: cutstat stretches show "Hero Mask"
    """
    from cutstat.api.makings import stretches as run_stretches
    from cutstat.formats.json_documents import to_json
    from cutstat.formats.making_documents import stretch_documents
    from cutstat.formats.said_documents import StretchesDocument

    found, left_out = run_stretches(target, library=library, detector=detector)
    for sentence in left_out:
        say(f"Left out: {sentence}", quiet=quiet)
    if as_json:
        for one in found:
            tempo = one.tempo
            document = StretchesDocument(
                series=one.name.series,
                episode=one.name.label,
                file=one.file,
                stretches=None if tempo is None else stretch_documents(tempo.stretches),
                cleared=None if tempo is None else stretch_documents(tempo.cleared),
            )
            emit(to_json(document))
        return
    rows = [row for one in found for row in _rows(one)]
    if rows:
        emit_table(("Episode", "Start", "Stop", "Seconds", "You say"), rows)
    elif found:
        say("No stretch of 20 s or more stands out.", quiet=quiet)
    elif not left_out:
        say(EMPTY_LIBRARY, quiet=quiet)


share_options(stretches, show)


@stretches.command(name="set", context_settings={"ignore_unknown_options": True})
@click.argument("episode", type=EPISODE)
@click.argument("at", type=position)
@click.argument("name", required=False)
@click.option("--none", "is_absent", is_flag=True, help="Say that it is no stretch.")
@options.detector_option
@options.library_option
@options.quiet_option
def set_(
    episode: str,
    at: Position,
    name: str | None,
    is_absent: bool,
    detector: str,
    library: Path | None,
    quiet: bool,
) -> None:
    """Say what the stretch of EPISODE in which AT lies is called, or that it is none.

    One that is none counts in no measure. AT is a frame (2157), seconds (2.5s) or a clock
    (HH:MM:SS.mmm, MM:SS).

    Example: cutstat stretches set "Hero Mask 03" 12:30 "the duel"
    """
    from cutstat.api.makings import set_stretch

    if name is not None and name.startswith("--"):  # options that are unknown come as arguments
        raise click.NoSuchOption(name)
    if is_absent == (name is not None):
        raise click.UsageError("a stretch needs a NAME, or --none where there is none")
    said = None if is_absent else name
    was = set_stretch(episode, str(at), said, library=library, detector=detector)
    times = f"{format_clock(was.start)} to {format_clock(was.stop)}"
    say(f"{episode}: {times} is {'no stretch' if said is None else repr(said)}", quiet=quiet)


@stretches.command(context_settings={"ignore_unknown_options": True})
@click.argument("target", type=EITHER)
@click.argument("at", type=position, required=False)
@options.detector_option
@options.library_option
@options.quiet_option
def clear(
    target: str, at: Position | None, detector: str, library: Path | None, quiet: bool
) -> None:
    """Take back what was said of the stretches of TARGET, or of the one in which AT lies.

    Example: cutstat stretches clear "Hero Mask 03" 12:30
    """
    from cutstat.api.makings import clear_stretches

    place = None if at is None else str(at)
    cleared = clear_stretches(target, place, library=library, detector=detector)
    say_cleared(cleared, quiet=quiet)


def _rows(one: EpisodeMeasures) -> list[tuple[str, ...]]:
    tempo = one.tempo
    if tempo is None:
        return []
    told = [(stretch, stretch.name) for stretch in tempo.stretches]
    told += [(stretch, "no stretch") for stretch in tempo.cleared]
    return [
        (
            f"{one.name.series} {one.name.label}",
            format_clock(stretch.start),
            format_clock(stretch.stop),
            f"{stretch.stop - stretch.start:.0f}",
            said,
        )
        for stretch, said in sorted(told, key=lambda pair: pair[0].start)
    ]
