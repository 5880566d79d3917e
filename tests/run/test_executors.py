"""Who does the work; every executor keeps the same rules."""

from __future__ import annotations

import multiprocessing
import shutil
import textwrap
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from support.paths import DeadlyPath, GrowingPath, OddPath
from support.shows import finish, lengths_of, start
from support.stored import plain
from support.videos import borders

from cutstat.run.analyse import analyse_file
from cutstat.run.executors import Executor, Job, ProcessExecutor, SerialExecutor

EXECUTORS = {"serial": SerialExecutor(), "processes": ProcessExecutor(2)}


@pytest.fixture(params=EXECUTORS)
def executor(request: pytest.FixtureRequest) -> Executor:
    return EXECUTORS[request.param]


def jobs_for(paths: list[Path]) -> list[Job]:
    return [Job(path, "cutstat", 1) for path in paths]


def silent(*_: object) -> None:
    """Listen to no progress."""


def test_every_file_gets_one_outcome_with_what_analysing_it_alone_gives(
    executor: Executor, series: list[Path]
) -> None:
    outcomes = list(executor.run(jobs_for(series), progress=silent))
    assert Counter(outcome.job.path for outcome in outcomes) == Counter(series)
    for outcome in outcomes:
        assert outcome.reason is None
        assert plain(outcome.result) == plain(analyse_file(outcome.job.path))


def test_the_transitions_are_those_of_the_file(executor: Executor, series: list[Path]) -> None:
    for outcome in executor.run(jobs_for(series), progress=silent):
        assert outcome.result is not None
        found = [transition.start for transition in outcome.result[1].transitions]
        assert found == borders(lengths_of(1 + series.index(outcome.job.path), pace=9))


def test_no_job_has_no_outcome(executor: Executor) -> None:
    assert list(executor.run([], progress=silent)) == []


def test_files_that_cannot_be_analysed_stop_no_other(
    executor: Executor, series: list[Path], tmp_path: Path
) -> None:
    text = tmp_path / "text.mkv"
    text.write_text("this is no video")
    absent = tmp_path / "absent.mkv"
    paths = [text, series[0], absent, series[1]]
    found = {o.job.path: o for o in executor.run(jobs_for(paths), progress=silent)}
    assert set(found) == set(paths)
    assert [found[path].result is not None for path in paths] == [False, True, False, True]
    assert "not a video that FFmpeg can read" in str(found[text].reason)
    assert str(found[absent].reason).startswith(f"{absent}: ")


def test_a_file_that_changes_while_it_is_read_fails(
    executor: Executor, series: list[Path], tmp_path: Path
) -> None:
    growing = GrowingPath(shutil.copy(series[0], tmp_path / "growing.mkv"))
    (outcome,) = executor.run(jobs_for([growing]), progress=silent)
    assert outcome.result is None
    assert outcome.reason == f"{growing}: changed while it was read; scan it once it is whole"


def test_an_error_that_nobody_thought_of_costs_one_file(
    executor: Executor, series: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUTSTAT_DEBUG", raising=False)
    odd = OddPath(tmp_path / "odd.mkv")
    found = {o.job.path: o for o in executor.run(jobs_for([odd, series[0]]), progress=silent)}
    assert found[series[0]].result is not None
    assert found[odd].reason == (
        f"{odd}: unexpected IndexError: list index out of range; CUTSTAT_DEBUG=1 shows where"
    )


def test_debugging_shows_an_error_that_nobody_thought_of(
    executor: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTSTAT_DEBUG", "1")
    with pytest.raises(IndexError, match="out of range"):
        list(executor.run(jobs_for([OddPath(tmp_path / "odd.mkv")]), progress=silent))


def test_an_unknown_detector_is_a_reason(executor: Executor, series: list[Path]) -> None:
    (outcome,) = executor.run([Job(series[0], "nonsense", 1)], progress=silent)
    assert "no detector is called 'nonsense'" in str(outcome.reason)


def test_progress_tells_of_the_files_at_work(executor: Executor, series: list[Path]) -> None:
    heard: list[tuple[Path, int, float, float | None]] = []
    outcomes = list(
        executor.run(jobs_for(series), progress=lambda *done: heard.append(done))  # type: ignore[arg-type]
    )
    frames = {o.job.path: o.result[0].n_frames for o in outcomes if o.result}
    assert heard
    for path, done, seconds, total in heard:
        assert 0 < done <= frames[path]
        assert seconds >= 0
        assert total is None or total > 0


@pytest.mark.parametrize("processes", [1, 2])
def test_a_process_that_dies_costs_the_file_it_was_on(
    series: list[Path], tmp_path: Path, processes: int
) -> None:
    first, second = (DeadlyPath(tmp_path / name) for name in ("a.mkv", "b.mkv"))
    paths = [series[0], first, series[1], series[2], second, series[3]]
    outcomes = list(ProcessExecutor(processes).run(jobs_for(paths), progress=silent))
    assert Counter(o.job.path for o in outcomes) == Counter(paths)
    failed = {o.job.path: o.reason for o in outcomes if o.result is None}
    assert failed == {path: f"{path}: the decoder crashed on this file" for path in (first, second)}


STOP_LISTENING = """
    import sys
    from contextlib import closing
    from pathlib import Path
    from support.paths import EndlessPath
    from cutstat.run.executors import Job, ProcessExecutor

    if __name__ == "__main__":
        jobs = [Job(Path(sys.argv[1]), "cutstat", 1), Job(EndlessPath("film.mkv"), "cutstat", 1)]
        with closing(ProcessExecutor(2).run(jobs, progress=lambda *_: None)) as outcomes:
            print(next(outcomes).reason)
"""


def test_work_that_nobody_waits_for_is_ended_in_its_middle(
    series: list[Path], tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(STOP_LISTENING))
    run = start([script, series[0]])
    stdout, stderr = finish(run)
    assert (run.returncode, stdout, stderr) == (0, "None\n", "")


UNGUARDED = """
    import sys
    from pathlib import Path
    from cutstat.errors import CutstatError
    from cutstat.run.executors import Job, ProcessExecutor

    try:
        list(ProcessExecutor(2).run([Job(Path(sys.argv[1]), "cutstat", 1)] * 2, progress=print))
    except CutstatError as error:
        print(error)
"""


def test_a_script_that_starts_itself_anew_is_told_so(series: list[Path], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(UNGUARDED))
    stdout, _ = finish(start([script, series[0]]))
    assert stdout.startswith("the processes that decode cannot be started; ")


def test_whoever_stops_listening_ends_the_processes_and_no_others(series: list[Path]) -> None:
    bystander = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    bystander.start()
    try:
        with closing(ProcessExecutor(2).run(jobs_for(series), progress=silent)) as outcomes:
            next(outcomes)
        assert multiprocessing.active_children() == [bystander]
        assert bystander.is_alive()
    finally:
        bystander.kill()
        bystander.join()
