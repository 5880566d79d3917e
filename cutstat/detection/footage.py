"""How the pictures of a video were made: drawn, rendered or filmed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import FootageKind
from cutstat.detection.curves import FLAT_SLOPE
from cutstat.detection.rhythm import steps_of

SHOWN = 10.0
"""Standard deviation of brightness, in grey levels, from which a picture shows something."""

MOVING = 0.8
"""Change in grey levels from which something moves."""

HELD_SHARE = 0.35
"""Share of the larger change next to it under which a frame shows a drawing held on."""

GRAIN_SHARE = 0.1
"""Share of the frames in which nothing moves but the grain."""

LITTLE_GRAIN, MOST_GRAIN = 3.0, 6.0
"""Change in grey levels that grain makes at most; where a frame never changes less, the camera
moves. So it does where less than the most is in nearly all frames the same."""

UNEVEN = 1.5
"""Largest changes over the smallest, from which on the smallest may be more than a little grain."""

GRAIN_IN_LIGHT = 1 / 3
"""Share of the change by grain that is one of brightness, where grain is coloured. Of grain without
colour it is all; to take too little of it leaves a film less sure, to take too much makes it drawn.
"""

CLOSE = 4
"""Steps between two held frames up to which they come of drawing on twos, threes or fours. Film
brought to 30 frames a second repeats every fifth frame, and no others."""

FEWEST = 12
"""Moving frames under which nothing can be said."""


@dataclass(frozen=True, slots=True)
class Footage:
    """How likely the pictures were made in each way.

    It weighs what is seen: a picture that changes in one step is the next drawing of a figure in a
    drawn film, and a jump cut in a filmed one.
    """

    drawn: float
    """Chance that they were drawn, 0..1."""

    filmed: float
    """Chance that they were filmed, 0..1; the rest is rendered in 3D."""

    @classmethod
    def surely(cls, kind: FootageKind) -> Footage:
        """Give what is known for sure."""
        return cls(float(kind == "drawn"), float(kind == "filmed"))

    @classmethod
    def likely(cls, drawn: float) -> Footage:
        """Give what is known of a video that looks so drawn; nothing tells rendered from filmed."""
        return cls(drawn, (1 - drawn) / 2)

    @property
    def as_drawn(self) -> float:
        """How far it is weighed as a drawn film, 0..1.

        Wholly from a chance of three quarters on, and not at all up to a quarter.
        """
        return min(max(2 * self.drawn - 0.5, 0.0), 1.0)

    @property
    def kind(self) -> FootageKind:
        """The likeliest way; filmed where rendered is as likely."""
        rendered = 1 - self.drawn - self.filmed
        if self.drawn >= 0.5:
            return "drawn"
        return "rendered" if rendered > self.filmed else "filmed"

    def columns(self, n: int) -> NDArray[np.float32]:
        """Give the chances as inputs of a network, the same for n rows."""
        return np.tile(np.array([self.drawn, self.filmed], np.float32), (n, 1))


def footage_features(
    curves: Mapping[str, NDArray[np.float32]], *, step: int
) -> NDArray[np.float32] | None:
    """Describe how the pictures of a video move, and what they look like.

    Drawn films hold drawings for two or three frames where film moves with every frame; their
    areas are flat, their outlines sharp. These three of a dozen measures told most with titles
    left out; the others added nothing to them.

    Returns
    -------
    ndarray of float32, shape (1, 3), or None
        Share of moving frames that hold a drawing, median share of flat and of busy places. None
        if too little moves.
    """
    shows = curves["deviation"] > SHOWN
    steps = steps_of(curves["change"], step=step)
    grain = _grain_of(steps[step::step])
    # Where frames are blended, one drawing may be held from one step to the next at one phase, and
    # lie between two steps at the other.
    shares = [
        _held_share(steps[phase::step], shows[phase::step], grain)
        for phase in range(step, 2 * step)
    ]
    held = max((share for share in shares if share is not None), default=None)
    if held is None:
        return None
    flat = min(float(np.median(curves["flat"][shows])) / _still_flat(grain), 1.0)
    return np.array([[held, flat, np.median(curves["busy"][shows])]], np.float32)


def _grain_of(change: NDArray[np.float32]) -> float:
    """Say how much of the changes is grain, in grey levels: it changes every frame."""
    if not len(change):
        return 0.0
    least, most = np.quantile(change, [GRAIN_SHARE, 1 - GRAIN_SHARE / 2])
    return min(float(least), MOST_GRAIN if most > UNEVEN * least else LITTLE_GRAIN)


def _held_share(
    change: NDArray[np.float32], shows: NDArray[np.bool_], grain: float
) -> float | None:
    """Give the share of moving frames that hold a drawing; None if too little moves."""
    change = np.maximum(change - np.float32(grain), 0)
    padded = np.pad(change, 1, mode="edge") if len(change) else np.zeros(2, np.float32)
    largest = np.maximum(padded[:-2], padded[2:])
    moves = (largest > MOVING) & shows
    if moves.sum() < FEWEST:
        return None
    held = np.flatnonzero((change < HELD_SHARE * largest) & (largest > MOVING))
    is_close = np.diff(held) <= CLOSE
    is_drawing = np.zeros(len(change), bool)
    is_drawing[held[1:][is_close]] = True
    is_drawing[held[:-1][is_close]] = True
    return float(is_drawing[moves].mean())


def _still_flat(grain: float) -> float:
    """Say which share of flat places still looks flat under grain.

    Grain differs between neighbouring places as it does between frames: by as much on average,
    and normally distributed.
    """
    return math.erf(FLAT_SLOPE / max(GRAIN_IN_LIGHT * grain * math.sqrt(math.pi), 1e-6))
