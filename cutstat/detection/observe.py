"""Observe the pictures of a video as they are decoded: curves of all frames, evidence of some."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.track import Evidence, Observations
from cutstat.detection import curves
from cutstat.detection.bars import BarCutter
from cutstat.detection.evidence import CANDIDATE_CHANGE, NAMES, REACH, CandidateEvidence, Examiner
from cutstat.detection.sampling import step_of
from cutstat.detection.similarity import SimilarityBand
from cutstat.detection.window import Window

OBSERVATION_VERSION = "3"
"""Changes whenever the same pictures give other curves or evidence; tracks of another version are
made anew from the video."""

ACROSS_EVERY = 4
"""Steps between places at which the pictures half a second before and after are compared."""


class Observer:
    """Takes in the pictures of a video batch by batch; its memory does not grow with the video.

    Parameters
    ----------
    rate : Fraction or float, optional
        Frames a second that the video declares; see `step_of`.
    """

    def __init__(self, *, rate: Fraction | float | None = None) -> None:
        self._step = step_of(rate)
        self._reach = REACH * self._step
        self._bars = BarCutter()
        self._window = Window.empty()
        self._examiner = Examiner(step=self._step)
        self._band = SimilarityBand(step=self._step)
        self._next_candidate = 1
        self._before: Pictures | None = None
        self._fingerprints: list[NDArray[np.uint64]] = []
        self._colours: list[NDArray[np.uint8]] = []
        self._curves: dict[str, list[NDArray[np.float32]]] = {}
        self._across: list[float] = []
        self._similarities: list[NDArray[np.uint8]] = []
        self._frames: list[int] = []
        self._values: list[CandidateEvidence] = []

    def feed(self, pictures: Pictures) -> None:
        """Take in the pictures of the next frames, in order."""
        for ready in self._bars.feed(pictures):
            self._observe(ready)

    def finish(self) -> Observations:
        """Give what was observed, after the last pictures."""
        for ready in self._bars.finish():
            self._observe(ready)
        self._examine(until=self._window.stop)
        return Observations(
            fingerprints=np.concatenate(self._fingerprints),
            colours=np.concatenate(self._colours),
            curves={
                **{name: np.concatenate(parts) for name, parts in self._curves.items()},
                "across": np.array([1.0, *self._across], np.float32)[: self._window.stop],
            },
            evidence=Evidence(
                np.array(self._frames, np.int32),
                NAMES,
                np.array(self._values, np.float32).reshape(-1, len(NAMES)),
            ),
            similarities=np.concatenate(self._similarities),
        )

    def _observe(self, pictures: Pictures) -> None:
        change = curves.differences(pictures, before=self._before)
        self._before = pictures
        self._fingerprints.append(curves.fingerprints(pictures))
        self._colours.append(curves.mean_colours(pictures))
        shares = curves.histograms(pictures)
        self._similarities.append(self._band.feed(pictures, shares))
        level, deviation = curves.levels(pictures)
        flat, busy = curves.textures(pictures)
        parts = {"change": change, "level": level, "deviation": deviation, "flat": flat}
        for name, values in (parts | {"busy": busy}).items():
            self._curves.setdefault(name, []).append(values)
        self._window = self._window.extended(pictures, shares, change)
        self._examine(until=self._window.stop - self._reach)
        self._window = self._window.starting_at(self._next_candidate - self._reach - 1)
        self._examiner.forget(before=self._window.start)

    def _examine(self, *, until: int) -> None:
        for frame in range(self._next_candidate, until):
            if frame % (ACROSS_EVERY * self._step) == 0 or not self._across:
                start = max(frame - self._reach, self._window.start)
                stop = min(frame + self._reach, self._window.stop) - 1
                likeness = self._examiner.likeness(self._window, start, stop)
            else:
                likeness = self._across[-1]
            self._across.append(likeness)
            if not self._is_candidate(frame):
                continue
            values = self._examiner.examine(self._window, frame)
            if values is not None:
                self._frames.append(frame)
                self._values.append(values)
        self._next_candidate = max(self._next_candidate, until)

    def _is_candidate(self, frame: int) -> bool:
        """Whether a frame changes enough, and within its step most.

        Repeated and blended frames spread one change over several.
        """
        change, here, near = self._window.change, self._window.index(frame), self._step - 1
        if change[here] < CANDIDATE_CHANGE / self._step:
            return False
        return bool(change[here] >= change[max(here - near, 0) : here + near + 1].max())
