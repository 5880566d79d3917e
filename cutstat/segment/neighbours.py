"""What an episode shows of others: previews, recaps and stock shots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cutstat.segment.footage import Footage
from cutstat.segment.label import Label, Labels
from cutstat.segment.repeats import Match, seek
from cutstat.segment.shared import pairwise_union, snap, turned

NEAR_EPISODES = 2
"""A preview shows one of the next episodes."""

TAIL_SECONDS = 75.0
"""Where a preview may stand in an episode whose ending is not known, from its stop."""

AFTER_SECONDS = 6.0
"""What may follow a preview: a drawing of its own each week, the name of the studio."""

PREVIEW_SECONDS = (3.0, 65.0)
RECAP_SECONDS = (6.0, 180.0)
HEAD_SECONDS = 240.0
"""How far into an episode a recap may reach."""

COVER = 0.5
"""Share of a preview or recap that must be seen in the other episode; the rest is titles."""

PAUSE_SECONDS = 4.0
"""Longest stretch within a preview that the other episode does not show."""

LEAD_SECONDS = 3.0
"""Titles at the edge of a preview or recap that belong to it."""

CLIFFHANGER_SECONDS = 8.0
"""Shortest scene that counts as told again: pieces of a preview are hardly ever as long."""

CLIFFHANGER_LEAD_SECONDS = 5.0
"""What may stand before it in the later episode: a logo, a title."""

SEEN = 0.7
"""Share of a shot that must be alike."""

SHORTEST_SHOT_SECONDS = 0.4

SAME_PLACE_SECONDS = 5.0
"""Distances from the stop of the file that differ by less are one place."""

SAME_LENGTH_SECONDS = 0.15
BANK_SECONDS = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an episode that another one shows too, in ticks of the first."""

    start: int
    stop: int
    other: int
    """Index of the other episode."""

    other_start: int
    """Where it begins there, in ticks."""


Pieces = dict[int, list[Piece]]


def body_pieces(matches: Sequence[Match], labels: Labels) -> Pieces:
    """List what is left of the matches once shared segments are labelled."""
    pieces: Pieces = defaultdict(list)
    for match in matches:
        for one in (match, turned(match)):
            there = (one.start + one.offset, one.stop + one.offset)
            if _is_free(labels[one.first], one.start, one.stop) and _is_free(
                labels[one.second], *there
            ):
                pieces[one.first].append(Piece(one.start, one.stop, one.second, there[0]))
    return pieces


def _is_free(labels: Sequence[Label], start: int, stop: int) -> bool:
    return all(min(stop, one.stop) - max(start, one.start) < 0.3 * (stop - start) for one in labels)


def _is_free_there(labels: Labels, piece: Piece) -> bool:
    stop = piece.other_start + piece.stop - piece.start
    return _is_free(labels[piece.other], piece.other_start, stop)


def label_previews(series: Sequence[Footage], pieces: Pieces, labels: Labels) -> None:
    """Label what shows the next episode after the ending; and what stands there for as long."""
    for episode, footage in enumerate(series):
        low, high = _tail(footage, labels[episode])
        later = [
            piece
            for piece in pieces[episode]
            if episode < piece.other <= episode + NEAR_EPISODES
            and piece.start >= low - footage.ticks(0.5)
            and not _is_same_place(series, labels, episode, piece)
        ]
        for other in range(episode + 1, min(episode + 1 + NEAR_EPISODES, len(series))):
            later += _seek(series, labels, episode, other, low, high)
        later = _without_cliffhanger(series, labels, later)
        found = _run(footage, later, low, high, PREVIEW_SECONDS)
        if found is None:
            continue
        start, stop, parts, others = found
        ending = _last_ending(footage, labels[episode])
        if high - stop > footage.ticks(AFTER_SECONDS):
            continue  # an epilogue, and more of it follows
        if ending is None and (parts < 3 or stop < high):
            continue  # without an ending before it, more must speak for it
        shown = _names(series, others)
        evidence = (
            f"{parts} pieces of {shown} after the ending"
            if ending
            else (f"{parts} pieces of {shown} at the stop")
        )
        labels[episode].append(Label("preview", start, stop, evidence))
    _label_equal_tails(series, labels)


def _without_cliffhanger(
    series: Sequence[Footage], labels: Labels, pieces: Sequence[Piece]
) -> list[Piece]:
    """Leave out a last scene with which a later episode begins: there it is a recap.

    A preview is cut together from an episode; a scene that is told again runs on as it was.
    """
    kept: list[Piece] = []
    for piece in pieces:
        there = series[piece.other]
        reach = there.ticks(CLIFFHANGER_LEAD_SECONDS)
        scene = [
            one
            for one in pieces
            if one.other == piece.other and abs(_offset(one) - _offset(piece)) <= there.ticks(0.25)
        ]
        begin = min(one.other_start for one in scene)
        seen = sum(b - a for a, b in pairwise_union([(one.start, one.stop) for one in scene]))
        openings = [one for one in labels[piece.other] if one.kind == "opening"]
        starts = [low for low, _ in _heads(there, openings)]
        is_told_again = seen >= there.ticks(CLIFFHANGER_SECONDS) and any(
            abs(begin - start) <= reach for start in starts
        )
        if not is_told_again:
            kept.append(piece)
    return kept


def _offset(piece: Piece) -> int:
    return piece.other_start - piece.start


def _seek(
    series: Sequence[Footage], labels: Labels, episode: int, other: int, low: int, high: int
) -> list[Piece]:
    """Look for each shot of a stretch in the body of another episode."""
    here, there = series[episode], series[other]
    is_body = there.is_telling.copy()
    for label in labels[other]:
        is_body[label.start : label.stop] = False
    edges = [low, *here.borders[(here.borders > low) & (here.borders < high)].tolist(), high]
    pieces: list[Piece] = []
    for start, stop in pairwise(edges):
        if stop - start < here.ticks(SHORTEST_SHOT_SECONDS):
            continue
        offset = seek(here, there, start=start, stop=stop, among=is_body, share=SEEN)
        if offset is not None:
            pieces.append(Piece(start, stop, other, start + offset))
    return pieces


def _is_same_place(series: Sequence[Footage], labels: Labels, episode: int, piece: Piece) -> bool:
    """Whether the other episode shows a piece where this one does, as it would an ending."""
    there = len(series[piece.other]) - piece.other_start
    here = len(series[episode]) - piece.start
    ending = _last_ending(series[piece.other], labels[piece.other])
    is_after = ending is not None and piece.other_start >= ending.stop
    return is_after or abs(there - here) <= series[episode].ticks(SAME_PLACE_SECONDS)


def _tail(footage: Footage, labels: Sequence[Label]) -> tuple[int, int]:
    """Give the stretch after the ending, without the cards at the stop of the file."""
    high = len(footage)
    for label in sorted(labels, key=lambda one: -one.stop):
        if label.kind == "card" and high - label.stop <= footage.ticks(1.5):
            high = label.start
    ending = _last_ending(footage, labels)
    if ending is not None and ending.stop <= high:
        return ending.stop, high
    return max(high - footage.ticks(TAIL_SECONDS), int(0.75 * len(footage))), high


def _last_ending(footage: Footage, labels: Sequence[Label]) -> Label | None:
    """Give what closes the episode: the ending, or an opening that stands in its place."""
    closing = [
        one for one in labels if one.kind in ("ending", "opening") and one.start > len(footage) // 2
    ]
    return max(closing, key=lambda one: one.stop, default=None)


def _run(
    footage: Footage,
    pieces: Sequence[Piece],
    low: int,
    high: int,
    seconds: tuple[float, float],
) -> tuple[int, int, int, set[int]] | None:
    """Find the longest run of pieces within a stretch: start, stop, pieces, other episodes."""
    inside = [piece for piece in pieces if piece.stop > low and piece.start < high]
    spans = pairwise_union([(max(p.start, low), min(p.stop, high)) for p in inside])
    runs: list[list[tuple[int, int]]] = []
    for span in spans:
        if runs and span[0] - runs[-1][-1][1] <= footage.ticks(PAUSE_SECONDS):
            runs[-1].append(span)
        else:
            runs.append([span])
    if not runs:
        return None
    run = max(runs, key=lambda one: sum(b - a for a, b in one))
    start, stop = run[0][0], run[-1][1]
    covered = sum(b - a for a, b in run)
    own = [piece for piece in inside if piece.start < stop and piece.stop > start]
    count = _shots_seen(footage, run)
    if count < 2 or covered < max(COVER * (stop - start), footage.ticks(seconds[0])):
        return None
    lead = footage.ticks(LEAD_SECONDS)
    start = low if start - low <= lead else snap(footage, start, reach=footage.ticks(1))
    stop = high if high - stop <= lead else snap(footage, stop, reach=footage.ticks(1))
    if not seconds[0] <= footage.seconds(stop - start) <= seconds[1]:
        return None
    return start, stop, count, {piece.other for piece in own}


def _shots_seen(footage: Footage, spans: Sequence[tuple[int, int]]) -> int:
    """Count the shots of which most lies in some spans."""
    start, stop = spans[0][0], spans[-1][1]
    inner = footage.borders[(footage.borders > start) & (footage.borders < stop)].tolist()
    return sum(
        2 * sum(max(0, min(b, last) - max(a, first)) for a, b in spans) > last - first
        for first, last in pairwise([start, *inner, stop])
    )


def _names(series: Sequence[Footage], others: set[int]) -> str:
    """Name episodes."""
    return ", ".join(name_of(series, one) for one in sorted(others))


def name_of(series: Sequence[Footage], episode: int) -> str:
    """Name an episode by its number, or by its place in the list."""
    number = series[episode].source.number
    return f"file {episode + 1}" if number is None else f"episode {number:g}"


def _label_equal_tails(series: Sequence[Footage], labels: Labels) -> None:
    """Label what follows the ending and is as long as the previews that pictures have shown.

    Previews have one length the season through; the last episode's shows no known episode.
    """
    proven: list[int] = []
    open_tails: list[tuple[int, int, int]] = []
    for episode, footage in enumerate(series):
        if _last_ending(footage, labels[episode]) is None:
            continue
        low, high = _tail(footage, labels[episode])
        previews = [one for one in labels[episode] if one.kind == "preview"]
        if previews and (previews[0].start, previews[0].stop) == (low, high):
            proven.append(high - low)
        elif not previews and high > low:
            open_tails.append((episode, low, high))
    if len(proven) < 2:
        return
    length = int(np.median(proven))
    reach = series[0].ticks(SAME_LENGTH_SECONDS)
    agreeing = sum(abs(one - length) <= reach for one in proven)
    if 3 * agreeing < 2 * len(proven):
        return
    for episode, low, high in open_tails:
        if abs(high - low - length) <= reach:
            evidence = (
                f"after the ending, as long as the previews of {agreeing} other episodes "
                f"({series[episode].seconds(length):.1f} s)"
            )
            labels[episode].append(Label("preview", low, high, evidence))


def label_recaps(series: Sequence[Footage], pieces: Pieces, labels: Labels) -> None:
    """Label what shows earlier episodes before the body begins.

    What an earlier episode shows in its preview comes from this one, and is no recap.
    """
    for episode, footage in enumerate(series):
        openings = [one for one in labels[episode] if one.kind == "opening"]
        for low, high in _heads(footage, openings):
            earlier = [
                piece
                for piece in pieces[episode]
                if piece.other < episode
                and piece.stop <= high + footage.ticks(0.5)
                and _is_free_there(labels, piece)
            ]
            for other in range(max(episode - NEAR_EPISODES, 0), episode):
                earlier += _seek(series, labels, episode, other, low, high)
            found = _run(footage, earlier, low, high, RECAP_SECONDS)
            if found is None or found[0] > low + footage.ticks(5):
                continue
            start, stop, parts, others = found
            if parts >= 3 and stop - start <= 0.25 * len(footage):
                place = "before the body begins"
                evidence = f"{parts} pieces of {_names(series, others)} {place}"
                labels[episode].append(Label("recap", start, stop, evidence))


def _heads(footage: Footage, openings: Sequence[Label]) -> list[tuple[int, int]]:
    """Give the stretches in which a recap may stand: before the opening and after it."""
    head = min(footage.ticks(HEAD_SECONDS), len(footage) // 3)
    first = min((one for one in openings), key=lambda one: one.start, default=None)
    if first is None or first.start > len(footage) // 2:
        return [(0, head)]
    heads = [(first.stop, min(first.stop + head, len(footage)))]
    return heads if first.start < footage.ticks(2) else [(0, first.start), *heads]


def bank_spans(
    series: Sequence[Footage], pieces: Pieces, labels: Labels
) -> dict[int, list[tuple[int, int]]]:
    """Give the stretches of bodies that other bodies show too, in ticks."""
    bank: dict[int, list[tuple[int, int]]] = {}
    for episode, footage in enumerate(series):
        spans = [
            (piece.start, piece.stop)
            for piece in pieces[episode]
            if _is_free(labels[episode], piece.start, piece.stop) and _is_free_there(labels, piece)
        ]
        shortest = footage.ticks(BANK_SECONDS)
        bank[episode] = [(a, b) for a, b in pairwise_union(spans) if b - a >= shortest]
    return bank
