"""Openings and endings by nothing but the times of changes: runs of shots that episodes share.

Where only the times are known, and no picture, an opening is still an exact repeat: the same
lengths of shots in the same order. Two episodes are laid on each other by triples of lengths that
both have, which vote for the time between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.floating]
Span = tuple[float, float]

NEAR_SECONDS = 0.06
"""Distance up to which two times are the same: a frame and a half of film."""

STEP_SECONDS = 0.1
"""Lengths are alike if they round to the same multiple of this."""

LEAST_VOTES = 4
"""Triples that must agree on a distance: chance gives one or two in 24 minutes."""

SHORTEST, LONGEST = 40.0, 150.0
"""Seconds of an opening or ending: a short version of a song, and a long one with a part of the
story. What is shared for longer is the same film twice."""

LEAST_CHANGES = 8
"""Changes within a shared span. In 40 seconds an opening has twice as many."""

LEAST_SHARE = 0.75
"""Share of the changes within a span that both episodes must have: a filter misses some."""

MOST_MISSED = 2
"""Changes in a row within a span that the other episode may lack."""

NEIGHBOURS = 4
"""Episodes after each that it is compared with."""


def shared_spans(episodes: Sequence[Times]) -> list[tuple[Span, ...]]:
    """Find what each episode shares with others: its opening and ending.

    Parameters
    ----------
    episodes : sequence of ndarray of float, each of shape (n_changes,)
        Times of changes in seconds, increasing, in order of the series.

    Returns
    -------
    list of tuple of (start, stop)
        For each episode, in seconds, in order and apart from each other. What only one other
        episode shares counts where there are no more than three.
    """
    needed = 1 if len(episodes) <= 3 else 2
    found: list[list[Span]] = [[] for _ in episodes]
    for first in range(len(episodes)):
        for second in range(first + 1, min(first + 1 + NEIGHBOURS, len(episodes))):
            for own, other in _common(episodes[first], episodes[second]):
                found[first].append(own)
                found[second].append(other)
    return [_agreed(spans, needed=needed) for spans in found]


def is_same_film(first: Times, second: Times) -> bool:
    """Whether two files show the same film: most changes of both are those of the other."""
    if min(len(first), len(second)) < LEAST_CHANGES:
        return False
    return any(
        _matched(first, second, distance).mean() > LEAST_SHARE
        and _matched(second, first, -distance).mean() > LEAST_SHARE
        for distance in _distances(first, second)
    )


def _common(first: Times, second: Times) -> list[tuple[Span, Span]]:
    """Give the spans that two episodes share, in the times of both.

    Those that share more than an opening are the same film twice, or a clip show, and tell nothing.
    """
    spans: list[tuple[Span, Span]] = []
    for distance in _distances(first, second):
        matched = _matched(first, second, distance)
        runs = _runs(first, matched)
        if any(stop - start > LONGEST for start, stop in runs):
            return []
        for start, stop in runs:
            inside = (first >= start) & (first <= stop)
            theirs = (second >= start + distance - NEAR_SECONDS) & (
                second <= stop + distance + NEAR_SECONDS
            )
            most = max(int(inside.sum()), int(theirs.sum()))
            common = int((matched & inside).sum())
            is_long = SHORTEST <= stop - start <= LONGEST
            if is_long and common >= max(LEAST_CHANGES, LEAST_SHARE * most):
                spans.append(((start, stop), (start + distance, stop + distance)))
    return spans


def _distances(first: Times, second: Times) -> list[float]:
    """Give the times by which the second lies behind the first, as many triples vote for them."""
    if min(len(first), len(second)) < LEAST_CHANGES:
        return []
    places: defaultdict[tuple[int, ...], list[float]] = defaultdict(list)
    for place, key in _triples(second):
        places[key].append(place)
    votes = [there - here for here, key in _triples(first) for there in places.get(key, ())]
    steps = Counter(round(vote / STEP_SECONDS) for vote in votes)
    chosen: list[float] = []
    for step, _ in sorted(steps.items(), key=lambda item: -item[1]):
        near = [vote for vote in votes if abs(vote / STEP_SECONDS - step) <= 1]
        middle = float(np.median(near))
        is_new = all(abs(middle - other) > 2 * STEP_SECONDS for other in chosen)
        if len(near) >= LEAST_VOTES and is_new:
            chosen.append(middle)
        if steps[step] < LEAST_VOTES // 2:
            break
    return chosen


def _triples(times: Times) -> list[tuple[float, tuple[int, ...]]]:
    """Give the place and the rounded lengths of each three shots in a row."""
    lengths = np.rint(np.diff(times) / STEP_SECONDS).astype(int).tolist()
    keys = zip(lengths, lengths[1:], lengths[2:], strict=False)
    return list(zip(times.tolist(), keys, strict=False))


def _matched(first: Times, second: Times, distance: float) -> NDArray[np.bool_]:
    """Say of each change of the first whether the second has it too, `distance` later."""
    wanted = first + distance
    after = np.searchsorted(second, wanted).clip(1, len(second) - 1)
    near = np.minimum(np.abs(second[after] - wanted), np.abs(second[after - 1] - wanted))
    return np.asarray(near <= NEAR_SECONDS)


def _runs(times: Times, matched: NDArray[np.bool_]) -> list[Span]:
    """Give the stretches in which hardly any change is without its match."""
    places = np.flatnonzero(matched)
    if not len(places):
        return []
    parts = np.split(places, np.flatnonzero(np.diff(places) > MOST_MISSED + 1) + 1)
    return [(float(times[part[0]]), float(times[part[-1]])) for part in parts]


def _agreed(spans: Sequence[Span], *, needed: int) -> tuple[Span, ...]:
    """Give the spans that enough other episodes share, each by the median of its edges."""
    groups: list[list[Span]] = []
    for span in sorted(spans):
        for group in groups:
            start, stop = group[0]
            common = min(stop, span[1]) - max(start, span[0])
            if common > 0.5 * min(stop - start, span[1] - span[0]):
                group.append(span)
                break
        else:
            groups.append([span])
    kept = [
        (float(np.median([one[0] for one in group])), float(np.median([one[1] for one in group])))
        for group in groups
        if len(group) >= needed
    ]
    apart: list[Span] = []
    for start, stop in sorted(kept):
        if not apart or start >= apart[-1][1]:
            apart.append((start, stop))
    return tuple(apart)
