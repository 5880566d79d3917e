"""The detectors by name."""

from __future__ import annotations

import pytest

from cutstat.cli.options import DETECTORS
from cutstat.detection.detector import CutstatDetector
from cutstat.detection.pyscenedetect import NAMES
from cutstat.detection.registry import DETECTOR_NAMES, ELSEWHERE, make_detector
from cutstat.errors import InputError


def test_every_name_makes_its_detector() -> None:
    assert DETECTOR_NAMES == DETECTORS
    assert isinstance(make_detector("cutstat"), CutstatDetector)
    assert {make_detector(name).info.name for name in ELSEWHERE} == {
        f"pyscenedetect-{name}" for name in NAMES
    }


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="no detector is called 'magic'; choose one of cutstat"):
        make_detector("magic")


@pytest.mark.parametrize(
    ("text", "threshold"),
    [("cutstat", 0.5), ("cutstat@0.5", 0.5), ("cutstat@0.9", 0.1), ("cutstat@0.25", 0.75)],
)
def test_more_sensitive_means_less_confidence_is_asked_for(text: str, threshold: float) -> None:
    assert make_detector(text).info.parameters["threshold"] == threshold


@pytest.mark.parametrize("sensitivity", ["0", "1", "-0.5", "2", "nan", "much"])
def test_a_sensitivity_without_meaning_is_refused(sensitivity: str) -> None:
    with pytest.raises(InputError, match=f"lies between 0 and 1, not '{sensitivity}'"):
        make_detector(f"cutstat@{sensitivity}")


def test_the_detectors_of_others_have_no_sensitivity() -> None:
    with pytest.raises(InputError, match=r"no detector is called 'content@0\.7'"):
        make_detector("content@0.7")
