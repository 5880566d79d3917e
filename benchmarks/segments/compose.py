"""From the script of an episode to its video file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.segments.reels import RATE, Image, pictures
from benchmarks.segments.script import Script
from cutstat.synth.encode import Encoding, write_video

ROLL = 70
"""Frames for which the same credits stand."""

NAMES = 3
LETTERS = "ABCDEFGHIJ KLMNOP"


@dataclass(frozen=True, slots=True)
class Print:
    """How an episode is coded: releases of one season differ."""

    width: int
    height: int
    codec: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def encoding(self) -> Encoding:
        """For the encoder; one thread, so that the bytes are the same each time."""
        return Encoding(RATE, self.codec, options={"threads": "1", **self.options})


PRINTS = (
    Print(320, 180, "libx264", {"preset": "veryfast", "crf": "20"}),
    Print(384, 216, "libx264", {"preset": "veryfast", "crf": "26"}),
    Print(256, 144, "libx264", {"preset": "veryfast", "crf": "28"}),
    Print(320, 180, "libx264", {"preset": "veryfast", "crf": "33"}),
    Print(
        *(320, 180, "libx265"),
        {"preset": "ultrafast", "crf": "28", "x265-params": "log-level=none:pools=none"},
    ),
)


def print_of(script: Script) -> Print:
    """Choose how an episode is coded: another way for each of five in a row."""
    return PRINTS[script.number % len(PRINTS)]


def write_episode(script: Script, reels: Path, path: Path) -> None:
    """Join the parts of an episode and encode them into a file."""
    how = print_of(script)
    written = write_video(path, _images(script, reels, how), encoding=how.encoding)
    if written != script.n_frames:
        raise ValueError(f"{path.name}: {written} frames written, its script has {script.n_frames}")


def _images(script: Script, reels: Path, how: Print) -> Iterator[Image]:
    size = how.width, how.height
    for index, part in enumerate(script.parts):
        shown = pictures(reels, part.reel, part.view, start=part.start, length=part.length)
        for k, image in enumerate(shown):
            scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            if part.has_credits:
                roll = k // ROLL
                seed = f"{script.season} {script.number} {part.kind} {index} {roll}"
                _write_names(scaled, seed=seed, is_left=roll % 2 == 1)
            yield np.asarray(scaled, np.uint8)


def _write_names(image: cv2.typing.MatLike, *, seed: str, is_left: bool) -> None:
    """Write a few lines of white letters into a picture."""
    rng = random.Random(seed)
    height, width = image.shape[:2]
    for line in range(NAMES):
        cv2.putText(
            image,
            "".join(rng.choice(LETTERS) for _ in range(14)),
            (int(width * (0.05 if is_left else 0.55)), int(height * (0.3 + 0.15 * line))),
            cv2.FONT_HERSHEY_SIMPLEX,
            height / 500,
            (255, 255, 255),
            max(1, height // 200),
            cv2.LINE_AA,
        )
