"""Footage that several episodes share, with its places."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support.footage import Film, black, bodies, frames, nothing, season, shots, still

from cutstat.segment.footage import common_clock
from cutstat.segment.repeats import find_matches
from cutstat.segment.shared import Shared, count_pictures, pairwise_union, shared_footage, snap

OPENING = shots(60, seed=1)


def gathered(films: Sequence[Film]) -> tuple[Shared, ...]:
    series = common_clock(season(films))
    return shared_footage(series, find_matches(series))


def places(shared: Shared) -> list[tuple[int, int, int]]:
    return [(one.episode, one.start, one.stop) for one in shared.occurrences]


@pytest.mark.parametrize("count", [2, 3, 8])
def test_shared_footage_is_one_thing_with_a_place_in_each_episode(count: int) -> None:
    colds = [shots(3 + 11 * k, seed=600 + k) for k in range(count)]
    (shared,) = gathered([c + OPENING + b for c, b in zip(colds, bodies(count), strict=True)])
    assert shared.length == len(OPENING)
    assert shared.shots == len(OPENING.borders) + 1
    assert places(shared) == [(k, len(c), len(c) + len(OPENING)) for k, c in enumerate(colds)]
    assert [one.is_model for one in shared.occurrences].count(True) == 1
    for one in shared.occurrences:
        assert one.share >= 0.97
        assert one.common_borders == len(OPENING.borders)


def test_different_footage_is_kept_apart() -> None:
    ending = shots(40, seed=2)
    films = [OPENING + body + ending for body in bodies(4, seconds=60)]
    one, other = gathered(films)
    assert [one.length, other.length] == [len(OPENING), len(ending)]
    assert len(one.episodes) == len(other.episodes) == 4


def test_footage_of_groups_is_kept_apart() -> None:
    second = shots(50, seed=2)
    films = [(OPENING if k < 3 else second) + body for k, body in enumerate(bodies(6))]
    first, other = gathered(films)
    assert [first.episodes, other.episodes] == [{0, 1, 2}, {3, 4, 5}]


def test_a_shorter_version_says_how_much_of_it_is_shown() -> None:
    films = [OPENING + body for body in bodies(4)]
    films[2] = OPENING.part(0, 30) + films[2].part(60, 210)
    (shared,) = gathered(films)
    shares = [one.share for one in shared.occurrences]
    assert shares == pytest.approx([1, 1, 0.5, 1], abs=0.03)


def test_every_use_in_an_episode_is_a_place() -> None:
    films = [OPENING + body for body in bodies(3)]
    films[1] += OPENING
    (shared,) = gathered(films)
    n = len(films[1])
    assert [one.episode for one in shared.occurrences] == [0, 1, 1, 2]
    assert places(shared)[2] == (1, n - len(OPENING), n)


def test_short_footage_needs_three_episodes() -> None:
    short = shots(5, seed=3, pace=1)
    for count, expected in ((2, 0), (3, 1)):
        films = [b.part(0, 20) + short + b.part(20, 50) for b in bodies(count)]
        assert len(gathered(films)) == expected


def test_black_before_it_in_some_episodes_is_not_part_of_it() -> None:
    colds = [shots(20 + 3 * k, seed=600 + k) for k in range(5)]
    gaps = [black(2) if k == 1 else nothing() for k in range(5)]
    films = [c + g + OPENING + b for c, g, b in zip(colds, gaps, bodies(5), strict=True)]
    (shared,) = gathered(films)
    starts = [len(c) + len(g) for c, g in zip(colds, gaps, strict=True)]
    assert places(shared) == [(k, s, s + len(OPENING)) for k, s in enumerate(starts)]


def test_nothing_shared_is_nothing() -> None:
    assert gathered(list(bodies(4))) == ()
    assert shared_footage(common_clock(season(list(bodies(2)))), []) == ()


def test_pictures_are_counted_once_each() -> None:
    film = still(3, seed=1) + still(3, seed=2) + black(3) + still(3, seed=3)
    (footage,) = common_clock(season([film]))
    assert count_pictures(footage, 0, len(film)) == 3
    assert count_pictures(footage, 0, frames(3)) == 1
    assert count_pictures(footage, frames(6) + 1, frames(9) - 1) == 0


def test_edges_move_to_a_border_within_reach() -> None:
    (footage,) = common_clock(season([still(2, seed=1) + still(2, seed=2)]))
    border = frames(2)
    assert [snap(footage, border + k) for k in (-4, -3, 0, 3, 4)] == [
        *(border - 4, border, border, border, border + 4)
    ]
    assert snap(footage, 2) == 0
    assert snap(footage, len(footage) - 2) == len(footage)


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert pairwise_union([(5, 9), (0, 3), (3, 4), (8, 12)]) == [(0, 4), (5, 12)]
    assert pairwise_union([]) == []
