"""``cutstat segments``: the parts of episodes, found and said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import EITHER, EPISODE, SERIES
from cutstat.cli.groups import DEFAULT, ShowingGroup, position, say_cleared, share_options
from cutstat.cli.output import EMPTY_LIBRARY, emit, emit_table, say, warn
from cutstat.core.episodes import units_of
from cutstat.core.segments import SEGMENT_KINDS, SegmentKind, SegmentOverride
from cutstat.core.timing import Position, format_clock

if TYPE_CHECKING:
    from cutstat.library.records import LibraryEpisode
    from cutstat.measure.episode import EpisodeMeasures
    from cutstat.study.overrides import Placed
    from cutstat.study.series import SeriesMeasures


@click.group(cls=ShowingGroup, subcommand_metavar="SERIES... | COMMAND [ARGS]...")
def segments(**_: object) -> None:
    """Show the segments of the episodes of SERIES, or say what they are.

    Your word counts more than what is found, and a command more than a cutstat.toml.

    Example: cutstat segments "Hero Mask"
    """


@segments.command(name=DEFAULT)
@click.argument("series", nargs=-1, type=SERIES)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a PNG too: episodes as rows, with their segments and cuts.",
)
@click.option("--font", help="Font for titles, as a name or a file.")
@options.detector_option
@options.jobs_option
@options.library_option
@options.json_option
@options.quiet_option
def show(
    series: tuple[str, ...],
    picture: Path | None,
    font: str | None,
    detector: str,
    jobs: int,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the segments of the episodes of SERIES, or of all series.

    Series are titles in the library; files, folders and globs are scanned first. What could not
    be shown counts as body; the last column says how many shots less the body may have. The word
    "show" is needed only for a series that is called like a command.

    Example: cutstat segments show "Hero Mask"
    """
    from cutstat.api.episodes import segments as run_segments
    from cutstat.cli.progress import scan_listener
    from cutstat.formats.json_documents import segments_document, to_json

    with scan_listener(quiet=quiet) as listener:
        found = run_segments(
            series, library=library, detector=detector, jobs=jobs, listener=listener
        )
    for sentence in (sentence for one in found for sentence in one.skipped):
        say(f"Left out: {sentence}", quiet=quiet)
    for reason in (one.reason for one in found if one.reason is not None):
        warn(reason, quiet=quiet)
    if not found:
        say(EMPTY_LIBRARY, quiet=quiet)
    measured = [one.measures for one in found if one.measures is not None]
    if as_json:
        for episode in (episode for one in measured for episode in one.episodes):
            emit(to_json(segments_document(episode)))
    elif measured:
        emit_table(
            (
                "Series",
                units_of(e.name for one in measured for e in one.episodes).capitalize(),
                "Opening",
                "Ending",
                "Others",
                "Shots",
                "In file",
                "Shots in doubt",
            ),
            [_row(episode) for one in measured for episode in one.episodes],
        )
    if picture is not None and measured:
        _draw(measured, picture, font=font, quiet=quiet)
    for own in (one.segments for one in found):
        say(f"{own.summary}.", quiet=quiet)
        for change in own.changes:
            say(f"Changed: {change}.", quiet=quiet)
    for episode in (episode for one in measured for episode in one.episodes):
        for note in [] if as_json else episode.segmentation.notes:
            say(f"{episode.name.series} {episode.name.label}: {note}.", quiet=quiet)
    for sentence in (sentence for one in measured for sentence in one.left_out):
        say(f"Left out: {sentence}", quiet=quiet)


def _row(episode: EpisodeMeasures) -> tuple[str, ...]:
    """Give one line of the table: where the segments lie, and what they leave for the count."""
    times = episode.times

    def places(kinds: Sequence[str], *, is_named: bool) -> str:
        return ", ".join(
            f"{one.kind + ' ' if is_named else ''}{format_clock(times.seconds(one.start))} "
            f"+{times.span_seconds(one.start, one.stop):.1f} s"
            for one in episode.segments
            if one.kind in kinds
        )

    low, high = episode.body_shots_bounds
    others = [kind for kind in SEGMENT_KINDS if kind not in ("opening", "ending", "body")]
    return (
        *(episode.name.series, episode.name.label),
        *(places(["opening"], is_named=False), places(["ending"], is_named=False)),
        places(others, is_named=True),
        *(str(episode.body.shots), str(episode.whole.shots)),
        str(high - low) if low < high else "",
    )


def _draw(
    measured: Sequence[SeriesMeasures], picture: Path, *, font: str | None, quiet: bool
) -> None:
    from cutstat.report.write import write_season

    written = write_season([one.sample for one in measured], picture, font=font)
    for note in written.notes:
        warn(note, quiet=quiet)
    say(f"{picture}: written", quiet=quiet)


share_options(segments, show)


@segments.command(name="set", context_settings={"ignore_unknown_options": True})
@click.argument("target", type=EITHER)
@click.argument("kind", type=click.Choice(SEGMENT_KINDS))
@click.argument("start", type=position, required=False)
@click.argument("stop", type=position, required=False)
@click.option("--none", "is_absent", is_flag=True, help="Say that there is none of this kind.")
@click.option("--add", "is_added", is_flag=True, help="Keep what was said of this kind before.")
@options.library_option
@options.quiet_option
def set_(
    target: str,
    kind: SegmentKind,
    start: Position | None,
    stop: Position | None,
    is_absent: bool,
    is_added: bool,
    library: Path | None,
    quiet: bool,
) -> None:
    """Say where a segment lies, from START to STOP.

    TARGET is the title of a series, for all its episodes, or one episode as `cutstat show` takes
    it. Where a series and an episode are called alike, the series is meant; write the number with
    two digits for the episode, or name its file. START and STOP are frames (2157), seconds (2.5s)
    or a clock (HH:MM:SS.mmm, MM:SS); with a minus before it, each counts from the end of the
    file, and the word end is the end itself. STOP is the first frame after the segment.

    Example: cutstat segments set "Hero Mask" ending -00:01:30 end
    """
    from cutstat.api.opening import opened
    from cutstat.study.overrides import find_target, override_segments

    if is_absent and (start is not None or is_added):
        raise click.UsageError("--none stands alone, without START, STOP and --add")
    if not is_absent and (start is None or stop is None):
        raise click.UsageError("a segment needs START and STOP, or --none where there is none")
    try:
        said = SegmentOverride(kind, start, stop, "cutstat segments set")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with opened(library) as study:
        episodes = find_target(study.library, target)
        _say_placed(override_segments(study, episodes, [said], is_added=is_added), quiet=quiet)


@segments.command()
@click.argument("target", type=EITHER)
@click.argument("kind", type=click.Choice(SEGMENT_KINDS), required=False)
@options.library_option
@options.quiet_option
def clear(target: str, kind: SegmentKind | None, library: Path | None, quiet: bool) -> None:
    """Take back what was set or imported, of one KIND or of all.

    TARGET is a series or an episode, as for `cutstat segments set`. What a cutstat.toml says
    stands, and counts again.

    Example: cutstat segments clear "Hero Mask 03" opening
    """
    from cutstat.api.episodes import clear_segments

    what = "nothing" if kind is None else f"no {kind}"
    say_cleared(clear_segments(target, kind, library=library), what=what, quiet=quiet)


@segments.command(name="import")
@click.argument("episode", type=EPISODE)
@click.argument("chapters", type=click.Path(path_type=Path, dir_okay=False))
@options.library_option
@options.quiet_option
def import_(episode: str, chapters: Path, library: Path | None, quiet: bool) -> None:
    """Take the segments of EPISODE from the titles of a chapter file.

    They take the place of what was said of the same kinds before.

    Example: cutstat segments import "Hero Mask 03" chapters.xml
    """
    from cutstat.api.episodes import import_segments

    _say_placed(import_segments(episode, chapters, library=library), quiet=quiet)


def _say_placed(placed: Sequence[Placed], *, quiet: bool) -> None:
    for one in placed:
        said = one.said
        if said.is_absent:
            place = f"no {said.kind}"
        elif one.span is None or one.times is None:
            place = f"{said.kind} {said.start} to {said.stop}, unchecked: it is not decoded yet"
        else:
            start, stop = one.span
            clocks = [format_clock(one.times.seconds(frame)) for frame in one.span]
            place = f"{said.kind} {clocks[0]} to {clocks[1]}, frames {start} to {stop}"
        say(f"{_name(one.episode)}: {place}", quiet=quiet)


def _name(episode: LibraryEpisode) -> str:
    return f"{episode.name.series} {episode.name.label}"
