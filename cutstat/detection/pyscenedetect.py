"""PySceneDetect's detectors, run on the pictures that cutstat decodes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import scenedetect
from numpy.typing import NDArray
from scenedetect import detectors
from scenedetect.scene_manager import compute_downscale_factor
from scenedetect.stats_manager import StatsManager

from cutstat.core.shots import Detection, DetectorInfo, Transition


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How one detector is made and read."""

    make: type[Any]
    metric: str
    """Beginning of the name of the metric that becomes the curve."""

    threshold: float
    """Level from which (or down to which) the metric means a cut, at the detector's default."""


_RECIPES = {
    "adaptive": _Recipe(detectors.AdaptiveDetector, "adaptive_ratio", 3.0),
    "content": _Recipe(detectors.ContentDetector, "content_val", 27.0),
    "hash": _Recipe(detectors.HashDetector, "hash_dist", 0.35),
    "histogram": _Recipe(detectors.HistogramDetector, "hist_diff", 0.80),
}

NAMES = tuple(_RECIPES)


class PySceneDetectDetector:
    """One of PySceneDetect's detectors at its defaults.

    Pictures are scaled down as PySceneDetect's own scene manager does it. Positions are counts of
    decoded frames, whatever the times of the file say.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    min_shot_frames : int, optional
        Minimum length of a shot in frames; PySceneDetect's default of 15 when not given.
    """

    def __init__(self, name: str, *, min_shot_frames: int | None = None) -> None:
        self._name = name
        self._recipe = _RECIPES[name]
        self._parameters: dict[str, float | int | str | bool] = (
            {} if min_shot_frames is None else {"min_scene_len": min_shot_frames}
        )

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        return DetectorInfo(
            f"pyscenedetect-{self._name}", scenedetect.__version__, dict(self._parameters)
        )

    def detect_images(self, images: Iterable[NDArray[np.uint8]], *, rate: Fraction) -> Detection:
        """Find the cuts in decoded pictures.

        Parameters
        ----------
        images : iterable of ndarray of uint8, shape (height, width, 3)
            Blue, green, red.
        rate : Fraction
            Nominal frames a second.
        """
        detector = self._recipe.make(**self._parameters)
        detector.stats_manager = StatsManager(base_timecode=_position(0, rate))
        cuts: list[int] = []
        n_frames = 0
        for image in images:
            found = detector.process_frame(_position(n_frames, rate), _scaled(image))
            cuts.extend(cut.frame_num for cut in found)
            n_frames += 1
        if n_frames:
            cuts.extend(
                cut.frame_num for cut in detector.post_process(_position(n_frames - 1, rate))
            )
        borders = sorted({cut for cut in cuts if 0 < cut < n_frames})
        return Detection(
            self.info,
            tuple(Transition(cut, cut) for cut in borders),
            self._curve(detector, n_frames=n_frames, rate=rate),
            self._recipe.threshold,
        )

    def _curve(self, detector: Any, *, n_frames: int, rate: Fraction) -> NDArray[np.float32]:
        """Read the metric of every frame; ``nan`` where the detector gives none."""
        curve = np.full(n_frames, np.nan, np.float32)
        keys = [key for key in detector.get_metrics() if key.startswith(self._recipe.metric)]
        for frame in range(n_frames):
            values = detector.stats_manager.get_metrics(_position(frame, rate), keys[:1])
            if values and values[0] is not None:
                curve[frame] = values[0]
        return curve


def _position(frame: int, rate: Fraction) -> scenedetect.FrameTimecode:
    return scenedetect.FrameTimecode(frame, fps=rate)


def _scaled(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    factor = compute_downscale_factor(max(height, width))
    if factor <= 1:
        return image
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)
