"""Pictures counted: which frames bring a new one, how long each stands, how many a shot has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cutstat.core.drawings import Drawings
from cutstat.core.timing import FrameTimes

LEAST, MOST = 22, 40
"""Grey levels between which the threshold lies. Cells of held frames change by up to 21 where x264
codes clean drawings at its usual quality; in ten stretches of clips counted by eye
(`benchmarks/drawings`) by up to 42 in the noisiest, where those of new pictures do by 25 and up."""

MOVED = 50
"""The same where a camera move was taken out: what is left of moved lines changed by up to 29 in
the stretches counted by eye, by 49 in clips drawn by rule, and new pictures by 53 up."""

NOISE_FACTOR = 2.25
"""Threshold over the usual change of held frames around, which grain and compression make."""

NOISE_SECONDS = 2.0
"""Reach of these surroundings, on each side."""

PER_SECOND = 24
"""Exposures are told in twenty-fourths of a second, as drawings are planned, so that files in which
frames are repeated give the same."""

MOVING = 6
"""Longest exposure, in twenty-fourths, that counts as movement; a longer one is a held picture."""

FULL_SHARE = 0.6
"""Share of exposures on ones from which on pictures are rendered, or fully animated. Limited
animation reaches a few per cent, 3D nearly all."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnSpan:
    """The pictures shown within one or more spans of an episode."""

    pictures: int
    """New pictures; at the begin of each shot there is one."""

    distinct: int
    """Pictures that their shot had not shown shortly before."""

    shots: int
    seconds: float
    exposures: NDArray[np.int32]
    """How long each new picture stood, in twenty-fourths of a second, shape (pictures,)."""

    activity: float
    """Median of one less the correlation of each frame with the one before the last."""

    @property
    def held_share(self) -> float:
        """Share of the twenty-fourths of a second that bring no new picture, 0..1; nan without."""
        if not self.seconds:
            return float("nan")
        return max(0.0, 1 - self.pictures / (PER_SECOND * self.seconds))

    @property
    def pictures_per_minute(self) -> float:
        """New pictures a minute; nan without any time."""
        return 60 * self.pictures / self.seconds if self.seconds else float("nan")

    @property
    def distinct_per_shot(self) -> float:
        """Distinct pictures a shot; nan without a shot."""
        return self.distinct / self.shots if self.shots else float("nan")

    def share_on(self, twenty_fourths: int) -> float:
        """Give the share of the exposures of movement that last so long; nan without movement."""
        moving = self.exposures[self.exposures <= MOVING]
        return float(np.mean(moving == twenty_fourths)) if len(moving) else float("nan")

    @property
    def is_full(self) -> bool:
        """Whether the pictures are rendered, or fully animated."""
        return self.share_on(1) > FULL_SHARE


def new_pictures(drawings: Drawings, times: FrameTimes) -> NDArray[np.bool_]:
    """Tell the frames that bring a new picture, camera moves left out, shape (n_frames,).

    A cell has to change by more than held frames around do: by `NOISE_FACTOR` times the median of
    their changes, but by no less than `LEAST` and no more than `MOST` grey levels. Where a camera
    move was taken out, it has to change by `MOVED`.
    """
    is_moved = drawings.beyond_camera < drawings.change
    levels = np.where(is_moved, MOVED, thresholds(drawings, times))
    return drawings.beyond_camera >= levels


def thresholds(drawings: Drawings, times: FrameTimes) -> NDArray[np.float64]:
    """Give the change from which on a picture is new, in grey levels, shape (n_frames,)."""
    n_frames = len(drawings)
    step = max(round(float(times.rate) / 2), 1)
    reach = max(round(float(times.rate) * NOISE_SECONDS), 1)
    found = np.full(n_frames, float(LEAST))
    for start in range(0, n_frames, step):
        around = drawings.change[max(start - reach, 0) : start + step + reach]
        small = around[around < MOST]
        if len(small):
            found[start : start + step] = NOISE_FACTOR * np.median(small)
    return np.asarray(np.clip(found, LEAST, MOST))


def measure_drawings(
    drawings: Drawings,
    *,
    spans: Sequence[tuple[int, int]],
    borders: Sequence[int],
    times: FrameTimes,
) -> DrawnSpan:
    """Count the pictures of half-open spans of frames, of which `borders` begin shots."""
    is_new = new_pictures(drawings, times)
    levels = thresholds(drawings, times)
    seconds = times.all_seconds()
    pictures = distinct = shots = 0
    exposures: list[NDArray[np.int32]] = []
    for span_start, span_stop in spans:
        edges = [span_start, *(b for b in borders if span_start < b < span_stop), span_stop]
        for start, stop in pairwise(edges):
            frames = np.union1d(start + np.flatnonzero(is_new[start:stop]), [start])
            known = (drawings.earlier[frames] < levels[frames]) & (
                drawings.earlier_frame[frames] >= start
            )
            pictures += len(frames)
            distinct += int(np.count_nonzero(~known | (frames == start)))
            shots += 1
            stood = np.diff(seconds[np.append(frames, stop)])
            exposures.append(np.maximum(np.rint(stood * PER_SECOND), 1).astype(np.int32))
    return DrawnSpan(
        pictures,
        distinct,
        shots,
        float(sum(seconds[stop] - seconds[start] for start, stop in spans)),
        np.concatenate(exposures) if exposures else np.zeros(0, np.int32),
        float(np.median(np.concatenate([drawings.activity[a:b] for a, b in spans])))
        if spans
        else float("nan"),
    )
