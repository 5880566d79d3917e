"""From the seasons to their scores: each episode is encoded, decoded and segmented."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.segments.compose import write_episode
from benchmarks.segments.scoring import SCORED, added, frames_right, score_episode
from benchmarks.segments.script import Script, Span
from benchmarks.segments.seasons import Season
from cutstat.core.segments import Segmentation
from cutstat.scan.analyse import analyse_file
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import segment_series


def read_sources(
    seasons: Sequence[Season],
    *,
    reels: Path,
    folder: Path,
    jobs: int,
    progress: Callable[[int], None],
) -> list[list[Source]]:
    """Write each episode, decode it again and find its shots; by season, in order.

    Parameters
    ----------
    seasons : sequence of Season
        What to join.
    reels : Path
        Folder of the reels.
    folder : Path
        Where episodes are written; each is deleted when it has been decoded.
    jobs : int > 0
        Processes; each works on one episode at a time.
    progress : callable
        Told how many episodes are done.
    """
    scripts = [script for season in seasons for script in season.scripts]
    context = multiprocessing.get_context("spawn")
    found: list[Source] = []
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=partial(cv2.setNumThreads, 1)
    ) as pool:
        for source in pool.map(partial(read_source, reels=reels, folder=folder), scripts):
            found.append(source)
            progress(len(found))
    remaining = iter(found)
    return [[next(remaining) for _ in season.scripts] for season in seasons]


def read_source(script: Script, *, reels: Path, folder: Path) -> Source:
    """Write an episode, decode it as the program does, and give what segmenting needs of it."""
    path = folder / f"{script.season} - {script.number:02d}.mkv"
    write_episode(script, reels, path)
    track, detection = analyse_file(path, threads=1)
    path.unlink()
    if track.n_frames != script.n_frames:
        raise ValueError(f"{path.name}: {track.n_frames} frames of {script.n_frames} decoded")
    return Source(
        number=float(script.number),
        times=track.times,
        fingerprints=track.seen.fingerprints,
        colours=track.seen.colours,
        deviation=track.seen.curves["deviation"],
        borders=np.array([one.border for one in detection.transitions], np.intp),
    )


def season_document(season: Season, sources: Sequence[Source]) -> dict[str, Any]:
    """Segment a season and describe how that went."""
    found = [_spans(one) for one in segment_series(sources)]
    scores = [
        score_episode(script.truth, labels)
        for script, labels in zip(season.scripts, found, strict=True)
    ]
    tallies = added(one for one, _ in scores)
    right = sum(
        frames_right(script.truth, labels)
        for script, labels in zip(season.scripts, found, strict=True)
    )
    return {
        "name": season.name,
        "about": season.about,
        "episodes": len(season.scripts),
        "frames": sum(script.n_frames for script in season.scripts),
        "frames_right": right,
        "kinds": {kind: tallies[kind].to_document() for kind in SCORED},
        "wrong": [
            {
                "episode": script.number,
                "is_missed": one.is_missed,
                "kind": one.span.kind,
                "start": one.span.start,
                "stop": one.span.stop,
            }
            for script, (_, wrong) in zip(season.scripts, scores, strict=True)
            for one in wrong
        ],
    }


def _spans(segmentation: Segmentation) -> list[Span]:
    return [Span(one.kind, one.start, one.stop) for one in segmentation.segments]
