"""The detectors that are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import scdet
from cutstat.core.shots import DetectorInfo, Transition
from cutstat.core.track import Track
from cutstat.detection.detector import CutstatDetector, ImageDetector, TrackDetector
from cutstat.detection.pyscenedetect import NAMES, PySceneDetectDetector
from cutstat.scan.analyse import run_detector

OWN = "cutstat"

NO_MINIMUM = 1
"""Frames of the minimum shot length at which PySceneDetect's detectors drop nothing: every two cuts
are at least a frame apart. 0 gives the same cuts."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One detector with one setting."""

    name: str
    label: str
    """What tables and figures call it."""

    short: str
    """What the heads of narrow columns call it."""

    info: DetectorInfo
    detect: Callable[[Path, Track], tuple[Transition, ...]]
    """Finds the transitions of a video file whose track is known."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A detector that could not take part."""

    label: str
    reason: str


def entrants() -> tuple[list[Entrant], list[Absence]]:
    """Give the detectors that can run here, and those that cannot with the reason."""
    found = [_of_cutstat(OWN, OWN, OWN, CutstatDetector())]
    for name in NAMES:
        label = f"PySceneDetect {name}"
        found.append(_of_cutstat(name, label, name, PySceneDetectDetector(name)))
        found.append(
            _of_cutstat(
                f"{name}-no-minimum",
                f"{label}, no minimum",
                f"{name}†",
                PySceneDetectDetector(name, min_shot_frames=NO_MINIMUM),
            )
        )
    label = "ffmpeg scdet"
    program = scdet.find_ffmpeg()
    if program is None:
        return found, [Absence(label, "the program ffmpeg is not installed")]

    def detect(path: Path, track: Track) -> tuple[Transition, ...]:
        changes = scdet.find_changes(program, path, n_frames=track.n_frames)
        return tuple(Transition(frame, frame) for frame in changes)

    info = DetectorInfo("ffmpeg scdet", scdet.ffmpeg_version(program), {})
    return [*found, Entrant("scdet", label, "scdet", info, detect)], []


def _of_cutstat(
    name: str, label: str, short: str, detector: TrackDetector | ImageDetector
) -> Entrant:
    def detect(path: Path, track: Track) -> tuple[Transition, ...]:
        return run_detector(detector, track, path=path, threads=1).transitions

    return Entrant(name, label, short, detector.info, detect)
