"""The threads of a process are its own again once a video is analysed."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from support.videos import write_shots
from threadpoolctl import threadpool_info

from cutstat.scan.analyse import analyse_file
from cutstat.scan.executors import Job, run_job
from cutstat.video import shrink
from cutstat.video.threads import one_thread


def threads() -> list[int]:
    return [int(pool["num_threads"]) for pool in threadpool_info()]


def test_within_there_is_one_thread_and_afterwards_what_was_before() -> None:
    before, pools = cv2.getNumThreads(), threads()
    with one_thread():
        assert cv2.getNumThreads() == 1
        assert set(threads()) <= {1}
    assert (cv2.getNumThreads(), threads()) == (before, pools)


def test_threads_are_given_back_after_an_error() -> None:
    before = cv2.getNumThreads()
    with pytest.raises(ValueError, match="stop"), one_thread():
        raise ValueError("stop")
    assert cv2.getNumThreads() == before


def test_an_analysis_leaves_the_threads_of_the_process_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "film.mkv"
    write_shots(file, [20, 20])
    seen: list[int] = []
    whole = shrink.Shrinker.shrink
    monkeypatch.setattr(
        shrink.Shrinker,
        "shrink",
        lambda self, frame: (seen.append(cv2.getNumThreads()), whole(self, frame))[1],
    )
    cv2.setNumThreads(2)
    try:
        analyse_file(file, threads=1)
        assert run_job(Job(file, 1), lambda *_: None).result is not None
        assert set(seen) == {1}
        assert cv2.getNumThreads() == 2
    finally:
        cv2.setNumThreads(-1)
