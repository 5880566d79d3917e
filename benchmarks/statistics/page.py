"""The section "The verdict" of the page of benchmarks, made from stored results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.words import percentage, table
from benchmarks.statistics.audited import JUDGED, STRETCH_SECONDS, STRETCHES
from benchmarks.statistics.measure import interval_of, is_kept, rate_of, standard_error
from benchmarks.statistics.model import EPISODE_CV, SECONDS, SHOTS, SHOW_CV
from benchmarks.statistics.spread import Spread

RESULTS = Path(__file__).parent / "results"
NAME = "simulation"
"""Of the file of the results."""

FIGURE = "figures/statistics-verdicts.png"
"""Path of the figure from the folder of the page."""

DECISIONS = {
    "higher": "Faster by more than 10 %",
    "higher-size-uncertain": "Faster, size uncertain",
    "higher-small": "Faster by less than 10 %",
    "inconclusive": "Inconclusive",
    "equivalent": "As fast within 10 %",
    "lower-small": "Slower by less than 10 %",
    "lower-size-uncertain": "Slower, size uncertain",
    "lower": "Slower by more than 10 %",
}
"""All verdicts of two series that are compared, and what they are called in tables."""

ABOUT = f"""\
How often is the verdict wrong? Shows are drawn at random with a difference that is known, and the
functions that every comparison calls judge them: `contrast` and `decide` for named baselines,
`typicality` for a show among others. Then it is counted how often they were right.

- An episode has {SHOTS:.0f} shots in {SECONDS:.0f} s on average. Its rate is lognormal, with a
  coefficient of variation (CV) of {EPISODE_CV * 100:.0f} % between the episodes of a show. Its
  shots are Poisson around that rate, so that counts vary by more than the CV says. Where shows are
  drawn too, they differ by a CV of {SHOW_CV * 100:.0f} %.
- **These spreads are assumed**, except where a row says that it was measured. How much shows differ
  could not be measured.
- A difference is found when p is at most 5 %. So of shows without a difference 5 % ought to be
  found different, and of 95 % intervals 95 % ought to hold the true ratio.
- These are of the chance between episodes alone. What the whole interval gives, with errors of
  detection and segments in doubt, and what is usual, is simulated by
  `python -m benchmarks.statistics.questions` and stands in [the method](method.md).
- A rate is known as well as its number of runs allows: the standard error and the 95 % interval
  (Wilson) say how far chance may have moved it. No seed was picked for its result."""

NULL_ABOUT = """\
Two shows without any difference. How often is one called different by the test that cutstat uses
(Welch on the logarithms of the rates)? From 4 to 6 % is asked for."""

RIVAL_ABOUT = """\
The same with tests that cutstat does not use, 12 against 12 episodes. They take shots, or Poisson
counts, for the unit, or trust a normal distribution with few episodes."""

STRAIN_ABOUT = """\
What the test stands, and what not: 12 against 12 episodes without any difference, nothing asked of
the rows. **A detector that finds fewer shots in one show than in the other** does more harm than
most choices of a test; where it misses as many in both, it does none."""

AUDITED_ABOUT = f"""\
The same two shows, once both have been audited: {JUDGED} borders that were found, {JUDGED} likely
misses and {STRETCHES} stretches of {STRETCH_SECONDS:.0f} s were judged of each, as `cutstat audit`
shows them by default. Here all that was found is right, all that was missed is among the likely
misses, and these are not ranked by their chance, so a real audit knows more. A difference is found
where the corrected interval leaves out 1."""

COVERAGE_ABOUT = """\
How often does the 95 % interval of the ratio hold the true ratio? From 94 to 96 % is asked for."""

VERDICT_ABOUT = """\
What is said of two shows that differ by so much in truth? "Found" is the chance of p at most 5 %,
the power. "Faster by more than 10 %" is wrong of shows that differ by 10 % or less, "as fast within
10 %" of shows that differ by 10 % or more. Both are held to 5 % where the true difference is just
10 %, and come more rarely where it is farther off."""

TYPICAL_ABOUT = f"""\
Is a show unusual among others? All shows are drawn from one population, the target too, 12 episodes
each. How often is the target called unusual (Crawford and Howell)? At most 6 % is asked for. Then
the chance with which a show is found that lies so far above the mean of the population, whose CV is
{SHOW_CV * 100:.0f} %."""

TYPICAL_RIVAL_ABOUT = """\
The same question with other tests, no show being unusual. Those that count episodes, or trust a
normal distribution with five shows, find differences where there are none. Permuting which show is
the target cannot find anything below 19 baselines: the smallest p is 1 over the number of shows."""


def read_simulation(folder: Path = RESULTS) -> dict[str, Any] | None:
    """Read the stored result; None when nothing was simulated."""
    file = folder / f"{NAME}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def verdict_section(result: dict[str, Any] | None) -> str:
    """Write the section; empty without a result."""
    if result is None:
        return ""
    rows = result["rows"]
    parts = [
        ["## The verdict", "", *ABOUT.splitlines(), *_about(result)],
        _summary(rows),
        ["### Named baselines: false alarms", "", *NULL_ABOUT.splitlines()],
        _rate_table(_of(rows, "null"), "Difference found"),
        RIVAL_ABOUT.splitlines(),
        _rate_table(_of(rows, "rival"), "Difference found"),
        STRAIN_ABOUT.splitlines(),
        _rate_table(_of(rows, "strain"), "Difference found"),
        AUDITED_ABOUT.splitlines(),
        _rate_table(_of(rows, "audited"), "Difference found"),
        ["### Named baselines: intervals", "", *COVERAGE_ABOUT.splitlines()],
        _rate_table(_of(rows, "coverage"), "True ratio held"),
        ["### Named baselines: verdicts", "", *VERDICT_ABOUT.splitlines()],
        [f"![Verdicts by the true difference]({FIGURE})"],
        _verdict_table(_of(rows, "verdict")),
        ["### A show among others", "", *TYPICAL_ABOUT.splitlines()],
        _rate_table([*_of(rows, "typical"), *_of(rows, "typical-power")], "Called unusual"),
        TYPICAL_RIVAL_ABOUT.splitlines(),
        _rate_table(_of(rows, "typical-rival"), "Called unusual"),
    ]
    return "\n".join(line for part in parts for line in [*part, ""])


def not_kept(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows whose rate lies where it must not."""
    return [row for row in rows if is_kept(row) is False]


def _of(rows: Sequence[dict[str, Any]], group: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["group"] == group]


def _about(result: dict[str, Any]) -> list[str]:
    machine = result["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    commit = f"commit `{result['commit']}`" if result["commit"] else "a commit that is not recorded"
    if result["is_committed"] is False:
        commit += " and changes that were not committed yet"
    return [
        *([_measured(Spread.from_document(result["measured"]))] if result["measured"] else []),
        f"- Seed {result['seed']}, {result['seconds']:.0f} s in all, simulated on {result['date']} "
        f"with {commit}",
        f"- {machine['system']}, {machine['cores']} cores, Python {machine['python']}, {packages}",
    ]


def _measured(spread: Spread) -> str:
    low, high = map(percentage, spread.interval)
    return (
        f"- Measured on shot lists of {spread.episodes} episodes of one documentary series "
        f"({spread.shots} shots, the whole files): CV between episodes {percentage(spread.cv)}, "
        f"95 % interval {low} to {high}; standard deviation of the logarithms of shot lengths "
        f"within an episode {spread.length_deviation:.2f}. The series is no anime, and so few "
        "episodes leave its CV wide open. Rows of this CV take it for that of the rates, although "
        "it holds the chance within episodes already; so they have rather too much spread."
    )


def _summary(rows: Sequence[dict[str, Any]]) -> list[str]:
    asked = [row for row in rows if row["required"] is not None]
    wrong = not_kept(rows)
    if not wrong:
        return [f"**All {len(asked)} rates of which something is asked lie where they have to.**"]
    listed = [f"- {row['name']}: {percentage(rate_of(row))}" for row in wrong]
    return [f"**Of {len(asked)} rates, {len(wrong)} lie where they must not:**", "", *listed]


def _rate_table(rows: Sequence[dict[str, Any]], what: str) -> list[str]:
    is_asked = any(row["required"] is not None for row in rows)
    heads = ["Shows", "Runs", what, "Standard error", "95 % interval"]
    return table(
        [*heads, *(("Asked for", "Kept") if is_asked else ())],
        [[*_rate_cells(row), *(_asked_cells(row) if is_asked else ())] for row in rows],
    )


def _rate_cells(row: dict[str, Any]) -> list[str]:
    name = row["name"] + (f" (without {row['failed']} runs with no p)" if row["failed"] else "")
    interval = " to ".join(percentage(end) for end in interval_of(row))
    error = f"{standard_error(row) * 100:.2f} %"
    return [name, str(row["runs"]), percentage(rate_of(row)), error, interval]


def _asked_cells(row: dict[str, Any]) -> list[str]:
    if row["required"] is None:
        return ["–", "–"]
    low, high = (f"{end * 100:.0f}" for end in row["required"])
    return [f"{low} to {high} %", "yes" if is_kept(row) else "**no**"]


def _verdict_table(rows: Sequence[dict[str, Any]]) -> list[str]:
    heads = ("Shows and true difference", "Runs", "Found", *DECISIONS.values())
    return table(
        heads,
        [
            [
                row["name"],
                str(row["runs"]),
                percentage(rate_of(row)),
                *(percentage(row["decisions"].get(key, 0) / row["runs"]) for key in DECISIONS),
            ]
            for row in rows
        ],
    )
