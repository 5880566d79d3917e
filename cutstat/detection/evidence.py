"""Evidence for a cut: what lies before a frame against what lies after it, drawing by drawing.

Animation repeats frames, so pictures are compared between *drawings*: runs of frames that hardly
differ. A cut separates two groups of drawings that resemble each other within the group and not
across. A flash, an impact frame, a shake or an object near the lens differs from its neighbours
too, but the drawings on both sides of it match again, once motion is taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.detection.curves import LUMA_BINS
from cutstat.detection.matching import Match, Matcher, Prepared
from cutstat.detection.window import Window

REACH = 12
"""Steps looked at on each side of a candidate: half a second, longer than a flash and as long as
four drawings on threes."""

DRAWINGS = 4
"""Drawings looked at on each side."""

NEW_DRAWING = 1.5
"""Difference of neighbouring frames, in grey levels, from which they are different drawings.
Coding noise of a held drawing stays under 1 in the annotated television anime."""

CANDIDATE_CHANGE = 3.0
"""Difference of neighbouring frames, in grey levels, under which no cut is looked for. The faintest
annotated cut between different pictures measures 5."""

SAME_VIEW = 0.92
"""Similarity of drawings on both sides, one skipped at most, above which they show the same view.
The most similar such pair at an annotated cut measures 0.50, at a jump cut within one framing
0.83; the margin is for jump cuts of other videos."""

LIKE_VIEW = 0.75
"""Similarity above which only a change that stands out from its surroundings is looked into: a jump
cut within one framing does, motion does not."""

STANDS_OUT = 1.2
"""Change over the largest other change within reach that stands out."""

PAIRS = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4))
"""Drawings compared across the candidate: (how far before, how far after), nearest first."""

NEAR = 3
"""The first so many of `PAIRS` skip one drawing at most."""


class CandidateEvidence(NamedTuple):
    """What is measured of one candidate; ready for an array."""

    similarity: float  # of the drawings next to the candidate
    similarity_near: float  # best of the pairs that skip one drawing at most
    similarity_far: float  # best of all pairs
    similarity_before: float  # of the last two drawings before
    similarity_after: float  # of the first two drawings after
    residual: float  # of the drawings next to the candidate, in grey levels
    residual_far: float  # least of all pairs
    residual_before: float
    residual_after: float
    luma_distance: float  # of brightness histograms next to the candidate, 0..1
    luma_distance_far: float
    luma_distance_within: float  # larger of those before and after
    colour_distance: float  # of colour histograms
    colour_distance_far: float
    colour_distance_within: float
    change: float  # difference of the neighbouring frames, in grey levels
    change_before: float  # largest within reach before
    change_after: float  # largest within reach after
    deviation_before: float  # standard deviation of the last picture before, in grey levels
    deviation_after: float
    level_before: float  # mean of the last picture before, in grey levels
    level_after: float
    drawings_before: float  # drawings within reach
    drawings_after: float


NAMES = CandidateEvidence._fields


class Examiner:
    """Takes the evidence of candidates from a window of pictures."""

    def __init__(self, *, step: int = 1) -> None:
        self._step = step
        self._matcher = Matcher()
        self._prepared: dict[int, Prepared] = {}

    def examine(self, window: Window, frame: int) -> CandidateEvidence | None:
        """Measure the evidence for a cut before `frame`.

        Parameters
        ----------
        window : Window
            Holds `REACH` steps on each side of the candidate, as far as the video has them.
        frame : int
            First frame of the new shot, if there is one.

        Returns
        -------
        CandidateEvidence or None
            None where both sides plainly show the same view.
        """
        sides = _Sides.around(window, frame, step=self._step)
        change = sides.change
        stands_out = change > STANDS_OUT * max(sides.change_before, sides.change_after)
        limit = SAME_VIEW if stands_out else LIKE_VIEW
        pairs = [
            (sides.before[i - 1], sides.after[j - 1])
            for i, j in PAIRS
            if i <= len(sides.before) and j <= len(sides.after)
        ]
        near = sum(i <= len(sides.before) and j <= len(sides.after) for i, j in PAIRS[:NEAR])
        matches: list[Match] = []
        for pair in pairs:
            matches.append(self._match(window, *pair))
            if len(matches) <= near and matches[-1].similarity > limit:
                return None
        across = matches[0]
        before = self._match(window, *sides.last_two) if sides.last_two else None
        after = self._match(window, *sides.first_two) if sides.first_two else None
        similarities = [match.similarity for match in matches]
        distances = np.array([_distances(window, *pair) for pair in pairs])
        within = np.zeros(2)
        for two in (sides.last_two, sides.first_two):
            if two:
                within = np.maximum(within, _distances(window, *two))
        last, first = (window.luma[window.index(k)] for k in (sides.before[0], sides.after[0]))
        return CandidateEvidence(
            similarity=across.similarity,
            similarity_near=max(similarities[:near]),
            similarity_far=max(similarities),
            similarity_before=before.similarity if before else 1.0,
            similarity_after=after.similarity if after else 1.0,
            residual=across.residual,
            residual_far=min(match.residual for match in matches),
            residual_before=before.residual if before else 0.0,
            residual_after=after.residual if after else 0.0,
            luma_distance=distances[0, 0],
            luma_distance_far=distances[:, 0].min(),
            luma_distance_within=within[0],
            colour_distance=distances[0, 1],
            colour_distance_far=distances[:, 1].min(),
            colour_distance_within=within[1],
            change=change,
            change_before=sides.change_before,
            change_after=sides.change_after,
            deviation_before=float(last.std()),
            deviation_after=float(first.std()),
            level_before=float(last.mean()),
            level_after=float(first.mean()),
            drawings_before=len(sides.before),
            drawings_after=len(sides.after),
        )

    def likeness(self, window: Window, before: int, after: int) -> float:
        """Say how well one frame explains another, motion taken out; 1 where both are flat."""
        return float(np.nan_to_num(self._match(window, before, after).similarity, nan=1.0))

    def forget(self, *, before: int) -> None:
        """Let go of what was prepared for frames before `before`."""
        self._prepared = {k: value for k, value in self._prepared.items() if k >= before}

    def _match(self, window: Window, before: int, after: int) -> Match:
        return self._matcher.match(self._prepare(window, before), self._prepare(window, after))

    def _prepare(self, window: Window, frame: int) -> Prepared:
        if frame not in self._prepared:
            self._prepared[frame] = self._matcher.prepare(window.luma[window.index(frame)])
        return self._prepared[frame]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The drawings on both sides of a candidate, nearest first, one frame for each."""

    before: list[int]
    after: list[int]
    change: float
    """Difference of the frames next to the candidate, a step apart, in grey levels."""

    change_before: float
    change_after: float

    @classmethod
    def around(cls, window: Window, frame: int, *, step: int) -> _Sides:
        """Look at frames a whole number of steps from the last one before the candidate."""
        last = frame - 1
        reach = REACH * step
        first_place = max(last - reach + step, window.start + (last - window.start) % step)
        stop = min(last + reach + 1, window.stop)
        places = np.arange(first_place, stop, step)
        change = window.leaps(places)
        is_new = change > NEW_DRAWING
        here = int(np.searchsorted(places, last)) + 1  # the first place after the candidate
        if here == len(places):  # the video ends within the step
            places, change = np.append(places, frame), np.append(change, window.leap(last, frame))
            is_new = np.append(is_new, True)
        before = [last, *(int(places[k - 1]) for k in range(here - 1, 0, -1) if is_new[k])]
        after = [
            int(places[here]),
            *(int(places[k]) for k in range(here + 1, len(places)) if is_new[k]),
        ]
        return cls(
            before[:DRAWINGS],
            after[:DRAWINGS],
            change=float(change[here]),
            change_before=float(change[1:here].max(initial=0.0)),
            change_after=float(change[here + 1 :].max(initial=0.0)),
        )

    @property
    def last_two(self) -> tuple[int, int] | None:
        return (self.before[1], self.before[0]) if len(self.before) > 1 else None

    @property
    def first_two(self) -> tuple[int, int] | None:
        return (self.after[0], self.after[1]) if len(self.after) > 1 else None


def _distances(window: Window, before: int, after: int) -> NDArray[np.float64]:
    """Compare brightness and colour of two frames: half the L1 distance of histograms, 0..1."""
    change = np.abs(
        window.histograms[window.index(before)] - window.histograms[window.index(after)]
    )
    return np.array([change[:LUMA_BINS].sum() / 2, change[LUMA_BINS:].sum() / 2])
