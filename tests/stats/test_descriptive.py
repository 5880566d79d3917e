from __future__ import annotations

import numpy as np
import pytest
from support.series import make_counted, make_series

from cutstat.stats.compare import compare
from cutstat.stats.descriptive import describe_shots


def test_shots_of_half_the_length_are_shifted_by_half() -> None:
    # 600 shots of 48 frames against 300 of 96, at 24000/1001 frames a second.
    found = describe_shots(compare(make_counted("A", [600] * 2), [make_counted("B", [300] * 3)]))
    (contrast,) = found.lengths
    assert contrast.cliffs_delta == -1
    assert contrast.shift_seconds == pytest.approx(-48 * 1001 / 24000)
    assert set(contrast.quantile_differences_seconds) == {"0.1", "0.25", "0.5", "0.75", "0.9"}
    assert all(
        value == pytest.approx(-48 * 1001 / 24000)
        for value in contrast.quantile_differences_seconds.values()
    )
    assert found.rhythm == {}


def test_quantiles_are_those_of_all_shots_together() -> None:
    target, baseline = make_series("A", rate=20, seed=1), make_series("B", rate=12, seed=2)
    found = describe_shots(compare(target, [baseline]))
    own, other = (
        np.concatenate([episode.body.shot_seconds for episode in one.episodes])
        for one in (target, baseline)
    )
    difference = found.lengths[0].quantile_differences_seconds["0.75"]
    assert difference == pytest.approx(np.quantile(own, 0.75) - np.quantile(other, 0.75), rel=1e-9)
    assert set(found.rhythm) == {"A", "B"}
