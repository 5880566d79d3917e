"""How the shots of a target differ from those of its baselines: described, not tested.

Shots of one episode depend on each other, so nothing is inferred from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.compare import Comparison
from cutstat.stats.effect import cliffs_delta, hodges_lehmann_shift, quantile_differences
from cutstat.stats.sample import SeriesSample
from cutstat.stats.season import SeasonRhythm, season_rhythm

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Quantiles of shot lengths that are set against each other."""


@dataclass(frozen=True, slots=True)
class ShotLengthContrast:
    """Shot lengths of the target against those of one baseline, all episodes together."""

    baseline: str
    cliffs_delta: float
    """Share of pairs of shots in which the target's is longer, less that in which it is shorter."""

    shift_seconds: float
    """Hodges-Lehmann shift: median of all differences, target less baseline."""

    quantile_differences_seconds: Mapping[str, float]
    """Target's quantile less the baseline's, by the share of shots below it."""


@dataclass(frozen=True, slots=True)
class ShotDescription:
    """What the shots themselves say beside the verdict."""

    lengths: tuple[ShotLengthContrast, ...]
    rhythm: Mapping[str, SeasonRhythm]
    """Of each series with episodes and shots enough; exploratory."""


def describe_shots(comparison: Comparison) -> ShotDescription:
    """Describe the shots of the bodies of a comparison."""
    own = _lengths(comparison.target)
    everyone = (comparison.target, *comparison.baselines)
    rhythms = {
        one.name: season_rhythm([episode.body.shot_seconds for episode in one.episodes])
        for one in everyone
    }
    return ShotDescription(
        tuple(_contrast(own, one) for one in comparison.baselines),
        {name: rhythm for name, rhythm in rhythms.items() if rhythm is not None},
    )


def _contrast(own: NDArray[np.float64], baseline: SeriesSample) -> ShotLengthContrast:
    other = _lengths(baseline)
    differences = quantile_differences(own, other, shares=SHARES)
    return ShotLengthContrast(
        baseline.name,
        cliffs_delta(own, other),
        hodges_lehmann_shift(own, other),
        {f"{share:g}": float(value) for share, value in zip(SHARES, differences, strict=True)},
    )


def _lengths(series: SeriesSample) -> NDArray[np.float64]:
    return np.concatenate([episode.body.shot_seconds for episode in series.episodes])
