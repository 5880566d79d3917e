"""How series are made beside their cuts: what is known of invented episodes, counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from support.series import make_series

from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.making import MadeSpan, Making
from cutstat.measure.sound import Heard, HeardSpan, ReadSpan
from cutstat.stats.claim import Statement, answer_statement
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.made import making_sentences
from cutstat.stats.making import compare_making, making_notes
from cutstat.stats.sample import SeriesSample

NONE = np.zeros((0, 2))


def with_sound(
    series: SeriesSample, shares: list[float], *, language: str = "jpn", music: float = 0.3
) -> SeriesSample:
    """Give the episodes of a series these shares of voices."""
    heard = Heard(
        NONE, NONE, 0.0, 100.0, np.zeros(0, np.float32), "sound stream 1", language, "a model 1"
    )
    episodes: list[EpisodeMeasures] = []
    for episode, share in zip(series.episodes[: len(shares)], shares, strict=True):
        made = MadeSpan(heard=HeardSpan(share, music, share / 2, 95.0))
        body = replace(episode.body, made=made)
        episodes.append(replace(episode, body=body, making=Making(heard=heard)))
    return replace(series, episodes=tuple(episodes))


TARGET = with_sound(make_series("A"), [0.6, 0.62, 0.58, 0.61, 0.59])
OTHER = with_sound(make_series("B"), [0.4, 0.42, 0.38, 0.41, 0.39])


def test_shares_are_compared_in_points_with_their_own_margin() -> None:
    found = {
        one.measure: one for one in compare_making(TARGET, [OTHER], settings=ComparisonSettings())
    }
    voices = found["voices_share"]
    assert voices.means == (("A", pytest.approx(0.6)), ("B", pytest.approx(0.4)))
    assert voices.difference == pytest.approx(0.2)
    # Welch: both have a deviation of 0.0158 over 5 episodes, 8 degrees: 2.306 * 0.01.
    assert voices.interval == (pytest.approx(0.177, abs=0.001), pytest.approx(0.223, abs=0.001))
    assert voices.margin == 0.05
    assert "held_share" not in found  # nobody has looked
    assert "lines_share" not in found  # lines are no voices


def with_lines(series: SeriesSample, lines: list[int]) -> SeriesSample:
    """Give the episodes of a series these lines a minute."""
    episodes = [
        replace(one, body=replace(one.body, made=MadeSpan(read=ReadSpan(0.5, value, 60.0))))
        for one, value in zip(series.episodes, lines, strict=False)
    ]
    return replace(series, episodes=tuple(episodes))


def test_ratios_are_those_of_the_means_that_stand_beside_them() -> None:
    target = with_lines(make_series("A"), [4, 9, 6, 1, 36])
    other = with_lines(make_series("B"), [3, 5, 4, 4, 5])
    found = compare_making(target, [other], settings=ComparisonSettings())
    (lines,) = (one for one in found if one.measure == "lines_per_minute")
    (_, own), (_, others) = lines.means
    assert own == pytest.approx((4 * 9 * 6 * 1 * 36) ** 0.2)
    assert lines.difference == pytest.approx(own / others)


def test_shares_differ_by_a_hundred_points_at_most() -> None:
    wild = with_sound(make_series("A"), [0.0, 1.0, 0.0])
    found = compare_making(
        wild, [with_sound(make_series("B"), [1.0, 0.0, 1.0])], settings=ComparisonSettings()
    )
    for one in found:
        if one.unit == "share" and one.interval is not None:
            assert -1 <= one.interval[0] <= one.interval[1] <= 1


def test_sound_in_two_languages_is_warned_of() -> None:
    dub = with_sound(make_series("B"), [0.4] * 5, language="eng")
    (note,) = making_notes([TARGET, dub])
    assert "different languages (A: jpn; B: eng)" in note
    assert making_notes([TARGET, OTHER]) == ()


def test_a_claim_on_voices_is_answered_with_what_the_share_may_be_off_by() -> None:
    statement = Statement("talks more", "voices_share", "higher", "mean")
    answered = answer_statement(statement, TARGET, [OTHER], settings=ComparisonSettings())
    assert answered.answer == "supported"
    assert answered.sentence.endswith("The share itself may be off by 5 points in each episode.")


def test_a_claim_on_what_nobody_looked_at_says_how_to_look() -> None:
    statement = Statement("lacks music", "music_share", "lower", "mean")
    bare = make_series("C")
    answered = answer_statement(statement, TARGET, [bare], settings=ComparisonSettings())
    assert answered.answer == "cannot be asked"
    assert "scan --complete" in answered.sentence


def test_an_episode_is_put_into_words() -> None:
    said = " ".join(making_sentences(TARGET.episodes[0]))
    assert "Drawings were not looked at" in said
    assert "Voices are heard for 60 % of the body, give or take 5 points" in said
    assert "whether it plays inside the story cannot be told" in said
    assert "lasts 1 min 35 s" in said
    silent = replace(
        TARGET.episodes[0],
        making=Making(why_unheard="the file has no sound"),
        body=replace(TARGET.episodes[0].body, made=MadeSpan()),
    )
    assert "were not told: the file has no sound." in " ".join(making_sentences(silent))


def test_a_share_that_does_not_vary_has_no_interval() -> None:
    same = with_sound(make_series("B"), [0.4] * 5)
    flat = with_sound(make_series("A"), [0.5] * 5)
    voices = next(
        one
        for one in compare_making(flat, [same], settings=ComparisonSettings())
        if one.measure == "voices_share"
    )
    assert voices.difference == pytest.approx(0.1)
    assert voices.interval is None
    assert not math.isnan(voices.difference)
