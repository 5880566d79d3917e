from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from support.series import make_episode

from cutstat.core.segments import Segment, Segmentation
from cutstat.measure.episode import SpanMeasures
from cutstat.measure.making_table import MAKING_MEASURES
from cutstat.measure.table import MEASURES, measure_values, to_markdown

OF_WHOLE_MINUTES = {
    *("slowest_minute_cuts", "slowest_minute_start_seconds", "median_minute_cuts"),
    *("fastest_minute_ratio", "fastest_minute_excess", "dispersion_excess", "pace_spread"),
}
NOT_SEEN = {measure.key for measure in MAKING_MEASURES}
"""Of an episode whose drawings and sound were not looked at."""

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_every_measure_of_an_episode_counted_by_hand() -> None:
    # 24 frames a second; cuts at 0.5, 2 and 4 s of 16 s: shots of 0.5, 1.5, 2 and 12 s.
    episode = make_episode("Test", 1, borders=[12, 48, 96], n_frames=384, rate=Fraction(24))
    values = measure_values(episode.whole)
    outer = 1 / 3 - 3 * math.sqrt(3) / (8 * math.pi)
    undefined = {key for key, value in values.items() if math.isnan(value)}
    assert undefined == OF_WHOLE_MINUTES | NOT_SEEN  # the file is shorter than one
    assert {key: value for key, value in values.items() if key not in undefined} == pytest.approx(
        {
            "shots": 4,
            "minutes": 16 / 60,
            "shots_per_minute": 15,
            "shots_per_20_min": 300,
            "asl_seconds": 4,
            "median_seconds": 1.75,
            # Beta(2.5, 2.5) up to a quarter is the integral of (sin t)^4 up to pi / 3, as a share.
            "median_hd_seconds": outer * 12.5 + (0.5 - outer) * 3.5,
            "lower_quartile_seconds": 1.25,
            "upper_quartile_seconds": 4.5,
            "iqr_seconds": 3.25,
            "quantile_skewness": (4.5 + 1.25 - 2 * 1.75) / 3.25,
            # Logarithms of 0.5, 1.5, 2 and 12, whose mean is that of 18 to the power of a quarter.
            "log_length_deviation": math.sqrt(
                sum(math.log(x / 18**0.25) ** 2 for x in (0.5, 1.5, 2, 12)) / 3
            ),
            "shortest_seconds": 0.5,
            "longest_seconds": 12,
            "share_under_1_s": 0.25,
            "share_of_time_under_1_s": 0.5 / 16,
            "share_over_10_s": 0.25,
            "share_of_time_over_8_s": 12 / 16,
            "fastest_minute_cuts": 3,
            "fastest_minute_start_seconds": 0,
            # One of four is under a second; a lognormal with mean 4 s and deviation 0.7 says .0517.
            "share_under_1_s_excess": 1.5 / 5 / norm.cdf((0.7**2 / 2 - math.log(4)) / 0.7),
        }
    )


def test_the_minutes_of_an_episode_counted_by_hand() -> None:
    # 310 s at one frame a second: a cut every 20 s, and every 5 s from 120 to 240 s.
    borders = sorted({*range(20, 310, 20), *range(120, 241, 5)})
    episode = make_episode("Test", 1, borders=borders, n_frames=310, rate=Fraction(1))
    values = measure_values(episode.body)
    assert {key: values[key] for key in values if "minute_" in key and key[-6:] != "excess"} == {
        # 20 and 40 s; the minute ends where the cut at 60 s follows.
        "slowest_minute_cuts": 2,
        "slowest_minute_start_seconds": 0,
        # Of 250 s of starts, 80 have 3 cuts, 10 each have 4 and 5, 20 have 6, 10 have 7.
        "median_minute_cuts": 7,
        "fastest_minute_cuts": 12,
        "fastest_minute_start_seconds": 120,
        "fastest_minute_ratio": 12 / 7,
    }


def test_a_shot_that_the_edge_of_a_segment_cuts_counts_with_the_part_inside() -> None:
    # A shot from 1 to 5 s, of which the opening takes all but half a second.
    episode = make_episode(
        "Test",
        1,
        borders=[24, 120, 192],
        n_frames=288,
        rate=Fraction(24),
        segmentation=Segmentation(
            (Segment("opening", 0, 108, "by hand"), Segment("body", 108, 288, "by hand"))
        ),
    )
    body, whole = measure_values(episode.body), measure_values(episode.whole)
    assert episode.body.shot_seconds.tolist() == [0.5, 3, 4]
    assert (body["shots"], whole["shots"]) == (3, 4)
    assert (body["shortest_seconds"], whole["shortest_seconds"]) == (0.5, 1)
    assert body["share_of_time_under_1_s"] == pytest.approx(0.5 / 7.5)
    assert whole["share_of_time_under_1_s"] == 0
    assert body["fastest_minute_start_seconds"] == 4.5


def test_a_single_shot_has_a_median_and_no_spread() -> None:
    values = measure_values(
        make_episode("Test", 1, borders=[], n_frames=2400, rate=Fraction(24)).body
    )
    undefined = {key for key, value in values.items() if math.isnan(value)}
    assert undefined == {
        *("quantile_skewness", "log_length_deviation", "fastest_minute_ratio"),
        *("fastest_minute_excess", "dispersion_excess", "pace_spread"),
        *NOT_SEEN,
    }
    assert values["median_seconds"] == values["median_hd_seconds"] == values["asl_seconds"] == 100
    assert (values["shots"], values["iqr_seconds"], values["share_of_time_under_1_s"]) == (1, 0, 0)
    assert values["slowest_minute_cuts"] == values["median_minute_cuts"] == 0
    assert values["fastest_minute_start_seconds"] == values["slowest_minute_start_seconds"] == 0


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


def test_spans_that_last_no_time_have_no_rates() -> None:
    span = SpanMeasures(np.array([0.0]), np.array([]), ((3.0, 3.0),))
    values = measure_values(span)
    assert {key for key, value in values.items() if not math.isnan(value)} == {
        *("shots", "minutes", "asl_seconds", "median_seconds", "median_hd_seconds"),
        *("lower_quartile_seconds", "upper_quartile_seconds", "iqr_seconds"),
        *("shortest_seconds", "longest_seconds", "share_under_1_s", "share_over_10_s"),
        *("fastest_minute_cuts", "fastest_minute_start_seconds"),
    }
    assert (values["shots"], values["minutes"], values["median_hd_seconds"]) == (1, 0, 0)


def test_every_measure_says_what_it_is() -> None:
    keys = [measure.key for measure in MEASURES]
    assert len(set(keys)) == len(keys) > 10
    for measure in MEASURES:
        texts = (measure.title, measure.unit, measure.formula, measure.source, measure.pitfall)
        assert all(texts), measure.key


def test_the_page_of_measures_is_made_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == to_markdown()
