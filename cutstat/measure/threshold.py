"""Borders that a more lenient detector would have found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cutstat.core.shots import Detection

LEAST_CONFIDENCE = 0.05
"""Confidence under which a border is not kept as possible."""

_ROUNDING = 1e-3
"""Confidences may be kept with fewer digits than the curve."""

SHORTEST_FRAMES = 2
"""A possible border stands so far from those that were found, as the detector's own do."""


def possible_borders(
    detection: Detection, *, spans: Sequence[tuple[int, int]]
) -> tuple[tuple[int, float], ...] | None:
    """List the peaks of the curve below the detector's threshold, inside of spans of frames.

    None where the curve is on another scale than the confidences, or is not given. Gradual
    transitions that were missed leave no peak.
    """
    curve = detection.curve
    if not gives_confidences(detection):
        return None
    padded = np.pad(curve, 1)
    is_peak = (curve > padded[:-2]) & (curve >= padded[2:])
    is_peak &= (curve >= LEAST_CONFIDENCE) & (curve < detection.threshold)
    is_free = np.zeros(len(curve), bool)
    for start, stop in spans:
        is_free[start + 1 : stop] = True
    for found in detection.transitions:
        is_free[max(found.start - SHORTEST_FRAMES, 0) : found.stop + SHORTEST_FRAMES + 1] = False
    frames = np.flatnonzero(is_peak & is_free)
    return tuple((int(frame), float(curve[frame])) for frame in frames)


def gives_confidences(detection: Detection) -> bool:
    """Tell whether confidences of cuts are what the curve shows, on a scale from 0 to 1."""
    curve = detection.curve
    if not 0 < detection.threshold < 1 or not np.all((curve >= 0) & (curve <= 1)):
        return False  # also where the curve is nan
    cuts = [found for found in detection.transitions if not found.is_gradual]
    return all(abs(found.confidence - float(curve[found.border])) < _ROUNDING for found in cuts)
