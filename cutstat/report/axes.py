"""Pictures of a report on axes of somebody's own figure."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.axes import Axes

from cutstat.figures import theme
from cutstat.figures.episodes import draw_episodes
from cutstat.figures.fonts import choose_typeface
from cutstat.figures.lengths import draw_shot_lengths
from cutstat.figures.pacing import draw_heat, draw_pacing
from cutstat.figures.season import draw_season
from cutstat.figures.verdict import draw_verdict
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.report.model import Report

PICTURES = ("verdict", "shots", "rates", "shot-lengths", "pacing", "heat-map", "season")
"""Those that one pair of axes can hold; the last two show the target alone."""


def draw_picture(report: Report, name: str, axes: Axes) -> None:
    """Draw one picture of a report; the axes need room for labels at both sides.

    Raises
    ------
    ValueError
        If there is no such picture.
    """
    if name not in PICTURES:
        raise ValueError(f"there is no picture {name!r}; choose from {', '.join(PICTURES)}")
    typeface = choose_typeface(report.texts)
    report = report.rewritten(typeface.fit)
    with mpl.rc_context(theme.style(typeface.families)):
        match name:
            case "verdict":
                draw_verdict(axes, report.ratios, margin=report.margin)
            case "shots":
                draw_episodes(axes, report.counts, unit="shots")
            case "rates":
                draw_episodes(
                    axes,
                    report.rates,
                    unit="shots per minute",
                    digits=1,
                    standard_minutes=STANDARD_BODY_MINUTES,
                )
            case "shot-lengths":
                draw_shot_lengths(axes, report.lengths)
            case "pacing":
                draw_pacing(axes, report.pacing)
            case "heat-map":
                draw_heat(axes, report.pacing[0], top=float(report.pacing[0].episodes.max()) or 1.0)
            case _:
                draw_season(axes, report.season[0])
                axes.set_xlabel("Minutes")
