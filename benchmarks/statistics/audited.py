"""Comparisons of shows that were audited, whose errors of detection are corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.model import SECONDS, Show, draw_counts
from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segmentation
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.stats.compare import compare
from cutstat.stats.detection_error import DetectionError, Spans, Stratum
from cutstat.stats.sample import SeriesSample

RATE = 24
DETECTOR = DetectorInfo("simulated", "1", {})
JUDGED, STRETCHES, STRETCH_SECONDS = 100, 60, 10.0
"""Borders, and as many likely misses, and stretches that are shown of each show by default."""


def count_verdicts(
    shows: Sequence[Show], runs: int, rng: np.random.Generator, *, ratio: float
) -> dict[str, Any]:
    """Compare shows that were audited, and count what is said of them.

    Returns
    -------
    dict
        ``significant``, runs whose corrected interval leaves out 1; ``covered``, runs whose
        interval holds the true ratio; ``decisions``, how often each verdict was given.
    """
    drawn = [draw_counts(show, runs, rng) for show in shows]
    significant, covered, decisions = 0, 0, Counter[str]()
    for k in range(runs):
        samples, errors = [], {}
        for number, (show, counts) in enumerate(zip(shows, drawn, strict=True)):
            one = SeriesSample(f"show {number}", tuple(make_episode(int(n)) for n in counts[k]))
            samples.append(one)
            errors[one.name] = make_audit(counts[k], show, rng)
        comparison = compare(samples[0], samples[1:], errors=errors)
        assert comparison.interval is not None
        low, high = comparison.interval
        significant += not low <= 1 <= high
        covered += low <= ratio <= high
        decisions[comparison.decision] += 1
    return {"significant": significant, "covered": covered, "decisions": dict(decisions)}


def make_audit(counts: NDArray[np.int64], show: Show, rng: np.random.Generator) -> DetectionError:
    """Audit a show of which all that was found is right, and all that was missed left a trace.

    As many places look like misses as there are borders, and the audit does not know better which
    are.
    """
    found = int(counts.sum()) - len(counts)
    missed = int(rng.negative_binomial(found, show.recall)) if show.recall < 1 else 0
    size = max(found, missed, JUDGED)
    true = int(rng.hypergeometric(missed, size - missed, JUDGED))
    return DetectionError(
        (
            Stratum("boundary", found, min(JUDGED, found), min(JUDGED, found)),
            Stratum("candidate", size, JUDGED, true),
        ),
        Spans(len(counts) * SECONDS, STRETCHES * STRETCH_SECONDS, 0),
    )


@cache
def make_episode(shots: int) -> EpisodeMeasures:
    """Make an episode of so many shots, all alike; only their number enters the comparison."""
    n_frames = round(SECONDS * RATE)
    borders = [k * n_frames // shots for k in range(1, shots)]
    transitions = tuple(Transition(border, border) for border in borders)
    return measure_episode(
        EpisodeName("show", Fraction(1)),
        file="show.mkv",
        times=FrameTimes.constant(n_frames, Fraction(RATE)),
        detection=Detection(DETECTOR, transitions, np.zeros(n_frames, np.float32), 0.5),
        segmentation=Segmentation.whole(n_frames),
    )
