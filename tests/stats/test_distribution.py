from __future__ import annotations

import tracemalloc
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from support.series import DETECTOR, make_counted, make_episode, make_segmented, make_series

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.stats.distribution import (
    break_seconds,
    has_break,
    length_density,
    series_pacing,
)
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


def test_lengths_of_long_series_fit_into_little_memory() -> None:
    borders = list(range(12, 24_000, 12))
    sample = SeriesSample(
        "A", tuple(make_episode("A", k, borders=borders, n_frames=24_000) for k in range(20))
    )
    tracemalloc.start()
    length_density(sample)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 2**20  # a kernel of all shots at once would be 73 MiB


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
        segmentation=Segmentation.whole(5),
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


def with_break(
    *borders: int, starts: tuple[int, ...], number: int = 1, n_frames: int = 14_400
) -> EpisodeMeasures:
    """Make an episode of ten minutes, all of it body."""
    known = replace(Segmentation.whole(n_frames), part_starts=starts)
    return make_episode(
        "A", number, borders=borders, n_frames=n_frames, segmentation=known, rate=RATE
    )


def test_pacing_is_that_of_the_body_with_its_pieces_end_to_end() -> None:
    # Body 0..99 s and 200..299 s; cuts in the opening between them do not count.
    known = Segmentation(
        (
            Segment("body", 0, 2400, "by hand"),
            Segment("opening", 2400, 4800, "by hand"),
            Segment("body", 4800, 7200, "by hand"),
        )
    )
    borders = [1200, *range(2400, 4801, 24), 6000]
    episode = make_episode("A", 1, borders=borders, n_frames=7200, segmentation=known, rate=RATE)
    pacing = series_pacing(SeriesSample("A", (episode,)))
    assert not pacing.has_parts
    (curve,) = pacing.episodes
    minutes = 200 / 60
    assert np.trapezoid(curve, pacing.progress) * minutes == pytest.approx(2, rel=1e-3)
    assert curve == pytest.approx(curve[::-1])  # 50 s and 150 s of 200 s of body
    assert curve[100] == pytest.approx(curve.max(), rel=0.02)


def test_the_break_is_the_start_of_a_part_that_is_nearest_to_the_middle() -> None:
    # Within a quarter and three quarters of ten minutes.
    assert break_seconds(with_break(starts=())) is None
    assert break_seconds(with_break(starts=(7200,))) == 300
    assert break_seconds(with_break(starts=(3600, 8000, 12_000))) == pytest.approx(8000 / 24)
    assert break_seconds(with_break(starts=(3600,))) == 150
    assert break_seconds(with_break(starts=(3500, 11_000))) is None


def test_a_series_has_a_break_if_every_episode_has_one() -> None:
    first, second = with_break(starts=(7200,)), with_break(starts=(), number=2)
    assert has_break(SeriesSample("A", (first,)))
    assert not has_break(SeriesSample("A", (first, second)))
    with pytest.raises(ValueError, match="02 has no break near its middle"):
        series_pacing(SeriesSample("A", (first, second)), by_parts=True)


def test_parts_are_stretched_to_halves_and_rates_stay_those_of_real_minutes() -> None:
    # A cut every 2 s before the break, every 10 s from it on; the break comes early or late.
    episodes = [
        with_break(
            *range(48, start, 48),
            *range(start, 14_400, 240),
            starts=(start,),
            number=number,
        )
        for number, start in enumerate((4800, 9600), 1)
    ]
    pacing = series_pacing(SeriesSample("A", tuple(episodes)), by_parts=True)
    assert pacing.has_parts
    assert np.all(np.diff(pacing.progress) >= 0)
    # Away from the ends, where the first and the last shot have but one cut.
    early = (pacing.progress > 0.1) & (pacing.progress < 0.4)
    late = (pacing.progress > 0.6) & (pacing.progress < 0.9)
    middle = np.flatnonzero(pacing.progress == 0.5)
    assert len(middle) == 2
    for curve in pacing.episodes:
        assert curve[early] == pytest.approx(30, rel=0.05)
        assert curve[late] == pytest.approx(6, rel=0.05)
        # The break is a step: nothing is smoothed over it. A cut stands at the start of part B.
        assert curve[middle[0]] > 28
        assert curve[middle[1]] < 10


@pytest.mark.parametrize("start", [4800, 7200, 7344])
def test_parts_hold_all_cuts_also_one_on_the_break(start: int) -> None:
    episode = with_break(*range(48, 14_400, 144), starts=(start,))
    pacing = series_pacing(SeriesSample("A", (episode,)), by_parts=True)
    (curve,) = pacing.episodes
    half = len(curve) // 2
    seconds = [start / 24, 600 - start / 24]
    cuts = [
        np.trapezoid(piece, np.linspace(0, 1, half)) * length / 60
        for piece, length in zip((curve[:half], curve[half:]), seconds, strict=True)
    ]
    before = len(range(48, start, 144))
    assert cuts == pytest.approx([before, 100 - before], rel=1e-3)


def test_invented_series_with_parts_hold_all_cuts() -> None:
    sample = make_segmented("A", episodes=3)
    assert has_break(sample)
    pacing = series_pacing(sample, by_parts=True)
    half = len(pacing.progress) // 2
    for episode, curve in zip(sample.episodes, pacing.episodes, strict=True):
        first = break_seconds(episode)
        assert first is not None
        lengths = (first, episode.body.seconds - first)
        cuts = sum(
            np.trapezoid(piece, np.linspace(0, 1, half)) * length / 60
            for piece, length in zip((curve[:half], curve[half:]), lengths, strict=True)
        )
        assert cuts == pytest.approx(len(episode.body.border_seconds), rel=1e-3)
