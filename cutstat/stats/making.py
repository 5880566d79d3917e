"""How series are made beside their cuts: each measure of a target against its baselines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.entry import Measure
from cutstat.measure.making_table import MAKING_MEASURES
from cutstat.measure.table import MEASURES
from cutstat.stats.contrast import ComparisonSettings, contrast
from cutstat.stats.sample import SeriesSample

COMPARED = (
    *("pictures_per_minute", "held_share", "distinct_pictures_per_shot", "visual_activity"),
    *("voices_share", "music_share", "voices_without_music_share"),
    *("lines_share", "lines_per_minute"),
    *("action_share", "action_excess", "share_of_time_over_8_s", "pace_spread"),
)
"""Measures that a comparison gives beside the cuts."""


@dataclass(frozen=True, slots=True)
class MadeContrast:
    """One measure of a target against its baselines."""

    measure: str
    title: str
    unit: str
    means: tuple[tuple[str, float], ...]
    """Mean of the episodes of each series, the target first; nan where it is not known."""

    difference: float
    """Of shares, the target less the equal-weight mean of the baselines; of others the ratio of
    geometric means. nan where it is not known of all series."""

    interval: tuple[float, float] | None
    """Of the difference or ratio, by the chance of episodes alone; None where there is none."""

    margin: float | None
    """By what the measure itself may be off, in its own unit; None where that is not known."""

    @property
    def is_share(self) -> bool:
        """Whether the difference is one of shares, not a ratio."""
        return self.unit == "share"


def compare_making(
    target: SeriesSample, baselines: Sequence[SeriesSample], *, settings: ComparisonSettings
) -> tuple[MadeContrast, ...]:
    """Set what is known of series beside their cuts side by side; what none has is left out.

    Voices heard and lines read are never set against each other: each is a measure of its own.
    """
    found: list[MadeContrast] = []
    for measure in MEASURES:
        if measure.key not in COMPARED:
            continue
        values = [known_values(one, measure) for one in (target, *baselines)]
        if any(len(one) for one in values):
            found.append(_contrast(measure, values, (target, *baselines), settings))
    return tuple(found)


def known_values(series: SeriesSample, measure: Measure) -> NDArray[np.float64]:
    """Give a measure of the bodies of which it is known, shape (n,)."""
    values = np.array([float(measure.value(episode.body)) for episode in series.episodes])
    return np.asarray(values[np.isfinite(values)])


def why_unknown(measure: Measure, everyone: Sequence[SeriesSample]) -> str:
    """Say why a measure of drawings, sound or lines is not known; empty of others."""
    if measure not in MAKING_MEASURES:
        return ""
    for series in everyone:
        for episode in series.episodes:
            if math.isnan(measure.value(episode.body)):
                if measure.key.startswith("action"):
                    return "in them no stretch stands out, or the body is under a minute"
                is_sound = measure.key.startswith(("voices", "music", "longest_without"))
                if is_sound and episode.making.why_unheard:
                    return episode.making.why_unheard
    return "where it was not looked at, `cutstat scan --complete` adds it"


def making_notes(everyone: Sequence[SeriesSample]) -> tuple[str, ...]:
    """Say what makes comparisons of sound doubtful, one sentence each."""
    notes: list[str] = []
    languages = {one.name: _named(one, "language") for one in everyone}
    known = {name: found for name, found in languages.items() if found}
    if len({word for found in known.values() for word in found}) > 1:
        said = "; ".join(f"{name}: {', '.join(sorted(found))}" for name, found in known.items())
        notes.append(
            f"The sound is of different languages ({said}); voices of an original and of a dub "
            "differ. `cutstat scan --complete --audio LANGUAGE` listens to another."
        )
    models = {word for one in everyone for word in _named(one, "model")}
    if len(models) > 1:
        notes.append(
            f"Voices and music were told by different versions ({', '.join(sorted(models))})."
        )
    for one in everyone:
        unheard = [e for e in one.episodes if e.making.why_unheard]
        if unheard and len(unheard) < len(one):
            notes.append(
                f"Voices and music of {one.name} are not known of {len(unheard)} of {len(one)} "
                f"{one.unit}s: {unheard[0].name.label}, {unheard[0].making.why_unheard}."
            )
    return tuple(notes)


def _named(series: SeriesSample, field: str) -> set[str]:
    heard = (episode.making.heard for episode in series.episodes)
    return {getattr(one, field) for one in heard if one is not None and getattr(one, field)}


def _contrast(
    measure: Measure,
    values: Sequence[NDArray[np.float64]],
    everyone: Sequence[SeriesSample],
    settings: ComparisonSettings,
) -> MadeContrast:
    is_share = measure.unit == "share"
    is_ratio = not is_share and all(len(one) and one.min() > 0 for one in values)
    means = tuple(
        (series.name, _mean(one, is_geometric=is_ratio))
        for series, one in zip(everyone, values, strict=True)
    )
    if not is_ratio and not (is_share and all(map(len, values))):
        return MadeContrast(*_facts(measure), means, math.nan, None, measure.margin)
    own, *others = values if is_share else [np.log(one) for one in values]
    difference = float(own.mean() - np.mean([one.mean() for one in others]))
    found = contrast(own, others, name=measure.key, settings=settings)
    interval = None if found is None else found.interval  # its ratio is the exponential
    if is_share:
        ends = None if interval is None else (math.log(interval[0]), math.log(interval[1]))
        points = None if ends is None else (max(ends[0], -1.0), min(ends[1], 1.0))
        return MadeContrast(*_facts(measure), means, difference, points, measure.margin)
    return MadeContrast(*_facts(measure), means, math.exp(difference), interval, measure.margin)


def _mean(values: NDArray[np.float64], *, is_geometric: bool) -> float:
    """Give the mean of the kind that a comparison is made by; nan of nothing."""
    if not len(values):
        return math.nan
    return float(np.exp(np.log(values).mean()) if is_geometric else values.mean())


def _facts(measure: Measure) -> tuple[str, str, str]:
    return measure.key, measure.title, measure.unit
