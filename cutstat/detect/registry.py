"""The detectors by name."""

from __future__ import annotations

from cutstat.detect.detector import CutstatDetector, ImageDetector, TrackDetector
from cutstat.errors import InputError

OWN = "cutstat"
ELSEWHERE = ("adaptive", "content", "hash", "histogram")
"""Names of the detectors of PySceneDetect."""

DETECTOR_NAMES = (OWN, *ELSEWHERE)


def make_detector(name: str) -> TrackDetector | ImageDetector:
    """Give the detector of that name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name == OWN:
        return CutstatDetector()
    if name in ELSEWHERE:
        from cutstat.detect.pyscenedetect import PySceneDetectDetector  # slow to load

        return PySceneDetectDetector(name)
    raise InputError(f"no detector is called {name!r}; choose one of {', '.join(DETECTOR_NAMES)}")
