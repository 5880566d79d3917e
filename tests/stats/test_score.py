from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import Transition
from cutstat.stats.score import Counts, Score, match, score

cut_lists = st.lists(st.integers(1, 60), unique=True, max_size=25).map(sorted)


def cuts(*frames: int) -> tuple[Transition, ...]:
    return tuple(Transition(frame, frame) for frame in frames)


def scored(
    reference: tuple[Transition, ...],
    estimate: tuple[Transition, ...],
    *,
    tolerance: int = 1,
    ambiguous: tuple[MarkedSpan, ...] = (),
    hard: tuple[MarkedSpan, ...] = (),
) -> Score:
    truth = ShotList("video", reference, ambiguous=ambiguous, hard=hard)
    return score(truth, ShotList("video", estimate), tolerance=tolerance)


def test_matching_is_largest_not_nearest_first() -> None:
    # Nearest first pairs 11 with 10 or 12, and leaves 8 without.
    pairs = match(cuts(8, 11), cuts(10, 12), tolerance=2)
    assert pairs == [(0, 0), (1, 1)]
    assert scored(cuts(8, 11), cuts(10, 12), tolerance=2).pooled == Counts(2, 0, 0)


def test_of_two_that_compete_the_farther_is_missed() -> None:
    assert scored(cuts(10, 11), cuts(11)).misses == cuts(10)
    assert scored(cuts(11, 12), cuts(11)).misses == cuts(12)


def test_an_estimate_is_used_once() -> None:
    assert scored(cuts(10, 12), cuts(11)).pooled == Counts(hits=1, misses=1, false_alarms=0)
    assert scored(cuts(11), cuts(10, 12)).pooled == Counts(hits=1, misses=0, false_alarms=1)


@pytest.mark.parametrize(("offset", "hits"), [(-3, 0), (-2, 1), (0, 1), (2, 1), (3, 0)])
def test_the_tolerance_counts_frames_either_way(offset: int, hits: int) -> None:
    assert scored(cuts(100), cuts(100 + offset), tolerance=2).pooled.hits == hits


def test_a_chain_as_long_as_a_film_is_matched() -> None:
    reference, estimate = cuts(*range(2, 6000, 4)), cuts(*range(4, 6002, 4))
    assert len(match(reference, estimate, tolerance=2)) == 1500
    assert len(match(reference, estimate[1:], tolerance=2)) == 1499


@given(cut_lists, cut_lists, st.integers(0, 5))
def test_no_matching_is_larger(reference: list[int], estimate: list[int], tolerance: int) -> None:
    pairs = match(cuts(*reference), cuts(*estimate), tolerance=tolerance)
    is_near = np.zeros((len(reference), len(estimate)), dtype=int)
    for i, truth in enumerate(reference):
        for j, guess in enumerate(estimate):
            is_near[i, j] = abs(truth - guess) <= tolerance
    most = (maximum_bipartite_matching(csr_array(is_near)) >= 0).sum() if is_near.size else 0
    assert len(pairs) == most
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(is_near[i, j] for i, j in pairs)


@given(cut_lists, cut_lists, st.integers(0, 5))
def test_counts_add_up(reference: list[int], estimate: list[int], tolerance: int) -> None:
    found = scored(cuts(*reference), cuts(*estimate), tolerance=tolerance)
    assert found.pooled.hits + found.pooled.misses == len(reference)
    assert found.pooled.hits + found.pooled.false_alarms == len(estimate)
    assert found.cuts + found.gradual == found.pooled
    assert len(found.misses) == found.pooled.misses
    assert len(found.false_alarms) == found.pooled.false_alarms
    assert 0 <= found.pooled.f1 <= 1


@given(cut_lists, cut_lists, st.integers(0, 4))
def test_more_tolerance_never_loses_a_hit(one: list[int], two: list[int], tolerance: int) -> None:
    narrow = scored(cuts(*one), cuts(*two), tolerance=tolerance).pooled.hits
    assert scored(cuts(*one), cuts(*two), tolerance=tolerance + 1).pooled.hits >= narrow


@given(cut_lists)
def test_a_perfect_estimate_scores_one(frames: list[int]) -> None:
    found = scored(cuts(*frames), cuts(*frames), tolerance=0)
    assert (found.pooled.precision, found.pooled.recall, found.pooled.f1) == (1, 1, 1)
    assert found.count_error == found.asl_error == 0
    assert found.misses == ()


def test_nothing_and_nothing_is_perfect() -> None:
    none = scored((), ()).pooled
    assert (none.precision, none.recall, none.f1) == (1, 1, 1)


def test_nothing_found_of_something_and_something_found_of_nothing() -> None:
    missed = scored(cuts(10, 20), ()).pooled
    assert (missed.precision, missed.recall, missed.f1) == (1, 0, 0)
    invented = scored((), cuts(10, 20)).pooled
    assert (invented.precision, invented.recall, invented.f1) == (0, 1, 0)


def test_precision_recall_and_f1_of_a_hand_count() -> None:
    # Of 4 cuts 3 are found, with 1 false alarm and one more.
    counts = scored(cuts(10, 20, 30, 40), cuts(10, 20, 30, 55, 66)).pooled
    assert counts == Counts(hits=3, misses=1, false_alarms=2)
    assert counts.precision == pytest.approx(3 / 5)
    assert counts.recall == pytest.approx(3 / 4)
    assert counts.f1 == pytest.approx(2 / 3)


def test_counts_of_videos_are_pooled_by_adding() -> None:
    assert Counts(3, 1, 2) + Counts(7, 9, 0) == Counts(10, 10, 2)


def test_errors_of_count_and_length_of_a_hand_count() -> None:
    # 4 true shots; 5 found, so the count is a quarter too high and the shots a fifth too short.
    found = scored(cuts(10, 20, 30), cuts(10, 20, 30, 55))
    assert (found.reference_shots, found.estimated_shots) == (4, 5)
    assert found.count_error == pytest.approx(0.25)
    assert found.asl_error == pytest.approx(-0.2)


def test_an_estimate_in_an_ambiguous_span_counts_neither_for_nor_against() -> None:
    unclear = (MarkedSpan(50, 59, "smoke"),)
    found = scored(cuts(10), cuts(10, 55), ambiguous=unclear)
    assert found.pooled == Counts(1, 0, 0)
    assert found.ignored == 1
    assert found.estimated_shots == 2
    assert scored(cuts(10), cuts(10, 60), ambiguous=unclear).ignored == 1
    assert scored(cuts(10), cuts(10, 61), ambiguous=unclear).pooled.false_alarms == 1
    assert scored(cuts(10), cuts(10, 48), ambiguous=unclear).pooled.false_alarms == 1


def test_a_true_transition_beside_an_ambiguous_span_still_counts() -> None:
    found = scored(cuts(60), cuts(60), ambiguous=(MarkedSpan(50, 59, "smoke"),))
    assert found.pooled == Counts(1, 0, 0)
    assert found.ignored == 0


def test_a_false_alarm_in_a_hard_span_says_why_it_is_hard() -> None:
    found = scored((), cuts(15, 80), hard=(MarkedSpan(10, 20, "flash"),))
    assert [(alarm.transition.start, alarm.reason) for alarm in found.false_alarms] == [
        (15, "flash"),
        (80, None),
    ]
    assert found.pooled.false_alarms == 2


def test_a_gradual_transition_is_found_anywhere_in_its_span() -> None:
    dissolve = (Transition(100, 120, "dissolve"),)
    for frame, hits in ((98, 0), (99, 1), (110, 1), (121, 1), (122, 0)):
        assert scored(dissolve, cuts(frame)).gradual.hits == hits, frame
    assert scored(dissolve, (Transition(90, 99, "fade"),)).gradual == Counts(1, 0, 0)
    assert scored(dissolve, (Transition(90, 98, "fade"),)).gradual == Counts(0, 1, 1)


def test_hits_are_counted_by_the_kind_of_the_reference() -> None:
    reference = (*cuts(10), Transition(100, 120, "dissolve"))
    found = scored(reference, (Transition(8, 11, "fade"), *cuts(110), *cuts(300)))
    assert found.cuts == Counts(hits=1, misses=0, false_alarms=1)
    assert found.gradual == Counts(hits=1, misses=0, false_alarms=0)


def test_a_second_estimate_within_a_gradual_transition_is_a_false_alarm() -> None:
    found = scored((Transition(100, 120, "dissolve"),), cuts(105, 115))
    assert found.pooled == Counts(hits=1, misses=0, false_alarms=1)


def test_reference_and_estimate_must_have_the_same_number_of_frames() -> None:
    with pytest.raises(ValueError, match="the reference has 100 frames, the estimate 99"):
        score(ShotList("a", (), n_frames=100), ShotList("a", (), n_frames=99))
