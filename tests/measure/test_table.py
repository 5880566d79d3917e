from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest
from support.series import make_episode

from cutstat.core.segments import Segment, Segmentation
from cutstat.measure.table import MEASURES, measure_values, to_markdown

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_every_measure_of_an_episode_counted_by_hand() -> None:
    # 24 frames a second; cuts at 0.5, 2 and 4 s of 16 s: shots of 0.5, 1.5, 2 and 12 s.
    episode = make_episode("Test", 1, borders=[12, 48, 96], n_frames=384, rate=Fraction(24))
    assert measure_values(episode.whole) == pytest.approx(
        {
            "shots": 4,
            "minutes": 16 / 60,
            "shots_per_minute": 15,
            "shots_per_20_min": 300,
            "asl_seconds": 4,
            "median_seconds": 1.75,
            "lower_quartile_seconds": 1.25,
            "upper_quartile_seconds": 4.5,
            "shortest_seconds": 0.5,
            "longest_seconds": 12,
            "share_under_1_s": 0.25,
            "share_over_10_s": 0.25,
            "fastest_minute_cuts": 3,
        }
    )


def test_without_a_body_counts_are_zero_and_the_rest_is_undefined() -> None:
    episode = make_episode(
        "Test",
        1,
        borders=[12],
        n_frames=48,
        segmentation=Segmentation((Segment("opening", 0, 48, "by hand"),)),
    )
    values = measure_values(episode.body)
    defined = {key: value for key, value in values.items() if not math.isnan(value)}
    assert defined == {"shots": 0, "minutes": 0, "fastest_minute_cuts": 0}


def test_every_measure_says_what_it_is() -> None:
    keys = [measure.key for measure in MEASURES]
    assert len(set(keys)) == len(keys) > 10
    for measure in MEASURES:
        texts = (measure.title, measure.unit, measure.formula, measure.source, measure.pitfall)
        assert all(texts), measure.key


def test_the_page_of_measures_is_made_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == to_markdown()
