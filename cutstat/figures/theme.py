"""The one place for colours, sizes and number formats."""

from __future__ import annotations

import math
from typing import Any

TARGET = "#C2410C"
"""The series that is asked about, always and nothing else."""

BASELINE = "#1F6F9F"
"""The series that it is compared with."""

PUBLISHED = "#8A6A14"
"""What is published of TV anime."""

BASELINE_TINTS = ("#1F6F9F", "#6A51A3", "#22796F", "#6E6E6E")
BASELINE_DASHES = ("-", "--", ":", "-.")
"""Baselines that share one picture; told apart by dashes and labels too, not by colour alone."""

INK = "#1A1A1A"
MUTED = "#6B6B6B"
FAINT = "#D9D9D9"
BAND = "#EFEDE8"
"""Areas that mean "no difference of interest"."""

SEGMENTS = {
    "body": "#ECEAE4",
    "opening": "#8FD0B5",
    "ending": "#3E8E7E",
    "preview": "#E6C04F",
    "eyecatch": "#4D4D4D",
    "recap": "#B48BC4",
    "card": "#A3A3A3",
}
"""Kinds of segments: neither the target's colour nor a baseline's first, and apart in lightness."""

HEAT = "cividis"
"""Colour map for densities; even in lightness and safe for the colour-blind."""

SMALL, NORMAL, LARGE = 7.5, 9.0, 11.0
"""Font sizes in points."""

MM_PER_INCH = 25.4

LABEL_WIDTH = 42.0
"""Room for the label of a row beside its axes, in mm."""


def style(families: tuple[str, ...]) -> dict[Any, Any]:
    """Give the matplotlib settings of all figures, for `matplotlib.rc_context`."""
    return {
        "font.family": list(families),
        "font.size": NORMAL,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.labelsize": NORMAL,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": LARGE,
        "axes.titlelocation": "left",
        "axes.unicode_minus": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": NORMAL,
        "ytick.labelsize": NORMAL,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "lines.linewidth": 1.5,
        "hatch.linewidth": 0.4,
        "pdf.fonttype": 42,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }


UNKNOWN = "–"
"""Stands in place of a number that there is not."""


def rate(value: float) -> str:
    """Write shots per minute."""
    return UNKNOWN if math.isnan(value) else f"{value:.1f}"


def seconds(value: float) -> str:
    """Write a shot length."""
    if math.isnan(value):
        return UNKNOWN
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s"


def share(value: float) -> str:
    """Write a share as a percentage."""
    return UNKNOWN if math.isnan(value) else f"{value * 100:.0f} %"
