"""Markers of Premiere, as its panel exports them: a table whose column ``In`` holds timecodes.

helpx.adobe.com/premiere/desktop/organize-media/work-with-markers/export-markers.html describes the
export; the table is in UTF-16, parted by tabs.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.formats.clock import parse_timecode
from cutstat.formats.format import Format, NoRateError, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.rows import find_table

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
    if said.rate is None:
        raise NoRateError("timecodes need --rate, the frames a second that they count")
    frames = set()
    for row in table.rows:
        with on_line(row.line):
            frames.add(parse_timecode(table.text(row, "In").strip(), rate=said.rate))
    cuts = tuple(Transition(frame, frame) for frame in sorted(frames - {0}))
    return (ShotList(listing.video, cuts, notes=("its markers are taken for cuts",)),)


FORMAT = Format(
    key="markers", title="markers of Premiere", rank=20, recognise=is_markers, read=read_markers
)
