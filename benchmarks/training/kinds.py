"""Learn to tell how the pictures of a video were made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.training.fit import Recipe, fit
from benchmarks.training.footage import AnnotatedVideo
from cutstat.detection.footage import footage_features
from cutstat.detection.network import Network
from cutstat.detection.sampling import step_of

RECIPE = Recipe(
    hidden=(), epochs=600, batch=1024, learning_rate=0.05, decay=0.003, dropout=0.0
)  # fmt: skip
"""A logistic regression: a few dozen videos bear no more."""


def fit_footage(videos: Sequence[AnnotatedVideo]) -> Network:
    """Fit a network without hidden units that says how likely pictures were drawn.

    Excerpts of one title count together as much as any other title.
    """
    rows, targets, weights = [], [], []
    for video in videos:
        features = footage_features(
            video.track.seen.curves, step=step_of(video.track.header.declared_rate)
        )
        if features is None:
            continue
        rows.append(features)
        targets.append(float(video.made == "drawn"))
        weights.append(1 / sum(other.title == video.title for other in videos))
    return fit(
        np.concatenate(rows),
        np.array(targets, np.float32),
        weights=np.array(weights, np.float32),
        recipe=RECIPE,
        seed=0,
    )
