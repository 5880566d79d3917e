"""What the networks learn from: annotated videos, and sequences composed of their shots."""

from __future__ import annotations

import multiprocessing
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.accuracy.groups import Made
from benchmarks.training.compose import Composer
from benchmarks.training.examples import Examples, cut_examples, gradual_examples
from benchmarks.training.fit import Recipe, fit
from benchmarks.training.footage import AnnotatedVideo, Clip, shots_of
from benchmarks.training.grow import Growth, grow
from cutstat.core.pictures import Pictures
from cutstat.core.track import Observations
from cutstat.detection.footage import Footage
from cutstat.detection.model import Experts, Weigher
from cutstat.detection.observe import Observer
from cutstat.detection.sampling import USUAL_RATE, step_of

TITLES_IN_SEQUENCE: Mapping[Made, int] = {"drawn": 3, "filmed": 2, "rendered": 2}
"""Works that one sequence is made of; few, so that leaving a title out leaves most sequences."""

MADE: Mapping[Made, float] = {"drawn": 0.6, "filmed": 0.25, "rendered": 0.15}
"""Shares of the sequences by how their pictures were made."""

TOLD, SEEN_RIGHTLY = 0.15, 0.87
"""How often a person says how a video was made, and how often it is told rightly from the video: in
seven of eight, with titles left out."""

REAL_SLACK = 1
"""Frames by which marks of real videos may be off: those who marked them say so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many networks and forests are fitted, and how."""

    networks: int
    recipe: Recipe
    forests: int
    growth: Growth


CUT = Plan(
    networks=4,
    recipe=Recipe(hidden=(32, 16), epochs=8),
    forests=2,
    growth=Growth(trees=250, leaves=12, smallest_leaf=40),
)
CUT_OTHERS = Plan(
    networks=2,
    recipe=Recipe(hidden=(24,), epochs=12),
    forests=1,
    growth=Growth(trees=150, leaves=10, smallest_leaf=30),
)
"""For films that are not drawn. The weigher for drawn ones learns from all films: without the
others it lost two points of F1 on TV anime with titles left out."""

GRADUAL = Plan(
    networks=2,
    recipe=Recipe(hidden=(64,), epochs=4, batch=512),
    forests=1,
    growth=Growth(trees=120, leaves=12, smallest_leaf=80),
)

REAL_CUT_WEIGHT, REAL_GRADUAL_WEIGHT = 6.0, 4.0
"""How much an example of a real video counts against a composed one."""

RARER: Mapping[Made, float] = {"drawn": 1.0, "rendered": 1.0, "filmed": 2.0}
"""How much more real videos count of which few are at hand."""

BATCH_FRAMES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The examples that one video or sequence gives."""

    titles: frozenset[str]
    made: Made
    """How its pictures were made."""

    cut: Examples
    gradual: Examples


def make_lessons(videos: Sequence[AnnotatedVideo], *, sequences: int, jobs: int) -> list[Lesson]:
    """Give the lessons of all videos, and of as many sequences composed of their shots."""
    context = multiprocessing.get_context("spawn")
    shots = shots_of(videos)
    looks = {video.title: video.made for video in videos}
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_take_shots, initargs=(shots, looks)
    ) as pool:
        composed = list(pool.map(_compose, range(sequences), chunksize=8))
    return [*(_lesson_of(video) for video in videos), *composed]


def train(lessons: Sequence[Lesson]) -> tuple[Experts, Weigher]:
    """Fit what weighs cuts, and what weighs gradual transitions; neither is calibrated."""
    others = [lesson for lesson in lessons if lesson.made != "drawn"]
    return (
        Experts(
            fitted(Examples.join([lesson.cut for lesson in lessons]), CUT),
            fitted(Examples.join([lesson.cut for lesson in others]), CUT_OTHERS),
        ),
        fitted(Examples.join([lesson.gradual for lesson in lessons]), GRADUAL),
    )


def fitted(examples: Examples, plan: Plan) -> Weigher:
    """Fit networks and trees to the same examples."""
    inputs, targets, weights = examples.inputs, examples.targets, examples.weights
    networks = tuple(
        fit(inputs, targets, weights=weights, recipe=plan.recipe, seed=seed)
        for seed in range(plan.networks)
    )
    forests = tuple(
        grow(inputs, targets, weights=weights, growth=plan.growth, seed=seed)
        for seed in range(plan.forests)
    )
    return Weigher(networks, forests)


def _lesson_of(video: AnnotatedVideo) -> Lesson:
    random = np.random.default_rng(zlib.crc32(video.name.encode()))
    footage = believed(random, video.made)
    step = step_of(video.track.header.declared_rate)
    return Lesson(
        frozenset({video.title}),
        video.made,
        cut_examples(
            *(video.track.seen, video.annotation),
            step=step,
            footage=footage,
            weight=REAL_CUT_WEIGHT * RARER[video.made],
            slack=REAL_SLACK,
        ),
        gradual_examples(
            *(video.track.seen, video.annotation),
            step=step,
            footage=footage,
            weight=REAL_GRADUAL_WEIGHT * RARER[video.made],
        ),
    )


def believed(random: np.random.Generator, made: Made) -> Footage:
    """Say how a video was made as a detector sees it: mostly right, more or less sure.

    At times it is told by a person.
    """
    if random.random() < TOLD:
        return Footage.surely(made)
    sure = float(random.uniform(0.6, 1.0))
    is_right = random.random() < SEEN_RIGHTLY
    return Footage.likely(sure if (made == "drawn") == is_right else 1 - sure)


_shots: dict[str, list[Clip]] = {}
_looks: dict[str, Made] = {}
"""Set once in every process that composes."""


def _take_shots(shots: Mapping[str, list[Clip]], looks: Mapping[str, Made]) -> None:
    cv2.setNumThreads(1)
    _shots.update(shots)
    _looks.update(looks)


def _compose(seed: int) -> Lesson:
    random = np.random.default_rng(seed)
    made: Made = "rendered"
    share = random.random()
    for kind, part in MADE.items():
        if share < part:
            made = kind
            break
        share -= part
    titles = sorted(title for title in _shots if _looks[title] == made)
    few = min(TITLES_IN_SEQUENCE[made], len(titles))
    titles = [str(title) for title in random.choice(titles, few, False)]
    shots = {title: _shots[title] for title in titles}
    pictures, truth, step = Composer(shots, made=made, seed=seed).compose()
    seen = observe(pictures, step=step)
    footage = believed(random, made)
    return Lesson(
        frozenset(titles),
        made,
        cut_examples(seen, truth, step=step, footage=footage, weight=1.0),
        gradual_examples(
            seen, truth, step=step, footage=footage, weight=1.0, share=0.15, random=random
        ),
    )


def observe(pictures: Pictures, *, step: int = 1) -> Observations:
    """Observe pictures as a scan does."""
    observer = Observer(rate=step * USUAL_RATE)
    for start in range(0, len(pictures), BATCH_FRAMES):
        part = slice(start, start + BATCH_FRAMES)
        observer.feed(Pictures(pictures.luma[part], pictures.chroma[part]))
    return observer.finish()
