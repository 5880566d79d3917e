"""Scenes of Av1an (``scenes.json``): ``{"frames": n, "scenes": [{"start_frame", "end_frame"}]}``.

As github.com/rust-av/Av1an writes it (``av1an-core/src/scenes.rs``); spans are half-open. The
scenes are those of an encoder: of 24 frames or more.
"""

from __future__ import annotations

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.spans import Span, transitions_of_spans


def is_av1an(listing: Listing) -> bool:
    """Whether a document holds scenes and a number of frames."""
    document = listing.document
    return isinstance(document, dict) and {"frames", "scenes"} <= document.keys()


def read_av1an(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the scenes before they are split further for the encoder's sake.

    Raises
    ------
    ValueError
        If a scene has no place, or scenes overlap.
    """
    spans = [
        Span(number, parse_count(scene["start_frame"]), parse_count(scene["end_frame"]))
        for number, scene in enumerate(listing.document["scenes"], 1)
    ]
    if spans and spans[0].start:
        raise ValueError(f"the first scene begins at frame {spans[0].start}")
    transitions, notes = transitions_of_spans(spans, gap_is_gradual=False)
    count = parse_count(listing.document["frames"])
    return (ShotList(listing.video, transitions, count, notes=notes),)


FORMAT = Format(key="av1an", title="scenes of Av1an", rank=20, recognise=is_av1an, read=read_av1an)
