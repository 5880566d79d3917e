"""``cutstat pack``: series in one file that can be passed on."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import emit, say
from cutstat.core.words import count_of


@click.command()
@click.argument("series", nargs=-1, required=True, type=SERIES, metavar="SERIES...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The file; .cutstat is its usual ending.",
)
@click.option(
    "--fingerprints",
    is_flag=True,
    help="Put in fingerprints of pictures and sound too, by which openings and endings are found "
    "in episodes that are scanned elsewhere. The file is then about twice as large.",
)
@options.detector_option
@options.library_option
@options.quiet_option
def pack(
    series: tuple[str, ...],
    output: Path,
    fingerprints: bool,
    detector: str,
    library: Path | None,
    quiet: bool,
) -> None:
    """Pack SERIES into one small file that others can compare with.

    Shots with their confidences, segments, what a person has corrected, audits and hashes of the
    files are in it; no pictures, no paths, no names of files. `cutstat unpack` takes it in.

    Example: cutstat pack "Hero Mask" -o hero-mask.cutstat
    """
    from cutstat.api.shelves import pack as run_pack

    done = run_pack(series, output, library=library, detector=detector, fingerprints=fingerprints)
    emit(str(output))
    for title, count in done.series:
        say(f"{title}: {count_of(count, 'episode')}", quiet=quiet)
    for sentence in done.left_out:
        say(f"Left out: {sentence}", quiet=quiet)
