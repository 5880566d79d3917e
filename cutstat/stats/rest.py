"""What the episodes that were not scanned yet would bring."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import Unit
from cutstat.core.words import count_of
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.plain import range_text
from cutstat.stats.sample import SeriesSample
from cutstat.stats.single_show import rate_interval


def rest_sentence(comparison: Comparison, waiting: Mapping[str, int], *, minutes: float) -> str:
    """Say what the episodes that were not scanned would bring, and how long that takes.

    The chance between episodes shrinks with their number, by its standard error and by its t
    quantile; all else that the range holds stays.

    Parameters
    ----------
    comparison : Comparison
        Of what was scanned.
    waiting : mapping of str to int
        Episodes that were not, by the name of their series.
    minutes : float
        What they would take; 0 where it is not known.
    """
    others, after = _others(waiting, comparison.unit), _after(minutes)
    total = comparison.total
    if total is None or comparison.refusal is not None:
        return f"A sample: {others} may give a verdict{after}."
    everyone = (comparison.target, *comparison.baselines)
    more = [waiting.get(one.name, 0) for one in everyone]
    share = _shrinkage([one.log_rates for one in everyone], more, comparison.settings.alpha)
    whole, chance = (_half_width(one) for one in (total.interval, total.chance_interval))
    reach = math.sqrt(max(whole**2 - chance**2, 0) + (chance * share) ** 2)
    middle = math.sqrt(total.interval[0] * total.interval[1])
    narrowed = (middle * math.exp(-reach), middle * math.exp(reach))
    return (
        f"A sample: {range_text(total.interval)} a minute. {others.capitalize()} would narrow that "
        f"to about {range_text(narrowed)}{after}."
    )


def single_rest_sentence(
    sample: SeriesSample,
    waiting: Mapping[str, int],
    *,
    settings: ComparisonSettings,
    minutes: float,
) -> str:
    """Say the same of a series alone, of its shots a minute.

    Parameters
    ----------
    sample : SeriesSample
        What was scanned.
    waiting : mapping of str to int
        Episodes that were not, by the name of the series.
    settings : ComparisonSettings
        The error rate, and what titles differ by in detection.
    minutes : float
        What they would take; 0 where it is not known.
    """
    others, after = _others(waiting, sample.unit), _after(minutes)
    now = rate_interval(sample, settings)
    then = rate_interval(sample, settings, more=sum(waiting.values()))
    if now is None or then is None:
        return f"A sample: of one {sample.unit} no range is known; {others} would give one{after}."
    return (
        f"A sample: likely {now[0]:.1f} to {now[1]:.1f} shots a minute. {others.capitalize()} "
        f"would narrow that to about {then[0]:.1f} to {then[1]:.1f}{after}."
    )


def _others(waiting: Mapping[str, int], unit: Unit) -> str:
    count = sum(waiting.values())
    return f"the other {unit if count == 1 else count_of(count, unit)}"


def _after(minutes: float) -> str:
    """Say how long that takes, and by which command."""
    takes = f", in about {max(round(minutes), 1)} min" if minutes else ""
    return f"{takes}; the same command without --sample goes on from here"


def _shrinkage(logs: Sequence[NDArray[np.float64]], more: Sequence[int], alpha: float) -> float:
    """Give the width of the chance between episodes with all of them over that without."""
    from scipy.stats import t as student  # slow to load

    weights = [1.0, *([1 / (len(logs) - 1)] * (len(logs) - 1))]
    variances = [w**2 * float(np.var(one, ddof=1)) for w, one in zip(weights, logs, strict=True)]
    now = sum(v / len(one) for v, one in zip(variances, logs, strict=True))
    then = sum(v / (len(one) + k) for v, one, k in zip(variances, logs, more, strict=True))
    degrees = sum(len(one) - 1 for one in logs)
    quantiles = [float(student.ppf(1 - alpha / 2, d)) for d in (degrees, degrees + sum(more))]
    return math.sqrt(then / now) * quantiles[1] / quantiles[0] if now else 1.0


def _half_width(interval: tuple[float, float]) -> float:
    return math.log(interval[1] / interval[0]) / 2
