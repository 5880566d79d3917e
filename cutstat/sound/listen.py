"""Listen to a file while its pictures are decoded: packets in, what the track keeps out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from numpy.typing import NDArray

from cutstat.core.sound import (
    LEVEL_SECONDS,
    LIKELIHOOD_SECONDS,
    PRINT_SECONDS,
    Sound,
    SoundStream,
)
from cutstat.core.text import as_utf8
from cutstat.errors import InputError
from cutstat.sound.loudness import SILENT, LoudnessMeter
from cutstat.sound.prints import RATE, PrintObserver
from cutstat.sound.voices import VoiceObserver, is_installed, model_name

Value = TypeVar("Value", bound=np.generic)

BATCH = 10 * RATE
"""Samples that are taken in at once: memory does not grow with the file."""

JUMP_SECONDS = 0.1
"""Gap between two pieces of sound from which on the time between them is silence."""

LONGEST_GAP_SECONDS = 60.0
"""Times further on than this, or back by `BACK_SECONDS`, are those of another clock: where its
sound belongs is known by the pictures, once all have come."""

BACK_SECONDS = 1.0


def choose_sound(
    container: InputContainer, asked: str = ""
) -> tuple[AudioStream, SoundStream] | None:
    """Choose the sound stream to listen to; None if the file has none.

    Parameters
    ----------
    container : InputContainer
        The file.
    asked : str
        Language or part of a title; by default the stream that the file itself prefers.

    Raises
    ------
    InputError
        If the file has sound, but none like that.
    """
    streams = [stream for stream in container.streams.audio if stream.codec_context is not None]
    if not streams:
        return None
    told = [(stream, _told(stream, asked, len(streams) - 1)) for stream in streams]
    if asked:
        word = asked.casefold()
        fitting = [
            one
            for one in told
            if one[1].language.casefold() == word or word in one[1].title.casefold()
        ]
        if not fitting:
            held = "; ".join(str(one) for _, one in told)
            raise InputError(f"no sound is tagged or titled {asked!r}, only {held}; name another")
        return fitting[0]
    default = av.stream.Disposition.default
    return next((one for one in told if one[0].disposition & default), told[0])


def _told(stream: AudioStream, asked: str, others: int) -> SoundStream:
    return SoundStream(
        stream.index,
        as_utf8(stream.metadata.get("language", "")).replace("und", ""),
        as_utf8(stream.metadata.get("title", "")),
        stream.codec_context.name,
        stream.codec_context.channels,
        asked,
        others,
    )


class SoundListener:
    """Takes in the packets of one sound stream; its memory does not grow with the file."""

    def __init__(
        self, stream: AudioStream, told: SoundStream, place: Callable[[], int] = lambda: 0
    ) -> None:
        """Listen to a stream; `place` gives how many pictures have come so far."""
        self.stream = stream
        self._told = told
        self._place = place
        self._resampler: av.AudioResampler | None = None
        self._form: tuple[str, str, int] | None = None
        self._gathered = av.AudioFifo()
        """Frames that are taken in together: one by one each would cost more than what is in it."""

        self._begin: float | None = None
        self._position = 0
        """Samples of 16 kHz so far."""

        self._clock_begin = 0.0
        """What the clock that is valid would have said at the first sample."""

        self._breaks: list[tuple[int, float, int]] = []
        """Position, time and pictures so far where another clock began, or sound was missing."""

        self._done = 0
        """Samples that were taken in."""

        self._pending: list[NDArray[np.float32]] = []
        self._loudness = LoudnessMeter()
        self._prints = PrintObserver()
        self._voices = VoiceObserver() if is_installed() else None
        self._lost = 0

    def feed(self, packet: Packet[Any]) -> None:
        """Take in the next packet; one that cannot be decoded is counted and passed over."""
        try:
            frames = self.stream.codec_context.decode(packet)
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError):
            self._lost += 1
            return
        for frame in frames:
            try:
                self._take(frame)
            except (av.error.FFmpegError, ValueError):  # of a form that no sound has
                self._lost += 1
                self._resampler = self._form = None
                self._gathered = av.AudioFifo()

    def finish(
        self,
        *,
        first_seconds: float,
        moved: Callable[[float, int], float | None] = lambda _, __: 0.0,
    ) -> Sound:
        """Give what was heard.

        Parameters
        ----------
        first_seconds : float
            Time of the first frame of the video, by the clock of the container.
        moved : callable, optional
            Gives by how much the pictures are moved that lie by a time of the container, near a
            place in the file; None if there are none.
        """
        with suppress(av.error.FFmpegError, ValueError):
            self._take_gathered()
            for piece in self._resampled(None):
                self._push(piece)
        self._process(is_last=True)
        begin = 0.0 if self._begin is None else self._begin - first_seconds
        likelihoods = self._voices.finish() if self._voices else np.zeros((0, 3), np.uint8)
        pieces = self._pieces(begin=begin, first_seconds=first_seconds, moved=moved)
        return Sound(
            replace(self._told),
            begin,
            _laid(self._loudness.finish(), LEVEL_SECONDS, pieces, silence=SILENT),
            _laid(self._prints.finish(), PRINT_SECONDS, pieces),
            _laid(likelihoods, LIKELIHOOD_SECONDS, pieces),
            model_name() if self._voices else "",
            self._lost,
        )

    def _take(self, frame: AudioFrame) -> None:
        time, rate = frame.time, frame.sample_rate
        form = (frame.format.name, frame.layout.name, rate)
        if form != self._form:
            self._take_gathered()
        if time is not None:
            if self._begin is None:
                self._begin = self._clock_begin = float(time)
            gathered = self._gathered.samples / max(rate, 1)
            gap = float(time) - self._clock_begin - self._position / RATE - gathered
            if gap < -BACK_SECONDS or gap > JUMP_SECONDS:
                self._take_gathered()
                self._go_on(gap)
                self._breaks.append((self._position, float(time), self._place()))
        if form != self._form:
            self._form = form
            self._gathered = av.AudioFifo()
            self._resampler = _resampler(frame, is_mixed=_can_be_mixed(frame))
            self._loudness.begin(frame)
        frame.pts = None  # its time is known by now, and frames are to be joined
        self._gathered.write(frame)
        if self._gathered.samples >= rate:
            self._take_gathered()

    def _go_on(self, gap: float) -> None:
        """Go on behind a gap in time: with silence, or by another clock."""
        if not JUMP_SECONDS < gap < LONGEST_GAP_SECONDS:
            self._clock_begin += gap
            return
        for _ in range(round(gap * RATE) // BATCH):
            self._push(np.zeros(BATCH, np.float32))
        self._push(np.zeros(round(gap * RATE) % BATCH, np.float32))
        self._loudness.skip(gap)

    def _take_gathered(self) -> None:
        frame = self._gathered.read() if self._gathered.samples else None
        if frame is None:
            return
        for piece in self._resampled(frame):
            self._push(piece)
        self._loudness.feed(frame)

    def _pieces(
        self,
        *,
        begin: float,
        first_seconds: float,
        moved: Callable[[float, int], float | None],
    ) -> list[tuple[float, float]]:
        """Give begin and right place of each piece that lies elsewhere, seconds after the first."""
        pieces = [(0.0, 0.0)]
        for position, time, place in self._breaks:
            start = position / RATE
            now = pieces[-1][1] + start - pieces[-1][0]
            by = moved(time, place)
            if by is not None and abs(time + by - first_seconds - begin - now) > JUMP_SECONDS:
                pieces.append((start, time + by - first_seconds - begin))
        return pieces

    def _resampled(self, frame: AudioFrame | None) -> Iterator[NDArray[np.float32]]:
        if self._resampler is None:
            return
        for piece in self._resampler.resample(frame):
            samples = np.asarray(piece.to_ndarray(), np.float32)
            yield samples.reshape(-1, piece.layout.nb_channels).mean(axis=1)

    def _push(self, samples: NDArray[np.float32]) -> None:
        self._pending.append(samples)
        self._position += len(samples)
        if self._position - self._done >= BATCH:
            self._process()

    def _process(self, *, is_last: bool = False) -> None:
        held = np.concatenate(self._pending) if self._pending else np.zeros(0, np.float32)
        step = round(LEVEL_SECONDS * RATE)
        whole = len(held) if is_last else len(held) // step * step
        self._pending = [held[whole:]]
        self._done += whole
        if not whole:
            return
        samples = np.nan_to_num(held[:whole])
        self._prints.feed(samples)
        if self._voices:
            self._voices.feed(samples)


def _resampler(frame: AudioFrame, *, is_mixed: bool) -> av.AudioResampler:
    """Make what brings frames of this form to `RATE`, mixed or with their channels in turn."""
    layout = "mono" if is_mixed else frame.layout
    return av.AudioResampler(format="flt", layout=layout, rate=RATE)


def _can_be_mixed(frame: AudioFrame) -> bool:
    """Whether FFmpeg knows where the channels stand, and so by which weights they are mixed.

    If not, their plain mean is taken.
    """
    try:
        _resampler(frame, is_mixed=True).resample(frame)
    except (av.error.FFmpegError, ValueError):
        return False
    return True


def _laid(
    values: NDArray[Value],
    step: float,
    pieces: Sequence[tuple[float, float]],
    *,
    silence: float = 0,
) -> NDArray[Value]:
    """Lay pieces of a curve where they belong, in steps of so many seconds.

    Between two is silence; where one would lie on the one before, that ends there.
    """
    if len(pieces) == 1:
        return values
    starts = [round(start / step) for start, _ in pieces]
    moved = [round((place - start) / step) for start, place in pieces]
    places = [max(start + by, 0) for start, by in zip(starts, moved, strict=True)]
    parts: list[NDArray[Value]] = []
    for part, place in zip(np.split(values, starts[1:]), places, strict=True):
        laid = np.concatenate([values[:0], *parts])[:place]
        missing = np.full((place - len(laid), *values.shape[1:]), silence, values.dtype)
        parts = [laid, missing, part]
    return np.concatenate(parts)
