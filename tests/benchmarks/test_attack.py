"""The attack damages files, the same every time, and sees what ended otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.attack.damage import DAMAGES, KINDS, damaged
from benchmarks.attack.endings import Ending, Trial, counted
from benchmarks.attack.videos import ENCODINGS, FRAMES, attack_videos, ending_of, make_seeds
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
    assert mkv.split() == ["mkv", "3", "2", "0", "0", "0", "1", "0", "0"]
    assert total.split()[2:] == mkv.split()[1:]


def test_damaged_videos_end_with_a_result_or_a_word_and_lose_nothing_in_silence() -> None:
    trials = [trial for trial, _ in attack_videos(54, seed=5)]
    assert len(trials) == 54
    assert [one for one in trials if one.ending.is_wrong] == []
