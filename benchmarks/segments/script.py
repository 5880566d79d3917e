"""Scripts: which pieces of which reels an episode is joined from, and so what is true of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.segments.reels import BLACK, VIEWS
from cutstat.core.segments import SegmentKind
from cutstat.errors import InputError

SHORTEST, LONGEST = 120, 360
"""Length of a piece of body, in frames, unless its reel ends."""

SCRAP = 48
"""Frames; what is left of a reel and is shorter is not used."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reel within an episode."""

    kind: SegmentKind
    reel: str
    view: str
    start: int
    """First picture on the reel."""

    length: int
    """In frames, at least 1."""

    has_credits: bool = False
    """Whether names are written over it, other ones in each episode."""

    def __post_init__(self) -> None:
        if self.start < 0 or self.length < 1:
            raise ValueError(f"a part needs start >= 0 and length >= 1, got {self}")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled half-open span of frames."""

    kind: SegmentKind
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Script:
    """One episode: its parts in order."""

    season: str
    number: int
    parts: tuple[Part, ...]

    @property
    def n_frames(self) -> int:
        """Length in frames."""
        return sum(part.length for part in self.parts)

    @property
    def truth(self) -> tuple[Span, ...]:
        """The segments, body too, which cover the episode; neighbours of a kind are one."""
        spans: list[Span] = []
        position = 0
        for part in self.parts:
            stop = position + part.length
            if spans and spans[-1].kind == part.kind:
                spans[-1] = replace(spans[-1], stop=stop)
            else:
                spans.append(Span(part.kind, position, stop))
            position = stop
        return tuple(spans)


@dataclass(slots=True)
class Bodies:
    """Deals out pieces of body for one season: no picture of a reel's view comes twice.

    Pieces of one view of a reel go to one episode only, as two pieces of one shot would be footage
    that episodes share.
    """

    lengths: Mapping[str, int]
    """Pictures of each reel, by name."""

    rng: random.Random
    exclude: frozenset[str] = frozenset()
    """Reels that openings and the like are taken from."""

    _reels: list[tuple[str, str]] = field(init=False)
    _pieces: list[Part] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        names = sorted(set(self.lengths) - self.exclude)
        self._reels = [(name, view) for name in names for view in VIEWS]
        self.rng.shuffle(self._reels)

    def next_episode(self) -> None:
        """Leave the rest of the reel, so that the next episode begins another."""
        self._pieces = []

    def take(self, frames: int) -> list[Part]:
        """Give pieces that last so many frames together.

        Raises
        ------
        InputError
            If no reel is left.
        """
        taken: list[Part] = []
        while frames > 0:
            if not self._pieces:
                self._begin_reel()
                continue
            piece = self._pieces.pop()
            part = replace(piece, length=min(piece.length, frames))
            rest = piece.length - part.length
            if rest >= SCRAP:
                self._pieces.append(replace(piece, start=piece.start + part.length, length=rest))
            taken.append(part)
            frames -= part.length
        return taken

    def _begin_reel(self) -> None:
        if not self._reels:
            minutes = sum(self.lengths.values()) / 24 / 60
            raise InputError(
                f"{len(self.lengths)} videos of {minutes:.1f} minutes are too little for a season; "
                "add videos to the folder"
            )
        name, view = self._reels.pop()
        start, stop = 0, self.lengths[name]
        while stop - start >= SCRAP:
            length = min(self.rng.randint(SHORTEST, LONGEST), stop - start)
            self._pieces.append(Part("body", name, view, start, length))
            start += length
        self.rng.shuffle(self._pieces)


def black(kind: SegmentKind, frames: int) -> list[Part]:
    """Give black frames; none for 0."""
    return [Part(kind, BLACK, "whole", 0, frames)] if frames else []


def glimpses(
    rng: random.Random,
    body: Sequence[Part],
    kind: SegmentKind,
    *,
    count: int,
    lengths: tuple[int, int],
) -> list[Part]:
    """Give short pieces from within pieces of another episode's body, in random order."""
    long = [part for part in body if part.length > lengths[1] + 1]
    chosen = rng.sample(long, min(count, len(long)))
    parts: list[Part] = []
    for part in chosen:
        length = rng.randint(*lengths)
        start = part.start + rng.randint(1, part.length - length)
        parts.append(replace(part, kind=kind, start=start, length=length))
    return parts


def joined(pieces: Iterable[Sequence[Part]]) -> tuple[Part, ...]:
    """Join lists of parts."""
    return tuple(part for piece in pieces for part in piece)
