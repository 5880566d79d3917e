"""Lists of cuts by time: seconds, a clock, or timecodes as editing programs show them."""

from __future__ import annotations

import re
from fractions import Fraction

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import STEPS, Unit, parse_time, parse_timecode, shots_by_stops
from cutstat.formats.format import Format, NoRateError, Said
from cutstat.formats.listing import Listing, each_line

_TIME = r"[\d:]*\d(?:[.,]\d+)? ?s?|\d{1,2}:[\d:]+(?:[.,]\d+)? ?[AaPp][Mm]"
_TIMECODE = r"\d{1,2}(?::\d\d){2}[:;]\d\d"


def is_time_list(listing: Listing) -> bool:
    """Whether lines hold times, and not all of them whole numbers."""
    has_marks = any(re.search(r"\d[:.,s]", line) for _, line in listing.data_lines)
    return has_marks and listing.is_mostly(f"{_TIME}|{_TIMECODE}")


def read_times(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read one cut a line, as a number (``12.4``), on the clock or as a timecode.

    The last line is the end of the video, unless its length is said. Timecodes, whose frames need a
    rate, count from 0; where they begin at a full hour, as reels do, from there.

    Raises
    ------
    ValueError
        If a line is no time, times do not increase, or only one is given.
    NoRateError
        If timecodes have no rate.
    """
    lines = listing.data_lines
    is_coded = any(re.fullmatch(_TIMECODE, line) for _, line in lines)
    if is_coded and said.rate is None:
        raise NoRateError("timecodes need --rate, the frames a second that they count")
    if is_coded and said.rate is not None:
        rate = said.rate
        frames = each_line(lines, lambda line: parse_timecode(line, rate=rate))
        hour = 3600 * round(rate)
        first = frames[0] // hour * hour
        times = [(frame - first) / rate for frame in frames]
    else:
        times = each_line(lines, lambda line: parse_seconds(line, said.unit))
    stops = [time for time in times if time]
    if said.length is not None and not (stops and abs(stops[-1] - said.length) < Fraction(1, 50)):
        stops.append(said.length)
    is_open = said.length is None
    return (shots_by_stops(stops, rate=said.rate, video=listing.video, is_open=is_open),)


def parse_seconds(text: str, unit: Unit | None) -> Fraction:
    """Read a number in a unit, by default in seconds, or a clock."""
    return parse_time(text) / (1 if ":" in text else STEPS[unit or "seconds"])


FORMAT = Format(
    key="times",
    title="time of each cut, one a line",
    rank=80,
    recognise=is_time_list,
    read=read_times,
)
