"""One row of the table of measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cutstat.measure.episode import SpanMeasures


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a span of an episode."""

    key: str
    """Name in exports, with its unit."""

    title: str
    unit: str
    formula: str
    source: str
    pitfall: str
    value: Callable[[SpanMeasures], float]
    digits: int
    """Decimals that the number deserves when shown."""

    margin: float | None = None
    """By what the number itself may be off, in its own unit; None where that is not known."""

    @property
    def subject(self) -> str:
        """Its title within a sentence."""
        return f"{self.title[0].lower()}{self.title[1:]}"
