"""``cutstat plot``: one picture of a report alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import emit, warn
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.stats.contrast import ComparisonSettings


class PictureName(click.ParamType[str]):
    """A picture of a report; drawing is slow to load, so the list is read when it is needed."""

    name = "picture"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Look whether there is such a picture."""
        if value not in picture_names():
            self.fail(f"{value!r} is not one of {', '.join(picture_names())}.", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """List the pictures that begin like this."""
        return [CompletionItem(one) for one in picture_names() if one.startswith(incomplete)]


class PlotCommand(options.SeveralAfterAgainst):
    """A command whose help lists the pictures."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help with the names of the pictures."""
        assert self.help is not None
        *others, last = picture_names()
        self.help = self.help.format(pictures=f"{', '.join(others)} and {last}")
        super().format_help_text(ctx, formatter)


def picture_names() -> tuple[str, ...]:
    """Give the names of the pictures of a report, in order."""
    from cutstat.report.pictures import PICTURES

    return tuple(picture.key for picture in PICTURES)


@click.command(cls=PlotCommand)
@click.argument("name", type=PictureName(), metavar="PICTURE")
@click.argument("series", type=SERIES)
@options.against_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, .png or .svg.",
)
@click.option("--title", help="Title of the report.")
@click.option("--font", help="Font for titles, as a name or a file.")
@options.plan_options
@options.detector_option
@options.jobs_option
@options.library_option
@options.quiet_option
def plot(
    name: str,
    series: str,
    against: tuple[str, ...],
    output: Path,
    title: str | None,
    font: str | None,
    exclude: tuple[str, ...],
    settings: ComparisonSettings,
    detector: str,
    jobs: int,
    library: Path | None,
    quiet: bool,
) -> None:
    """Write one PICTURE of a report on SERIES against others, or on a claim.

    Pictures are {pictures}; cards shows every episode of SERIES. All else is as in `report`.

    Example: cutstat plot pacing "Hero Mask" --against "Psycho-Pass" -o pacing.svg
    """
    from cutstat.api.opening import opened
    from cutstat.api.verdicts import plot as run_plot
    from cutstat.cli.progress import scan_listener
    from cutstat.study.comparison import SeriesComparison
    from cutstat.study.named import find_pictured

    options.check_asked(series, against, exclude=exclude, settings=settings)
    with scan_listener(quiet=quiet) as listener, opened(library, detector=detector) as study:
        found = find_pictured(
            study,
            name,
            series,
            against,
            settings=settings,
            exclusions=exclude,
            jobs=jobs,
            listener=listener,
        )
        written = run_plot(name, found, output=output, title=title, font=font, library=study)
    emit(str(output))
    for note in written.notes if written else ():
        warn(note, quiet=quiet)
    if isinstance(found, SeriesComparison) and found.comparison.refusal is not None:
        raise RefusedError(f"no verdict: {found.comparison.refusal}")
