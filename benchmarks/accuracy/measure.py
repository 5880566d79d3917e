"""From annotated videos to the scores of every detector."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, cast

import cv2
import msgspec
import numpy as np

from benchmarks.accuracy.collection import AnnotatedFile
from benchmarks.accuracy.entrants import Absence, Entrant, entrants
from benchmarks.accuracy.interval import LEVEL, RESAMPLES, SEED, f1_interval
from cutstat.core.shot_list import ShotList
from cutstat.errors import DecodeError
from cutstat.formats.json_documents import score_document
from cutstat.formats.scored import ScoredFiles
from cutstat.scan.analyse import read_track
from cutstat.stats.score import Counts, Score, score

TOLERANCE = 1
"""Frames by which an estimate may be off: where one frame blends two shots, or smears, the
first frame of the new shot is a matter of taste."""

Outcome = dict[str, Score | str]
"""Of one video, by name of the detector: its score, or why it has none."""


def measure(
    files: Sequence[AnnotatedFile], *, jobs: int, progress: Callable[[int], None]
) -> dict[str, Any]:
    """Run all detectors on all videos and give the document of the scores.

    Parameters
    ----------
    files : sequence of AnnotatedFile
        At least one of them not set apart.
    jobs : int > 0
        Processes; each works on one video at a time.
    progress : callable
        Told how many videos are done.
    """
    found, absences = entrants()
    outcomes: list[Outcome] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=partial(cv2.setNumThreads, 1)
    ) as pool:
        for outcome in pool.map(examine, files):
            outcomes.append(outcome)
            progress(len(outcomes))
    rows: list[dict[str, Any]] = []
    for one in found:
        scores = [outcome[one.name] for outcome in outcomes]
        reason = next((said for said in scores if isinstance(said, str)), None)
        if reason is None:
            rows.append(detector_document(one, files, [s for s in scores if isinstance(s, Score)]))
        else:
            absences.append(Absence(one.label, reason))
    return {
        "tolerance": TOLERANCE,
        "interval": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "videos": [_video_document(file) for file in files],
        "detectors": rows,
        "absent": [{"label": one.label, "reason": one.reason} for one in absences],
    }


def examine(file: AnnotatedFile) -> Outcome:
    """Score all detectors on one video."""
    track = read_track(file.path, threads=1)
    outcome: Outcome = {}
    for one in entrants()[0]:
        try:
            found = one.detect(file.path, track)
        except DecodeError as error:  # of ffmpeg; cutstat's own decoder has been through the file
            outcome[one.name] = str(error)
            continue
        estimate = ShotList(file.name, found, n_frames=track.n_frames)
        outcome[one.name] = score(file.annotation, estimate, tolerance=TOLERANCE)
    return outcome


def detector_document(
    entrant: Entrant, files: Sequence[AnnotatedFile], scores: Sequence[Score]
) -> dict[str, Any]:
    """Describe how one detector did: pooled without what is set apart, and by video."""
    counted = [(file, one) for file, one in zip(files, scores, strict=True) if not file.is_apart]
    by_title: dict[str, list[Counts]] = {}
    for file, one in counted:
        by_title.setdefault(file.title, []).append(one.pooled)
    pooled = _scored([one for _, one in counted])
    parts = {"all": pooled, "cuts": pooled["cuts"], "gradual": pooled["gradual"]}
    interval = f1_interval(by_title)
    return {
        "name": entrant.name,
        "label": entrant.label,
        "short": entrant.short,
        "version": entrant.info.version,
        "parameters": dict(entrant.info.parameters),
        **{name: _numbers(part) for name, part in parts.items()},
        "f1_interval": None if interval is None else list(interval),
        "count_error": float(np.mean([abs(one.count_error) for _, one in counted])),
        "videos": {
            one["video"]: {
                **_numbers(one),
                "reference_shots": one["reference_shots"],
                "estimated_shots": one["estimated_shots"],
            }
            for one in _scored(scores)["videos"]
        },
    }


def _scored(scores: Sequence[Score]) -> dict[str, Any]:
    document = score_document(ScoredFiles(tuple(scores), (), ()))
    return cast("dict[str, Any]", msgspec.to_builtins(document))


def _numbers(part: dict[str, Any]) -> dict[str, Any]:
    names = ("precision", "recall", "f1", "hits", "misses", "false_alarms")
    return {name: part[name] for name in names}


def _video_document(file: AnnotatedFile) -> dict[str, Any]:
    transitions = file.annotation.transitions
    return {
        "name": file.name,
        "title": file.title,
        "frames": file.annotation.n_frames,
        "cuts": sum(not one.is_gradual for one in transitions),
        "gradual": sum(one.is_gradual for one in transitions),
        "is_apart": file.is_apart,
    }
