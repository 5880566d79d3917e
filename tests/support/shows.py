"""Small series as files, and the program run on them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

import cutstat
from cutstat.cli.main import main
from support.videos import write_shots


def lengths_of(number: int, *, pace: int) -> list[int]:
    """Give the shot lengths of an episode: about `pace` frames each, other in every episode."""
    return [pace + number % 3 + (3 * number + 2 * shot) % 5 for shot in range(5)]


def write_series(
    folder: Path, title: str, *, episodes: int = 5, pace: int = 9, seed: int = 1
) -> list[Path]:
    """Write the episodes of a series, five shots each, as ``TITLE - 01.mkv`` and so on."""
    files = []
    for number in range(1, episodes + 1):
        file = folder / f"{title} - {number:02d}.mkv"
        write_shots(file, lengths_of(number, pace=pace), seed=100 * seed + number)
        files.append(file)
    return files


def write_shows(place: Path, *, single: str) -> Path:
    """Write two series of five episodes, `Fast` and `Slow`, and one of a single episode."""
    for title, pace, episodes in (("Fast", 8, 5), ("Slow", 20, 5), (single, 9, 1)):
        (place / title).mkdir()
        write_series(place / title, title, episodes=episodes, pace=pace, seed=pace)
    return place


def write_copies(folder: Path, video: Path, *, count: int) -> list[Path]:
    """Write copies of a video that differ in content: bytes after its end, which show nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    data = video.read_bytes()
    files = [folder / f"Copy - {number:02d}{video.suffix}" for number in range(1, count + 1)]
    for number, file in enumerate(files):
        file.write_bytes(data + bytes(number))
    return files


PATHS = os.pathsep.join(map(str, (Path(cutstat.__file__).parents[1], Path(__file__).parents[1])))
"""Where other processes find the program under test and the support of its tests."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program left behind."""

    status: int
    stdout: str
    stderr: str


def run_cli(*args: str | Path, env: Mapping[str, str | None] | None = None) -> Ran:
    """Run the program within this process."""
    runner = CliRunner()
    with runner.isolation(env=env) as (stdout, stderr, _):
        status = main([str(arg) for arg in args])
        return Ran(status, *(stream.getvalue().decode() for stream in (stdout, stderr)))


def start(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """Start Python with tests and their support on its path, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": PATHS, **(env or {})},
        **options,
    )


def finish(run: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for what `start` started and give what it wrote; one that hangs is ended, and fails."""
    try:
        return run.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        raise
