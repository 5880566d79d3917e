"""Exact times of frames: the one place where frame indices become seconds, and back."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

GAP_RATIO = 5
"""A frame that stands this many times longer than the median frame is a gap in the times.

Variable frame rate files hold a drawing for up to four frames; a lost piece of a recording is
rarely shorter than a fifth of a second."""

ROUNDING_SECONDS = Fraction(1, 1_000_000)
"""What seconds as a float may fall short of the exact time of a frame."""

FILM_RATE = Fraction(24_000, 1001)
SPED_UP_RATES = (25, 50)
"""Frames a second of files that may play a film too fast, as broadcasts and discs in Europe do."""

SPEED_UP = 25 / FILM_RATE
"""How much too fast they then play it: 4.3 %."""

DECIMALS = 12
"""Decimal places that the seconds of a position may have."""

_FRAMES = re.compile(r"[0-9]{1,12}")
_SECONDS = re.compile(rf"([0-9]{{1,12}}(?:\.[0-9]{{1,{DECIMALS}}})?)s")
_CLOCK = re.compile(
    r"(?:([0-9]{1,6}):([0-5]?[0-9])|([0-9]{1,6}))"  # hours and minutes, or minutes alone
    rf":([0-5][0-9](?:[.,][0-9]{{1,{DECIMALS}}})?)"
)


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

    def slowed(self, by: Fraction) -> FrameTimes:
        """Give the times of the same frames played more slowly by this factor."""
        return replace(self, time_base=self.time_base * by, rate=self.rate / by)

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

    def lengths_between(self, frames: Sequence[int]) -> NDArray[np.float64]:
        """Give the durations between frames that follow one another, shape (len(frames) - 1,).

        They are those of `span_seconds`: whole numbers are divided once, so each is the nearest
        float, and 1 s never becomes a little less.
        """
        edges = np.append(self.pts, self.stop_pts)[np.asarray(frames, np.intp)]
        steps: NDArray[np.int64] = np.diff(edges) * self.time_base.numerator
        return np.asarray(steps / self.time_base.denominator)

    @property
    def duration_seconds(self) -> float:
        """Duration from the first frame to the end of the last, in seconds."""
        return self.span_seconds(0, len(self))

    def frame_at(self, seconds: float | Fraction) -> int:
        """Give the frame that is shown at `seconds` after the first frame (clipped to the file)."""
        pts = (Fraction(seconds) + ROUNDING_SECONDS) / self.time_base + int(self.pts[0])
        index = int(np.searchsorted(self.pts, math.floor(pts), side="right")) - 1
        return min(max(index, 0), len(self) - 1)

    def gaps(self) -> list[tuple[int, float]]:
        """List the frames that stand far longer than usual: (frame, its seconds on screen)."""
        steps = np.diff(self.pts)
        if not np.any(steps > 0):
            return []
        usual = float(np.median(steps[steps > 0]))  # two pictures of one time have no step
        frames = np.flatnonzero(steps > GAP_RATIO * usual)
        return [(int(k), float(int(steps[k]) * self.time_base)) for k in frames]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an episode as a person writes it, by frames or by time.

    Its text (``str``) is read by `parse_position` as the same position.
    """

    frames: int | None = None
    """Frames from the first one, or from the end of the file; None if `seconds` is given."""

    seconds: Fraction | None = None
    """Exact time from the first frame, or from the end of the file; a decimal number with at most
    `DECIMALS` places, so that its text is exact."""

    is_from_stop: bool = False
    """Whether it counts back from the end of the file."""

    def __post_init__(self) -> None:
        if (self.frames is None) == (self.seconds is None):
            raise ValueError(f"a position has frames or seconds, got {self!r}")
        if (self.frames or 0) < 0 or (self.seconds or 0) < 0:
            raise ValueError(f"a position counts up from 0, got {self!r}")
        if self.seconds is not None and 10**DECIMALS % self.seconds.denominator:
            raise ValueError(f"a position's seconds have at most {DECIMALS} decimals, got {self!r}")

    def __str__(self) -> str:
        if self == END:
            return "end"
        sign = "-" if self.is_from_stop else ""
        return f"{sign}{self.frames}" if self.seconds is None else f"{sign}{_plain(self.seconds)}s"

    def frame(self, times: FrameTimes) -> int:
        """Give the frame that is meant in a video; its length stands for its end.

        A time means the frame that is shown then, or the next one if that begins within half
        a frame: so a time that was rounded for display leads back to its frame.

        Raises
        ------
        ValueError
            If the position lies before the first frame, or is a frame after the end.
        """
        if self.seconds is not None:
            return self._frame_by_time(times, self.seconds)
        assert self.frames is not None
        frame = len(times) - self.frames if self.is_from_stop else self.frames
        if not 0 <= frame <= len(times):
            raise ValueError(f"{self} lies outside the {len(times)} frames of the video")
        return frame

    def _frame_by_time(self, times: FrameTimes, seconds: Fraction) -> int:
        length = times.time(len(times))
        time = length - seconds if self.is_from_stop else seconds
        half = 1 / times.rate / 2
        if time <= -half:
            raise ValueError(
                f"{self} lies before the first frame of a video of {format_clock(float(length))}"
            )
        if time >= length:
            return len(times)
        shown = times.frame_at(time)
        following = times.time(shown + 1)
        # A drawing may be held for long: no time in its middle means the next one.
        if following - time < min(half, (following - times.time(shown)) / 2):
            return len(times) if shown + 1 == len(times) else times.frame_at(following)
        return shown


END = Position(frames=0, is_from_stop=True)
"""The end of the file."""


def parse_position(text: str | int) -> Position:
    """Read a position.

    Parameters
    ----------
    text : str or int
        Frames (``2157``, or a number), seconds (``2.5s``) or a clock (``HH:MM:SS.mmm``, ``MM:SS``),
        counted from the first frame or, with a minus before it, from the end of the file. ``end``
        is the end of the file.

    Raises
    ------
    ValueError
        If it is written otherwise.
    """
    written = str(text).strip().lower()
    size = written.removeprefix("-")
    is_from_stop = size != written
    if written == "end":
        return END
    if _FRAMES.fullmatch(size):
        return Position(frames=int(size), is_from_stop=is_from_stop)
    if found := _SECONDS.fullmatch(size):
        return Position(seconds=Fraction(found[1]), is_from_stop=is_from_stop)
    with suppress(ValueError):
        return Position(seconds=parse_clock(size), is_from_stop=is_from_stop)
    raise ValueError(
        f"{text!r} is no position in an episode; write a frame like 2157, a time like 2.5s or "
        "00:01:30.000, either from the end like -90s, or end"
    )


def parse_clock(text: str) -> Fraction:
    """Read ``HH:MM:SS.mmm`` or ``MM:SS``, with a point or a comma before the decimals, in seconds.

    Raises
    ------
    ValueError
        If it is written otherwise.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is no time on a clock; write it like 00:01:30.500")
    minutes = 60 * int(found[1] or 0) + int(found[2] or found[3])
    return 60 * minutes + Fraction(found[4].replace(",", "."))


def format_clock(seconds: float) -> str:
    """Write a time as ``HH:MM:SS.mmm``."""
    milliseconds = round(seconds * 1000)
    sign = "-" if milliseconds < 0 else ""
    whole, milliseconds = divmod(abs(milliseconds), 1000)
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minutes:02d}:{whole:02d}.{milliseconds:03d}"


def _plain(seconds: Fraction) -> str:
    """Write a decimal number with all its digits."""
    digits = 0
    while 10**digits % seconds.denominator:
        digits += 1
    text = f"{int(seconds * 10**digits):0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text
