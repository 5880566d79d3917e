from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t as student
from statsmodels.tsa.stattools import acf, pacf

from cutstat.stats.season import (
    BOUND,
    lag_one,
    partial_autocorrelation,
    season_rhythm,
    tipping_phi,
)


def shaped(exponent: float, *, n: int = 300, seed: int = 0) -> NDArray[np.float64]:
    """Make shot lengths whose logarithms have a spectrum of exactly that exponent."""
    random = np.random.default_rng(seed)
    frequencies = np.fft.rfftfreq(n)
    size = np.zeros(len(frequencies))
    size[1:] = frequencies[1:] ** (-exponent / 2)
    logs = np.fft.irfft(size * np.exp(2j * np.pi * random.random(len(size))), n)
    return np.asarray(np.exp(logs / logs.std() * 0.7 + 1))


def autoregressive(phi: float, *, n: int = 300, seed: int = 0) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    logs = np.zeros(n)
    for k in range(1, n):
        logs[k] = phi * logs[k - 1] + random.normal()
    return np.asarray(np.exp(logs * 0.5))


# lag one


def test_lag_one_of_values_that_alternate_and_of_a_ramp_by_hand() -> None:
    # Of 20 values +1 and -1 in turn, 19 neighbours multiply to -1, and 20 squares sum to 20.
    assert lag_one([1, -1] * 10) == pytest.approx(-19 / 20)
    # Ten of each: 18 neighbours are alike, one pair is not.
    assert lag_one([1] * 10 + [-1] * 10) == pytest.approx(17 / 20)


def test_lag_one_is_that_of_statsmodels() -> None:
    values = np.random.default_rng(5).normal(size=26).cumsum()
    assert lag_one(values) == pytest.approx(acf(values, nlags=1)[1], abs=1e-12)


def test_lag_one_needs_twenty_episodes_that_differ() -> None:
    assert lag_one(np.arange(19.0)) is None
    assert lag_one(np.arange(20.0)) is not None
    assert lag_one([math.log(14.1)] * 20) is None
    assert lag_one([]) is None


# tipping phi


def test_a_difference_of_twice_the_critical_value_falls_at_three_fifths() -> None:
    # The standard error may double, so the variance quadruple: (1 + 0.6) / (1 - 0.6) = 4.
    critical = float(student.ppf(0.975, 20))
    for log_ratio in (2 * critical * 0.1, -2 * critical * 0.1):
        assert tipping_phi(log_ratio, 0.1, 20, alpha=0.05) == pytest.approx(0.6)


@pytest.mark.parametrize(("log_ratio", "error", "degrees", "alpha"), [
    (0.37, 0.08, 11.3, 0.05),
    (-0.21, 0.09, 21.9, 0.05),
    (0.5, 0.1, 4.2, 0.01),
])  # fmt: skip
def test_at_the_tipping_phi_p_is_alpha(
    log_ratio: float, error: float, degrees: float, alpha: float
) -> None:
    phi = tipping_phi(log_ratio, error, degrees, alpha=alpha)
    assert phi is not None
    inflated = error * math.sqrt((1 + phi) / (1 - phi))
    assert 2 * student.sf(abs(log_ratio) / inflated, degrees) == pytest.approx(alpha, rel=1e-9)


def test_a_difference_that_is_chance_already_has_no_tipping_phi() -> None:
    assert tipping_phi(0.1, 0.1, 20, alpha=0.05) is None
    assert tipping_phi(0.0, 0.1, 20, alpha=0.05) is None
    with pytest.raises(ValueError, match="a standard error is above 0, got 0"):
        tipping_phi(0.1, 0.0, 20, alpha=0.05)


# rhythm; exploratory


def test_partial_autocorrelations_are_those_of_statsmodels() -> None:
    values = np.log(autoregressive(0.6, n=150))
    expected = pacf(values, nlags=20, method="ywm")[1:]
    assert partial_autocorrelation(values, lags=20) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("exponent", [-0.5, 0.0, 0.5, 1.0])
def test_the_slope_of_a_spectrum_of_known_exponent(exponent: float) -> None:
    found = season_rhythm([shaped(exponent, seed=seed) for seed in range(12)])
    assert found is not None
    assert found.episodes == 12
    assert found.slope == pytest.approx(exponent, abs=0.03)


def test_shots_in_random_order_have_no_rhythm() -> None:
    random = np.random.default_rng(2)
    found = season_rhythm([random.lognormal(1, 0.7, 300) for _ in range(12)])
    assert found is not None
    assert found.autoregressive_index < 1
    assert found.slope_interval[0] < 0 < found.slope_interval[1]


def test_the_index_is_where_the_exponential_meets_the_bound() -> None:
    # An AR(1) of 0.6 has one partial autocorrelation, so the exponential must fall below the bound
    # between lag 1 and lag 2, or little later.
    found = season_rhythm([autoregressive(0.6, n=2000, seed=seed) for seed in range(20)])
    assert found is not None
    assert 1 < found.autoregressive_index < 2
    assert pytest.approx(2 / math.sqrt(300)) == BOUND
    low, high = found.index_interval
    assert low <= found.autoregressive_index <= high
    assert found.slope > 0.3


def test_shots_that_hang_together_longer_have_a_higher_index() -> None:
    def index(*weights: float) -> float:
        seasons = []
        for seed in range(12):
            noise = np.random.default_rng(seed).normal(size=600)
            logs = np.zeros(600)
            for k in range(len(weights), 600):
                before = sum(w * logs[k - lag] for lag, w in enumerate(weights, 1))
                logs[k] = before + noise[k]
            seasons.append(np.exp(logs * 0.3))
        found = season_rhythm(seasons)
        assert found is not None
        return found.autoregressive_index

    assert 0 < index(0.3) < index(0.25, 0.2) < index(0.2, 0.18, 0.15, 0.12)


def test_the_interval_is_wider_where_episodes_differ_and_the_same_in_every_run() -> None:
    alike = [shaped(0.5, seed=seed) for seed in range(8)]
    mixed = [shaped(seed % 2, seed=seed) for seed in range(8)]
    one, two = season_rhythm(alike), season_rhythm(mixed)
    assert one is not None
    assert two is not None
    assert np.ptp(two.slope_interval) > 5 * np.ptp(one.slope_interval)
    assert season_rhythm(mixed) == two


def test_intervals_are_of_the_season_not_of_single_episodes() -> None:
    episodes = [autoregressive(0.5, seed=seed) for seed in range(24)]
    few, many = season_rhythm(episodes[:6]), season_rhythm(episodes * 6)
    assert few is not None
    assert many is not None
    # Episodes given six times over count as so many more: intervals are narrower by far.
    assert np.ptp(many.slope_interval) < np.ptp(few.slope_interval) / 2
    assert np.ptp(many.index_interval) < np.ptp(few.index_interval) / 2


def test_a_rhythm_needs_five_episodes_with_shots_enough() -> None:
    full = [shaped(0.5, seed=seed) for seed in range(4)]
    assert season_rhythm(full) is None
    assert season_rhythm([*full, np.ones(300), np.arange(1.0, 64.0), []]) is None
    last = np.concatenate([[0.0], shaped(0.5, n=64)])  # a shot without time does not count
    found = season_rhythm([*full, last])
    assert found is not None
    assert found.episodes == 5


def test_shots_that_alternate_exactly_have_a_finite_slope() -> None:
    found = season_rhythm([np.tile([1.0, 2.0], 100)] * 5)
    assert found is not None
    assert math.isfinite(found.slope)
    assert found.autoregressive_index == 0
