"""Tempo and action stretches of episodes whose lively part is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cutstat.measure.tempo import (
    _quickest,
    _stretches,
    half_second_motion,
    measure_action,
    tempo_of,
)

SPANS = [(0.0, 600.0)]


def lively(start: float, stop: float) -> tuple[np.ndarray, np.ndarray]:
    """Give cuts and motion of ten minutes of which one stretch is quick."""
    quiet = np.arange(5.0, 600.0, 5.0)
    cuts = np.sort(np.concatenate([quiet, np.arange(start, stop, 1.0)]))
    motion = np.full(1200, 0.2, np.float32)
    motion[round(2 * start) : round(2 * stop)] = 2.0
    return np.unique(cuts), motion


def test_the_lively_stretch_is_found_and_its_edges_are_cuts() -> None:
    cuts, motion = lively(200.0, 260.0)
    tempo = tempo_of(cuts, motion, spans=SPANS)
    assert tempo is not None
    assert tempo.voices == ("cuts", "motion")
    (stretch,) = tempo.stretches
    assert (stretch.start, stretch.stop) == pytest.approx((200, 260), abs=6)
    assert stretch.start in cuts
    assert stretch.stop in cuts
    action = measure_action(tempo, cuts, SPANS)
    assert action.stretches == 1
    assert action.share == pytest.approx(0.1, abs=0.02)
    assert action.rate_ratio > 3
    assert action.excess > 1.2


@pytest.mark.parametrize("inwards", [0.0, 1.0, 2.0, 2.9])
def test_no_stretch_is_shorter_than_what_makes_one(inwards: float) -> None:
    values = np.zeros(300)
    values[100:121] = 2.0  # of 21 seconds
    borders = np.array([100 + inwards, 121 - inwards])
    (found,) = _stretches(values, borders)
    own = (100 + inwards, 121 - inwards)
    assert (found.start, found.stop) == (own if inwards == 0 else (100, 121))
    assert _stretches(np.roll(values, 1)[:119], borders) == ()


def test_a_stretch_is_named_or_cleared_as_a_person_says() -> None:
    cuts, motion = lively(200.0, 260.0)
    tempo = tempo_of(cuts, motion, spans=SPANS)
    assert tempo is not None
    named = tempo.with_words([(230.0, None), (240.0, "the duel"), (500.0, "a storm")])
    (stretch,) = named.stretches
    assert stretch.name == "the duel"
    assert stretch.text.startswith("the duel (00:0")
    assert (named.cleared, named.unused) == ((), ((500.0, "a storm"),))
    cleared = named.with_words([(230.0, None)])
    assert cleared.stretches == ()
    assert [one.start for one in cleared.cleared] == [stretch.start]
    action = measure_action(cleared, cuts, SPANS)
    assert (action.share, action.stretches) == (0, 0)
    assert math.isnan(action.rate_ratio)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 6, 7])
def test_of_moments_that_are_as_quick_the_first_count(steps: int) -> None:
    tempo = np.array([1.0, 3.0, 2.0, 2.0, 0.0, 2.0])
    assert sorted(_quickest(tempo, steps)) == sorted([1, 2, 3, 5, 0, 4][:steps])


def test_an_even_episode_has_no_stretch() -> None:
    cuts = np.arange(5.0, 600.0, 5.0)
    tempo = tempo_of(cuts, np.full(1200, 0.3, np.float32), spans=SPANS)
    assert tempo is not None
    assert tempo.stretches == ()
    action = measure_action(tempo, cuts, SPANS)
    assert action.share == 0
    assert math.isnan(action.rate_ratio)


def test_loudness_is_a_third_voice() -> None:
    cuts, motion = lively(200.0, 260.0)
    levels = np.full(6000, -40, np.float32)
    levels[2000:2600] = -10
    tempo = tempo_of(cuts, motion, spans=SPANS, levels=levels)
    assert tempo is not None
    assert tempo.voices == ("cuts", "motion", "loudness")
    assert len(tempo.stretches) == 1


def test_a_body_under_a_minute_has_no_tempo() -> None:
    assert tempo_of(np.array([5.0]), np.ones(80, np.float32), spans=[(0.0, 40.0)]) is None


def test_motion_is_summed_over_half_seconds_and_leaves_transitions_out() -> None:
    change = np.array([0, 1, 0, 0, 5, 0, 0, 1], np.float32)
    seconds = np.arange(9) / 8
    motion = half_second_motion(change, seconds, [(4, 4)])
    assert motion.tolist() == [1, 1]
