"""Shot boundaries of TRECVID: ``.msb`` and ``.sb``, and the tables of V3C.

www-nlpir.nist.gov/projects/tv2005/master.shot.boundaries/readme.txt describes the first two: first
and last frame of each shot, in ``.sb`` those of its master shot behind them. Master shots last two
seconds or more. The tables have columns ``startframe``, ``starttime``, ``endframe``, ``endtime``.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.bbc import shots_of_lines
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.rows import find_table
from cutstat.formats.spans import TimeSpan, shots_of_times

COLUMNS = {"startframe", "starttime", "endframe", "endtime"}


def is_trecvid(listing: Listing) -> bool:
    """Whether lines hold four whole numbers, or the header is that of V3C."""
    head = find_table(listing, lambda names: {*names} >= COLUMNS)
    return head is not None or listing.is_mostly(r"\d+(\s+\d+){3}")


def read_trecvid(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the shots, not the master shots; those of V3C by their times.

    Raises
    ------
    ValueError
        If shots overlap or a line cannot be read.
    """
    table = find_table(listing, lambda names: {*names} >= COLUMNS)
    if table is None:
        return (shots_of_lines(listing, columns=4),)
    spans = [
        TimeSpan(row.line, table.seconds(row, "starttime"), table.seconds(row, "endtime"))
        for row in table.rows
    ]
    if not spans:
        raise ValueError("it holds no shot")
    return (shots_of_times(spans, said=said, video=listing.video),)


FORMAT = Format(
    key="trecvid",
    title="shot boundaries of TRECVID",
    rank=60,
    recognise=is_trecvid,
    read=read_trecvid,
)
