from __future__ import annotations

import pytest
from support.series import make_counted, make_segmented

from cutstat.stats.published import (
    HERO_MASK,
    against_published,
    published_figures,
    tv_anime_band,
)

MINUTES = 28_800 * 1001 / 24_000 / 60


def shots(rate: float) -> int:
    return round(rate * MINUTES)


def test_every_figure_has_a_source_and_a_meaning() -> None:
    figures = published_figures()
    assert len(figures) > 30
    for figure in figures:
        assert figure.url.startswith("http")
        assert figure.source
        assert figure.note
        assert figure.counted
        assert figure.confidence in ("good", "fair", "loose")
        low, high = figure.cuts
        assert figure.stated_rate or low or high
        assert low is None or high is None or low <= high


def test_other_kinds_are_compared_by_rate_alone() -> None:
    for figure in published_figures():
        if figure.kind in ("film", "live action", "part of an episode"):
            assert figure.compared_by in ("rate", "none")
            assert not figure.in_band
        if figure.minutes is None and figure.stated_rate is None:
            assert figure.rates == (None, None)


def test_rates_are_cuts_by_minutes() -> None:
    by_title = {figure.title: figure for figure in published_figures()}
    assert by_title["Battery"].rates == (pytest.approx(293 / 19.83), pytest.approx(293 / 19.83))
    assert by_title["TV anime, dialogue-led / long-take style"].rates == (None, 12.5)
    assert by_title["TV animated cartoons, Japan (rate only)"].rates == (14, 14)


def test_the_band_spans_what_is_said_of_tv_anime_in_general() -> None:
    band = tv_anime_band()
    assert (band.low, band.high) == (12.5, 17.5)
    assert {figure.kind for figure in band.figures} == {"tv anime"}
    assert {figure.confidence for figure in band.figures} == {"good", "fair"}
    assert all(any(rate is not None for rate in figure.rates) for figure in band.figures)


@pytest.mark.parametrize(
    ("rates", "place", "within", "said"),
    [
        (
            [14, 15, 16, 25],
            "within",
            3,
            "within what sources call usual for TV anime (250 to 350); 3 of",
        ),
        ([24, 24, 24], "above", 0, "lies 37 % above what sources call usual for TV anime"),
        ([6, 6, 6], "below", 0, "52 % below what sources call usual for TV anime (250 to 350)"),
    ],
)
def test_a_series_lies_against_the_band(
    rates: list[float], place: str, within: int, said: str
) -> None:
    band = tv_anime_band()
    found = against_published(make_counted("Show", [shots(rate) for rate in rates]))
    assert (found.place, found.within, found.episodes) == (place, within, len(rates))
    assert said in found.sentence
    nearest = {"below": band.low, "above": band.high, "within": found.rate}[place]
    assert found.distance == pytest.approx(abs(found.rate - nearest) / nearest)


def test_episodes_with_a_segment_in_doubt_are_counted() -> None:
    sure = against_published(make_segmented("Show", episodes=4))
    assert sure.doubtful == 0
    assert sure.sentence.endswith("lie within.")
    found = against_published(make_segmented("Show", episodes=4, doubtful=(2, 3)))
    assert found.doubtful == 2
    assert "In 2 of them a segment is in doubt and counts as body." in found.sentence


def test_the_claim_that_started_it_has_no_number() -> None:
    assert "Mikio Ono" in HERO_MASK.speaker
    assert "No number was ever published" in HERO_MASK.note
    assert all(url.startswith("https://") for _, url in HERO_MASK.sources)
    assert all("Hero Mask" not in figure.title for figure in published_figures())


def test_shots_an_episode_are_set_against_the_same_band() -> None:
    show = make_counted("Show", [340] * 5, n_frames=round(27 * 60 * 24000 / 1001))
    rate, count = against_published(show), against_published(show, "count")
    assert (rate.place, count.place) == ("within", "within")
    assert count.sentence.startswith("With 340 shots an episode, Show lies within")
    more = against_published(make_counted("Show", [420] * 5), "count")
    assert "With 420 shots an episode, Show lies 20 % above" in more.sentence


def test_bodies_of_another_length_are_not_counted_within() -> None:
    short = against_published(make_counted("Show", [20] * 5, n_frames=2000))
    assert "its own last 1.4, so this says little." in short.sentence
    assert "lie within." not in short.sentence
