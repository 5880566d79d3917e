"""The sample of an audit: what is shown to a person, and what the answers say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cutstat.measure.audit_places import Cell, EpisodePlaces, Place
from cutstat.stats.detection_error import DetectionError, Spans, Stratum, estimate_error

EDGES: Mapping[str, tuple[float, ...]] = {
    "boundary": (0.0, 0.8, 0.97, 0.999),
    "candidate": (0.0, 0.02, 0.1, 0.3),
}
"""Chances from which strata begin. The first of borders is that of doubtful ones; the bulk of
cutstat's own lies above the last."""

FEWEST = 10
"""Places taken of every stratum, where it has them: a share of fewer says next to nothing."""

LEAST_SPREAD = 0.14
"""Standard deviation of right and wrong that is allowed for where nearly all is thought to be one
of them (2 in 100 are otherwise); chances may be wrong, and the audit is to find that out."""

Verdict = bool | int | None
"""Whether a place is a border; how many borders of a strip bear no mark; None if it stays open."""


@dataclass(frozen=True, slots=True)
class AuditedEpisode:
    """An episode that the sample is drawn from."""

    label: str
    file: str
    """Name of the video file."""

    file_key: str
    digest: str
    """Hash of what the sample is drawn from in it."""


@dataclass(frozen=True, slots=True)
class SampledStratum:
    """Places of about the same chance, of which some are shown."""

    kind: Literal["boundary", "candidate"]
    low: float
    """Chance from which it begins."""

    size: int
    """Places in it."""

    sampled: int
    """Places of it that are shown."""


@dataclass(frozen=True, slots=True)
class AuditItem:
    """One thing that is shown."""

    number: int
    """From 1: places, then strips, each in random order, so that the first of each are fair."""

    episode: int
    """Index of the episode."""

    start: int
    """In frames; of a place as of a transition, of a strip its half-open span."""

    stop: int
    stratum: int | None = None
    """Index of the stratum; None for a strip."""

    seconds: float = 0.0
    """Length of a strip."""

    @property
    def is_strip(self) -> bool:
        """Whether a stretch is shown, and not a place."""
        return self.stratum is None


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """A drawn sample with all that the estimate needs."""

    series: str
    detector: str
    seed: int
    episodes: tuple[AuditedEpisode, ...]
    strata: tuple[SampledStratum, ...]
    total_seconds: float
    """Length of all bodies."""

    items: tuple[AuditItem, ...]


def draw_items(
    episodes: Sequence[EpisodePlaces],
    *,
    boundaries: int,
    candidates: int,
    strips: int,
    seed: int,
) -> tuple[tuple[SampledStratum, ...], tuple[AuditItem, ...]]:
    """Draw what is shown, each stratum at random and alike from its kinds and from fast change.

    Parameters
    ----------
    episodes : sequence of EpisodePlaces
        What can be drawn from.
    boundaries, candidates, strips : int
        How many borders that were found, places of likely misses and stretches are shown; all
        where there are no more.
    seed : int
        The same seed gives the same sample.

    Returns
    -------
    strata, items
        Places come first, then strips, each in random order.
    """
    rng = np.random.default_rng(seed)
    strata: list[SampledStratum] = []
    drawn: list[tuple[int, Place, int]] = []
    groups = _groups(episodes)
    counts: list[int] = []
    for wanted, total in (("boundary", boundaries), ("candidate", candidates)):
        own = [group for (kind, _), group in groups if kind == wanted]
        spreads = [_spread([place.chance for _, place in group]) for group in own]
        counts += allocate([len(group) for group in own], spreads, total=total)
    for index, (((kind, low), group), count) in enumerate(zip(groups, counts, strict=True)):
        strata.append(SampledStratum(kind, low, len(group), count))
        drawn += [(*one, index) for one in _spread_sample(group, count, rng)]
    cells = [(index, cell) for index, one in enumerate(episodes) for cell in one.cells]
    chosen = rng.choice(len(cells), min(strips, len(cells)), replace=False)
    order = rng.permutation(len(drawn))
    shown: list[tuple[int, Place | Cell, int | None]] = [drawn[one] for one in order]
    shown += [(*cells[one], None) for one in chosen]
    items = [
        AuditItem(
            number,
            episode,
            one.start,
            one.stop,
            stratum,
            one.seconds if isinstance(one, Cell) else 0.0,
        )
        for number, (episode, one, stratum) in enumerate(shown, 1)
    ]
    return tuple(strata), tuple(items)


def _spread_sample(
    group: Sequence[tuple[int, Place]], count: int, rng: np.random.Generator
) -> list[tuple[int, Place]]:
    """Draw some places of a stratum, each with the same chance.

    They are put in order by kind and by fast change, else at random, and every n-th is taken from a
    random start (systematic sampling, Madow and Madow 1944): so each sort has its share in the
    sample. The estimate, which takes the sample for a simple one, is the more cautious for it.
    """
    if not count:
        return []
    order = rng.permutation(len(group))
    kinds = [(group[k][1].start < group[k][1].stop, group[k][1].is_fast) for k in order]
    ordered = [k for _, k in sorted(zip(kinds, order, strict=True), key=lambda pair: pair[0])]
    steps = (rng.random() + np.arange(count)) * (len(group) / count)
    return [group[ordered[int(step)]] for step in steps]


def allocate(sizes: Sequence[int], spreads: Sequence[float], *, total: int) -> list[int]:
    """Share places among strata so that the estimate varies least (Neyman), by Wright's rule [1]_.

    Parameters
    ----------
    sizes : sequence of int
        Places in each stratum.
    spreads : sequence of float
        Standard deviation that is expected in each.
    total : int
        Places to be shown; more only where every stratum needs its `FEWEST`.

    References
    ----------
    .. [1] Wright (2012), The equivalence of Neyman optimum allocation for sampling and equal
       proportions for apportioning the U.S. House of Representatives.
    """
    counts = [min(size, FEWEST) for size in sizes]
    while sum(counts) < total:
        gains = [
            size * spread / (count * (count + 1)) ** 0.5 if count < size else 0.0
            for size, spread, count in zip(sizes, spreads, counts, strict=True)
        ]
        if not any(gains):
            break
        counts[int(np.argmax(gains))] += 1
    return counts


def estimate_audit(plan: AuditPlan, verdicts: Mapping[int, Verdict]) -> DetectionError:
    """Estimate precision and recall from the answers, by number of the item.

    Raises
    ------
    ValueError
        If no border that was found was judged, or there are candidates and none of them was.
    """
    strata: list[Stratum] = []
    for index, one in enumerate(plan.strata):
        own = [verdicts.get(item.number) for item in plan.items if item.stratum == index]
        seen = [bool(verdict) for verdict in own if verdict is not None]
        strata.append(Stratum(one.kind, one.size, len(seen), sum(seen)))
    strips = [
        (item.seconds, int(verdict))
        for item in plan.items
        if item.is_strip and (verdict := verdicts.get(item.number)) is not None
    ]
    spans = None
    if strips:
        seconds = min(sum(length for length, _ in strips), plan.total_seconds)
        spans = Spans(plan.total_seconds, seconds, sum(missed for _, missed in strips))
    return estimate_error(strata, spans)


def _groups(
    episodes: Sequence[EpisodePlaces],
) -> list[tuple[tuple[Literal["boundary", "candidate"], float], list[tuple[int, Place]]]]:
    """Sort the places of all episodes into strata; empty ones are none."""
    groups: dict[tuple[Literal["boundary", "candidate"], float], list[tuple[int, Place]]] = {}
    for index, one in enumerate(episodes):
        for place in one.places:
            low = max(edge for edge in EDGES[place.kind] if edge <= place.chance)
            groups.setdefault((place.kind, low), []).append((index, place))
    return sorted(groups.items(), key=lambda pair: pair[0])


def _spread(chances: Sequence[float]) -> float:
    mean = float(np.mean(chances))
    return max(math.sqrt(mean * (1 - mean)), LEAST_SPREAD)
