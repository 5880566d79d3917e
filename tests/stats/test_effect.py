from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from cutstat.stats.effect import cliffs_delta, hodges_lehmann_shift, quantile_differences

FRAMES = st.lists(st.integers(0, 40), min_size=1, max_size=30)
"""Lengths on a grid of frames, with many ties."""

FLOATS = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30)


def test_cliffs_delta_counted_by_hand() -> None:
    # 3 exceeds 1 and 2, 2 exceeds 1 and ties with 2: of four pairs, three above, none below.
    assert cliffs_delta([3, 2], [1, 2]) == 0.75
    assert cliffs_delta([1, 2], [3, 2]) == -0.75
    assert cliffs_delta([5, 6], [1]) == 1
    assert cliffs_delta([2, 2], [2]) == 0


@given(FRAMES, FRAMES)
def test_cliffs_delta_is_its_definition_and_a_mann_whitney_u(a: list[int], b: list[int]) -> None:
    found = cliffs_delta(a, b)
    signs = np.sign(np.subtract.outer(a, b))
    assert found == pytest.approx(signs.mean(), abs=1e-12)
    u = mannwhitneyu(a, b, method="asymptotic").statistic if {*a, *b} != {a[0]} else signs.size / 2
    assert found == pytest.approx(2 * u / signs.size - 1, abs=1e-9)
    assert cliffs_delta(b, a) == -found


def test_a_shift_of_three_pairs_by_hand() -> None:
    # Differences 1, 4 and 6, then with a second value of b 0, 3 and 5.
    assert hodges_lehmann_shift([2, 5, 7], [1]) == 4
    assert hodges_lehmann_shift([2, 5, 7], [1, 2]) == 3.5
    assert hodges_lehmann_shift([3.0], [3.0]) == 0


@given(FRAMES, FRAMES)
def test_a_shift_with_ties_is_the_median_of_all_differences_exactly(
    a: list[int], b: list[int]
) -> None:
    assert hodges_lehmann_shift(a, b) == np.median(np.subtract.outer(a, b))


@given(FLOATS, FLOATS)
def test_a_shift_is_the_median_of_all_differences(a: list[float], b: list[float]) -> None:
    expected = float(np.median(np.subtract.outer(a, b)))
    assert hodges_lehmann_shift(a, b) == pytest.approx(expected, abs=1e-9)


def test_a_shifted_sample_is_shifted_by_that() -> None:
    random = np.random.default_rng(3)
    values = random.lognormal(size=301)
    assert hodges_lehmann_shift(values + 0.7, values) == pytest.approx(0.7, abs=1e-12)
    assert quantile_differences(values + 0.7, values) == pytest.approx(np.full(9, 0.7))


def test_quantile_differences_see_where_samples_differ() -> None:
    a, b = np.arange(11.0), np.where(np.arange(11) < 5, 0.0, np.arange(11))
    assert quantile_differences(a, b).tolist() == [1, 2, 3, 4, 0, 0, 0, 0, 0]
    assert quantile_differences(a, b, shares=(0, 0.25)).tolist() == [0, 2.5]


def test_all_shots_of_long_series_fit_into_little_memory() -> None:
    random = np.random.default_rng(0)
    a, b = (np.round(random.lognormal(1, 0.8, 20_000) * 24) / 24 for _ in range(2))
    tracemalloc.start()
    delta, shift = cliffs_delta(a, b), hodges_lehmann_shift(a, b * 2)
    quantile_differences(a, b)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20e6  # a table of all pairs would take 3.2e9
    assert abs(delta) < 0.03
    assert -2.6 < shift < -1.8


@pytest.mark.parametrize("bad", [[], [1.0, np.nan], [np.inf], [[1.0, 2.0]], 3.0])
def test_a_sample_is_a_row_of_numbers(bad: object) -> None:
    for effect in (cliffs_delta, hodges_lehmann_shift, quantile_differences):
        with pytest.raises(ValueError, match="a sample is a row of one or more numbers"):
            effect([1.0, 2.0], bad)
        with pytest.raises(ValueError, match="a sample is a row of one or more numbers"):
            effect(bad, [1.0, 2.0])
