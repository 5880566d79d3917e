from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from support.series import DETECTOR, make_counted, make_episode, make_segmented

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import Detection
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import measure_episode
from cutstat.stats.sample import SeriesSample

MINUTE = 1440
"""Frames of a minute, at 24 a second."""


def test_the_numbers_of_a_series_counted_by_hand() -> None:
    # 4 shots in one minute, 18 in two: 4 and 9 a minute.
    episodes = [
        make_episode("A", 1, borders=[10, 20, 30], n_frames=MINUTE, rate=Fraction(24)),
        make_episode("A", 2, borders=range(10, 180, 10), n_frames=2 * MINUTE, rate=Fraction(24)),
    ]
    sample = SeriesSample("A", tuple(episodes))
    assert sample.rates.tolist() == pytest.approx([4, 9])
    assert sample.geometric_mean_rate == pytest.approx(6)
    assert sample.mean_shots == 11
    assert sample.deviation == pytest.approx(math.log(9 / 4) / math.sqrt(2))
    assert sample.detectors == {str(DETECTOR)}


def test_one_episode_has_no_deviation() -> None:
    assert math.isnan(make_counted("A", [300]).deviation)


def test_a_series_needs_an_episode() -> None:
    with pytest.raises(ValueError, match="series 'A' has no episode"):
        SeriesSample("A", ())


def test_an_episode_without_body_cannot_be_compared() -> None:
    empty = make_episode(
        "A",
        7,
        borders=[],
        n_frames=48,
        segmentation=Segmentation((Segment("opening", 0, 48, "by hand"),)),
    )
    with pytest.raises(ValueError, match="A 07 has no body to compare"):
        SeriesSample("A", (empty,))


def test_an_episode_that_lasts_no_time_cannot_be_compared() -> None:
    still = measure_episode(
        EpisodeName("A", Fraction(7)),
        file="a.mkv",
        times=FrameTimes(np.array([5, 5]), 5, Fraction(1, 1000), Fraction(24)),
        detection=Detection(DETECTOR, (), np.zeros(2, dtype=np.float32), 0.5),
        segmentation=Segmentation.whole(2),
    )
    with pytest.raises(ValueError, match="A 07 has no body to compare"):
        SeriesSample("A", (still,))


def test_without_a_doubt_the_bounds_of_the_rates_are_the_rates() -> None:
    sure = make_counted("A", [300, 310])
    assert sure.is_certain
    assert [one.tolist() for one in sure.rate_bounds] == [pytest.approx(sure.rates.tolist())] * 2
    shaken = make_segmented("A", episodes=3, doubtful=[2])
    low, high = shaken.rate_bounds
    assert not shaken.is_certain
    assert (low < high).tolist() == [False, True, False]
