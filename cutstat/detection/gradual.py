"""Gradual transitions: runs of frames that lie in one, and of which kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import TransitionKind
from cutstat.core.track import Track
from cutstat.detection.band import Band
from cutstat.detection.footage import Footage
from cutstat.detection.gradual_features import gradual_features
from cutstat.detection.model import Model
from cutstat.detection.network import chance_of
from cutstat.detection.sampling import step_of
from cutstat.detection.similarity import REACH

RUN_LEVEL = 0.4
"""Chance down to which frames belong to a run."""

MAX_GAP = 3
"""Steps that may fall below the level within one run."""

CHUNK_FRAMES = 4096
"""Frames described at once, which bounds the memory."""

FLAT = 4.0
"""Standard deviation of brightness, in grey levels, under which a picture is flat: black or white
with the noise of coding. A card with a few words on black measures 5 and more."""

BLACK, WHITE = 24.0, 224.0
"""Mean brightness, in grey levels, up to which a flat picture is black and from which it is white.
Anything between is an object that fills the picture."""

FLAT_SHARE = 0.35
"""A picture whose contrast falls under this share of that of both ends has faded."""

EXPLAINED = 0.8
"""Share of the middle picture that a mixture of both ends explains in a dissolve, but not in a
wipe."""


@dataclass(frozen=True, slots=True)
class Run:
    """Frames, one after the other, that are likely to lie within a gradual transition."""

    start: int
    stop: int
    kind: TransitionKind
    """Which kind it looks like."""

    log_odds: float
    """Of the likeliest frame."""


def gradual_log_odds(track: Track, model: Model, *, footage: Footage) -> NDArray[np.float32]:
    """Give the log odds that each frame lies in a gradual transition, shape (n_frames,)."""
    parts = [
        model.gradual.log_odds(
            gradual_features(
                np.arange(start, min(start + CHUNK_FRAMES, track.n_frames)),
                track.seen,
                step=step_of(track.header.declared_rate),
                footage=footage,
            )
        )
        for start in range(0, track.n_frames, CHUNK_FRAMES)
    ]
    return np.concatenate(parts)


def find_runs(log_odds: NDArray[np.float32], track: Track) -> tuple[Run, ...]:
    """Find what may be gradual transitions.

    A fade out, black and a fade in are one. What leads from black at the very start of a video, or
    to black at its end, leads from or to nothing and is none.
    """
    is_flat = flat_frames(track)
    gap = MAX_GAP * step_of(track.header.declared_rate)
    return tuple(
        Run(start, stop, _kind(track, start, stop), float(log_odds[start:stop].max()))
        for start, stop in _runs(chance_of(log_odds), is_flat, gap=gap)
        if start > 0
        and stop < len(log_odds)
        and not is_flat[:start].all()
        and not is_flat[stop:].all()
    )


def flat_frames(track: Track) -> NDArray[np.bool_]:
    """Say which frames are black or white, shape (n_frames,)."""
    deviation, level = track.seen.curves["deviation"], track.seen.curves["level"]
    return (deviation < FLAT) & ((level <= BLACK) | (level >= WHITE))


def _runs(
    curve: NDArray[np.float32], is_flat: NDArray[np.bool_], *, gap: int
) -> Iterator[tuple[int, int]]:
    """Give half-open spans of likely frames; short gaps and black between two do not part them."""
    edges = np.flatnonzero(np.diff(np.pad(curve >= RUN_LEVEL, 1).astype(np.int8)))
    start = stop = None
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if start is not None and stop is not None:
            if first - stop <= gap or is_flat[stop:first].all():
                stop = after
                continue
            yield start, stop
        start, stop = first, after
    if start is not None and stop is not None:
        yield start, stop


def _kind(track: Track, start: int, stop: int) -> TransitionKind:
    deviation = track.seen.curves["deviation"]
    ends = min(deviation[start - 1], deviation[min(stop, len(deviation) - 1)])
    if deviation[start:stop].min() < max(FLAT, FLAT_SHARE * ends):
        return "fade"
    return "dissolve" if _explained(track, start, stop) >= EXPLAINED else "wipe"


def _explained(track: Track, start: int, stop: int) -> float:
    """Say how much of the middle picture a mixture of both ends explains, 0..1.

    Ends farther apart than the similarities reach are taken as near to the middle as they do.
    """
    step = step_of(track.header.declared_rate)
    reach = REACH * step // 2
    middle = (start + stop) // 2
    old_frame = max(start - 1, middle - reach)
    new_frame = min(stop, middle + reach, track.n_frames - 1)
    if not old_frame < middle < new_frame:
        return 1.0
    pairs = np.array([[old_frame, middle], [middle, new_frame], [old_frame, new_frame]])
    likeness = Band(track.seen.similarities, step).similar(pairs[:, 0], pairs[:, 1])[:, 0]
    old, new, between = (2 * float(value) - 1 for value in likeness)
    spread = max(1 - between**2, 0.05)
    return float(np.clip((old**2 + new**2 - 2 * old * new * between) / spread, 0, 1))
