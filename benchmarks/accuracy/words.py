"""Numbers and tables as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.accuracy.entrants import OWN
from cutstat.stats.score import Counts

LEFT_OUT_LABEL = "cutstat, title left out"
"""What cutstat is called where it has not seen the title that it is judged by."""


TRAINED_LABEL = "cutstat, trained on these"
"""What it is called where it has seen the very videos that it is judged by."""


def counts_of(part: dict[str, Any]) -> Counts:
    """Give the counts that a document holds."""
    return Counts(part["hits"], part["misses"], part["false_alarms"])


def label_of(detector: dict[str, Any], result: dict[str, Any]) -> str:
    """Give what a detector is called in the result of a set."""
    is_trained = detector["name"] == OWN and result["is_trained_on"]
    return TRAINED_LABEL if is_trained else str(detector["label"])


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Write a table: the first column is text, the others are numbers.

    Raises
    ------
    ValueError
        If a row is not as long as the heads.
    """
    for row in rows:
        if len(row) != len(heads):
            raise ValueError(f"{len(heads)} heads, but a row of {len(row)}: {row}")
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]


def share(value: float) -> str:
    """Write precision, recall or F1."""
    return f"{value:.3f}"


def percentage(value: float) -> str:
    """Write a share or a relative error as a percentage."""
    return f"{value * 100:.1f} %"


def three(counts: Counts) -> list[str]:
    """Write precision, recall and F1; a dash where there was nothing to judge."""
    estimated = counts.hits + counts.false_alarms
    referenced = counts.hits + counts.misses
    return [
        share(counts.precision) if estimated else "–",
        share(counts.recall) if referenced else "–",
        share(counts.f1) if estimated or referenced else "–",
    ]


def listed(names: Sequence[str]) -> str:
    """Write names one after the other: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
