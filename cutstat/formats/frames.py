"""Lists of cuts by frame: the first frame of each new shot, 0-based, one a line."""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, each_line
from cutstat.formats.spans import cuts_at


def is_frame_list(listing: Listing) -> bool:
    """Whether lines hold one whole number."""
    return listing.is_mostly(r"-?\d+")


def read_frame_list(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read one cut a line; 0 itself is none, and the last may be the end of the video.

    Raises
    ------
    ValueError
        If a line is no number of frames.
    """
    cuts = cuts_at(each_line(listing.data_lines, parse_count))
    return (ShotList(listing.video, cuts, is_open=True),)


FORMAT = Format(
    key="frames",
    title="first frame of each shot, one a line",
    rank=90,
    recognise=is_frame_list,
    is_vague=True,  # whole numbers may be frames, seconds or lengths
    read=read_frame_list,
)
