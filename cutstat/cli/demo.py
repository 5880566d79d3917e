"""``cutstat demo``: the whole way on invented series."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import emit, say, warn


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports/demo"),
    show_default=True,
    help="Folder for the report.",
)
@click.option(
    "--videos",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder for the rendered episodes (some 90 MB) and the library of the demo.",
)
@options.jobs_option
@options.quiet_option
def demo(output: Path, videos: Path, jobs: int, quiet: bool) -> None:
    """Render three invented series, scan and compare them, and write a report.

    Example: cutstat demo
    """
    from cutstat.api.machine import demo as run_demo
    from cutstat.cli.progress import count_bar, scan_listener
    from cutstat.stats.caveats import caveats
    from cutstat.stats.sentence import headline

    with count_bar("Rendering", quiet=quiet) as progress, scan_listener(quiet=quiet) as listener:
        found, written = run_demo(
            videos=videos, output=output, jobs=jobs, progress=progress, listener=listener
        )
    for file in written.files:
        emit(str(file))
    for note in written.notes:
        warn(note, quiet=quiet)
    for sentence in caveats(found.comparison):
        say(f"Note: {sentence}", quiet=quiet)
    say(headline(found.comparison), quiet=quiet)
