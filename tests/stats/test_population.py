"""A show among many; shares are counted by hand, intervals worked out beside the code."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.population import (
    Population,
    fit_counts,
    place_in_population,
    place_sentence,
)

RATES = np.log(np.linspace(8, 24, 33))
POPULATION = Population(
    "33 TV shows", tuple(map(str, range(33))), {"count": RATES + math.log(20), "rate": RATES}, "x"
)
SURE = ComparisonSettings(title_spread=0.0)


def logs(rate: float, *, episodes: int = 12, spread: float = 0.05) -> dict:
    values = math.log(rate) + np.linspace(-spread, spread, episodes)
    return {"count": values + math.log(20), "rate": values}


def test_the_share_below_is_counted() -> None:
    count, rate = place_in_population("A", logs(20.2), POPULATION, settings=SURE)
    assert rate.share_below == np.mean(np.linspace(8, 24, 33) < 20.2) == 25 / 33
    assert count.share_below == rate.share_below
    assert rate.share_range[0] <= rate.share_below <= rate.share_range[1]
    assert rate.mean == pytest.approx(20.2)
    assert count.mean == pytest.approx(404)
    assert rate.middle == pytest.approx(math.exp(RATES.mean()))


def test_a_show_far_above_the_middle_has_more_and_one_in_it_is_as_fast() -> None:
    _, fast = place_in_population("A", logs(22.2), POPULATION, settings=SURE)
    assert fast.usual.total.decision == "higher"
    assert place_sentence(fast, POPULATION, margin=0.1).startswith("A is cut ")
    assert "of 33 TV shows, it lies above 88 % of them" in place_sentence(
        fast, POPULATION, margin=0.1
    )
    middle = math.exp(RATES.mean())
    _, usual = place_in_population("A", logs(middle), POPULATION, settings=SURE)
    assert usual.usual.total.ratio == pytest.approx(1)
    assert usual.usual.total.decision in ("equivalent", "inconclusive")


def test_the_interval_is_that_of_shows_and_episodes() -> None:
    _, found = place_in_population("A", logs(15), POPULATION, settings=SURE)
    own = logs(15)["rate"]
    error = math.sqrt(own.var(ddof=1) / 12 + RATES.var(ddof=1) / 33)
    low, high = found.usual.total.interval
    assert math.log(high / low) / 2 == pytest.approx(2.03 * error, rel=0.03)


def test_too_few_shows_or_episodes_are_refused() -> None:
    few = Population("3", ("a", "b", "c"), {"count": RATES[:3], "rate": RATES[:3]}, "x")
    with pytest.raises(ValueError, match="too few"):
        place_in_population("A", logs(15), few)
    with pytest.raises(ValueError, match="too few"):
        place_in_population("A", logs(15, episodes=1), POPULATION)


def test_counts_of_two_detectors_are_fitted_by_a_power() -> None:
    theirs = [100.0, 150, 200, 300, 400, 500]
    factor, power, error = fit_counts(theirs, [1.5 * one**0.9 for one in theirs]) or (0, 0, 1)
    assert (factor, power) == pytest.approx((1.5, 0.9))
    assert error < 1e-9
    assert fit_counts([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert fit_counts([3] * 6, [1, 2, 3, 4, 5, 6]) is None
