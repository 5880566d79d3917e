"""Scans that are killed at random moments or run out of disk, and what is left of them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.attack.endings import Ending, Trial
from benchmarks.attack.videos import Seed
from cutstat.core.shots import Transition
from cutstat.detection.detector import CutstatDetector
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, track_key

EPISODES = 4
PATIENCE_SECONDS = 120

Kept = dict[str, tuple[Transition, ...]]
"""The transitions of each file, by the key of its content."""


def write_series(seeds: Sequence[Seed], folder: Path) -> None:
    """Write a series of small episodes, no two of the same content."""
    folder.mkdir()
    for number, seed in enumerate(seeds[:EPISODES], 1):
        (folder / f"Show - {number:02d}{seed.suffix}").write_bytes(seed.data)


def kill_scans(times: int, seeds: Sequence[Seed], *, seed: int) -> Iterator[Trial]:
    """Kill one scan of a library after the other, and begin with a new library once one is whole.

    After each, the library must be whole, hold what it held before, and in the end the same as one
    that nobody killed.
    """
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_series(seeds, folder / "videos")
        begun = time.monotonic()
        _scan(folder / "videos", folder / "undisturbed")
        needed = time.monotonic() - begun
        wanted = kept(folder / "undisturbed")
        before: Kept = {}
        number = 0
        for _ in range(times):
            library = folder / f"library{number}"
            run = _start(folder / "videos", library)
            time.sleep(needed * rng.random())
            run.send_signal(signal.SIGKILL)
            run.communicate(timeout=PATIENCE_SECONDS)
            wrong, after = _looked_at(library, before, wanted)
            yield Trial("scan", "kill -9", Ending.SILENT_LOSS if wrong else Ending.RESULT, wrong)
            before, number = (after, number) if len(after) < EPISODES else ({}, number + 1)
        status, said = _scan(folder / "videos", library)
        wrong = f"status {status}: {said}" if status else _looked_at(library, wanted, wanted)[0]
        yield Trial("scan", "gone on", Ending.SILENT_LOSS if wrong else Ending.RESULT, wrong)


def fill_disk(kilobytes: Sequence[int], seeds: Sequence[Seed]) -> Iterator[Trial]:
    """Scan into a disk that is too small, then into the same once it has grown."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_series(seeds, folder / "videos")
        _scan(folder / "videos", folder / "undisturbed")
        wanted = kept(folder / "undisturbed")
        for size in kilobytes:
            with _small_disk(folder / f"disk{size}", size) as (kind, limit, grow):
                library = folder / f"disk{size}" / "library"
                status, said = _scan(folder / "videos", library, limit=limit)
                ending = Ending.SENTENCE if status else Ending.RESULT
                if "Traceback" in said or "unexpected" in said:
                    ending = Ending.TRACEBACK
                elif status < 0:
                    ending = Ending.CRASH
                yield Trial("scan", kind, ending, f"{size} kB: {said}")
                grow()
                wrong, before = _looked_at(library, {}, wanted)
                status, said = _scan(folder / "videos", library)
                wrong = wrong or (f"status {status}: {said}" if status else "")
                wrong = wrong or _looked_at(library, before | wanted, wanted)[0]
                ending = Ending.SILENT_LOSS if wrong else Ending.RESULT
                yield Trial("scan", f"{kind}, gone on", ending, wrong)


def kept(library: Path) -> Kept:
    """Read a whole library: what it holds of each file, the arrays too.

    Raises
    ------
    ValueError
        If a part of it is damaged.
    """
    found: Kept = {}
    if not (library / "library.sqlite").exists():
        return found
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
        if answer != "ok":
            raise ValueError(f"the database is damaged: {answer}")
    info = CutstatDetector().info
    with Library(library) as opened:
        for entry in opened.episodes():
            key = entry.file_key
            if not opened.has_track(track_key(key)):
                continue
            track = opened.get_track(track_key(key))
            if track is None:
                raise ValueError(f"the arrays of {key} are damaged")
            detection = opened.get_detection(detection_key(info, key))
            if detection is not None:
                found[key] = detection.transitions
    return found


def _looked_at(library: Path, before: Kept, wanted: Kept) -> tuple[str, Kept]:
    """Say what is wrong with a library, and what it holds."""
    try:
        found = kept(library)
    except Exception as error:  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}", {}
    if lost := before.keys() - found.keys():
        return f"{len(lost)} episodes are gone that had been there", found
    if other := [key for key, value in found.items() if wanted[key] != value]:
        return f"{len(other)} episodes hold other shots", found
    return "", found


def _start(
    videos: Path, library: Path, *, limit: Callable[[], object] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "cutstat",
            "scan",
            str(videos),
            "--library",
            str(library),
            "-j",
            "2",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        preexec_fn=limit,
    )


def _scan(
    videos: Path, library: Path, *, limit: Callable[[], object] | None = None
) -> tuple[int, str]:
    run = _start(videos, library, limit=limit)
    said, _ = run.communicate(timeout=PATIENCE_SECONDS)
    return run.returncode, said.strip()


@contextmanager
def _small_disk(
    folder: Path, kilobytes: int
) -> Iterator[tuple[str, Callable[[], object] | None, Callable[[], object]]]:
    """Give a disk of a size and what makes it grow; where none may be mounted, a limit of files."""
    folder.mkdir()

    def mount(*options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    if mount(f"size={kilobytes}k"):
        try:
            yield "full disk", None, lambda: mount("remount", "size=64m")
        finally:
            subprocess.run(["umount", str(folder)], check=False)
    else:
        import resource  # which Windows lacks

        limits = (1024 * kilobytes,) * 2
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, limits)
        yield "no file may grow", limit, lambda: None
