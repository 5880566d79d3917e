"""Bring sequences of 24 frames a second to other rates, as broadcasters and encoders do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.shot_list import MarkedSpan, ShotList

SHARES = {"same": 0.62, "repeated": 0.12, "blended": 0.08, "pulldown": 0.06, "twice": 0.06,
          "twice blended": 0.06}  # fmt: skip
"""How often each conversion is made.

repeated : 30 frames a second, every fourth picture shown twice
blended : 25 or 30 frames a second, each a mixture of the two pictures nearest in time
pulldown : 30 frames a second, two of five frames woven of two pictures (their mean, once small)
twice : 60 frames a second, pictures shown for three and two frames in turn
twice blended : 60 frames a second, as "blended"
"""


def converted(
    random: np.random.Generator, pictures: Pictures, truth: ShotList
) -> tuple[Pictures, ShotList, int]:
    """Convert a sequence by chance; gives pictures, truth and the frames in a step."""
    kind = str(random.choice(list(SHARES), p=list(SHARES.values())))
    n = len(pictures)
    if kind == "same":
        return pictures, truth, 1
    step = 2 if kind.startswith("twice") else 1
    rate = 60 if step == 2 else (25 if kind == "blended" and random.random() < 0.4 else 30)
    times = np.arange((n - 1) * rate // 24) * (24 / rate)
    first = times.astype(np.intp)
    share = np.zeros(len(times))
    if "blended" in kind:
        share = times - first
    elif kind == "pulldown":
        group = np.arange(len(times)) % 5
        share = np.where((group == 2) | (group == 3), 0.5, 0.0)
        first = np.arange(len(times)) // 5 * 4 + np.array([0, 1, 1, 2, 3])[group]
        first, share = first[first < n - 1], share[first < n - 1]
    made = Pictures(_mixed(pictures.luma, first, share), _mixed(pictures.chroma, first, share))
    return made, _moved(truth, first, share), step


def _mixed(
    planes: NDArray[np.uint8], first: NDArray[np.intp], share: NDArray[np.floating]
) -> NDArray[np.uint8]:
    second = np.minimum(first + 1, len(planes) - 1)
    shares = share.reshape(-1, *[1] * (planes.ndim - 1)).astype(np.float32)
    mixed = planes[first] * (1 - shares) + planes[second] * shares
    return np.asarray(mixed.round(), np.uint8)


def _moved(truth: ShotList, first: NDArray[np.intp], share: NDArray[np.floating]) -> ShotList:
    """Move what is true to the frames that show it; what mixes two shots is ambiguous."""
    pure = np.searchsorted(first, np.arange(int(first[-1]) + 2))  # first frame of each picture

    def at(frame: int) -> int:
        return int(pure[min(frame, len(pure) - 1)])

    n_frames = len(first)
    transitions, ambiguous = [], []
    for one in truth.transitions:
        start, stop = at(one.start), at(one.stop)
        if not one.is_gradual and start > 0 and share[start - 1] > 0:
            # The mixed frame shows the new shot first where it holds most of it.
            if share[start - 1] >= 0.5:
                ambiguous.append(MarkedSpan(start, start, "after a mixed picture"))
                start = stop = start - 1
            ambiguous += [
                MarkedSpan(k, k, "mixed picture")
                for k in range(max(start - 2, 0), start)
                if share[k] > 0
            ]
        if start > 0 and stop < n_frames - 1:
            transitions.append(replace(one, start=start, stop=stop))
    for span in truth.ambiguous:
        ambiguous.append(MarkedSpan(at(span.first), max(at(span.last + 1) - 1, at(span.first)),
                                    span.reason))  # fmt: skip
    ambiguous = [span for span in ambiguous if span.last < n_frames]
    return replace(
        truth, transitions=tuple(transitions), ambiguous=tuple(ambiguous), n_frames=n_frames
    )
