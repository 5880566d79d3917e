"""From a scenario to how often a test said what."""

from __future__ import annotations

import math
import multiprocessing
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from benchmarks.statistics import rivals
from benchmarks.statistics.audited import count_verdicts
from benchmarks.statistics.model import draw_counts, log_rates
from benchmarks.statistics.scenarios import Scenario
from cutstat.stats.contrast import ComparisonSettings, contrast, decide
from cutstat.stats.typicality import typicality
from cutstat.stats.usual import extra_variance

SETTINGS = ComparisonSettings()

RIVALS: dict[str, Callable[..., rivals.PValues]] = {
    "pooled shots": rivals.pooled_shots,
    "poisson": rivals.poisson_rates,
    "negative binomial": rivals.negative_binomial,
    "pooled episodes": rivals.pooled_episodes,
    "mixed model": rivals.mixed_model,
    "show labels": rivals.show_labels,
}


def simulate(scenario: Scenario, *, seed: int) -> dict[str, Any]:
    """Run a scenario; the same seed gives the same numbers, whatever else is run.

    Returns
    -------
    dict
        ``runs``; ``failed``, runs that gave no p-value; ``significant``, runs with p below alpha,
        or for audited shows those whose interval leaves out 1;
        ``covered``, runs whose interval holds the true ratio, and ``decisions``, how often each
        verdict was given, both None for tests that give neither.
    """
    name = f"{scenario.group}: {scenario.name}".encode()
    rng = np.random.default_rng([seed, zlib.crc32(name)])
    measured = {"covered": None, "decisions": None}
    match scenario.test:
        case "contrast":
            p_values, measured = _contrasts(scenario, rng)
        case "typicality":
            p_values = _typicalities(scenario, rng)
        case "audited":
            p_values = np.zeros(scenario.runs)  # a corrected ratio has an interval and no p-value
            measured = count_verdicts(scenario.shows, scenario.runs, rng, ratio=scenario.ratio)
        case _:
            p_values = RIVALS[scenario.test](scenario.shows, scenario.runs, rng)
    return {
        "group": scenario.group,
        "name": scenario.name,
        "test": scenario.test,
        "ratio": scenario.ratio,
        "runs": scenario.runs,
        "required": scenario.required,
        "failed": int(np.isnan(p_values).sum()),
        "significant": int((p_values <= SETTINGS.alpha).sum()),
        **measured,
    }


def simulate_all(
    scenarios: Sequence[Scenario], *, seed: int, jobs: int
) -> Iterator[dict[str, Any]]:
    """Run scenarios in several processes, and give their rows in order as they are done."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = [pool.submit(simulate, one, seed=seed) for one in scenarios]
        for one in waiting:
            yield one.result()


def counted(row: dict[str, Any]) -> tuple[int, int]:
    """Give what a row is judged by, intervals that hold or differences found, and of how many."""
    hits = row["covered" if row["group"] == "coverage" else "significant"]
    return hits, row["runs"] - row["failed"]


def rate_of(row: dict[str, Any]) -> float:
    """Give the share that a row is judged by; nan where no run gave a p-value."""
    hits, runs = counted(row)
    return hits / runs if runs else math.nan


def standard_error(row: dict[str, Any]) -> float:
    """Give the Monte-Carlo standard error of the share."""
    _, runs = counted(row)
    rate = rate_of(row)
    return math.sqrt(rate * (1 - rate) / runs) if runs else math.nan


def interval_of(row: dict[str, Any]) -> tuple[float, float]:
    """Give the 95 % interval of the share (Wilson 1927)."""
    from scipy.stats import binomtest  # slow to load

    hits, runs = counted(row)
    if not runs:
        return math.nan, math.nan
    found = binomtest(hits, runs).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def is_kept(row: dict[str, Any]) -> bool | None:
    """Whether the rate lies where it has to; None where nothing is asked of it."""
    if row["required"] is None:
        return None
    low, high = row["required"]
    return bool(low <= rate_of(row) <= high)


def _contrasts(
    scenario: Scenario, rng: np.random.Generator
) -> tuple[rivals.PValues, dict[str, Any]]:
    own, *others = (log_rates(draw_counts(show, scenario.runs, rng)) for show in scenario.shows)
    p_values = np.full(scenario.runs, np.nan)
    covered, decisions = 0, Counter[str]()
    for k in range(scenario.runs):
        found = contrast(own[k], [one[k] for one in others], name="all", settings=SETTINGS)
        decisions[decide(found, SETTINGS)] += 1
        if found is not None:
            p_values[k] = found.p_value
            covered += found.interval[0] <= scenario.ratio <= found.interval[1]
    return p_values, {"covered": covered, "decisions": dict(decisions)}


def _typicalities(scenario: Scenario, rng: np.random.Generator) -> rivals.PValues:
    logs = [log_rates(draw_counts(show, scenario.runs, rng)) for show in scenario.shows]
    means = np.column_stack([one.mean(axis=1) for one in logs])
    found = (
        typicality(
            float(row[0]),
            row[1:],
            settings=SETTINGS,
            extra=extra_variance(logs[0][k], [one[k] for one in logs[1:]]),
        )
        for k, row in enumerate(means)
    )
    return np.array([np.nan if one.p_value is None else one.p_value for one in found])
