"""Dask does the work: the workers of a cluster, or some on this machine."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from cutstat.errors import CutstatError, InputError, MissingPackageError
from cutstat.scan.executors import Job, JobProgress, Outcome, is_debugged, run_job

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer; one on the same network does so within one second."""

LOCAL_SETTINGS = {
    # Here it is the file that ends a worker, and one that is blamed gets its last try anyway.
    "distributed.scheduler.allowed-failures": 0,
    # A dead worker is replaced within seconds; for one that is not, nobody should wait all night.
    "distributed.scheduler.no-workers-timeout": "60s",
}
"""Settings of Dask for a cluster on this machine; any other has its own."""


class DaskExecutor:
    """Runs jobs as tasks of Dask, one a file.

    The workers must see the files under the same paths, and have the same version of cutstat.
    When a worker is lost, Dask gives its tasks to others, as often as the scheduler's setting
    ``allowed-failures`` says. It blames all tasks that a lost worker held, so a file that it gives
    up gets a last try alone; that fails only if the file itself ends the workers.

    Whoever stops listening cancels the tasks. A worker of a cluster then ends the file it is on,
    for Dask cannot stop it, and forgets it; workers of this machine are ended within seconds.

    Parameters
    ----------
    scheduler : str, optional
        Address of a scheduler, such as ``tcp://10.0.0.5:8786``. By default a cluster is started on
        this machine, which lasts as long as the run.
    workers : int > 0
        Processes of a cluster on this machine.

    Raises
    ------
    MissingPackageError
        If the package ``distributed`` is not installed.
    """

    def __init__(self, scheduler: str | None = None, *, workers: int = 1) -> None:
        self._dask = _load()
        self._scheduler = scheduler
        self._workers = workers

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Generator[Outcome, None, None]:
        """Run all jobs; one that fails ends none of the others.

        Progress is told when a file is done.

        Raises
        ------
        InputError
            If no scheduler answers at the address.
        CutstatError
            If the scheduler is lost, or its workers cannot run cutstat.
        """
        if not jobs:
            return
        given_up: list[Job] = []
        with self._connected() as client:
            with closing(self._outcomes(client, jobs, progress)) as outcomes:
                for job, outcome in outcomes:
                    if outcome is None:
                        given_up.append(job)
                    else:
                        yield outcome
            for alone in given_up:
                with closing(self._outcomes(client, [alone], progress)) as outcomes:
                    for job, outcome in outcomes:
                        reason = f"{job.path}: every worker that took this file died on it"
                        yield outcome or Outcome(job, None, reason)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        """Connect to the scheduler that the user named, or start one for the while."""
        import dask.config  # slow to load; distributed brings it along

        with contextlib.ExitStack() as stack:
            place: Any = self._scheduler
            if place is None:
                with dask.config.set(LOCAL_SETTINGS):
                    cluster = self._dask.LocalCluster(
                        n_workers=self._workers,
                        threads_per_worker=1,
                        dashboard_address="127.0.0.1:0",  # its own, whoever has the usual port
                        silence_logs=logging.CRITICAL,  # what a worker dies of is an outcome
                    )
                place = stack.enter_context(cluster)
            try:
                client = self._dask.Client(place, timeout=CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InputError(
                    f"{place}: no Dask scheduler answers there ({error}); check the address"
                ) from error
            yield stack.enter_context(client)

    def _outcomes(
        self, client: Any, jobs: Sequence[Job], progress: JobProgress
    ) -> Generator[tuple[Job, Outcome | None], None, None]:
        """Give each job with its outcome, or with None if Dask gave it up."""
        # `pure` would take two jobs on one file for the same task.
        futures = [
            client.submit(_analyse, _absolute(job), is_debugged(), pure=False) for job in jobs
        ]
        waiting = {future.key: (future, job) for future, job in zip(futures, jobs, strict=True)}
        done = self._dask.as_completed(futures, loop=client.loop)
        del futures  # so that a result leaves the cluster once it is here
        try:
            for future in done:
                _, job = waiting.pop(future.key)
                outcome = self._outcome(future, job)
                if outcome and outcome.result:
                    times = outcome.result[0].times
                    seconds = times.duration_seconds
                    progress(job.path, len(times), seconds, seconds or None)
                yield job, outcome
        finally:
            if waiting and client.status == "running":
                client.cancel([future for future, _ in waiting.values()], force=True)

    def _outcome(self, future: Any, job: Job) -> Outcome | None:
        """Take in what became of a task; if the worker that kept it is lost, wait once more."""
        try:
            outcome = future.result()
        except self._dask.KilledWorker:
            return None
        except self._dask.CancelledError as error:
            raise CutstatError(
                "the Dask scheduler was lost; when it is back, the same command goes on from here"
            ) from error
        except self._dask.scheduler.NoWorkerError as error:
            raise CutstatError(
                "no worker of Dask is left; when there are some, the same command goes on from here"
            ) from error
        except Exception as error:  # of the worker, which turns those of a file into outcomes
            if is_debugged():
                raise
            raise CutstatError(
                f"the workers of Dask cannot run cutstat ({type(error).__name__}: {error}); "
                "install the same version there"
            ) from error
        assert isinstance(outcome, Outcome)
        return replace(outcome, job=job)


def _load() -> Any:
    try:
        import distributed  # slow to load
    except ImportError as error:
        raise MissingPackageError(
            'Dask is not installed; install it with: pip install "cutstat[dask]"'
        ) from error
    return distributed


def _absolute(job: Job) -> Job:
    """Name the file as a worker in another folder finds it."""
    return replace(job, path=job.path.absolute())


def _analyse(job: Job, debug: bool) -> Outcome:
    """Analyse one file, on a worker, which cannot know whether the user is debugging."""
    return run_job(job, lambda *_: None, debug=debug)
