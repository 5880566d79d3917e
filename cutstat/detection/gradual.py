"""Gradual transitions: runs of frames that lie in one, and of which kind it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Transition, TransitionKind
from cutstat.core.track import Track
from cutstat.detection.features import gradual_features
from cutstat.detection.network import Model

RUN_LEVEL = 0.4
"""Chance down to which frames belong to a run."""

PENALTY = 2.3
"""Natural log odds taken off the likeliest frame of a run to give the confidence of the run: the
largest of many chances is too large. With one title left out, half of the runs whose likeliest
frame has 0.91 were right, which are these odds."""

MAX_GAP = 3
"""Frames that may fall below the level within one run."""

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


def gradual_curve(track: Track, model: Model) -> NDArray[np.float32]:
    """Give the chance that each frame lies in a gradual transition, shape (n_frames,)."""
    parts = [
        model.gradual_probability(
            gradual_features(
                np.arange(start, min(start + CHUNK_FRAMES, track.n_frames)),
                similarities=track.similarities,
                level=track.curves["level"],
                deviation=track.curves["deviation"],
                change=track.curves["change"],
            )
        )
        for start in range(0, track.n_frames, CHUNK_FRAMES)
    ]
    return np.concatenate(parts)


def find_gradual(
    curve: NDArray[np.float32], track: Track, *, threshold: float
) -> tuple[Transition, ...]:
    """Find the gradual transitions of a video.

    A fade out, black and a fade in are one transition. What leads from black at the very start of
    a video, or to black at its end, leads from or to nothing and is none.

    Parameters
    ----------
    curve : ndarray of float, shape (n_frames,)
        Chance that each frame lies in one.
    track : Track
        Of the video.
    threshold : float in 0..1
        Confidence that a run must reach.
    """
    is_flat = flat_frames(track)
    found: list[Transition] = []
    for start, stop in _runs(curve, is_flat):
        confidence = _confidence(curve[start:stop])
        if confidence < threshold or start == 0 or stop == len(curve):
            continue
        if is_flat[:start].all() or is_flat[stop:].all():
            continue
        kind = _kind(track, start, stop)
        found.append(Transition(start, stop, kind, confidence))
    return tuple(found)


def flat_frames(track: Track) -> NDArray[np.bool_]:
    """Say which frames are black or white, shape (n_frames,)."""
    deviation, level = track.curves["deviation"], track.curves["level"]
    return (deviation < FLAT) & ((level <= BLACK) | (level >= WHITE))


def _runs(curve: NDArray[np.float32], is_flat: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Give half-open spans of likely frames; short gaps and black between two do not part them."""
    edges = np.flatnonzero(np.diff(np.pad(curve >= RUN_LEVEL, 1).astype(np.int8)))
    start = stop = None
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if start is not None and stop is not None:
            if first - stop <= MAX_GAP or is_flat[stop:first].all():
                stop = after
                continue
            yield start, stop
        start, stop = first, after
    if start is not None and stop is not None:
        yield start, stop


def _confidence(chances: NDArray[np.float32]) -> float:
    most = float(np.clip(chances.max(), 1e-6, 1 - 1e-6))
    return float(1 / (1 + np.exp(PENALTY - np.log(most / (1 - most)))))


def _kind(track: Track, start: int, stop: int) -> TransitionKind:
    deviation = track.curves["deviation"]
    ends = min(deviation[start - 1], deviation[min(stop, len(deviation) - 1)])
    if deviation[start:stop].min() < max(FLAT, FLAT_SHARE * ends):
        return "fade"
    return "dissolve" if _explained(track.similarities, start, stop) >= EXPLAINED else "wipe"


def _explained(similarities: NDArray[np.uint8], start: int, stop: int) -> float:
    """Say how much of the middle picture a mixture of both ends explains, 0..1.

    Ends farther apart than the similarities reach are taken as near to the middle as they do.
    """
    reach = similarities.shape[1]
    middle = (start + stop) // 2
    old_frame = max(start - 1, middle - reach // 2)
    new_frame = min(stop, middle + reach // 2, len(similarities) - 1)
    if not old_frame < middle < new_frame:
        return 1.0

    def correlation(a: int, b: int) -> float:
        return 2 * float(similarities[b, b - a - 1, 0]) / 255 - 1

    old, new, between = (
        correlation(old_frame, middle),
        correlation(middle, new_frame),
        correlation(old_frame, new_frame),
    )
    spread = max(1 - between**2, 0.05)
    return float(np.clip((old**2 + new**2 - 2 * old * new * between) / spread, 0, 1))
