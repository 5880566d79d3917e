"""``cutstat forget``: take episodes out of the library."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.completion import EITHER
from cutstat.cli.output import say


@click.command()
@click.argument("episodes", nargs=-1, required=True, type=EITHER, metavar="EPISODE...")
@options.library_option
@options.quiet_option
def forget(episodes: tuple[str, ...], library: Path | None, quiet: bool) -> None:
    """Forget what the library holds of episodes: shots, segments and what was said of them.

    EPISODE is as in "Hero Mask 03", a file name or a path; the title of a series means all of it.
    Files are not touched; a scan, or an import, brings them back.

    Example: cutstat forget "Hero Mask 03"
    """
    from cutstat.api.episodes import forget as run_forget

    for one in run_forget(episodes, library=library):
        say(f"{one.name.series} {one.name.label}: forgotten ({one.path})", quiet=quiet)
