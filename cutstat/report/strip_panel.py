"""A minute of each series as a film strip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matplotlib.figure import Figure

from cutstat.figures.marks import Marks, placed
from cutstat.figures.strip import Strip, draw_strips, strip_marks
from cutstat.measure.pacing import WINDOW_SECONDS
from cutstat.report.picture import Material, Picture, axes_at
from cutstat.report.strips import MOST_STRIPS, strips_of

STRIP_ROW = 19.5
"""Height of a strip with its name, in mm."""


def _strips(material: Material) -> tuple[Strip, ...]:
    return strips_of(material.everyone, material.looks)


def blocks_said(strips: Sequence[Strip]) -> str:
    """Say what the blocks of strips are, in a sentence without its full stop."""
    if any(strip.images for strip in strips):
        return (
            "One picture a shot, as wide as the shot is long; what it leaves free has the shot's "
            "mean colour"
        )
    has_colours = any(len(strip.colours) for strip in strips)
    return "One block a shot, as wide as the shot is long" + (
        ", in its mean colour" if has_colours else ""
    )


def _caption(strips: Sequence[Strip], material: Material) -> str:
    is_short = any(strip.edges[-1] < WINDOW_SECONDS for strip in strips)
    passage = "A part" if is_short else "A minute"
    whole = "film" if material.is_one_film else "series"
    said = f"{passage} that is cut about as fast as its {whole}. {blocks_said(strips)}."
    if len(material.everyone) > MOST_STRIPS:
        said += f" Of {len(material.baselines)} baselines some, from the fastest to the slowest."
    return said


def _draw(figure: Figure, top: float, strips: Sequence[Strip], shown: slice) -> Marks:
    axes = axes_at(figure, top, STRIP_ROW * len(strips[shown]), left=0, right=0)
    draw_strips(axes, strips, shown=shown)
    return placed(axes, partial(strip_marks, strips, shown=shown))


STRIPS = Picture(
    "strip",
    "What it looks like",
    _strips,
    _caption,
    8.0,
    lambda strips: (STRIP_ROW,) * len(strips),
    _draw,
    lambda axes, strips: draw_strips(axes, strips),
    reflows=True,
)
