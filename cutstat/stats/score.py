"""Precision, recall and F1 of an estimate against a reference.

Conventions: frames are 0-based; a cut is the first frame of the new shot; a boundary of the
reference is found when an estimate lies in ``[start - tolerance, stop + tolerance]``. References
and estimates are matched one to one, as many as possible: a nearest-first matching would find one
hit between {8, 11} and {10, 12} at a tolerance of 2, where there are two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import Transition


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, misses and false alarms; they add up over videos."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits + other.hits,
            self.misses + other.misses,
            self.false_alarms + other.false_alarms,
        )

    @property
    def precision(self) -> float:
        """Share of estimates that are right; 1 when nothing was estimated."""
        estimated = self.hits + self.false_alarms
        return self.hits / estimated if estimated else 1.0

    @property
    def recall(self) -> float:
        """Share of references that were found; 1 when there was nothing to find."""
        referenced = self.hits + self.misses
        return self.hits / referenced if referenced else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing and nothing was said."""
        total = 2 * self.hits + self.misses + self.false_alarms
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """An estimate without a reference."""

    transition: Transition
    reason: str | None
    """Reason of the `hard` span that it fell into, if any."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well one video was estimated."""

    video: str
    tolerance: int
    """Frames by which an estimate may be off."""

    pooled: Counts
    """All transitions alike."""

    cuts: Counts
    """Hard cuts of the reference, and cuts of the estimate that match nothing."""

    gradual: Counts
    """Gradual transitions of the reference, and gradual estimates that match nothing."""

    misses: tuple[Transition, ...]
    false_alarms: tuple[FalseAlarm, ...]
    ignored: int
    """Estimates in ambiguous spans, which count neither for nor against."""

    reference_shots: int
    estimated_shots: int

    @property
    def count_error(self) -> float:
        """Relative error of the number of shots; that of the cutting rate is the same."""
        return self.estimated_shots / self.reference_shots - 1

    @property
    def asl_error(self) -> float:
        """Relative error of the average shot length."""
        return self.reference_shots / self.estimated_shots - 1


def score(reference: ShotList, estimate: ShotList, *, tolerance: int = 1) -> Score:
    """Compare the transitions of an estimate with those of a reference.

    Parameters
    ----------
    reference : ShotList
        What is true.
    estimate : ShotList
        What a detector says.
    tolerance : int >= 0
        Frames by which an estimate may be off.

    Raises
    ------
    ValueError
        If the two speak of different numbers of frames.
    """
    if reference.n_frames and estimate.n_frames and reference.n_frames != estimate.n_frames:
        raise ValueError(
            f"the reference has {reference.n_frames} frames, the estimate {estimate.n_frames}"
        )
    pairs = match(reference.transitions, estimate.transitions, tolerance=tolerance)
    found = {i for i, _ in pairs}
    used = {j for _, j in pairs}
    missed = [t for i, t in enumerate(reference.transitions) if i not in found]
    unmatched = [t for j, t in enumerate(estimate.transitions) if j not in used]
    alarms = [t for t in unmatched if not _reason(reference.ambiguous, t, tolerance)]
    hits = [reference.transitions[i] for i in found]
    return Score(
        video=reference.video,
        tolerance=tolerance,
        pooled=Counts(len(hits), len(missed), len(alarms)),
        cuts=_counts(hits, missed, alarms, is_gradual=False),
        gradual=_counts(hits, missed, alarms, is_gradual=True),
        misses=tuple(missed),
        false_alarms=tuple(FalseAlarm(t, _reason(reference.hard, t, tolerance)) for t in alarms),
        ignored=len(unmatched) - len(alarms),
        reference_shots=len(reference.transitions) + 1,
        estimated_shots=len(hits) + len(alarms) + 1,
    )


def match(
    reference: Sequence[Transition], estimate: Sequence[Transition], *, tolerance: int
) -> list[tuple[int, int]]:
    """Match references and estimates one to one, as many as possible.

    Augmenting paths [1]_ over the pairs that lie within the tolerance. Near pairs are tried first,
    so that of two references that compete for one estimate the farther one is missed.

    Returns
    -------
    list of (int, int)
        Indices of matched references and estimates.

    References
    ----------
    .. [1] Kuhn (1955), The Hungarian method for the assignment problem.
    """
    near: list[list[tuple[int, int]]] = []  # of each reference: distance and index of estimates
    for truth in reference:
        distances = ((_distance(truth, guess), j) for j, guess in enumerate(estimate))
        near.append(sorted(pair for pair in distances if pair[0] <= tolerance))
    held: dict[int, int] = {}
    owner: dict[int, int] = {}
    for first in sorted((i for i in range(len(near)) if near[i]), key=lambda i: near[i][0]):
        reached: dict[int, int] = {}
        queue, free = deque([first]), None
        while queue and free is None:
            i = queue.popleft()
            for _, j in near[i]:
                if j in reached:
                    continue
                reached[j] = i
                if j not in owner:
                    free = j
                    break
                queue.append(owner[j])
        while free is not None:
            i = reached[free]
            owner[free] = i
            before = held.get(i)
            held[i], free = free, before
    return sorted(held.items())


def _distance(truth: Transition, guess: Transition) -> int:
    """Give the number of frames between two transitions; 0 where they touch."""
    return max(truth.start - guess.stop, guess.start - truth.stop, 0)


def _counts(
    hits: Iterable[Transition],
    missed: Iterable[Transition],
    alarms: Iterable[Transition],
    *,
    is_gradual: bool,
) -> Counts:
    return Counts(
        *(sum(t.is_gradual == is_gradual for t in group) for group in (hits, missed, alarms))
    )


def _reason(spans: Sequence[MarkedSpan], transition: Transition, tolerance: int) -> str | None:
    return next((s.reason for s in spans if s.touches(transition, tolerance=tolerance)), None)
