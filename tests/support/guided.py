"""Videos for guided scans: as encoders make them that put key frames where shots begin."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cutstat.synth.encode import Encoding, write_video
from support.videos import picture, write_shots

X264 = {"preset": "veryfast", "crf": "21", "threads": "1", "x264-params": "no-mbtree=1"}
X265 = {
    "preset": "superfast",
    "x265-params": "log-level=none:pools=none:frame-threads=1:scenecut=80:scenecut-bias=20",
}
"""By itself, x265 overlooks half of the cuts between pictures like these."""
FIXED = {**X264, "x264-params": "no-mbtree=1:keyint=24:scenecut=1"}
"""Groups of one length, by an encoder that looks for cuts, as its note says, and finds none."""

CODECS: Mapping[str, Encoding] = {
    "h264": Encoding(options=X264),
    "hevc": Encoding(codec="libx265", options=X265),
}


def shot_lengths(count: int, *, seed: int = 1) -> list[int]:
    """Give the lengths of shots, in frames."""
    rng = random.Random(seed)
    return [rng.randint(14, 90) for _ in range(count)]


def write_guidable(
    path: Path, *, shots: int = 40, seed: int = 1, encoding: Encoding | None = None
) -> list[int]:
    """Write a video of many shots, and give its cuts."""
    return write_shots(path, shot_lengths(shots, seed=seed), seed=seed, encoding=encoding)


def write_dissolves(path: Path, *, shots: int = 12, every: int = 1, over: int = 16) -> list[int]:
    """Write a video in which some shots dissolve into the next; give the middles of dissolves."""
    lengths = [50 + 7 * (index % 4) for index in range(shots)]
    dissolving = range(every - 1, shots - 1, every)

    def images() -> Iterator[NDArray[np.uint8]]:
        for index, length in enumerate(lengths):
            now, after = picture(index), picture(index + 1)
            for k in range(length):
                share = max(0.0, (k - length + over) / over) if index in dissolving else 0.0
                yield (now * (1 - share) + after * share).astype(np.uint8)

    write_video(path, images(), encoding=CODECS["h264"])
    return [sum(lengths[: index + 1]) - over // 2 for index in dissolving]


def damage_middle(file: Path) -> None:
    """Change bytes of a video here and there, between a third and half of it."""
    data = bytearray(file.read_bytes())
    for place in range(len(data) // 3, len(data) // 2, 97):
        data[place] ^= 0xFF
    file.write_bytes(bytes(data))
