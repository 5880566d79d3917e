"""Observe the pictures of a video as they are decoded: curves of all frames, evidence of some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.track import Evidence
from cutstat.detection import curves
from cutstat.detection.evidence import CANDIDATE_CHANGE, NAMES, REACH, Examiner
from cutstat.detection.similarity import SimilarityBand
from cutstat.detection.window import Window

OBSERVATION_VERSION = "2"
"""Changes whenever the same pictures give other curves or evidence; tracks of another version are
made anew from the video."""


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """What the pictures of a video leave behind; see `Track` for units and shapes."""

    fingerprints: NDArray[np.uint64]
    colours: NDArray[np.uint8]
    curves: Mapping[str, NDArray[np.float32]]
    evidence: Evidence
    similarities: NDArray[np.uint8]


class Observer:
    """Takes in the pictures of a video batch by batch; its memory does not grow with the video."""

    def __init__(self) -> None:
        self._window = Window.empty()
        self._examiner = Examiner()
        self._band = SimilarityBand()
        self._next_candidate = 1
        self._before: Pictures | None = None
        self._fingerprints: list[NDArray[np.uint64]] = []
        self._colours: list[NDArray[np.uint8]] = []
        self._curves: dict[str, list[NDArray[np.float32]]] = {}
        self._similarities: list[NDArray[np.uint8]] = []
        self._frames: list[int] = []
        self._values: list[list[float]] = []

    def feed(self, pictures: Pictures) -> None:
        """Take in the pictures of the next frames, in order."""
        change = curves.differences(pictures, before=self._before)
        self._before = pictures
        self._fingerprints.append(curves.fingerprints(pictures))
        self._colours.append(curves.mean_colours(pictures))
        self._similarities.append(self._band.feed(pictures))
        level, deviation = curves.levels(pictures)
        parts = (("change", change), ("level", level), ("deviation", deviation))
        for name, values in parts:
            self._curves.setdefault(name, []).append(values)
        self._window = self._window.extended(pictures, change)
        self._examine(until=self._window.stop - REACH)
        self._window = self._window.starting_at(self._next_candidate - REACH - 1)
        self._examiner.forget(before=self._window.start)

    def finish(self) -> Observations:
        """Give what was observed, after the last pictures."""
        self._examine(until=self._window.stop)
        return Observations(
            fingerprints=np.concatenate(self._fingerprints),
            colours=np.concatenate(self._colours),
            curves={name: np.concatenate(parts) for name, parts in self._curves.items()},
            evidence=Evidence(
                np.array(self._frames, np.int32),
                NAMES,
                np.array(self._values, np.float32).reshape(-1, len(NAMES)),
            ),
            similarities=np.concatenate(self._similarities),
        )

    def _examine(self, *, until: int) -> None:
        for frame in range(self._next_candidate, until):
            if self._window.change[self._window.index(frame)] < CANDIDATE_CHANGE:
                continue
            values = self._examiner.examine(self._window, frame)
            if values is not None:
                self._frames.append(frame)
                self._values.append(values)
        self._next_candidate = max(self._next_candidate, until)
