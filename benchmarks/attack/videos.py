"""Small videos in many containers and codecs, whose pictures are known, and what became of them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import av.error
import numpy as np

from benchmarks.attack.damage import KINDS, damaged
from benchmarks.attack.endings import Ending, Trial, ending_of_reason
from cutstat.scan.executors import Job, Outcome, ProcessExecutor

WIDTH, HEIGHT, FRAMES, SHOT = 160, 90, 96, 24
RATE = 24
SOUND_RATE = 48000

PATIENCE_SECONDS = 60.0
"""A clip of four seconds that takes longer hangs."""

BATCH = 250
"""Files that lie on the disk at once."""

ENCODINGS = (
    ("matroska", "libx264", "yuv420p", "aac"),
    ("matroska", "libx265", "yuv420p10le", ""),
    ("matroska", "ffv1", "yuv422p", ""),
    ("mp4", "libx264", "yuv420p", "aac"),
    ("mp4", "libx265", "yuv420p", ""),
    ("mpegts", "libx264", "yuv420p", "aac"),
    ("mpegts", "mpeg2video", "yuv420p", ""),
    ("avi", "mpeg4", "yuv420p", "mp2"),
    ("avi", "libx264", "yuv420p", ""),
    ("avi", "mjpeg", "yuvj420p", ""),
    ("mov", "libx264", "yuv420p", "aac"),
    ("mov", "prores_ks", "yuv422p10le", ""),
    ("webm", "libvpx", "yuv420p", ""),
    ("webm", "libvpx-vp9", "yuv420p", "libopus"),
    ("flv", "libx264", "yuv420p", "aac"),
    ("flv", "flv", "yuv420p", ""),
    ("mpeg", "mpeg2video", "yuv420p", "mp2"),
    ("mpeg", "mpeg1video", "yuv420p", ""),
)
"""Container, encoder, pixel format and encoder of sound. SVT-AV1 is not among them: it gives the
process that calls it, and all that come of it, the priority of real time, and everything else
stands still."""

SUFFIXES = {"matroska": "mkv", "mpegts": "ts", "mpeg": "mpg"}

OPTIONS = {
    "libx265": {"x265-params": "log-level=error", "preset": "ultrafast"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}
"""Options of encoders that would else talk, or take long."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole video of `FRAMES` pictures."""

    name: str
    suffix: str
    data: bytes


@cache
def make_seeds() -> tuple[Seed, ...]:
    """Encode a clip of four shots in every way that this FFmpeg knows."""
    seeds: list[Seed] = []
    for container, codec, pixels, sound in ENCODINGS:
        try:
            data = _encode(container, codec, pixels, sound)
        except (av.error.FFmpegError, ValueError):  # an encoder that is not built in
            continue
        suffix = SUFFIXES.get(container, container)
        seeds.append(Seed(f"{suffix} {codec}", f".{suffix}", data))
    return tuple(seeds)


def attack_videos(files: int, *, seed: int, processes: int = 2) -> Iterator[tuple[Trial, Path]]:
    """Damage so many videos and analyse each as a scan does; a file lies there until the next."""
    seeds = make_seeds()
    with tempfile.TemporaryDirectory() as temporary:
        for first in range(0, files, BATCH):
            trials: dict[Path, tuple[Seed, str]] = {}
            for number in range(first, min(first + BATCH, files)):
                chosen, kind = seeds[number % len(seeds)], KINDS[number // len(seeds) % len(KINDS)]
                rng = np.random.default_rng([seed, number])
                path = Path(temporary) / f"{number:05d}-{chosen.name.replace(' ', '-')}"
                path = path.with_suffix(chosen.suffix)
                path.write_bytes(damaged(chosen.data, kind, rng))
                trials[path] = (chosen, kind)
            executor = ProcessExecutor(processes, patience_seconds=PATIENCE_SECONDS)
            jobs = [Job(path, 1) for path in trials]
            for outcome in executor.run(jobs, progress=lambda *_: None):
                chosen, kind = trials[outcome.job.path]
                there = FRAMES * (2 if kind == "joined" else 1)
                found, said = ending_of(outcome, there=there)
                yield Trial(chosen.suffix[1:], kind, found, said), outcome.job.path
            for path in trials:
                path.unlink()


def ending_of(outcome: Outcome, *, there: int = FRAMES) -> tuple[Ending, str]:
    """Say how a file ended, and what was said of it.

    Pictures are lost in silence where there are fewer than before the damage, and no word of it.
    """
    if outcome.result is None:
        return ending_of_reason(outcome.reason or ""), outcome.reason or ""
    track = outcome.result[0]
    said = "; ".join(track.warnings)
    if said:
        return Ending.NOTED, said
    if track.n_frames < there:
        return Ending.SILENT_LOSS, f"{outcome.job.path.name}: {track.n_frames} of {there} pictures"
    return Ending.RESULT, ""


def _encode(container: str, codec: str, pixels: str, sound: str) -> bytes:
    rng = np.random.default_rng(1)
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=Fraction(RATE))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels
        stream.gop_size = SHOT
        stream.options = OPTIONS.get(codec, {})
        heard = output.add_stream(sound, rate=SOUND_RATE, layout="stereo") if sound else None
        for index in range(FRAMES):
            if index % SHOT == 0:
                shot = rng.integers(0, 256, (HEIGHT // 6, WIDTH // 8, 3), np.uint8)
                image = shot.repeat(6, axis=0).repeat(8, axis=1)
            frame = av.VideoFrame.from_ndarray(np.roll(image, index, axis=1), format="rgb24")
            output.mux(stream.encode(frame.reformat(format=pixels)))
            if heard is not None:
                output.mux(heard.encode(_noise(index, rng)))
        output.mux(stream.encode(None))
        if heard is not None:
            output.mux(heard.encode(None))
    return file.getvalue()


def _noise(index: int, rng: np.random.Generator) -> av.AudioFrame:
    """Give the sound of one picture."""
    samples = SOUND_RATE // RATE
    noise = rng.integers(-2000, 2000, (1, 2 * samples)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(noise, format="s16", layout="stereo")
    frame.sample_rate, frame.pts = SOUND_RATE, index * samples
    return frame
