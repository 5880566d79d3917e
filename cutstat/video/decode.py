"""Decode a video once: exact times, flags, damage, and a small picture of every frame."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import Any

import av.error
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Damage, VideoHeader
from cutstat.errors import DecodeError, with_short_quotes
from cutstat.video.clock import BACK_SECONDS, Clock, read_clock
from cutstat.video.container import (
    chapters_after,
    declared_seconds,
    jump_seconds,
    nominal_rate,
    open_container,
    open_video,
    read_header,
    reason_of,
    seek_before,
    time_base_of,
    video_stream,
)
from cutstat.video.decoder import refuse_too_large, set_up_decoder
from cutstat.video.linked import mend_chapters
from cutstat.video.losses import gaps_between
from cutstat.video.packets import PacketLog, lost_at_ends
from cutstat.video.scene_filter import scene_scores
from cutstat.video.shrink import Shrinker, grid_of

DECODE_VERSION = "2"
"""Changes whenever the same file gives other pictures, times or chapters."""

BATCH_FRAMES = 256
"""Frames in one batch of small pictures: 2 MB, so that memory stays flat over any length."""

MAX_DAMAGE = 1000
"""Places of damage that are kept; a file with more has said enough."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameRecord:
    """What is known of every frame once the video is decoded to its end."""

    times: FrameTimes
    is_key: NDArray[np.bool_]
    is_intra: NDArray[np.bool_]
    damage: tuple[Damage, ...]


class VideoReader:
    """Decodes the first video stream of a file that is no cover picture.

    Parameters
    ----------
    path : Path
        A file that FFmpeg can read.
    threads : int >= 0
        Decoding threads; 0 takes as many as the machine has cores.
    is_exact : bool
        Whether every pixel is decoded as it is meant to be seen; small pictures do not need it.

    Raises
    ------
    InputError
        If the file is absent, empty or must not be read.
    DecodeError
        If it is no video.

    Examples
    --------
    >>> with VideoReader(path) as reader:  # doctest: +SKIP
    ...     for pictures in reader.pictures():
    ...         observer.feed(pictures)
    ...     record = reader.record()
    """

    def __init__(self, path: Path, *, threads: int = 0, is_exact: bool = True) -> None:
        self.path = path
        self._container = open_container(path)
        try:
            self._stream = video_stream(self._container, path)
            set_up_decoder(self._stream, threads=threads, is_exact=is_exact)
            self._header = read_header(self._container, self._stream)
            refuse_too_large(path, self._header)
            self._chapters, notes = mend_chapters(self._container.chapters(), path)
            notes = tuple(map(with_short_quotes, (*self._header.notes, *notes)))
            self._header = replace(self._header, notes=notes)
        except BaseException:
            self._container.close()
            raise
        self._pts: list[int | None] = []
        self._durations: list[int] = []
        self._is_key: list[bool] = []
        self._is_intra: list[bool] = []
        self._damage: list[Damage] = []
        self._n_errors = 0
        self._packets = PacketLog()
        self._slight_losses: tuple[str, ...] = ()
        self._clock: Clock | None = None
        self._is_whole = False
        self._listeners: dict[int, Callable[[Packet[Any]], None]] = {}

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def header(self) -> VideoHeader:
        """What the file declares.

        Containers count the times of chapters from their own zero, which may lie before the first
        frame. They are exact once a frame is decoded; until then the declared start is taken.
        """
        first = (self._pts[0] if self._pts else self._stream.start_time) or 0
        if self._clock and any(pts is not None for pts in self._pts):
            first = int(self._clock.pts[0])
        chapters = chapters_after(self._chapters, first * time_base_of(self._stream))
        notes = (*self._header.notes, *self._slight_losses)
        return replace(self._header, chapters=tuple(chapters), notes=notes)

    @property
    def container(self) -> InputContainer:
        """The open file, for those who choose among its other streams."""
        return self._container

    def listen(self, stream: Stream, feed: Callable[[Packet[Any]], None]) -> None:
        """Hand the packets of another stream on as they come by, the file being read once."""
        self._listeners[stream.index] = feed

    @property
    def first_seconds(self) -> float:
        """Time of the first decoded frame by the clock of the container."""
        first = next((pts for pts in self._pts if pts is not None), 0)
        if self._clock:
            first = int(self._clock.pts[0])
        return float(first * time_base_of(self._stream))

    def moved_seconds(self, seconds: float, place: int) -> float | None:
        """Give by how much the pictures are moved that lie by a time, near a place in the file.

        None if there are none. Known once there is a record.
        """
        if self._clock is None:
            return None
        unit = float(time_base_of(self._stream))
        moved = self._clock.moved(seconds, place, declared=self._pts, unit=unit)
        return None if moved is None else moved * unit

    @property
    def n_decoded(self) -> int:
        """Frames decoded so far."""
        return len(self._pts)

    @property
    def position_seconds(self) -> float:
        """Time of the last decoded frame, in seconds after the first."""
        first = next((pts for pts in self._pts if pts is not None), None)
        last = next((pts for pts in reversed(self._pts) if pts is not None), None)
        if first is None or last is None:
            return 0.0
        return float((last - first) * time_base_of(self._stream))

    @property
    def declared_seconds(self) -> float | None:
        """Duration that the header declares, in seconds, if it does."""
        return declared_seconds(self._container, self._stream)

    def pictures(
        self, *, watch: Callable[[NDArray[np.uint8]], None] | None = None
    ) -> Iterator[Pictures]:
        """Decode to the end and give the small pictures of all frames, batch by batch.

        `watch` is shown the grid of each frame (`grid_of`), in order, and keeps what it needs.
        """
        shrinker = Shrinker()
        batch: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] = []
        for frame in self._frames():
            batch.append(shrinker.shrink(frame))
            if watch:
                watch(grid_of(frame))
            if len(batch) == BATCH_FRAMES:
                yield Pictures.stack(batch)
                batch.clear()
        if batch:
            yield Pictures.stack(batch)

    def images(self) -> Iterator[NDArray[np.uint8]]:
        """Decode to the end and give every frame whole, blue, green, red.

        This costs twice the time of `pictures`; it serves detectors made elsewhere.
        """
        for frame in self._frames():
            yield frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False)

    def scores(self, *, size: tuple[int, int] | None = None) -> Iterator[float]:
        """Decode to the end and give FFmpeg's scene score of every frame; see `scene_scores`."""
        yield from scene_scores(self._frames(), size=size)

    def record(self) -> FrameRecord:
        """Give times, flags and damage of the frames decoded.

        Raises
        ------
        DecodeError
            If there was no frame.
        """
        if not self._pts:
            raise DecodeError(
                f"{self.path}: no frame could be decoded; the file is damaged or holds no pictures"
            )
        times, clock = self._times()
        losses = gaps_between(times)
        if self._is_whole:
            losses += lost_at_ends(
                self.path,
                self._container,
                self._stream,
                times=times,
                packets=self._packets,
                declared=None if clock.damage else self._pts,
                first_seconds=self.first_seconds,
                is_key_first=self._is_key[0],
            )
        self._slight_losses = tuple(one.message for one in losses if one.is_slight)
        heavy = (Damage(one.frame, one.message) for one in losses if not one.is_slight)
        return FrameRecord(
            times,
            np.array(self._is_key),
            np.array(self._is_intra),
            tuple(sorted((*self._damage, *clock.damage, *heavy), key=lambda one: one.frame)),
        )

    def _frames(self) -> Iterator[VideoFrame]:
        yield from self._whole()
        if self._packets.count > self.n_decoded + self._n_errors:
            yield from self._tail()
        self._is_whole = True

    def _whole(self) -> Iterator[VideoFrame]:
        """Decode packet by packet, so that a damaged packet costs itself and no more."""
        streams = self._container.streams
        heard = (self._stream, *(streams[index] for index in self._listeners))
        packets = self._container.demux(heard)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except IndexError:  # a packet of a stream that PyAV did not see when it opened the file
                packets = self._container.demux(heard)
                continue
            except (av.error.FFmpegError, OSError) as error:
                self._note_damage(f"the file breaks off: {reason_of(error)}")
                packet = None
            if packet is not None:
                self._packets.note(packet, film=self._stream.index, has_begun=bool(self._pts))
                if self._is_torn(packet):
                    self._note_damage("a packet of the stream is missing or damaged")
            if packet is not None and packet.stream.index in self._listeners:
                self._listeners[packet.stream.index](packet)
                continue
            try:
                frames = self._stream.codec_context.decode(packet)
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError) as error:
                self._n_errors += 1
                self._note_damage(f"a packet could not be decoded: {reason_of(error)}")
                frames = []
            for frame in frames:
                self._note_frame(frame)
                yield frame
            if packet is None:
                return

    def _tail(self) -> Iterator[VideoFrame]:
        """Decode what follows the last frame once more, with one thread.

        At the end of a file the threads of a decoder still hold some frames. When one of these is
        damaged, PyAV cannot get at the others, and how many are lost depends on the machine.
        """
        last = next((pts for pts in reversed(self._pts) if pts is not None), None)
        if last is None and self._pts:
            return
        if last is not None and self._has_restarted(last):
            return  # what follows cannot be told by its time from what came before
        with open_video(self.path) as (container, stream):
            stream.codec_context.thread_count = 1
            with contextlib.suppress(av.error.FFmpegError, OSError, IndexError):
                if last is not None:
                    seek_before(container, stream, last)
                for packet in container.demux(stream):
                    try:
                        frames = stream.codec_context.decode(packet)
                    except (av.error.FFmpegError, ValueError) as error:
                        if last is None or (packet.pts is not None and packet.pts > last):
                            self._note_damage(f"a packet could not be decoded: {reason_of(error)}")
                        continue
                    for frame in frames:
                        if last is None or (frame.pts is not None and frame.pts > last):
                            self._note_frame(frame)
                            yield frame

    def _has_restarted(self, last: int) -> bool:
        """Whether a picture before the last one lies far behind it by the clock."""
        latest = max(pts for pts in self._pts if pts is not None)
        return (latest - last) * time_base_of(self._stream) > BACK_SECONDS

    def _is_torn(self, packet: Packet[Any]) -> bool:
        """Whether a packet of the film came in pieces of which some are missing."""
        is_counted = self._header.container == "mpegts"  # it numbers its packets
        return is_counted and packet.stream.index == self._stream.index and packet.is_corrupt

    def _note_frame(self, frame: VideoFrame) -> None:
        if frame.is_corrupt:
            self._note_damage("a damaged picture was patched up by the decoder")
        self._pts.append(frame.pts)
        self._durations.append(frame.duration or 0)
        self._is_key.append(bool(frame.key_frame))
        self._is_intra.append(int(frame.pict_type) == 1)

    def _note_damage(self, message: str) -> None:
        """Keep the place of damage, once for a run of damaged pictures."""
        frame = self.n_decoded
        before = self._damage[-1] if self._damage else None
        is_run = before is not None and before.message == message and frame - before.frame <= 1
        if not is_run and len(self._damage) < MAX_DAMAGE:
            self._damage.append(Damage(frame, message))

    def _times(self) -> tuple[FrameTimes, Clock]:
        unit, rate = time_base_of(self._stream), nominal_rate(self._stream)
        if self._header.container == "avi":  # it has times of packets, in order of coding
            known = iter(sorted(pts for pts in self._pts if pts is not None))
            self._pts = [None if pts is None else next(known) for pts in self._pts]
        clock = read_clock(
            self._pts,
            durations=self._durations,
            step=_usual_step(self._pts, 1 / (rate or Fraction(25)) / unit),
            unit=unit,
            jump_seconds=jump_seconds(self._container),
        )
        self._clock = clock
        last = self._durations[-1]
        is_possible = last * unit <= jump_seconds(self._container)
        return frame_times(clock.pts, self._stream, last_duration=last if is_possible else 0), clock


def _usual_step(times: Sequence[int | None], nominal: Fraction) -> Fraction:
    """Give what a picture lasts: by the nominal rate, unless times contradict it.

    FFmpeg guesses the rate from the first times of a file; where these break, it guesses wrong.
    """
    steps = [b - a for a, b in pairwise(times) if a is not None and b is not None and b > a]
    if not steps:
        return nominal
    usual = Fraction(median_low(steps))
    is_near = abs(usual - nominal) <= max(nominal / 4, Fraction(1))
    return nominal if is_near else usual


def frame_times(pts: NDArray[np.int64], stream: VideoStream, *, last_duration: int) -> FrameTimes:
    """Give the times of frames; one without a duration (0) lasts as long as is usual."""
    time_base, rate = time_base_of(stream), nominal_rate(stream)
    steps = np.diff(pts)
    usual = int(np.median(steps[steps > 0])) if np.any(steps > 0) else 0
    if not usual:
        usual = round(1 / (rate or Fraction(25)) / time_base) or 1
    return FrameTimes(
        pts=pts,
        stop_pts=int(pts[-1]) + (last_duration or usual),
        time_base=time_base,
        rate=rate or 1 / (usual * time_base),
    )
