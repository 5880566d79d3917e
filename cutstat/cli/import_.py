"""``cutstat import``: shot lists of others as episodes of the library."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import click

from cutstat.cli import options
from cutstat.cli.output import emit_table, say
from cutstat.scoring.readers.lists import LIST_FORMS, ListForm


class Rate(click.ParamType[Fraction]):
    """Frames a second, as a number or a fraction."""

    name = "rate"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the rate."""
        try:
            rate = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value!r} is no frame rate; write 25 or 24000/1001", param, ctx)
        if not 1 <= rate <= 1000:
            self.fail(f"{value} frames a second are none that a video has", param, ctx)
        usual = {
            Fraction("23.976"): Fraction(24000, 1001),
            Fraction("29.97"): Fraction(30000, 1001),
        }
        return usual.get(rate, rate)


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@options.series_option
@click.option(
    "--format",
    "form",
    type=click.Choice(LIST_FORMS),
    help="Format, where the content does not tell: bbc (first and last frame of each shot), "
    "cinemetrics (lengths or end times in seconds), detect (JSON of cutstat), edl (CMX 3600), "
    "frames or times (one cut a line), scenes (PySceneDetect), shots (cutstat's table).",
)
@click.option("--rate", type=Rate(), help="Frames a second, like 25 or 24000/1001.")
@click.option(
    "--length",
    type=click.FloatRange(min=0, min_open=True),
    help="Length of the video in seconds, for a list of cuts whose last line is not its end.",
)
@click.option("--by", help="Who or what found the shots. Only what was found alike is compared.")
@options.library_option
@options.quiet_option
def import_(
    files: tuple[Path, ...],
    series: str | None,
    form: str | None,
    rate: Fraction | None,
    length: float | None,
    by: str | None,
    library: Path | None,
    quiet: bool,
) -> None:
    """Take shot lists in FILE... for the episodes of a series; no video is needed.

    The lists are compared, reported and exported like scanned episodes. They are not compared with
    these: shots found by different means are not counted alike.

    Example: cutstat import lists/*.txt --series "Planet Earth" --rate 25 --by "BBC annotators"
    """
    from cutstat.run.imports import import_lists

    if not series:
        raise click.UsageError("say with --series which series the lists belong to")
    with options.open_library(library) as shelf:
        kept = import_lists(
            shelf,
            files,
            series=series,
            form=cast("ListForm | None", form),
            rate=rate,
            length=None if length is None else Fraction(str(length)),
            by=by,
        )
        known = {episode.path: episode for episode in shelf.episodes(kept[0].name.series)}
    rows = [
        (file.name.series, file.name.label, str(known[file.path].n_frames), file.path.name)
        for file in kept
    ]
    emit_table(("Series", "Episode", "Frames", "List"), rows)
    say(f"{len(kept)} episode{'s' if len(kept) > 1 else ''} of {series}", quiet=quiet)
