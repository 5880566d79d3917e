"""Steps: how many frames of a video stand for one picture of a film."""

from __future__ import annotations

from fractions import Fraction

USUAL_RATE = 27
"""Frames a second, between those of film (24) and of television (25, 30). Videos of more are looked
at in steps that come near it: 50 and 60 frames a second in steps of two frames, 120 in steps of
four. Most of these hold film whose frames were repeated or blended; where they hold real motion, a
step of two frames is what a film would show of it."""


def step_of(rate: Fraction | float | None) -> int:
    """Give the frames in a step of a video.

    All that is compared across time is compared in steps, so that a video shows the same whatever
    rate it was converted to.

    Parameters
    ----------
    rate : Fraction or float, optional
        Frames a second, on average.
    """
    return max(1, round(float(rate) / USUAL_RATE)) if rate else 1
