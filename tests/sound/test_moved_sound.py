"""Sound goes where its pictures go when the clock of a file breaks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from cutstat.scan.analyse import read_track
from cutstat.sound.listen import SoundListener, choose_sound
from cutstat.video.decode import VideoReader

RATE = 24_000
SECONDS = 6
"""Length of the pictures of a part."""

BURST = 0.3
"""Seconds that a tone lasts."""


def write_part(
    path: Path,
    *,
    sound: list[tuple[float, float]],
    bursts: list[float],
    first: float = 0,
    seconds: float = SECONDS,
) -> Path:
    """Write pictures, and sound that is there in some spans only and has a tone at some times.

    Times are those of the pictures, whose clock begins at `first`.
    """
    with av.open(str(path), "w", format="mpegts") as container:
        video = container.add_stream("mpeg2video", rate=25)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        video.time_base = Fraction(1, 25)
        audio = container.add_stream("mp2", rate=RATE)
        audio.codec_context.layout = "mono"
        packets = []
        for k in range(round(seconds * 25)):
            picture = np.full((96, 160, 3), 60 + 5 * (k % 20), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = k + round(25 * first), Fraction(1, 25)
            packets += video.encode(frame)
        packets += video.encode(None)
        size = audio.codec_context.frame_size or 1152
        for start, stop in sound:
            at = round(start * RATE)
            while at + size <= stop * RATE:
                time = (at + np.arange(size)) / RATE
                is_loud = np.any([(time >= b) & (time < b + BURST) for b in bursts], axis=0)
                tone = 0.4 * np.sin(2 * np.pi * 500 * time) * is_loud
                samples = np.round(tone * 32767).astype(np.int16)[None]
                heard = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
                heard.sample_rate = RATE
                heard.pts, heard.time_base = at + round(first * RATE), Fraction(1, RATE)
                packets += audio.encode(heard)
                at += size
        packets += audio.encode(None)
        packets = [packet for packet in packets if packet.dts is not None]
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            container.mux(packet)
    return path


def tones_heard(path: Path, *, threads: int = 1) -> list[float]:
    """Give the times, after the first picture, at which tones begin."""
    sound = read_track(path, threads=threads).making.sound
    assert sound is not None
    is_loud = np.r_[False, sound.levels > -30]
    # The tone begins somewhere in the first tenth of a second that is loud.
    starts = np.flatnonzero(np.diff(is_loud.astype(int)) > 0)
    return [sound.start_seconds + 0.1 * k + 0.05 for k in starts]


FIRST = {"sound": [(0.0, 2.0), (4.0, 5.0)], "bursts": [1.0, 4.5]}
SECOND = {"sound": [(2.0, 6.0)], "bursts": [3.0, 5.0]}
LONG = {"sound": [(0.0, 7.5)], "bursts": [1.0, 4.0]}


@pytest.mark.parametrize(
    ("first_of_first", "first_of_second", "threads"),
    [(0, 0, 1), (0, 0, 2), (0, 1.4, 1), (0, 900, 2), (2000, 0, 1), (2000, 900, 1)],
)
def test_sound_behind_a_clock_that_breaks_is_that_of_its_pictures(
    tmp_path: Path, first_of_first: float, first_of_second: float, threads: int
) -> None:
    one = write_part(tmp_path / "a.ts", first=first_of_first, **FIRST)
    two = write_part(tmp_path / "b.ts", first=first_of_second, **SECOND)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes() + one.read_bytes())
    expected = [1, 4.5, SECONDS + 3, SECONDS + 5, 2 * SECONDS + 1, 2 * SECONDS + 4.5]
    assert tones_heard(joined, threads=threads) == pytest.approx(expected, abs=0.1)


def test_sound_that_lasts_longer_than_its_pictures_ends_where_the_next_begin(
    tmp_path: Path,
) -> None:
    one = write_part(tmp_path / "a.ts", **LONG)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() * 2)
    assert tones_heard(joined) == pytest.approx([1, 4, SECONDS + 1, SECONDS + 4], abs=0.1)


def test_sound_is_silent_for_a_gap_of_its_own_however_long(tmp_path: Path) -> None:
    spans = [(0.0, 2.0), (65.0, 67.0)]
    one = write_part(tmp_path / "a.ts", sound=spans, bursts=[1.0, 66.0], seconds=67)
    assert tones_heard(one) == pytest.approx([1, 66], abs=0.1)


def test_all_that_is_heard_is_moved_by_as_much(tmp_path: Path) -> None:
    one, two = (write_part(tmp_path / "a.ts", **FIRST), write_part(tmp_path / "b.ts", **SECOND))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    sound = read_track(joined, threads=1).making.sound
    assert sound is not None
    lengths = [0.1 * len(sound.levels), 0.032 * len(sound.prints)]
    if sound.model:
        lengths.append(0.01 * len(sound.likelihoods))
    assert lengths == pytest.approx([2 * SECONDS] * len(lengths), abs=0.5)
    tones = [0.032 * k for k in np.flatnonzero(np.diff((sound.prints != 0).astype(int)) > 0)]
    assert [tone for tone in tones if tone > SECONDS] == pytest.approx([9, 11], abs=0.3)


def test_a_clock_of_the_sound_alone_that_begins_anew_moves_nothing(tmp_path: Path) -> None:
    """No picture near has such a time, so the sound goes on by its samples."""
    path = write_part(tmp_path / "a.ts", sound=[(0.0, 20.0)], bursts=[1.0, 18.0], seconds=20)
    with av.open(str(path)) as container:
        chosen = choose_sound(container)
        assert chosen is not None
        listener = SoundListener(*chosen)
        first = None
        for packet in container.demux(chosen[0]):
            if packet.pts is not None:
                first = packet.pts if first is None else first
                if packet.pts - first > 10 / packet.time_base:
                    packet.pts -= round(10 / packet.time_base)
            listener.feed(packet)
        sound = listener.finish(first_seconds=0, moved=lambda _, __: None)
    assert 0.1 * len(sound.levels) == pytest.approx(20, abs=0.3)
    with VideoReader(write_part(tmp_path / "b.ts", **FIRST)) as reader:
        assert sum(len(batch) for batch in reader.pictures())
        reader.record()
        begin = reader.first_seconds
        assert reader.moved_seconds(begin + 5, 120) == 0
        assert reader.moved_seconds(begin - 1, 149) is None
