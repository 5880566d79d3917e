"""Previews, recaps and stock shots, in episodes that show pieces of each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.footage import (
    Film,
    bodies,
    doubted,
    encoded,
    frames,
    nothing,
    season,
    shots,
    spans,
    with_credits,
)

from cutstat.segment.segmenter import segment_series

OPENING = shots(90, seed=1)
ENDING = shots(90, seed=2)
PREVIEW = frames(30)


def teaser(body: Film, *, seconds: float = 30, shift: int = 0) -> Film:
    """Show pieces of a body that lie far apart in it, none as long as a third of the whole."""
    film = nothing()
    length = frames(seconds)
    for place in (12, 97, 40, 71, 5, 128, 55, 110, 20, 84):
        if len(film) == length:
            break
        piece = body.part(place + shift, place + shift + 5)
        film += piece.part(0, (length - len(film)) / 23.976)
    return film


def with_previews(count: int, *, last: Film) -> list[Film]:
    """Episodes that close with 30 s of the next one; `last` closes the last."""
    inner = list(bodies(count))
    tails = [teaser(body) for body in inner[1:]]
    return [
        OPENING + body + ENDING + tail for body, tail in zip(inner, [*tails, last], strict=True)
    ]


def test_previews_are_pieces_of_the_next_episode_after_the_ending() -> None:
    films = with_previews(5, last=nothing())
    *found, last = segment_series(season(films))
    for k, one in enumerate(found):
        n = len(films[k])
        assert spans(one, "preview") == [(n - PREVIEW, n)]
        assert spans(one, "ending") == [(n - PREVIEW - len(ENDING), n - PREVIEW)]
        assert one.segments[-1].evidence.endswith(f"of episode {k + 2} after the ending")
    assert spans(last, "preview") == []
    assert doubted(last) == []


def test_what_a_preview_shows_stays_body_where_it_comes_from() -> None:
    for one in segment_series(season(with_previews(5, last=nothing()))):
        assert spans(one, "body") == [(len(OPENING), len(OPENING) + frames(150))]


def test_titles_over_a_preview_hide_nothing() -> None:
    inner = list(bodies(5))
    tails = [with_credits(teaser(body), seed=k) for k, body in enumerate(inner[1:])]
    films = [OPENING + b + ENDING + t for b, t in zip(inner, [*tails, nothing()], strict=True)]
    for film, one in list(zip(films, segment_series(season(films)), strict=True))[:-1]:
        assert spans(one, "preview") == [(len(film) - PREVIEW, len(film))]


def test_the_last_episodes_tail_of_the_same_length_is_a_preview_too() -> None:
    films = with_previews(5, last=shots(30, seed=99))
    last = segment_series(season(films))[-1]
    assert spans(last, "preview") == [(len(films[-1]) - PREVIEW, len(films[-1]))]
    assert "as long as the previews of 4 other episodes" in last.segments[-1].evidence


def test_a_tail_of_another_length_is_body_in_doubt() -> None:
    films = with_previews(5, last=shots(41, seed=99))
    last = segment_series(season(films))[-1]
    assert spans(last, "preview") == []
    (doubt,) = last.doubts
    assert doubt.kind == "preview"
    assert (doubt.start, doubt.stop) == (len(films[-1]) - frames(41), len(films[-1]))
    assert "could not be told from an epilogue" in doubt.reason


def test_an_epilogue_after_the_ending_is_no_preview() -> None:
    films = [
        OPENING + body + ENDING + shots(30 + 4 * k, seed=600 + k)
        for k, body in enumerate(bodies(4))
    ]
    for one in segment_series(season(films)):
        assert one.segments[-1].kind == "body"
        assert doubted(one) == ["preview"]


def test_a_preview_that_stands_before_a_card_ends_there() -> None:
    card = shots(5, seed=9, pace=2)
    films = [film + card for film in with_previews(5, last=shots(30, seed=99))]
    for film, one in zip(films, segment_series(season(films)), strict=True):
        n = len(film) - len(card)
        assert spans(one, "preview") == [(n - PREVIEW, n)]
        assert spans(one, "card") == [(n, len(film))]


def test_a_recap_shows_earlier_episodes_before_the_body() -> None:
    inner = list(bodies(4))
    heads = [nothing(), *(teaser(body, seconds=25) for body in inner[:-1])]
    films = [h + OPENING + b + ENDING for h, b in zip(heads, inner, strict=True)]
    first, *found = segment_series(season(films))
    assert spans(first, "recap") == []
    for k, one in enumerate(found, 1):
        assert spans(one, "recap") == [(0, len(heads[k]))]
        assert spans(one, "opening") == [(len(heads[k]), len(heads[k]) + len(OPENING))]
        assert one.segments[0].evidence.endswith(f"of episode {k} before the body begins")


def test_a_recap_may_follow_the_opening() -> None:
    inner = list(bodies(4))
    recaps = [nothing(), *(teaser(body, seconds=25) for body in inner[:-1])]
    films = [OPENING + r + b + ENDING for r, b in zip(recaps, inner, strict=True)]
    for recap, one in list(zip(recaps, segment_series(season(films)), strict=True))[1:]:
        assert spans(one, "recap") == [(len(OPENING), len(OPENING) + len(recap))]


@pytest.mark.parametrize("has_ending", [False, True])
def test_a_last_scene_that_is_told_again_is_no_preview(has_ending: bool) -> None:
    inner = list(bodies(4))
    ends = [body.part(125, 150) for body in inner]
    heads = [nothing(), *ends[:-1]]
    if has_ending:  # the scene stands behind the ending, and opens the next episode
        inner = [b.part(0, 125) + ENDING + e for b, e in zip(inner, ends, strict=True)]
    films = [head + body for head, body in zip(heads, inner, strict=True)]
    first, *found = segment_series(season(films))
    assert all(spans(one, "preview") == [] for one in (first, *found))
    for k, one in enumerate(found, 1):
        assert spans(one, "recap") == [(0, len(heads[k]))]


def test_a_memory_in_the_middle_is_body() -> None:
    inner = list(bodies(4))
    films = [OPENING + inner[0] + ENDING]
    for before, body in pairwise(inner):
        memory = before.whole_shots(40, count=6)
        films.append(OPENING + body.part(0, 70) + memory + body.part(70, 150) + ENDING)
    for k, one in enumerate(segment_series(season(films))):
        assert [segment.kind for segment in one.segments] == ["opening", "body", "ending"]
        assert len(one.bank) == (1 if k in (0, 3) else 2)


def test_episodes_without_a_number_are_named_by_their_place() -> None:
    films = with_previews(3, last=nothing())
    sources = [encoded(film, seed=k) for k, film in enumerate(films)]
    first, *_ = segment_series(sources)
    assert first.segments[-1].evidence.endswith("of file 2 after the ending")


@pytest.mark.parametrize("count", [2, 3, 6])
def test_stock_shots_are_kept_as_bank_and_count_as_body(count: int) -> None:
    stock = shots(4, seed=8, pace=4)
    films = []
    for k, body in enumerate(bodies(count)):
        place = 15 + 120 * k / (count - 1)  # an eyecatch would stand near one place
        films.append(body.part(0, place) + stock + body.part(place, 150))
    for k, one in enumerate(segment_series(season(films))):
        assert [segment.kind for segment in one.segments] == ["body"]
        ((start, stop),) = one.bank
        assert abs(start - frames(15 + 120 * k / (count - 1))) <= 3
        assert abs(stop - start - len(stock)) <= 6
