"""Progress of a scan on stderr: bars on a terminal, a line a file elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from cutstat.cli.output import console, say
from cutstat.core.text import printable
from cutstat.scan.scan import Listener, ScanEvent

NAME_WIDTH = 44


@contextmanager
def scan_listener(*, quiet: bool, verbose: bool = False) -> Iterator[Listener]:
    """Give a listener that shows a scan while the block runs."""
    if quiet:
        yield lambda event: None
    elif sys.stderr.isatty():
        with _Bars(verbose=verbose) as bars:
            yield bars.hear
    else:
        yield _Lines(verbose=verbose).hear


class _Bars:
    """One bar for all files and one for each file at work."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[state]}", markup=False),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console(sys.stderr),
            transient=True,
        )
        self._tasks: dict[Path, TaskID] = {}
        self._begun: dict[Path, float] = {}
        self._all: TaskID | None = None
        self._count = 0
        self._finished = 0

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def hear(self, event: ScanEvent) -> None:
        """Take in an event."""
        if event.kind == "found" and event.files:
            if self._all is not None:
                self._progress.remove_task(self._all)
            self._count, self._finished = event.files, 0
            self._all = self._progress.add_task(
                "Episodes", total=event.files, state=f"0/{event.files}"
            )
        elif event.kind == "progress" and event.path:
            self._advance(event.path, event)
        elif event.kind == "reused" and self._verbose:
            self._print(f"{_short(event.path)}: already in the library")
        elif event.kind in {"done", "failed"} and event.path:
            self._finish(event)

    def _advance(self, path: Path, event: ScanEvent) -> None:
        if path not in self._tasks:
            name = _short(path)
            self._tasks[path] = self._progress.add_task(name, total=event.total_seconds, state="")
            self._begun[path] = time.monotonic()
        elapsed = max(time.monotonic() - self._begun[path], 0.1)
        state = f"{event.frames / elapsed:.0f} frames/s, {event.seconds / elapsed:.0f}×"
        self._progress.update(self._tasks[path], completed=event.seconds, state=state)

    def _finish(self, event: ScanEvent) -> None:
        if event.path in self._tasks:
            self._progress.remove_task(self._tasks.pop(event.path))
        if self._all is not None:
            self._finished += 1
            state = f"{self._finished}/{self._count}"
            self._progress.update(self._all, advance=1, state=state)
        what = f"{event.shots} shots" if event.kind == "done" else event.message
        self._print(f"{_short(event.path)}: {printable(what)}")

    def _print(self, line: str) -> None:
        self._progress.console.print(Text(line))


class _Lines:
    """A line for every file that is finished."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._count = 0
        self._finished = 0

    def hear(self, event: ScanEvent) -> None:
        """Take in an event."""
        if event.kind == "found":
            self._count, self._finished = event.files, 0
        elif event.kind == "reused" and self._verbose:
            say(f"{event.path}: already in the library")
        elif event.kind == "failed" and not self._count:  # before anything is decoded
            say(event.message)
        elif event.kind in {"done", "failed"}:
            self._finished += 1
            what = (
                f"{event.path}: {f'{event.shots} shots'}" if event.kind == "done" else event.message
            )
            say(f"{self._finished}/{self._count} {what}")


def _short(path: Path | None) -> str:
    name = printable(path.name if path else "")
    return name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 10]}…{name[-9:]}"


@contextmanager
def count_bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how many of how many things are done."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: say(f"{what}: {done}/{total}", quiet=quiet)
        return
    with console(sys.stderr).status(what) as status:
        yield lambda done, total: status.update(f"{what}: {done}/{total}")


@contextmanager
def share_bar(*, quiet: bool) -> Iterator[Callable[[float, str], None]]:
    """Give a function that shows which share of what is done."""
    if quiet:
        yield lambda share, what: None
        return
    if not sys.stderr.isatty():
        told: dict[str, int] = {}

        def tell(share: float, what: str) -> None:
            tenth = int(10 * share)
            if told.get(what) != tenth:
                told[what] = tenth
                say(f"{what}: {10 * tenth} %")

        yield tell
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console(sys.stderr),
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def show(share: float, what: str) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=1.0)
            bars.update(tasks[what], completed=share)

        yield show
