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
from cutstat.core.words import count_of

if TYPE_CHECKING:
    from cutstat.formats.episode_documents import ListDocument
    from cutstat.library.records import LibraryEpisode
    from cutstat.study.listing import Listing
    from cutstat.study.ranking import CountedEpisode, RankedSeries, Tally

BAR_CELLS = 15
"""Length of the longest bar; with it a ranking fits 80 columns."""

LEGEND = (
    "Shots of the body, geometric means. {place} is the 95 % range: chance between {units}, errors "
    "of the detector."
)
ON_TERMINALS = "In brackets", " Bars are solid up to its lower end, dotted to the upper."
PIPED = "From, To", ""
"""Where the legend finds the range, and what else it explains."""


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
        _print_episodes(found)
    else:
        _print_ranking(found)
        if any(one.tally for one in found.series):
            place, more = ON_TERMINALS if sys.stdout.isatty() else PIPED
            say(LEGEND.format(place=place, units=units_of(names, ending="s")) + more, quiet=quiet)
    for one in found.series:
        if one.tally and one.tally.damaged:
            warn(_damage_of(one.title, one.tally, found), quiet=quiet)
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
        table = [_numbers(one, found.episodes) for one in found.series]
        emit_table((*heads, "From", "To", "Damaged"), table)
        return
    longest = max((_range(one.tally)[1] for one in found.series if one.tally), default=1.0)
    rows = []
    for one in found.series:
        episodes = str(one.episodes) + (f" + {one.others} other" if one.others else "")
        cells = ("", "", "")
        if one.tally is not None:
            episodes += f", {one.tally.damaged} damaged" if one.tally.damaged else ""
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
        return (*cells, "", "", "", "", "")
    interval = ("", "") if one.tally.interval is None else map("{:.1f}".format, one.tally.interval)
    rate = f"{one.tally.rate:.1f}"
    return (*cells, f"{one.tally.shots:.0f}", rate, *interval, str(one.tally.damaged))


def _print_episodes(found: Listing) -> None:
    """Print a line an episode; a terminal sees no column that is empty."""
    unit = units_of(one.name for one in found.episodes).capitalize()
    heads = (unit, "Minutes", "Body shots", "A minute", "File", "Damaged", "Name in doubt")
    counted = found.counted
    rows = [_episode(one, counted.get(one.file_key)) for one in found.episodes]
    kept = [k for k in range(len(heads)) if not sys.stdout.isatty() or any(row[k] for row in rows)]
    emit_table([heads[k] for k in kept], [[row[k] for k in kept] for row in rows])


def _episode(one: LibraryEpisode, counted: CountedEpisode | None) -> tuple[str, ...]:
    minutes = "" if one.duration_seconds is None else f"{one.duration_seconds / 60:.1f}"
    numbers = ("", "") if counted is None else (str(counted.shots), f"{counted.rate:.1f}")
    place = one.path.name if sys.stdout.isatty() else str(one.path)
    damaged = "yes" if counted and counted.is_damaged else ""
    return (one.name.label, minutes, *numbers, place, damaged, "; ".join(one.doubts))


def _damage_of(title: str, tally: Tally, found: Listing) -> str:
    """Say that numbers of a series rest on damaged files too."""
    keys = {one.file_key for one in tally.counted if one.is_damaged}
    names = [f"{e.name.series} {e.name.label}" for e in found.episodes if e.file_key in keys]
    are, among = "is" if tally.damaged == 1 else "are", count_of(tally.episodes, tally.unit)
    return (
        f"{title}: {tally.damaged} of {among} {are} damaged or cut short, "
        f'so shots may be missing; `cutstat show "{names[0]}"` says where'
    )


def _document(found: Listing) -> ListDocument:
    from cutstat.formats.episode_documents import (
        ListDocument,
        ListedEpisode,
        ListedSeries,
        Reason,
    )

    counted = found.counted
    return ListDocument(
        [
            ListedEpisode(
                *(e.name.series, e.name.label, e.name.role, str(e.path)),
                *(e.n_frames, e.duration_seconds, list(e.doubts)),
                *(
                    (None, None, None)
                    if (one := counted.get(e.file_key)) is None
                    else (one.shots, one.rate, one.is_damaged)
                ),
            )
            for e in found.episodes
        ],
        [Reason(str(one.path), one.reason) for one in found.failures],
        [
            ListedSeries(
                *(one.title, one.episodes, one.others, one.waiting),
                *(
                    (None, None, None, None)
                    if (tally := one.tally) is None
                    else (tally.shots, tally.rate, tally.interval, tally.damaged)
                ),
            )
            for one in found.series
        ],
    )
