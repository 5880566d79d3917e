"""Stretches that two episodes share, and how much of that is found in a long series."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from support.footage import (
    Film,
    at_rate,
    black,
    bodies,
    encoded,
    frames,
    season,
    shots,
    still,
    with_credits,
)

from cutstat.segment.footage import Footage, common_clock
from cutstat.segment.repeats import Match, find_matches, likeness, spans_of

OPENING = shots(60, seed=1)


def clocked(films: Sequence[Film]) -> tuple[Footage, ...]:
    return common_clock(season(films))


def is_near(match: Match, truth: Match, *, ticks: int = 2) -> bool:
    """Whether a match is the true one; a look-alike frame beyond its edge may be taken in."""
    return (match.first, match.second, match.offset) == (
        truth.first,
        truth.second,
        truth.offset,
    ) and max(abs(match.start - truth.start), abs(match.stop - truth.stop)) <= ticks


@pytest.mark.parametrize(("here", "there"), [(0, 0), (0, 47), (31, 5), (90, 90)])
def test_shared_footage_is_found_wherever_it_stands(here: float, there: float) -> None:
    one, other = bodies(2)
    films = [b.part(0, p) + OPENING + b.part(p, 150) for b, p in ((one, here), (other, there))]
    (match,) = find_matches(clocked(films))
    start, offset = frames(here), frames(there) - frames(here)
    assert is_near(match, Match(0, 1, start, start + len(OPENING), offset))


@pytest.mark.parametrize("seconds", [3, 10, 300])
def test_footage_of_any_length_is_found(seconds: float) -> None:
    one, other = bodies(2)
    piece = shots(seconds, seed=2, pace=1)
    (match,) = find_matches(clocked([one + piece, piece + other]))
    assert is_near(match, Match(0, 1, len(one), len(one) + len(piece), -len(one)))


def test_credits_do_not_tear_a_repeat() -> None:
    one, other = bodies(2)
    (match,) = find_matches(clocked([OPENING + one, with_credits(OPENING, seed=1) + other]))
    assert is_near(match, Match(0, 1, 0, len(OPENING), 0))


def test_a_few_changed_shots_do_not_tear_a_repeat() -> None:
    one, other = bodies(2)
    changed = OPENING.part(0, 40) + shots(6, seed=9) + OPENING.part(46, 60)
    assert len(changed) == len(OPENING)
    (match,) = find_matches(clocked([OPENING + one, changed + other]))
    assert is_near(match, Match(0, 1, 0, len(OPENING), 0))


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001)])
def test_footage_is_found_at_another_rate(rate: Fraction) -> None:
    one, two, three = bodies(3)
    films = [OPENING + one, OPENING + two, OPENING + three]
    sources = [*season(films[:2]), encoded(at_rate(films[2], rate), seed=9)]
    found = find_matches(common_clock(sources))
    assert sorted((match.first, match.second) for match in found) == [(0, 1), (0, 2), (1, 2)]
    for match in found:
        assert match.start <= 1
        assert abs(match.stop - len(OPENING)) <= 2
        assert abs(match.offset) <= 1


def test_black_and_plain_pictures_prove_nothing() -> None:
    one, other = bodies(2)
    assert find_matches(clocked([black(60) + one, black(60) + other])) == []


def test_black_within_shared_footage_does_not_tear_it() -> None:
    one, other = bodies(2)
    film = OPENING.part(0, 30) + black(3) + OPENING.part(30, 60)
    (match,) = find_matches(clocked([film + one, film + other]))
    assert is_near(match, Match(0, 1, 0, len(film), 0))


@pytest.mark.parametrize("seed", range(5))
def test_unrelated_footage_has_no_match(seed: int) -> None:
    films = [shots(400, seed=100 * seed + k, pace=0.5 + k) for k in range(4)]
    assert find_matches(clocked(films)) == []


def test_an_episode_is_not_matched_with_itself() -> None:
    film = OPENING + next(bodies(1)) + OPENING
    assert find_matches(clocked([film, *bodies(1, seed=3)])) == []


def test_what_all_episodes_show_is_matched_in_proportion_to_their_number() -> None:
    """In each pair there is one true match, so that comparing all would find n (n - 1) / 2."""
    counts = {}
    for n in (20, 40):
        films = [OPENING + body for body in bodies(n, seconds=30)]
        matches = find_matches(clocked(films))
        counts[n] = len(matches)
        shown = {one for match in matches for one in (match.first, match.second)}
        assert shown == set(range(n))
    assert counts[40] <= 2.5 * counts[20]
    assert counts[40] < 40 * 39 / 2 / 2


# Tick by tick


def test_likeness_tells_like_unlike_and_blank() -> None:
    same, one, other = still(1, seed=1), still(1, seed=2), still(1, seed=3)
    first, second = clocked([same + one + black(1) + one, same + other + black(1) + black(1)])
    found = likeness(first, second, start=0, stop=len(first), offset=0)
    n = frames(1)
    assert found.tolist() == [1] * n + [-1] * n + [0] * n + [-1] * n


def test_likeness_of_one_shape_in_another_colour_is_none() -> None:
    grey = still(1, seed=1)
    red = Film(grey.fingerprints, (255 - grey.colours), grey.deviation, grey.borders)
    first, second = clocked([grey, red])
    alike = np.abs(255 - 2 * grey.colours[0].astype(int)).max() <= 30
    found = likeness(first, second, start=0, stop=len(first), offset=0)
    assert set(found.tolist()) == {1 if alike else -1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("....", []),
        ("####", [(0, 4)]),
        ("..###..###", [(2, 10)]),  # a gap of two is crossed
        ("###...###", [(0, 3), (6, 9)]),  # one of three is not
        ("###   ###", [(0, 9)]),  # blank ones do not count
        ("   ###   ", [(3, 6)]),
        ("#..#", []),  # too little on both sides
        ("##", []),  # too short
        ("###......#..", [(0, 3)]),
    ],
)
def test_like_pictures_are_joined_across_short_gaps(
    text: str, expected: list[tuple[int, int]]
) -> None:
    values = np.array([{"#": 1, ".": -1, " ": 0}[sign] for sign in text], np.int8)
    assert spans_of(values, gap=2, shortest=3) == expected
