"""Programs side by side on the same files, and how the cost of a scan grows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import av

from benchmarks.accuracy.scdet import FILTER, find_ffmpeg
from cutstat.errors import InputError

DECODING, OWN = "decoding", "cutstat"
PYSCENEDETECT, SCDET = "pyscenedetect", "scdet"
LABELS = {
    DECODING: "decoding alone",
    OWN: "cutstat",
    PYSCENEDETECT: "PySceneDetect adaptive",
    SCDET: "ffmpeg scdet",
}
"""Entrants, and what tables call them."""

HEIGHTS = (360, 720, 1080)
LENGTHS = (20, 40, 80)
"""Heights of the picture and seconds for which the growth is measured."""

EPISODES = (2, 4, 8)
"""Files that two processes scan; with the most of them they are set against one process."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process has used."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def run(command: Sequence[str]) -> tuple[Cost, str]:
    """Run a program to its end.

    Raises
    ------
    InputError
        If it fails.
    """
    surroundings = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaint:
        process = subprocess.Popen(command, stdout=said, stderr=complaint, env=surroundings)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaint.seek(0)
        if process.returncode:
            raise InputError(f"{command[0]} failed: {complaint.read().strip()[-200:]}")
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024), said.read()


def commands(file: Path) -> dict[str, list[str]]:
    """Give the command of each entrant that can run here."""
    work = [sys.executable, "-m", "benchmarks.speed.work"]
    found = {
        DECODING: [*work, "decode", str(file)],
        OWN: [sys.executable, "-m", "cutstat", "detect", "--json", str(file)],
        PYSCENEDETECT: [*work, "pyscenedetect", str(file)],
    }
    ffmpeg = find_ffmpeg()
    if ffmpeg:
        source = ["-nostdin", "-loglevel", "error", "-i", f"file:{file}", "-map", "0:v:0"]
        found[SCDET] = [ffmpeg, *source, "-vf", FILTER, "-f", "null", "-"]
    return found


def compare_on(file: Path, *, rounds: int) -> dict[str, Any]:
    """Run all entrants in turn, so many times, and give costs and ratios.

    Ratios are medians over the rounds of two costs of the same round: what slows the machine for a
    while slows both. The shots of each entrant are the same in every round, or it is an error.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands(file)}
    outputs: dict[str, str] = {}
    for _ in range(rounds):
        for name, command in commands(file).items():
            cost, said = run(command)
            costs[name].append(cost)
            if outputs.setdefault(name, said) != said:
                raise InputError(f"{file.name}: {LABELS[name]} says another thing when run again")
    found = json.loads(outputs[OWN])
    decoded = json.loads(outputs[DECODING])["frames"]
    if decoded != found["frames"]:
        raise InputError(f"{file.name}: {decoded} frames decoded, cutstat has {found['frames']}")
    with av.open(str(file)) as container:
        context = container.streams.video[0].codec_context
        video = f"{context.name} {context.width}×{context.height} {context.pix_fmt}"
    return {
        "name": file.name,
        "video": video,
        "frames": decoded,
        "costs": {name: [asdict(cost) for cost in own] for name, own in costs.items()},
        "cpu_ratios": {name: _ratio(costs, name, "cpu_seconds") for name in costs},
        "wall_ratios": {name: _ratio(costs, name, "wall_seconds") for name in costs},
        "peak_mib": {name: max(cost.peak_mib for cost in own) for name, own in costs.items()},
        "transitions": len(found["transitions"]),
    }


def growth_of(file: Path, folder: Path, *, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """Measure what a scan of the same pictures costs at several sizes and lengths."""
    rows: list[dict[str, Any]] = []
    sizes = [(height, LENGTHS[0]) for height in HEIGHTS]
    sizes += [(HEIGHTS[0], seconds) for seconds in LENGTHS[1:]]
    for height, seconds in sizes:
        video = folder / f"{height}-{seconds}.mkv"
        # In a process of its own: what one uses is counted from what its parent holds.
        work = [sys.executable, "-m", "benchmarks.speed.work", "encode", str(file)]
        said = run([*work, str(video), str(height), str(seconds)])[1]
        frames = json.loads(said)["frames"]
        costs = {name: run(commands(video)[name])[0] for name in (DECODING, OWN)}
        rows.append(
            {
                "height": height,
                "seconds": seconds,
                "frames": frames,
                **{f"{name}_cpu_seconds": cost.cpu_seconds for name, cost in costs.items()},
                "peak_mib": costs[OWN].peak_mib,
            }
        )
        tell(f"{height} lines, {seconds} s: {costs[OWN].cpu_seconds:.1f} s CPU")
    return rows


def throughput_of(file: Path, folder: Path, *, rounds: int) -> dict[str, Any]:
    """Measure how much faster two processes scan a folder than one, and folders of other sizes."""
    work = [sys.executable, "-m", "benchmarks.speed.work", "scan"]
    seconds: list[float] = []
    for count in EPISODES:
        place = folder / f"{count} episodes"
        place.mkdir()
        for number in range(count):
            copy = place / f"Show - {number + 1:02d}{file.suffix}"
            copy.write_bytes(file.read_bytes() + bytes(number))  # of other content, same video
        seconds.append(run([*work, str(place), "2"])[0].wall_seconds)
    ratios: list[float] = []
    for _ in range(rounds):
        one, two = (run([*work, str(place), jobs])[0].wall_seconds for jobs in ("1", "2"))
        ratios.append(one / two)
    return {
        "episodes": list(EPISODES),
        "seconds": seconds,
        "ratios": ratios,
        "ratio": median(ratios),
    }


def _ratio(costs: dict[str, list[Cost]], name: str, what: str) -> float:
    own, decoding = costs[name], costs[DECODING]
    return median(
        getattr(one, what) / getattr(base, what) for one, base in zip(own, decoding, strict=True)
    )
