"""Songs: what episodes have in common by ear, where the pictures change every week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import PRINT_CENTRE_SECONDS, PRINT_SECONDS
from cutstat.core.timing import SPED_UP_RATES, SPEED_UP
from cutstat.segment.footage import Footage
from cutstat.segment.label import LARGEST_SHARE, LONGEST_SECONDS, Label, Labels

REACH = 6
"""Episodes after each one that it is compared with; chains of these lead through a season."""

PEAK = 6.0
"""Deviations of chance by which a lag stands out."""

LAGS = 6
"""Lags of a pair that are looked at: an opening, an ending and pieces of the score."""

ERROR = 0.38
"""Share of unlike bits of the steps of a common span, between a true one and chance, 0.5."""

TURN = 0.44
TURN_STEPS = 312
"""An edge is where, within ten seconds, what lies inside stops to be more alike than this: voices
over the first bars of a song leave it less so than the rest."""

SPAN_ERROR = 0.25
"""Share of unlike bits of a whole span. Songs under voices and in other encodings had up to 0.12,
other bars of the same song and cues of the score under voices 0.28 and more."""

SMOOTH = 63
"""Steps, two seconds, over which unlike bits are averaged."""

LONG_SECONDS, SHORT_SECONDS = 40.0, 10.0
"""Two episodes suffice for a song of the first length; of the second most must have it, at a like
place: shorter pieces of the score return too."""

LIKE_PLACE = 0.1
"""How far apart the places of a short song may lie, as a share of the episode."""

SNAP_SECONDS = 0.5
"""A border between shots within this sets the edge, which sound tells to .1 to .4 s."""

Kind = Literal["opening", "ending"]
Bits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """A span of one episode that sounds as one of another, in seconds after the first frame."""

    episode: int
    start: float
    stop: float

    @property
    def length(self) -> float:
        """Length in seconds."""
        return self.stop - self.start


def label_songs(series: Sequence[Footage], labels: Labels) -> None:
    """Add openings and endings that sound alike, in episodes without one by their pictures.

    A copy that was sped up by 4 % for 25 frames a second is found if its pitch was kept. At a
    pitch that went up with it the bands lie half a band apart: 33 to 40 of 100 bits of seven pieces
    of music were unlike then, and no threshold tells that from other bars of the same song.
    """
    kinds: tuple[Kind, ...] = ("opening", "ending")
    lacking = {
        kind: [k for k in range(len(series)) if all(one.kind != kind for one in labels[k])]
        for kind in kinds
    }
    if not any(lacking.values()):
        return
    songs = list(_songs(series))
    for kind in kinds:
        candidates = sorted(songs, key=lambda song: -_weight(song))
        for song in candidates:
            places = [one for one in song if _is_home(series, one, kind)]
            if not _is_theme(series, places):
                continue
            free = [
                one
                for one in places
                if one.episode in lacking[kind] and not _meets(series[one.episode], labels, one)
            ]
            for one in free:
                labels[one.episode].append(_label(series, kind, one, len(places)))
                lacking[kind].remove(one.episode)


@dataclass(frozen=True, slots=True)
class _Clip:
    """The prints of an episode, as they are or slowed to the speed of another one."""

    episode: int
    prints: NDArray[np.uint32]
    start: float
    speed: Fraction

    def seconds(self, step: float) -> float:
        """Give the time of a step, in seconds after the first frame of the file."""
        return self.start + step * PRINT_SECONDS / float(self.speed) + PRINT_CENTRE_SECONDS


def _songs(series: Sequence[Footage]) -> Iterator[list[Heard]]:
    """Gather what pairs of episodes have in common by ear; one place an episode."""
    groups: list[list[Heard]] = []
    for pair in sorted(_matches(series), key=lambda pair: -pair[0].length):
        touched = [group for group in groups if any(_same(a, b) for a in group for b in pair)]
        joined = [*pair, *(one for group in touched for one in group)]
        groups = [group for group in groups if group not in touched]
        groups.append(joined)
    for group in groups:
        places: dict[int, list[Heard]] = defaultdict(list)
        for one in group:
            places[one.episode].append(one)
        yield [
            Heard(
                episode,
                float(np.median([one.start for one in own])),
                float(np.median([one.stop for one in own])),
            )
            for episode, own in sorted(places.items())
        ]


def _same(one: Heard, other: Heard) -> bool:
    common = min(one.stop, other.stop) - max(one.start, other.start)
    return one.episode == other.episode and 2 * common > max(one.length, other.length)


def _matches(series: Sequence[Footage]) -> Iterator[tuple[Heard, Heard]]:
    """Compare each episode with those that follow it."""
    longest = max(_n_prints(one) for one in series)  # two of half of that, end to end
    size = 1 << max(round(longest * SPEED_UP).bit_length(), 4)
    spectra: dict[tuple[int, Fraction], NDArray[np.complex64]] = {}
    for one in range(len(series)):
        spectra = {key: known for key, known in spectra.items() if key[0] >= one}
        for other in range(one + 1, min(one + 1 + REACH, len(series))):
            if (
                min(_n_prints(series[one]), _n_prints(series[other])) * PRINT_SECONDS
                < SHORT_SECONDS
            ):
                continue
            for pair in _clips(series, one, other):
                for clip in pair:
                    if (clip.episode, clip.speed) not in spectra:
                        halved = _halved(_bits(clip.prints))
                        found = np.fft.rfft(halved, size, axis=0).astype(np.complex64)
                        spectra[clip.episode, clip.speed] = found
                first, second = (spectra[clip.episode, clip.speed] for clip in pair)
                for lag in _lags(first, second, size):
                    yield from _at_lag(*pair, lag)


def _clips(series: Sequence[Footage], one: int, other: int) -> Iterator[tuple[_Clip, _Clip]]:
    """Give two episodes as they are, and where one may be sped up, as if it were not."""
    yield _clip(series, one), _clip(series, other)
    rates = [series[episode].source.times.rate for episode in (one, other)]
    fast = [rate in SPED_UP_RATES for rate in rates]
    if fast == [True, False]:
        yield _clip(series, one, _speed_against(rates[1])), _clip(series, other)
    elif fast == [False, True]:
        yield _clip(series, one), _clip(series, other, _speed_against(rates[0]))


def _speed_against(rate: Fraction) -> Fraction:
    """Say how much faster a film plays at 25 frames a second than in a file of another rate."""
    return Fraction(25, 24) if rate in (24, 48) else SPEED_UP


def _clip(series: Sequence[Footage], episode: int, speed: Fraction = Fraction(1)) -> _Clip:
    source = series[episode].source
    prints = source.prints
    if speed != 1:
        steps = np.arange(round(len(prints) * speed)) / float(speed)
        prints = prints[np.minimum(np.rint(steps).astype(np.intp), len(prints) - 1)]
    return _Clip(episode, prints, source.prints_start, speed)


def _n_prints(footage: Footage) -> int:
    return len(footage.source.prints)


def _bits(prints: NDArray[np.uint32]) -> Bits:
    """Give the bits as −1 and 1, shape (n, 32); 0 where it is silent, which is alike everywhere."""
    bits = (prints[:, None] >> np.arange(32, dtype=np.uint32)) & 1
    signs = bits.astype(np.float32) * 2 - 1
    signs[prints == 0] = 0
    return signs


def _halved(bits: Bits) -> Bits:
    whole = bits[: len(bits) // 2 * 2]
    return np.asarray(whole.reshape(-1, 2, 32).mean(axis=1), np.float32)


def _lags(one: NDArray[np.complex64], other: NDArray[np.complex64], size: int) -> list[int]:
    """Give the lags, in prints, at which two episodes agree beyond chance, the strongest first."""
    agreement = np.fft.irfft((one * np.conj(other)).sum(axis=1), size)
    level = PEAK * float(np.median(np.abs(agreement))) / 0.6745
    found: list[int] = []
    rest = agreement.copy()
    while len(found) < LAGS:
        at = int(rest.argmax())
        if rest[at] <= level:
            break
        found.append(2 * (at if at < size // 2 else at - size))
        around = np.arange(at - 8, at + 9) % size
        rest[around] = -np.inf
    return found


def _at_lag(first: _Clip, second: _Clip, lag: int) -> Iterator[tuple[Heard, Heard]]:
    """Give the common spans of two episodes, the second shifted by a lag (which is even)."""
    best: tuple[float, int] = (1.0, lag)
    for shift in (lag - 1, lag, lag + 1):
        errors = _errors(first.prints, second.prints, shift)
        if len(errors) > SMOOTH:
            best = min(best, (float(np.quantile(_mean(errors), 0.02)), shift))
    shift = best[1]
    errors = _errors(first.prints, second.prints, shift)
    if len(errors) <= SMOOTH:
        return
    begin = max(shift, 0)
    is_like = np.concatenate([[False], _mean(errors) < ERROR, [False]]).astype(np.int8)
    for start, stop in np.flatnonzero(np.diff(is_like)).reshape(-1, 2):
        start, stop = _turns(errors, int(start), int(stop))
        if (stop - start) * PRINT_SECONDS < SHORT_SECONDS:
            continue
        if float(errors[start:stop].mean()) > SPAN_ERROR:
            continue
        steps = (begin + start, begin + stop)
        yield (
            Heard(first.episode, *(first.seconds(step) for step in steps)),
            Heard(second.episode, *(second.seconds(step - shift) for step in steps)),
        )


def _errors(one: NDArray[np.uint32], other: NDArray[np.uint32], shift: int) -> NDArray[np.float64]:
    """Give the share of unlike bits, one[k] against other[k - shift]; half where it is silent."""
    begin = max(shift, 0)
    stop = min(len(one), len(other) + shift)
    if stop <= begin:
        return np.zeros(0)
    a, b = one[begin:stop], other[begin - shift : stop - shift]
    unlike = np.bitwise_count(a ^ b) / 32
    return np.where((a == 0) | (b == 0), 0.5, unlike)


def _mean(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.convolve(errors, np.ones(SMOOTH) / SMOOTH, "same")


def _turns(errors: NDArray[np.float64], start: int, stop: int) -> tuple[int, int]:
    """Move the edges to where the sum of what speaks for the span turns."""
    low, high = max(start - TURN_STEPS, 0), min(stop + TURN_STEPS, len(errors))
    gain = np.cumsum(np.concatenate([[0.0], TURN - errors[low:high]]))
    middle = (start + stop) // 2 - low
    left = int(gain[: middle + 1].argmin())
    right = middle + int(gain[middle:].argmax())
    return low + left, low + right


def _weight(song: Sequence[Heard]) -> float:
    return len(song) * float(np.median([one.length for one in song]))


def _is_home(series: Sequence[Footage], one: Heard, kind: Kind) -> bool:
    """Whether a place is where an opening or ending stands as a rule."""
    whole = series[one.episode].source.times.duration_seconds
    if one.length > min(LONGEST_SECONDS, LARGEST_SHARE * whole):
        return False
    if kind == "opening":
        return one.start <= 0.35 * whole
    return one.start >= 0.5 * whole and whole - one.stop <= max(0.15 * whole, 45.0)


def _is_theme(series: Sequence[Footage], places: Sequence[Heard]) -> bool:
    """Whether a song is long enough, or short and in most episodes at a like place."""
    if len(places) < 2:
        return False
    if float(np.median([one.length for one in places])) >= LONG_SECONDS:
        return True
    shares = [one.start / series[one.episode].source.times.duration_seconds for one in places]
    is_like = max(shares) - min(shares) <= LIKE_PLACE
    return is_like and len(places) >= max(3, len(series) / 2)


def _meets(footage: Footage, labels: Labels, one: Heard) -> bool:
    start, stop = footage.ticks(one.start), footage.ticks(one.stop)
    return any(
        min(label.stop, stop) - max(label.start, start) > 0.2 * (stop - start)
        for label in labels[one.episode]
    )


def _label(series: Sequence[Footage], kind: Kind, one: Heard, count: int) -> Label:
    footage = series[one.episode]
    edges = [_edge(footage, seconds) for seconds in (one.start, one.stop)]
    by_border = sum(is_border for _, is_border in edges)
    said = f"the same song in {count} of {len(series)} episodes, under other pictures; " + (
        "both edges at borders between shots"
        if by_border == 2
        else "one edge at a border between shots, the other by ear"
        if by_border
        else "edges by ear, good to half a second"
    )
    return Label(kind, edges[0][0], max(edges[1][0], edges[0][0] + 1), said)


def _edge(footage: Footage, seconds: float) -> tuple[int, bool]:
    """Give the tick of an edge: that of a border within `SNAP_SECONDS`, if there is one."""
    tick = min(max(footage.ticks(seconds), 0), len(footage))
    marks = np.concatenate([footage.borders, [0, len(footage)]])
    near = int(marks[np.abs(marks - tick).argmin()])
    if abs(near - tick) <= footage.ticks(SNAP_SECONDS):
        return near, True
    return tick, False
