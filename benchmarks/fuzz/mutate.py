"""Small videos in many containers and codecs, and damage to their bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
import av.error
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, FRAMES, SHOT = 160, 90, 48, 12
RATE = 24
HEAD = 600
"""Bytes at the start in which most containers describe what follows."""

ENCODINGS = (
    ("matroska", "libx264", "yuv420p"),
    ("mp4", "libx264", "yuv420p"),
    ("mpegts", "libx264", "yuv420p"),
    ("matroska", "libx265", "yuv420p10le"),
    ("mp4", "libx265", "yuv420p"),
    ("webm", "libvpx", "yuv420p"),
    ("webm", "libvpx-vp9", "yuv420p"),
    ("webm", "libaom-av1", "yuv420p"),
    ("avi", "mpeg4", "yuv420p"),
    ("mpegts", "mpeg2video", "yuv420p"),
    ("matroska", "ffv1", "yuv422p"),
    ("avi", "mjpeg", "yuvj420p"),
    ("mov", "prores_ks", "yuv422p10le"),
)
"""Container, encoder and pixel format. SVT-AV1 is not among them: it gives the process that calls
it, and all that come of it, the priority of real time, and everything else stands still."""

QUIET = {
    "libx265": {"x265-params": "log-level=error"},
    "libaom-av1": {"cpu-used": "8"},
}
"""Options of encoders that would else talk, or take long."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole video."""

    name: str
    suffix: str
    data: bytes


def make_seeds() -> list[Seed]:
    """Encode a clip of four shots in every way that this FFmpeg knows."""
    seeds: list[Seed] = []
    for container, codec, pixels in ENCODINGS:
        try:
            data = _encode(container, codec, pixels)
        except (av.error.FFmpegError, ValueError):  # an encoder that is not built in
            continue
        suffix = {"matroska": ".mkv", "mpegts": ".ts"}.get(container, f".{container}")
        seeds.append(Seed(f"{container}-{codec}", suffix, data))
    return seeds


def mutate(data: bytes, rng: np.random.Generator) -> bytes:
    """Damage a file in one to three ways."""
    found = np.frombuffer(data, np.uint8).copy()
    for _ in range(rng.integers(1, 4)):
        found = DAMAGES[rng.integers(len(DAMAGES))](found, rng)
    return found.tobytes()


Bytes = NDArray[np.uint8]


def _flip(data: Bytes, rng: np.random.Generator) -> Bytes:
    places = rng.integers(0, max(len(data), 1), rng.integers(1, 60))
    data[places[places < len(data)]] ^= np.uint8(1) << np.uint8(rng.integers(0, 8))
    return data


def _flip_head(data: Bytes, rng: np.random.Generator) -> Bytes:
    head = min(len(data), HEAD)
    if head:
        places = rng.integers(0, head, rng.integers(1, 12))
        data[places] = rng.integers(0, 256, len(places), np.uint8)
    return data


def _overwrite(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    value = rng.integers(0, 3)
    data[start:stop] = (
        rng.integers(0, 256, stop - start, np.uint8) if value == 2 else np.uint8(255 * value)
    )
    return data


def _delete(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    return np.concatenate([data[:start], data[stop:]])


def _repeat(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    return np.concatenate([data[:stop], data[start:]])


def _cut_short(data: Bytes, rng: np.random.Generator) -> Bytes:
    return data[: rng.integers(0, len(data) + 1)].copy()


def _move(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    rest = np.concatenate([data[:start], data[stop:]])
    place = rng.integers(0, len(rest) + 1)
    return np.concatenate([rest[:place], data[start:stop], rest[place:]])


def _extreme(data: Bytes, rng: np.random.Generator) -> Bytes:
    """Write a number of four bytes that no honest file has: sizes, counts, dimensions."""
    if len(data) > 4:
        place = rng.integers(0, min(len(data) - 4, 4 * HEAD))
        values = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x00004000, 0x40000000)
        data[place : place + 4] = np.frombuffer(
            int(values[rng.integers(len(values))]).to_bytes(4, "big"), np.uint8
        )
    return data


DAMAGES: tuple[Callable[[Bytes, np.random.Generator], Bytes], ...] = (
    *(_flip, _flip_head, _overwrite, _delete),
    *(_repeat, _cut_short, _move, _extreme),
)


def _span(data: Bytes, rng: np.random.Generator) -> tuple[int, int]:
    start = int(rng.integers(0, len(data) + 1))
    length = int(len(data) * rng.random() ** 3 / 2) + 1
    return start, min(start + length, len(data))


def _encode(container: str, codec: str, pixels: str) -> bytes:
    rng = np.random.default_rng(1)
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=Fraction(RATE))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels
        stream.options = QUIET.get(codec, {})
        for index in range(FRAMES):
            if index % SHOT == 0:
                shot = rng.integers(0, 256, (HEIGHT // 6, WIDTH // 8, 3), np.uint8)
                image = shot.repeat(6, axis=0).repeat(8, axis=1)
            frame = av.VideoFrame.from_ndarray(np.roll(image, index, axis=1), format="rgb24")
            output.mux(stream.encode(frame.reformat(format=pixels)))
        output.mux(stream.encode(None))
    return file.getvalue()
