"""Mix voices with music and effects, and set what is heard against the truth.

``python -m benchmarks.voices VOICES MUSIC EFFECTS``: VOICES has a folder for each speaker with
recordings in which nothing but the voice is heard, MUSIC and EFFECTS hold files without voices. The
truth is the energy of the clean voice. The published figures were got with the prompts of Asterisk
(five languages, ``asterisk-core-sounds-*-g722``) and the music and effects of Hedgewars
(``hedgewars-data``), as Debian packs them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import Sound, SoundStream
from cutstat.measure.sound import hear, measure_sound
from cutstat.sound.voices import RATE, VoiceObserver, model_name

Samples = NDArray[np.float32]

LEVEL = 0.08
"""Root mean square of every recording."""

PAUSES = (0.1, 0.3, 0.6, 1.5, 4.0, 8.0)
"""Seconds between two recordings, each as likely."""

STEP = RATE // 100
SILENT = -30.0
"""Decibels below loud speech under which a step is none; pauses within a word are shorter."""

LONGEST_PAUSE = 20
"""Steps of a pause that still belongs to what is said."""

CONDITIONS: Sequence[tuple[str, float | None]] = (
    ("clean", None),
    *((kind, level) for kind in ("music", "effects", "both") for level in (10.0, 5.0, 0.0, -5.0)),
)
"""What is mixed in, and by how many decibels the voice is above it."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voices", description=__doc__)
    for name in ("voices", "music", "effects"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=3.0, help="length of a mixture")
    parser.add_argument("--mixtures", type=int, default=2, help="mixtures of each speaker")
    asked = parser.parse_args()
    speakers = sorted(folder for folder in asked.voices.iterdir() if folder.is_dir())
    count = round(asked.minutes * 60 * RATE)
    _say("mixed in  voice above by  share of voices off by (least, most)  moments told wrongly")
    for kind, level in CONDITIONS:
        found: list[tuple[float, float]] = []
        for number, speaker in enumerate(speakers * asked.mixtures):
            rng = np.random.default_rng(number)
            voice = _voice(speaker, rng, count)
            rest = sum(_others(asked, kind, rng, count), np.zeros(count, np.float32))
            gain = 0.0 if level is None else 10 ** (-level / 20) / np.sqrt(1 + (kind == "both"))
            found.append(_errors(voice, np.clip(voice + np.float32(gain) * rest, -1, 1)))
        shares, moments = np.array(found).T
        _say(
            f"{kind:8s}  {'' if level is None else f'{level:+.0f} dB':14s}  "
            f"{100 * shares.mean():+5.1f} ({100 * shares.min():+.1f}, {100 * shares.max():+.1f})"
            f"{'':16s}{moments.mean():.3f}"
        )


def _errors(voice: Samples, mixed: Samples) -> tuple[float, float]:
    """Give by how much the share of voices is off, and the share of moments told wrongly."""
    truth = _truth(voice)
    observer = VoiceObserver()
    observer.feed(mixed)
    levels = np.full(len(mixed) * 10 // RATE, -20, np.float32)
    likelihoods = observer.finish()
    stream = SoundStream(0, "", "", "", 1)
    heard = hear(Sound(stream, levels=levels, likelihoods=likelihoods, model=model_name()))
    assert heard is not None
    told = np.zeros(len(truth), bool)
    for start, stop in heard.voices:
        told[round(start * 100) : round(stop * 100)] = True
    share = measure_sound(heard, [(0.0, len(truth) / 100)]).voices
    return share - float(truth.mean()), float(np.mean(told != truth))


def _voice(folder: Path, rng: np.random.Generator, count: int) -> Samples:
    """Put recordings of a speaker one after the other, with pauses."""
    found = np.zeros(count, np.float32)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    position = RATE
    for index in rng.permutation(len(files)):
        samples = _read(files[index])
        if len(samples) < RATE:  # a second: shorter ones are single digits
            continue
        if position + len(samples) > count:
            break
        found[position : position + len(samples)] = samples
        position += len(samples) + round(RATE * float(rng.choice(PAUSES)))
    return found


def _others(
    asked: argparse.Namespace, kind: str, rng: np.random.Generator, count: int
) -> Iterator[Samples]:
    """Give what is mixed in: one piece of music, and effects one after the other."""
    if kind in ("music", "both"):
        pieces = sorted(path for path in asked.music.rglob("*") if path.is_file())
        yield np.resize(_read(pieces[rng.integers(len(pieces))]), count)
    if kind in ("effects", "both"):
        pieces = sorted(asked.effects.glob("*.*"))
        line = [_read(pieces[index])[: 4 * RATE] for index in rng.integers(0, len(pieces), 400)]
        yield np.resize(np.concatenate(line), count)


@cache
def _read(path: Path) -> Samples:
    """Read a file at 16 kHz, as loud as all others."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    with av.open(str(path), format="g722" if path.suffix == ".g722" else None) as container:
        frames = [one for frame in container.decode(audio=0) for one in resampler.resample(frame)]
    frames += resampler.resample(None)
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)
    return samples * np.float32(LEVEL / max(float(np.sqrt(np.mean(samples**2))), 1e-6))


def _truth(voice: Samples) -> NDArray[np.bool_]:
    """Tell the steps of 10 ms in which the clean voice is heard."""
    steps = voice[: len(voice) // STEP * STEP].reshape(-1, STEP)
    power = np.sqrt(np.mean(steps**2, axis=1))
    loud = float(np.percentile(power[power > 1e-4], 95))
    truth = power > loud * 10 ** (SILENT / 20)
    for last, following in pairwise(np.flatnonzero(truth)):
        if following - last <= LONGEST_PAUSE:
            truth[last:following] = True
    return truth


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
