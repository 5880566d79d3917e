"""Published counts of drawings: context for how much is drawn, and never a test."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

DRAWINGS_EVIDENCE = (
    "These are cels on paper as studios count them: each layer counts, a mouth that returns counts "
    "once, and a camera move not at all. What a screen shows are pictures, so measured numbers can "
    "be described beside them and not tested against them."
)


@dataclass(frozen=True, slots=True)
class PublishedDrawings:
    """What one source says of the drawings of an episode."""

    what: str
    drawings: tuple[int | None, int | None]
    """Fewest and most; None where an end is open."""

    minutes: float
    """Length that they are said of, without opening and ending."""

    evidence: str
    note: str
    url: str


@cache
def published_drawings() -> tuple[PublishedDrawings, ...]:
    """Read the table of published counts of drawings."""
    file = resources.files("cutstat.stats").joinpath("published_drawings.csv")
    with io.StringIO(file.read_text("utf-8")) as text:
        return tuple(
            PublishedDrawings(
                row["what"],
                (_number(row["low"]), _number(row["high"])),
                float(row["minutes"]),
                row["evidence"],
                row["note"],
                row["url"],
            )
            for row in csv.DictReader(text)
        )


def _number(text: str) -> int | None:
    return int(text) if text else None
