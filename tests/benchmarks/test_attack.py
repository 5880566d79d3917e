"""The attack damages files, the same every time, and sees what ended otherwise."""

from __future__ import annotations

import signal
from pathlib import Path

import numpy as np
import pytest

from benchmarks.attack.damage import DAMAGES, KINDS, damaged
from benchmarks.attack.endings import Ending, Trial, counted
from benchmarks.attack.sample_texts import samples
from benchmarks.attack.stops import fill_disk, kill_scans
from benchmarks.attack.texts import Whole, attack_texts, least_of
from benchmarks.attack.videos import (
    ENCODINGS,
    FRAMES,
    attack_videos,
    ending_of,
    make_seeds,
)
from cutstat.scan.analyse import analyse_file
from cutstat.scan.executors import Job, Outcome


def test_seeds_are_whole_videos_of_four_shots_in_eight_containers(tmp_path: Path) -> None:
    seeds = make_seeds()
    assert len(seeds) > len(ENCODINGS) / 2
    assert len({seed.suffix for seed in seeds}) == 8
    for seed in seeds:
        file = tmp_path / f"{seed.name}{seed.suffix}"
        file.write_bytes(seed.data)
        track, detection = analyse_file(file, threads=1)
        assert (track.n_frames, track.warnings) == (FRAMES, ()), seed.name
        assert len(detection.shots) == 4, seed.name


def test_damage_is_the_same_every_time_and_of_every_kind() -> None:
    data = bytes(range(256)) * 20
    for kind in KINDS:
        some, again = (damaged(data, kind, np.random.default_rng(3)) for _ in range(2))
        assert some == again
        changed = [damaged(data, kind, np.random.default_rng(k)) for k in range(8)]
        assert any(one != data for one in changed), kind
    for damage in DAMAGES.values():
        assert damage(np.zeros(0, np.uint8), np.random.default_rng(1)).size >= 0


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ("unexpected KeyError: 3", Ending.TRACEBACK),
        ("the decoder crashed on this file", Ending.CRASH),
        ("no frame has come for 60 s", Ending.HANG),
        ("not a video that FFmpeg can read", Ending.SENTENCE),
    ],
)
def test_what_must_be_looked_into_is_seen(words: str, ending: Ending) -> None:
    job = Job(Path("a.mkv"), 1)
    assert ending_of(Outcome(job, None, f"a.mkv: {words}"))[0] is ending
    assert ending.is_wrong == (ending is not Ending.SENTENCE)


def test_the_table_counts_every_file_once() -> None:
    ends = (Ending.RESULT, Ending.RESULT, Ending.HANG)
    trials = [Trial("mkv", "joined", end) for end in ends]
    head, mkv, total = counted(trials, by="what")
    assert head.split()[:2] == ["files", "result"]
    assert mkv.split() == ["mkv", "3", "2", "0", "0", "0", "1", "0", "0", "0"]
    assert total.split()[2:] == mkv.split()[1:]


def test_damaged_videos_end_with_a_result_or_a_word_and_lose_nothing_in_silence() -> None:
    trials = [trial for trial, _ in attack_videos(36, seed=5)]
    assert len(trials) == 36
    assert [one for one in trials if one.ending.is_wrong] == []


def test_damaged_texts_end_with_a_result_or_a_word_and_lose_nothing_in_silence() -> None:
    trials = [trial for trial, _ in attack_texts(800, seed=5)]
    assert [one for one in trials if one.ending.is_wrong] == []
    kinds = {one.what for one in trials}
    assert kinds >= {"edl", "fcpxml", "TOML claim", "TOML manifest", "subtitles ass", "name"}
    assert {Ending.RESULT, Ending.NOTED, Ending.SENTENCE} == {one.ending for one in trials}


def test_what_must_be_found_is_counted_by_the_lines_that_are_left() -> None:
    sample = next(iter(samples()))
    whole = Whole(sample, 3, (b"head", b"1", b"2", b"3"), (0, 1, 1, 1))
    assert least_of(whole, b"head\n1\n2\n3\n") == 3
    assert least_of(whole, b"head\n1\n2\n") == 2
    assert least_of(whole, b"head\n1\nx\n3\n") == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9")
def test_a_scan_that_is_killed_at_any_moment_leaves_a_whole_library() -> None:
    trials = list(kill_scans(2, make_seeds(), seed=3))
    assert [one.kind for one in trials] == ["kill -9", "kill -9", "gone on"]
    assert [one for one in trials if one.ending.is_wrong] == []


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="the size of files has no limit there")
def test_a_scan_that_runs_out_of_disk_says_so_and_goes_on_once_there_is_room() -> None:
    refused, gone_on = fill_disk([200], make_seeds())
    assert refused.ending is Ending.SENTENCE, refused.said
    assert gone_on.ending is Ending.RESULT, gone_on.said
