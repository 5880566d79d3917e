"""What is said of titles by networks and trees that have not seen them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from benchmarks.training.footage import AnnotatedVideo
from benchmarks.training.kinds import fit_footage
from benchmarks.training.lessons import Lesson, train
from cutstat.detection.cuts import cut_log_odds
from cutstat.detection.detector import Weighed, footage_of
from cutstat.detection.footage import Footage
from cutstat.detection.gradual import gradual_log_odds
from cutstat.detection.model import Model
from cutstat.detection.network import Network

FOLDS = 6
"""Parts that the titles are dealt to. Each part in turn is left out of all training: its titles are
judged by what has seen none of them. More parts would leave a little more to learn from."""


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """A video, and what is said of it by what has not seen its title."""

    video: AnnotatedVideo
    fold: int
    footage: Footage
    weighed: Weighed
    looks: Network
    """What told how its pictures were made."""


def folds_of(videos: Sequence[AnnotatedVideo]) -> dict[str, int]:
    """Deal the titles to folds, so that each fold has about as many transitions."""
    sizes: dict[str, int] = {}
    for video in videos:
        borders = len(video.annotation.transitions)
        sizes[video.title] = sizes.get(video.title, 5) + borders
    loads = [0] * min(FOLDS, len(sizes))
    folds: dict[str, int] = {}
    for title in sorted(sizes, key=lambda title: (-sizes[title], title)):
        folds[title] = int(np.argmin(loads))
        loads[folds[title]] += sizes[title]
    return folds


def leave_out(
    videos: Sequence[AnnotatedVideo],
    lessons: Sequence[Lesson],
    *,
    jobs: int,
    say: Callable[[str], None],
) -> list[LeftOut]:
    """Leave out each fold in turn, and say what is thought of its videos."""
    folds = folds_of(videos)
    found: list[LeftOut] = []
    context = multiprocessing.get_context("fork")
    _given.update(videos=list(videos), lessons=list(lessons), folds=folds)
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for part in pool.map(_leave_out, range(len(set(folds.values())))):
            found += [LeftOut(videos[k], *rest) for k, *rest in part]
            say(f"left out: {len(found)} of {len(videos)} videos")
    return sorted(found, key=lambda one: one.video.name)


_given: dict[str, object] = {}
"""What the processes that leave out need; they are forked, so that nothing is copied."""


def _leave_out(fold: int) -> list[tuple[int, int, Footage, Weighed, Network]]:
    videos: list[AnnotatedVideo] = _given["videos"]  # type: ignore[assignment]
    lessons: list[Lesson] = _given["lessons"]  # type: ignore[assignment]
    folds: dict[str, int] = _given["folds"]  # type: ignore[assignment]
    out = {title for title, place in folds.items() if place == fold}
    cut, gradual = train([lesson for lesson in lessons if not lesson.titles & out])
    looks = fit_footage([video for video in videos if video.title not in out])
    model = Model(cut, gradual, looks)
    said: list[tuple[int, int, Footage, Weighed, Network]] = []
    for k, video in enumerate(videos):
        if video.title in out:
            footage = footage_of(video.track, model)
            seen = Weighed(
                cut_log_odds(video.track, model, footage=footage),
                gradual_log_odds(video.track, model, footage=footage),
            )
            said.append((k, fold, footage, seen, looks))
    return said
