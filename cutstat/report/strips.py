"""The minute that stands for a series, and the film strip of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.words import count_of
from cutstat.figures.strip import Strip
from cutstat.measure.pacing import WINDOW_SECONDS, typical_minute
from cutstat.report.look import EpisodeLook
from cutstat.stats.sample import SeriesSample

MOST_STRIPS = 6
"""Series of which a strip is shown."""

LONG_ENOUGH = 0.8
"""Length over that of the longest part of a body from which on a part may stand for the series."""

INTO_SHOT = 0.4
"""Where in a shot its picture is taken, as a share of its length: behind what fades in."""


@dataclass(frozen=True, slots=True, eq=False)
class StripPlace:
    """A passage of one episode of a series, at most a minute."""

    index: int
    """Of the episode in its series."""

    edges: NDArray[np.float64]
    """Where its shots begin and end, in seconds after the first frame of the file."""

    def frames(self, sample: SeriesSample) -> list[int]:
        """Give a frame within each shot."""
        times = sample.episodes[self.index].times
        seconds = self.edges[:-1] + INTO_SHOT * np.diff(self.edges)
        return [times.frame_at(float(moment)) for moment in seconds]


def strip_place(sample: SeriesSample) -> StripPlace:
    """Choose the passage that stands for a series.

    Of the episodes of which some part of the body is a minute long, the one whose cutting rate is
    nearest to the mean of the series, and in it the median minute. Of shorter bodies the part whose
    own rate is nearest to it, of those that are not much shorter than the longest.
    """
    minutes = [typical_minute(episode.body) for episode in sample.episodes]
    mean = float(sample.log_rates.mean())
    known = [k for k, minute in enumerate(minutes) if minute is not None]
    if known:
        index = min(known, key=lambda k: abs(float(sample.log_rates[k]) - mean))
        start, _ = minutes[index] or (0.0, 0)
        stop = start + WINDOW_SECONDS
    else:
        index, (start, stop) = _nearest_part(sample, mean)
    borders = sample.episodes[index].body.border_seconds
    inside = borders[(borders > start) & (borders < stop)]
    return StripPlace(index, np.array([start, *inside, stop]))


def _nearest_part(sample: SeriesSample, mean: float) -> tuple[int, tuple[float, float]]:
    """Give the episode and the part of its body whose log rate is nearest to a mean."""
    parts = [(k, span) for k, one in enumerate(sample.episodes) for span in one.body.span_seconds]
    longest = max(stop - start for _, (start, stop) in parts)

    def distance(part: tuple[int, tuple[float, float]]) -> float:
        k, (start, stop) = part
        borders = sample.episodes[k].body.border_seconds
        shots = 1 + int(np.count_nonzero((borders > start) & (borders < stop)))
        return abs(math.log(60 * shots / (stop - start)) - mean)

    long = [part for part in parts if part[1][1] - part[1][0] >= LONG_ENOUGH * longest]
    return min(long, key=distance)


def strips_of(
    everyone: Sequence[SeriesSample], looks: Mapping[str, Sequence[EpisodeLook]]
) -> tuple[Strip, ...]:
    """Make a strip for the target, which is the first, and for some baselines, by their rates."""
    return tuple(
        _strip(one, looks.get(one.name), is_target=one is everyone[0])
        for one in (everyone[0], *shown_baselines(everyone[1:]))
    )


def shown_baselines(baselines: Sequence[SeriesSample]) -> list[SeriesSample]:
    """Choose the baselines of which a strip is shown: all, or some of them, by their rates."""
    most = MOST_STRIPS - 1
    if len(baselines) <= most:
        return list(baselines)
    ordered = sorted(baselines, key=lambda one: -one.geometric_mean_rate)
    return [ordered[round(k * (len(ordered) - 1) / (most - 1))] for k in range(most)]


def _strip(sample: SeriesSample, looks: Sequence[EpisodeLook] | None, *, is_target: bool) -> Strip:
    place = strip_place(sample)
    episode = sample.episodes[place.index]
    look = looks[place.index] if looks else None
    start, stop = place.edges[0], place.edges[-1]
    shots = len(place.edges) - 1
    length = "a minute" if stop - start == WINDOW_SECONDS else f"{stop - start:.0f} s"
    minutes, seconds = divmod(int(start), 60)
    return Strip(
        label=sample.name,
        detail=f"{sample.unit} {episode.name.label}, from {minutes}:{seconds:02d}: "
        f"{count_of(shots, 'shot')} in {length}",
        edges=place.edges - start,
        images=look.strip if look else (),
        colours=_colours(look, place, duration=episode.whole.seconds),
        is_target=is_target,
    )


def _colours(look: EpisodeLook | None, place: StripPlace, *, duration: float) -> NDArray[np.uint8]:
    """Give the mean colour of each shot, from those at even times of the file."""
    if look is None or not len(look.colours):
        return np.zeros((0, 3), np.uint8)
    known = len(look.colours)
    first, last = (
        np.clip((edges / duration * known).astype(int), 0, known - 1)
        for edges in (place.edges[:-1], place.edges[1:])
    )
    means = [
        look.colours[start : max(stop, start + 1)].mean(axis=0)
        for start, stop in zip(first, last, strict=True)
    ]
    return np.array(means, np.uint8)
