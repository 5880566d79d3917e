"""Precision and recall of a detector on one series, from a sample that a person has looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

DRAWS = 20_000
"""Draws behind the intervals of precision and recall."""

SEED = 20_240_607


@dataclass(frozen=True, slots=True)
class Stratum:
    """Places of one kind that are about equally likely to be right, and what an audit found."""

    kind: Literal["boundary", "candidate"]
    """A border that was detected, or a place with a trace in the curve that was not called one."""

    size: int
    """Places in the series."""

    audited: int
    """Places that were looked at."""

    true: int
    """Of these, borders between shots."""

    def __post_init__(self) -> None:
        if not 0 <= self.true <= self.audited <= self.size:
            raise ValueError(f"counts of a stratum do not fit each other: {self}")


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches looked at from start to stop, for borders that left no trace elsewhere."""

    total_seconds: float
    """Length of the bodies of the series."""

    audited_seconds: float
    missed: int
    """Borders found at no detected border and no candidate."""

    def __post_init__(self) -> None:
        if not 0 < self.audited_seconds <= self.total_seconds or self.missed < 0:
            raise ValueError(f"counts of spans do not fit each other: {self}")


@dataclass(frozen=True)
class DetectionError:
    """What an audit says of a detector on one series.

    With D borders detected, of which T are right, and M missed, precision is T / D and recall is
    T / (T + M), so that detected times precision / recall is the number of borders there are. What
    was looked at is known; only the rest is estimated, each stratum by its own share (a stratified
    estimate after Horvitz and Thompson), and drawn from the posterior under Jeffreys' prior [1]_.

    References
    ----------
    .. [1] Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion.
    """

    strata: tuple[Stratum, ...]
    spans: Spans | None = None
    level: float = field(default=0.95, kw_only=True)
    """Coverage of the intervals."""

    corrected: int = field(default=0, kw_only=True)
    """By how many borders a person's corrections have moved the count since it was detected, up or
    down: what is still to be corrected is the less. Precision and recall are the detector's own."""

    def __post_init__(self) -> None:
        if not any(one.kind == "boundary" for one in self.strata):
            raise ValueError("no border that was found was judged")
        if any(not one.audited for one in self.strata):
            raise ValueError("every stratum needs a place that was judged")
        if not self._right:
            raise ValueError("no border that was judged is one, so there is nothing to correct")

    @property
    def precision(self) -> float:
        """Share of the detected borders that are right, 0..1."""
        return self._right / self._detected

    @property
    def recall(self) -> float:
        """Share of the borders that were detected, 0..1."""
        return self._right / (self._right + self._missed)

    @property
    def factor(self) -> float:
        """Borders that there are for each that was detected."""
        return (self._right + self._missed) / self._detected

    @property
    def share_detected(self) -> float:
        """Borders that were detected for each that is counted now; 1 without corrections."""
        return self._detected / max(self._detected + self.corrected, 1)

    @property
    def precision_interval(self) -> tuple[float, float]:
        """Interval of the precision."""
        return self._intervals[0]

    @property
    def recall_interval(self) -> tuple[float, float]:
        """Interval of the recall."""
        return self._intervals[1]

    @property
    def factor_interval(self) -> tuple[float, float]:
        """Interval of the factor."""
        return self._intervals[2]

    def draw(
        self, rng: np.random.Generator, size: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw precision and recall as the audit leaves them open.

        Returns
        -------
        precisions, recalls : ndarray, shape (size,)
        """
        right, missed = np.zeros(size), np.zeros(size)
        for one in self.strata:
            share = rng.beta(one.true + 0.5, one.audited - one.true + 0.5, size)
            rest = rng.binomial(one.size - one.audited, share)
            if one.kind == "boundary":
                right += one.true + rest
            else:
                missed += one.true + rest
        if self.spans:
            unseen = self.spans.total_seconds - self.spans.audited_seconds
            rate = rng.gamma(self.spans.missed + 0.5, 1 / self.spans.audited_seconds, size)
            missed += self.spans.missed + rng.poisson(rate * unseen)
        right = np.maximum(right, 0.5)  # a detector that is never right leaves no rate
        return right / self._detected, right / (right + missed)

    @property
    def _detected(self) -> int:
        return sum(one.size for one in self.strata if one.kind == "boundary")

    @property
    def _right(self) -> float:
        return sum(_scaled(one) for one in self.strata if one.kind == "boundary")

    @property
    def _missed(self) -> float:
        missed = sum(_scaled(one) for one in self.strata if one.kind == "candidate")
        if self.spans:
            missed += self.spans.missed * self.spans.total_seconds / self.spans.audited_seconds
        return missed

    @cached_property
    def _intervals(self) -> list[tuple[float, float]]:
        precisions, recalls = self.draw(np.random.default_rng(SEED), DRAWS)
        tail = (1 - self.level) / 2
        intervals: list[tuple[float, float]] = []
        for values in (precisions, recalls, precisions / recalls):
            low, high = np.quantile(values, [tail, 1 - tail]).tolist()
            intervals.append((low, high))
        return intervals


def estimate_error(strata: Sequence[Stratum], spans: Spans | None = None) -> DetectionError:
    """Estimate precision and recall.

    A stratum of which nothing was looked at is collapsed with its neighbour of the same kind.

    Parameters
    ----------
    strata : sequence of Stratum
        Those of a kind in the order of their confidence.
    spans : Spans, optional
        What was looked at from start to stop.

    Raises
    ------
    ValueError
        If no detected border was looked at, or none is right; if there are candidates and none of
        them was looked at.
    """
    merged: list[Stratum] = []
    for kind in ("boundary", "candidate"):
        own: list[Stratum] = []
        for one in strata:
            if one.kind != kind or not one.size:
                continue
            if own and not (one.audited and own[-1].audited):
                before = own.pop()
                one = Stratum(
                    one.kind,
                    before.size + one.size,
                    before.audited + one.audited,
                    before.true + one.true,
                )
            own.append(one)
        if own and not own[-1].audited:
            what = "border that was found" if kind == "boundary" else "likely miss"
            raise ValueError(f"no {what} was judged")
        merged += own
    return DetectionError(tuple(merged), spans)


def corrected_shots(
    shots: int, spans: int, precision: NDArray[np.float64], recall: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Correct a number of shots for the errors at their borders.

    The first shot of each span needs no border, so it is neither missed nor invented.

    Parameters
    ----------
    shots : int
        As detected.
    spans : int
        Spans that the shots lie in.
    precision, recall : ndarray of the same shape
        Of the borders.
    """
    return (shots - spans) * precision / recall + spans


def _scaled(stratum: Stratum) -> float:
    """Estimate the borders in a stratum from those looked at."""
    return stratum.true * stratum.size / stratum.audited
