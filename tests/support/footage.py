"""Invented footage: what a decoder would leave of shots that were never painted.

A picture is a random fingerprint of 64 bits, so two pictures differ in 32 bits on average. A shot
holds one and lets it drift slowly, a bit now and then, as a pan does. Each copy in a file is
encoded anew: some bits of each frame flip. The truth of a test is where it joined what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cutstat.core.segments import Segmentation, SegmentKind
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter
from cutstat.segment.footage import Source

RATE = Fraction(24000, 1001)
NOISE_BITS = 3
"""Bits of a frame that an encoding flips at most."""

CREDIT_BITS = 6
"""Bits that a line of credits flips while it is shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """Footage before it is encoded; films are joined with ``+``."""

    fingerprints: NDArray[np.uint64]
    colours: NDArray[np.uint8]
    deviation: NDArray[np.float32]
    borders: NDArray[np.intp]
    """First frames of the shots but the first."""

    rate: Fraction = RATE

    def __len__(self) -> int:
        return len(self.fingerprints)

    def __add__(self, other: Film) -> Film:
        joint = [len(self)] if len(self) and len(other) else []
        return Film(
            np.concatenate([self.fingerprints, other.fingerprints]),
            np.concatenate([self.colours, other.colours]),
            np.concatenate([self.deviation, other.deviation]),
            np.concatenate([self.borders, joint, other.borders + len(self)]).astype(np.intp),
            self.rate,
        )

    def part(self, start: float, stop: float) -> Film:
        """Cut out a stretch, in seconds."""
        first, last = frames(start), min(frames(stop), len(self))
        inner = self.borders[(self.borders > first) & (self.borders < last)]
        return Film(
            self.fingerprints[first:last],
            self.colours[first:last],
            self.deviation[first:last],
            inner - first,
            self.rate,
        )

    def whole_shots(self, start: float, *, count: int) -> Film:
        """Cut out some shots, from the first that begins after `start`, in seconds."""
        first = int(np.searchsorted(self.borders, frames(start)))
        stop = float(self.borders[first + count] / RATE)
        return self.part(float(self.borders[first] / RATE), stop)


def frames(seconds: float) -> int:
    """Give a duration in frames of the usual rate."""
    return round(seconds * RATE)


def nothing() -> Film:
    """Give no footage."""
    return _film(np.zeros(0, np.uint64), np.zeros((0, 3)), deviation=0, borders=[])


def _film(
    fingerprints: NDArray[np.uint64],
    colours: NDArray[np.floating],
    *,
    deviation: float,
    borders: Sequence[int],
) -> Film:
    return Film(
        fingerprints,
        colours.astype(np.uint8),
        np.full(len(fingerprints), deviation, np.float32),
        np.array(borders, np.intp),
    )


def shot(seconds: float, *, seed: int, drift_seconds: float = 0.5) -> Film:
    """Make a shot; it drifts by a bit each `drift_seconds`, or stands still (``inf``)."""
    random = np.random.default_rng([1, seed])
    n = frames(seconds)
    steps = (np.arange(n) / float(RATE) / drift_seconds).astype(int)
    order = random.permutation(64).astype(np.uint64)
    flips = np.zeros(65, np.uint64)
    np.cumsum(np.uint64(1) << order, out=flips[1:])
    base = random.integers(0, 2**64, dtype=np.uint64)
    colour = random.integers(40, 216, 3) + np.zeros((n, 1))
    return _film(base ^ flips[np.minimum(steps, 64)], colour, deviation=40, borders=[])


def shots(seconds: float, *, seed: int, pace: float = 3.0) -> Film:
    """Make shots of half to one and a half times `pace` seconds, `seconds` in all."""
    random = np.random.default_rng([2, seed])
    left, film = frames(seconds), nothing()
    while left:
        length = min(left, frames(pace * random.uniform(0.5, 1.5)))
        film += shot(float(length / RATE), seed=int(random.integers(2**40)))
        left -= length
    return film


def black(seconds: float) -> Film:
    """Make black frames."""
    n = frames(seconds)
    return _film(np.zeros(n, np.uint64), np.zeros((n, 3)), deviation=0, borders=[])


def still(seconds: float, *, seed: int) -> Film:
    """Make one picture that is held."""
    return shot(seconds, seed=seed, drift_seconds=float("inf"))


def with_credits(film: Film, *, seed: int, bits: int = CREDIT_BITS) -> Film:
    """Write credits over footage: other names each two seconds, each flips up to `bits` bits."""
    random = np.random.default_rng([3, seed])
    written = film.fingerprints.copy()
    for start in range(0, len(film), frames(2)):
        written[start : start + frames(2)] ^= _some_bits(random, 1, bits)[0]
    return replace(film, fingerprints=written)


def at_rate(film: Film, rate: Fraction) -> Film:
    """Show footage with another rate, for as long: frames are left out or repeated."""
    middles = (np.arange(round(len(film) / film.rate * rate)) + 0.5) / float(rate)
    shown = np.minimum((middles * float(film.rate)).astype(int), len(film) - 1)
    borders = np.searchsorted(shown, film.borders)
    return Film(film.fingerprints[shown], film.colours[shown], film.deviation[shown], borders, rate)


def encoded(
    film: Film, *, seed: int, number: float | None = None, chapters: Sequence[Chapter] = ()
) -> Source:
    """Make an episode of footage: no frame comes back as it was."""
    random = np.random.default_rng([4, seed])
    noise = _some_bits(random, len(film), NOISE_BITS)
    colours = film.colours + random.integers(-2, 3, film.colours.shape)
    return Source(
        number=number,
        times=FrameTimes.constant(len(film), film.rate),
        fingerprints=film.fingerprints ^ noise,
        colours=colours.clip(0, 255).astype(np.uint8),
        deviation=film.deviation,
        borders=film.borders,
        chapters=tuple(chapters),
    )


def season(films: Sequence[Film]) -> list[Source]:
    """Encode the episodes of a season, numbered from 1."""
    return [encoded(film, seed=k, number=k + 1) for k, film in enumerate(films)]


def spans(found: Segmentation, kind: SegmentKind) -> list[tuple[int, int]]:
    """Give the spans of the segments of a kind."""
    return [(one.start, one.stop) for one in found.segments if one.kind == kind]


def doubted(found: Segmentation) -> list[SegmentKind]:
    """Give the kinds that are in doubt."""
    return [one.kind for one in found.doubts]


def bodies(count: int, *, seconds: float = 150, seed: int = 0) -> Iterator[Film]:
    """Make stretches of programme that are shown once."""
    for k in range(count):
        yield shots(seconds, seed=1000 * (seed + 1) + k)


def _some_bits(random: np.random.Generator, n: int, most: int) -> NDArray[np.uint64]:
    """Choose up to `most` bits for each of `n` frames."""
    chosen = np.uint64(1) << random.integers(0, 64, (n, most), np.uint64)
    return np.asarray(np.bitwise_or.reduce(chosen, axis=1), np.uint64)
