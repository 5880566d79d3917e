"""``cutstat import``: shot lists of others as episodes of the library."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table, say, warn
from cutstat.core.timing import format_clock
from cutstat.core.words import count_of
from cutstat.errors import PartialError
from cutstat.formats.clock import LONGEST_SECONDS, UNITS, Unit, parse_rate, parse_time
from cutstat.formats.registry import described, keys_with

FORMS = keys_with("read")


class Length(click.ParamType[Fraction]):
    """A length of time, in seconds or on the clock."""

    name = "length"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the length."""
        try:
            length = parse_time(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not 0 < length <= LONGEST_SECONDS:
            self.fail(f"{value} is no length that a video has", param, ctx)
        return length


class Rate(click.ParamType[Fraction]):
    """Frames a second, as a number or a fraction."""

    name = "rate"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the rate."""
        try:
            return parse_rate(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


rate_option = click.option(
    "--rate",
    type=Rate(),
    help="Frames a second, like 25 or 24000/1001; times are put on the nearest frame.",
)


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@options.series_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help=f"Format, where the content does not tell: {described(FORMS)}.",
)
@rate_option
@click.option(
    "--length",
    type=Length(),
    help="Length of the video, like 1440 (seconds) or 00:24:00, for a list of cuts whose last line "
    "is not its end.",
)
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    help="What numbers count in a list of times; Cinemetrics often has tenths.",
)
@click.option(
    "--by",
    help="Who or what found the shots; if absent, the detector that the list names, or the format. "
    "Only what was found alike is compared.",
)
@options.library_option
@options.json_option
@options.quiet_option
def import_(
    files: tuple[Path, ...],
    series: str | None,
    form: str | None,
    rate: Fraction | None,
    length: Fraction | None,
    unit: Unit | None,
    by: str | None,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take shot lists in FILE... for the episodes of the series named by --series.

    No video is needed.

    The lists are compared, reported and exported like scanned episodes. They are not compared with
    these: shots found by different means are not counted alike.

    Example: cutstat import lists/*.txt --series "Planet Earth" --rate 25 --by "BBC annotators"
    """
    from cutstat.api.lists import import_ as run_import
    from cutstat.formats.episode_documents import (
        ImportDocument,
        ImportedEpisode,
    )
    from cutstat.formats.json_documents import to_json

    if series is None:
        raise click.UsageError("say with --series which series the lists belong to")
    done = run_import(
        files,
        series,
        form=form,
        rate=rate,
        length=length,
        unit=unit,
        by=by,
        library=library,
    )
    if as_json:
        rows = [
            ImportedEpisode(
                series=one.name.series,
                episode=one.name.label,
                frames=one.n_frames,
                duration_seconds=one.duration_seconds,
                file=str(one.path),
            )
            for one in done.kept
        ]
        emit(to_json(ImportDocument(rows)))
    else:
        cells = [
            (
                *(one.name.series, one.name.label),
                format_clock(one.duration_seconds or 0.0),
                one.path.name,
            )
            for one in done.kept
        ]
        emit_table(("Series", "Episode", "Length", "List"), cells)
    for note in done.notes:
        say(f"{note}.", quiet=quiet)
    say(f"{count_of(len(done.kept), 'episode')} of {series}", quiet=quiet)
    if done.failed:
        for error in done.failed:
            warn(str(error))
        raise PartialError(f"{len(done.failed)} of {len(files)} lists could not be imported")
