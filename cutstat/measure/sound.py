"""Voices and music heard, lines of dialogue read: shares of the time of one episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import LEVEL_SECONDS, LIKELIHOOD_SECONDS, Sound
from cutstat.core.subtitles import SubtitleTrack

Spans = NDArray[np.float64]
"""Start and stop of each span in seconds after the first frame, shape (n, 2), in order."""

VOICE_LIKELIHOOD = 0.75
"""From here on a voice is heard. Human voices in five languages, 5 dB and more above music and
effects, then have a share that is off by -4 to +7 points, in the mean by 0 to +3; see
``benchmarks.voices``. At 0.7 the mean is +0.2 to +4.5."""

VOICE_GAP, VOICE_LEAST = 0.25, 0.15
"""Shorter pauses belong to what is said; shorter sounds are none, in seconds."""

MUSIC_ENTER, MUSIC_LEAVE = 0.5, 0.2
MUSIC_WINDOW, MUSIC_GAP, MUSIC_LEAST = 2.0, 3.0, 4.0
"""Music begins where the mean likelihood of two seconds is above the first number and ends below
the second; shorter pauses and pieces are passed over, in seconds."""

VOICE_MARGIN, MUSIC_MARGIN, LINE_MARGIN = 0.05, 0.07, 0.04
"""By what the shares may be off: errors of the share on mixtures whose truth is known, and by what
lines, which come before the voice, overstate talk."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """When voices and music are heard in an episode."""

    voices: Spans
    music: Spans
    start: float
    stop: float
    """Between which times there is sound, in seconds after the first frame."""

    levels: NDArray[np.float32]
    """Loudness of each tenth of a second from `start` on, in LUFS; see `Sound`."""

    stream: str
    language: str
    model: str
    """What told voices and music; empty if nothing did: both are then without spans."""

    def slowed(self, by: float) -> Heard:
        """Give the same sound played more slowly by this factor, with levels at the same steps."""
        at = (np.arange(round(len(self.levels) * by)) / by).astype(np.intp)
        return replace(
            self,
            voices=self.voices * by,
            music=self.music * by,
            start=self.start * by,
            stop=self.stop * by,
            levels=self.levels[np.minimum(at, len(self.levels) - 1)],
        )


@dataclass(frozen=True, slots=True)
class HeardSpan:
    """Shares of the time of one or more spans of an episode, 0..1; nan where not told."""

    voices: float
    music: float
    voices_without_music: float
    longest_without_music: float
    """Longest stretch of one span without music, in seconds."""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """Lines of dialogue on screen within one or more spans of an episode."""

    share: float
    lines: int
    seconds: float

    @property
    def lines_per_minute(self) -> float:
        """Lines that begin within a minute; nan without any time."""
        return 60 * self.lines / self.seconds if self.seconds else float("nan")


def hear(sound: Sound | None) -> Heard | None:
    """Tell when voices and music are heard; None where there is no sound, or none was kept."""
    if sound is None or sound.stream is None or not sound.is_heard:
        return None
    shares = sound.likelihoods.astype(np.float32) / np.float32(255)
    is_voice = shares[:, 0] >= VOICE_LIKELIHOOD
    window = round(MUSIC_WINDOW / LIKELIHOOD_SECONDS)
    is_music = _with_hysteresis(_running_mean(shares[:, 2], window))
    begin = sound.start_seconds
    return Heard(
        _spans(is_voice, begin, gap=VOICE_GAP, least=VOICE_LEAST),
        _spans(is_music, begin, gap=MUSIC_GAP, least=MUSIC_LEAST),
        begin,
        begin + len(sound.levels) * LEVEL_SECONDS,
        sound.levels,
        str(sound.stream),
        sound.stream.language,
        sound.model,
    )


def measure_sound(heard: Heard, spans: Sequence[tuple[float, float]]) -> HeardSpan:
    """Measure what is heard within spans of seconds, as far as there is sound."""
    inside = [(max(a, heard.start), min(b, heard.stop)) for a, b in spans]
    inside = [(a, b) for a, b in inside if a < b]
    total = sum(b - a for a, b in inside)
    if not heard.model or not total:
        return HeardSpan(*[float("nan")] * 4)
    voices, music = (overlap(one, inside) for one in (heard.voices, heard.music))
    both = overlap(intersection(heard.voices, heard.music), inside)
    quiet = max(_longest_gap(heard.music, a, b) for a, b in inside)
    return HeardSpan(voices / total, music / total, (voices - both) / total, quiet)


def choose_lines(tracks: Sequence[SubtitleTrack], language: str = "") -> SubtitleTrack | None:
    """Choose the track whose lines stand for the dialogue; None without any line.

    Forced tracks hold signs, and so do those whose title says so. Of the others one in the language
    that is asked for comes first, then the fullest. A track without lines is no evidence.
    """
    signs = ("sign", "song", "forced", "comment", "s&s")
    usable = [
        one
        for one in tracks
        if len(one) and not one.is_forced and not any(word in one.title.lower() for word in signs)
    ]
    return max(
        usable,
        key=lambda one: (bool(language) and one.language == language, len(one)),
        default=None,
    )


def measure_lines(track: SubtitleTrack, spans: Sequence[tuple[float, float]]) -> ReadSpan:
    """Measure how much of spans of seconds has a line of dialogue on screen."""
    lines = np.stack([track.starts, track.stops], axis=1).astype(float)
    total = sum(b - a for a, b in spans)
    count = sum(int(np.count_nonzero((lines[:, 0] >= a) & (lines[:, 0] < b))) for a, b in spans)
    return ReadSpan(overlap(_union(lines), spans) / total if total else float("nan"), count, total)


def overlap(found: Spans, spans: Sequence[tuple[float, float]]) -> float:
    """Give the seconds of `spans` that `found` covers."""
    return float(
        sum(
            np.maximum(np.minimum(found[:, 1], b) - np.maximum(found[:, 0], a), 0).sum()
            for a, b in spans
        )
    )


def intersection(one: Spans, other: Spans) -> Spans:
    """Give the spans that lie in both."""
    pieces = [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)]
    return np.array(pieces, float).reshape(-1, 2)


def _union(spans: Spans) -> Spans:
    joined: list[list[float]] = []
    for start, stop in spans[spans[:, 0].argsort()] if len(spans) else spans:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], stop)
        else:
            joined.append([start, stop])
    return np.array(joined, float).reshape(-1, 2)


def _longest_gap(found: Spans, start: float, stop: float) -> float:
    inside = found[(found[:, 1] > start) & (found[:, 0] < stop)]
    begins = np.concatenate([[start], np.clip(inside[:, 1], start, stop)])
    ends = np.concatenate([np.clip(inside[:, 0], start, stop), [stop]])
    return float((ends - begins).max())


def _running_mean(values: NDArray[np.floating], window: int) -> NDArray[np.float64]:
    """Average over a window around each value; at the edges over what there is."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=float)])
    at = np.arange(len(values))
    low, high = np.maximum(at - window // 2, 0), np.minimum(at + window // 2 + 1, len(values))
    return np.asarray((sums[high] - sums[low]) / (high - low))


def _with_hysteresis(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell the runs above `MUSIC_LEAVE` that reach `MUSIC_ENTER`."""
    is_on = values >= MUSIC_LEAVE
    for start, stop in _runs(is_on):
        is_on[start:stop] = bool((values[start:stop] >= MUSIC_ENTER).any())
    return is_on


def _spans(is_on: NDArray[np.bool_], begin: float, *, gap: float, least: float) -> Spans:
    """Give the runs in seconds; short gaps are closed first, then short runs left out."""
    runs = _runs(is_on) * LIKELIHOOD_SECONDS
    joined: list[list[float]] = []
    for start, stop in runs:
        if joined and start - joined[-1][1] < gap:
            joined[-1][1] = stop
        else:
            joined.append([start, stop])
    kept = [one for one in joined if one[1] - one[0] >= least]
    return begin + np.array(kept, float).reshape(-1, 2)


def _runs(is_on: NDArray[np.bool_]) -> NDArray[np.intp]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_on, [False]]).astype(np.int8)))
    return edges.reshape(-1, 2)
