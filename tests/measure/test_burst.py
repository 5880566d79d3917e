from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from cutstat.measure.burst import (
    dispersion_excess,
    fastest_minute_excess,
    implied_share_shorter,
    short_shot_excess,
)
from cutstat.measure.episode import SpanMeasures


def span_of(lengths: np.ndarray) -> SpanMeasures:
    stops = lengths.cumsum()
    return SpanMeasures(lengths, stops[:-1], ((0.0, float(stops[-1])),))


def episode(rate: float, rng: np.random.Generator, *, minutes: float = 20.0) -> SpanMeasures:
    """Draw an episode whose shots are in no order."""
    count = round(rate * minutes)
    lengths = np.exp(0.7 * rng.standard_normal(count))
    return span_of(lengths / lengths.sum() * minutes * 60)


@pytest.mark.parametrize("measure", [fastest_minute_excess, dispersion_excess])
def test_shots_in_no_order_have_no_bursts_at_any_rate(measure) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(5)
    means = {
        rate: np.array([measure(episode(rate, rng)) for _ in range(40)]) for rate in (8, 15, 25)
    }
    for values in means.values():
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(values.mean() - 1) < 4 * error
    assert max(values.mean() for values in means.values()) < 1.12


def test_quick_shots_that_stand_together_are_seen_and_the_same_apart_are_not() -> None:
    slow, quick = np.full(200, 5.0), np.full(120, 0.5)
    together = span_of(np.concatenate([slow[:100], quick, slow[100:]]))
    apart = span_of(np.random.default_rng(1).permutation(np.concatenate([slow, quick])))
    assert dispersion_excess(together) > 5
    assert fastest_minute_excess(together) > 2
    assert dispersion_excess(apart) < 2
    assert fastest_minute_excess(apart) < 1.3


def test_shows_without_fights_are_rarely_told_apart_by_their_bursts() -> None:
    """12 episodes each, at 10 and at 22 shots a minute, by Welch's test on the logarithms."""
    rng = np.random.default_rng(2)
    told, runs = 0, 60
    for _ in range(runs):
        samples = [
            np.log([dispersion_excess(episode(rate, rng, minutes=10)) for _ in range(6)])
            for rate in (10, 22)
        ]
        told += stats.ttest_ind(*samples, equal_var=False).pvalue < 0.05
    assert told / runs <= 0.06 + 2 * math.sqrt(0.06 * 0.94 / runs)


def test_a_rate_implies_a_share_of_short_shots() -> None:
    for rate in (10.0, 15.0, 22.0):
        truth = stats.lognorm(0.7, scale=60 / rate * math.exp(-(0.7**2) / 2))
        assert truth.mean() == pytest.approx(60 / rate)
        assert implied_share_shorter(rate, 1.0) == pytest.approx(truth.cdf(1.0))
    assert implied_share_shorter(15, 1.0) == pytest.approx(0.05, abs=0.003)
    assert implied_share_shorter(20, 1.0) == pytest.approx(0.11, abs=0.003)
    rng = np.random.default_rng(3)
    values = [short_shot_excess(episode(rate, rng)) for rate in (12, 20) for _ in range(30)]
    assert np.mean(values) == pytest.approx(1, abs=0.08)


def test_what_is_too_short_has_no_bursts() -> None:
    short = span_of(np.full(10, 3.0))
    assert math.isnan(fastest_minute_excess(short))
    assert math.isnan(dispersion_excess(short))
    empty = SpanMeasures(np.array([]), np.array([]), ())
    assert math.isnan(dispersion_excess(empty))
    assert math.isnan(short_shot_excess(empty))


def test_the_same_shots_give_the_same_number() -> None:
    one = episode(15, np.random.default_rng(4))
    assert dispersion_excess(one) == dispersion_excess(one)
    even = span_of(np.full(300, 4.0))
    assert fastest_minute_excess(even) == pytest.approx(1)
