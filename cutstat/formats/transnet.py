"""Predictions of TransNet V2 (``.predictions.txt``): two chances a frame.

github.com/soCzech/TransNetV2, ``inference/transnetv2.py``: the first is that of a transition at the
frame, and a shot lasts to the first frame of a run above one half. Its scenes (``.scenes.txt``) are
a list as that of the BBC.
"""

from __future__ import annotations

import re

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition, TransitionKind
from cutstat.errors import quoted
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, each_line

THRESHOLD = 0.5

_CHANCES = r"([01]\.\d{1,20}) [01]\.\d{1,20}"


def is_predictions(listing: Listing) -> bool:
    """Whether lines hold two numbers from 0 to 1."""
    return listing.is_mostly(_CHANCES)


def _chance(line: str) -> float:
    match = re.fullmatch(_CHANCES, line)
    if match is None or float(match[1]) > 1:
        raise ValueError(f"{quoted(line)} are no two chances")
    return float(match[1])


def read_predictions(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read runs of frames above one half as transitions."""
    chances = each_line(listing.data_lines, _chance)
    transitions: list[Transition] = []
    start: int | None = None
    for frame, chance in enumerate([*chances, 0.0]):
        if chance > THRESHOLD and start is None:
            start = frame
        elif chance <= THRESHOLD and start is not None:
            # A run of one frame is the last frame of the old shot.
            is_cut = frame == start + 1
            if frame < len(chances):
                kind: TransitionKind = "cut" if is_cut else "dissolve"
                confidence = max(chances[start:frame])
                transitions.append(Transition(start + 1, frame, kind, confidence))
            start = None
    return (ShotList(listing.video, tuple(transitions), len(chances)),)


FORMAT = Format(
    key="transnet",
    title="predictions of TransNet V2",
    rank=40,
    recognise=is_predictions,
    read=read_predictions,
)
