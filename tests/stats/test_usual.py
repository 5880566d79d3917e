from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.usual import moderated_spread, usual, without_known_spread

SETTINGS = ComparisonSettings()
TARGET = np.log([402.0, 388, 410, 431, 379, 420])
SHOWS = [
    np.log([280.0, 301, 290, 310]),
    np.log([240.0, 251, 239]),
    np.log([330.0, 310, 325]),
    np.log([270.0]),
]


def test_the_spread_is_that_of_smyth() -> None:
    means = np.array([one.mean() for one in SHOWS])
    by_hand = math.sqrt((8 * 0.27**2 + 3 * means.var(ddof=1)) / 11)
    assert moderated_spread(means, SETTINGS) == pytest.approx(by_hand)
    assert moderated_spread(means[:1], SETTINGS) == pytest.approx(0.27)
    own = without_known_spread(SETTINGS)
    assert moderated_spread(means, own) == pytest.approx(means.std(ddof=1))
    assert moderated_spread(means[:1], own) is None
    assert moderated_spread(np.full(3, 5.0), own) is None


@pytest.mark.parametrize("count", [1, 2, 4])
def test_ratio_and_interval_are_those_of_satterthwaite(count: int) -> None:
    shows = SHOWS[:count]
    means = np.array([one.mean() for one in shows])
    squares = float(((means - means.mean()) ** 2).sum())
    of_shows = (8 * 0.27**2 + squares) / (8 + count - 1) / count
    of_target = TARGET.var(ddof=1) / len(TARGET)
    error = math.sqrt(of_shows + of_target)
    degrees = error**4 / (of_shows**2 / (8 + count - 1) + of_target**2 / (len(TARGET) - 1))
    log_ratio = TARGET.mean() - means.mean()
    low, high = np.exp(stats.t.interval(0.95, degrees, loc=log_ratio, scale=error))
    found = usual(TARGET, shows, settings=SETTINGS)
    assert found is not None
    assert found.total.ratio == pytest.approx(math.exp(log_ratio))
    assert found.total.interval == pytest.approx((low, high), rel=0.01)  # it is drawn
    low, high = np.exp(stats.t.interval(0.9, degrees, loc=log_ratio, scale=error))
    assert found.total.inner_interval == pytest.approx((low, high), rel=0.01)
    assert found.shows == count
    assert (found.own_spread is None) == (count == 1)


def test_it_is_the_t_test_where_nothing_is_known_and_the_target_does_not_vary() -> None:
    """With a target that is known exactly, it is the test of one mean."""
    means = np.array([one.mean() for one in SHOWS])
    found = usual(np.full(9, 5.9), SHOWS, settings=without_known_spread(SETTINGS))
    truth = stats.ttest_1samp(means, 5.9).confidence_interval(0.95)
    assert found is not None
    ends = (math.exp(5.9 - truth.high), math.exp(5.9 - truth.low))
    assert found.total.interval == pytest.approx(ends, rel=0.02)


def test_more_shows_tell_more_and_places_lie_within_their_range() -> None:
    one, many = (usual(TARGET, [SHOWS[0]] * k, settings=SETTINGS) for k in (1, 20))
    assert one is not None
    assert many is not None
    for found in (one, many):
        assert 0 < found.share_range[0] < found.share_below < found.share_range[1] < 1
    assert many.total.detectable_ratio < one.total.detectable_ratio
    assert [times for times, _ in one.at_spreads] == [0.5, 1.3]


def test_nothing_is_told_without_a_show_or_of_one_episode() -> None:
    assert usual(TARGET, [], settings=SETTINGS) is None
    assert usual(TARGET[:1], SHOWS, settings=SETTINGS) is None


@pytest.mark.parametrize(("count", "most"), [(1, 0.06), (5, 0.06)])
def test_few_usual_shows_are_called_unusual(count: int, most: float) -> None:
    rng = np.random.default_rng(count)
    settings = ComparisonSettings(draws=2000)
    wrong, runs = 0, 400
    for _ in range(runs):
        own = 5.7 + rng.normal(0, 0.15, 24)  # in the middle of all shows
        others = [rng.normal(5.7, 0.27) + rng.normal(0, 0.15, 12) for _ in range(count)]
        found = usual(own, others, settings=settings)
        assert found is not None
        wrong += not found.total.interval[0] <= 1 <= found.total.interval[1]
    assert wrong / runs <= most + 2 * math.sqrt(most * (1 - most) / runs)
