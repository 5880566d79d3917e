"""The one place for colours, sizes and number formats."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from typing import Any

TARGET = "#C2410C"
"""The series that is asked about, always and nothing else."""

BASELINE = "#1F6F9F"
"""The series that it is compared with."""

BASELINE_TINTS = ("#1F6F9F", "#6A51A3", "#2A8C82", "#7A7A7A")
"""Baselines that share one picture; told apart by their labels as well."""

INK = "#1A1A1A"
MUTED = "#6B6B6B"
FAINT = "#D9D9D9"
BAND = "#EFEDE8"
"""Areas that mean "no difference of interest"."""

HEAT = "cividis"
"""Colour map for densities; even in lightness and safe for the colour-blind."""

SMALL, NORMAL, LARGE = 7.5, 9.0, 11.0
"""Font sizes in points."""

LABEL_COLUMNS = 24
"""Width of a row label, in Latin letters; a Japanese character counts for two."""


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
        "pdf.fonttype": 42,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }


def rate(value: float) -> str:
    """Write shots per minute."""
    return "–" if math.isnan(value) else f"{value:.1f}"


def seconds(value: float) -> str:
    """Write a shot length."""
    if math.isnan(value):
        return "–"
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s"


def share(value: float) -> str:
    """Write a share as a percentage."""
    return "–" if math.isnan(value) else f"{value * 100:.0f} %"


def change(ratio: float) -> str:
    """Write a ratio as a change: 1.21 is +21 %."""
    return f"{(ratio - 1) * 100:+.0f} %".replace("-", "−")


def columns(text: str) -> int:
    """Give the width of a text in Latin letters; wide characters count for two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def row_label(text: str, *, width: int = LABEL_COLUMNS, lines: int = 2) -> str:
    """Fit a title into a row label of some lines, ending in an ellipsis where it is longer."""
    if columns(text) > len(text):
        half = width // 2
        pieces = [text[k : k + half] for k in range(0, len(text), half)]
    else:
        pieces = textwrap.wrap(text, width, break_long_words=True) or [text]
    if len(pieces) > lines:
        pieces = [*pieces[: lines - 1], pieces[lines - 1][:-1] + "…"]
    return "\n".join(pieces)
