"""Who does the work; every executor keeps the same rules."""

from __future__ import annotations

import importlib.util
import logging
import multiprocessing
import shutil
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.paths import (
    DeadlyOncePath,
    DeadlyPath,
    EndlessPath,
    GrowingPath,
    OddPath,
    VanishingPath,
)
from support.shows import finish, lengths_of, start
from support.stored import plain
from support.videos import borders

from cutstat.errors import CutstatError, InputError, MissingPackageError
from cutstat.scan import dask
from cutstat.scan.analyse import analyse_file
from cutstat.scan.dask import DaskExecutor
from cutstat.scan.executors import Executor, Job, ProcessExecutor, SerialExecutor

EXECUTORS = {"serial": SerialExecutor(), "processes": ProcessExecutor(2)}
HAS_DASK = importlib.util.find_spec("distributed") is not None
NEEDS_DASK = pytest.mark.skipif(not HAS_DASK, reason="Dask (distributed) is not installed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of Dask, which start once."""
    import dask.config
    from distributed import LocalCluster

    settings = {"distributed.scheduler.allowed-failures": 1}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield cluster


@pytest.fixture(params=[*EXECUTORS, pytest.param("dask", marks=NEEDS_DASK)])
def executor(request: pytest.FixtureRequest) -> Executor:
    if request.param == "dask":
        cluster = request.getfixturevalue("cluster")
        return DaskExecutor(cluster.scheduler_address)
    return EXECUTORS[request.param]


def jobs_for(paths: list[Path]) -> list[Job]:
    return [Job(path, 1) for path in paths]


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


def test_a_drive_that_drops_out_costs_the_file_and_leaves_no_half_of_it(
    executor: Executor, series: list[Path], tmp_path: Path
) -> None:
    lost = VanishingPath(shutil.copy(series[0], tmp_path / "lost.mkv"))
    found = {o.job.path: o for o in executor.run(jobs_for([lost, series[1]]), progress=silent)}
    assert found[lost].result is None
    assert found[lost].reason == f"{lost}: cannot be read (Input/output error)"
    assert found[series[1]].result is not None


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


@pytest.mark.parametrize("processes", [1, 2])
def test_a_process_that_gives_no_news_costs_the_file_it_was_on(
    series: list[Path], tmp_path: Path, processes: int
) -> None:
    endless = EndlessPath(tmp_path / "endless.mkv")
    paths = [series[0], endless, series[1], series[2]]
    others = set(multiprocessing.active_children())  # Dask's workers
    executor = ProcessExecutor(processes, patience_seconds=12)
    outcomes = {o.job.path: o for o in executor.run(jobs_for(paths), progress=silent)}
    assert [path for path, outcome in outcomes.items() if outcome.result is None] == [endless]
    assert outcomes[endless].reason == (
        f"{endless}: no frame has come for 12 s after frame 0 (00:00:00.000); the file is damaged "
        "there, or its drive does not answer"
    )
    assert set(multiprocessing.active_children()) <= others


STOP_LISTENING = """
    import sys
    from contextlib import closing
    from pathlib import Path
    from support.paths import EndlessPath
    from cutstat.scan.executors import Job, ProcessExecutor

    if __name__ == "__main__":
        jobs = [Job(Path(sys.argv[1]), 1), Job(EndlessPath("film.mkv"), 1)]
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
    from cutstat.scan.executors import Job, ProcessExecutor

    try:
        list(ProcessExecutor(2).run([Job(Path(sys.argv[1]), 1)] * 2, progress=print))
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
    others = set(multiprocessing.active_children())  # Dask's workers too
    assert bystander in others
    try:
        with closing(ProcessExecutor(2).run(jobs_for(series), progress=silent)) as outcomes:
            next(outcomes)
        assert set(multiprocessing.active_children()) == others
        assert bystander.is_alive()
    finally:
        bystander.kill()
        bystander.join()


# Dask


@NEEDS_DASK
def test_a_worker_of_dask_that_dies_costs_the_file_it_was_on(
    cluster: Any, series: list[Path], tmp_path: Path
) -> None:
    deadly = DeadlyPath(tmp_path / "a.mkv")
    paths = [series[0], deadly, *series[1:]]
    executor = DaskExecutor(cluster.scheduler_address)
    outcomes = list(executor.run(jobs_for(paths), progress=silent))
    assert Counter(o.job.path for o in outcomes) == Counter(paths)
    failed = {o.job.path: o.reason for o in outcomes if o.result is None}
    assert failed == {deadly: f"{deadly}: every worker that took this file died on it"}


@NEEDS_DASK
def test_a_file_whose_worker_was_lost_goes_to_another(
    cluster: Any, series: list[Path], tmp_path: Path
) -> None:
    unlucky = DeadlyOncePath(shutil.copy(series[0], tmp_path / "unlucky.mkv"))
    executor = DaskExecutor(cluster.scheduler_address)
    (outcome,) = executor.run(jobs_for([unlucky]), progress=silent)
    assert unlucky.with_suffix(".dead").exists()
    assert outcome.reason is None
    assert plain(outcome.result) == plain(analyse_file(series[0]))


@NEEDS_DASK
def test_progress_of_dask_is_told_once_a_file_is_done(cluster: Any, series: list[Path]) -> None:
    heard: list[tuple[Any, ...]] = []
    executor = DaskExecutor(cluster.scheduler_address)
    outcomes = list(executor.run(jobs_for(series), progress=lambda *done: heard.append(done)))
    assert {done[:2] for done in heard} == {
        (o.job.path, o.result[0].n_frames) for o in outcomes if o.result
    }


@NEEDS_DASK
def test_whoever_stops_listening_cancels_the_tasks_of_dask(
    cluster: Any, series: list[Path]
) -> None:
    executor = DaskExecutor(cluster.scheduler_address)
    with closing(executor.run(jobs_for(series * 8), progress=silent)) as outcomes:
        next(outcomes)
        assert cluster.scheduler.tasks
    deadline = time.monotonic() + 10
    while cluster.scheduler.tasks and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.scheduler.tasks


@NEEDS_DASK
def test_a_file_is_named_as_it_was_given(
    cluster: Any, series: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(series[0].parent)  # the workers stand elsewhere
    (job,) = jobs_for([Path(series[0].name)])
    (outcome,) = DaskExecutor(cluster.scheduler_address).run([job], progress=silent)
    assert outcome.job is job
    assert outcome.result is not None


@NEEDS_DASK
def test_workers_that_cannot_run_cutstat_are_told_of_in_a_sentence(
    cluster: Any, series: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUTSTAT_DEBUG", raising=False)
    monkeypatch.setattr(dask, "_analyse", fail_to_import)
    with pytest.raises(CutstatError, match=r"^the workers of Dask cannot run cutstat \(ModuleNot"):
        list(DaskExecutor(cluster.scheduler_address).run(jobs_for(series[:1]), progress=silent))


def fail_to_import(*_: Any) -> None:
    raise ModuleNotFoundError("No module named 'cutstat'")


@NEEDS_DASK
def test_an_address_where_nobody_answers_is_a_sentence(
    series: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.5)
    executor = DaskExecutor("tcp://127.0.0.1:9")
    with pytest.raises(InputError, match=r"^tcp://127\.0\.0\.1:9: no Dask scheduler answers there"):
        list(executor.run(jobs_for(series[:1]), progress=silent))


@NEEDS_DASK
@pytest.mark.parametrize("workers", [1, 2])
def test_dask_works_on_this_machine_where_no_scheduler_is_named(
    series: list[Path], tmp_path: Path, workers: int
) -> None:
    deadly = DeadlyPath(tmp_path / "a.mkv")
    paths = [series[0], deadly, series[1]]
    outcomes = list(DaskExecutor(workers=workers).run(jobs_for(paths), progress=silent))
    assert {o.job.path for o in outcomes if o.result is None} == {deadly}
    assert Counter(o.job.path for o in outcomes) == Counter(paths)


@NEEDS_DASK
def test_a_scheduler_that_is_lost_is_a_sentence(tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
    ) as cluster:
        jobs = jobs_for([EndlessPath(tmp_path / "film.mkv")])
        closing_down = threading.Timer(1, cluster.close)
        closing_down.start()
        with pytest.raises(CutstatError, match=r"^the Dask scheduler was lost; when it is back,"):
            list(DaskExecutor(cluster.scheduler_address).run(jobs, progress=silent))
        closing_down.join()


INTERRUPTED = """
    import os, signal, sys
    from pathlib import Path
    from support.paths import EndlessPath
    from cutstat.scan.dask import DaskExecutor
    from cutstat.scan.executors import Job

    if __name__ == "__main__":
        jobs = [Job(Path(sys.argv[1]), 1), Job(EndlessPath("film.mkv"), 1)]
        try:
            for outcome in DaskExecutor(workers=2).run(jobs, progress=lambda *_: None):
                print(outcome.reason, flush=True)
                os.killpg(0, signal.SIGINT)
        except KeyboardInterrupt:
            print("interrupted")
"""


@NEEDS_DASK
def test_an_interrupt_ends_the_workers_of_this_machine(series: list[Path], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(INTERRUPTED))
    run = start([script, series[0]])
    stdout, stderr = finish(run)
    assert (run.returncode, stdout) == (0, "None\ninterrupted\n"), stderr


def test_dask_that_is_not_installed_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingPackageError, match=r'pip install "cutstat\[dask\]"$'):
        DaskExecutor()
