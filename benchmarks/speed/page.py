"""The section "Speed" of the page of benchmarks, made from stored results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.accuracy.words import table
from benchmarks.speed.measure import DECODING, HEIGHTS, LABELS, OWN

RESULTS = Path(__file__).parent / "results"
NAME = "speed"

ABOUT = """\
All programs run in turn on the same files, each in a process of its own with as many threads as it
takes by itself, start included. A ratio is that of two costs of the same round, the median over the
rounds: what slows the machine for a while slows both. Decoding alone does nothing with the
pictures. The shots that a scan finds are the same in every round, or the benchmark fails."""

GROWTH_ABOUT = """\
The same pictures, encoded in H.264 at several sizes and lengths. The cost of a scan follows that of
decoding, and its memory does not grow with the length."""

FIGURE = "figures/speed.png"


def read_speed(folder: Path = RESULTS) -> dict[str, Any] | None:
    """Read the stored result; None when nothing was measured."""
    file = folder / f"{NAME}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def speed_section(result: dict[str, Any] | None) -> str:
    """Write the section; empty without a result."""
    if result is None:
        return ""
    machine = result["machine"]
    commit = f"commit `{result['commit']}`" if result["commit"] else "a commit that is not recorded"
    lines = [
        *("## Speed", "", *ABOUT.splitlines(), ""),
        f"- {result['rounds']} rounds, measured on {result['date']} with {commit}",
        f"- {machine['system']}, {machine['cores']} cores, Python {machine['python']}, "
        + ", ".join(f"{name} {number}" for name, number in machine["packages"].items()),
        "",
    ]
    for video in result["videos"]:
        lines += [f"{video['video']}, {video['frames']} frames:", "", *_video_table(video), ""]
    throughput = result["throughput"]
    times = ", ".join(
        f"{count} in {seconds:.0f} s"
        for count, seconds in zip(throughput["episodes"], throughput["seconds"], strict=True)
    )
    lines += [
        f"Two processes scan {throughput['episodes'][-1]} such files {throughput['ratio']:.2f} "
        f"times as fast as one: {times}.",
        *("", f"![CPU time of each program, and how it grows]({FIGURE})", ""),
        *("### How the cost grows", "", *GROWTH_ABOUT.splitlines(), ""),
        *_growth_table(result["growth"]),
        "",
    ]
    return "\n".join(lines)


def _video_table(video: dict[str, Any]) -> list[str]:
    heads = ("Program", "CPU, decoding is 1", "Time, decoding is 1", "CPU a frame", "Peak memory")
    rows = []
    for name, label in LABELS.items():
        if name not in video["costs"]:
            continue
        cpu = sorted(cost["cpu_seconds"] for cost in video["costs"][name])
        rows.append(
            (
                label,
                f"{video['cpu_ratios'][name]:.2f}",
                f"{video['wall_ratios'][name]:.2f}",
                f"{1000 * cpu[len(cpu) // 2] / video['frames']:.2f} ms",
                f"{video['peak_mib'][name]:.0f} MiB",
            )
        )
    return table(heads, rows)


def _growth_table(rows: list[dict[str, Any]]) -> list[str]:
    heads = ("Picture and length", "Decoding, CPU", "cutstat, CPU", "Ratio", "Peak memory")
    return table(
        heads,
        [
            (
                f"{row['height']} lines, {row['seconds']} s",
                f"{row[f'{DECODING}_cpu_seconds']:.1f} s",
                f"{row[f'{OWN}_cpu_seconds']:.1f} s",
                f"{row[f'{OWN}_cpu_seconds'] / row[f'{DECODING}_cpu_seconds']:.2f}",
                f"{row['peak_mib']:.0f} MiB",
            )
            for row in sorted(rows, key=lambda row: (row["seconds"], HEIGHTS.index(row["height"])))
        ],
    )
