"""The section "Segments" of the page of benchmarks, made from stored results."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.words import percentage, table
from benchmarks.segments.growth import BASE, RUNS, n_log_n
from benchmarks.segments.scoring import SCORED, Tally, added

RESULTS = Path(__file__).parent / "results"
FIGURE = "figures/segments-growth.png"
"""Path of the figure from the folder of the page."""

WITHIN = (0, 1, 12)
"""Frames by which an edge may be off, for the columns of the table."""

ABOUT = """\
Seasons are joined by rule from pieces of real videos, so that the truth is known to the frame
(`benchmarks.segments.seasons`). Each episode is encoded in another size, quality or codec than the
one before, with other credits burnt into openings and endings; then it is decoded and its shots are
found as in every scan, and the season is segmented. Bodies are mirrored, flipped or cropped views
of the videos, each of them shown by one episode only. **The seasons are no real ones**: openings
last 20 to 25 s, and who made the rules of the seasons knew the rules of the program, which were
tuned on seasons joined in like ways. The numbers show what the program does with each of these
situations, not how often it is right on television.

- Found: a label of the same kind overlaps the segment. Missed: none does. False: a label that
  overlaps no segment of its kind.
- Edges: by how many frames starts and stops of the segments found are off; two edges a segment.
- The ending that a single episode has counts as an ending, though comparing cannot find it. Black
  frames before an opening that begins with black count as body, though no eye sees the border."""

GROWTH_ABOUT = f"""\
How time and memory grow: seasons of episodes of 24 minutes, made of the fingerprints of the seasons
above, every piece of body turned into other footage by a random mask, with opening and ending of
one and a half minutes and more, and a bit or two of noise in every fingerprint. Each size runs in a
process of its own; of {RUNS} runs the fastest counts. Memory is the peak of the whole process, and
its peak before segmenting began, when it held the episodes themselves. Decoding is not in it."""


def read_segments(folder: Path = RESULTS) -> list[dict[str, Any]]:
    """Read the results of all folders of videos, by name; empty when nothing was measured."""
    return [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]


def segments_section(results: Sequence[dict[str, Any]]) -> str:
    """Write the section; empty without results."""
    if not results:
        return ""
    lines = ["## Segments", "", *ABOUT.splitlines(), ""]
    for index, result in enumerate(results):
        lines += [f"### Seasons joined from: {result['name']}", "", *_about(result), ""]
        lines += [*_season_table(result), ""]
        lines += [f"- {one['name']}: {one['about']}" for one in result["seasons"]]
        lines += ["", "All seasons, by kind:", "", *_kind_table(result), ""]
        lines += [*_wrong(result), ""]
        lines += [*GROWTH_ABOUT.splitlines(), ""]
        if index == 0:
            lines += [f"![Time and memory by the number of episodes]({FIGURE})", ""]
        lines += [*_growth_table(result["growth"]), ""]
    return "\n".join(lines)


def tallies_of(season: dict[str, Any]) -> dict[Any, Tally]:
    """Read the tallies of a season, by kind."""
    return {kind: Tally.from_document(season["kinds"][kind]) for kind in SCORED}


def _about(result: dict[str, Any]) -> list[str]:
    seasons, machine = result["seasons"], result["machine"]
    episodes, frames = (sum(one[key] for one in seasons) for key in ("episodes", "frames"))
    commit = f"commit `{result['commit']}`" if result["commit"] else "a commit that is not recorded"
    if result["is_committed"] is False:
        commit += " and changes that were not committed yet"
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    return [
        f"- {len(seasons)} seasons, {episodes} episodes, {frames} frames, from {result['videos']} "
        f"videos; seed {result['seed']}",
        f"- Segmenter {result['segmenter']}, measured on {result['date']} with {commit}",
        f"- {machine['system']}, {machine['cores']} cores, Python {machine['python']}, {packages}",
    ]


def _season_table(result: dict[str, Any]) -> list[str]:
    heads = ("Season", "Episodes", "Segments", "Found", "Missed", "False", "Frames labelled right")
    rows = []
    for season in result["seasons"]:
        tally = sum(tallies_of(season).values(), Tally())
        rows.append(
            [
                season["name"],
                str(season["episodes"]),
                *map(str, (tally.found + tally.missed, tally.found, tally.missed, tally.false)),
                percentage(season["frames_right"] / season["frames"]),
            ]
        )
    return table(heads, rows)


def _kind_table(result: dict[str, Any]) -> list[str]:
    heads = (
        *("Kind", "Found", "Missed", "False", "Edges exact"),
        *(f"within {n} frame{'s' if n > 1 else ''}" for n in WITHIN[1:]),
        "Largest error",
    )
    total = added(tallies_of(season) for season in result["seasons"])
    rows = [_kind_row(kind, tally) for kind, tally in total.items()]
    return table(heads, [*rows, _kind_row("together", sum(total.values(), Tally()))])


def _kind_row(name: str, tally: Tally) -> list[str]:
    shares = [tally.within(frames) for frames in WITHIN]
    return [
        name,
        *map(str, (tally.found, tally.missed, tally.false)),
        *("–" if math.isnan(value) else percentage(value) for value in shares),
        "–" if tally.largest is None else f"{tally.largest} frames",
    ]


def _wrong(result: dict[str, Any]) -> list[str]:
    lines = [
        f"- {'Missed' if one['is_missed'] else 'False'}: {one['kind']} in {season['name']} "
        f"{one['episode']}, frames {one['start']} to {one['stop']}"
        for season in result["seasons"]
        for one in season["wrong"]
    ]
    return ["Every segment that was missed, and every false label:", "", *(lines or ["- none"])]


def _growth_table(rows: Sequence[dict[str, Any]]) -> list[str]:
    heads = (
        *("Episodes", "Time", f"to that of {BASE}", "n log n", "Processor time", "Peak memory"),
        *("before segmenting", "With opening", "With ending"),
    )
    base = next((row["seconds"] for row in rows if row["episodes"] == BASE), math.nan)
    return table(
        heads,
        [
            [
                str(row["episodes"]),
                f"{row['seconds']:.2f} s",
                f"{row['seconds'] / base:.2f}",
                f"{n_log_n(row['episodes']):.2f}",
                f"{row['processor_seconds']:.2f} s",
                f"{row['peak_mib']:.0f} MiB",
                f"{row['mib_before']:.0f} MiB",
                str(row["with_opening"]),
                str(row["with_ending"]),
            ]
            for row in rows
        ],
    )
