"""Repeats: stretches that two episodes share, found by voting on the offset between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cutstat.segment.footage import Footage

NEIGHBOURS = 6
"""How many of the next occurrences of a key are linked with it. A picture that all of n episodes
show gives n times as many links, not n squared."""

PARTNERS = 8
"""Matches that a stretch needs; where both sides of an offset have as many it is not looked at.
What all of n episodes show is so matched some n times, not n squared."""

QUIET_SECONDS = 2.0
"""A key counts once in this time, so that a held picture gives one vote and not a hundred."""

COMMON = 12
"""A key that one episode shows more often than this says nothing about offsets."""

VOTES = 4
"""Votes within a tick of one offset that are worth a look; the look decides."""

HELD_SECONDS = 4.0
"""How long a picture is held, as a rule, at most."""

NEARBY_SECONDS = 0.25
"""Animation holds each drawing for two or three frames: votes may miss the offset by as many."""

LOOK_SECONDS = 20.0
"""How far beyond its votes an offset is looked at, first."""

PROBES = (0.5, 0.25, 0.75)
"""Places within a shot of the pictures that are looked for."""

ALIKE_BITS = 18
"""Fingerprints of the same picture, encoded twice and with credits written over it, differ in fewer
of their 64 bits. Of frames of unrelated films, 2 in 100,000 are so near and of a like colour."""

SOUGHT_BITS = 14
"""The same where the best of many thousand pictures is taken."""

ALIKE_COLOUR = 30
"""Largest difference of a mean colour for the same picture, in levels of 255."""

GAP_SECONDS = 0.5
"""Unlike pictures shorter than this (a flash, a title flown in) do not end a repeat."""

CHANGED_SECONDS = 10.0
"""Longest stretch of changed shots within footage that goes on afterwards at the same offset."""


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Two stretches of the same length that show the same."""

    first: int
    """Index of one episode."""

    second: int
    """Index of the other."""

    start: int
    """First tick, in the first episode."""

    stop: int
    """Tick after the last, in the first episode."""

    offset: int
    """Tick in the second episode less that in the first."""


DOUBLED = 0.8
"""Share of the shorter of two files from which on they are one programme: openings, endings and
stock footage together are less."""


def find_matches(series: Sequence[Footage]) -> list[Match]:
    """Find what pairs of episodes share.

    Fingerprints are cut into four bands of 16 bits; each pair of bands is a key, so that pictures
    that differ in one or two bands still meet. Every key is looked up in all episodes at once by
    sorting, and an occurrence is linked with the next few in other episodes only: the cost grows
    like n log n with the number of episodes. Links vote for a pair of episodes and an offset, and
    each offset with enough votes is looked at picture by picture.
    """
    pairs, offsets, places = _votes(series)
    if len(pairs) == 0:
        return []
    n = len(series)
    # One group for each pair and offset; neighbours within a tick add up.
    new = np.flatnonzero((np.diff(pairs) != 0) | (np.diff(offsets) != 0)) + 1
    starts = np.concatenate([[0], new])
    stops = np.concatenate([new, [len(pairs)]])
    counts = stops - starts
    by_pair, by_offset = pairs[starts], offsets[starts]
    total = counts.copy()
    near = (np.diff(by_pair) == 0) & (np.diff(by_offset) == 1)
    total[1:][near] += counts[:-1][near]
    total[:-1][near] += counts[1:][near]
    enough = np.flatnonzero(total >= VOTES)
    found: dict[int, list[Match]] = {}
    held = series[0].ticks(HELD_SECONDS)
    depth = [np.zeros(len(footage), np.int32) for footage in series]
    for group in enough[np.argsort(-total[enough], kind="stable")]:
        pair, offset = int(by_pair[group]), int(by_offset[group])
        seen = places[starts[group] : stops[group]]
        first, second = divmod(pair, n)
        middle = seen[len(seen) // 2]
        if min(depth[first][middle], depth[second][middle + offset]) >= PARTNERS:
            continue
        own = found.setdefault(pair, [])
        if _is_explained(own, offset, seen, reach=held):
            continue
        matches = _looked_at(series, first, second, offset, seen)
        for match in matches:
            depth[first][match.start : match.stop] += 1
            depth[second][match.start + match.offset : match.stop + match.offset] += 1
        own += matches
    return [match for own in found.values() for match in _strongest(own)]


def _is_explained(
    matches: Sequence[Match], offset: int, seen: NDArray[np.int64], *, reach: int
) -> bool:
    """Whether votes come from matches at nearly the same offset: held pictures fit at many."""
    explained = np.zeros(len(seen), bool)
    for match in matches:
        if abs(match.offset - offset) <= reach:
            explained |= (seen >= match.start) & (seen < match.stop)
    return bool(explained.all())


def without_doubles(
    series: Sequence[Footage], matches: Sequence[Match]
) -> tuple[list[Match], list[tuple[int, int]]]:
    """Take out the matches of pairs of files that hold the same programme.

    Returns
    -------
    matches : list of Match
        What is left.
    pairs : list of pairs of int
        The episodes that are the same nearly throughout.
    """
    alike: Counter[tuple[int, int]] = Counter()
    for match in matches:
        alike[match.first, match.second] += match.stop - match.start
    doubled = [
        pair
        for pair, length in sorted(alike.items())
        if length > DOUBLED * min(len(series[pair[0]]), len(series[pair[1]]))
    ]
    return [m for m in matches if (m.first, m.second) not in set(doubled)], doubled


def _votes(
    series: Sequence[Footage],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the votes in order: pair of episodes, offset, tick in the first.

    Each vote is sorted as one number, which takes a fifth of the time of sorting by three.
    """
    n, bits = len(series), _tick_bits(series)
    votes: list[NDArray[np.int64]] = []
    for bands in combinations(range(4), 2):
        keys, owners, ticks = _occurrences(series, bands)
        for step in range(1, NEIGHBOURS + 1):
            same = np.flatnonzero((keys[:-step] == keys[step:]) & (owners[:-step] < owners[step:]))
            first, second = ticks[same], ticks[same + step]
            pair = owners[same] * n + owners[same + step]
            shifted = second - first + (1 << bits)
            votes.append(((pair << (bits + 1)) | shifted) << bits | first)
    together = np.sort(np.concatenate(votes))
    places = together & ((1 << bits) - 1)
    together >>= bits
    offsets = (together & ((2 << bits) - 1)) - (1 << bits)
    return together >> (bits + 1), offsets, places


def _occurrences(
    series: Sequence[Footage], bands: tuple[int, int]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """List the keys of all episodes in order: key, episode, tick."""
    bits, below = _tick_bits(series), np.uint64(32)
    rows: list[NDArray[np.uint64]] = []
    for owner, footage in enumerate(series):
        ticks = np.flatnonzero(footage.is_telling)
        keys = band_keys(footage.fingerprints[ticks], bands)
        own = np.sort(keys << below | (ticks | owner << bits).astype(np.uint64))
        new = np.diff(own >> below, prepend=np.uint64(0)) != 0
        new[:1] = True
        # Within a key only the ticks differ.
        fresh = new | (np.diff(own, prepend=np.uint64(0)) > footage.ticks(QUIET_SECONDS))
        own, new = own[fresh], new[fresh]
        counts = np.diff(np.append(np.flatnonzero(new), len(own)))
        rows.append(own[np.repeat(counts <= COMMON, counts)])
    together = np.sort(np.concatenate(rows))  # the episodes stay in order
    places = (together & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return together >> below, places >> bits, places & ((1 << bits) - 1)


def _tick_bits(series: Sequence[Footage]) -> int:
    """Give the bits that hold a tick of every episode."""
    return max(len(footage) for footage in series).bit_length()


def band_keys(fingerprints: NDArray[np.uint64], bands: tuple[int, int]) -> NDArray[np.uint64]:
    """Give two of the four bands of fingerprints as one number."""
    mask = np.uint64(0xFFFF)
    high, low = (fingerprints >> np.uint64(16 * band) & mask for band in bands)
    return (high << np.uint64(16)) | low


def likeness(
    first: Footage,
    second: Footage,
    *,
    start: int,
    stop: int,
    offset: int,
    most_bits: int = ALIKE_BITS,
) -> NDArray[np.int8]:
    """Compare two episodes tick by tick along an offset.

    Returns
    -------
    ndarray of int8, shape (stop - start,)
        1 where both show the same picture, -1 where they do not, 0 where both are black or of one
        colour, which proves nothing.
    """
    here, there = slice(start, stop), slice(start + offset, stop + offset)
    bits = np.bitwise_count(first.fingerprints[here] ^ second.fingerprints[there])
    colour = np.abs(first.colours[:, here] - second.colours[:, there]).max(axis=0)
    telling = first.is_telling[here], second.is_telling[there]
    alike = (bits <= most_bits) & (colour <= ALIKE_COLOUR) & telling[0] & telling[1]
    blank = ~telling[0] & ~telling[1] & (colour <= ALIKE_COLOUR)
    return np.where(alike, 1, np.where(blank, 0, -1)).astype(np.int8)


def spans_of(likeness: NDArray[np.int8], *, gap: int, shortest: int) -> list[tuple[int, int]]:
    """Find the stretches of like pictures, across gaps that are short.

    A gap of unlike pictures is crossed where it is not longer than `gap`, and than the stretches on
    both of its sides; blank pictures count as neither.
    """
    spans: list[list[int]] = []
    alike = likeness == 1
    edges = np.flatnonzero(np.diff(np.concatenate([[False], alike, [False]]).astype(np.int8)))
    unlike = np.concatenate([[0], np.cumsum(likeness == -1)])
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans:
            between = int(unlike[start] - unlike[spans[-1][1]])
            # A lone like picture in a stretch of unlike ones must not carry a repeat along.
            if between <= gap and between <= 4 * (stop - start):
                spans[-1][1] = stop
                continue
        spans.append([start, stop])
    return [
        (start, stop)
        for start, stop in spans
        if stop - start >= shortest and 2 * int(alike[start:stop].sum()) > stop - start
    ]


def _looked_at(
    series: Sequence[Footage], first: int, second: int, offset: int, seen: NDArray[np.int64]
) -> list[Match]:
    """Look at an offset, and again at one close by where the pictures are more alike there."""
    matches: list[Match] = []
    for match in _look(series, first, second, offset, seen):
        best = _best_offset(series[first], series[second], match)
        if best == offset:
            matches.append(match)
        else:
            within = seen[(seen >= match.start) & (seen < match.stop)]
            matches += _look(series, first, second, best, within) or [match]
    return matches


def _best_offset(one: Footage, other: Footage, match: Match) -> int:
    """Find the offset near that of a match at which its pictures differ least."""
    reach = one.ticks(NEARBY_SECONDS)
    differences: list[tuple[float, int, int]] = []
    for shift in range(-reach, reach + 1):
        offset = match.offset + shift
        start, stop = max(match.start, -offset), min(match.stop, len(other) - offset)
        if stop - start < (match.stop - match.start) * 0.9:
            continue
        bits = np.bitwise_count(
            one.fingerprints[start:stop] ^ other.fingerprints[start + offset : stop + offset]
        )
        differences.append((float(bits.mean()), abs(shift), offset))
    return min(differences)[2]


def _look(
    series: Sequence[Footage], first: int, second: int, offset: int, seen: NDArray[np.int64]
) -> list[Match]:
    """Look at an offset picture by picture, where votes were cast for it."""
    one, other = series[first], series[second]
    first_tick, last_tick = max(0, -offset), min(len(one), len(other) - offset)
    pad = one.ticks(LOOK_SECONDS)
    while True:
        start, stop = max(first_tick, int(seen[0]) - pad), min(last_tick, int(seen[-1]) + pad)
        alike = likeness(one, other, start=start, stop=stop, offset=offset)
        spans = spans_of(alike, gap=one.ticks(GAP_SECONDS), shortest=one.ticks(0.6))
        spans = [
            (start + a, start + b)
            for a, b in _bridged(spans, longest=one.ticks(CHANGED_SECONDS))
            if np.any((seen >= start + a) & (seen < start + b))
        ]
        near = one.ticks(CHANGED_SECONDS)  # what is cut off may go on beyond changed shots
        is_cut = any(
            (a - near < start and start > first_tick) or (b + near > stop and stop < last_tick)
            for a, b in spans
        )
        if not is_cut:
            return [Match(first, second, a, b, offset) for a, b in spans]
        pad *= 4


def _bridged(spans: list[tuple[int, int]], *, longest: int) -> list[tuple[int, int]]:
    """Join stretches with some changed shots between them, much shorter than both of them."""
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined:
            before, last = joined[-1]
            if start - last <= min(longest, (last - before) / 2, (stop - start) / 2):
                joined[-1] = (before, stop)
                continue
        joined.append((start, stop))
    return joined


def _strongest(matches: Sequence[Match]) -> list[Match]:
    """Of matches of a pair that say nearly the same keep the longest."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start - m.stop, m)):
        if not any(_covers(other, match) for other in kept):
            kept.append(match)
    return kept


def _covers(longer: Match, match: Match) -> bool:
    """Whether a longer match says all of another, in either of the two episodes."""
    length = match.stop - match.start
    here = min(longer.stop, match.stop) - max(longer.start, match.start)
    a, b = match.start + match.offset, longer.start + longer.offset
    there = min(b + longer.stop - longer.start, a + length) - max(b, a)
    return here > 0.8 * length and there > 0.8 * length


def seek(
    one: Footage, other: Footage, *, start: int, stop: int, among: NDArray[np.bool_], share: float
) -> int | None:
    """Look for a short stretch of one episode in another.

    Voting needs a second or two of movement; a held picture, or a shot with titles written over
    it, has too little of it. Three of its pictures are compared with every picture there.

    Parameters
    ----------
    one, other : Footage
        The episodes.
    start, stop : int
        The stretch, in ticks of the first.
    among : ndarray of bool, shape (len(other),)
        Where in the other episode it may lie.
    share : float
        Share of the stretch that must be alike, 0..1.

    Returns
    -------
    int or None
        Tick in the other episode less that in the first.
    """
    for part in PROBES:
        probe = start + int(part * (stop - start))
        if not one.is_telling[probe]:
            continue
        bits = np.bitwise_count(other.fingerprints ^ one.fingerprints[probe])
        offset = int(np.argmin(np.where(among, bits, 64))) - probe
        first, last = max(start, -offset), min(stop, len(other) - offset)
        if not among[probe + offset] or last <= first:
            continue
        alike = likeness(one, other, start=first, stop=last, offset=offset, most_bits=SOUGHT_BITS)
        if (alike == 1).sum() >= share * (stop - start):
            return offset
    return None
