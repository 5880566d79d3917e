"""How fast an episode is cut at each moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.episode import SpanMeasures

BANDWIDTH_SECONDS = 25.0
"""Standard deviation of the kernel over which cuts are smoothed. Film scholars use 20 to 30 s: long
enough to hold several shots, short enough to show a fight."""

WINDOW_SECONDS = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class PacingCurve:
    """Cut density over time."""

    seconds: NDArray[np.float64]
    """Times after the start of the span, shape (n_points,), in seconds."""

    cuts_per_minute: NDArray[np.float64]
    """Density at these times, shape (n_points,)."""


def pacing_curve(
    border_seconds: NDArray[np.float64],
    *,
    start_seconds: float,
    stop_seconds: float,
    bandwidth_seconds: float = BANDWIDTH_SECONDS,
    points: int = 200,
) -> PacingCurve:
    """Smooth the times of cuts into a density.

    A Gaussian kernel with its tails reflected at both edges, so that the curve's integral is the
    number of cuts and does not sag at the edges [1]_. The kernel is narrowed for spans shorter than
    eight of its deviations, which it would smooth into a flat line.

    Parameters
    ----------
    border_seconds : ndarray of float, shape (n_cuts,)
        Times of the cuts, in seconds after the first frame of the file.
    start_seconds, stop_seconds : float
        The span; cuts outside of it do not count.
    bandwidth_seconds : float > 0
        Standard deviation of the kernel.
    points : int > 1
        Points of the curve.

    References
    ----------
    .. [1] Silverman (1986), Density estimation for statistics and data analysis, section 2.10.
    """
    duration = stop_seconds - start_seconds
    if duration <= 0:
        raise ValueError(f"the span {start_seconds}..{stop_seconds} s holds no time")
    width = min(bandwidth_seconds, duration / 8)
    grid = np.linspace(0, duration, points)
    cuts = border_seconds - start_seconds
    cuts = cuts[(cuts >= 0) & (cuts <= duration)]  # on an edge, cut and image are half inside
    images = np.concatenate([cuts, -cuts, 2 * duration - cuts])
    distance = (grid[:, None] - images[None, :]) / width
    density = np.exp(-0.5 * distance**2).sum(axis=1) / (width * np.sqrt(2 * np.pi))
    return PacingCurve(grid, density * 60)


def fastest_minute(span: SpanMeasures) -> tuple[float, int]:
    """Find the minute with the most cuts.

    Returns
    -------
    start_seconds : float
        Where it begins, in seconds after the first frame of the file; the first such minute.
    cuts : int
        Borders between shots within it. For spans shorter than a minute, within the span.
    """
    best = (span.span_seconds[0][0] if span.span_seconds else 0.0, 0)
    for start, stop in span.span_seconds:
        borders = span.border_seconds[(span.border_seconds >= start) & (span.border_seconds < stop)]
        for first in borders:
            begin = max(min(float(first), stop - WINDOW_SECONDS), start)
            count = int(((borders >= begin) & (borders < begin + WINDOW_SECONDS)).sum())
            if count > best[1]:
                best = (begin, count)
    return best
