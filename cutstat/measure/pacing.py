"""How fast an episode is cut at each moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.episode import SpanMeasures

BANDWIDTH_SECONDS = 25.0
"""Standard deviation of the kernel over which cuts are smoothed. Film scholars use 20 to 30 s: long
enough to hold several shots, short enough to show a fight."""

REACH = 9.0
"""Deviations beyond which a tail of the kernel adds nothing but rounding."""

WINDOW_SECONDS = 60.0
"""Length of a minute that is looked for. One lies within one span: none reaches over an opening."""


SPREAD_STEP_SECONDS = 10.0
"""How far apart the minutes begin of which the spread is taken."""


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
    reach = REACH * width
    before, after = -cuts[cuts < reach], 2 * duration - cuts[cuts > duration - reach]
    images = np.concatenate([cuts, before, after])
    distance = (grid[:, None] - images[None, :]) / width
    density = np.exp(-0.5 * distance**2).sum(axis=1) / (width * np.sqrt(2 * np.pi))
    return PacingCurve(grid, density * 60)


def running_seconds(span: SpanMeasures, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn times of the file into times of the spans put end to end, between which none passes.

    Parameters
    ----------
    span : SpanMeasures
        The spans.
    seconds : ndarray of float, shape (n,)
        Times after the first frame of the file.

    Returns
    -------
    ndarray of float, shape (n,)
        Times after the start of the first span.
    """
    return sum(
        (np.clip(seconds, start, stop) - start for start, stop in span.span_seconds),
        np.zeros(len(seconds)),
    )


def fastest_minute(span: SpanMeasures) -> tuple[float, int]:
    """Find the minute with the most cuts.

    Returns
    -------
    start_seconds : float
        Where it begins, in seconds after the first frame of the file: of the minutes with as many
        cuts the first that begins with one, unless it ends with its span.
    cuts : int
        Borders between shots within it. A span shorter than a minute counts as one.
    """
    best = (span.span_seconds[0][0] if span.span_seconds else 0.0, 0)
    for start, stop, borders in _by_span(span):
        begins = np.clip(borders, start, max(stop - WINDOW_SECONDS, start))
        counts = _count(borders, begins)
        if len(counts) and counts.max() > best[1]:
            first = int(counts.argmax())
            best = (float(begins[first]), int(counts[first]))
    return best


def slowest_minute(span: SpanMeasures) -> tuple[float, int] | None:
    """Find the minute with the fewest cuts; None where no span is a minute long.

    Returns
    -------
    start_seconds : float
        Where it begins, in seconds after the first frame of the file: of the minutes with as few
        cuts the first that ends where one follows, unless it begins or ends with its span.
    cuts : int
        Borders between shots within it.
    """
    best: tuple[float, int] | None = None
    for start, stop, borders in _by_span(span):
        if stop - start < WINDOW_SECONDS:
            continue
        ends = np.concatenate(
            [[start + WINDOW_SECONDS], borders[borders >= start + WINDOW_SECONDS], [stop]]
        )
        counts = np.searchsorted(borders, ends) - np.searchsorted(borders, ends - WINDOW_SECONDS)
        if best is None or counts.min() < best[1]:
            first = int(counts.argmin())
            best = (float(ends[first]) - WINDOW_SECONDS, int(counts[first]))
    return best


def median_minute(span: SpanMeasures) -> int | None:
    """Give the number of cuts that half of all minutes reach; None where no span is a minute long.

    Minutes begin at every moment, not only at whole ones, so the number does not depend on where
    counting starts. Where exactly half of the time has fewer cuts, the lower number counts.
    """
    counts: list[NDArray[np.intp]] = []
    durations: list[NDArray[np.float64]] = []
    for start, stop, borders in _by_span(span):
        if stop - start < WINDOW_SECONDS:
            continue
        last = stop - WINDOW_SECONDS
        changes = np.concatenate([[start, last], borders, borders - WINDOW_SECONDS])
        edges = np.sort(np.clip(changes, start, last))
        durations.append(np.diff(edges))
        counts.append(_count(borders, (edges[:-1] + edges[1:]) / 2))
    if not counts:
        return None
    found = np.concatenate(counts)
    order = found.argsort(kind="stable")
    passed = np.concatenate(durations)[order].cumsum()
    return int(found[order][np.searchsorted(passed, passed[-1] / 2)])


def typical_minute(span: SpanMeasures) -> tuple[float, int] | None:
    """Find a minute with as many cuts as `median_minute` says, near the middle of the spans.

    One that begins with a cut is preferred, so that its first shot is whole.

    Returns
    -------
    start_seconds : float
        Where it begins, in seconds after the first frame of the file.
    cuts : int
        Borders between shots within it. None, of both, where no span is a minute long.
    """
    median = median_minute(span)
    if median is None:
        return None
    middle = span.seconds / 2
    found: list[tuple[bool, float, float]] = []
    for start, stop, borders in _by_span(span):
        last = stop - WINDOW_SECONDS
        if last < start:
            continue
        at_cuts = borders[borders <= last]
        changes = np.concatenate([[start, last], borders, borders - WINDOW_SECONDS])
        edges = np.sort(np.clip(changes, start, last))
        for begins, is_between in ((at_cuts, False), ((edges[:-1] + edges[1:]) / 2, True)):
            begins = begins[_count(borders, begins) == median]
            distances = np.abs(running_seconds(span, begins) + WINDOW_SECONDS / 2 - middle)
            found += [(is_between, *one) for one in zip(distances, begins, strict=True)]
    return float(min(found)[2]), median


def minute_spread(span: SpanMeasures) -> float:
    """Give how far minutes differ in cuts: ninth less first decile, over the mean.

    Minutes begin every `SPREAD_STEP_SECONDS` within a span; nan below two minutes.
    """
    counts = [
        _count(borders, np.arange(start, stop - WINDOW_SECONDS, SPREAD_STEP_SECONDS))
        for start, stop, borders in _by_span(span)
        if stop - start >= WINDOW_SECONDS
    ]
    found = np.concatenate(counts) if counts else np.zeros(0)
    if span.seconds < 2 * WINDOW_SECONDS or not found.sum():
        return float("nan")
    low, high = np.quantile(found, [0.1, 0.9])
    return float((high - low) / found.mean())


def _by_span(span: SpanMeasures) -> Iterator[tuple[float, float, NDArray[np.float64]]]:
    """Give start and stop of each span with the borders in it."""
    for start, stop in span.span_seconds:
        first, last = np.searchsorted(span.border_seconds, [start, stop])
        yield start, stop, span.border_seconds[first:last]


def _count(borders: NDArray[np.float64], begins: NDArray[np.float64]) -> NDArray[np.intp]:
    """Count the borders in the minute from each moment on; the minute is half-open."""
    return np.searchsorted(borders, begins + WINDOW_SECONDS) - np.searchsorted(borders, begins)
