from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.measure.threshold import possible_borders

N = 400


def detected(*, threshold: float = 0.5, scale: float = 1.0) -> Detection:
    """A file with cuts at 100 (sure) and 200 (0.6), and traces at 50, 300 and beside 200."""
    curve = np.zeros(N, np.float32)
    for frame, score in {50: 0.3, 100: 0.99, 200: 0.6, 201: 0.4, 300: 0.1, 301: 0.2}.items():
        curve[frame] = score * scale
    transitions = (Transition(100, 100, "cut", 0.99), Transition(200, 200, "cut", 0.6))
    return Detection(DetectorInfo("any", "1", {}), transitions, curve, threshold)


def measured(detection: Detection) -> EpisodeMeasures:
    opening = Segment("opening", 0, 80, "said")
    return measure_episode(
        EpisodeName("Series", Fraction(1)),
        file="1.mkv",
        times=FrameTimes.constant(N, Fraction(25)),
        detection=detection,
        segmentation=Segmentation((opening, Segment("body", 80, N, ""))),
    )


def test_peaks_below_the_threshold_are_possible_borders() -> None:
    found = possible_borders(detected(), spans=[(0, N)])
    assert found is not None
    assert [frame for frame, _ in found] == [50, 301]  # 201 belongs to the cut before it
    assert [score for _, score in found] == pytest.approx([0.3, 0.2])


def test_only_the_inside_of_the_body_counts() -> None:
    assert [frame for frame, _ in possible_borders(detected(), spans=[(80, N)]) or ()] == [301]
    assert possible_borders(detected(), spans=[(301, N)]) == ()


@pytest.mark.parametrize(
    ("threshold", "shots"), [(0.1, 4), (0.2001, 3), (0.5, 3), (0.61, 2), (0.99, 2), (0.995, 1)]
)
def test_shots_at_other_thresholds(threshold: float, shots: int) -> None:
    assert measured(detected()).shots_at(threshold) == shots


def test_a_curve_on_another_scale_gives_no_possible_borders() -> None:
    assert measured(detected(scale=0.5)).possible is None
    assert measured(detected(threshold=27.0)).possible is None
