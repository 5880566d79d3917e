"""Marks that several figures share."""

from __future__ import annotations

import math
from collections.abc import Iterable

from matplotlib.axes import Axes

BEYOND = {"left": "<", "right": ">"}
"""Markers at the edge of axes for what lies outside of them."""


def draw_interval(
    axes: Axes, interval: tuple[float, float], height: float, *, color: str, width: float
) -> None:
    """Draw an interval as a bar, with an arrow where it goes on beyond the axes."""
    low, high = axes.get_xlim()
    inside = [min(max(end, low), high) for end in interval]
    axes.plot(inside, [height] * 2, color=color, lw=width, solid_capstyle="butt")
    for end, kept, side in zip(interval, inside, ("left", "right"), strict=True):
        if end != kept:
            axes.plot([kept], [height], BEYOND[side], color=color, ms=5)


def draw_point(axes: Axes, value: float, height: float, *, color: str, size: float) -> None:
    """Draw a value as a dot, or as an arrow at the edge where it lies beyond the axes."""
    low, high = axes.get_xlim()
    place = min(max(value, low), high)
    marker = "o" if place == value else BEYOND["left" if place == low else "right"]
    axes.plot([place], [height], marker, color=color, ms=size, mec="white", mew=1)


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
