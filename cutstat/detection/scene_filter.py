"""FFmpeg's scene filter as a detector: crude, and what large collections were analysed with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Detection, DetectorInfo, Transition

THRESHOLD = 0.2
"""Score above which a frame begins a shot: that of trace.moe."""


@dataclass(frozen=True, slots=True)
class SceneFilterDetector:
    """``select='gt(scene,0.2)'``, on whole pictures or scaled to a size before."""

    size: tuple[int, int] | None = None
    """Width and height."""

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters."""
        parameters: dict[str, float | int | str | bool] = {"threshold": THRESHOLD}
        if self.size is not None:
            parameters["scale"] = f"{self.size[0]}:{self.size[1]}"
        return DetectorInfo("ffmpeg-scene", "1", parameters)

    def detect_scores(self, scores: NDArray[np.float32]) -> Detection:
        """Take the frames whose score is above the threshold for cuts.

        Parameters
        ----------
        scores : ndarray of float, shape (n_frames,)
            FFmpeg's scene score of each frame, 0..1.
        """
        cuts = np.flatnonzero(scores > THRESHOLD)
        return Detection(
            self.info,
            tuple(Transition(frame, frame) for frame in cuts[cuts > 0].tolist()),
            scores.astype(np.float32),
            THRESHOLD,
        )
