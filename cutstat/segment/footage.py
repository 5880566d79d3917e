"""Footage: the pictures of an episode on a clock that all episodes of a series share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import Unit
from cutstat.core.segments import Segmentation
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter

FLAT = 6.0
"""Standard deviation of brightness, in grey levels, under which a picture is black, white or a
plain colour. Such pictures are alike everywhere and prove nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What is known of one episode before it is compared with others."""

    number: float | None
    """Place in the series, for what speaks of the episode before or after; None if unknown."""

    times: FrameTimes
    fingerprints: NDArray[np.uint64]
    """Perceptual hash of each frame, shape (n_frames,)."""

    colours: NDArray[np.uint8]
    """Mean colour of each frame, shape (n_frames, 3)."""

    deviation: NDArray[np.float32]
    """Standard deviation of the brightness of each frame, shape (n_frames,), in grey levels; nan
    where no picture is known."""

    borders: NDArray[np.intp]
    """First frames of shots but the first, strictly increasing."""

    chapters: tuple[Chapter, ...] = ()

    known: Segmentation | None = None
    """What another library has found, where its video is not at hand."""

    prints: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """Fingerprints of the sound, one each `PRINT_SECONDS`, shape (n_prints,); of no length where
    no sound is known."""

    prints_start: float = 0.0
    """Time of the first of them, in seconds after the first frame."""

    unit: Unit = "episode"
    """What texts call the file."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.fingerprints)

    @property
    def is_seen(self) -> bool:
        """Whether its pictures are known."""
        return not np.isnan(self.deviation).all()


@dataclass(frozen=True, slots=True, eq=False)
class Footage:
    """One episode on the common clock; a tick is one frame where the rates are the same."""

    source: Source
    rate: float
    """Ticks a second."""

    frames: NDArray[np.intp]
    """Frame that is shown in the middle of each tick, shape (n_ticks,)."""

    fingerprints: NDArray[np.uint64]
    """Shape (n_ticks,)."""

    colours: NDArray[np.int16]
    """Shape (3, n_ticks)."""

    is_telling: NDArray[np.bool_]
    """Whether the picture shows something, and is not black or of one colour."""

    borders: NDArray[np.intp]
    """Ticks at which shots begin, but the first."""

    def __len__(self) -> int:
        return len(self.frames)

    def is_blank(self, start: int, stop: int) -> bool:
        """Whether all pictures of a span of ticks are known to be black or of one colour."""
        unknown = np.isnan(self.source.deviation[self.frames[start:stop]])
        return not self.is_telling[start:stop].any() and not unknown.any()

    def frame(self, tick: int) -> int:
        """Give the frame at the start of a tick; ``len(self)`` is the end of the file."""
        return self.source.n_frames if tick >= len(self) else int(self.frames[max(tick, 0)])

    def tick(self, frame: int) -> int:
        """Give the tick at which a frame begins to be shown."""
        return int(np.searchsorted(self.frames, frame))

    def ticks(self, seconds: float) -> int:
        """Give a duration in ticks."""
        return round(seconds * self.rate)

    def seconds(self, ticks: float) -> float:
        """Give a duration in seconds."""
        return ticks / self.rate


def common_clock(sources: Sequence[Source]) -> tuple[Footage, ...]:
    """Put the episodes of a series on one clock, with the rate that most of them have.

    Files of that rate keep each of their frames; others are sampled at its ticks, so that footage
    that two files show at different rates still lies at one offset.
    """
    rates = Counter(source.times.rate for source in sources)
    rate = max(rates, key=lambda one: (rates[one], one))
    return tuple(_footage(source, float(rate)) for source in sources)


def _footage(source: Source, rate: float) -> Footage:
    edges = source.times.all_seconds()
    n_ticks = max(round(edges[-1] * rate), 1)
    middles = (np.arange(n_ticks) + 0.5) / rate
    frames = (np.searchsorted(edges, middles, side="right") - 1).clip(0, source.n_frames - 1)
    return Footage(
        source=source,
        rate=rate,
        frames=frames,
        fingerprints=source.fingerprints[frames],
        colours=np.ascontiguousarray(source.colours[frames].T.astype(np.int16)),
        is_telling=(source.deviation >= FLAT)[frames],
        borders=np.searchsorted(frames, source.borders),
    )
