"""The sample of an audit: shares of strata, fair order, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from cutstat.measure.audit_places import Cell, EpisodePlaces, Place
from cutstat.stats.audit_sample import (
    FEWEST,
    AuditedEpisode,
    AuditPlan,
    allocate,
    draw_items,
    estimate_audit,
)


def invent(rng: np.random.Generator) -> tuple[EpisodePlaces, set[int], np.ndarray]:
    """Invent an episode of 40 minutes: places, which are borders, and untraced misses per cell."""
    places, right = [], set()
    frame = 0
    for kind, count, chance, truth in (
        ("boundary", 500, 0.9995, 0.99),
        ("boundary", 30, 0.7, 0.6),
        ("candidate", 40, 0.35, 0.3),
        ("candidate", 150, 0.005, 0.02),
    ):
        for is_right in rng.random(count) < truth:
            frame += 20
            places.append(Place(kind, frame, frame, chance))
            if is_right:
                right.add(frame)
    cells = tuple(Cell(k * 100, (k + 1) * 100, 10.0) for k in range(240))
    return EpisodePlaces(tuple(places), cells), right, rng.poisson(0.1, len(cells))


def plan_of(
    episode: EpisodePlaces, *, boundaries: int, candidates: int, strips: int, seed: int
) -> AuditPlan:
    strata, items = draw_items(
        [episode], boundaries=boundaries, candidates=candidates, strips=strips, seed=seed
    )
    total = sum(cell.seconds for cell in episode.cells)
    known = (AuditedEpisode("01", "a.mkv", "key", episode.digest),)
    return AuditPlan("Show", "cutstat", seed, known, strata, total, items)


def answers(plan: AuditPlan, right: set[int], untraced: np.ndarray) -> dict[int, int | bool]:
    return {
        item.number: int(untraced[item.start // 100]) if item.is_strip else item.start in right
        for item in plan.items
    }


def test_intervals_of_whole_audits_cover_the_truth() -> None:
    rng = np.random.default_rng(11)
    held = biases = 0.0
    runs = 300
    for run in range(runs):
        episode, right, untraced = invent(rng)
        plan = plan_of(episode, boundaries=100, candidates=100, strips=60, seed=run)
        error = estimate_audit(plan, answers(plan, right, untraced))
        true = (len(right) + untraced.sum()) / 530
        low, high = error.factor_interval
        held += low <= true <= high
        biases += error.factor / true - 1
    assert 0.92 <= held / runs <= 0.98
    assert abs(biases / runs) < 0.005


def test_small_strata_are_taken_whole_and_doubtful_ones_oversampled() -> None:
    episode, _, _ = invent(np.random.default_rng(1))
    plan = plan_of(episode, boundaries=100, candidates=100, strips=30, seed=1)
    assert sum(stratum.sampled for stratum in plan.strata) == 200
    shares = {(one.kind, one.low): one.sampled / one.size for one in plan.strata}
    assert shares["boundary", 0.0] > 2 * shares["boundary", 0.999]
    assert shares["candidate", 0.3] > 2 * shares["candidate", 0.0]
    whole = plan_of(episode, boundaries=5000, candidates=5000, strips=5000, seed=1)
    assert all(one.sampled == one.size for one in whole.strata)
    assert len(whole.items) == 720 + 240


def test_no_place_is_drawn_twice_and_the_seed_decides() -> None:
    episode, _, _ = invent(np.random.default_rng(1))
    plan = plan_of(episode, boundaries=100, candidates=100, strips=30, seed=1)
    assert [item.number for item in plan.items] == list(range(1, 231))
    assert len({(item.start, item.is_strip) for item in plan.items}) == 230
    assert plan == plan_of(episode, boundaries=100, candidates=100, strips=30, seed=1)
    assert plan.items != plan_of(episode, boundaries=100, candidates=100, strips=30, seed=2).items


def test_what_is_filled_in_from_the_top_is_a_fair_sample() -> None:
    rng = np.random.default_rng(4)
    factors = []
    for run in range(60):
        episode, right, untraced = invent(rng)
        plan = plan_of(episode, boundaries=100, candidates=100, strips=60, seed=run)
        said = answers(plan, right, untraced)
        half = {number: said[number] for number in [*range(1, 101), *range(201, 231)]}
        true = (len(right) + untraced.sum()) / 530
        factors.append(estimate_audit(plan, half).factor / true)
    assert np.mean(factors) == pytest.approx(1, abs=0.015)


def test_places_go_where_they_tell_most() -> None:
    assert allocate([100, 100], [0.1, 0.3], total=80) == [20, 60]
    assert allocate([100, 5], [0.1, 0.5], total=50) == [45, 5]
    assert allocate([100, 100], [0.1, 0.3], total=1) == [FEWEST, FEWEST]
    assert allocate([3, 2], [0.1, 0.3], total=99) == [3, 2]


def test_kinds_and_fast_change_have_their_share_in_every_sample() -> None:
    places = [
        Place("boundary", 30 * k, 30 * k + (12 if k % 4 == 0 else 0), 0.99, is_fast=k % 2 == 1)
        for k in range(200)
    ]
    known = EpisodePlaces(tuple(places), (Cell(0, 6000, 250.0),))
    for seed in range(20):
        _, items = draw_items([known], boundaries=40, candidates=1, strips=0, seed=seed)
        shown = [places[item.start // 30] for item in items if not item.is_strip]
        assert len({one.start for one in shown}) == 40
        assert 9 <= sum(one.start < one.stop for one in shown) <= 11
        assert 19 <= sum(one.is_fast for one in shown) <= 21


def test_every_place_is_as_likely_to_be_shown() -> None:
    places = [Place("boundary", 30 * k, 30 * k, 0.99, is_fast=k % 3 == 1) for k in range(30)]
    known = EpisodePlaces(tuple(places), (Cell(0, 900, 40.0),))
    counts = dict.fromkeys(range(30), 0)
    for seed in range(3000):
        _, items = draw_items([known], boundaries=12, candidates=1, strips=0, seed=seed)
        for item in items:
            if not item.is_strip:
                counts[item.start // 30] += 1
    expected = 3000 * 12 / 30
    deviation = (expected * (1 - 12 / 30)) ** 0.5
    assert all(abs(count - expected) < 5 * deviation for count in counts.values())
