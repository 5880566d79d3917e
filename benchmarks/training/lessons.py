"""What the networks learn from: annotated videos, and sequences composed of their shots."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.training.compose import Composer
from benchmarks.training.examples import Examples, cut_examples, gradual_examples
from benchmarks.training.fit import Recipe, fit
from benchmarks.training.footage import AnnotatedVideo, Clip, shots_of
from cutstat.core.pictures import Pictures
from cutstat.detection.network import Model, Network
from cutstat.detection.observe import Observations, Observer

TITLES_IN_SEQUENCE = 3
"""Works that one sequence is made of; few, so that leaving a title out leaves most sequences."""

CUT_RECIPE = Recipe(hidden=(32, 16), epochs=16)
GRADUAL_RECIPE = Recipe(hidden=(64,), epochs=10, batch=512)
CUT_NETWORKS, GRADUAL_NETWORKS = 3, 2

REAL_CUT_WEIGHT, REAL_GRADUAL_WEIGHT = 6.0, 4.0
"""How much an example of a real video counts against a composed one."""

BATCH_FRAMES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The examples that one video or sequence gives."""

    titles: frozenset[str]
    cut: Examples
    gradual: Examples


def make_lessons(videos: Sequence[AnnotatedVideo], *, sequences: int) -> list[Lesson]:
    """Give the lessons of all videos, and of as many sequences composed of their shots."""
    context = multiprocessing.get_context("spawn")
    shots = shots_of(videos)
    with ProcessPoolExecutor(
        mp_context=context, initializer=_take_shots, initargs=(shots,)
    ) as pool:
        composed = list(pool.map(_compose, range(sequences), chunksize=8))
    return [*(_lesson_of(video) for video in videos), *composed]


def train(lessons: Sequence[Lesson]) -> Model:
    """Fit the networks of both kinds."""
    cut = Examples.join([lesson.cut for lesson in lessons])
    gradual = Examples.join([lesson.gradual for lesson in lessons])

    def fitted(examples: Examples, recipe: Recipe, seed: int) -> Network:
        return fit(
            examples.inputs, examples.targets, weights=examples.weights, recipe=recipe, seed=seed
        )

    return Model(
        tuple(fitted(cut, CUT_RECIPE, seed) for seed in range(CUT_NETWORKS)),
        tuple(fitted(gradual, GRADUAL_RECIPE, seed) for seed in range(GRADUAL_NETWORKS)),
    )


def _lesson_of(video: AnnotatedVideo) -> Lesson:
    return Lesson(
        frozenset({video.title}),
        cut_examples(video.track, video.annotation, weight=REAL_CUT_WEIGHT),
        gradual_examples(video.track, video.annotation, weight=REAL_GRADUAL_WEIGHT),
    )


_shots: dict[str, list[Clip]] = {}
"""Set once in every process that composes."""


def _take_shots(shots: Mapping[str, list[Clip]]) -> None:
    cv2.setNumThreads(1)
    _shots.update(shots)


def _compose(seed: int) -> Lesson:
    random = np.random.default_rng(seed)
    titles = [str(title) for title in random.choice(sorted(_shots), TITLES_IN_SEQUENCE, False)]
    pictures, truth = Composer({title: _shots[title] for title in titles}, seed=seed).compose()
    seen = observe(pictures)
    return Lesson(
        frozenset(titles),
        cut_examples(seen, truth, weight=1.0),
        gradual_examples(seen, truth, weight=1.0, share=0.3, random=random),
    )


def observe(pictures: Pictures) -> Observations:
    """Observe pictures as a scan does."""
    observer = Observer()
    for start in range(0, len(pictures), BATCH_FRAMES):
        part = slice(start, start + BATCH_FRAMES)
        observer.feed(Pictures(pictures.luma[part], pictures.chroma[part]))
    return observer.finish()
