"""The detectors by name."""

from __future__ import annotations

from collections.abc import Mapping

from cutstat.core.pictures import FOOTAGE_KINDS, FootageKind
from cutstat.detection.detector import AnyDetector, CutstatDetector
from cutstat.detection.scene_filter import SceneFilterDetector
from cutstat.errors import InputError

OWN = "cutstat"
ELSEWHERE = ("adaptive", "content", "hash", "histogram")
"""Names of the detectors of PySceneDetect."""

SCENE_FILTERS: Mapping[str, tuple[int, int] | None] = {
    "ffmpeg-scene": None,
    "ffmpeg-scene-320": (320, 180),
}
"""FFmpeg's scene filter, by what pictures are scaled to before."""

DETECTOR_NAMES = (OWN, *ELSEWHERE, *SCENE_FILTERS)


def detector_text(
    name: str, *, sensitivity: float | None = None, footage: FootageKind | None = None
) -> str:
    """Write a detector, and what it is told, as `make_detector` reads it."""
    said = "" if sensitivity is None else f"@{sensitivity:g}"
    return f"{name}{said}" if footage is None else f"{name}{said}:{footage}"


def make_detector(text: str) -> AnyDetector:
    """Give the detector that a text names.

    Parameters
    ----------
    text : str
        One of `DETECTOR_NAMES`. The own detector may be followed by ``@`` and its sensitivity,
        above 0 and under 1: transitions with a confidence of 1 minus that or more count. After
        that, ``:`` and one of `FOOTAGE_KINDS` say how the pictures were made, where the detector
        would take them for something else.

    Raises
    ------
    InputError
        If there is none, or what follows the name has no meaning.
    """
    rest, _, footage = text.partition(":")
    name, _, sensitivity = rest.partition("@")
    if name == OWN:
        threshold = round(1 - _sensitivity(sensitivity or "0.5"), 6)
        return CutstatDetector(threshold=threshold, footage=_footage(footage))
    if text in ELSEWHERE:
        from cutstat.detection.pyscenedetect import PySceneDetectDetector  # slow to load

        return PySceneDetectDetector(name)
    if text in SCENE_FILTERS:
        return SceneFilterDetector(SCENE_FILTERS[text])
    raise InputError(f"no detector is called {text!r}; choose one of {', '.join(DETECTOR_NAMES)}")


def _footage(text: str) -> FootageKind | None:
    if not text:
        return None
    for kind in FOOTAGE_KINDS:
        if text == kind:
            return kind
    raise InputError(f"no footage is called {text!r}; choose one of {', '.join(FOOTAGE_KINDS)}")


def _sensitivity(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise InputError(f"a sensitivity lies between 0 and 1, not {text!r}; 0.5 is usual")
    return value
