"""Who does the work: this process, or several at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Protocol, TypeAlias

from cutstat.core.shots import Detection
from cutstat.core.track import Track
from cutstat.errors import CutstatError
from cutstat.run.analyse import Progress, analyse_file


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be analysed."""

    path: Path
    detector: str
    threads: int
    """Decoding threads; 0 takes as many as there are cores."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of a job: a result, or the reason why there is none."""

    job: Job
    result: tuple[Track, Detection] | None
    reason: str | None = None


JobProgress = Callable[[Path, int, float, float | None], None]
"""Called now and then with the path, frames done, seconds done and, if known, seconds in all."""


News: TypeAlias = "Queue[tuple[Path, int, float, float | None] | None]"
"""Progress on its way from the processes; None ends it."""


class Executor(Protocol):
    """Runs jobs and gives their outcomes as they come, in any order."""

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Iterator[Outcome]:
        """Run all jobs; one that fails ends none of the others."""
        ...


class SerialExecutor:
    """Runs jobs one after the other in this process."""

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Iterator[Outcome]:
        """Run all jobs; one that fails ends none of the others."""
        for job in jobs:
            yield run_job(job, lambda *done, path=job.path: progress(path, *done))


class ProcessExecutor:
    """Runs jobs in several processes.

    A process that dies, because a decoder crashed or memory ran out, costs the file it was on;
    the others are run again.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Iterator[Outcome]:
        """Run all jobs; one that fails ends none of the others."""
        context = multiprocessing.get_context("spawn")
        news: News = context.Queue()
        listener = threading.Thread(target=_listen, args=(news, progress), daemon=True)
        listener.start()
        try:
            unfinished = yield from self._run_in_pool(jobs, news, processes=self._processes)
            for job in unfinished:
                broken = yield from self._run_in_pool([job], news, processes=1)
                if broken:
                    yield Outcome(job, None, f"{job.path}: the decoder crashed on this file")
        finally:
            news.put(None)
            listener.join()

    def _run_in_pool(
        self,
        jobs: Sequence[Job],
        news: News,
        *,
        processes: int,
    ) -> Generator[Outcome, None, list[Job]]:
        """Run jobs in a pool of processes, and return those that its death left unfinished."""
        pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin_worker,
            initargs=(news,),
        )
        unfinished: list[Job] = []
        try:
            futures: dict[Future[Outcome], Job] = {pool.submit(_work, job): job for job in jobs}
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    unfinished.append(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise
        pool.shutdown()
        return unfinished


def run_job(job: Job, progress: Progress) -> Outcome:
    """Analyse one file, and turn what a user can understand into a reason."""
    try:
        before = job.path.stat()
        result = analyse_file(
            job.path, detector=job.detector, threads=job.threads, progress=progress
        )
        after = job.path.stat()
    except CutstatError as error:
        return Outcome(job, None, str(error))
    except OSError as error:
        return Outcome(job, None, f"{job.path}: cannot be read ({error.strerror or error})")
    except MemoryError:
        return Outcome(job, None, f"{job.path}: there is not enough memory to decode it")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Outcome(
            job, None, f"{job.path}: changed while it was read; scan it once it is whole"
        )
    return Outcome(job, result)


_news: News | None = None


def _begin_worker(news: News) -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    global _news
    _news = news
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: Job) -> Outcome:
    news = _news

    def tell(frames: int, seconds: float, total: float | None) -> None:
        if news is not None:
            news.put((job.path, frames, seconds, total))

    return run_job(job, tell)


def _listen(news: News, progress: JobProgress) -> None:
    while (done := news.get()) is not None:
        progress(*done)
