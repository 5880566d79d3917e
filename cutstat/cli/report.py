"""``cutstat report``: the verdict with pictures."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import emit, say, warn
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.report.write import Format
    from cutstat.stats.contrast import ComparisonSettings


class FormatList(click.ParamType[tuple[str, ...]]):
    """Formats separated by commas."""

    name = "format"
    known = ("pdf", "png", "html", "svg")

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split and check the list."""
        names = tuple(part.strip() for part in str(value).split(",") if part.strip())
        unknown = next((name for name in names if name not in self.known), None)
        if unknown or not names:
            self.fail(f"{unknown or value!r} is unknown; choose from {', '.join(self.known)}")
        return names


@click.command(cls=options.SeveralAfterAgainst)
@click.argument("series", type=SERIES)
@options.against_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports"),
    show_default=True,
    help="Folder for the report.",
)
@click.option(
    "--format",
    "formats",
    type=FormatList(),
    default="pdf,png,html",
    show_default=True,
    help="What to write, separated by commas.",
)
@click.option("--title", help="Title of the report.")
@click.option("--font", help="Font for titles, as a name or a file.")
@click.option(
    "--no-pictures",
    "has_pictures",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Read no pictures from the videos.",
)
@options.sample_option
@options.plan_options
@options.detector_option
@options.jobs_option
@options.library_option
@options.quiet_option
def report(
    series: str,
    against: tuple[str, ...],
    output: Path,
    formats: tuple[str, ...],
    title: str | None,
    font: str | None,
    has_pictures: bool,
    exclude: tuple[str, ...],
    settings: ComparisonSettings,
    sample: int | None,
    detector: str,
    jobs: int,
    library: Path | None,
    quiet: bool,
) -> None:
    """Write a report on SERIES against others, by itself, or on a claim.

    Series are titles in the library; files, folders and globs are scanned first. The baseline
    `published` adds what is published of TV anime; without any, the series is set against that
    alone. In place of a series, a claim in a TOML file
    names show, baselines, exclusions and margin, and the report answers its statements.

    Example: cutstat report "Shows/Hero Mask" --against "Shows/Psycho-Pass" -o reports/hero-mask
    """
    from cutstat.api.verdicts import report as write_report
    from cutstat.cli.progress import count_bar, scan_listener
    from cutstat.study.comparison import SeriesComparison

    options.check_asked(series, against, exclude=exclude, settings=settings)
    with scan_listener(quiet=quiet) as listener, count_bar("Pictures", quiet=quiet) as progress:
        written = write_report(
            series,
            against,
            output=output,
            formats=cast("tuple[Format, ...]", formats),
            title=title,
            font=font,
            has_pictures=has_pictures,
            exclude=exclude,
            settings=settings,
            sample=sample,
            command=shlex.join(["cutstat", *sys.argv[1:]]),
            library=library,
            detector=detector,
            jobs=jobs,
            listener=listener,
            progress=progress,
        )
    for file in written.files:
        emit(str(file))
    for note in written.notes:
        warn(note, quiet=quiet)
    if isinstance(written.found, SeriesComparison) and written.found.comparison.refusal:
        raise RefusedError(f"no verdict: {written.found.comparison.refusal}")
    if written.found.rest:
        say(written.found.rest, quiet=quiet)
    said = written.report.said
    say(f"{said.headline}. {said.numbers}", quiet=quiet)
