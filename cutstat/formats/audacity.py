"""Labels of Audacity: start, end and text, parted by tabs, in seconds.

manual.audacityteam.org/man/importing_and_exporting_labels.html describes them; a line that begins
with a backslash holds the frequencies of the label before it.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.errors import quoted
from cutstat.formats.clock import parse_time, shots_by_stops
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.spans import TimeSpan, shots_of_times


def is_labels(listing: Listing) -> bool:
    """Whether lines hold two times with decimals, parted by a tab."""
    return listing.is_mostly(r"\d+[.,]\d+\t\d+[.,]\d+(\t.*)?|\\\t.*")


def read_labels(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read labelled spans as shots, or labelled points as cuts.

    Raises
    ------
    ValueError
        If a line is no label, spans overlap, or points stand among spans.
    """
    spans = []
    for number, line in enumerate(listing.lines, 1):
        if not line.strip() or line.startswith("\\"):
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            raise ValueError(f"line {number}: {quoted(line)} is no label; it has start and end")
        with on_line(number):
            spans.append(TimeSpan(number, parse_time(cells[0]), parse_time(cells[1])))
    points = [span for span in spans if span.start == span.stop]
    if not points:
        return (shots_of_times(spans, said=said, video=listing.video),)
    if len(points) < len(spans):
        raise ValueError(f"line {points[0].line}: the label is a point, and others have a length")
    stops = sorted({point.start for point in points if point.start})
    stops += [said.length] if said.length else []
    has_end = said.length is not None
    return (shots_by_stops(stops, rate=said.rate, video=listing.video, has_end=has_end),)


FORMAT = Format(
    key="audacity", title="labels of Audacity", rank=4, recognise=is_labels, read=read_labels
)
