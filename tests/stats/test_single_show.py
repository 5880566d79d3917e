"""One show among published ones; numbers worked out with scipy beside the code."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from support.series import make_counted

from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.plain import (
    nearest_sentence,
    single_headline,
    single_numbers,
    single_paragraph,
    single_sentence,
)
from cutstat.stats.published import against_published
from cutstat.stats.single_show import place_single, published_shows

MINUTES = 28_800 * 1001 / 24_000 / 60


def test_the_published_shows_are_those_that_the_known_spread_rests_on() -> None:
    shots = [one.standard_shots for one in published_shows()]
    assert len(shots) == 9
    assert round(shots[0]), round(shots[-1]) == (154, 318)
    assert math.exp(np.log(shots).mean()) == pytest.approx(241, abs=0.5)
    assert np.log(shots).std(ddof=1) == pytest.approx(0.27, abs=0.005)


def test_the_share_of_shows_below_is_that_of_a_further_show() -> None:
    counts = [330, 310, 350, 300, 340, 320]
    found = place_single(make_counted("A", counts))
    own = np.log(counts).mean() - math.log(MINUTES)
    middle = np.log([one.rate for one in published_shows()]).mean()
    statistic = (own - middle) / (0.27 * math.sqrt(1 + 1 / 9))
    assert found.share_below == pytest.approx(stats.t.cdf(statistic, 8))
    assert found.share_range[0] < found.share_below < found.share_range[1]
    assert found.shots / found.minutes == pytest.approx(found.rate)


def test_a_show_in_the_middle_lies_above_half_and_the_range_is_even_about_it() -> None:
    middle = math.exp(np.log([one.rate for one in published_shows()]).mean())
    found = place_single(make_counted("A", [round(middle * MINUTES)] * 6))
    assert found.share_below == pytest.approx(0.5, abs=0.01)
    low, high = found.share_range
    assert low + high == pytest.approx(1, abs=0.02)
    assert low < 0.3


def test_the_interval_holds_episodes_and_what_titles_differ_by() -> None:
    counts = [330, 310, 350, 300, 340, 320]
    sure = place_single(make_counted("A", counts), ComparisonSettings(title_spread=0.0))
    unsure = place_single(make_counted("A", counts))
    logs = np.log(counts) - math.log(MINUTES)
    reach = stats.t.ppf(0.975, 5) * logs.std(ddof=1) / math.sqrt(6)
    assert sure.interval == pytest.approx(
        (math.exp(logs.mean() - reach), math.exp(logs.mean() + reach))
    )
    assert unsure.interval is not None
    assert sure.interval is not None
    assert unsure.interval[0] < sure.interval[0] < sure.interval[1] < unsure.interval[1]


def test_one_episode_has_no_interval_and_a_wide_range() -> None:
    found = place_single(make_counted("A", [300]))
    assert found.interval is None
    assert found.share_range[1] - found.share_range[0] > 0.8
    assert "likely" not in single_sentence(found)


def test_the_nearest_published_shows_are_named() -> None:
    found = place_single(make_counted("A", [300] * 6))
    assert found.nearest[0].title in {"Battery", "Scum's Wish (Kuzu no Honkai)"}
    assert "Battery (14.8 a minute)" in nearest_sentence(found)


def test_it_is_told_as_an_estimate_and_not_as_a_verdict() -> None:
    sample = make_counted("A", [330, 310, 350, 300, 340, 320])
    found = place_single(sample)
    assert single_headline(found) == "A has 325 shots an episode"
    assert single_numbers(found).startswith("16.2 a minute over 20.0 minutes.")
    text = single_paragraph(found, against_published(sample))
    assert "no other show was measured" in text
    assert "of 154 to 318 shots in 20 minutes" in text
    assert "measure other shows beside it" in text
