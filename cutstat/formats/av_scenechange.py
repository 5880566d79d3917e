"""Cuts of av-scenechange: ``{"scene_changes": [0, 120], "frame_count": 500, "scores": {...}}``.

As github.com/rust-av/av-scenechange prints its ``DetectionResults``; each place is the first frame
of a new shot, and 0 always stands first.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.spans import cuts_at


def is_scenechange(listing: Listing) -> bool:
    """Whether a document holds such cuts."""
    return isinstance(listing.document, dict) and "scene_changes" in listing.document


def read_scenechange(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the cuts, and the number of frames where it is there."""
    cuts = cuts_at(parse_count(frame) for frame in listing.document["scene_changes"])
    count = listing.document.get("frame_count")
    return (ShotList(listing.video, cuts, None if count is None else parse_count(count)),)


FORMAT = Format(
    key="av-scenechange",
    title="JSON of av-scenechange",
    rank=20,
    recognise=is_scenechange,
    read=read_scenechange,
)
