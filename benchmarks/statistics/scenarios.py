"""What is simulated: which shows, which test, how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from benchmarks.statistics.model import LENGTH_DEVIATION, SHOW_CV, Show
from benchmarks.statistics.spread import Spread

Group = Literal[
    "null",
    "rival",
    "strain",
    "audited",
    "coverage",
    "verdict",
    "typical",
    "typical-rival",
    "typical-power",
]
RUNS = 20_000
"""Runs where nothing else is said; a rate of 5 % has a standard error of 0.15 %."""

FALSE_ALARMS = (0.04, 0.06)
"""Where the rate of false alarms of the verdict has to lie, at a nominal 5 %."""

TYPICAL = (0.0, 0.06)
COVERAGE = (0.94, 0.96)

RATIOS = (1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5)
"""True ratios for which the verdicts are counted."""

SIZES = (12, 24)
"""Episodes of both shows, for the verdicts."""

BASELINES = (5, 8, 12)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of a table."""

    group: Group
    name: str
    test: str
    shows: tuple[Show, ...]
    """The target, then its baselines."""

    runs: int
    required: tuple[float, float] | None = None
    """Between which rates the row has to lie; None asks nothing of it."""

    @property
    def ratio(self) -> float:
        """True ratio of the target to the baselines, which all are alike."""
        return self.shows[0].ratio / self.shows[1].ratio


def all_scenarios(spread: Spread | None, *, runs: int = RUNS) -> list[Scenario]:
    """List all scenarios.

    Parameters
    ----------
    spread : Spread, optional
        As measured on real episodes; without it, all rows are of assumed spreads.
    runs : int
        Of the tests that cutstat uses; half as many for the verdicts, a tenth for other tests and
        for audits.
    """
    return [
        *_null(spread, runs),
        *_rivals(spread, max(1, runs // 10)),
        *_strains(runs),
        *_audited(max(1, runs // 10)),
        *_coverage(runs),
        *_verdicts(spread, max(1, runs // 2)),
        *_typical(runs),
    ]


def _null(spread: Spread | None, runs: int) -> Iterator[Scenario]:
    show, three = Show(12), (Show(12),) * 3
    uneven = {
        "12 against 12 episodes, CV 8 % and 20 %": (Show(12, 0.08), Show(12, 0.2)),
        "6 against 12 episodes, CV 20 % and 8 %": (Show(6, 0.2), Show(12, 0.08)),
        "6 against 12 episodes, CV 8 % and 20 %": (Show(6, 0.08), Show(12, 0.2)),
    }
    rows: dict[str, tuple[Show, ...]] = {
        "12 against 12 episodes": (show, show),
        "12 against 24 episodes": (show, Show(24)),
        "6 against 12 episodes": (Show(6), show),
        "5 against 5 episodes, the fewest allowed": (Show(5), Show(5)),
        **uneven,
        "12 against three shows of 12": (show, *three),
        "12 against three shows of 12, CV 8, 13 and 20 %": (
            *(show, Show(12, 0.08)),
            *(show, Show(12, 0.2)),
        ),
    }
    lengths = spread.length_deviation if spread else LENGTH_DEVIATION
    drawn = replace(show, length_deviation=lengths)
    rows["12 against 12 episodes, every shot drawn"] = (drawn, drawn)
    if spread:
        real = Show(12, spread.cv)
        rows["12 against 12 episodes, measured spread"] = (real, real)
    for name, shows in rows.items():
        yield Scenario("null", name, "contrast", shows, runs, FALSE_ALARMS)


def _rivals(spread: Spread | None, runs: int) -> Iterator[Scenario]:
    lengths = spread.length_deviation if spread else LENGTH_DEVIATION
    show = Show(12, length_deviation=lengths)
    yield Scenario("rival", "Mann–Whitney on pooled shots", "pooled shots", (show, show), runs)
    show = Show(12)
    yield Scenario("rival", "Poisson rate test", "poisson", (show, show), runs)
    yield Scenario("rival", "negative binomial, Wald", "negative binomial", (show, show), runs)
    population = {k: (Show(12, show_cv=SHOW_CV),) * (k + 1) for k in (5, 19)}
    five = population[5]
    yield Scenario("typical-rival", "pooled episodes, Welch", "pooled episodes", five, runs)
    yield Scenario("typical-rival", "mixed model, Wald", "mixed model", five, runs)
    for k, shows in population.items():
        name = f"permutation of the shows' names, {k} baselines"
        yield Scenario("typical-rival", name, "show labels", shows, runs)


def _strains(runs: int) -> Iterator[Scenario]:
    heavy, carried = Show(12, tails="heavy"), Show(12, carry=0.3)
    found, fewer, few = (Show(12, recall=recall) for recall in (0.98, 0.93, 0.88))
    rows = {
        "now and then an episode far off (t, 3 degrees)": (heavy, heavy),
        "neighbouring episodes alike (correlation 0.3)": (carried, carried),
        "recall 98 % against 93 %": (found, fewer),
        "recall 98 % against 88 %": (found, few),
        "recall 88 % in both": (few, few),
    }
    for name, shows in rows.items():
        yield Scenario("strain", name, "contrast", shows, runs)


def _audited(runs: int) -> Iterator[Scenario]:
    found = Show(12, recall=0.98)
    for recall in (0.93, 0.88):
        name = f"recall 98 % against {recall * 100:.0f} %, both audited"
        yield Scenario("audited", name, "audited", (found, Show(12, recall=recall)), runs)


def _coverage(runs: int) -> Iterator[Scenario]:
    others: dict[str, tuple[Show, ...]] = {
        "12 against 12 episodes": (Show(12),),
        "6 against 12 episodes": (Show(12),),
        "12 against 12 episodes, CV 8 % and 20 %": (Show(12, 0.2),),
        "12 against three shows of 12": (Show(12),) * 3,
    }
    own = (Show(12), Show(6), Show(12, 0.08), Show(12))
    for ratio in (1.0, 1.2):
        for (name, baselines), target in zip(others.items(), own, strict=True):
            shows = (replace(target, ratio=ratio), *baselines)
            label = f"{name}, true ratio {ratio:g}"
            yield Scenario("coverage", label, "contrast", shows, runs, COVERAGE)


def _verdicts(spread: Spread | None, runs: int) -> Iterator[Scenario]:
    for n in SIZES:
        for ratio in RATIOS:
            shows = (Show(n, ratio=ratio), Show(n))
            yield Scenario("verdict", verdict_name(n, ratio), "contrast", shows, runs)
    if spread is None:
        return
    for n in SIZES:
        for ratio in (1.0, 1.1, 1.2, 1.3):
            shows = (Show(n, spread.cv, ratio=ratio), Show(n, spread.cv))
            name = f"{verdict_name(n, ratio)}, measured spread"
            yield Scenario("verdict", name, "contrast", shows, runs)


def verdict_name(episodes: int, ratio: float) -> str:
    """Name the scenario of two shows of so many episodes, the target faster by a ratio."""
    return f"{episodes} against {episodes} episodes, {(ratio - 1) * 100:+.0f} %"


def _typical(runs: int) -> Iterator[Scenario]:
    for k in BASELINES:
        shows = (Show(12, show_cv=SHOW_CV),) * (k + 1)
        yield Scenario("typical", f"{k} baselines", "typicality", shows, runs, TYPICAL)
    shows = (Show(6, show_cv=SHOW_CV), *(Show(24, show_cv=SHOW_CV),) * 5)
    name = "5 baselines of 24 episodes, a target of 6"
    yield Scenario("typical", name, "typicality", shows, runs, TYPICAL)
    for k in BASELINES:
        for ratio in (1.3, 1.5):
            shows = (Show(12, ratio=ratio), *(Show(12, show_cv=SHOW_CV),) * k)
            name = f"{k} baselines, a show {(ratio - 1) * 100:.0f} % above their mean"
            yield Scenario("typical-power", name, "typicality", shows, max(1, runs // 2))
