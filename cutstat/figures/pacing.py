"""Pacing: cuts per minute over the course of the episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from cutstat.figures import theme

MANY_BASELINES = 4
"""From more baselines than this on, their spread is drawn instead of each of them."""

LABEL_GAP = 0.05
"""Least distance of two labels, as a share of the height."""


@dataclass(frozen=True, slots=True, eq=False)
class PacingLine:
    """The cutting of one series over the course of its episodes."""

    label: str
    progress: NDArray[np.float64]
    """Place in the episode, 0..1, shape (n,)."""

    median: NDArray[np.float64]
    """Cuts per minute, median over the episodes, shape (n,)."""

    low: NDArray[np.float64]
    """Lower quartile over the episodes."""

    high: NDArray[np.float64]
    """Upper quartile over the episodes."""

    episodes: NDArray[np.float64]
    """Cuts per minute of each episode, shape (n_episodes, n)."""

    names: tuple[str, ...]
    is_target: bool = False


def draw_pacing(axes: Axes, lines: Sequence[PacingLine]) -> None:
    """Draw the median pacing of each series, with the quartiles of the target as a band."""
    target = next(line for line in lines if line.is_target)
    others = [line for line in lines if not line.is_target]
    labels: list[tuple[float, str, str]] = []
    if len(others) > MANY_BASELINES:
        medians = np.array([line.median for line in others])
        axes.fill_between(
            target.progress, medians.min(0), medians.max(0), color=theme.BASELINE, alpha=0.2, lw=0
        )
        middle = np.median(medians, axis=0)
        axes.plot(target.progress, middle, color=theme.BASELINE)
        labels.append((float(middle[-1]), f"{len(others)} baselines", theme.BASELINE))
    else:
        for line, color in zip(others, theme.BASELINE_TINTS, strict=False):
            axes.plot(line.progress, line.median, color=color)
            labels.append((float(line.median[-1]), line.label, color))
    axes.fill_between(
        target.progress, target.low, target.high, color=theme.TARGET, alpha=0.15, lw=0
    )
    axes.plot(target.progress, target.median, color=theme.TARGET, lw=2.4)
    labels.append((float(target.median[-1]), target.label, theme.TARGET))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.08 * max(float(target.high.max()), *(float(o.median.max()) for o in lines)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
    axes.set_xlabel("Place in the episode")
    axes.set_ylabel("Cuts per minute")
    axes.grid(axis="y", color=theme.FAINT, lw=0.5)
    axes.set_axisbelow(True)
    _label_ends(axes, labels)


def draw_heat(axes: Axes, line: PacingLine, *, top: float) -> AxesImage:
    """Draw a series as a map: an episode a row, brighter where it is cut faster.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    line : PacingLine
        The series.
    top : float
        Cuts per minute of the brightest colour, the same for all series of a report.
    """
    image = axes.imshow(
        line.episodes,
        aspect="auto",
        interpolation="nearest",
        cmap=theme.HEAT,
        vmin=0,
        vmax=top,
        extent=(0, 1, len(line.episodes), 0),
    )
    axes.set_title(
        theme.row_label(line.label, width=70, lines=1),
        fontsize=theme.NORMAL,
        color=theme.TARGET if line.is_target else theme.INK,
    )
    step = max(1, -(-len(line.names) // 12))
    shown = range(0, len(line.names), step)
    axes.set_yticks([k + 0.5 for k in shown], [line.names[k][:10] for k in shown])
    axes.tick_params(axis="y", length=0, labelsize=theme.SMALL)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
    for spine in axes.spines.values():
        spine.set_visible(False)
    return image


def _label_ends(axes: Axes, labels: list[tuple[float, str, str]]) -> None:
    """Label lines at their right ends, moved apart where they would touch."""
    top = axes.get_ylim()[1]
    height = LABEL_GAP * top
    texts = [(place, theme.row_label(label, width=20), color) for place, label, color in labels]
    previous = -np.inf
    for place, text, color in sorted(texts):
        need = height * (1 + text.count("\n"))
        position = max(place, previous + need)
        previous = position
        axes.annotate(
            text,
            (1.0, position),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontsize=theme.NORMAL,
            annotation_clip=False,
        )
