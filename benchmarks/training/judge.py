"""How good the detector is on titles that it has never seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.accuracy.groups import GROUPS, OTHER, group_of
from benchmarks.training.calibrate import calibrations
from benchmarks.training.left_out import LeftOut
from benchmarks.training.spread import spread_of_titles
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Detection
from cutstat.detection.detector import CutstatDetector
from cutstat.detection.model import Experts, Model, Weigher
from cutstat.stats.score import Counts, Score, match, score

TOLERANCE = 1
"""Frames by which an estimate may be off, as in `benchmarks.accuracy`."""

WIDE_TOLERANCE = 6
"""A quarter of a second: what is right but for its place is told apart from what is wrong."""

NOTHING = Weigher(())
"""Where all has been weighed, only how far it is believed is asked for."""

CONFIDENCES = (0.5, 0.7, 0.85, 0.95, 0.99, 1.0)
"""Limits between which confidences are set against the share that is right."""

APART = "jump cuts"
"""The group that no series is made of."""

TELEVISION = ("calm", "fights", "openings")
"""Groups that are TV anime."""

DRAWN = ("calm", "fights", "openings", "drawn trailers", "fan edits", "cartoons")


def detect_left_out(said: Sequence[LeftOut]) -> list[Detection]:
    """Turn what is said of videos with their titles left out into transitions.

    How far it can be believed is fitted without the fold that the video belongs to.
    """
    detectors: dict[int, CutstatDetector] = {}
    for fold in {one.fold for one in said}:
        cut, gradual = calibrations([one for one in said if one.fold != fold])
        model = Model(Experts(NOTHING, NOTHING, cut), Weigher((), (), gradual), said[0].looks)
        detectors[fold] = CutstatDetector(model=model)
    return [
        detectors[one.fold].settle(one.video.track, one.weighed, footage=one.footage)
        for one in said
    ]


def judge(said: Sequence[LeftOut], *, say: Callable[[str], None]) -> dict[str, Any]:
    """Score what was found in titles left out, and print it.

    Returns
    -------
    dict
        Numbers of all videos, of TV anime, of each group and of each video, how much the error of
        the count differs between titles, and the share of transitions that is right by confidence.
    """
    scores: list[Score] = []
    wide: dict[str, Score] = {}
    sure: list[tuple[str, bool, float, bool]] = []
    for one, found in zip(said, detect_left_out(said), strict=True):
        name = one.video.name
        estimate = ShotList(name, found.transitions, n_frames=one.video.track.n_frames)
        scored = score(one.video.annotation, estimate, tolerance=TOLERANCE)
        scores.append(scored)
        wide[scored.video] = score(one.video.annotation, estimate, tolerance=WIDE_TOLERANCE)
        alarms = {alarm.transition for alarm in scored.false_alarms}
        pairs = match(one.video.annotation.transitions, found.transitions, tolerance=TOLERANCE)
        hits = {found.transitions[k] for _, k in pairs}
        sure += [
            (group_name(name), each.is_gradual, each.confidence, each in hits)
            for each in found.transitions
            if each in hits or each in alarms  # what is ambiguous is neither right nor wrong
        ]
        say(f"{name}: F1 {scored.pooled.f1:.3f}, looks {one.footage.kind} {one.footage.drawn:.2f}")
        for missed in scored.misses:
            say(f"  missed {missed.kind} at {missed.start}")
        for alarm in scored.false_alarms:
            say(f"  false {alarm.transition} ({alarm.reason})")
    titles: dict[str, list[Score]] = {}
    for one, scored in zip(said, scores, strict=True):
        if group_name(one.video.name) != APART:
            titles.setdefault(one.video.title, []).append(scored)
    by_group = {
        name: [one for one in scores if group_name(one.video) == name]
        for name in (*(group.name for group in GROUPS), OTHER)
    }

    def numbers(some: Sequence[Score]) -> dict[str, Any]:
        return {**_numbers(some), "wide_f1": _numbers([wide[one.video] for one in some])["f1"]}

    result: dict[str, Any] = {
        "titles": len({one.video.title for one in said}),
        "all": numbers(scores),
        "cuts": numbers(scores)["cuts"],
        "gradual": numbers(scores)["gradual"],
        "television": numbers([one for name in TELEVISION for one in by_group[name]]),
        "groups": {name: numbers(found) for name, found in by_group.items() if found},
        "videos": {one.video: one.pooled.f1 for one in scores},
        "title_spread": spread_of_titles(titles),
        "confidence": _reliability((p, ok) for _, _, p, ok in sure),
        "confidence_of": {
            "cuts": _reliability((p, ok) for _, gradual, p, ok in sure if not gradual),
            "gradual": _reliability((p, ok) for _, gradual, p, ok in sure if gradual),
            "drawn": _reliability((p, ok) for group, _, p, ok in sure if group in DRAWN),
        },
        "looks": {
            one.video.name: {"made": one.video.made, "drawn": round(one.footage.drawn, 2)}
            for one in said
        },
    }
    for name, own in [
        *((name, result[name]) for name in ("all", "television")),
        *result["groups"].items(),
    ]:
        say(f"{name:15s} {_line(own)}")
    for name, bands in result["confidence_of"].items():
        for band in bands:
            say(f"{name} {band['above']}-{band['up_to']}: {band}")
    return result


def group_name(video: str) -> str:
    """Name the group of a video."""
    group = group_of(video)
    return group.name if group else OTHER


def _numbers(scores: Sequence[Score]) -> dict[str, Any]:
    """Pool scores; the error of the count is that of the number of shots, with its sign."""
    reference = sum(one.reference_shots for one in scores)
    estimated = sum(one.estimated_shots for one in scores)
    parts = {
        name: sum((getattr(one, name) for one in scores), Counts())
        for name in ("pooled", "cuts", "gradual")
    }
    return {
        "videos": len(scores),
        **_rates(parts["pooled"]),
        "count_error": estimated / reference - 1 if reference else 0.0,
        "cuts": _rates(parts["cuts"]),
        "gradual": _rates(parts["gradual"]),
    }


def _rates(counts: Counts) -> dict[str, Any]:
    return {
        "f1": counts.f1,
        "precision": counts.precision,
        "recall": counts.recall,
        "hits": counts.hits,
        "misses": counts.misses,
        "false_alarms": counts.false_alarms,
    }


def _line(numbers: dict[str, Any]) -> str:
    found = "/".join(str(numbers[key]) for key in ("hits", "misses", "false_alarms"))
    return (
        f"F1 {numbers['f1']:.3f}  P {numbers['precision']:.3f}  R {numbers['recall']:.3f}  "
        f"{found}  count {100 * numbers['count_error']:+.1f} %  "
        f"cuts {numbers['cuts']['f1']:.3f}  gradual {numbers['gradual']['f1']:.3f}"
    )


def _reliability(sure: Iterable[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Set the share of transitions that is right against how sure the detector was."""
    pairs = list(sure)
    bands: list[dict[str, Any]] = []
    for low, high in pairwise(CONFIDENCES):
        inside = [(chance, ok) for chance, ok in pairs if low < chance <= high]
        if inside:
            bands.append(
                {
                    "above": low,
                    "up_to": high,
                    "transitions": len(inside),
                    "said": float(np.mean([chance for chance, _ in inside])),
                    "right": float(np.mean([ok for _, ok in inside])),
                }
            )
    return bands
