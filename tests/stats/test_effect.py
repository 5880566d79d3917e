from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from cutstat.stats.effect import cliffs_delta

FRAMES = st.lists(st.integers(0, 40), min_size=1, max_size=30)
"""Lengths on a grid of frames, with many ties."""


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


def test_all_shots_of_long_series_fit_into_little_memory() -> None:
    random = np.random.default_rng(0)
    a, b = (np.round(random.lognormal(1, 0.8, 20_000) * 24) / 24 for _ in range(2))
    tracemalloc.start()
    delta = cliffs_delta(a, b)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20e6  # a table of all pairs would take 3.2e9
    assert abs(delta) < 0.03


@pytest.mark.parametrize("bad", [[], [1.0, np.nan], [np.inf], [[1.0, 2.0]], 3.0])
def test_a_sample_is_a_row_of_numbers(bad: object) -> None:
    with pytest.raises(ValueError, match="a sample is a row of one or more numbers"):
        cliffs_delta([1.0, 2.0], bad)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a sample is a row of one or more numbers"):
        cliffs_delta(bad, [1.0, 2.0])  # type: ignore[arg-type]
