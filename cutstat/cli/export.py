"""``cutstat export``: episodes and shots as CSV, JSON, timelines or chapters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.output import emit, say, warn
from cutstat.errors import InputError

if TYPE_CHECKING:
    from cutstat.formats.chapters import ChapterForm
    from cutstat.measure.episode import EpisodeMeasures
    from cutstat.study.series import SeriesMeasures

FOLDER_FORMS = {
    "cinemetrics": ("shot lists", ".tsv"),
    "edl": ("edit lists", ".edl"),
    "scenes": ("scene lists", ".csv"),
    "otio": ("timelines", ".otio"),
    "chapters-xml": ("chapter files", ".xml"),
    "ffmetadata": ("chapter files", ".ffmetadata"),
}
"""Formats that give one file an episode: what these are called, and the suffix by which a file is
told from the folder that is needed."""


@click.command()
@click.argument("series", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", *FOLDER_FORMS]),
    default="csv",
    show_default=True,
    help="Format of the output; otio (OpenTimelineIO) and edl (CMX 3600) are timelines that "
    "editing programs import; scenes is PySceneDetect's list, cinemetrics a table of shot lengths; "
    "chapters-xml (mkvmerge, mkvpropedit) and ffmetadata (FFmpeg) are chapters for players.",
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
    from cutstat.formats.json_documents import to_json
    from cutstat.formats.tables import Table, episode_rows, shot_rows, table_columns, to_csv
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
    text = (
        to_csv(rows, columns=table_columns(chosen))
        if form == "csv"
        else to_json(rows, indent=1) + "\n"
    )
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
        if output.is_file() or output.suffix == FOLDER_FORMS[form][1]:
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
            name, text = _document(episode, path=path, form=form, taken=taken)
            taken.add(name.casefold())
            with atomic_path(folder / name) as temporary:
                temporary.write_text(text, "utf-8")
    say(f"{folder}: {len(taken)} {FOLDER_FORMS[form][0]}", quiet=quiet)


def _document(
    episode: EpisodeMeasures, *, path: Path, form: str, taken: set[str]
) -> tuple[str, str]:
    """Give the name of an episode's file, none of those that are taken, and its text."""
    from cutstat.formats import chapters, edit_lists, otio

    if form == "otio":  # named after series and episode, as editing programs show them
        return otio.file_name(episode.name, taken=taken), otio.to_otio(episode, path=path)
    if form in edit_lists.WRITERS:
        name = otio.file_name(episode.name, taken=taken, suffix=FOLDER_FORMS[form][1])
        return name, edit_lists.WRITERS[form](episode)
    # Players and muxers look for chapters beside the video, under its name.
    name = chapters.file_name(path, form=cast("ChapterForm", form), taken=taken)
    write = chapters.to_matroska_xml if form == "chapters-xml" else chapters.to_ffmetadata
    parts = episode.segmentation.part_starts
    return name, write(episode.segments, times=episode.times, part_starts=parts)
