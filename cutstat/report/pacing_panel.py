"""The pictures of pacing: curves of series, and every episode as a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.core.words import with_article
from cutstat.figures import theme
from cutstat.figures.marks import Marks, placed, together
from cutstat.figures.pacing import (
    MANY_BASELINES,
    PacingLine,
    draw_heat,
    draw_pacing,
    heat_marks,
    pacing_marks,
)
from cutstat.measure.pacing import BANDWIDTH_SECONDS
from cutstat.report.picture import (
    EPISODE_LABELS,
    MARGIN,
    PAGE_WIDTH,
    Material,
    Picture,
    axes_at,
)
from cutstat.stats.distribution import has_break, series_pacing
from cutstat.stats.plain import course_findings, episode_findings
from cutstat.stats.sample import SeriesSample

PACING_ROW = 62.0
HEAT_ROW, HEAT_MAX = 3.6, 48.0
HEAT_GAP = 8.0
"""Heights of rows, in mm."""

PRINTED = slice(3)
"""Series whose episodes pages to print show: more are looked up on a screen."""

HEAT_BAR = 18.0
MIN_BAR = 24.0


def _pacing_line(sample: SeriesSample, material: Material, *, by_parts: bool) -> PacingLine:
    pacing = series_pacing(sample, by_parts=by_parts)
    low, high = pacing.band
    return PacingLine(
        label=sample.name,
        progress=pacing.progress,
        median=pacing.median,
        low=low,
        high=high,
        episodes=pacing.episodes,
        names=tuple(episode.name.label for episode in sample.episodes),
        is_target=sample is material.target,
        has_parts=pacing.has_parts,
        unit=material.unit,
    )


def _pacing(material: Material) -> tuple[PacingLine, ...]:
    everyone = material.everyone
    by_parts = all(has_break(one) for one in everyone)  # else one axis would have two meanings
    return tuple(_pacing_line(one, material, by_parts=by_parts) for one in everyone)


def _pacing_caption(values: Sequence[PacingLine], material: Material) -> str:
    return (
        f"Median over the {material.unit}s of each series; the band round the target holds the "
        f"middle half of its {material.unit}s. Cuts are smoothed over {BANDWIDTH_SECONDS:.0f} s, "
        f"over less in very short {material.unit}s.{_parts(values)}"
    ) + (
        f" The band of the {len(values) - 1} baselines reaches from the lowest of their medians to "
        "the highest."
        if len(values) > MANY_BASELINES + 1
        else ""
    )


def _draw_pacing(
    figure: Figure, top: float, values: Sequence[PacingLine], shown: slice, *, stretch: float
) -> Marks:
    axes = axes_at(figure, top - 4, stretch * PACING_ROW, left=14.0)
    draw_pacing(axes, values)
    return placed(axes, partial(pacing_marks, values))


def _draw_heat_on(axes: Axes, values: Sequence[PacingLine]) -> None:
    """Draw the episodes of the target."""
    draw_heat(axes, values[0], top=float(values[0].episodes.max()) or 1.0)


def _parts(values: Sequence[PacingLine]) -> str:
    """Explain the axis of parts, where there are any."""
    if not values[0].has_parts:
        return ""
    return (
        f" Part A and part B of each {values[0].unit} are each stretched to half of the width, so "
        "that the break stands at one place."
    )


def _heat_height(line: PacingLine) -> float:
    return min(HEAT_ROW * len(line.names), HEAT_MAX)


def _draw_heat_maps(
    figure: Figure, top: float, values: Sequence[PacingLine], shown: slice, *, stretch: float
) -> Marks:
    marks: list[Marks] = []
    peak = max(float(line.episodes.max()) for line in values) or 1.0
    position = top
    lines = values[shown]
    for line in lines:
        position -= HEAT_GAP
        height = stretch * (HEAT_GAP + _heat_height(line)) - HEAT_GAP
        axes = axes_at(figure, position, height, left=EPISODE_LABELS, right=HEAT_BAR + 8)
        image = draw_heat(axes, line, top=peak)
        marks.append(placed(axes, partial(heat_marks, line)))
        if line is not lines[-1]:
            axes.tick_params(axis="x", labelbottom=False)
            axes.set_xlabel("")
        position -= height
    bar = axes_at(
        figure,
        top - HEAT_GAP,
        max(min(top - HEAT_GAP - position, 40), MIN_BAR),
        left=PAGE_WIDTH - 2 * MARGIN - HEAT_BAR,
        right=HEAT_BAR - 4,
    )
    colorbar = figure.colorbar(image, cax=bar)
    colorbar.outline.set_visible(False)
    bar.tick_params(length=0, labelsize=theme.SMALL)
    bar.set_title("Cuts/min", fontsize=theme.SMALL, color=theme.MUTED, loc="left")
    return together(marks)


PACING = Picture(
    "pacing",
    "Pacing",
    _pacing,
    _pacing_caption,
    22,
    lambda values: (PACING_ROW,),
    _draw_pacing,
    draw_pacing,
    findings=lambda values, material: course_findings(
        material.comparison, values[0].median, [one.median for one in values[1:]]
    ),
    stretches=True,
)

HEAT_MAP = Picture(
    "heat-map",
    "every {unit} from start to end",
    _pacing,
    lambda values, material: (
        f"One row {with_article(material.unit)}, its body from start to end; brighter means more "
        "cuts per minute." + _parts(values)
    ),
    22,
    lambda values: tuple(HEAT_GAP + _heat_height(line) for line in values),
    _draw_heat_maps,
    _draw_heat_on,
    findings=lambda _, material: episode_findings(material.comparison),
    printed=PRINTED,
    stretches=True,
    fits=lambda material: not material.is_one_film,
    needs="several films",
)
