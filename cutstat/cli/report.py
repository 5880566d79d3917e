"""``cutstat report``: the verdict with pictures."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.compare import PUBLISHED
from cutstat.cli.output import emit, say, warn
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.stats.contrast import ComparisonSettings


class FormatList(click.ParamType[tuple[str, ...]]):
    """Formats separated by commas."""

    name = "format"
    known = ("pdf", "png")

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
@click.argument("series")
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
    default="pdf,png",
    show_default=True,
    help="What to write, separated by commas.",
)
@click.option("--title", help="Title of the report.")
@click.option("--font", help="Font for titles, as a name or a file.")
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
    exclude: tuple[str, ...],
    settings: ComparisonSettings,
    detector: str,
    jobs: int,
    library: Path | None,
    quiet: bool,
) -> None:
    """Write a report on SERIES against others: PDF and PNG.

    Series are titles in the library; files, folders and globs are scanned first.

    Example: cutstat report "Shows/Hero Mask" --against "Shows/Psycho-Pass" -o reports/hero-mask
    """
    from cutstat.cli.progress import resolve_shown
    from cutstat.report.model import build_report
    from cutstat.report.write import Format, write_report
    from cutstat.run.compare import compare_series
    from cutstat.stats.published import against_published

    with options.open_library(library) as shelf:
        named = [one for one in against if one != PUBLISHED or one in shelf.series_names()]
        if not named:
            raise click.UsageError("name a series beside the published figures, to compare with")
        titles, skipped = resolve_shown(
            shelf, [series, *named], detector=detector, jobs=jobs, quiet=quiet
        )
        result = compare_series(
            shelf,
            titles[0],
            titles[1:],
            detector=detector,
            settings=settings,
            exclusions=exclude,
            skipped=skipped,
        )
    comparison = result.comparison
    document = build_report(
        comparison,
        title=title,
        left_out=result.left_out,
        command=shlex.join(["cutstat", *sys.argv[1:]]),
        plan=result.plan.digest,
        published=None if len(named) == len(against) else against_published(comparison.target),
    )
    written = write_report(document, output, formats=cast("tuple[Format, ...]", formats), font=font)
    for file in written.files:
        emit(str(file))
    for note in written.notes:
        warn(note, quiet=quiet)
    if comparison.refusal is not None:
        raise RefusedError(f"no verdict: {comparison.refusal}")
    say(document.verdict, quiet=quiet)
