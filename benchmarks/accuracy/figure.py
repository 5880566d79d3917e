"""Precision, recall and F1 of every detector as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.accuracy.entrants import OWN
from benchmarks.accuracy.words import LEFT_OUT_LABEL, counts_of, label_of
from cutstat.core.atomic import atomic_path
from cutstat.figures import theme
from cutstat.figures.fonts import LATIN
from cutstat.figures.marks import draw_interval, draw_point

MM_PER_INCH = 25.4
WIDTH, ROW, HEAD, FOOT = 190.0, 7.0, 9.0, 14.0
LABELS, GAP = 70.0, 5.0
"""In mm: the figure, one detector, above and below them; row labels, between panels."""

DPI = 150
COLUMNS = {"precision": "Precision", "recall": "Recall", "f1": "F1"}


@dataclass(frozen=True, slots=True)
class Row:
    """One detector in the picture."""

    label: str
    values: dict[str, float]
    """Precision, recall and F1, by the keys of `COLUMNS`, in 0..1."""

    interval: tuple[float, float] | None = None
    """95 % interval of F1; None where none can be given."""

    is_own: bool = False


def rows_of(result: dict[str, Any], left_out: dict[str, Any] | None = None) -> list[Row]:
    """Give the rows for the result of one set, cutstat's first."""
    rows = [
        Row(
            label_of(one, result),
            {key: one["all"][key] for key in COLUMNS},
            None if one["f1_interval"] is None else (one["f1_interval"][0], one["f1_interval"][1]),
            one["name"] == OWN,
        )
        for one in result["detectors"]
    ]
    if result["is_trained_on"] and left_out is not None:
        counts = counts_of(left_out["all"])
        values = {key: float(getattr(counts, key)) for key in COLUMNS}
        rows.insert(1, Row(LEFT_OUT_LABEL, values, is_own=True))
    return rows


def write_figure(rows: Sequence[Row], path: Path) -> None:
    """Draw rows into a PNG; the same rows give the same bytes."""
    height = HEAD + ROW * len(rows) + FOOT
    panel = (WIDTH - LABELS - GAP * len(COLUMNS)) / len(COLUMNS)
    with mpl.rc_context(theme.style((LATIN,))):
        figure = Figure(figsize=(WIDTH / MM_PER_INCH, height / MM_PER_INCH))
        FigureCanvasAgg(figure)
        for index, (key, title) in enumerate(COLUMNS.items()):
            left = LABELS + index * (panel + GAP)
            axes = figure.add_axes(
                (left / WIDTH, FOOT / height, panel / WIDTH, ROW * len(rows) / height)
            )
            draw_column(axes, rows, key=key, has_labels=index == 0)
            axes.set_title(title)
        with atomic_path(path) as temporary:
            figure.savefig(temporary, format="png", dpi=DPI, metadata={"Software": None})


def draw_column(axes: Axes, rows: Sequence[Row], *, key: str, has_labels: bool) -> None:
    """Draw one measure of all detectors, the first at the top.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of Row
        From top to bottom.
    key : str
        One of `COLUMNS`.
    has_labels : bool
        Whether the detectors are named at the left.
    """
    axes.set_xlim(0, 1.24)  # room for the numbers at the right of the dots
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for position, row in enumerate(rows):
        color = theme.TARGET if row.is_own else theme.BASELINE
        value = row.values[key]
        axes.axhline(position, color=theme.FAINT, lw=0.6, zorder=0)
        right = value
        if key == "f1" and row.interval is not None:
            draw_interval(axes, row.interval, position, color=color, width=1.8)
            right = max(value, row.interval[1])
        draw_point(axes, value, position, color=color, size=6)
        axes.annotate(
            f"{value:.2f}",
            (right, position),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=color if row.is_own else theme.INK,
            fontsize=theme.SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_yticks(range(len(rows)), [row.label for row in rows] if has_labels else [])
    for label, row in zip(axes.get_yticklabels(), rows, strict=has_labels):
        label.set_color(theme.TARGET if row.is_own else theme.INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 1)
    if key == "f1" and any(row.interval for row in rows):
        axes.set_xlabel("Bars: 95 % intervals", fontsize=theme.SMALL)
