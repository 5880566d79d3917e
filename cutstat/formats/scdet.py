"""Logs of FFmpeg's filters scdet, and select by ``scene`` with showinfo or metadata=print.

The lines are written by ``libavfilter/vf_scdet.c``, ``vf_showinfo.c`` and ``f_metadata.c``;
ffmpeg.org/ffmpeg-filters.html describes the filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.timing import parse_clock
from cutstat.errors import quoted
from cutstat.formats.clock import parse_rate, parse_time, shots_by_stops
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line

SCDET = re.compile(r"lavfi\.scd\.time\s*[:=]\s*(\S+)")
SHOWN = re.compile(r"(?:\bn:\s*\d+|\bframe:\s*\d+)\s+pts:\s*\S+\s+pts_time:\s*(\S+)")
_DURATION = re.compile(r"\s*Duration: (\d+:\d\d:\d\d\.\d+)")
_RATE = re.compile(r"Stream #\S+.* Video: .*?([\d.]+) fps")
CLOSE = Fraction(1, 10)
"""Seconds: where most of the frames stand closer, they were not selected."""


def is_log(listing: Listing) -> bool:
    """Whether a line is of one of these filters."""
    return any(SCDET.search(line) or SHOWN.search(line) for line in listing.lines)


def read_log(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the times of cuts; rate and length are those of the input, where the log has them.

    Raises
    ------
    ValueError
        If a time cannot be read, or the log lists all frames and not those at a cut.
    """
    pattern = SCDET if any(SCDET.search(line) for line in listing.lines) else SHOWN
    times = sorted({time for time in _times(listing, pattern) if time})
    close = sum(after - before < CLOSE for before, after in pairwise(times))
    if pattern is SHOWN and len(times) > 9 and 2 * close > len(times):
        raise ValueError("it lists frame after frame; select those at a cut, by their scene score")
    length = said.length
    rate = said.rate
    for line in listing.lines:
        if length is None and (found := _DURATION.match(line)):
            length = parse_clock(found[1])
        if rate is None and (found := _RATE.search(line)):
            rate = parse_rate(found[1])
    stops = times if length is None else [*(time for time in times if time < length), length]
    return (shots_by_stops(stops, rate=rate, video=listing.video, has_end=length is not None),)


def _times(listing: Listing, pattern: re.Pattern[str]) -> Iterator[Fraction]:
    for number, line in enumerate(listing.lines, 1):
        if pattern is SCDET and "lavfi.scd.score:" in line and not SCDET.search(line):
            raise ValueError(f"line {number}: {quoted(line)} has no time")
        if found := pattern.search(line):
            with on_line(number):
                yield parse_time(found[1].rstrip(","))


FORMAT = Format(
    key="scdet",
    title="log of FFmpeg's scdet or scene selection",
    rank=20,
    recognise=is_log,
    read=read_log,
)
