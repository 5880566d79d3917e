"""Pictures look as they did when somebody last looked at them.

After a change that is meant, run this with CUTSTAT_NEW_REFERENCES=1 and look at what it wrote.
"""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import matplotlib
import numpy as np
import pytest
from numpy.typing import NDArray
from support.reports import build_report
from support.series import make_looks, make_segmented, make_series

from cutstat.report.model import Report
from cutstat.report.write import write_plot
from cutstat.stats.compare import compare
from cutstat.stats.published import against_published

REFERENCES = Path(__file__).parent / "reference"
WIDTH = 400
"""Width of the stored pictures: small, so that the finest details of letters do not count."""

TOLERANCE = 6.0
"""Root of the mean squared difference in grey levels; other versions of fonts stay under 3."""


@pytest.fixture(scope="module")
def report() -> Report:
    target = make_segmented("Hero Mask", episodes=6, rate=20, seed=1, doubtful=[2])
    baselines = [make_series("海の駅", episodes=5, seed=2), make_segmented("C", episodes=5, seed=3)]
    return build_report(
        compare(target, baselines),
        published=against_published(target),
        looks={target.name: make_looks(target)},
    )


def shrunk(path: Path) -> NDArray[np.float64]:
    image = cv2.imread(str(path))
    assert image is not None
    height = round(image.shape[0] * WIDTH / image.shape[1])
    return cv2.resize(image, (WIDTH, height), interpolation=cv2.INTER_AREA).astype(np.float64)


@pytest.mark.skipif(
    tuple(map(int, matplotlib.__version__.split(".")[:2])) < (3, 11),
    reason="the pictures were drawn by matplotlib 3.11, which sets text otherwise",
)
@pytest.mark.parametrize(
    "name",
    [
        *("strip", "verdict", "rates", "shot-lengths", "pacing", "season", "cards", "published"),
    ],
)
def test_a_picture_looks_as_it_did(report: Report, name: str, tmp_path: Path) -> None:
    write_plot(report, name, tmp_path / "picture.png")
    found = shrunk(tmp_path / "picture.png")
    stored = REFERENCES / f"{name}.png"
    if os.environ.get("CUTSTAT_NEW_REFERENCES"):
        cv2.imwrite(str(stored), found)
    reference = shrunk(stored)
    assert found.shape == reference.shape
    assert np.sqrt(np.mean((found - reference) ** 2)) < TOLERANCE


def test_another_picture_is_seen_to_be_another(report: Report, tmp_path: Path) -> None:
    write_plot(report, "rates", tmp_path / "picture.png")
    found = shrunk(tmp_path / "picture.png")
    moved = np.roll(found, 4, axis=1)
    assert np.sqrt(np.mean((found - moved) ** 2)) > 2 * TOLERANCE
