"""ClipShots: ``{"name.mp4": {"transitions": [[begin, end], ...], "frame_num": n}}``.

As its annotations have it: github.com/Tangshitao/ClipShots.
"""

from __future__ import annotations

from collections.abc import Iterator

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing


def is_clipshots(listing: Listing) -> bool:
    """Whether a document has objects with transitions by the names of videos."""
    document = listing.document
    return (
        isinstance(document, dict)
        and bool(document)
        and all(
            isinstance(entry, dict) and {"transitions", "frame_num"} & entry.keys()
            for entry in document.values()
        )
    )


def read_videos(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read all videos of a file.

    Frames are 0-based. `begin` is the last frame of the old shot, `end` the first of the new one,
    so a pair one apart is a cut.
    """
    for name, entry in listing.document.items():
        pairs = [[parse_count(frame) for frame in pair] for pair in entry["transitions"]]
        count = parse_count(entry["frame_num"]) if "frame_num" in entry else None
        yield ShotList(str(name), tuple(sorted(_transition(*pair) for pair in pairs)), count)


def _transition(begin: int, end: int) -> Transition:
    is_cut = end - begin == 1
    return Transition(end if is_cut else begin + 1, end, "cut" if is_cut else "dissolve")


FORMAT = Format(
    key="clipshots",
    title="JSON of ClipShots",
    rank=20,
    recognise=is_clipshots,
    read=read_videos,
)
