from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.mstats import hdquantiles

from cutstat.measure.lengths import (
    harrell_davis_median,
    log_deviation,
    quantile_skewness,
    share_of_time_shorter,
)

LENGTHS = st.lists(st.floats(0.01, 500), min_size=1, max_size=60)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 10, 57, 300, 301, 2000])
def test_the_median_of_harrell_and_davis_is_that_of_scipy(n: int) -> None:
    values = np.random.default_rng(n).lognormal(1, 0.8, n)
    (expected,) = hdquantiles(values, prob=[0.5])
    assert harrell_davis_median(values) == pytest.approx(expected, rel=1e-9)


def test_the_median_of_harrell_and_davis_weighs_three_values_by_hand() -> None:
    # Beta(2, 2) has 3 x^2 - 2 x^3 up to x: 7/27 up to a third, 13/27 in the middle.
    assert harrell_davis_median(np.array([9.0, 0.0, 27.0])) == pytest.approx((13 * 9 + 7 * 27) / 27)


def test_one_shot_moves_the_median_of_harrell_and_davis_by_little() -> None:
    values = np.repeat([1.0, 2.0], [150, 151])
    moved = values.copy()
    moved[150] = 1.0
    assert abs(np.median(moved) - np.median(values)) == 1
    assert abs(harrell_davis_median(moved) - harrell_davis_median(values)) < 0.06


@given(LENGTHS, st.floats(0.1, 10))
def test_medians_scale_and_skewness_and_log_deviation_do_not(
    lengths: list[float], factor: float
) -> None:
    values = np.array(lengths)
    median = harrell_davis_median(values)
    assert min(lengths) * (1 - 1e-9) <= median <= max(lengths) * (1 + 1e-9)
    assert harrell_davis_median(values * factor) == pytest.approx(median * factor)
    assert log_deviation(values * factor) == pytest.approx(
        log_deviation(values), abs=1e-9, nan_ok=True
    )
    skewness = quantile_skewness(values)
    assert math.isnan(skewness) or -1 - 1e-9 <= skewness <= 1 + 1e-9


def test_skewness_is_the_place_of_the_median_between_the_quartiles() -> None:
    assert quantile_skewness(np.array([1.0, 2, 3, 4, 5])) == 0
    assert quantile_skewness(np.array([0.0, 1, 2, 5, 9])) == pytest.approx((5 + 1 - 4) / 4)
    assert quantile_skewness(-np.array([0.0, 1, 2, 5, 9])) == pytest.approx(-0.5)
    assert math.isnan(quantile_skewness(np.array([2.0, 2.0, 2.0])))


def test_shots_without_time_have_no_logarithm() -> None:
    assert log_deviation(np.array([0.0, 1.0, math.e**2])) == pytest.approx(math.sqrt(2))
    assert math.isnan(log_deviation(np.array([0.0, 1.0])))


def test_a_share_of_time_is_no_share_of_shots() -> None:
    values = np.array([0.5, 0.5, 1.0, 8.0])
    assert share_of_time_shorter(values, 1.0) == pytest.approx(0.1)
    assert math.isnan(share_of_time_shorter(np.array([0.0]), 1.0))


def test_without_a_shot_nothing_is_defined() -> None:
    nothing = np.array([])
    assert math.isnan(harrell_davis_median(nothing))
    assert math.isnan(quantile_skewness(nothing))
    assert math.isnan(log_deviation(nothing))
    assert math.isnan(share_of_time_shorter(nothing, 1.0))
