"""Sound by rule: voice-like syllables, music and effects, each the same for the same seed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Samples = NDArray[np.float32]

_VOWELS = np.array(
    [
        *((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480)),
        *((570, 840, 2410), (660, 1720, 2410), (490, 1350, 1690)),
    ]
)
"""First three formants of seven vowels, in hertz (Peterson and Barney 1952, men)."""


def voice(seconds: float, *, seed: int) -> Samples:
    """Make syllables of a pulse train through formants, as quick as speech.

    Pitch, tilt and hiss were chosen so that a detector of voices takes it for one: it can show that
    sound is led to its measures, not how well voices are told.
    """
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    out = np.zeros(n, np.float64)
    base, fall, at = rng.uniform(170, 210), 1.3, 0
    while at < n:
        length = round(rng.gamma(6.0, 0.06 / 6) * RATE) + RATE // 20
        piece = _syllable(length, base * fall * rng.uniform(0.9, 1.1), rng)
        out[at : at + length] += piece[: n - at]
        at += length
        fall = max(fall * rng.uniform(0.93, 1.0), 0.8)
        if rng.random() < 0.15:  # a breath, and a phrase that begins high again
            at += round(rng.uniform(0.1, 0.2) * RATE)
            fall = rng.uniform(1.15, 1.45)
    return _levelled(out + 0.003 * np.abs(out).max(initial=0.0) * rng.normal(size=n), 0.09)


def _syllable(length: int, pitch: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Make one syllable: a hiss or burst, then a vowel that glides into another."""
    t = np.arange(length) / RATE
    mix = t / t[-1]
    sway = 0.2 * np.cumsum(rng.normal(size=length)) / np.sqrt(length)
    glide = pitch * (1 + rng.uniform(-0.35, 0.15) * mix) * (1 + sway)
    pulses = np.diff(np.floor(np.cumsum(glide) / RATE), prepend=0.0)
    size = 1 << (length - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    source = np.fft.rfft(pulses, size) / (1 + hertz / 200)
    vowels = []
    for formants in (_VOWELS[rng.integers(len(_VOWELS))] for _ in range(2)):
        shape = sum(
            gain / (1 + 1j * (hertz - centre) / width)
            for centre, width, gain in zip(formants, (50, 65, 100), (1.0, 0.6, 0.35), strict=True)
        )
        vowels.append(np.fft.irfft(source * shape, size)[:length])
    vowel = vowels[0] * (1 - mix) + vowels[1] * mix
    head = min(round(rng.uniform(0.03, 0.1) * RATE), length)
    hiss = np.diff(rng.normal(size=head + 1)) * np.hanning(head)
    voiced = vowel * np.minimum(1, np.minimum(t / 0.015, (t[-1] - t) / 0.05)) * rng.uniform(0.5, 1)
    voiced[:head] += hiss * np.abs(vowel).max() * rng.uniform(0, 0.4)
    return np.asarray(voiced)


def music(seconds: float, *, seed: int) -> Samples:
    """Make chords, a bass, a melody and a beat, whose tune no other seed has."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    out = np.zeros(n + RATE, np.float64)
    beat = 60 / rng.uniform(96, 150)
    root = rng.uniform(110, 165)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12])
    chords = rng.permutation([0, 3, 4, 5, 1, 2])
    for k in range(int(seconds / beat) + 1):
        at = k * beat
        degree = int(chords[k // 4 % len(chords)])
        if k % 4 == 0:
            for step in (0, 2, 4):
                tone = scale[(degree + step) % 7] + 12 * ((degree + step) // 7)
                _add(out, at, _pluck(root * 2 ** (tone / 12), 4 * beat, rng, 0.25))
        _add(out, at, _pluck(root / 2 * 2 ** (scale[degree % 7] / 12), beat, rng, 0.4))
        for half in (0.0, 0.5):
            tone = 12 + scale[int(rng.integers(8))]
            if rng.random() < 0.75:
                _add(out, at + half * beat, _pluck(root * 2 ** (tone / 12), beat, rng, 0.35))
        drum = rng.normal(size=round(0.08 * RATE)) * np.exp(-np.arange(round(0.08 * RATE)) / 300)
        _add(out, at, drum * (0.3 if k % 2 else 0.12))
    return _levelled(out[:n], 0.07)


def effects(seconds: float, *, seed: int) -> Samples:
    """Make bursts of noise, as of blows and explosions."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    out = rng.normal(size=n) * 0.004
    for at in np.sort(rng.uniform(0, seconds, max(round(seconds / 0.9), 1))):
        length = round(rng.uniform(0.15, 0.9) * RATE)
        burst = rng.normal(size=length) * np.exp(-np.arange(length) / (0.25 * length))
        smooth = np.ones(int(rng.integers(1, 12)))
        _add(out, at, np.convolve(burst, smooth / len(smooth), "same"))
    return _levelled(out, 0.07)


def _pluck(
    hertz: float, seconds: float, rng: np.random.Generator, gain: float
) -> NDArray[np.float64]:
    t = np.arange(round(seconds * RATE)) / RATE
    decay = np.exp(-t * rng.uniform(1.5, 4.0) / seconds)
    return np.asarray(gain * decay * np.minimum(t / 0.008, 1) * _string(hertz, len(t)))


@lru_cache(maxsize=64)
def _string(hertz: float, samples: int) -> NDArray[np.float64]:
    """Give a string as it sounds without an end; a tune plays few of them, again and again."""
    t = np.arange(samples) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * hertz * k * t) / k**1.3 for k in range(1, 6)))


def _add(out: NDArray[np.float64], seconds: float, piece: NDArray[np.float64]) -> None:
    at = round(seconds * RATE)
    if at < len(out):
        out[at : at + len(piece)] += piece[: len(out) - at]


def _levelled(samples: NDArray[np.float64], level: float) -> Samples:
    """Bring sound to a level, as the square root of the mean power, and keep it in range."""
    power = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    scaled = samples * (level / power) if power else samples
    return np.asarray(np.clip(scaled, -0.98, 0.98), np.float32)
