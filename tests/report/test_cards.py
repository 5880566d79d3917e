"""What the cards of episodes say."""

from __future__ import annotations

import numpy as np
import pytest
from support.series import make_counted, make_episode, make_looks, make_segmented, make_series

from cutstat.core.segments import Segment, Segmentation
from cutstat.report.cards import STILLS, episode_cards, fastest_of, passages, slowest_of
from cutstat.stats.sample import SeriesSample


def test_a_card_holds_the_numbers_of_the_body() -> None:
    (card, *_) = episode_cards(make_counted("A", [300, 200]), None)
    assert card.title == "A 01"
    assert card.facts.startswith("300 shots in 20.0 min · 15.0 per minute · median 4.0 s")
    assert (card.films, len(card.colours)) == ((), 0)
    assert card.minutes == pytest.approx(20.02)


def test_all_cards_share_one_scale() -> None:
    cards = episode_cards(make_series("A", episodes=4), None)
    assert len({card.top for card in cards}) == 1
    assert max(card.curve.max() for card in cards) == pytest.approx(cards[0].top)


def test_the_longest_shots_of_the_body_are_named_with_their_places() -> None:
    # Shots of the body: 100, 300, 200 and 400 frames at 24 a second; the opening has a longer one.
    spans = (Segment("opening", 0, 1000, ""), Segment("body", 1000, 2000, ""))
    episode = make_episode(
        "A", 1, borders=[1000, 1100, 1400, 1600], n_frames=2000, segmentation=Segmentation(spans)
    )
    (card,) = episode_cards(SeriesSample("A", (episode,)), None)
    assert card.lines == (
        "Longest shots: 16.7 s from 00:01:06.733, 12.5 s from 00:00:45.879, "
        "8.3 s from 00:00:58.392.",
    )


def test_minutes_are_those_of_the_body_and_pictures_come_from_them() -> None:
    (episode, *_) = make_segmented("A", episodes=1, rate=20, seed=3).episodes
    fast, slow = fastest_of(episode), slowest_of(episode)
    assert fast is not None
    assert slow is not None
    assert fast.cuts > slow.cuts
    assert fast.stop - fast.start == pytest.approx(1)
    one, other = passages(episode)
    assert (one.pictures, other.pictures) == (STILLS, STILLS)
    assert len(one.frames) == pytest.approx(60 * 24000 / 1001, abs=1)
    spans = episode.body_spans
    for passage in (one, other):
        assert any(a <= passage.frames[0] and passage.frames[-1] < b for a, b in spans)
    assert f"{fast.cuts} cuts" in one.caption


def test_a_body_without_a_minute_is_shown_from_start_to_end() -> None:
    spans = (
        Segment("body", 0, 200, ""),
        Segment("eyecatch", 200, 300, ""),
        Segment("body", 300, 500, ""),
    )
    episode = make_episode("A", 1, borders=[50], n_frames=500, segmentation=Segmentation(spans))
    assert fastest_of(episode) is None
    (whole,) = passages(episode)
    assert whole.pictures == 2 * STILLS
    assert whole.frames.tolist() == [*range(200), *range(300, 500)]


def test_an_episode_without_a_body_has_no_pictures() -> None:
    episode = make_episode(
        "A", 1, borders=[], n_frames=50, segmentation=Segmentation((Segment("opening", 0, 50, ""),))
    )
    assert passages(episode) == ()


def test_looks_belong_to_the_episodes_in_their_order() -> None:
    target = make_series("A", episodes=3)
    looks = make_looks(target)
    for card, look in zip(episode_cards(target, looks), looks, strict=True):
        assert card.colours is look.colours
        assert [film.images for film in card.films] == list(look.films)
        assert np.shape(card.films[0].images[0]) == (90, 160, 3)
