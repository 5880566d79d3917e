"""What is kept of the packets of a file to tell whether all that was coded is shown."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from cutstat.core.timing import FrameTimes
from cutstat.video.container import may_promise, promise_of
from cutstat.video.file_ends import torn_end, unread_end
from cutstat.video.losses import (
    Loss,
    early_end,
    lasting_sound,
    late_start,
    lost_end,
    lost_start,
    no_promise,
)

LAST_PACKETS = 64
"""Packets whose times are kept: more than a decoder holds back."""


@dataclass(slots=True)
class PacketLog:
    """The packets that have come by."""

    count: int = 0
    """Those of the film."""

    first: list[int | None] = field(default_factory=list)
    """Times of the packets of the film up to its first picture."""

    has_preroll: bool = False
    """Whether pictures are only there for others to be decoded."""

    last: deque[int | None] = field(default_factory=lambda: deque(maxlen=LAST_PACKETS))
    read_bytes: int = 0
    """Where the last one of all ends in the file."""

    heard_seconds: float | None = None
    """Where the sound ends by the clock of the container."""

    def note(self, packet: Packet[Any], *, film: int, has_begun: bool) -> None:
        """Keep what is needed of the next packet.

        Parameters
        ----------
        packet : Packet
            The packet.
        film : int
            Number of the stream that is decoded.
        has_begun : bool
            Whether there was a picture before.
        """
        if not packet.size:
            return
        self.read_bytes = max(self.read_bytes, (packet.pos or 0) + packet.size)
        if packet.stream.type == "audio" and packet.pts is not None and packet.time_base:
            stop = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            self.heard_seconds = max(self.heard_seconds or 0.0, stop)
        if packet.stream.index != film:
            return
        if packet.is_discard:
            self.has_preroll = True
            return
        self.count += 1
        if not has_begun:
            self.first.append(packet.pts)
        self.last.append(packet.pts)


def lost_at_ends(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    *,
    times: FrameTimes,
    packets: PacketLog,
    declared: list[int | None] | None,
    first_seconds: float,
    is_key_first: bool,
) -> tuple[Loss, ...]:
    """Say what a file that was read to its end promises and does not give, at both ends.

    Parameters
    ----------
    path : Path
        The file.
    container, stream : InputContainer, VideoStream
        What was read.
    times : FrameTimes
        Times of the pictures.
    packets : PacketLog
        What has come by.
    declared : list of int or None, or None
        Times as the file has them; None where its clock breaks, and with it what it promises.
    first_seconds : float
        Time of the first picture by the clock of the container.
    is_key_first : bool
        Whether a decoder can start at the first picture.
    """
    name, n_frames, rate = container.format.name, len(times), float(times.rate)
    losses = (
        *torn_end(path, name, n_frames),
        *unread_end(path, name, n_frames, read=packets.read_bytes),
    )
    if declared is None:
        return losses
    promise, heard = promise_of(container, stream), packets.heard_seconds
    if promise:
        losses += late_start(promise, first_seconds=first_seconds)
        losses += early_end(times, promise, first_seconds=first_seconds, heard_seconds=heard)
    else:
        losses += (no_promise(),) if may_promise(container) else ()
        losses += lasting_sound(times, first_seconds=first_seconds, heard_seconds=heard)
    if not losses:
        known = (time for time in declared[-LAST_PACKETS:] if time is not None)
        losses = lost_end(packets.last, max(known, default=None), frame=n_frames, rate=rate)
    if packets.has_preroll:
        return losses
    start = lost_start(packets.first, declared[0], rate=rate, is_key=is_key_first)
    return (*start, *losses)
