"""``cutstat export``: episodes and shots as CSV, JSON, timelines or chapters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import emit, say
from cutstat.formats.registry import described, formats, keys_with

if TYPE_CHECKING:
    from cutstat.formats.tables import Table

FOLDER_FORMS = keys_with("write")
"""Formats that give one file an episode."""

FORMS = keys_with("write", "write_rows")


@click.command()
@click.argument("series", nargs=-1, type=SERIES)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="csv",
    show_default=True,
    help=f"Format of the output: {described(FORMS)}.",
)
@click.option(
    "--table",
    type=click.Choice(["episodes", "shots"]),
    default="episodes",
    show_default=True,
    help="With csv and json: one row an episode, or one row a shot.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File; stdout if absent. With all formats but csv and json a folder, for one file an "
    "episode.",
)
@options.detector_option
@options.library_option
@options.quiet_option
def export(
    series: tuple[str, ...],
    form: str,
    table: str,
    output: Path | None,
    detector: str,
    library: Path | None,
    quiet: bool,
) -> None:
    """Export the episodes of SERIES, or of all series, with every measure.

    As otio, an episode is a timeline that refers to its video file. As chapters-xml or ffmetadata
    it is a list of its segments (opening, parts of the body, ending), named after its video file.

    Example: cutstat export "Hero Mask" --table shots --output shots.csv
    """
    from cutstat.api.lists import export as run_export

    _check_output(output, form)
    done = run_export(
        series,
        output,
        form=form,
        table=cast("Table", table),
        library=library,
        detector=detector,
    )
    for sentence in done.left_out:
        say(f"Left out: {sentence}", quiet=quiet)
    if done.text is None:
        say(f"{output}: {done.rows} {formats()[form].plural}", quiet=quiet)
    elif output is None:
        emit(done.text.replace("\r\n", "\n").rstrip("\n"))
    else:
        say(f"{output}: {done.rows} rows", quiet=quiet)


def _check_output(output: Path | None, form: str) -> None:
    """Look whether the output is a folder or a file, as the format needs it."""
    if form in FOLDER_FORMS:
        if output is None:
            reason = f"--format {form} needs --output: a folder, one file an episode"
            raise click.UsageError(reason)
        if output.is_file() or output.suffix == Path(f"x{formats()[form].suffix}").suffix:
            reason = f"{output} is no folder; {form} writes one file an episode into it"
            raise click.BadParameter(reason, param_hint="'--output'")
    elif output is not None and output.is_dir():
        reason = f"File {str(output)!r} is a directory."
        raise click.BadParameter(reason, param_hint="'-o' / '--output'")
