"""A minute of each series as a film strip: one picture a shot, as wide as the shot is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from cutstat.figures import theme
from cutstat.figures.marks import Mark
from cutstat.figures.text import shorten

HEIGHT = 0.62
"""Height of a strip as a share of its row; its name stands above."""

GAP = 0.45
"""Room between two shots, in mm."""

UNKNOWN = ("#C9C5BC", "#B3AEA3")
"""Colours of neighbouring shots of which no picture is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Some time of one series, at most a minute."""

    label: str
    detail: str
    """Which passage it is, and its shots."""

    edges: NDArray[np.float64]
    """Where its shots begin and end, in seconds after its beginning, shape (n_shots + 1,)."""

    images: tuple[NDArray[np.uint8], ...]
    """A picture of each shot, red, green, blue, of shape (height, width, 3); none if not known."""

    colours: NDArray[np.uint8]
    """Mean colour of each shot, shape (n_shots, 3); of no length if not known."""

    is_target: bool = False


def draw_strips(axes: Axes, strips: Sequence[Strip], *, shown: slice = slice(None)) -> None:
    """Draw strips below each other, on one scale of time.

    Parameters
    ----------
    axes : Axes
        Where to draw; they are as wide as the longest strip.
    strips : sequence of Strip
        From top to bottom.
    shown : slice
        Those to draw.
    """
    longest = max(float(strip.edges[-1]) for strip in strips)
    strips = strips[shown]
    axes.set_axis_off()
    axes.set_xlim(0, longest)
    axes.set_ylim(len(strips), 0)
    axes.set_autoscale_on(False)
    width, height = (
        size / axes.figure.dpi * theme.MM_PER_INCH for size in (axes.bbox.width, axes.bbox.height)
    )
    row, scale = height / max(len(strips), 1), width / longest
    for position, strip in enumerate(strips):
        color = theme.TARGET if strip.is_target else theme.BASELINE
        top = position + 1 - HEIGHT
        axes.text(
            longest, top - 0.06, strip.detail, ha="right", fontsize=theme.SMALL, color=theme.MUTED
        )
        axes.text(
            0,
            top - 0.06,
            shorten(strip.label, width / 2, theme.NORMAL, bold=True),
            fontweight="bold",
            color=color,
        )
        for index, (start, stop) in enumerate(zip(strip.edges, strip.edges[1:], strict=False)):
            wide = max((stop - start) * scale - GAP, 0.15)
            _draw_shot(
                axes, strip, index, (start, start + wide / scale), top, wide / (row * HEIGHT)
            )


def _draw_shot(
    axes: Axes, strip: Strip, index: int, span: tuple[float, float], top: float, shape: float
) -> None:
    """Draw one shot from `top` to the bottom of its row; `shape` is its width over its height.

    A picture fills it and loses what does not fit at its sides. It is not blown up: the rest of a
    shot that is longer than its picture is wide has its mean colour.
    """
    start, stop = span
    colour = strip.colours[index] / 255 if len(strip.colours) else UNKNOWN[index % len(UNKNOWN)]
    axes.add_patch(Rectangle((start, top), stop - start, HEIGHT, facecolor=colour, lw=0, zorder=-1))
    if not strip.images:
        return
    image = strip.images[index]
    tall, wide = image.shape[:2]
    kept = min(wide, max(round(shape * tall), 1))
    left = (wide - kept) // 2
    right = start + (stop - start) * min(1.0, wide / (shape * tall))
    axes.imshow(
        image[:, left : left + kept],
        extent=(start, right, top + HEIGHT, top),
        aspect="auto",
        interpolation="bilinear",
    )


def strip_marks(strips: Sequence[Strip], *, shown: slice = slice(None)) -> list[Mark]:
    """Give what the shots that `draw_strips` draws say: their lengths."""
    return [
        Mark(
            float(start + stop) / 2,
            position + 1 - HEIGHT / 2,
            strip.label,
            theme.seconds(float(stop - start)),
        )
        for position, strip in enumerate(strips[shown])
        for start, stop in zip(strip.edges, strip.edges[1:], strict=False)
    ]
