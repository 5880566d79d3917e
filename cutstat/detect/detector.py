"""What every detector offers, and cutstat's own."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.track import Track
from cutstat.detect.cut_model import cut_model, features
from cutstat.detect.fades import find_fades, flat_runs


class Detector(Protocol):
    """Finds the transitions of a video."""

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        ...


@runtime_checkable
class TrackDetector(Detector, Protocol):
    """A detector that needs the track alone, so that it can be run again without the video."""

    def detect(self, track: Track) -> Detection:
        """Find the transitions of the video that left this track."""
        ...


class ImageDetector(Detector, Protocol):
    """A detector made elsewhere, which looks at whole pictures."""

    def detect_images(self, images: Iterable[NDArray[np.uint8]], *, rate: Fraction) -> Detection:
        """Find the transitions in decoded pictures (blue, green, red)."""
        ...


class CutstatDetector:
    """cutstat's own detector: evidence between drawings, weighed by a small learned model.

    No shot is too short for it. Fades are found from brightness; cuts inside of a fade belong to
    it.

    Parameters
    ----------
    threshold : float in 0..1
        Confidence from which a cut is one.
    """

    VERSION = "1"

    def __init__(self, *, threshold: float = 0.5) -> None:
        self._threshold = threshold

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        return DetectorInfo("cutstat", self.VERSION, {"threshold": self._threshold})

    def detect(self, track: Track) -> Detection:
        """Find the transitions of the video that left this track."""
        evidence = track.evidence
        curve = np.zeros(track.n_frames, np.float32)
        if len(evidence.frames):
            curve[evidence.frames] = cut_model().probability(features(evidence))
        deviation, level = track.curves["deviation"], track.curves["level"]
        for start, stop in flat_runs(deviation, level):
            _mute_edge(curve, start, stop)
        fades = find_fades(deviation, level)
        cuts = [
            Transition(int(frame), int(frame), "cut", float(curve[frame]))
            for frame in np.flatnonzero(curve >= self._threshold)
            if not any(fade.start - 1 <= frame <= fade.stop + 1 for fade in fades)
        ]
        transitions = tuple(sorted([*cuts, *fades]))
        return Detection(self.info, transitions, curve, self._threshold)


def _mute_edge(curve: NDArray[np.float32], start: int, stop: int) -> None:
    """Take no cut where a video comes out of its first black or goes into its last one."""
    if start == 0:
        curve[: stop + 1] = 0
    if stop == len(curve):
        curve[start:] = 0
