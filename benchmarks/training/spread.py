"""How much the detector's error of count differs between titles, beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cutstat.stats.score import Score

FEWEST_SHOTS = 10
"""Shots of a title below which its error of count says nothing."""


def spread_of_titles(by_title: Mapping[str, Sequence[Score]]) -> dict[str, float | None]:
    """Estimate the standard deviation of the logarithm of found over true shots between titles.

    By the method of moments [1]_: what the logarithms vary more than they would if each shot were
    missed or invented by the same chance in all titles.

    Parameters
    ----------
    by_title : mapping of str to sequence of Score
        Scores of the excerpts of each title.

    Returns
    -------
    dict
        ``titles`` and ``shots`` that it rests on, and ``deviation``; None of fewer than two titles.

    References
    ----------
    .. [1] DerSimonian and Laird (1986), Meta-analysis in clinical trials.
    """
    titles = [scores for scores in by_title.values() if _shots(scores) >= FEWEST_SHOTS]
    if len(titles) < 2:
        return {"titles": len(titles), "shots": sum(map(_shots, titles)), "deviation": None}
    shots = np.array([_shots(scores) for scores in titles], float)
    found = np.array([sum(one.estimated_shots for one in scores) for scores in titles], float)
    errors = sum(one.pooled.misses + one.pooled.false_alarms for scores in titles for one in scores)
    logarithms, weights = np.log(found / shots), shots * shots.sum() / max(errors, 1)
    mean = weights @ logarithms / weights.sum()
    excess = weights @ (logarithms - mean) ** 2 - (len(titles) - 1)
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return {
        "titles": len(titles),
        "shots": int(shots.sum()),
        "deviation": float(np.sqrt(max(excess / scale, 0.0))),
    }


def _shots(scores: Sequence[Score]) -> int:
    return sum(one.reference_shots for one in scores)
