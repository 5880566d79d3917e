"""Who does the work: this process, or several at once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Protocol

from cutstat.core.shots import Detection
from cutstat.core.timing import format_clock
from cutstat.core.track import Track
from cutstat.detection.detector import AnyDetector
from cutstat.errors import CutstatError, with_short_quotes
from cutstat.scan.analyse import Progress, analyse_file

PATIENCE_SECONDS = 600.0
"""How long a process may give no news of its file. News come every 256 frames, and after the last
of them once the shots are found: the slowest codecs and hours of film stay far below."""

GOODBYE_SECONDS = 5.0
"""How long a process that is killed is waited for: one whose drive does not answer cannot die."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be analysed."""

    path: Path
    threads: int
    """Decoding threads; 0 takes as many as there are cores."""

    detector: AnyDetector | None = None
    """By default cutstat's own."""

    audio: str = ""
    """Language or part of a title of the sound to listen to; by default the file's own choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of a job: a result, or the reason why there is none."""

    job: Job
    result: tuple[Track, Detection] | None
    reason: str | None = None


JobProgress = Callable[[Path, int, float, float | None], None]
"""Called now and then with the path, frames done, seconds done and, if known, seconds in all."""


class Executor(Protocol):
    """Runs jobs and gives their outcomes as they come, in any order.

    Whoever stops listening closes the generator, which ends what is still at work.
    """

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Generator[Outcome, None, None]:
        """Run all jobs; one that fails ends none of the others."""
        ...


class SerialExecutor:
    """Runs jobs one after the other in this process."""

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Generator[Outcome, None, None]:
        """Run all jobs; one that fails ends none of the others."""
        for job in jobs:
            yield run_job(job, lambda *done, path=job.path: progress(path, *done))


class ProcessExecutor:
    """Runs jobs in several processes, each with a line of its own to this one.

    A process that dies, because a decoder crashed or memory ran out, costs the file it was on, and
    another one takes its place; so does one that gives no news for too long, because a decoder goes
    round in circles or a drive does not answer. The pools of the standard library share their
    lines: there, a process that dies while it writes can block all others, and this one, for ever.
    """

    def __init__(self, processes: int, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._processes = processes
        self._patience = patience_seconds

    def run(self, jobs: Sequence[Job], *, progress: JobProgress) -> Generator[Outcome, None, None]:
        """Run all jobs; one that fails ends none of the others."""
        waiting = deque(jobs)
        idle: list[_Worker] = []
        at_work: dict[Connection, _Worker] = {}

        def hand_out() -> None:
            while waiting and len(at_work) < self._processes:
                worker = idle.pop() if idle else _Worker()
                at_work[worker.line] = worker
                worker.begin(waiting.popleft())

        try:
            hand_out()
            while at_work:
                outcomes: list[Outcome] = []
                longest = max(worker.silent_seconds for worker in at_work.values())
                ready = set(wait(list(at_work), max(self._patience - longest, 0)))
                for line, worker in list(at_work.items()):
                    outcome = None
                    if line in ready:
                        outcome = worker.hear(progress)
                    elif worker.silent_seconds >= self._patience:
                        outcome = worker.give_up()
                    if outcome is not None:
                        outcomes.append(outcome)
                        del at_work[line]
                        if not worker.is_dead:
                            idle.append(worker)
                hand_out()  # first, so that nobody waits while an outcome is kept
                yield from outcomes
        finally:
            for worker in (*idle, *at_work.values()):
                worker.end()


class _Worker:
    """A process that analyses one file after the other, and the line to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, other_end = context.Pipe()
        self._process = context.Process(target=_work, args=(other_end,), daemon=True)
        with _interrupts_blocked():
            self._process.start()
        other_end.close()  # so that the line breaks when the process dies
        self._job: Job | None = None
        self._heard = time.monotonic()
        self._position = (0, 0.0)
        self._has_begun = False
        self.is_dead = False

    @property
    def silent_seconds(self) -> float:
        """How long it has given no news."""
        return time.monotonic() - self._heard

    def begin(self, job: Job) -> None:
        """Send the next job."""
        self._job = job
        self._heard = time.monotonic()
        self._position = (0, 0.0)
        with contextlib.suppress(OSError):  # it has died; `hear` finds out
            self.line.send(job)

    def hear(self, progress: JobProgress) -> Outcome | None:
        """Take in what comes next: the outcome, or None for any other news."""
        assert self._job is not None
        self._heard = time.monotonic()
        try:
            news = self.line.recv()
        except (EOFError, OSError):
            return self._died(self._job)
        if isinstance(news, Outcome):
            return news
        if isinstance(news, Exception):
            raise news
        if news is None:
            self._has_begun = True
        else:
            self._position = news[:2]
            progress(self._job.path, *news)
        return None

    def give_up(self) -> Outcome:
        """End the process, which gives no news, and say how far it was."""
        assert self._job is not None
        self.end()
        self.is_dead = True
        frames, seconds = self._position
        return Outcome(
            self._job,
            None,
            f"{self._job.path}: no frame has come for {self.silent_seconds:.0f} s after frame "
            f"{frames} ({format_clock(seconds)}); the file is damaged there, or its drive does not "
            "answer",
        )

    def end(self) -> None:
        """End the process, in the middle of its work if need be."""
        self.line.close()
        self._process.kill()
        self._process.join(GOODBYE_SECONDS)

    def _died(self, job: Job) -> Outcome:
        self.end()
        self.is_dead = True
        if not self._has_begun:
            raise CutstatError(
                "the processes that decode cannot be started; take one job, or, in a script, "
                'call cutstat below `if __name__ == "__main__":`'
            )
        return Outcome(job, None, f"{job.path}: the decoder crashed on this file")


def is_debugged() -> bool:
    """Whether the user wants to see errors that nobody has thought of."""
    return os.environ.get("CUTSTAT_DEBUG") == "1"


def run_job(job: Job, progress: Progress, *, debug: bool | None = None) -> Outcome:
    """Analyse one file, and turn whatever goes wrong into a reason.

    With `debug`, by default as this process is told, errors that nobody has thought of are raised.
    """
    try:
        before = job.path.stat()
        result = analyse_file(
            job.path,
            detector=job.detector,
            threads=job.threads,
            audio=job.audio,
            progress=progress,
        )
        after = job.path.stat()
    except CutstatError as error:
        return Outcome(job, None, str(error))
    except OSError as error:
        is_own = error.filename in (None, str(job.path))
        detail = (error.strerror or error) if is_own else error
        return Outcome(job, None, f"{job.path}: cannot be read ({detail})")
    except MemoryError:
        return Outcome(job, None, f"{job.path}: there is not enough memory to decode it")
    except Exception as error:
        # A file that nobody has thought of must not end a night's run either.
        if is_debugged() if debug is None else debug:
            raise
        said = with_short_quotes(str(error))
        found = f"unexpected {type(error).__name__}: {said}; CUTSTAT_DEBUG=1 shows where"
        return Outcome(job, None, f"{job.path}: {found}")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Outcome(
            job, None, f"{job.path}: changed while it was read; scan it once it is whole"
        )
    return Outcome(job, result)


@contextlib.contextmanager
def _interrupts_blocked() -> Generator[None, None, None]:
    """Let processes begin that never hear of Ctrl-C, which is this one's to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(line: Connection) -> None:
    """Analyse the files that come down the line until it breaks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        line.send(None)
        while True:
            job = line.recv()
            try:
                line.send(run_job(job, lambda *done: line.send(done)))
            except Exception as error:  # raised for debugging only
                error.add_note(traceback.format_exc())
                line.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
