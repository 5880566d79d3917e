"""What every detector offers, and cutstat's own."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.track import Track
from cutstat.detection.encoder import with_encoder
from cutstat.detection.features import cut_features
from cutstat.detection.gradual import find_gradual, flat_frames, gradual_curve
from cutstat.detection.network import Model, shipped_digest, shipped_model

COVER = 4
"""Frames beyond both ends of a gradual transition within which a cut belongs to it: ends are found
to within a few frames."""


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


AnyDetector: TypeAlias = TrackDetector | ImageDetector
"""A detector of either kind."""


class CutstatDetector:
    """cutstat's own detector.

    Cuts are looked for at candidates, by evidence between drawings and the similarities of all
    frames around; gradual transitions by the similarities alone. Small networks weigh both. A
    shot of two frames is the shortest that is found between cuts.

    Parameters
    ----------
    threshold : float in 0..1
        Confidence from which a transition is one.
    model : Model, optional
        Networks to use instead of those that come with the package.
    """

    VERSION = "2"

    def __init__(self, *, threshold: float = 0.5, model: Model | None = None) -> None:
        self._threshold = threshold
        self._model = model or shipped_model()
        self._digest = self._model.digest if model else shipped_digest()

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        return DetectorInfo(
            "cutstat", self.VERSION, {"model": self._digest, "threshold": self._threshold}
        )

    def detect(self, track: Track) -> Detection:
        """Find the transitions of the video that left this track."""
        cut_curve = _cut_curve(track, self._model)
        curve = gradual_curve(track, self._model)
        gradual = find_gradual(curve, track, threshold=self._threshold)
        peaks = np.flatnonzero(_peaks(cut_curve) >= self._threshold).tolist()
        kept = [
            found
            for found in gradual
            if found.kind == "fade"
            or found.confidence > max((cut_curve[k] for k in peaks if _covers(found, k)), default=0)
        ]
        cuts = [
            Transition(frame, frame, "cut", float(cut_curve[frame]))
            for frame in peaks
            if not any(_covers(found, frame) for found in kept)
        ]
        for found in kept:
            cut_curve[found.start : found.stop] = curve[found.start : found.stop]
        return Detection(self.info, tuple(sorted([*cuts, *kept])), cut_curve, self._threshold)


def _cut_curve(track: Track, model: Model) -> NDArray[np.float32]:
    """Give the chance of every frame to be the first after a cut, shape (n_frames,)."""
    evidence = track.evidence
    curve = np.zeros(track.n_frames, np.float32)
    frames = evidence.frames
    if len(frames):
        chance = model.cut_probability(cut_features(evidence, track.similarities))
        curve[frames] = with_encoder(chance, track.is_intra[frames])
    # Nothing is cut where a video comes out of its first black or goes into its last one.
    shown = np.flatnonzero(~flat_frames(track))
    if len(shown):
        curve[: shown[0] + 1] = 0
        curve[shown[-1] + 1 :] = 0
    return curve


def _peaks(curve: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep of neighbouring frames the likeliest: one cut often leaves traces in two."""
    before, after = np.pad(curve, 1)[:-2], np.pad(curve, 1)[2:]
    return np.where((curve > before) & (curve >= after), curve, 0).astype(np.float32)


def _covers(found: Transition, frame: int) -> bool:
    return found.start - COVER <= frame <= found.stop + COVER
