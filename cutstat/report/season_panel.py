"""The picture of series with their episodes as rows, segments and cuts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.core.episodes import Unit
from cutstat.core.segments import SegmentKind
from cutstat.core.words import with_article
from cutstat.figures.marks import Marks, placed, together
from cutstat.figures.season import SeasonBlock, draw_key, draw_season, season_marks
from cutstat.report.picture import EPISODE_LABELS, Material, Picture, axes_at
from cutstat.report.season import season_blocks

SEASON_ROW, SEASON_LOW_ROW, SEASON_MAX = 5.0, 3.4, 192.0
"""Heights of an episode, of one among many, and of a series at most, in mm."""

MOST_HIGH = 13
"""Episodes of a series up to which rows are high."""

SEASON_GAP = 13.0
"""Room for the name of a series above its rows and the ticks below them, in mm."""

KEY_HEIGHT = 5.0

PRINTED = slice(3)
"""Series on pages to print: more are looked up on a screen."""


def _season(material: Material) -> tuple[SeasonBlock, ...]:
    return season_blocks(material.everyone, target=material.target.name, looks=material.looks)


def season_caption(season: Sequence[SeasonBlock], unit: Unit) -> str:
    """Say what a reader should know to read the picture."""
    caption = f"One row {with_article(unit)}, in minutes of its file. "
    if any(block.has_colours for block in season):
        caption += (
            "The band shows the mean colours of its pictures, white lines are cuts, and the strip "
            "below is its segments."
        )
    else:
        caption += "Colours are segments, ticks are cuts."
    if any(block.has_doubts for block in season):
        caption += " Where it is hatched a segment may lie, which is counted as body."
    return caption


def _season_height(block: SeasonBlock) -> float:
    row = SEASON_ROW if len(block.rows) <= MOST_HIGH else SEASON_LOW_ROW
    return min(row * len(block.rows), SEASON_MAX)


def _draw_season(
    figure: Figure, top: float, season: Sequence[SeasonBlock], shown: slice, *, stretch: float
) -> Marks:
    blocks = season[shown]
    marks: list[Marks] = []
    position = top
    kinds = frozenset[SegmentKind]().union(*(block.kinds for block in blocks))
    key = axes_at(figure, position, KEY_HEIGHT, left=EPISODE_LABELS, right=0)
    draw_key(key, kinds, has_doubts=any(block.has_doubts for block in blocks))
    position -= KEY_HEIGHT
    for block in blocks:
        row = stretch * (SEASON_GAP + _season_height(block))
        axes = axes_at(figure, position - 8, row - SEASON_GAP, left=EPISODE_LABELS, right=0)
        draw_season(axes, block)
        marks.append(placed(axes, partial(season_marks, block)))
        position -= row
    axes.set_xlabel("Minutes")
    return together(marks)


def _draw_target(axes: Axes, blocks: Sequence[SeasonBlock]) -> None:
    draw_season(axes, blocks[0])
    axes.set_xlabel("Minutes")


SEASON = Picture(
    "season",
    "every {unit} with its segments and cuts",
    _season,
    lambda season, material: season_caption(season, material.unit),
    KEY_HEIGHT + 9,
    lambda season: tuple(SEASON_GAP + _season_height(block) for block in season),
    _draw_season,
    _draw_target,
    printed=PRINTED,
    stretches=True,
)
