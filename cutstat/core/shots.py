"""Transitions, the shots between them, and what a detector says about a video."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

TransitionKind = Literal["cut", "dissolve", "fade", "wipe"]
TRANSITION_KINDS: tuple[TransitionKind, ...] = get_args(TransitionKind)

IMPORTED = "imported list"
"""Name of what stands for a detector where the shots are those of a list, and no video was seen."""


@dataclass(frozen=True, slots=True, order=True)
class Shot:
    """One continuous view: the half-open span of frames ``[start, stop)``."""

    start: int
    """First frame."""

    stop: int
    """Frame after the last."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"a shot needs 0 <= start < stop, got [{self.start}, {self.stop})")

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True, order=True)
class Transition:
    """The border between two shots.

    A cut has ``start == stop``, the first frame of the new shot. A gradual transition covers the
    half-open span of frames that belong to neither shot.
    """

    start: int
    """First frame that no longer belongs to the old shot."""

    stop: int
    """First frame that wholly belongs to the new shot."""

    kind: TransitionKind = "cut"
    """How one shot becomes the other."""

    confidence: float = 1.0
    """Chance that a person would mark this transition, 0..1."""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(
                f"a transition needs 0 <= start <= stop, got {self.start}..{self.stop}"
            )
        if (self.kind == "cut") != (self.start == self.stop):
            raise ValueError(f"a {self.kind} cannot span {self.start}..{self.stop}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in 0..1, got {self.confidence}")

    @property
    def is_gradual(self) -> bool:
        """Whether the transition lasts for some frames."""
        return self.start < self.stop

    @property
    def border(self) -> int:
        """Frame at which the new shot is counted to begin: the middle of a gradual transition."""
        return (self.start + self.stop) // 2


@dataclass(frozen=True, slots=True)
class DetectorInfo:
    """Which detector, in which version, with which parameters: what results depend on."""

    name: str
    version: str
    parameters: Mapping[str, float | int | str | bool]

    @property
    def key(self) -> str:
        """Hash of all of it, 16 hexadecimal digits: what results are kept under."""
        text = json.dumps([self.name, self.version, dict(self.parameters)], sort_keys=True)
        return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        settings = ", ".join(f"{key}={value}" for key, value in sorted(self.parameters.items()))
        return f"{self.name} {self.version}" + (f" ({settings})" if settings else "")


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """What a detector found in one video."""

    detector: DetectorInfo

    transitions: tuple[Transition, ...]
    """In order of time, not overlapping."""

    curve: NDArray[np.float32]
    """Score of every frame, shape (n_frames,): how sure the detector is that a new shot begins
    there, or within a gradual transition that was found, that the frame lies in one. ``nan`` where
    the detector gives none."""

    threshold: float
    """Level of the curve from which the detector calls a frame a cut."""

    def __post_init__(self) -> None:
        n_frames = len(self.curve)
        for before, after in pairwise(self.transitions):
            if after.border <= before.border or after.start < before.stop:
                raise ValueError(f"transitions out of order or overlapping: {before}, {after}")
        if self.transitions:
            first, last = self.transitions[0], self.transitions[-1]
            if first.border < 1 or last.border >= n_frames or last.stop > n_frames:
                raise ValueError(f"transitions {first}..{last} do not fit {n_frames} frames")

    @property
    def n_frames(self) -> int:
        """Number of frames of the video."""
        return len(self.curve)

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The shots between the transitions; they cover the video without gap or overlap."""
        return shots_between(self.transitions, n_frames=self.n_frames)


def shots_between(transitions: Sequence[Transition], *, n_frames: int) -> tuple[Shot, ...]:
    """Cut a video into shots at its transitions.

    Parameters
    ----------
    transitions : sequence of Transition
        In order of time.
    n_frames : int > 0
        Length of the video.

    Returns
    -------
    tuple of Shot
        One more than there are transitions. A gradual transition is split in its middle, so that
        the lengths of the shots add up to the length of the video.
    """
    borders = [0, *(transition.border for transition in transitions), n_frames]
    return tuple(Shot(start, stop) for start, stop in pairwise(borders))
