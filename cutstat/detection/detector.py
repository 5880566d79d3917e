"""What every detector offers, and cutstat's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import FootageKind
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.track import Track
from cutstat.detection.circumstances import around_cuts, around_runs
from cutstat.detection.cuts import cut_log_odds, peaks_of
from cutstat.detection.flat_shots import without_flat_shots
from cutstat.detection.footage import Footage, footage_features
from cutstat.detection.gradual import find_runs, flat_frames, gradual_log_odds
from cutstat.detection.model import Model, shipped_digest, shipped_model
from cutstat.detection.network import chance_of
from cutstat.detection.sampling import step_of
from cutstat.detection.similarity import CHANNELS, LAGS
from cutstat.errors import InputError

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


@runtime_checkable
class ScoreDetector(Detector, Protocol):
    """A detector that goes by FFmpeg's scene score alone."""

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height that pictures are scaled to before; None for as they are."""
        ...

    def detect_scores(self, scores: NDArray[np.float32]) -> Detection:
        """Find the transitions of a video by the scores of its frames, 0..1."""
        ...


AnyDetector: TypeAlias = TrackDetector | ImageDetector | ScoreDetector
"""A detector of any kind."""


class CutstatDetector:
    """cutstat's own detector.

    Cuts are looked for at candidates, by evidence between drawings, the similarities of all frames
    around and the rhythm of changes; gradual transitions by the similarities alone. Small networks
    and trees weigh both. A shot of two frames is the shortest that is found between cuts.

    Parameters
    ----------
    threshold : float in 0..1
        Confidence from which a transition is one.
    footage : str, optional
        How the pictures were made, one of `FOOTAGE_KINDS`; told from the video itself if it is not
        said.
    model : Model, optional
        Numbers to use instead of those that come with the package.
    """

    VERSION = "3"

    def __init__(
        self,
        *,
        threshold: float = 0.5,
        footage: FootageKind | None = None,
        model: Model | None = None,
    ) -> None:
        self._threshold = threshold
        self._footage = footage
        self._model = model or shipped_model()
        self._digest = self._model.digest if model else shipped_digest()

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        parameters: dict[str, float | int | str | bool] = {
            "model": self._digest,
            "threshold": self._threshold,
        }
        if self._footage is not None:
            parameters["footage"] = self._footage
        return DetectorInfo("cutstat", self.VERSION, parameters)

    def footage(self, track: Track) -> Footage:
        """Say how the pictures of a video were made: as it was told, or as they look."""
        if self._footage is not None:
            return Footage.surely(self._footage)
        return footage_of(track, self._model)

    def detect(self, track: Track) -> Detection:
        """Find the transitions of the video that left this track.

        Raises
        ------
        InputError
            If the track was made by another version.
        """
        if track.seen.similarities.shape[1:] != (len(LAGS), len(CHANNELS)):
            raise InputError(
                "the track was made by another version of cutstat; scan the video again"
            )
        footage = self.footage(track)
        seen = Weighed(
            cut_log_odds(track, self._model, footage=footage),
            gradual_log_odds(track, self._model, footage=footage),
        )
        return self.settle(track, seen, footage=footage)

    def settle(self, track: Track, seen: Weighed, *, footage: Footage) -> Detection:
        """Turn log odds into transitions: what is likeliest of what excludes each other."""
        step = step_of(track.header.declared_rate)
        believed = self._model.cut.calibration(seen.cuts, around_cuts(seen.cuts, track, footage))
        cut_curve = _cut_curve(track, believed)
        runs = find_runs(seen.gradual, track)
        confidences = chance_of(
            self._model.gradual.calibration(
                np.array([run.log_odds for run in runs], np.float32),
                around_runs(runs, seen.cuts, track, footage),
            )
        )
        gradual = [
            Transition(run.start, run.stop, run.kind, float(confidence))
            for run, confidence in zip(runs, confidences, strict=True)
            if confidence >= self._threshold
        ]
        peaks = np.flatnonzero(peaks_of(cut_curve, reach=step) >= self._threshold).tolist()
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
        curve = chance_of(seen.gradual)
        for found in kept:
            cut_curve[found.start : found.stop] = curve[found.start : found.stop]
        merged = without_flat_shots(sorted([*cuts, *kept]), is_flat=flat_frames(track))
        return Detection(self.info, merged, cut_curve, self._threshold)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """What networks and trees say of a video, before it is calibrated."""

    cuts: NDArray[np.float32]
    """Log odds of each candidate to be a cut, shape (n_candidates,)."""

    gradual: NDArray[np.float32]
    """Log odds of each frame to lie in a gradual transition, shape (n_frames,)."""


def footage_of(track: Track, model: Model | None = None) -> Footage:
    """Tell from a video how its pictures were made; drawn where nothing moves."""
    step = step_of(track.header.declared_rate)
    features = footage_features(track.seen.curves, step=step)
    if features is None:
        return Footage.likely(1.0)
    return Footage.likely(float((model or shipped_model()).footage.probability(features)[0]))


def _cut_curve(track: Track, log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the chance of every frame to be the first after a cut, shape (n_frames,)."""
    curve = np.zeros(track.n_frames, np.float32)
    curve[track.seen.evidence.frames] = chance_of(log_odds)
    # Nothing is cut where a video comes out of its first black or goes into its last one.
    shown = np.flatnonzero(~flat_frames(track))
    if len(shown):
        curve[: shown[0] + 1] = 0
        curve[shown[-1] + 1 :] = 0
    return curve


def _covers(found: Transition, frame: int) -> bool:
    return found.start - COVER <= frame <= found.stop + COVER
