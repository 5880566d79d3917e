"""Marks that several figures share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

BEYOND = {"left": "<", "right": ">"}
"""Markers at the edge of axes for what lies outside of them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a figure that has something to say to who points at it."""

    x: float
    """In the data of its axes; after `placed`, a share of the figure's width from the left."""

    y: float
    """In the data of its axes; after `placed`, a share of the figure's height from the top."""

    label: str
    """Series or episode that it belongs to."""

    text: str


Marks: TypeAlias = Callable[[], tuple[Mark, ...]]
"""What the places of a drawn picture say, once somebody asks: most pictures have no reader who can
point at them, and a season has a hundred thousand places."""


def placed(axes: Axes, marks: Callable[[], Iterable[Mark]]) -> Marks:
    """Give marks of some axes as places in the whole figure; those beyond the axes are left out."""

    def place() -> tuple[Mark, ...]:
        kept = tuple(marks())
        if not kept:
            return ()
        points = axes.transData.transform([(mark.x, mark.y) for mark in kept])
        box = axes.bbox.padded(1)
        inside = np.all((points >= box.min) & (points <= box.max), axis=1)
        shares = axes.figure.transFigure.inverted().transform(points).tolist()
        return tuple(
            Mark(x, 1 - y, mark.label, mark.text)
            for mark, is_inside, (x, y) in zip(kept, inside.tolist(), shares, strict=True)
            if is_inside
        )

    return place


def together(parts: Sequence[Marks]) -> Marks:
    """Give the marks of several axes, in order."""
    return lambda: tuple(mark for part in parts for mark in part())


def draw_interval(
    axes: Axes,
    interval: tuple[float, float],
    height: float,
    *,
    color: str,
    width: float,
    alpha: float = 1.0,
) -> None:
    """Draw an interval as a bar, with an arrow where it goes on beyond the axes."""
    low, high = axes.get_xlim()
    inside = [min(max(end, low), high) for end in interval]
    axes.plot(inside, [height] * 2, color=color, lw=width, alpha=alpha, solid_capstyle="butt")
    for end, kept, side in zip(interval, inside, ("left", "right"), strict=True):
        if end != kept:
            axes.plot([kept], [height], BEYOND[side], color=color, ms=5)


def draw_point(axes: Axes, value: float, height: float, *, color: str, size: float) -> None:
    """Draw a value as a dot, or as an arrow at the edge where it lies beyond the axes."""
    low, high = axes.get_xlim()
    place = min(max(value, low), high)
    marker = "o" if place == value else BEYOND["left" if place == low else "right"]
    axes.plot([place], [height], marker, color=color, ms=size, mec="white", mew=1)


def draw_cuts(
    axes: Axes,
    cuts: NDArray[np.float64],
    start: float | NDArray[np.float64],
    stop: float | NDArray[np.float64],
    *,
    color: str,
    width: float,
) -> None:
    """Draw an upright line for each cut; one path for all is drawn soon, and keeps files small.

    Parameters
    ----------
    axes : Axes
        Where to draw; their limits stay as they are.
    cuts : ndarray of float, shape (n_cuts,)
        Where they stand.
    start, stop : float or ndarray of float, shape (n_cuts,)
        Heights of the ends of each.
    color : str
        Color of the lines.
    width : float
        Their width in points.
    """
    ends = np.empty((len(cuts), 2, 2))
    ends[:, :, 0] = cuts[:, None]
    ends[:, 0, 1], ends[:, 1, 1] = start, stop
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO], np.uint8), len(cuts))
    axes.add_artist(
        PathPatch(
            Path(ends.reshape(-1, 2), codes),
            facecolor="none",
            edgecolor=color,
            lw=width,
            capstyle="butt",
            zorder=3,
        )
    )


def spaced_ticks(
    candidates: Iterable[float], low: float, high: float, *, steps: int
) -> list[float]:
    """Choose ticks for a logarithmic axis, the outermost first, that stand apart enough to be read.

    `steps` is the number of labels that have room side by side. 1 is always among the ticks.
    """
    inside = [tick for tick in candidates if low < tick < high]
    gap = math.log(high / low) / steps
    chosen = [1.0]
    for tick in sorted(inside, key=lambda tick: -abs(math.log(tick))):
        if all(abs(math.log(tick / other)) >= gap for other in chosen):
            chosen.append(tick)
    return sorted(chosen)


def write_beside(axes: Axes, position: float, text: str, *, color: str, size: float) -> None:
    """Write a text at the right of the axes, beside the row at `position`; `size` is in points."""
    axes.annotate(
        text,
        (1.0, position),
        xycoords=("axes fraction", "data"),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=color,
        fontsize=size,
        annotation_clip=False,
    )
