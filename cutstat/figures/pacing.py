"""Pacing: cuts per minute over the course of the episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from cutstat.core.episodes import Unit
from cutstat.figures import theme
from cutstat.figures.marks import Mark
from cutstat.figures.text import fit_label, shorten

MANY_BASELINES = 4
"""From more baselines than this on, their spread is drawn instead of each of them."""

END_LABEL_WIDTH = 44.0
"""Room for the label at the end of a line, in mm."""

LINE_HEIGHT = 4.2
"""Height of a line of a label, in mm."""

NAME_WIDTH = 17.0
"""Room for the name of an episode beside a map, in mm."""

MARKS = 40
"""Places of a line, or of a row of a map, that say something."""


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
    has_parts: bool = False
    """Whether part A of every episode lies in 0..0.5 and part B in 0.5..1."""

    unit: Unit = "episode"
    """What its episodes are called."""


def draw_pacing(axes: Axes, lines: Sequence[PacingLine]) -> None:
    """Draw the median pacing of each series, with the quartiles of the target as a band.

    Lines have parts all or none: one axis has one meaning.
    """
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
        looks = zip(theme.BASELINE_TINTS, theme.BASELINE_DASHES, strict=True)
        for line, (color, dashes) in zip(others, looks, strict=False):
            axes.plot(line.progress, line.median, dashes, color=color)
            labels.append((float(line.median[-1]), line.label, color))
    axes.fill_between(
        target.progress, target.low, target.high, color=theme.TARGET, alpha=0.15, lw=0
    )
    axes.plot(target.progress, target.median, color=theme.TARGET, lw=2.4)
    labels.append((float(target.median[-1]), target.label, theme.TARGET))
    axes.set_xlim(0, 1)
    top = max(float(target.high.max()), *(float(line.median.max()) for line in lines))
    axes.set_ylim(0, 1.08 * top or 1.0)  # episodes without a cut have a top of 0
    _draw_places(axes, target)
    axes.set_ylabel("Cuts per minute")
    axes.grid(axis="y", color=theme.FAINT, lw=0.5)
    axes.set_axisbelow(True)
    if target.has_parts:
        axes.axvline(0.5, color=theme.MUTED, lw=0.7, zorder=1)
        for place, part in ((0.25, "Part A"), (0.75, "Part B")):
            axes.annotate(
                part,
                (place, 1.0),
                xycoords="axes fraction",
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                color=theme.MUTED,
                fontsize=theme.SMALL,
                annotation_clip=False,
            )
    _label_ends(axes, labels)


def pacing_marks(lines: Sequence[PacingLine]) -> list[Mark]:
    """Give what the lines that `draw_pacing` draws say along their way."""
    return [
        Mark(
            float(line.progress[k]),
            float(line.median[k]),
            line.label,
            _pace(line.median[k], line.progress[k], has_parts=line.has_parts),
        )
        for line in lines
        if line.is_target or len(lines) <= MANY_BASELINES + 1
        for k in _sampled(line)
    ]


def heat_marks(line: PacingLine) -> list[Mark]:
    """Give what the rows that `draw_heat` draws say along their way."""
    return [
        Mark(
            float(line.progress[k]),
            index + 0.5,
            f"{line.label} {name}",
            _pace(line.episodes[index, k], line.progress[k], has_parts=line.has_parts),
        )
        for index, name in enumerate(line.names)
        for k in _sampled(line)
    ]


def _sampled(line: PacingLine) -> Sequence[int]:
    count = len(line.progress)
    places = np.linspace(0, count - 1, min(MARKS, count)).astype(int)
    return [int(place) for place in np.unique(places)]


def _pace(cuts: float, progress: float, *, has_parts: bool) -> str:
    if not has_parts:
        return f"{cuts:.0f} cuts per minute at {progress * 100:.0f} %"
    part, place = ("A", progress * 2) if progress < 0.5 else ("B", progress * 2 - 1)
    return f"{cuts:.0f} cuts per minute at {place * 100:.0f} % of part {part}"


def _draw_places(axes: Axes, line: PacingLine) -> None:
    """Label the horizontal axis with places: in the episode, or in its parts."""
    if line.has_parts:
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "50 %", "break", "50 %", "100 %"])
        axes.set_xlabel("Place in part A, and in part B")
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
        axes.set_xlabel(f"Place in the {line.unit}")


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
    width = axes.bbox.width / axes.figure.dpi * theme.MM_PER_INCH
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
        shorten(line.label, width, theme.NORMAL),
        fontsize=theme.NORMAL,
        color=theme.TARGET if line.is_target else theme.INK,
    )
    step = max(1, -(-len(line.names) // 12))
    shown = range(0, len(line.names), step)
    axes.set_yticks(
        [k + 0.5 for k in shown],
        [shorten(line.names[k], NAME_WIDTH, theme.SMALL) for k in shown],
    )
    axes.tick_params(axis="y", length=0, labelsize=theme.SMALL)
    if line.has_parts:
        axes.axvline(0.5, color="white", lw=0.8)
    _draw_places(axes, line)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return image


def _label_ends(axes: Axes, labels: list[tuple[float, str, str]]) -> None:
    """Label lines at their right ends, moved apart where they would touch."""
    height = axes.bbox.height / axes.figure.dpi * theme.MM_PER_INCH
    top = axes.get_ylim()[1]
    line = LINE_HEIGHT / height * top
    ordered = sorted(labels)
    texts = [fit_label(label, END_LABEL_WIDTH, theme.NORMAL) for _, label, _ in ordered]
    sizes = [line * len(lines) for lines in texts]
    places = _spread([place for place, _, _ in ordered], sizes, top=top)
    for place, lines, (_, _, color) in zip(places, texts, ordered, strict=True):
        axes.annotate(
            "\n".join(lines),
            (1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontsize=theme.NORMAL,
            annotation_clip=False,
        )


def _spread(places: Sequence[float], sizes: Sequence[float], *, top: float) -> NDArray[np.float64]:
    """Move labels of some heights around increasing places apart, all within 0..top."""
    heights = np.array(sizes)
    stacked = np.cumsum(heights) - heights / 2  # where they would stand one on the other
    shift = np.array(places) - stacked  # labels do not touch where this never decreases
    up = np.maximum.accumulate(shift)
    down = np.minimum.accumulate(shift[::-1])[::-1]
    return np.clip((up + down) / 2, 0, max(top - heights.sum(), 0)) + stacked
