"""At which speed a series plays, as the lengths of its openings and endings tell."""

from __future__ import annotations

from typing import Literal

import numpy as np

from cutstat.core.timing import SPEED_UP
from cutstat.stats.sample import SeriesSample

USUAL_SECONDS = 90.0
"""Length of nearly all openings and endings of TV anime."""

ROOM = 0.7
"""Seconds that they may be shorter or longer: those of 86.3 and of 90 s stay well apart."""

LEAST = 2
"""Openings and endings that must agree."""


def speed_sentence(sample: SeriesSample) -> str | None:
    """Say what speaks for one of the two speeds, where nobody has said which it is; or None."""
    lengths = [
        episode.times.span_seconds(one.start, one.stop)
        for episode in sample.episodes
        if episode.may_be_sped_up
        for one in episode.segments
        if one.kind in ("opening", "ending")
    ]
    found = _speed(lengths)
    if found is None:
        return None
    length, said = f"{float(np.median(lengths)):.1f} s", f"openings and endings of {sample.name}"
    if found == "film":
        return (
            f"Most {said} last about {length}, as those of 90 s do where a film plays 4.3 % too "
            "fast: `cutstat scan --film-rate` on its files is most likely right."
        )
    return (
        f"Most {said} last about {length}, which is the usual length of 90 s: it does not seem to "
        "play too fast, and `cutstat scan --own-rate` on its files says so."
    )


def _speed(lengths: list[float]) -> Literal["film", "own"] | None:
    """Tell the speed by the lengths of which most agree; None where they do not."""
    usual: tuple[tuple[Literal["film", "own"], float], ...] = (
        ("film", USUAL_SECONDS / float(SPEED_UP)),
        ("own", USUAL_SECONDS),
    )
    for speed, seconds in usual:
        agreeing = sum(abs(length - seconds) <= ROOM for length in lengths)
        if agreeing >= LEAST and 2 * agreeing > len(lengths):
            return speed
    return None
