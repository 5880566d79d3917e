"""Videos that are odd in one way each: gaps, damage, late starts, covers, and no videos at all.

Their shots are those of `support.videos`, at a quarter of the size, so that the cuts are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.synth.encode import Encoding, write_video
from support.videos import shot_frames

SIZE = (160, 90)
"""Width and height, in pixels."""

LENGTHS = (10, 14, 12, 14)
"""Frames of the shots; the cuts are at 10, 24 and 36."""

QUICK = {"preset": "ultrafast", "crf": "20", "threads": "1"}
B_FRAMES = {"preset": "medium", "crf": "20", "threads": "1", "x264-params": "bframes=3:keyint=12"}
OPEN_GOP = {**B_FRAMES, "x264-params": "open-gop=1:bframes=3:keyint=12:min-keyint=12:scenecut=0"}


def small_frames(
    lengths: Sequence[int] = LENGTHS, *, seed: int = 0, size: tuple[int, int] = SIZE
) -> Iterator[NDArray[np.uint8]]:
    """Give the frames of shots, small."""
    for image in shot_frames(lengths, seed=seed):
        yield np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def write_small(
    path: Path,
    *,
    lengths: Sequence[int] = LENGTHS,
    durations: Sequence[int] | None = None,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    options: dict[str, str] | None = None,
    rate: Fraction = Fraction(24000, 1001),
    sample_aspect: Fraction | None = None,
    first_pts: int = 0,
) -> Path:
    """Write small shots, with an encoding that is quick unless said otherwise."""
    encoding = Encoding(
        rate=rate,
        codec=codec,
        pixel_format=pixel_format,
        options=QUICK if options is None else options,
        sample_aspect=sample_aspect,
        first_pts=first_pts,
    )
    write_video(path, small_frames(lengths), encoding=encoding, durations=durations)
    return path


def write_letterbox(path: Path) -> Path:
    """Write shots between black bars."""
    width, height = SIZE
    bar = np.zeros((18, width, 3), np.uint8)
    inner = small_frames(size=(width, height - 36))
    write_video(
        path,
        (np.vstack([bar, image, bar]) for image in inner),
        encoding=Encoding(options=QUICK),
    )
    return path


def packet_payloads(path: Path) -> list[bytes]:
    """Give the coded bytes of each packet of the first video stream, in order of coding."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def damage_packet(source: Path, target: Path, *, index: int, from_byte: int = 0) -> Path:
    """Copy a file with one packet overwritten, from a byte of it to its end."""
    payload = packet_payloads(source)[index]
    content = bytearray(source.read_bytes())
    begin = content.index(payload)
    content[begin + from_byte : begin + len(payload)] = b"\xff" * (len(payload) - from_byte)
    target.write_bytes(content)
    return target


def drop_packets(source: Path, target: Path, *, first: int, stop: int) -> Path:
    """Copy a video without some of its packets; times stay, so that a gap is left."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        stream = new.add_stream_from_template(old.streams.video[0])
        for index, packet in enumerate(old.demux(video=0)):
            if packet.dts is not None and not first <= index < stop:
                packet.stream = stream
                new.mux(packet)
    return target


def write_rotated(source: Path, target: Path) -> Path:
    """Copy an MP4 file, its picture turned by a quarter in the matrix of its track header."""
    content = bytearray(source.read_bytes())
    header = content.index(b"tkhd")
    matrix = header + 4 + 4 + 20 + 16  # after type, version and flags, times and ids, layers
    quarter = (0, 1, 0, -1, 0, 0, 0, 0, 1)
    for index, value in enumerate(quarter):
        unit = 1 << 30 if index % 3 == 2 else 1 << 16
        at = matrix + 4 * index
        content[at : at + 4] = (value * unit).to_bytes(4, "big", signed=True)
    target.write_bytes(content)
    return target


def join_streams(target: Path, sources: Sequence[Path]) -> Path:
    """Write the first video stream of each file as a stream of its own into one file."""
    with av.open(str(target), "w") as new:
        opened = [av.open(str(source)) for source in sources]
        try:
            streams = [new.add_stream_from_template(old.streams.video[0]) for old in opened]
            for old, stream in zip(opened, streams, strict=True):
                for packet in old.demux(video=0):
                    if packet.dts is not None:
                        packet.stream = stream
                        new.mux(packet)
        finally:
            for old in opened:
                old.close()
    return target


def write_cover_first(source: Path, target: Path) -> Path:
    """Write an MP4 file whose first stream is a cover picture and whose second is the video."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        cover = new.add_stream("png", rate=1)
        cover.width, cover.height = SIZE
        cover.pix_fmt = "rgb24"
        cover.disposition = av.stream.Disposition.attached_pic
        stream = new.add_stream_from_template(old.streams.video[0])
        picture = av.VideoFrame.from_ndarray(next(small_frames(seed=9)), format="rgb24")
        for packet in [*cover.encode(picture), *cover.encode(None)]:
            new.mux(packet)
        for packet in old.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                new.mux(packet)
    content = target.read_bytes()
    begin = content.index(b"moov") - 4
    size = int.from_bytes(content[begin : begin + 4], "big")
    boxes = sorted(_boxes(content[begin + 8 : begin + size]), key=lambda box: box[4:8] != b"udta")
    target.write_bytes(content[: begin + 8] + b"".join(boxes) + content[begin + size :])
    return target


def _boxes(content: bytes) -> list[bytes]:
    """Split the inside of an MP4 box into boxes."""
    boxes = []
    while content:
        size = int.from_bytes(content[:4], "big")
        boxes.append(content[:size])
        content = content[size:]
    return boxes


def write_with_sound(target: Path, *, with_video: bool, seconds: int = 1) -> Path:
    """Write a tone, with a video beside it or alone."""
    with av.open(str(target), "w") as container:
        sound = container.add_stream("flac", rate=8000)
        video = None
        if with_video:
            video = container.add_stream("libx264", rate=25)
            video.width, video.height = SIZE
            video.pix_fmt = "yuv420p"
            video.options = dict(QUICK)
        tone = (8000 * np.sin(np.arange(8000 * seconds) / 5)).astype(np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = 8000
        frame.pts = 0
        for packet in [*sound.encode(frame), *sound.encode(None)]:
            container.mux(packet)
        if video is not None:
            for index, image in enumerate(small_frames()):
                picture = av.VideoFrame.from_ndarray(image, format="rgb24")
                picture.pts = index
                container.mux(video.encode(picture))
            container.mux(video.encode(None))
    return target
