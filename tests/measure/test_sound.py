"""Shares of time with voices, music and lines, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cutstat.core.sound import Sound, SoundStream
from cutstat.core.subtitles import SubtitleTrack
from cutstat.measure.sound import Heard, choose_lines, hear, measure_lines, measure_sound

STREAM = SoundStream(1, "jpn", "", "aac", 2)


def sound(
    voices: list[tuple[float, float]],
    music: list[tuple[float, float]],
    *,
    seconds: float = 60,
    start: float = 0.0,
    model: str = "a model",
) -> Sound:
    likelihoods = np.zeros((round(seconds * 100), 3), np.uint8)
    for column, spans in ((0, voices), (2, music)):
        for a, b in spans:
            likelihoods[round(a * 100) : round(b * 100), column] = 255
    levels = np.full(round(seconds * 10), -20, np.float32)
    return Sound(STREAM, start, levels, np.zeros(0, np.uint32), likelihoods, model)


def heard(*args: list[tuple[float, float]], **kwargs: float) -> Heard:
    found = hear(sound(*args, **kwargs))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_shares_are_of_the_time_of_the_spans() -> None:
    # Voices 10 to 20 and 30 to 36 s, music 15 to 45 s; the body is 5 to 25 and 40 to 60 s.
    found = heard([(10, 20), (30, 36)], [(15, 45)])
    span = measure_sound(found, [(5, 25), (40, 60)])
    assert span.voices == pytest.approx(10 / 40, abs=0.001)
    assert span.music == pytest.approx((10 + 5) / 40, abs=0.05)
    assert span.voices_without_music == pytest.approx(5 / 40, abs=0.03)
    assert span.longest_without_music == pytest.approx(15, abs=1.1)  # 45 to 60 s


def test_pauses_within_speech_belong_to_it_and_clicks_are_none() -> None:
    found = heard([(10, 11), (11.2, 12), (13, 13.05)], [])
    assert found.voices.round(2).tolist() == [[10, 12]]


def test_a_short_pause_of_music_is_closed_and_a_short_sting_is_none() -> None:
    found = heard([], [(10, 20), (21, 30), (50, 51.5)])
    assert len(found.music) == 1
    assert found.music[0] == pytest.approx([10, 30], abs=1.1)


def test_sound_that_begins_late_counts_from_the_first_frame() -> None:
    found = heard([(10, 20)], [], start=2.0)
    assert found.voices.round(2).tolist() == [[12, 22]]
    span = measure_sound(found, [(0, 62)])
    assert span.voices == pytest.approx(10 / 60, abs=0.001)  # of the time with sound


def test_without_a_model_nothing_is_told_and_without_sound_nothing_is_heard() -> None:
    found = heard([(1, 2)], [], model="")  # type: ignore[arg-type]
    assert math.isnan(measure_sound(found, [(0, 60)]).voices)
    assert hear(None) is None
    assert hear(Sound()) is None
    silent = sound([], [])
    assert hear(Sound(STREAM, 0.0, silent.levels - 80, silent.prints, silent.likelihoods)) is None


def track(lines: list[tuple[float, float]], **kwargs: str | bool) -> SubtitleTrack:
    times = np.array(lines, np.float32).reshape(-1, 2)
    facts = {"source": "2", "language": "eng", "title": "", "codec": "ass", "is_forced": False}
    return SubtitleTrack(**{**facts, **kwargs}, starts=times[:, 0], stops=times[:, 1])  # type: ignore[arg-type]


def test_lines_that_overlap_count_their_time_once() -> None:
    # On screen from 1 to 4 and 10 to 12 s of 30 s; two of three lines begin in the first 5 s.
    read = measure_lines(track([(1, 3), (2, 4), (10, 12)]), [(0, 30)])
    assert read.share == pytest.approx(5 / 30)
    assert read.lines_per_minute == pytest.approx(6)
    first = measure_lines(track([(1, 3), (2, 4), (10, 12)]), [(0, 5)])
    assert (first.lines, first.share) == (2, pytest.approx(3 / 5))


def test_the_fullest_track_that_is_no_signs_stands_for_the_dialogue() -> None:
    full = track([(1, 2), (3, 4)], title="English")
    signs = track([(k, k + 0.5) for k in range(20)], title="Signs & Songs")
    forced = track([(k, k + 0.5) for k in range(20)], is_forced=True)
    german = track([(1, 2), (3, 4), (5, 6)], language="ger")
    assert choose_lines([signs, forced, full]) is full
    assert choose_lines([full, german]) is german
    assert choose_lines([full, german], "eng") is full
    assert choose_lines([track([]), signs]) is None
