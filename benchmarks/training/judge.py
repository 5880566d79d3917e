"""How good the detector is on titles that it has never seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.training.footage import AnnotatedVideo
from benchmarks.training.lessons import Lesson, train
from cutstat.core.shot_list import ShotList
from cutstat.detection.detector import CutstatDetector
from cutstat.formats.json_documents import score_document
from cutstat.stats.score import Score, score

CONFIDENCES = (0.5, 0.7, 0.9, 0.97, 1.0)
"""Limits between which confidences are set against the share that is right."""


def judge(
    videos: Sequence[AnnotatedVideo],
    lessons: Sequence[Lesson],
    *,
    apart: Sequence[str] = (),
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Detect each title by networks that have not seen it, and print the scores.

    Videos whose names match a glob of `apart` are reported, but not counted in the sums.

    Returns
    -------
    dict
        Counts and F1 of all transitions, cuts and gradual ones, F1 by video, and the share of
        transitions that is right by confidence.
    """
    scores: list[Score] = []
    others: list[Score] = []
    sure: list[tuple[float, bool]] = []
    for title in sorted({video.title for video in videos}):
        detector = CutstatDetector(
            model=train([lesson for lesson in lessons if title not in lesson.titles])
        )
        for video in (video for video in videos if video.title == title):
            found = detector.detect(video.track).transitions
            estimate = ShotList(video.name, found, n_frames=video.track.n_frames)
            one = score(video.annotation, estimate)
            is_apart = any(fnmatch(video.name, glob) for glob in apart)
            (others if is_apart else scores).append(one)
            alarms = {alarm.transition for alarm in one.false_alarms}
            sure += [] if is_apart else [(each.confidence, each not in alarms) for each in found]
            say(f"{video.name}: F1 {one.pooled.f1:.3f}")
            for missed in one.misses:
                say(f"  missed {missed.kind} at {missed.start}")
            for alarm in one.false_alarms:
                say(f"  false {alarm.transition} ({alarm.reason})")
    document = score_document(scores)
    result: dict[str, Any] = {
        "all": _counts(document),
        "cuts": _counts(document["cuts"]),
        "gradual": _counts(document["gradual"]),
        "videos": {one.video: one.pooled.f1 for one in (*scores, *others)},
        "apart": _counts(score_document(others)),
        "set_apart": [one.video for one in others],
        "confidence": _reliability(sure),
    }
    for name in ("all", "cuts", "gradual", "apart", "confidence"):
        say(f"{name}: {result[name]}")
    return result


def _reliability(sure: Sequence[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Set the share of transitions that is right against how sure the detector was."""
    bands: list[dict[str, Any]] = []
    for low, high in pairwise(CONFIDENCES):
        inside = [is_right for chance, is_right in sure if low < chance <= high]
        if inside:
            band = {"above": low, "up_to": high, "transitions": len(inside)}
            bands.append({**band, "right": float(np.mean(inside))})
    return bands


def _counts(document: dict[str, Any]) -> dict[str, Any]:
    return {key: document[key] for key in ("f1", "hits", "misses", "false_alarms")}
