"""Who goes by doubt finds faults early: planted ones, in detections whose truth is a script.

The detections are those of the samples, of which the shelf holds the curves; the truth is their
scripts. Faults are planted in two ways: as another program would edit a list, which leaves the
curve as it is, and as a detector errs, whose curve agrees with what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import FrameTimes
from cutstat.formats.shelf import ShelfEpisode, read_shelf
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.measure.review_places import review_places
from cutstat.synth.render import truth
from cutstat.synth.samples import sample_series

SHELF = Path(__file__).parents[2] / "samples" / "shelf.cutstat"
SHARE = 0.05
"""Of the transitions, the share that is left out, and the share that is invented."""

READ = 1 / 3
"""Of the list, what a person goes through."""

UNSURE = (0.5, 0.97)
"""Confidences of false alarms: above, none of 178 was one (see `DOUBTFUL`)."""

APART = 12
"""Frames between what is invented and anything else."""


@dataclass
class Case:
    """An episode with the transitions of its script."""

    measures: EpisodeMeasures
    detection: Detection
    true: list[tuple[int, int]]


def cases() -> Iterator[Case]:
    scripts = [script for series in sample_series() for script in series]
    shelved = [episode for series in read_shelf(SHELF) for episode in series.episodes]
    by_name = {
        (script.series.title, script.number): truth(script, video="")["transitions"]
        for script in scripts
    }
    for one in shelved:
        found = by_name[one.name.series, int(one.name.number or 0)]
        yield Case(
            measure(one.detection, one.times, one),
            one.detection,
            [(each["start"], each["stop"]) for each in found],
        )


def measure(detection: Detection, times: FrameTimes, one: ShelfEpisode) -> EpisodeMeasures:
    return measure_episode(
        one.name,
        file="",
        times=times,
        detection=detection,
        segmentation=one.packed.segmentation,
    )


def is_true(case: Case, transition: Transition) -> bool:
    return any(start - 2 <= transition.border <= stop + 2 for start, stop in case.true)


def planted(
    case: Case, rng: np.random.Generator, *, is_edited: bool
) -> tuple[Detection, list[int], list[int]]:
    """Leave transitions out and invent others; give these by their borders."""
    inside = [t for t in case.measures.body_transitions if is_true(case, t)]
    number = max(round(SHARE * len(inside)), 1)
    gone = [inside[k] for k in rng.choice(len(inside), number, replace=False)]
    curve = case.detection.curve.copy()
    left = [t for t in case.detection.transitions if t not in gone]
    invented: list[Transition] = []
    spans = case.measures.body_spans
    while len(invented) < number:
        start, stop = spans[rng.integers(len(spans))]
        frame = int(rng.integers(start, stop))
        if start + APART < frame < stop - APART and all(
            abs(frame - one.border) > APART for one in (*left, *gone, *invented)
        ):
            invented.append(Transition(frame, frame, "cut", float(rng.uniform(*UNSURE))))
    if not is_edited:
        for one in gone:  # a miss leaves a trace under the threshold
            low = one.start if one.is_gradual else one.border
            curve[low : max(one.stop, low + 1)] *= 0.1
            curve[one.border] = rng.uniform(0.02, 0.5)
        for one in invented:
            curve[one.border] = one.confidence
    transitions = tuple(sorted([*left, *invented]))
    found = replace(case.detection, transitions=transitions, curve=curve)
    return found, [one.border for one in gone], [one.border for one in invented]


@pytest.mark.parametrize("is_edited", [True, False], ids=["edited", "as detectors err"])
def test_a_third_of_the_list_holds_three_quarters_of_the_faults(is_edited: bool) -> None:
    rng = np.random.default_rng(1)
    found = total = 0
    shelved = [episode for series in read_shelf(SHELF) for episode in series.episodes]
    for case, one in zip(cases(), shelved, strict=True):
        for _ in range(8):
            detection, gone, invented = planted(case, rng, is_edited=is_edited)
            places = review_places(measure(detection, one.times, one), detection)
            listed = sorted((p for p in places if p.gain), key=lambda p: -p.gain)
            read = listed[: int(READ * len(listed))]
            total += len(gone) + len(invented)
            found += sum(
                any(not p.is_found and abs(p.transition.border - frame) <= 2 for p in read)
                for frame in gone
            )
            found += sum(
                any(p.is_found and p.transition.border == frame for p in read) for frame in invented
            )
    assert total > 200
    assert found >= 0.75 * total, f"{found} of {total}"
