"""How time and memory grow with the number of episodes."""

from __future__ import annotations

import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.segments import SegmentKind
from cutstat.core.timing import FrameTimes
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import segment_series

SIZES = (6, 12, 24, 50, 100, 200)
BASE = 24
"""Episodes of the season that others are compared with."""

MINUTES = 24.0
"""Length of an episode."""

THEME_SECONDS = 85.0
"""Openings and endings are at least so long."""

RUNS = 3
"""Runs of each size; the fastest counts, as other programs only slow one down."""

NOISE = 2
"""Bits of a fingerprint that another encoding turns over, at most; half as many on average."""

PIECE = (100, 300)
"""Least and largest length of a piece of body, in frames."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Real footage to make long episodes of."""

    sources: tuple[Source, ...]
    opening: tuple[int, int, int]
    """Index of a source, and the span in it that all openings repeat."""

    ending: tuple[int, int, int]
    """The same for endings."""


class _Episode:
    """Strings pieces of footage together as another encoding would show them."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._parts: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []
        self._borders: list[int] = []
        self.length = 0

    def add(self, source: Source, start: int, stop: int, *, mask: int) -> None:
        """Add a piece; each mask makes other footage of it, with the same steps between frames."""
        span, n = slice(start, stop), stop - start
        noise = np.zeros(n, np.uint64)
        for _ in range(NOISE):
            bit = np.uint64(1) << self._rng.integers(0, 64, n).astype(np.uint64)
            noise ^= bit * (self._rng.random(n) < 0.5)
        shown = source.fingerprints[span] ^ np.uint64(mask) ^ noise
        self._parts.append((shown, source.colours[span], source.deviation[span]))
        inner = source.borders[(source.borders > start) & (source.borders < stop)]
        self._borders += [self.length, *(inner - start + self.length).tolist()]
        self.length += n

    def finish(self, number: int, rate: Any) -> Source:
        """Give the episode."""
        fingerprints, colours, deviation = (
            np.concatenate([part[k] for part in self._parts]) for k in range(3)
        )
        times = FrameTimes.constant(len(fingerprints), rate)
        borders = np.array(self._borders[1:], np.intp)
        return Source(float(number), times, fingerprints, colours, deviation, borders)


def make_long_season(
    pool: Pool, episodes: int, *, minutes: float = MINUTES, seed: int = 0
) -> list[Source]:
    """Make a season of long episodes with an opening and an ending in each.

    The pieces of the body are taken at random and turned by a random mask each, so that no two
    episodes share any; opening and ending are the same in all but for noise.
    """
    rng = np.random.default_rng(seed)
    rate = pool.sources[0].times.rate
    masks = [0, *rng.integers(0, 2**63, 16).tolist()]
    body = round(minutes * 60 * rate)
    season: list[Source] = []
    for number in range(1, episodes + 1):
        episode = _Episode(rng)
        cold = int(rng.integers(0, body // 10))
        _add_body(episode, pool, rng, until=cold)
        _add_theme(episode, pool, pool.opening, masks)
        _add_body(episode, pool, rng, until=body - round(THEME_SECONDS * rate))
        _add_theme(episode, pool, pool.ending, masks)
        season.append(episode.finish(number, rate))
    return season


def _add_body(episode: _Episode, pool: Pool, rng: np.random.Generator, *, until: int) -> None:
    while episode.length < until:
        source = pool.sources[int(rng.integers(len(pool.sources)))]
        length = min(int(rng.integers(*PIECE)), source.n_frames)
        start = int(rng.integers(0, source.n_frames - length + 1))
        episode.add(source, start, start + length, mask=int(rng.integers(0, 2**63)) | 1)


def _add_theme(
    episode: _Episode, pool: Pool, theme: tuple[int, int, int], masks: Sequence[int]
) -> None:
    """Add a span as often, each time under another mask, as an opening is long."""
    index, start, stop = theme
    source = pool.sources[index]
    needed = math.ceil(THEME_SECONDS * source.times.rate / (stop - start))
    for k in range(needed):
        episode.add(source, start, stop, mask=masks[k % len(masks)])


def measure_growth(
    pool: Pool, *, sizes: Sequence[int] = SIZES, progress: Callable[[dict[str, Any]], None]
) -> list[dict[str, Any]]:
    """Time seasons of several sizes, each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    rows: list[dict[str, Any]] = []
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=context) as process:
            rows.append(process.submit(time_season, pool, size).result())
        progress(rows[-1])
    return rows


def time_season(pool: Pool, episodes: int, *, minutes: float = MINUTES) -> dict[str, Any]:
    """Make a season, segment it, and give seconds, peak memory and what was found."""
    season = make_long_season(pool, episodes, minutes=minutes)
    before = _peak_mib()
    walls: list[float] = []
    processor: list[float] = []
    for _ in range(RUNS):
        wall, own = time.perf_counter(), time.process_time()
        found = segment_series(season)
        walls.append(time.perf_counter() - wall)
        processor.append(time.process_time() - own)
    kinds: tuple[SegmentKind, ...] = ("opening", "ending")
    return {
        "episodes": episodes,
        "seconds": min(walls),
        "processor_seconds": min(processor),
        "peak_mib": _peak_mib(),
        "mib_before": before,
        **{
            f"with_{kind}": sum(any(s.kind == kind for s in one.segments) for one in found)
            for kind in kinds
        },
    }


def _peak_mib() -> float:
    """Give the largest memory that this process has had, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def n_log_n(episodes: int, *, base: int = BASE) -> float:
    """Give n log n, as a multiple of what it is for the base."""
    return episodes * math.log(episodes) / (base * math.log(base))
