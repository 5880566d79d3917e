from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t as student
from statsmodels.tsa.stattools import acf

from cutstat.stats.dependence import lag_one, tipping_phi


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
