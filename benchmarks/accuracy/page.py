"""The page of the benchmarks, made from stored results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.accuracy.entrants import OWN
from benchmarks.accuracy.left_out_section import also_judged, left_out_section
from benchmarks.accuracy.results import MADE
from benchmarks.accuracy.words import (
    LEFT_OUT_LABEL,
    counts_of,
    label_of,
    listed,
    percentage,
    share,
    table,
    three,
)
from benchmarks.segments.page import read_segments, segments_section
from benchmarks.speed.page import read_speed, speed_section
from benchmarks.statistics.page import read_simulation, verdict_section

FIGURE = "figures/accuracy.png"
"""Path of the figure from the folder of the page."""

HEAD = """\
# Benchmarks: how well are shots found?

Made from `benchmarks/accuracy/results` by `python -m benchmarks.accuracy`, the section "Segments"
from `benchmarks/segments/results` by `python -m benchmarks.segments`, the section "The verdict"
from `benchmarks/statistics/results` by `python -m benchmarks.statistics`; do not edit.

**Read this first.** cutstat's own detector was trained on the annotated videos. Its row "cutstat,
trained on these" says how well it knows what it has learnt, not how well it does on a film that it
has not seen: do not compare it with the rows of others. Only the numbers with titles left out of
training judge it fairly. The detectors of others are not trained; they run with the thresholds of
their authors.

## How it is scored

- A border of the reference is found when an estimate lies within 1 frame of it, or within the
  frames of a gradual transition (a dissolve, fade or wipe). Borders and estimates are matched one
  to one, as many as possible (`cutstat.stats.score`).
- Precision is the share of estimates that are right, recall the share of borders that are found, F1
  their harmonic mean. All are pooled: added up over videos first, divided after.
- An estimate where the annotation calls the picture ambiguous counts neither for nor against.
- Intervals hold 95 % of the pooled F1 of 2000 bootstrap samples of titles; excerpts of one title
  are drawn together. They say how much hangs on the choice of titles, and nothing about training.
- Error of count: how far the number of shots is off, by video, without its sign, on average.
- PySceneDetect's detectors run with the defaults of its Python interface, by which no shot is
  shorter than 15 frames, and once more with no minimum length (`min_scene_len=1`), marked † where
  columns are narrow. They see the frames that cutstat decodes. ffmpeg's `scdet` runs with its
  default threshold.
- To the detectors of others each border is a cut: one inside a gradual transition counts as found,
  and all their false alarms count against cuts, so they have no precision of their own for gradual
  transitions.
- A video without borders has an F1 of 1 when nothing was found in it, and of 0 otherwise.
"""

AGAIN = """\
## Run it again

```
python -m benchmarks.accuracy VIDEOS --exclude 'vlog-*'
```

VIDEOS is a folder of videos with NAME.json beside each; videos that match `--exclude` are set
apart, and `--unseen` says that the detector was not trained on any of them. The project's own clips
are rendered into a temporary folder and measured too. Results go to `benchmarks/accuracy/results`,
and this page and its figure are made from them; `--page-only` makes them again without measuring.
`python -m benchmarks.training VIDEOS...` leaves titles out, a sixth of them at a time, stores what
it finds of these among the results (`left-out.json`), and then learns from all; with `--judge` it
learns nothing. Run it first, then the command above.

```
python -m benchmarks.segments VIDEOS
```

VIDEOS is a folder of any videos, with at least four of 25 s and ten minutes or so together. Without
VIDEOS the page and the figure of the growth are made again from what is stored.

```
python -m benchmarks.statistics --lists LISTS
```

LISTS is a folder of shot lists of one series (`*.shots.txt`: first and last frame of each shot);
without it, the spread measured the last time is taken. `--page-only` makes the section and its
figure again without simulating.

```
python -m benchmarks.speed VIDEO...
```

Each VIDEO is a file of a minute or longer; the first is encoded at other sizes too. Without one the
section is made again from what is stored.

```
python -m benchmarks.attack --videos 2000 --texts 2000 --kills 20 --disks 8
```

Small videos in eighteen encodings of eight containers, shot lists in all formats, TOML files,
subtitles and names are damaged at random, in ten ways, and read as a scan or an import does it;
scans are killed, and run out of disk. Each must end with a result, a result with a note, or a
sentence; a video that gives fewer pictures than before the damage must say so, and of a list,
whatever its whole lines give must be found. The last run (seed 5):

| what | how many | result | with a note | refused | crashes | hangs | tracebacks | silent losses |
|---|---|---|---|---|---|---|---|---|
| videos | 2,000 | 353 | 1,370 | 277 | 0 | 0 | 0 | 0 |
| texts | 2,000 | 366 | 159 | 1,475 | 0 | 0 | 0 | 0 |
| scans killed | 20 | 20 | – | – | 0 | 0 | 0 | 0 |
| disks too small | 8 | 1 | – | 7 | 0 | 0 | 0 | 0 |

After each kill the library was whole and held what it had held; after all kills, and once the disks
had grown, it held the same as one that nobody had disturbed. The largest process took 224 MiB. Runs
before found two streams that lost pictures in silence, a sound that no resampler takes, which cost
the pictures too, and an edit list of which two events stood on one line.

```
python -m benchmarks.voices VOICES MUSIC EFFECTS
```

Human voices are mixed with music and effects, and voice activity is set against the energy of the
clean voice. The last run: five speakers in as many languages (Asterisk's prompts), music and
effects of Hedgewars, ten mixtures of three minutes each; share of voices off by, in points (least,
most), and share of moments told wrongly. What is off by +14 to +18 is one song with words.

| voice above the rest by | music | effects | both |
|---|---|---|---|
| 10 dB | +1.2 (−2.2, +14.5), .042 | +3.1 (+0.4, +6.0), .063 | +2.9 (−0.5, +16.1), .061 |
| 5 dB | +0.2 (−4.2, +16.7), .060 | +3.1 (−0.5, +7.0), .081 | +3.1 (−1.5, +17.8), .081 |
| 0 dB | −3.4 (−10.4, +17.5), .100 | −0.3 (−6.3, +5.0), .119 | −0.4 (−7.2, +16.1), .122 |
| −5 dB | −14.4 (−26.6, +10.0), .212 | −8.6 (−12.9, −4.1), .203 | −14.0 (−25.2, +6.8), .255 |

Alone it is off by −0.1 (−1.3, +0.5), and .015 of the moments are told wrongly.
"""


def to_markdown(
    sets: Sequence[dict[str, Any]],
    left_out: dict[str, Any] | None,
    segments: Sequence[dict[str, Any]] | None = None,
) -> str:
    """Write the page.

    Parameters
    ----------
    sets : sequence of dict
        Results of sets of videos.
    left_out : dict, optional
        How cutstat does on titles that it was not trained on, if that was measured.
    segments : sequence of dict, optional
        Results of the benchmark of segments; by default those that are stored.
    """
    real = [one for one in sets if one["name"] != MADE]
    made = [one for one in sets if one["name"] == MADE]
    parts = [
        HEAD,
        *(_annotated_section(one, left_out, has_figure=one is shown_set(sets)) for one in real),
    ]
    parts.append(left_out_section(left_out, real))
    parts += [_made_section(one) for one in made]
    section = segments_section(read_segments() if segments is None else segments)
    verdict = verdict_section(read_simulation())
    speed = speed_section(read_speed())
    parts += [one for one in (section, verdict, speed) if one]
    return "\n".join([*parts, AGAIN])


def shown_set(sets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the set that the figure shows: the first whose videos are real."""
    return next((one for one in sets if one["name"] != MADE), sets[0])


def _annotated_section(
    result: dict[str, Any], left_out: dict[str, Any] | None, *, has_figure: bool
) -> str:
    apart = [video["name"] for video in result["videos"] if video["is_apart"]]
    lines = [f"## Real videos: {result['name']}", "", *_about(result), ""]
    lines += [
        "cutstat was trained on these videos."
        if result["is_trained_on"]
        else "cutstat was not trained on these videos.",
        "",
    ]
    if has_figure:
        lines += [f"![Precision, recall and F1 of each detector]({FIGURE})", ""]
        if result["is_trained_on"] and (among := also_judged(left_out, apart)):
            lines += [f'In the figure, "{LEFT_OUT_LABEL}" counts {listed(among)} too.', ""]
    lines += [
        *_pooled_table(result),
        "",
        *_kinds_table(result),
        "",
    ]
    for name in apart:
        lines += [f"Set apart, and in none of the numbers above, {name}:", ""]
        lines += [*_apart_table(result, name), ""]
    lines += ["F1 by video:", "", *_video_table(result, left_out), ""]
    return "\n".join(lines)


def _made_section(result: dict[str, Any]) -> str:
    lines = [
        "## Clips that the project made itself",
        "",
        "**These are no real videos.** They are the sample series, which the project draws by rule",
        "from scripts of its own (`cutstat.synth`); the scripts are the truth. Clips and detector",
        "come from one hand: they show whether something simple goes wrong, not how good a",
        "detector is. Intervals take each episode for a title, although episodes of a series are",
        "alike, and so are too narrow.",
        "",
        *_about(result),
        "",
        *_pooled_table(result),
        "",
        *_kinds_table(result),
        "",
        "F1 by video:",
        "",
        *_video_table(result, None),
        "",
    ]
    return "\n".join(lines)


def _about(result: dict[str, Any]) -> list[str]:
    """Say what was measured, when, by which code and on what machine."""
    counted = [video for video in result["videos"] if not video["is_apart"]]
    titles = len({video["title"] for video in counted})
    several = f" of {titles} titles" if titles < len(counted) else ""
    cuts, gradual = (sum(video[key] for video in counted) for key in ("cuts", "gradual"))
    machine = result["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    commit = f"commit `{result['commit']}`" if result["commit"] else "a copy without history"
    if result["is_committed"] is False:
        commit += " and changes that were not committed yet"
    lines = [
        f"- {len(counted)} videos{several}, {cuts} cuts and {gradual} gradual transitions",
        f"- Measured on {result['date']} with {commit}",
        f"- {machine['system']}, {machine['cores']} cores, Python {machine['python']}, {packages}",
    ]
    versions = [one["version"] for one in result["detectors"] if one["name"] == "scdet"]
    lines += [f"- ffmpeg {version}" for version in versions]
    return lines + [f"- Not here: {one['label']} ({one['reason']})" for one in result["absent"]]


def _pooled_table(result: dict[str, Any]) -> list[str]:
    heads = (
        *("Detector", "Precision", "Recall", "F1", "95 % interval of F1"),
        *("Found", "Missed", "False", "Error of count"),
    )
    rows = []
    for one in result["detectors"]:
        counts = counts_of(one["all"])
        ends = one["f1_interval"]
        rows.append(
            [
                label_of(one, result),
                *three(counts),
                "–" if ends is None else " to ".join(map(share, ends)),
                *map(str, (counts.hits, counts.misses, counts.false_alarms)),
                percentage(one["count_error"]),
            ]
        )
    return table(heads, rows)


def _kinds_table(result: dict[str, Any]) -> list[str]:
    heads = ["Detector"]
    for kind in ("Cuts", "Gradual"):
        heads += [f"{kind}: precision", "recall", "F1"]
    rows = []
    for one in result["detectors"]:
        gradual = three(counts_of(one["gradual"]))
        if one["name"] != OWN:  # each estimate is a cut, so that none can be false as a gradual one
            gradual = ["–", gradual[1], "–"]
        rows.append([label_of(one, result), *three(counts_of(one["cuts"])), *gradual])
    return table(heads, rows)


def _apart_table(result: dict[str, Any], video: str) -> list[str]:
    heads = ("Detector", "Precision", "Recall", "F1", "Found", "Missed", "False")
    rows = []
    for one in result["detectors"]:
        counts = counts_of(one["videos"][video])
        found = (counts.hits, counts.misses, counts.false_alarms)
        rows.append([label_of(one, result), *three(counts), *map(str, found)])
    return table(heads, rows)


def _video_table(result: dict[str, Any], left_out: dict[str, Any] | None) -> list[str]:
    """Write F1 by video; a video without borders has 1 when nothing was found, else 0."""
    heads = ["Video", "Borders", *(one["short"] for one in result["detectors"])]
    if left_out is not None:
        heads.insert(3, LEFT_OUT_LABEL)
    rows = []
    for video in sorted(result["videos"], key=lambda video: video["is_apart"]):
        name = video["name"]
        row = [
            f"{name} (set apart)" if video["is_apart"] else name,
            str(video["cuts"] + video["gradual"]),
            *(f"{one['videos'][name]['f1']:.2f}" for one in result["detectors"]),
        ]
        if left_out is not None:
            f1 = left_out["videos"].get(name)
            row.insert(3, "–" if f1 is None else f"{f1:.2f}")
        rows.append(row)
    return table(heads, rows)
