"""Openings and endings tell at which speed a series plays, where they have their usual length."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.series import make_episode

from cutstat.core.segments import Segment, Segmentation
from cutstat.core.timing import SPEED_UP
from cutstat.stats.sample import SeriesSample
from cutstat.stats.speed import speed_sentence

RATE = Fraction(25)
N_FRAMES = 30_000


def sample(*seconds: float, may_be_sped_up: bool = True) -> SeriesSample:
    """Give a series whose episodes begin with openings of these lengths."""
    episodes = []
    for number, length in enumerate(seconds, 1):
        stop = round(length * RATE)
        segments = (Segment("opening", 0, stop, "."), Segment("body", stop, N_FRAMES, "."))
        episodes.append(
            make_episode(
                *("Show", number),
                borders=range(3000, N_FRAMES, 90),
                n_frames=N_FRAMES,
                rate=RATE,
                segmentation=Segmentation(segments),
                may_be_sped_up=may_be_sped_up,
            )
        )
    return SeriesSample("Show", tuple(episodes))


def test_shortened_openings_speak_for_a_film_that_plays_too_fast() -> None:
    said = speed_sentence(sample(*[90 / float(SPEED_UP)] * 3, 60))
    assert said is not None
    assert "last about 86.3 s" in said
    assert "--film-rate" in said


def test_openings_of_the_usual_length_speak_against_it() -> None:
    said = speed_sentence(sample(90, 89.8, 90.1))
    assert said is not None
    assert "--own-rate" in said


@pytest.mark.parametrize(
    ("lengths", "may_be"), [((86.3, 90, 60), True), ((86.3,), True), ((86.3, 86.3, 86.3), False)]
)
def test_nothing_is_said_where_they_disagree_are_few_or_the_speed_is_known(
    lengths: tuple[float, ...], may_be: bool
) -> None:
    assert speed_sentence(sample(*lengths, may_be_sped_up=may_be)) is None
