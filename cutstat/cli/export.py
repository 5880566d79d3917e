"""``cutstat export``: episodes and shots as CSV, JSON, timelines or chapters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.output import emit, say, warn
from cutstat.errors import InputError
from cutstat.formats.registry import described, formats, keys_with, write_file

if TYPE_CHECKING:
    from cutstat.study.series import SeriesMeasures

FOLDER_FORMS = keys_with("write")
"""Formats that give one file an episode."""

FORMS = keys_with("write", "write_rows")


@click.command()
@click.argument("series", nargs=-1)
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
    from cutstat.core.atomic import atomic_path
    from cutstat.formats.tables import Table, episode_rows, shot_rows, table_columns
    from cutstat.library.lookup import find_series
    from cutstat.study.study import Study

    _check_output(output, form)
    with options.open_library(library) as shelf:
        study, measured = Study(shelf, detector=detector), []
        for title in [find_series(shelf, title) for title in series] or shelf.series_names():
            try:
                measured.append(study.series(title))
            except InputError as error:
                if series:
                    raise
                warn(str(error), quiet=quiet)
    for sentence in (sentence for one in measured for sentence in one.left_out):
        say(f"Left out: {sentence}", quiet=quiet)
    if output is not None and form in FOLDER_FORMS:
        _write_folder(measured, output, form=form, quiet=quiet)
        return
    episodes = [episode for one in measured for episode in one.episodes]
    chosen = cast("Table", table)
    rows = shot_rows(episodes) if chosen == "shots" else episode_rows(episodes)
    write = formats()[form].write_rows
    assert write is not None
    text = write(rows, table_columns(chosen))
    if output is None:
        emit(text.replace("\r\n", "\n").rstrip("\n"))
        return
    with atomic_path(output) as temporary:
        temporary.write_text(text, "utf-8", newline="")
    say(f"{output}: {len(rows)} rows", quiet=quiet)


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


def _write_folder(measured: list[SeriesMeasures], folder: Path, *, form: str, quiet: bool) -> None:
    """Write one file an episode."""
    from cutstat.core.atomic import atomic_path

    taken: set[str] = set()
    for one in measured:
        for episode, path in zip(one.episodes, one.paths, strict=True):
            name, text = write_file(formats()[form], episode, path=path, taken=taken)
            taken.add(name.casefold())
            with atomic_path(folder / name) as temporary:
                temporary.write_text(text, "utf-8")
    say(f"{folder}: {len(taken)} {formats()[form].plural}", quiet=quiet)
