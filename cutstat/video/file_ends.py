"""What lies at the end of a file that no demuxer tells of: half a packet, a second film."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cutstat.video.losses import Loss

PACKETS = {188: 0, 192: 4, 204: 0}
"""Bytes in a packet of a transport stream, and where in it the byte of its begin stands: as
broadcast, as on a disc and with checks (ISO/IEC 13818-1, BDAV)."""

SYNC = b"\x47"
"""With this, such a packet begins."""

LAST_BYTES = 1 << 20
"""Bytes at the end of a stream in which its last whole packet is looked for."""

PACK, END = b"\x00\x00\x01\xba", b"\x00\x00\x01\xb9"
"""Codes with which a pack of a program stream begins, and with which the stream ends."""

UNREAD_SHARE = 0.05
"""Share of a file behind its last packet from which on something is there that was not read."""


def torn_end(path: Path, container: str, n_frames: int) -> tuple[Loss, ...]:
    """Say that a stream ends within a packet; nothing else tells that it is cut short.

    Parameters
    ----------
    path : Path
        The file.
    container : str
        What FFmpeg calls its container.
    n_frames : int
        Pictures that were decoded.
    """
    into = {"mpegts": _into_transport_packet, "mpeg": _into_program_packet}.get(container)
    torn = into(path) if into else 0
    if not torn:
        return ()
    message = f"the last {torn} bytes are no whole packet; the file may be cut short"
    return (Loss(n_frames, message),)


def unread_end(path: Path, container: str, n_frames: int, *, read: int) -> tuple[Loss, ...]:
    """Say that something behind the film was not read: a second file that was joined to it.

    Parameters
    ----------
    path : Path
        The file.
    container : str
        What FFmpeg calls its container.
    n_frames : int
        Pictures that were decoded.
    read : int
        Where the last packet ends, in bytes; 0 if it is not known.
    """
    size = path.stat().st_size
    if "mp4" in container:
        second = _second_film(path)
    else:
        is_left = container == "flv" and 0 < read < (1 - UNREAD_SHARE) * size
        second = read if is_left else None
    if second is None:
        return ()
    share = round(100 * (size - second) / size)
    message = f"the last {share} % of the file belong to no picture; was another one joined to it?"
    return (Loss(n_frames, message),)


def _into_transport_packet(path: Path) -> int:
    """Give how many bytes at the end are no whole packet."""
    size = path.stat().st_size
    with path.open("rb") as file:
        begin = file.read(3 * max(PACKETS))
        file.seek(max(size - LAST_BYTES, 0))
        end = file.read()
    for packet, place in PACKETS.items():
        if begin[place::packet][:3] == SYNC * 3:
            if size % packet:
                return size % packet
            syncs = end[len(end) % packet + place :: packet]
            return packet * (len(syncs) - 1 - syncs.rfind(SYNC))
    return 0


def _into_program_packet(path: Path) -> int:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - LAST_BYTES, 0))
        data = file.read()
    place = data.rfind(PACK)
    if place < 0:
        return 0
    is_second = data[place + 4 : place + 5] >= b"\x40"  # of MPEG-2
    start = place
    place += 14 + (data[place + 13] & 7) if is_second and place + 13 < len(data) else 12
    while place < len(data) and data[place : place + 4] != END:
        code = data[place : place + 6]
        if not re.fullmatch(rb"\x00\x00\x01[\xbb-\xff]..", code, re.DOTALL):
            return len(data) - start
        start, place = place, place + 6 + int.from_bytes(code[4:])
    return len(data) - start if place > len(data) else 0


def _second_film(path: Path) -> int | None:
    """Give where a second film begins in a file of boxes (ISO/IEC 14496-12)."""
    kinds = set()
    for place, kind in _boxes(path):
        if kind == b"ftyp" and b"moov" in kinds:
            return place
        kinds.add(kind)
    return None


def _boxes(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give place and kind of the outer boxes."""
    size, place = path.stat().st_size, 0
    with path.open("rb") as file:
        while place + 8 <= size:
            file.seek(place, os.SEEK_SET)
            head = file.read(16)
            length = int.from_bytes(head[:4])
            yield place, head[4:8]
            length = int.from_bytes(head[8:]) if length == 1 else length
            if length < 8:  # it goes to the end, or is none
                return
            place += length
