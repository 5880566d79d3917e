"""Exact times of frames: the one place where frame indices become seconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

GAP_RATIO = 5
"""A frame that stands this many times longer than the median frame is a gap in the times.

Variable frame rate files hold a drawing for up to four frames; a lost piece of a recording is
rarely shorter than a fifth of a second."""

ROUNDING_SECONDS = Fraction(1, 1_000_000)
"""What seconds as a float may fall short of the exact time of a frame."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameTimes:
    """When each frame of a video is shown.

    A frame index is 0-based, in presentation order, counted by decoding. Times are integers in
    units of `time_base`; seconds count from the first frame.
    """

    pts: NDArray[np.int64]
    """Presentation time of each frame, shape (n_frames,), never decreasing, in `time_base`."""

    stop_pts: int
    """Time at which the last frame ends, in `time_base`."""

    time_base: Fraction
    """Seconds in one unit of `pts`."""

    rate: Fraction
    """Nominal frame rate in frames a second. For display and for files that need one rate;
    times come from `pts`."""

    def __post_init__(self) -> None:
        if self.pts.ndim != 1 or len(self.pts) == 0:
            raise ValueError(f"pts must be one-dimensional and not empty, got {self.pts.shape}")
        if np.any(np.diff(self.pts) < 0):
            raise ValueError("pts must never decrease")
        if self.stop_pts < int(self.pts[-1]):
            raise ValueError(f"stop_pts {self.stop_pts} lies before the last frame {self.pts[-1]}")
        if self.time_base <= 0 or self.rate <= 0:
            raise ValueError(f"time base {self.time_base} and rate {self.rate} must be positive")

    @classmethod
    def constant(cls, n_frames: int, rate: Fraction) -> FrameTimes:
        """Give `n_frames` frames at a constant `rate`, as in a shot list without a video."""
        return cls(np.arange(n_frames, dtype=np.int64), n_frames, 1 / rate, rate)

    def __len__(self) -> int:
        return len(self.pts)

    def time(self, frame: int) -> Fraction:
        """Give the exact time in seconds at which `frame` appears; ``len(self)`` is the end."""
        if not 0 <= frame <= len(self):
            raise ValueError(f"frame {frame} lies outside 0..{len(self)}")
        pts = self.stop_pts if frame == len(self) else int(self.pts[frame])
        return (pts - int(self.pts[0])) * self.time_base

    def seconds(self, frame: int) -> float:
        """Give the time in seconds at which `frame` appears; ``len(self)`` is the end."""
        return float(self.time(frame))

    def all_seconds(self) -> NDArray[np.float64]:
        """Give the start of every frame and the end of the last, shape (n_frames + 1,), in s."""
        edges: NDArray[np.int64] = np.append(self.pts, self.stop_pts) - self.pts[0]
        return edges.astype(np.float64) * float(self.time_base)

    def span_seconds(self, start: int, stop: int) -> float:
        """Give the duration of the half-open span of frames, in seconds."""
        return float(self.time(stop) - self.time(start))

    @property
    def duration_seconds(self) -> float:
        """Duration from the first frame to the end of the last, in seconds."""
        return self.span_seconds(0, len(self))

    def frame_at(self, seconds: float) -> int:
        """Give the frame that is shown at `seconds` after the first frame (clipped to the file)."""
        pts = (Fraction(seconds) + ROUNDING_SECONDS) / self.time_base + int(self.pts[0])
        index = int(np.searchsorted(self.pts, math.floor(pts), side="right")) - 1
        return min(max(index, 0), len(self) - 1)

    def gaps(self) -> list[tuple[int, float]]:
        """List the frames that stand far longer than usual: (frame, its seconds on screen)."""
        steps = np.diff(self.pts)
        if len(steps) == 0:
            return []
        usual = max(float(np.median(steps)), 1.0)
        frames = np.flatnonzero(steps > GAP_RATIO * usual)
        return [(int(k), float(int(steps[k]) * self.time_base)) for k in frames]


def format_clock(seconds: float) -> str:
    """Write a time as ``HH:MM:SS.mmm``."""
    milliseconds = round(seconds * 1000)
    sign = "-" if milliseconds < 0 else ""
    whole, milliseconds = divmod(abs(milliseconds), 1000)
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minutes:02d}:{whole:02d}.{milliseconds:03d}"
