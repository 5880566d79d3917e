"""The fuzz damages files, the same every time, and sees what ended otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.fuzz.__main__ import ENDINGS, ending_of, fuzz
from benchmarks.fuzz.mutate import DAMAGES, ENCODINGS, make_seeds, mutate
from cutstat.scan.analyse import analyse_file
from cutstat.scan.executors import Job, Outcome


def test_seeds_are_videos_of_four_shots_in_many_encodings(tmp_path: Path) -> None:
    seeds = make_seeds()
    assert len(seeds) > len(ENCODINGS) / 2
    for seed in seeds:
        file = tmp_path / f"{seed.name}{seed.suffix}"
        file.write_bytes(seed.data)
        track, detection = analyse_file(file, threads=1)
        assert track.damage == ()
        assert len(detection.shots) == 4, seed.name


def test_damage_is_the_same_every_time_and_of_every_kind() -> None:
    data = bytes(range(256)) * 20
    some, again = (mutate(data, np.random.default_rng(3)) for _ in range(2))
    assert some == again != data
    plain = np.frombuffer(data, np.uint8)
    for damage in DAMAGES:
        changed = [damage(plain.copy(), np.random.default_rng(k)).tobytes() for k in range(8)]
        assert any(one != data for one in changed), damage
        assert damage(np.zeros(0, np.uint8), np.random.default_rng(1)).size >= 0


@pytest.mark.parametrize("words", ENDINGS)
def test_what_must_be_looked_into_is_seen(words: str) -> None:
    job = Job(Path("a.mkv"), 1)
    assert ending_of(Outcome(job, None, f"a.mkv: {words} this and that")) == words
    assert ending_of(Outcome(job, None, "a.mkv: not a video that FFmpeg can read")) == "a sentence"


def test_every_damaged_file_ends_with_a_result_or_a_sentence() -> None:
    endings = [ending_of(outcome) for outcome in fuzz(26, seed=5)]
    assert len(endings) == 26
    assert set(endings) <= {"a result", "a result with damage noted", "a sentence"}
