"""Films told as film scholars tell them: average and median shot length, and the quarters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import running_seconds
from cutstat.stats.sample import SeriesSample

QUARTERS = 4

METHOD = (
    "A shot is one continuous view. ASL is the average shot length, the length of the film over "
    "its shots, and MSL the median of the shot lengths (Salt; Cinemetrics); ASL is 60 over shots a "
    "minute. Titles and credits count, as they do in lists for Cinemetrics, unless a segment is "
    "set apart. Quarters are those of the running time. Published counts of television do not "
    "compare, and no other film was measured."
)


def quarter_rates(film: EpisodeMeasures) -> tuple[float, ...]:
    """Give the cuts a minute in each quarter of a film."""
    edges = np.linspace(0, film.body.seconds, QUARTERS + 1)
    cuts, _ = np.histogram(running_seconds(film.body, film.body.border_seconds), edges)
    return tuple(float(count) for count in cuts / (film.body.minutes / QUARTERS))


def film_headline(sample: SeriesSample) -> str:
    """Say in a few words what was counted."""
    asl = 60 / sample.geometric_mean_rate
    if len(sample) == 1:
        return f"{sample.name}: {sample.episodes[0].body.shots} shots of {asl:.1f} seconds"
    return f"{sample.name}: {len(sample)} films with shots of {asl:.1f} seconds"


def film_numbers(sample: SeriesSample) -> str:
    """Give ASL, MSL and rate in a line; of several films their means."""
    lengths = [float(np.median(film.body.shot_seconds)) for film in sample.episodes]
    minutes = sample.geometric_mean_minutes
    mean = "" if len(sample) == 1 else " (geometric means)"
    return (
        f"ASL {60 / sample.geometric_mean_rate:.1f} s, MSL {np.exp(np.log(lengths).mean()):.1f} s, "
        f"{sample.geometric_mean_rate:.1f} shots a minute over {_minutes(minutes)}{mean}."
    )


def film_paragraph(sample: SeriesSample) -> str:
    """Tell of a film, or of several, in one paragraph that can be quoted."""
    numbers = film_numbers(sample)
    if len(sample) > 1:
        by_rate = sorted(sample.episodes, key=lambda film: film.body.cutting_rate)
        ends = " to ".join(
            f"{_asl(one):.1f} s ({one.name.label})" for one in (by_rate[-1], by_rate[0])
        )
        return f"{film_headline(sample)}. {numbers} ASL reaches from {ends}. Counted by cutstat."
    (film,) = sample.episodes
    rates = quarter_rates(film)
    names = ("first", "second", "third", "last")
    fastest, slowest = names[int(np.argmax(rates))], names[int(np.argmin(rates))]
    longest = float(film.body.shot_seconds.max())
    return (
        f"{sample.name} has {film.body.shots} shots in {_minutes(film.body.minutes)}, counted "
        f"by cutstat. {numbers} By quarters it has {_listed(rates)} cuts a minute: fastest in the "
        f"{fastest}, slowest in the {slowest}. Its longest shot lasts {longest:.0f} s."
    )


def _minutes(minutes: float) -> str:
    return f"{minutes:.0f} minutes" if minutes >= 10 else f"{minutes:.1f} minutes"


def _asl(film: EpisodeMeasures) -> float:
    return 60 / film.body.cutting_rate


def _listed(rates: Sequence[float]) -> str:
    *first, last = (f"{rate:.1f}" for rate in rates)
    return f"{', '.join(first)} and {last}"
