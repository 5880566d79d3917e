"""A film in the words of film scholars."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from support.series import make_counted, make_episode

from cutstat.core.episodes import EpisodeName
from cutstat.stats.compare import compare
from cutstat.stats.films import film_headline, film_paragraph, quarter_rates
from cutstat.stats.sample import SeriesSample, common_unit

SECOND = 24


def film(title: str, *, seconds: list[int]) -> SeriesSample:
    """Make a film of shots of these lengths."""
    borders = [SECOND * sum(seconds[:k]) for k in range(1, len(seconds))]
    n_frames = SECOND * sum(seconds)
    made = make_episode("films", 1, borders=borders, n_frames=n_frames, rate=Fraction(SECOND))
    named = replace(made, name=EpisodeName("films", title=title, role="film"))
    return SeriesSample(title, (named,))


def test_a_film_has_the_average_and_the_median_of_its_shots_and_quarters() -> None:
    # Four times 100 s, with 10, 5, 2 and 1 shots of like length.

    lengths = [10] * 10 + [20] * 5 + [50] * 2 + [100]
    laura = film("Laura", seconds=lengths)
    assert laura.is_films
    assert film_headline(laura) == "Laura: 18 shots of 22.2 seconds"
    said = film_paragraph(laura)
    assert "ASL 22.2 s, MSL 10.0 s, 2.7 shots a minute over 6.7 minutes" in said
    assert "fastest in the first, slowest in the last" in said
    assert "longest shot lasts 100 s" in said
    # Cuts lie on the edges of quarters: the first holds 9, and each edge belongs to what follows.
    assert quarter_rates(laura.episodes[0]) == pytest.approx([9 * 0.6, 5 * 0.6, 2 * 0.6, 0.6])


def test_films_beside_episodes_are_films_to_the_target_and_episodes_to_all() -> None:
    laura = film("Laura", seconds=[10] * 8)
    show = make_counted("Show", [200])
    assert compare(laura, [show]).per == "a minute"
    assert [one.per for one in compare(laura, [show]).by_quantity] == ["a film", "a minute"]
    assert [one.per for one in compare(show, [laura]).by_quantity] == ["an episode", "a minute"]
    assert common_unit([laura, show]) == "episode"
    assert common_unit([laura]) == "film"
