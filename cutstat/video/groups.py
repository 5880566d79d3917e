"""Decode some groups of pictures of a video, and leave out the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

import av.error
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.errors import UnguidableError
from cutstat.video.container import open_container, reason_of, video_stream
from cutstat.video.shrink import Shrinker

MOST_AT_ONCE = 16
"""Groups that are decoded at once, however many cores there are: each takes memory."""


class GroupReader:
    """Decodes frames of a surveyed video from wherever a decoder can start.

    Parameters
    ----------
    path : Path
        The video file.
    survey : Survey
        Of this file.
    is_light : bool
        Whether to leave out frames that no other frame needs, and the smoothing of block edges:
        half of the cost, for pictures that are good enough to look at.

    Raises
    ------
    InputError
        If the file cannot be opened any more.
    DecodeError
        If it is no video any more.
    """

    def __init__(self, path: Path, survey: Survey, *, is_light: bool = False) -> None:
        self._survey = survey
        self._is_light = is_light
        self._container = open_container(path)
        self._stream = video_stream(self._container, path)
        context = self._stream.codec_context
        context.thread_count = 1
        if is_light:
            context.options = {"skip_loop_filter": "all"}
            context.skip_frame = "NONREF"
        self._shrinker = Shrinker()

    def __enter__(self) -> GroupReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def read(self, key: int, start: int, stop: int) -> tuple[NDArray[np.intp], Pictures]:
        """Decode the frames from `start` to `stop`.

        Parameters
        ----------
        key : int
            Frame, not after `start`, at which a decoder can begin.
        start, stop : int
            Half-open span of frames, not empty.

        Returns
        -------
        frames : ndarray of int
            Which frames were decoded, increasing: all, or, if it is light, the first and others.
        pictures : Pictures
            Of these.

        Raises
        ------
        UnguidableError
            If other frames come out than the survey promises.
        """
        found = {}
        try:
            last = -1
            for frame in self._decoded(key, stop):
                index = self._index(frame)
                if index <= last:
                    raise UnguidableError("its packets do not say in which order frames are shown")
                last = index
                if start <= index < stop:
                    found[index] = self._shrinker.shrink(frame)
        except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
            raise UnguidableError(f"the file is damaged: {reason_of(error)}") from error
        frames = np.array(sorted(found), np.intp)
        is_whole = len(frames) == stop - start
        if not is_whole and not (self._is_light and len(frames) and frames[0] == start):
            raise UnguidableError(f"frames {start} to {stop} cannot be decoded on their own")
        return frames, Pictures.stack([found[index] for index in frames])

    def _decoded(self, key: int, stop: int) -> Iterator[VideoFrame]:
        """Decode from a key frame on until all frames before `stop` are out, and few others."""
        context = self._stream.codec_context
        for packet in self._packets(key, stop):
            yield from context.decode(packet)
        yield from context.decode(None)  # until the next seek, which begins anew

    def _packets(self, key: int, stop: int) -> Iterator[Packet[VideoStream]]:
        """Give the packets of the frames from `key` to `stop`, and of those that they need."""
        survey = self._survey
        time = int(survey.times.pts[key])
        decode_time = int(survey.decode_times[key])
        missing = np.count_nonzero(survey.decode_times[key:stop] >= decode_time)
        self._container.seek(min(time, decode_time), stream=self._stream)
        is_there = False
        for packet in self._container.demux(self._stream):
            is_there = is_there or packet.pts == time
            if is_there:
                yield packet
                if packet.size and key <= self._index(packet) < stop:
                    missing -= 1
                if not missing:
                    break
            elif packet.dts is not None and packet.dts > decode_time:
                break
        if not is_there:
            raise UnguidableError("its index does not lead to its key frames")

    def _index(self, item: VideoFrame | Packet[VideoStream]) -> int:
        """Say which frame this is, by its exact time."""
        pts = self._survey.times.pts
        index = int(np.searchsorted(pts, item.pts)) if item.pts is not None else len(pts)
        if index == len(pts) or pts[index] != item.pts or item.is_corrupt:
            raise UnguidableError("frames have other times than their packets, or are damaged")
        return index


class GroupPool:
    """Decodes several groups at once, each in one thread.

    Groups are short for a decoder of several threads: on two cores it took a fifth longer.

    Parameters
    ----------
    path, survey, is_light
        As of `GroupReader`.
    threads : int >= 0
        How many groups are decoded at once; 0 is as many as there are cores, up to `MOST_AT_ONCE`.
    """

    def __init__(
        self, path: Path, survey: Survey, *, is_light: bool = False, threads: int = 0
    ) -> None:
        self._count = threads or min(os.cpu_count() or 1, MOST_AT_ONCE)
        self._open = partial(GroupReader, path, survey, is_light=is_light)
        self._idle: SimpleQueue[GroupReader] = SimpleQueue()
        self._stack = ExitStack()
        self._executor = ThreadPoolExecutor(self._count)

    def __enter__(self) -> GroupPool:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)
        self._stack.close()

    def read(
        self, spans: Iterable[tuple[int, int, int]]
    ) -> Iterator[tuple[NDArray[np.intp], Pictures]]:
        """Decode spans, each as `GroupReader.read` does, and give them in their order."""
        waiting: deque[Future[tuple[NDArray[np.intp], Pictures]]] = deque()
        for span in spans:
            if len(waiting) > self._count:
                yield waiting.popleft().result()
            waiting.append(self._executor.submit(self._read, *span))
        while waiting:
            yield waiting.popleft().result()

    def _read(self, key: int, start: int, stop: int) -> tuple[NDArray[np.intp], Pictures]:
        try:
            reader = self._idle.get_nowait()
        except Empty:
            reader = self._stack.enter_context(self._open())
        try:
            return reader.read(key, start, stop)
        finally:
            self._idle.put(reader)
