"""``cutstat list``: what the library holds, the shows as a ranking."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import EMPTY_LIBRARY, emit, emit_table, say, warn
from cutstat.core.episodes import units_of

if TYPE_CHECKING:
    from cutstat.formats.episode_documents import ListDocument
    from cutstat.library.records import LibraryEpisode
    from cutstat.study.listing import Listing
    from cutstat.study.ranking import RankedSeries, Tally

BAR_CELLS = 15
"""Length of the longest bar; with it a ranking fits 80 columns."""

LEGEND = (
    "Shots of the body, geometric means, 95 % ranges: chance between {units}, errors of the "
    "detector. Bars are solid up to the lower end, dotted to the upper."
)


@click.command(name="list")
@click.argument("series", nargs=-1, type=SERIES)
@options.detector_option
@options.library_option
@options.json_option
@options.quiet_option
def list_(
    series: tuple[str, ...], detector: str, library: Path | None, as_json: bool, quiet: bool
) -> None:
    """Rank the series in the library by shots a minute, or list the episodes of SERIES.

    Example: cutstat list "Hero Mask"
    """
    from cutstat.api.episodes import list_ as run_list
    from cutstat.formats.json_documents import to_json

    found = run_list(series, library=library, detector=detector)
    if not found.episodes:
        say(EMPTY_LIBRARY, quiet=quiet)
    names = [one.name for one in found.episodes]
    if as_json:
        emit(to_json(_document(found)))
        return
    if series:
        emit_table(
            (units_of(names).capitalize(), "Minutes", "File", "Name in doubt"),
            [_episode(one) for one in found.episodes],
        )
    else:
        _print_ranking(found)
        if sys.stdout.isatty() and any(one.tally for one in found.series):
            say(LEGEND.format(units=units_of(names, ending="s")), quiet=quiet)
    for one in found.series:
        if one.reason is not None:
            warn(one.reason, quiet=quiet)
        if one.waiting:
            files = "one file is" if one.waiting == 1 else f"{one.waiting} files are"
            warn(f"{one.title}: {files} not analysed yet; `cutstat scan` goes on", quiet=quiet)
    for failure in found.failures:
        warn(f"not analysed: {failure.reason}", quiet=quiet)


def _print_ranking(found: Listing) -> None:
    """Print a line a series: with a bar on a terminal, with every number when piped."""
    units = units_of((one.name for one in found.episodes), ending="s").capitalize()
    if not sys.stdout.isatty():
        heads = ("Series", units, "Others", "Minutes", "Shots each", "Shots a minute")
        emit_table((*heads, "From", "To"), [_numbers(one, found.episodes) for one in found.series])
        return
    longest = max((_range(one.tally)[1] for one in found.series if one.tally), default=1.0)
    rows = []
    for one in found.series:
        episodes = str(one.episodes) + (f" + {one.others} other" if one.others else "")
        cells = ("", "", "")
        if one.tally is not None:
            low, high = _range(one.tally)
            spread = f" ({low:.1f}–{high:.1f})" if low < high else ""
            solid, whole = (round(BAR_CELLS * end / longest) for end in (low, high))
            bar = "█" * solid + "░" * (whole - solid)
            cells = (f"{one.tally.shots:.0f}", f"{one.tally.rate:.1f}{spread}", bar)
        rows.append((one.title, episodes, *cells))
    emit_table(("Series", units, "Shots each", "Shots a minute", ""), rows)


def _range(tally: Tally) -> tuple[float, float]:
    return tally.interval or (tally.rate, tally.rate)


def _numbers(one: RankedSeries, episodes: Sequence[LibraryEpisode]) -> tuple[str, ...]:
    seconds = sum(e.duration_seconds or 0 for e in episodes if e.name.series == one.title)
    cells = (one.title, str(one.episodes), str(one.others), f"{seconds / 60:.1f}")
    if one.tally is None:
        return (*cells, "", "", "", "")
    interval = ("", "") if one.tally.interval is None else map("{:.1f}".format, one.tally.interval)
    return (*cells, f"{one.tally.shots:.0f}", f"{one.tally.rate:.1f}", *interval)


def _episode(one: LibraryEpisode) -> tuple[str, ...]:
    minutes = "" if one.duration_seconds is None else f"{one.duration_seconds / 60:.1f}"
    place = one.path.name if sys.stdout.isatty() else str(one.path)
    return (one.name.label, minutes, place, "; ".join(one.doubts))


def _document(found: Listing) -> ListDocument:
    from cutstat.formats.episode_documents import (
        ListDocument,
        ListedEpisode,
        ListedSeries,
        Reason,
    )

    return ListDocument(
        [
            ListedEpisode(
                *(e.name.series, e.name.label, e.name.role, str(e.path)),
                *(e.n_frames, e.duration_seconds, list(e.doubts)),
            )
            for e in found.episodes
        ],
        [Reason(str(one.path), one.reason) for one in found.failures],
        [
            ListedSeries(
                *(one.title, one.episodes, one.others, one.waiting),
                *(
                    (None, None, None)
                    if one.tally is None
                    else (one.tally.shots, one.tally.rate, one.tally.interval)
                ),
            )
            for one in found.series
        ],
    )
