"""``cutstat export``: episodes and shots as CSV or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from cutstat.cli import options
from cutstat.cli.output import emit, say


@click.command()
@click.argument("series", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="Format of the output.",
)
@click.option(
    "--table",
    type=click.Choice(["episodes", "shots"]),
    default="episodes",
    show_default=True,
    help="One row an episode, or one row a shot.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File; stdout if absent.",
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

    Example: cutstat export "Hero Mask" --table shots --output shots.csv
    """
    from cutstat.core.atomic import atomic_path
    from cutstat.export.documents import to_json
    from cutstat.export.tables import Table, episode_rows, shot_rows, table_columns, to_csv
    from cutstat.library.lookup import find_series
    from cutstat.run.compare import measure_series

    with options.open_library(library) as shelf:
        titles = [find_series(shelf, title) for title in series] or shelf.series_names()
        measured = [measure_series(shelf, title, detector=detector) for title in titles]
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
