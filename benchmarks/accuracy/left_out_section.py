"""The section of the page on titles that the detector has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.accuracy.words import counts_of, listed, percentage, table, three

CEILING = """\
How far can this go? Two careful readers marked the same fight frame by frame: they agreed on 19 of
20 and 21 cuts (F1 0.95), and on 34 of 34 and 35 of a fan edit. Where they did not, the picture was
hidden by a flash or was half of one shot and half of the next; such places are ambiguous here and
count neither for nor against. So for fights, more than about 0.95 cannot be told from chance.
Within a quarter of a second (6 frames) they are found about as well as that: most of what is wrong
there is a border that is found, but on the other side of a flash or a blur: no count moves by it.
"""

ELSEWHERE = """\
For comparison, as measured by others on a first set of 18 videos that neither program was trained
on, with a tolerance of 1 frame: TransNetV2 with its published weights reached an F1 of 0.879 on
animation and 0.734 on live action. It took 41 to 49 s of CPU time for 1000 frames, against 2.5 to
5.3 s of cutstat with the detector before this one, on the same machine. These numbers are not made
by this page.
"""

PARTS = {"cuts": "Cuts", "gradual": "Gradual transitions", "drawn": "Drawn films, all kinds"}
"""Parts whose confidences are given by themselves, by what they are called."""


def left_out_section(left_out: dict[str, Any] | None, real: Sequence[dict[str, Any]]) -> str:
    """Write the section; `real` are the sets of real videos that the page shows."""
    lines = ["## cutstat with titles left out", ""]
    if left_out is None:
        return "\n".join([*lines, "Not measured yet for this version of the detector.", ""])
    apart = [v["name"] for one in real for v in one["videos"] if v["is_apart"]]
    said = f"{len(left_out['videos'])} videos"
    if titles := left_out.get("titles"):
        said += f" of {titles} titles"
    if among := also_judged(left_out, apart):
        said += f", among them {listed(among)}, which the pooled numbers above leave out"
    lines += [
        "Networks and trees are trained anew without a sixth of the titles, and find the borders",
        "of just these; so for each sixth in turn. How far a confidence is believed is fitted",
        f"without them too. These are the numbers to expect on other films: {said}.",
        "What comes with the package is the mean of two trainings; judged here is one alone.",
        "",
    ]
    heads = ("Borders", "Precision", "Recall", "F1", "Found", "Missed", "False")
    rows = []
    for name in ("all", "cuts", "gradual"):
        counts = counts_of(left_out[name])
        found = (counts.hits, counts.misses, counts.false_alarms)
        rows.append([name, *three(counts), *map(str, found)])
    lines += [*table(heads, rows), ""]
    if left_out.get("groups"):
        lines += ["By kind of video:", "", *_groups_table(left_out), "", CEILING]
    if left_out.get("confidence"):
        lines += ["How often the detector is right when it is so sure:", ""]
        lines += [*_confidence_table(left_out["confidence"]), ""]
    for name, bands in left_out.get("confidence_of", {}).items():
        lines += [f"{PARTS[name]}:", "", *_confidence_table(bands), ""]
    if left_out.get("looks"):
        lines += [*_looks(left_out["looks"]), ""]
    if left_out.get("groups"):
        lines.append(ELSEWHERE)
    return "\n".join(lines)


def also_judged(left_out: dict[str, Any] | None, apart: Sequence[str]) -> list[str]:
    """Give the videos set apart that the numbers with a title left out hold."""
    if left_out is None:
        return []
    return [
        name
        for name in apart
        if name in left_out["videos"] and name not in left_out.get("set_apart", ())
    ]


def _groups_table(left_out: dict[str, Any]) -> list[str]:
    heads = ("Kind", "Videos", "Borders", "Precision", "Recall", "F1", "Cuts: F1", "Gradual: F1",
             "F1 within 6 frames", "Error of count")  # fmt: skip
    named = {"TV anime": left_out.get("television"), **left_out["groups"], "all": left_out["all"]}
    rows = []
    for name, numbers in named.items():
        if numbers is None:
            continue
        counts = counts_of(numbers)
        rows.append(
            [
                name,
                str(numbers["videos"]),
                str(counts.hits + counts.misses),
                *three(counts),
                three(counts_of(numbers["cuts"]))[2],
                three(counts_of(numbers["gradual"]))[2],
                f"{numbers['wide_f1']:.3f}",
                f"{100 * numbers['count_error']:+.1f} %",
            ]
        )
    return table(heads, rows)


def _confidence_table(bands: Sequence[dict[str, Any]]) -> list[str]:
    heads = ["Confidence", "Transitions", "Right"]
    if all("said" in band for band in bands):
        heads.insert(2, "Said")
    rows = [
        [
            f"{band['above']:.2f} to {band['up_to']:.2f}",
            str(band["transitions"]),
            *([percentage(band["said"])] if "Said" in heads else []),
            percentage(band["right"]),
        ]
        for band in bands
    ]
    return table(heads, rows)


def _looks(looks: dict[str, dict[str, Any]]) -> list[str]:
    """Say how often drawn films were told from others."""
    wrong = [
        name for name, one in looks.items() if (one["drawn"] >= 0.5) != (one["made"] == "drawn")
    ]
    right = len(looks) - len(wrong)
    text = f"Drawn films were told from others in {right} of {len(looks)} videos"
    return [text + (f"; taken for the other: {listed(wrong)}." if wrong else ".")]
