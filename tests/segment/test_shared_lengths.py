"""Openings and endings by the times of changes alone; the truth is made by rule."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.population.dump import SONG_SECONDS, made_show
from cutstat.segment.shared_lengths import is_same_film, shared_spans


@pytest.mark.parametrize("show", range(1, 7))
def test_openings_and_endings_are_found_where_they_are(show: int) -> None:
    episodes = made_show(show, episodes=8)
    for episode, spans in zip(episodes, shared_spans([one.times for one in episodes]), strict=True):
        assert len(spans) == 2
        for start, stop in spans:
            assert SONG_SECONDS - 16 <= stop - start <= SONG_SECONDS + 1
        # The ending is the last thing; its first picture is a change that the filter saw.
        assert spans[1][0] == pytest.approx(episode.seconds - SONG_SECONDS, abs=6)


def test_episodes_without_anything_in_common_share_nothing() -> None:
    random = np.random.default_rng(5)
    episodes = [np.sort(random.uniform(0, 1400, 320)) for _ in range(10)]
    assert shared_spans(episodes) == [()] * 10


def test_an_even_beat_is_no_opening_of_every_place() -> None:
    even = [np.arange(offset, 1400, 4.0) for offset in (1.0, 2.3, 3.1)]
    assert shared_spans(even) == [()] * 3  # shared for longer than any opening


def test_one_episode_and_an_empty_one_share_nothing() -> None:
    assert shared_spans([np.array([1.0, 2.0])]) == [()]
    assert shared_spans([np.array([]), np.array([]), np.array([4.0])]) == [()] * 3


def test_the_same_film_twice_is_known_though_some_changes_were_missed() -> None:
    random = np.random.default_rng(6)
    times = np.sort(random.uniform(0, 1400, 320))
    again = times[random.random(320) > 0.1] + 2.0
    assert is_same_film(times, again)
    assert not is_same_film(times, np.sort(random.uniform(0, 1400, 320)))
    episodes = made_show(3, episodes=2)
    assert not is_same_film(episodes[0].times, episodes[1].times)
