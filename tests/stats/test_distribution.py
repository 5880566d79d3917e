from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from support.series import DETECTOR, make_counted, make_episode, make_series

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import whole_as_body
from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import measure_episode
from cutstat.stats.distribution import length_density, series_pacing
from cutstat.stats.sample import SeriesSample

RATE = Fraction(24)


@pytest.mark.parametrize("episodes", [1, 5])
def test_shares_of_shot_lengths_add_up_to_one(episodes: int) -> None:
    density = length_density(make_series("A", episodes=episodes))
    assert np.trapezoid(density.density, np.log2(density.seconds)) == pytest.approx(1, abs=0.01)
    assert np.all(np.diff(density.seconds) > 0)


def test_every_episode_weighs_the_same_whatever_its_number_of_shots() -> None:
    # A hundred shots of one second in one episode, two of a minute in the other.
    quick = make_episode("A", 1, borders=range(24, 2400, 24), n_frames=2400, rate=RATE)
    slow = make_episode("A", 2, borders=[1440], n_frames=2880, rate=RATE)
    density = length_density(SeriesSample("A", (quick, slow)))
    octaves = np.log2(density.seconds)
    is_short = density.seconds < 8
    short = np.trapezoid(density.density[is_short], octaves[is_short])
    assert short == pytest.approx(0.5, abs=0.01)
    assert density.median_seconds == pytest.approx(30.5)
    assert density.mean_seconds == pytest.approx(30.5)


def test_shots_all_alike_have_a_narrow_peak() -> None:
    density = length_density(
        SeriesSample("A", (make_episode("A", 1, borders=[48], n_frames=96, rate=RATE),))
    )
    assert density.seconds[density.density.argmax()] == pytest.approx(2, rel=0.02)
    assert np.all(np.isfinite(density.density))


def test_shots_that_last_no_time_have_no_place_among_the_lengths() -> None:
    # Frames 2 and 3 share a time, so that the shot between the cuts at 2 and 3 lasts none.
    times = FrameTimes(np.array([0, 24, 48, 48, 72]), 96, Fraction(1, 24), RATE)
    detection = Detection(
        DETECTOR,
        (Transition(2, 2), Transition(3, 3)),
        np.zeros(5, dtype=np.float32),
        0.5,
    )
    episode = measure_episode(
        EpisodeName("A", Fraction(1)),
        file="a.mkv",
        times=times,
        detection=detection,
        segments=whole_as_body(5),
    )
    assert episode.body.shot_seconds.tolist() == [2, 0, 2]
    density = length_density(SeriesSample("A", (episode,)))
    assert density.seconds[density.density.argmax()] == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize("minutes", [0.5, 20, 150])
def test_pacing_holds_all_cuts_of_every_episode_short_or_long(minutes: float) -> None:
    sample = make_series("A", episodes=3, minutes=minutes)
    pacing = series_pacing(sample)
    assert (pacing.progress[0], pacing.progress[-1]) == (0, 1)
    for episode, curve in zip(sample.episodes, pacing.episodes, strict=True):
        cuts = np.trapezoid(curve, pacing.progress) * episode.whole.minutes
        assert cuts == pytest.approx(episode.whole.shots - 1, rel=1e-3, abs=1e-6)


def test_the_band_holds_the_middle_half_of_the_episodes() -> None:
    # Steady episodes of 10, 20, 30, 40 and 50 cuts a minute.
    pacing = series_pacing(make_counted("A", [201, 401, 601, 801, 1001]))
    low, high = pacing.band
    minutes = 28_800 * 1001 / 24_000 / 60
    # Away from the edges, where the first and the last shot have but one cut.
    middle = slice(100, 300)
    assert pacing.median[middle] == pytest.approx(601 / minutes, rel=0.01)
    assert low[middle] == pytest.approx(401 / minutes, rel=0.01)
    assert high[middle] == pytest.approx(801 / minutes, rel=0.01)
