"""The pictures of a report."""

from __future__ import annotations

from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.episodes import draw_episodes, episode_marks
from cutstat.figures.lengths import draw_shot_lengths, length_marks
from cutstat.figures.marks import Mark, placed
from cutstat.figures.pacing import (
    MANY_BASELINES,
    PacingLine,
    draw_heat,
    draw_pacing,
    heat_marks,
    pacing_marks,
)
from cutstat.figures.text import shorten
from cutstat.figures.verdict import draw_verdict, verdict_marks
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.measure.pacing import BANDWIDTH_SECONDS
from cutstat.report.card_panel import cards_panel
from cutstat.report.model import Report
from cutstat.report.panel import EPISODE_LABELS, MARGIN, PAGE_WIDTH, Panel, axes_at
from cutstat.report.season_panel import season_panel

VERDICT_ROW, EPISODES_ROW, LENGTHS_ROW = 9.0, 15.0, 21.0
HEAT_ROW, HEAT_MAX = 5.0, 60.0
HEAT_GAP = 9.0
"""Heights of rows, in mm."""

HEAT_BAR = 18.0
MIN_BAR = 24.0


def panels(report: Report) -> tuple[Panel, ...]:
    """Give the pictures of a report, in order."""
    level = theme.share(report.level)
    target = shorten(report.rates[0].label, 80, theme.NORMAL)

    def verdict(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        height = VERDICT_ROW * len(report.ratios[shown]) + 6
        axes = axes_at(figure, top - 4, height)
        draw_verdict(axes, report.ratios, margin=report.margin, shown=shown)
        return placed(axes, verdict_marks(report.ratios, shown=shown))

    def counts(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = axes_at(figure, top - 4, EPISODES_ROW * len(report.counts[shown]) + 4)
        draw_episodes(axes, report.counts, unit="shots", shown=shown)
        return placed(axes, episode_marks(report.counts, unit="shots", shown=shown))

    def rates(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = axes_at(figure, top - 14, EPISODES_ROW * len(report.rates[shown]) + 4)
        unit = "shots per minute"
        draw_episodes(
            axes,
            report.rates,
            unit=unit,
            digits=1,
            standard_minutes=STANDARD_BODY_MINUTES,
            shown=shown,
        )
        return placed(axes, episode_marks(report.rates, unit=unit, digits=1, shown=shown))

    def lengths(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = axes_at(figure, top - 4, LENGTHS_ROW * len(report.lengths[shown]) + 4)
        draw_shot_lengths(axes, report.lengths, shown=shown)
        return placed(axes, length_marks(report.lengths, shown=shown))

    def pacing(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = axes_at(figure, top - 4, 74, left=14.0)
        draw_pacing(axes, report.pacing)
        return placed(axes, pacing_marks(report.pacing))

    def heat_map(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        return _draw_heat_maps(figure, top, report, shown)

    return (
        Panel(
            "verdict",
            "How much faster",
            f"Mean cutting rate of {target} over that of each row, with {level} intervals."
            + (
                " Broad bars are ranges: of what is published of TV anime, which is described and "
                "not tested, or of shows like the baselines."
                if any(row.ratio is None for row in report.ratios)
                else ""
            ),
            26,
            (VERDICT_ROW,) * len(report.ratios),
            verdict,
        ),
        Panel(
            "shots",
            "Shots of every episode",
            "Of the body: what a studio counts as cuts of an episode, without opening, ending and "
            f"preview. Means are geometric; bars are their {level} intervals.",
            28,
            (EPISODES_ROW,) * len(report.counts),
            counts,
        ),
        Panel(
            "rates",
            "Cutting rate of every episode",
            "Shots by the length of the body, so that longer episodes do not count for more. Means "
            f"are geometric; bars are their {level} intervals.",
            38,
            (EPISODES_ROW,) * len(report.rates),
            rates,
        ),
        Panel(
            "shot-lengths",
            "Shot lengths",
            "How common each length is: every episode weighs the same, whatever its number of "
            "shots, and every curve is drawn to the same height.",
            26,
            (LENGTHS_ROW,) * len(report.lengths),
            lengths,
        ),
        Panel(
            "pacing",
            "Pacing",
            "Median over the episodes of each series; the band round the target holds the middle "
            f"half of its episodes. Cuts are smoothed over {BANDWIDTH_SECONDS:.0f} s, over less "
            "in very short episodes."
            + _parts(report)
            + (
                f" The band of the {len(report.pacing) - 1} baselines reaches from the lowest of "
                "their medians to the highest."
                if len(report.pacing) > MANY_BASELINES + 1
                else ""
            ),
            22,
            (74,),
            pacing,
        ),
        Panel(
            "heat-map",
            "Every episode from start to end",
            "One row an episode, its body from start to end; brighter means more cuts per minute."
            + _parts(report),
            22,
            tuple(HEAT_GAP + _heat_height(line) for line in report.pacing),
            heat_map,
        ),
        season_panel(report.season),
        cards_panel(report.cards),
    )


def _parts(report: Report) -> str:
    """Explain the axis of parts, where there are any."""
    if not report.pacing[0].has_parts:
        return ""
    return (
        " Part A and part B of each episode are each stretched to half of the width, so that the "
        "break stands at one place."
    )


def _heat_height(line: PacingLine) -> float:
    return min(HEAT_ROW * len(line.names), HEAT_MAX)


def _draw_heat_maps(figure: Figure, top: float, report: Report, shown: slice) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    peak = max(float(line.episodes.max()) for line in report.pacing) or 1.0
    position = top
    lines = report.pacing[shown]
    for line in lines:
        position -= HEAT_GAP
        axes = axes_at(
            figure, position, _heat_height(line), left=EPISODE_LABELS, right=HEAT_BAR + 8
        )
        image = draw_heat(axes, line, top=peak)
        marks += placed(axes, heat_marks(line))
        if line is not lines[-1]:
            axes.tick_params(axis="x", labelbottom=False)
            axes.set_xlabel("")
        position -= _heat_height(line)
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
    return tuple(marks)
