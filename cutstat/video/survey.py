"""Survey a video: read all packets, but decode only pictures that were coded on their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import av.error
import numpy as np
from av.codec.context import Flags
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.errors import UnguidableError
from cutstat.video.container import (
    chapters_after,
    missing_end,
    open_video,
    read_header,
    reason_of,
    time_base_of,
)
from cutstat.video.decode import frame_times
from cutstat.video.shrink import Shrinker, Small

PROGRESS_PACKETS = 1024

DRAIN_PACKETS = 8
"""Packets after which a decoder of HEVC begins anew: FFmpeg does not count the pictures that it was
told to leave out, and loses one that it takes for an earlier one. Counts may wrap at 16."""

CODECS = ("h264", "hevc")
"""Codecs whose encoders put pictures coded on their own where shots begin, and whose decoders can
leave out all others."""


class _Packet(NamedTuple):
    """What is kept of a packet."""

    pts: int
    dts: int
    size: int
    is_key: bool
    duration: int


def survey_video(
    path: Path, *, threads: int = 0, progress: Callable[[], None] | None = None
) -> Survey:
    """Read all packets of a video and decode the pictures that were coded on their own.

    That costs a twentieth of decoding the whole.

    Parameters
    ----------
    path : Path
        The video file.
    threads : int >= 0
        Decoding threads; 0 takes as many as there are cores.
    progress : callable, optional
        Called now and then, as a sign of life.

    Raises
    ------
    InputError
        If the file cannot be opened.
    DecodeError
        If it is no video.
    UnguidableError
        If its packets do not tell enough: another codec, times that are missing or shared, damage
        where it shows. Damage in other pictures is not seen.
    """
    with open_video(path) as (container, stream):
        if container.format.name == "avi":
            raise UnguidableError("AVI files do not say when a packet is shown")
        codec = stream.codec_context.codec.canonical_name
        if codec not in CODECS:
            raise UnguidableError(
                f"only {' and '.join(CODECS)} are scanned by their packets, not {codec}"
            )
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = threads
        stream.codec_context.skip_frame = "NONINTRA"
        if codec == "hevc":
            # Else FFmpeg drops pictures coded on their own whose neighbours were left out.
            stream.codec_context.flags |= Flags.output_corrupt
        try:
            packets, intra, note = _read(container, stream, progress)
        except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
            raise UnguidableError(f"the file is damaged: {reason_of(error)}") from error
        return _survey(container, stream, packets, intra, longest=_longest_distance(note))


def _read(
    container: InputContainer, stream: VideoStream, progress: Callable[[], None] | None
) -> tuple[list[_Packet], dict[int, Small], bytes]:
    """Give what is kept of packets, pictures by their times, and where encoders leave notes."""
    shrinker = Shrinker()
    packets: list[_Packet] = []
    intra: dict[int, Small] = {}
    context = stream.codec_context
    note = context.extradata or b""
    is_hevc = context.codec.canonical_name == "hevc"

    def decode(packet: Packet[VideoStream] | None) -> None:
        for frame in context.decode(packet):
            if frame.pts is None or (frame.is_corrupt and not is_hevc):
                raise UnguidableError("a damaged picture was patched up by the decoder")
            intra[frame.pts] = shrinker.shrink(frame)

    for packet in container.demux(stream):
        if packet.size:
            if not packets:
                note += bytes(packet)
            packets.append(_kept(packet))
            if progress and len(packets) % PROGRESS_PACKETS == 0:
                progress()
        if is_hevc and len(packets) % DRAIN_PACKETS == 0:
            decode(None)
            context.flush_buffers()
        decode(packet)
    return packets, intra, note


def _longest_distance(note: bytes) -> int | None:
    """Read what x264 and x265 write into their streams of how they chose key frames."""
    if re.search(rb"\bscenecut=0", note):
        raise UnguidableError("its encoder was told not to look for cuts")
    found = re.search(rb"(?<![-_])\bkeyint=(\d+)", note)
    return int(found[1]) if found else None


def _kept(packet: Packet[VideoStream]) -> _Packet:
    if packet.is_corrupt:
        raise UnguidableError("some packets are damaged")
    if packet.is_discard:
        raise UnguidableError("an edit list leaves out some of its frames")
    if packet.pts is None:
        raise UnguidableError("some packets have no time")
    # Matroska has no times of decoding, and FFmpeg does not know the first.
    dts = packet.pts if packet.dts is None else packet.dts
    return _Packet(packet.pts, dts, packet.size, bool(packet.is_keyframe), packet.duration or 0)


def _survey(
    container: InputContainer,
    stream: VideoStream,
    packets: list[_Packet],
    intra: dict[int, Small],
    *,
    longest: int | None,
) -> Survey:
    if not intra:
        raise UnguidableError("no picture was coded on its own")
    order = np.argsort([packet.pts for packet in packets], kind="stable")
    shown = [packets[k] for k in order]
    pts = np.array([packet.pts for packet in shown], np.int64)
    if np.any(np.diff(pts) == 0):
        raise UnguidableError("some frames share a time")
    seconds = float((pts[-1] - pts[0]) * time_base_of(stream))
    if missing := missing_end(container, stream, last=int(pts[-1]), seconds=seconds):
        raise UnguidableError(missing)
    frames = np.searchsorted(pts, sorted(intra))
    if frames[-1] == len(pts) or not np.array_equal(pts[frames], sorted(intra)):
        raise UnguidableError("frames have other times than their packets")
    is_key = np.array([packet.is_key for packet in shown])
    if not is_key[0] or frames[0] != 0:
        raise UnguidableError("the video does not begin with a picture coded on its own")
    if len(np.setdiff1d(np.flatnonzero(is_key), frames)):
        raise UnguidableError("some of its key frames cannot be decoded alone")
    is_anchor = np.zeros(len(pts), np.bool_)
    is_anchor[np.unique(np.maximum.accumulate(np.argsort(order)))] = True
    chapters = chapters_after(container.chapters(), int(pts[0]) * time_base_of(stream))
    return Survey(
        header=replace(read_header(container, stream), chapters=tuple(chapters)),
        times=frame_times(pts, stream, last_duration=shown[-1].duration),
        decode_times=np.array([packet.dts for packet in shown], np.int64),
        sizes=np.array([packet.size for packet in shown], np.int64),
        is_key=is_key,
        is_anchor=is_anchor,
        intra=frames.astype(np.intp),
        pictures=Pictures.stack([intra[time] for time in sorted(intra)]),
        longest_distance=longest,
    )
