"""Shot lists as plain text: first and last frame of each shot, as the BBC and TransNet write them.

The annotations of BBC Planet Earth (Baraldi et al. 2015) and ``predictions_to_scenes`` of TransNet
V2 (github.com/soCzech/TransNetV2, files ``.scenes.txt``) have both frames 0-based and inclusive.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.errors import quoted
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.spans import Span, transitions_of_spans


def is_shot_list(listing: Listing) -> bool:
    """Whether lines hold two whole numbers, the first of which is no mere counter."""
    pairs = [re.split(r"[\s,;]+", line) for _, line in listing.data_lines]
    first = [pair[0] for pair in pairs]
    if listing.is_mostly(r"\d+,\d+"):  # unless shots follow each other, a decimal comma
        follow = [
            b[0] in (a[-1], str(int(a[-1]) + 1)) for a, b in pairwise(pairs) if a[-1].isdecimal()
        ]
        return 2 * sum(follow) > len(follow)
    is_counted = len(first) > 1 and first == [str(k + 1) for k in range(len(first))]
    return listing.is_mostly(r"\d+(?:\s*;\s*|,?\s+)\d+") and not is_counted


def read_shot_list(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the first and last frame of each shot.

    Shots that touch are divided by a cut; frames between two shots are a gradual transition. Where
    every shot begins at the frame at which the last one ends, ends are taken for exclusive, and
    where the first begins at frame 1, frames for counted from there.

    Raises
    ------
    ValueError
        If a line holds no two frames, a shot ends before it begins, or shots overlap.
    """
    return (shots_of_lines(listing, columns=2),)


def shots_of_lines(listing: Listing, *, columns: int) -> ShotList:
    """Read lines that begin with the first and last frame of a shot, and have so many numbers."""
    spans: list[Span] = []
    for number, line in listing.data_lines:
        with on_line(number):
            spans.append(_span(line, number, columns))
    if not spans:
        return ShotList(listing.video, ())
    first = spans[0].start
    if first > 1:
        raise ValueError(
            f"line {spans[0].line}: the first shot begins at frame {first}; frames count from 0, "
            "and every frame from there on is in a shot or in a transition"
        )
    is_exclusive = all(after.start == before.stop - 1 for before, after in pairwise(spans))
    late = first + (1 if is_exclusive and len(spans) > 1 else 0)
    spans = [Span(one.line, one.start - first, one.stop - late) for one in spans]
    transitions, notes = transitions_of_spans(spans, gap_is_gradual=True)
    if first:
        notes = (*notes, "its frames count from 1")
    return ShotList(listing.video, transitions, n_frames=spans[-1].stop, notes=notes)


def _span(line: str, number: int, columns: int) -> Span:
    frames = re.split(r"\s*[\s,;]\s*", line)
    if len(frames) != columns:
        raise ValueError(f"{quoted(line)} is no shot; write its first and its last frame")
    first, last = (parse_count(frame) for frame in frames[:2])
    if first > last:
        raise ValueError(f"a shot cannot go from frame {first} to frame {last}")
    return Span(number, first, last + 1)


FORMAT = Format(
    key="bbc",
    title="first and last frame of each shot",
    rank=70,
    recognise=is_shot_list,
    read=read_shot_list,
)
