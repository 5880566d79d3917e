"""Markers of Premiere, as its panel exports them: a table whose column ``In`` holds timecodes.

helpx.adobe.com/premiere/desktop/organize-media/work-with-markers/export-markers.html describes the
export; the table is in UTF-16, parted by tabs.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_timecode
from cutstat.formats.format import Format, NoRateError, Said
from cutstat.formats.listing import Listing, each_line
from cutstat.formats.rows import find_table
from cutstat.formats.spans import cuts_at

COLUMNS = {"Marker Name", "In"}


def is_markers(listing: Listing) -> bool:
    """Whether the header is that of such a table."""
    return find_table(listing, lambda names: {*names} >= COLUMNS) is not None


def read_markers(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read each marker as a cut; where the video ends is not said.

    Raises
    ------
    ValueError
        If a timecode does not exist.
    NoRateError
        If the rate is not known.
    """
    table = find_table(listing, lambda names: {*names} >= COLUMNS)
    if table is None:
        raise ValueError("there is no column 'In'")
    rate = said.rate
    if rate is None:
        raise NoRateError("timecodes need --rate, the frames a second that they count")
    codes = [(row.line, table.text(row, "In").strip()) for row in table.rows]
    frames = each_line(codes, lambda code: parse_timecode(code, rate=rate))
    note = "its markers are taken for cuts"
    return (ShotList(listing.video, cuts_at(frames), notes=(note,)),)


FORMAT = Format(
    key="markers", title="markers of Premiere", rank=20, recognise=is_markers, read=read_markers
)
