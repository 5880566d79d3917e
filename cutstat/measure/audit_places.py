"""What an audit of one episode can be drawn from: borders found, likely misses, stretches."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Detection
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.threshold import gives_confidences

CELL_SECONDS = 10.0
"""Longest stretch that is looked at whole; those of one span of the body are about alike."""

LEAST_CHANCE = 0.002
"""Chance under which a peak of the curve is no candidate: on the sample series it leaves about as
many candidates as there are borders."""

APART_FRAMES = 2
"""Frames between a candidate and any cut that was found, as detectors keep them apart."""

GRADUAL_SECONDS = 0.5
"""The same for gradual transitions: where one is found too short, its rest leaves peaks beside it,
which would be judged as borders of their own. A real one there is left to the stretches."""

APART_SECONDS = 0.25
"""Candidates nearer to each other are one place: the peaks of one slow change."""

FAST_SECONDS = 1.0
"""Length of a shot that counts as quick, as in the share of shots under a second."""

STEEPNESS = 3
"""How fast the chance of a miss falls below the threshold, for curves that give no chance: an
eighth of the threshold's at half of it. It steers the sample; the estimate does not rest on it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A border, or a place where one may be."""

    kind: Literal["boundary", "candidate"]
    """Found by the detector, or a peak of its curve that was not called a border."""

    start: int
    """As of a transition, in frames."""

    stop: int
    chance: float
    """How likely it is a border, 0..1."""

    is_fast: bool = False
    """Whether another border that was found lies within `FAST_SECONDS`: in a fight or the like."""

    @property
    def border(self) -> int:
        """Frame at which the new shot is counted to begin."""
        return (self.start + self.stop) // 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the body, half-open in frames; cells cover the body without overlap."""

    start: int
    stop: int
    seconds: float


@dataclass(frozen=True, slots=True)
class EpisodePlaces:
    """All that an audit of an episode can be drawn from, within its body."""

    places: tuple[Place, ...]
    """In order of time."""

    cells: tuple[Cell, ...]

    @property
    def digest(self) -> str:
        """Hash of all of it but the confidences: an audit holds as long as it stays the same."""
        marks = [(one.kind, one.start, one.stop) for one in self.places]
        text = json.dumps([marks, [(one.start, one.stop) for one in self.cells]])
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def audit_places(measures: EpisodeMeasures, detection: Detection) -> EpisodePlaces:
    """List what an audit of an episode can be drawn from.

    Parameters
    ----------
    measures : EpisodeMeasures
        Its body, and the transitions that count there.
    detection : Detection
        The curve that these were found with.
    """
    found = [
        Place("boundary", one.start, one.stop, one.confidence) for one in measures.body_transitions
    ]
    places = sorted(
        [*found, *_candidates(measures, detection)], key=lambda one: (one.start, one.stop)
    )
    seconds = measures.times.all_seconds()
    borders = seconds[np.array([t.border for t in detection.transitions], np.intp)]
    return EpisodePlaces(
        tuple(replace(one, is_fast=_is_fast(seconds[one.border], borders)) for one in places),
        tuple(_cells(measures)),
    )


def _is_fast(second: float, borders: NDArray[np.float64]) -> bool:
    """Whether a border, other than the one at this time, lies near it."""
    distances = np.abs(borders - second)
    return bool(np.any((distances > 0) & (distances < FAST_SECONDS)))


def _candidates(measures: EpisodeMeasures, detection: Detection) -> list[Place]:
    """List peaks of the curve that stand for no border, the likelier first among near ones."""
    chance = _chances(detection)
    padded = np.pad(chance, 1)
    is_wanted = (chance > padded[:-2]) & (chance >= padded[2:]) & (chance >= LEAST_CHANCE)
    is_free = np.zeros(len(chance), bool)
    for start, stop in measures.body_spans:
        is_free[start + 1 : stop] = True
    for found in detection.transitions:
        guard = round(GRADUAL_SECONDS * measures.rate) if found.is_gradual else APART_FRAMES
        is_free[max(found.start - guard, 0) : found.stop + guard + 1] = False
    frames = np.flatnonzero(is_wanted & is_free)
    apart = round(APART_SECONDS * measures.rate)
    kept: list[int] = []
    for frame in frames[np.argsort(-chance[frames], kind="stable")].tolist():
        if all(abs(frame - other) > apart for other in kept):
            kept.append(frame)
    return [Place("candidate", frame, frame, float(chance[frame])) for frame in kept]


def _chances(detection: Detection) -> NDArray[np.float64]:
    """Turn the curve into chances of a border; 0 throughout where it tells nothing."""
    curve = np.nan_to_num(detection.curve.astype(np.float64), nan=0.0)
    if gives_confidences(detection):
        return curve
    cuts = [found.border for found in detection.transitions if not found.is_gradual]
    # Some curves are low at a cut, and a peak of theirs is none.
    if detection.threshold <= 0 or (cuts and np.median(curve[cuts]) < detection.threshold):
        return np.zeros(len(curve))
    return 0.5 * np.clip(curve / detection.threshold, 0, 1) ** STEEPNESS


def _cells(measures: EpisodeMeasures) -> list[Cell]:
    """Cut each span of the body into stretches of about the same length."""
    cells: list[Cell] = []
    times = measures.times
    for start, stop in measures.body_spans:
        begin = times.seconds(start)
        seconds = times.span_seconds(start, stop)
        count = max(math.ceil(seconds / CELL_SECONDS), 1)
        inner = [times.frame_at(begin + k * seconds / count) for k in range(1, count)]
        edges = sorted({start, *inner, stop})
        cells += [Cell(low, high, times.span_seconds(low, high)) for low, high in pairwise(edges)]
    return [cell for cell in cells if cell.seconds > 0]
