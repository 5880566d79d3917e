"""Shots of MovieNet: first and last frame, and three key frames, of each shot.

github.com/movienet/movienet-tools, issue 16, says what the five numbers are; the places in
``scene318/meta`` of SceneSeg show that both frames are inclusive.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.bbc import shots_of_lines
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing


def is_movienet(listing: Listing) -> bool:
    """Whether lines hold five whole numbers."""
    return listing.is_mostly(r"\d+(\s+\d+){4}")


def read_movienet(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the shots; the key frames are passed over.

    Raises
    ------
    ValueError
        As for a list of the BBC.
    """
    return (shots_of_lines(listing, columns=5),)


FORMAT = Format(
    key="movienet", title="shots of MovieNet", rank=60, recognise=is_movienet, read=read_movienet
)
