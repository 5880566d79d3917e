"""Every episode a dot, by series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from cutstat.core.episodes import Unit
from cutstat.core.words import with_article
from cutstat.figures import theme
from cutstat.figures.marks import Mark, draw_interval, write_beside
from cutstat.figures.published import draw_usual
from cutstat.figures.text import fit_label, shorten, text_width, wrap

NEAR = 1.25
"""Factor up to which the axis is widened to show what is called usual."""

_TICKS = 6
"""Most steps between ticks: labels of six characters still stand apart."""


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeDots:
    """The episodes of one series."""

    label: str
    values: NDArray[np.float64]
    """Shots of each episode, in all or per minute, shape (n_episodes,)."""

    names: tuple[str, ...]
    """Short names of the episodes."""

    mean: float
    """Geometric mean of the values."""

    interval: tuple[float, float] | None
    """95 % interval of the mean."""

    is_target: bool = False
    dot: Unit = "episode"
    """What a dot is."""


def draw_episodes(
    axes: Axes,
    series: Sequence[EpisodeDots],
    *,
    unit: str,
    digits: int = 0,
    standard_minutes: float | None = None,
    usual: tuple[float, float] | None = None,
    shown: slice = slice(None),
    is_narrow: bool = False,
) -> None:
    """Draw a number of every episode, with mean and interval of each series.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    series : sequence of EpisodeDots
        From top to bottom.
    unit : str
        What is counted, as ``shots per minute``.
    digits : int
        Decimals of the means.
    standard_minutes : float, optional
        For rates: length of the body for the upper axis, in minutes.
    usual : (low, high), optional
        What sources call usual, in the same unit; shaded, unless it lies far from all dots.
    shown : slice
        Series to draw, on axes that hold all of them.
    is_narrow : bool
        Whether names stand in the rows, since there is no room at the sides.
    """
    low, high = _limits(series)
    is_near = usual is not None and usual[0] < NEAR * high and usual[1] > low / NEAR
    if usual is not None and is_near:
        low, high = min(low, 0.95 * usual[0]), max(high, 1.05 * usual[1])
        draw_usual(axes, usual)
    series = series[shown]
    axes.set_xlim(low, high)
    axes.set_ylim(len(series) - 0.4, -0.6)
    for position, one in enumerate(series):
        color = theme.TARGET if one.is_target else theme.BASELINE
        axes.axhline(position, color=theme.FAINT, lw=0.6, zorder=0)
        offsets = _swarm(one.values, span=float(np.ptp(axes.get_xlim())))
        axes.scatter(
            one.values,
            position + offsets,
            s=26,
            color=color,
            alpha=0.75,
            lw=0.5,
            ec="white",
            zorder=3,
        )
        if one.interval:
            draw_interval(axes, one.interval, position + 0.34, color=color, width=2.5)
        axes.plot([one.mean], [position + 0.34], "D", color=color, ms=5, mec="white", mew=0.8)
        mean = f"mean {one.mean:.{digits}f}" + ("" if standard_minutes is None else "/min")
        if is_narrow:
            _name_within(axes, one, position, mean)
            continue
        write_beside(axes, position, mean, color=color, size=theme.NORMAL)
    named = [] if is_narrow else series
    labels = [fit_label(one.label, theme.LABEL_WIDTH, theme.NORMAL) for one in named]
    axes.set_yticks(range(len(named)), ["\n".join(lines) for lines in labels])
    for label, one in zip(axes.get_yticklabels(), named, strict=True):
        label.set_color(theme.TARGET if one.is_target else theme.INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(_TICKS))
    shaded = "; shaded: usual for TV anime, as sources say" if is_near else ""
    said = (
        f"{unit.capitalize()}; a dot is {with_article(series[0].dot)}, the diamond the mean{shaded}"
    )
    axes.set_xlabel("\n".join(wrap(said, _width(axes), theme.NORMAL)) if is_narrow else said)
    if standard_minutes is not None:
        _add_standard(axes, standard_minutes)


def _name_within(axes: Axes, one: EpisodeDots, position: int, mean: str) -> None:
    """Write the name of a series and its mean above its dots."""
    room = _width(axes) - text_width(f" · {mean}", theme.NORMAL)
    axes.annotate(
        f"{shorten(one.label, room, theme.NORMAL)} · {mean}",
        (0.0, position - 0.3),
        xycoords=("axes fraction", "data"),
        va="center",
        color=theme.TARGET if one.is_target else theme.INK,
    )


def _width(axes: Axes) -> float:
    """Give the width of axes in mm."""
    return float(axes.bbox.width) / axes.figure.dpi * theme.MM_PER_INCH


def episode_marks(
    series: Sequence[EpisodeDots], *, unit: str, digits: int = 0, shown: slice = slice(None)
) -> list[Mark]:
    """Give what the dots that `draw_episodes` draws say."""
    return [
        Mark(float(value), position, f"{one.label} {name}", f"{value:.{digits}f} {unit}")
        for position, one in enumerate(series[shown])
        for name, value in zip(one.names, one.values, strict=True)
    ]


def _add_standard(axes: Axes, standard_minutes: float) -> None:
    """Add an axis of shots in a body of usual length."""

    def to_standard(rates: ArrayLike) -> ArrayLike:
        return np.asarray(rates) * standard_minutes

    def from_standard(shots: ArrayLike) -> ArrayLike:
        return np.asarray(shots) / standard_minutes

    upper = axes.secondary_xaxis("top", functions=(to_standard, from_standard))
    upper.xaxis.set_major_locator(MaxNLocator(_TICKS))
    upper.set_xlabel(f"Shots in {standard_minutes:.0f} minutes")
    upper.spines["top"].set_visible(True)


def _limits(series: Sequence[EpisodeDots]) -> tuple[float, float]:
    """Hold all dots, and of the intervals what does not press the dots together."""
    values = np.concatenate([one.values for one in series])
    span = max(float(np.ptp(values)), 0.15 * float(values.max()))
    ends = [end for one in series if one.interval for end in one.interval]
    low = max(min([float(values.min()), *ends]), float(values.min()) - 0.5 * span)
    high = min(max([float(values.max()), *ends]), float(values.max()) + 0.5 * span)
    return max(low - 0.08 * span, 0.0), high + 0.08 * span


def _swarm(values: NDArray[np.float64], *, span: float) -> NDArray[np.float64]:
    """Move dots that would lie on each other apart, up and down by turns."""
    offsets = np.zeros(len(values))
    near = 0.018 * span
    order = np.argsort(values, kind="stable")
    for rank, index in enumerate(order):
        taken = [offsets[k] for k in order[:rank] if values[index] - values[k] < near]
        steps = (0.0, *(sign * step * 0.1 for step in range(1, 4) for sign in (-1, 1)))
        offsets[index] = next((step for step in steps if step not in taken), 0.0)
    return offsets
