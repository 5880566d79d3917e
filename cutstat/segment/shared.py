"""Shared footage: what several episodes show, with its place in each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.segment.footage import Footage
from cutstat.segment.repeats import CHANGED_SECONDS, GAP_SECONDS, Match, likeness, seek, spans_of

SHORTEST_SECONDS = 1.2
"""Shared footage shorter than this is at most a shot of the bank."""

LONG_SECONDS = 8.0
"""From here on two episodes suffice; shorter footage must be shared by three."""

PAD_SECONDS = 12.0
"""How far beyond the edges of shared footage its black frames are looked for."""

NEW_PICTURE_BITS = 12
"""Fingerprints of two pictures of one slow pan differ in more bits than coding noise makes."""

EDGE_SECONDS = 0.5
"""How far an edge is moved for borders that stand as far apart as those of the model."""

WHOLE = 0.9
"""Share of short footage that must be shown where it is looked for."""

SNAP = 3
"""Ticks within which an edge is moved to a border between shots."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place at which an episode shows shared footage."""

    episode: int
    start: int
    """First tick."""

    stop: int
    """Tick after the last."""

    share: float
    """Share of the footage that is shown here, 0..1."""

    common_borders: int = 0
    """Borders between shots that stand where those of the model stand."""

    is_model: bool = False
    """Whether the footage is described by this very occurrence."""

    @property
    def length(self) -> int:
        """Length in ticks."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Shared:
    """Footage that several episodes show."""

    length: int
    """Length in ticks."""

    pictures: int
    """How many different pictures it holds."""

    shots: int
    occurrences: tuple[Occurrence, ...]
    """In order of episode and time."""

    @property
    def episodes(self) -> frozenset[int]:
        """The episodes that show it."""
        return frozenset(one.episode for one in self.occurrences)


def shared_footage(series: Sequence[Footage], matches: Sequence[Match]) -> tuple[Shared, ...]:
    """Gather matches of pairs into footage that many episodes share.

    The stretch of one episode that most other episodes match serves as the model; from it the
    matches lead to the other episodes, where every place is compared with the model itself. What
    is taken is taken from the rest, so that each place belongs to one piece of footage.
    """
    links = _by_episode(matches)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: list[Shared] = []
    for episode, start, stop in _models(series, links):
        if _overlap(taken[episode], start, stop) > 0.3 * (stop - start):
            continue
        shared = _follow(series, links, episode, start, stop)
        if len(shared.episodes) >= 3 and shared.length < series[0].ticks(LONG_SECONDS):
            shared = _sought(series, shared)
        if len(shared.episodes) < (2 if shared.length >= series[0].ticks(LONG_SECONDS) else 3):
            continue
        free = [
            one
            for one in shared.occurrences
            if _overlap(taken[one.episode], one.start, one.stop) <= 0.3 * one.length
        ]
        found.append(replace(shared, occurrences=tuple(free)))
        for one in free:
            taken[one.episode].append((one.start, one.stop))
    return tuple(found)


def _sought(series: Sequence[Footage], shared: Shared) -> Shared:
    """Look for short footage in the episodes that no votes lead to: a held title gives few.

    It must be there whole, between two borders that are as far apart as those of the model.
    """
    model = next(one for one in shared.occurrences if one.is_model)
    found: list[Occurrence] = []
    for episode, footage in enumerate(series):
        if episode in shared.episodes:
            continue
        offset = seek(
            *(series[model.episode], footage),
            start=model.start,
            stop=model.stop,
            among=footage.is_telling,
            share=WHOLE,
        )
        if offset is None:
            continue
        edges = _between_borders(
            footage, model.start + offset, model.stop + offset, length=model.length
        )
        if edges is not None:
            found.append(Occurrence(episode, *edges, 1.0))
    ordered = sorted([*shared.occurrences, *found], key=lambda one: (one.episode, one.start))
    return replace(shared, occurrences=tuple(ordered))


def _by_episode(matches: Sequence[Match]) -> dict[int, list[Match]]:
    """List the matches of each episode, each turned so that the episode comes first."""
    links: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        links[match.first].append(match)
        links[match.second].append(turned(match))
    return links


def turned(match: Match) -> Match:
    """Give the same match seen from the other episode."""
    return Match(
        match.second,
        match.first,
        match.start + match.offset,
        match.stop + match.offset,
        -match.offset,
    )


def _models(
    series: Sequence[Footage], links: dict[int, list[Match]]
) -> Iterator[tuple[int, int, int]]:
    """Give stretches that may be shared, those first that are long and matched by many."""
    ranked: list[tuple[float, int, int, int]] = []
    for episode, own in links.items():
        starts = np.array([match.start for match in own])
        stops = np.array([match.stop for match in own])
        others = np.array([match.second for match in own])
        for start, stop in {(match.start, match.stop) for match in own}:
            if stop - start < series[0].ticks(SHORTEST_SECONDS):
                continue
            common = np.minimum(stops, stop) - np.maximum(starts, start)
            union = np.maximum(stops, stop) - np.minimum(starts, start)
            partners = len(set(others[common >= 0.9 * union].tolist()))
            ranked.append((-partners * float(stop - start), episode, start, stop))
    for _, episode, start, stop in sorted(ranked):
        yield episode, start, stop


def _follow(
    series: Sequence[Footage], links: dict[int, list[Match]], episode: int, start: int, stop: int
) -> Shared:
    """Follow the matches from a model to all places that show it."""
    places = _places(series, links, episode, start, stop)
    start, stop = _consensus(series, episode, start, stop, places)
    model = series[episode]
    pieces: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for other, offset in places:
        first, last = _inside(model, series[other], start, stop, offset)
        alike = likeness(model, series[other], start=first, stop=last, offset=offset)
        for a, b in spans_of(alike, gap=model.ticks(GAP_SECONDS), shortest=model.ticks(0.6)):
            piece = (first + a + offset, first + b + offset, offset)
            if other != episode or piece[0] >= stop or piece[1] <= start:
                pieces[other].append(piece)
    borders = model.borders[(model.borders > start) & (model.borders < stop)]
    occurrences = [Occurrence(episode, *_snapped(model, start, stop), 1.0, len(borders), True)]
    for other, parts in pieces.items():
        for run in _joined(_without_overlap(parts), changed=model.ticks(CHANGED_SECONDS)):
            occurrences.append(_occurrence(series[other], other, run, (start, stop), borders))
    return Shared(
        length=stop - start,
        pictures=count_pictures(model, start, stop),
        shots=len(borders) + 1,
        occurrences=tuple(sorted(occurrences, key=lambda one: (one.episode, one.start))),
    )


def _places(
    series: Sequence[Footage], links: dict[int, list[Match]], episode: int, start: int, stop: int
) -> list[tuple[int, int]]:
    """Find the episodes that show something of a model, and at which offsets from it."""
    model = series[episode]
    enough = min(model.ticks(1.0), (stop - start) // 2)
    known: set[tuple[int, int]] = {(episode, 0)}
    waiting = [(episode, 0)]
    while waiting:
        here, offset = waiting.pop()
        for match in links[here]:
            common = min(match.stop, stop + offset) - max(match.start, start + offset)
            place = (match.second, offset + match.offset)
            if common < enough or any((place[0], place[1] + k) in known for k in (-1, 0, 1)):
                continue
            first, last = _inside(model, series[place[0]], start, stop, place[1])
            if last <= first:
                continue
            alike = likeness(model, series[place[0]], start=first, stop=last, offset=place[1])
            spans = spans_of(alike, gap=model.ticks(GAP_SECONDS), shortest=enough)
            if spans:
                known.add(place)
                waiting.append(place)
    return sorted(known - {(episode, 0)})


def _inside(one: Footage, other: Footage, start: int, stop: int, offset: int) -> tuple[int, int]:
    """Clip a stretch to what both episodes have."""
    return max(start, 0, -offset), min(stop, len(one), len(other) - offset)


def _consensus(
    series: Sequence[Footage], episode: int, start: int, stop: int, places: list[tuple[int, int]]
) -> tuple[int, int]:
    """Find the edges of a model on which the episodes agree.

    At each tick a place votes that it shows the model's picture, or that both are blank; the edge
    is where half of the places stop to show the same. A blank tick beyond the edge belongs to the
    footage only where three quarters of the places are blank too: black that each episode holds
    for as long is part of the footage, black before it in some of them is not.
    """
    model = series[episode]
    pad = model.ticks(PAD_SECONDS)
    low, high = max(start - pad, 0), min(stop + pad, len(model))
    votes: list[NDArray[np.int8]] = []
    for other, offset in places:
        first, last = _inside(model, series[other], low, high, offset)
        row = np.full(high - low, -1, np.int8)
        row[first - low : last - low] = likeness(
            model, series[other], start=first, stop=last, offset=offset
        )
        if 2 * int((row[start - low : stop - low] >= 0).sum()) > stop - start:
            votes.append(row)
    if not votes:
        return start, stop
    table = np.array(votes)
    alike = (table == 1).mean(axis=0)
    blank = (table == 0).mean(axis=0)
    inside = (alike + blank >= 0.5) & (blank < 0.5) | (blank >= 0.75)
    outside = (alike + blank >= 0.5) & (blank < 0.5) | (blank >= 0.75) & (alike + blank > 0.75)
    middle = (start + stop) // 2 - low
    core = np.flatnonzero(inside[start - low : stop - low]) + start - low
    if len(core) == 0:
        return start, stop
    first, last = int(min(core[0], middle)), int(max(core[-1] + 1, middle))
    while first > 0 and outside[first - 1]:
        first -= 1
    while last < high - low and outside[last]:
        last += 1
    return low + first, low + last


def _without_overlap(parts: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Keep the longest of pieces that lie on one another, in order of time."""
    kept: list[tuple[int, int, int]] = []
    for part in sorted(parts, key=lambda one: (one[0] - one[1], one)):
        if all(min(part[1], k[1]) - max(part[0], k[0]) <= 0.3 * (part[1] - part[0]) for k in kept):
            kept.append(part)
    return sorted(kept)


def _joined(parts: list[tuple[int, int, int]], *, changed: int) -> list[list[tuple[int, int, int]]]:
    """Join pieces that follow on one another: across changed shots, or across a part left out."""
    runs: list[list[tuple[int, int, int]]] = []
    for part in parts:
        if runs:
            last = runs[-1][-1]
            gap = part[0] - last[1]
            goes_on = part[0] - part[2] >= last[1] - last[2] - changed // 10
            same = abs(part[2] - last[2]) <= changed // 40  # a held picture fits at many
            longest = max(part[1] - part[0], last[1] - last[0])
            if goes_on and gap <= (min(changed, longest) if same else changed // 10):
                runs[-1].append(part)
                continue
        runs.append([part])
    return runs


def _occurrence(
    footage: Footage,
    episode: int,
    run: list[tuple[int, int, int]],
    model: tuple[int, int],
    borders: NDArray[np.intp],
) -> Occurrence:
    """Make an occurrence of pieces; near the edges of the model its edges are taken."""
    length = model[1] - model[0]
    reach = min(2 * footage.rate, length / 4)
    start, stop = run[0][0], run[-1][1]
    if start - (model[0] + run[0][2]) <= reach:
        start = max(model[0] + run[0][2], 0)
    if (model[1] + run[-1][2]) - stop <= reach:
        stop = min(model[1] + run[-1][2], len(footage))
    common = sum(
        int(np.isin(footage.borders, borders + offset + k).sum())
        for (a, b, offset) in run
        for k in (-1, 0, 1)
    )
    shown = sum(b - a for a, b in pairwise_union([(a - o, b - o) for a, b, o in run]))
    share = min(shown / length, 1.0)
    edges = _between_borders(footage, start, stop, length=length) if share > 0.8 else None
    return Occurrence(
        episode, *(edges or _snapped(footage, start, stop)), share, min(common, len(borders))
    )


def _between_borders(
    footage: Footage, start: int, stop: int, *, length: int
) -> tuple[int, int] | None:
    """Find two borders between shots near the edges that are as far apart as those of the model.

    Held pictures fit at many offsets; the shots' borders say which one it is.
    """
    reach = footage.ticks(EDGE_SECONDS)
    borders = np.concatenate([[0], footage.borders, [len(footage)]])
    firsts = borders[np.abs(borders - start) <= reach]
    lasts = borders[np.abs(borders - stop) <= reach]
    fitting = [
        (abs(int(a) - start) + abs(int(b) - stop), int(a), int(b))
        for a in firsts
        for b in lasts
        if abs(b - a - length) <= 1
    ]
    return min(fitting)[1:] if fitting else None


def pairwise_union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or overlap, in order."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _snapped(footage: Footage, start: int, stop: int) -> tuple[int, int]:
    """Move edges to borders between shots that lie within a few ticks."""
    return snap(footage, start), max(snap(footage, stop), start + 1)


def snap(footage: Footage, tick: int, *, reach: int = SNAP) -> int:
    """Move a tick to the nearest border between shots, or edge of the file, within `reach`."""
    borders = np.concatenate([[0], footage.borders, [len(footage)]])
    nearest = int(borders[np.argmin(np.abs(borders - tick))])
    return nearest if abs(nearest - tick) <= reach else tick


def count_pictures(footage: Footage, start: int, stop: int) -> int:
    """Count the different pictures of a stretch: 1 for a held one, many for shots and moves."""
    ticks = np.flatnonzero(footage.is_telling[start:stop])[:: max(1, footage.ticks(0.25))] + start
    count = 0
    last: np.uint64 | None = None
    for fingerprint in footage.fingerprints[ticks]:
        if last is None or int(np.bitwise_count(fingerprint ^ last)) >= NEW_PICTURE_BITS:
            count += 1
            last = fingerprint
    return count


def _overlap(spans: list[tuple[int, int]], start: int, stop: int) -> int:
    return sum(max(0, min(stop, b) - max(start, a)) for a, b in pairwise_union(spans))
