"""``cutstat unpack``: take in series that were packed elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import say
from cutstat.core.words import count_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "title", help="Another title for the series of FILE, if it holds but one.")
@options.library_option
@options.quiet_option
def unpack(file: Path, title: str | None, library: Path | None, quiet: bool) -> None:
    """Take the series of FILE, which `cutstat pack` wrote, into the library.

    They compare like series that were scanned with the same detector; the videos are not needed.
    Where a video of theirs was scanned here, that goes before.

    Example: cutstat unpack hero-mask.cutstat
    """
    from cutstat.api.shelves import unpack as run_unpack

    done = run_unpack(file, title=title, library=library)
    for title, count in Counter(one.name.series for one in done.episodes).items():
        say(f"{title}: {count_of(count, 'episode')}", quiet=quiet)
    for sentence in done.known:
        say(f"Left out: {sentence}", quiet=quiet)
