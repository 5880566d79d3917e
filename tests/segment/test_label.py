"""Openings, endings, eyecatches and cards, in episodes joined from known pieces."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.footage import (
    Film,
    at_rate,
    black,
    bodies,
    doubted,
    encoded,
    frames,
    season,
    shots,
    spans,
    still,
    with_credits,
)

from cutstat.core.segments import Segmentation
from cutstat.segment.label import is_usual
from cutstat.segment.segmenter import segment_series

RATE = Fraction(24_000, 1001)

OPENING = shots(90, seed=1)
ENDING = shots(90, seed=2)


def found_in(*films: Film) -> tuple[Segmentation, ...]:
    return segment_series(season(films))


def usual(count: int, *, opening: Film = OPENING, ending: Film = ENDING) -> list[Film]:
    """Episodes that begin with the opening and stop with the ending, 150 s of body between."""
    return [opening + body + ending for body in bodies(count)]


# Openings and endings


def test_opening_and_ending_are_found_to_the_frame() -> None:
    for one in found_in(*usual(4)):
        n = one.segments[-1].stop
        assert spans(one, "opening") == [(0, len(OPENING))]
        assert spans(one, "ending") == [(n - len(ENDING), n)]
        assert doubted(one) == []


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_cold_open_may_have_any_length(count: int) -> None:
    lengths = [0.0, 1.5, 31.7, 95.0, 140.2][:count]
    colds = [shots(seconds, seed=700 + k) for k, seconds in enumerate(lengths)]
    films = [cold + OPENING + body for cold, body in zip(colds, bodies(count), strict=True)]
    for cold, one in zip(colds, found_in(*films), strict=True):
        assert spans(one, "opening") == [(len(cold), len(cold) + len(OPENING))]


def test_credits_that_change_each_week_hide_nothing() -> None:
    films = [
        with_credits(OPENING, seed=k, bits=3) + body + with_credits(ENDING, seed=50 + k, bits=3)
        for k, body in enumerate(bodies(4))
    ]
    for one in found_in(*films):
        n = one.segments[-1].stop
        assert spans(one, "opening") == [(0, len(OPENING))]
        assert spans(one, "ending") == [(n - len(ENDING), n)]


def test_credits_in_one_episode_alone_hide_nothing() -> None:
    films = usual(4)
    films[1] = with_credits(films[1], seed=1)
    for one in found_in(*films):
        n = one.segments[-1].stop
        assert spans(one, "opening") == [(0, len(OPENING))]
        assert spans(one, "ending") == [(n - len(ENDING), n)]


def test_a_season_may_have_two_openings() -> None:
    second = shots(90, seed=3)
    films = [
        shots(20, seed=600 + k) + (OPENING if k < 3 else second) + body
        for k, body in enumerate(bodies(6))
    ]
    cold = frames(20)
    for one in found_in(*films):
        assert spans(one, "opening") == [(cold, cold + len(OPENING))]


def test_an_episode_without_the_opening_has_none_and_is_doubted() -> None:
    films = usual(5)
    (films[2],) = [body + ENDING for body in bodies(1, seconds=240, seed=7)]
    found = found_in(*films)
    assert [len(spans(one, "opening")) for one in found] == [1, 1, 0, 1, 1]
    (doubt,) = found[2].doubts
    assert doubt.kind == "opening"
    assert doubt.frames == len(OPENING)
    assert "4 other episodes have an opening that this one does not show" in doubt.reason


def test_the_opening_may_close_the_last_episode() -> None:
    *films, _ = usual(5)
    (body,) = bodies(1, seconds=240, seed=7)
    found = found_in(*films, body + OPENING)[-1]
    assert spans(found, "opening") == [(len(body), len(body) + len(OPENING))]
    assert "near the stop of the episode" in found.segments[-1].evidence
    assert "ending" not in doubted(found)  # the opening stands in its place


def test_a_shorter_version_of_an_opening_is_one() -> None:
    short = OPENING.part(0, 60)
    *films, _ = usual(5)
    (body,) = bodies(1, seconds=200, seed=7)
    found = found_in(*films, short + body + ENDING)[-1]
    ((start, stop),) = spans(found, "opening")
    assert start == 0
    assert abs(stop - len(short)) <= 3
    assert "of it" in found.segments[0].evidence


def test_changed_shots_within_an_opening_belong_to_it() -> None:
    films = usual(5)
    changed = OPENING.part(0, 40) + shots(6, seed=77) + OPENING.part(46, 90)
    assert len(changed) == len(OPENING)
    (films[3],) = [changed + body + ENDING for body in bodies(1, seed=7)]
    for one in found_in(*films):
        assert spans(one, "opening") == [(0, len(OPENING))]


def test_an_opening_used_within_the_body_stays_body_and_is_noted() -> None:
    films = usual(5)
    first, second = bodies(2, seed=7)
    insert = OPENING.part(10, 55)
    films[3] = OPENING + first + insert + second + ENDING
    found = found_in(*films)[3]
    assert spans(found, "opening") == [(0, len(OPENING))]
    assert [segment.kind for segment in found.segments] == ["opening", "body", "ending"]
    (note,) = found.notes
    assert "of the opening are used within the body at 00:03:59.990" in note  # frame 5754


def test_black_that_all_episodes_hold_for_as_long_belongs_to_the_opening() -> None:
    opening = black(1) + OPENING.part(1, 89) + black(1)
    colds = [shots(20 + 7 * k, seed=600 + k) for k in range(4)]
    films = [cold + opening + body for cold, body in zip(colds, bodies(4), strict=True)]
    for cold, one in zip(colds, found_in(*films), strict=True):
        assert spans(one, "opening") == [(len(cold), len(cold) + len(opening))]


def test_an_ending_that_changes_each_week_is_in_doubt_and_not_labelled() -> None:
    films = [OPENING + body + shots(90, seed=900 + k) for k, body in enumerate(bodies(4))]
    for one in found_in(*films):
        assert spans(one, "ending") == []
        (doubt,) = one.doubts
        assert doubt.kind == "ending"
        assert doubt.stop == one.segments[-1].stop
        assert abs(doubt.frames - frames(90)) <= 1
        assert "4 episodes share no footage that could be an ending" in doubt.reason


def test_what_is_too_long_is_no_opening() -> None:
    long = shots(200, seed=4)
    for one in found_in(*(long + body for body in bodies(4, seconds=400))):
        assert spans(one, "opening") == []
        assert spans(one, "ending") == []


def test_two_files_of_one_episode_have_no_opening() -> None:
    film = OPENING + next(bodies(1)) + ENDING
    for one in found_in(film, film):
        assert [segment.kind for segment in one.segments] == ["body"]
        assert doubted(one) == ["opening", "ending"]


def test_a_held_title_picture_is_no_opening() -> None:
    title = still(20, seed=5)
    for one in found_in(*(title + body for body in bodies(2))):
        assert spans(one, "opening") == []


def test_another_rate_moves_no_edge_by_more_than_a_frame() -> None:
    for rate in (Fraction(25), Fraction(30000, 1001)):
        films = [shots(20, seed=600 + k) + film for k, film in enumerate(usual(4))]
        sources = season(films)
        sources[1] = encoded(at_rate(films[1], rate), seed=1, number=2)
        for source, film, one in zip(sources, films, segment_series(sources), strict=True):
            truth = {
                "opening": (frames(20), frames(20) + len(OPENING)),
                "ending": (len(film) - len(ENDING), len(film)),
            }
            for kind in ("opening", "ending"):
                ((start, stop),) = spans(one, kind)
                for edge, true in zip((start, stop), truth[kind], strict=True):
                    seconds = source.times.seconds(edge) - float(true / films[0].rate)
                    assert abs(seconds) <= 1.001 / min(source.times.rate, films[0].rate)


@pytest.mark.parametrize(
    ("seconds", "rate", "usual"),
    [
        *((90, RATE, True), (86.3, RATE, False), (94, RATE, False)),
        *((90, Fraction(25), True), (86.3, Fraction(25), True), (84, Fraction(25), False)),
    ],
)
def test_the_usual_length_is_known_at_the_speed_of_broadcasts_too(
    seconds: float, rate: Fraction, usual: bool
) -> None:
    assert is_usual(seconds, rate) is usual


# Eyecatches, cards, stock footage


def test_an_eyecatch_stands_between_the_parts_and_the_second_part_begins_after_it() -> None:
    eyecatch = shots(5, seed=6, pace=2)
    firsts, seconds = (list(bodies(4, seed=k)) for k in (7, 8))
    films = [
        OPENING + first.part(0, 140 + 2 * k) + eyecatch + second + ENDING
        for k, (first, second) in enumerate(zip(firsts, seconds, strict=True))
    ]
    for k, one in enumerate(found_in(*films)):
        start = len(OPENING) + frames(140 + 2 * k)
        assert spans(one, "eyecatch") == [(start, start + len(eyecatch))]
        assert one.part_starts == (start + len(eyecatch),)


@pytest.mark.parametrize("card", [still(5, seed=9), still(12, seed=9), shots(9, seed=9)])
def test_a_card_stands_at_the_edge_of_the_file(card: Film) -> None:
    tails = [shots(30 + 3 * k, seed=600 + k) for k in range(4)]
    films = [film + tail + card for film, tail in zip(usual(4), tails, strict=True)]
    for one in found_in(*films):
        n = one.segments[-1].stop
        assert spans(one, "card") == [(n - len(card), n)]
        assert spans(one, "eyecatch") == []


def test_a_card_may_begin_the_file_or_follow_the_opening() -> None:
    card = shots(6, seed=9, pace=2)
    films = [
        (card + shots(20 + k, seed=600 + k) + OPENING if k % 2 else OPENING + card) + body + ENDING
        for k, body in enumerate(bodies(6))
    ]
    for k, one in enumerate(found_in(*films)):
        start = 0 if k % 2 else len(OPENING)
        assert spans(one, "card") == [(start, start + len(card))]


def test_what_two_episodes_in_ten_show_is_no_card() -> None:
    card = shots(6, seed=9, pace=2)
    films = [film + shots(30, seed=600 + k) for k, film in enumerate(usual(10))]
    for k in (3, 4):
        films[k] += card
    for one in found_in(*films):
        assert spans(one, "card") == []


def test_a_stock_sequence_is_body() -> None:
    stock = shots(25, seed=10)
    films = []
    for k, body in enumerate(bodies(5)):
        place = 30 + 23 * k
        middle = body.part(0, place) + stock + body.part(place, 150)
        films.append(OPENING + middle + ENDING)
    for k, one in enumerate(found_in(*films)):
        assert [segment.kind for segment in one.segments] == ["opening", "body", "ending"]
        start = len(OPENING) + frames(30 + 23 * k)
        ((first, last),) = one.bank
        assert abs(first - start) <= 3
        assert abs(last - start - len(stock)) <= 3
