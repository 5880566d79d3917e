"""Shots that other episodes show too are a share of the time of the body."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from cutstat.core.drawings import Drawings
from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import Detection, DetectorInfo
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.measure.making import NOTHING_SEEN, Making
from cutstat.measure.table import measure_values

N_FRAMES = 200
STILL = np.zeros(N_FRAMES, np.uint8)
SEEN = Making(
    Drawings(STILL, STILL, STILL, np.full(N_FRAMES, -1, np.int32), STILL.astype(np.float32))
)
OPENING_FIRST = (Segment("opening", 0, 100, "said"), Segment("body", 100, N_FRAMES, "the rest"))


def measured(segments: tuple[Segment, ...], making: Making) -> EpisodeMeasures:
    return measure_episode(
        EpisodeName("Show", Fraction(1)),
        file="Show - 01.mkv",
        times=FrameTimes.constant(N_FRAMES, Fraction(25)),
        detection=Detection(DetectorInfo("a", "1", {}), (), np.zeros(N_FRAMES, np.float32), 0.5),
        segmentation=Segmentation(segments, bank=((90, 110), (150, 165))),
        making=making,
    )


def test_what_is_used_again_counts_with_what_of_it_lies_in_the_body() -> None:
    found = measured(OPENING_FIRST, SEEN)
    assert measure_values(found.body)["reused_share"] == pytest.approx((10 + 15) / 100)
    assert measure_values(found.whole)["reused_share"] == pytest.approx((20 + 15) / 200)


@pytest.mark.parametrize(
    ("segments", "making"),
    [((Segment("body", 0, N_FRAMES, "all"),), SEEN), (OPENING_FIRST, NOTHING_SEEN)],
)
def test_it_is_unknown_where_pictures_were_not_compared(
    segments: tuple[Segment, ...], making: Making
) -> None:
    assert math.isnan(measure_values(measured(segments, making).body)["reused_share"])
