"""What stands around a candidate, by which it is believed more or less."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Track
from cutstat.detection.calibration import Circumstances
from cutstat.detection.cuts import peaks_of
from cutstat.detection.footage import Footage
from cutstat.detection.gradual import Run
from cutstat.detection.network import chance_of
from cutstat.detection.rhythm import steps_of
from cutstat.detection.sampling import USUAL_RATE, step_of

NEAR = 4
"""Steps within which another candidate is a rival: a flash or a smear between two shots leaves
several candidates, of which one is the cut."""

UNLIKELY = -3.0
"""Log odds, one in twenty, up to which a candidate beside is as good as none."""

PACE_SECONDS = 10.0
"""Time on each side over which the pace is taken."""

CALM = 0.5
"""Cuts a second up to which all is as calm: of slower films too few doubtful candidates were at
hand to tell them apart."""

SAME = 2
"""Steps around a candidate that do not count for the pace: what stands there may be itself."""

BEFORE = 12
"""Steps before a gradual transition over which motion is taken."""


def around_cuts(log_odds: NDArray[np.float32], track: Track, footage: Footage) -> Circumstances:
    """Say what stands around each candidate for a cut.

    Parameters
    ----------
    log_odds : ndarray of float32, shape (n_candidates,)
        Of the candidates of the track.
    track : Track
        Of the video.
    footage : Footage
        How its pictures were made.

    Returns
    -------
    mapping of str to ndarray of float32, shape (n_candidates,)
        ``drawn``: how likely the film is drawn. ``rival``: log odds of the likeliest other
        candidate near by. ``pace``: logarithm of 1 + cuts a second around, each counted by its
        chance, and `CALM` at least; shots of a few frames stand among others. ``pace_drawn``: the
        same in drawn films.
    """
    step, frames = step_of(track.header.declared_rate), track.seen.evidence.frames
    chances = np.zeros(track.n_frames, np.float32)
    chances[frames] = chance_of(log_odds)
    chances = peaks_of(chances, reach=step)
    said = np.full(track.n_frames, UNLIKELY, np.float32)
    is_peak = chances[frames] > 0
    said[frames[is_peak]] = np.maximum(log_odds[is_peak], UNLIKELY)
    pace = np.log1p(np.maximum(_cuts_a_second(chances, frames, step=step), CALM))
    return {
        "drawn": np.full(len(frames), footage.drawn, np.float32),
        "rival": _largest_near(said, frames, step=step),
        "pace": pace,
        "pace_drawn": np.asarray(pace * footage.drawn, np.float32),
    }


def around_runs(
    runs: Sequence[Run], log_odds: NDArray[np.float32], track: Track, footage: Footage
) -> Circumstances:
    """Say what stands around, and within, what may be gradual transitions.

    Parameters
    ----------
    runs : sequence of Run
        What may be gradual transitions.
    log_odds : ndarray of float32, shape (n_candidates,)
        Of the candidates for cuts of the track.
    track, footage
        As for `around_cuts`.

    Returns
    -------
    mapping of str to ndarray of float32, shape (n_runs,)
        ``drawn`` as for cuts. ``fade``: whether the picture sinks to black or white; little else
        does. ``cut``: log odds of the likeliest cut within: whatever changes the view shows there
        too. ``motion``: logarithm of 1 + change a step before it, in grey levels. An effect grows
        out of motion; a dissolve mostly begins where the picture has come to rest.
    """
    step, frames = step_of(track.header.declared_rate), track.seen.evidence.frames
    change = steps_of(track.seen.curves["change"], step=step)
    said = np.full(track.n_frames, UNLIKELY, np.float32)
    said[frames] = np.maximum(log_odds, UNLIKELY)
    starts = [max(run.start - BEFORE * step, 0) for run in runs]
    before = [
        change[start : max(run.start - 1, start + 1)]
        for start, run in zip(starts, runs, strict=True)
    ]
    columns = {
        "drawn": [footage.drawn] * len(runs),
        "fade": [run.kind == "fade" for run in runs],
        "cut": [said[run.start : run.stop + 1].max() for run in runs],
        "motion": [np.log1p(np.median(part)) for part in before],
    }
    return {name: np.array(values, np.float32) for name, values in columns.items()}


def _cuts_a_second(
    chances: NDArray[np.float32], frames: NDArray[np.int32], *, step: int
) -> NDArray[np.float32]:
    """Count the cuts around candidates, each by its chance, over the time that there is."""
    last = len(chances)
    sums = np.concatenate([[0.0], np.cumsum(chances, dtype=np.float64)])

    def over(reach: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        start = np.maximum(frames - reach, 0)
        stop = np.minimum(frames + reach + 1, last)
        return sums[stop] - sums[start], stop - start

    around, length = over(round(PACE_SECONDS * USUAL_RATE) * step)
    own, _ = over(SAME * step)
    return np.asarray((around - own) * (USUAL_RATE * step) / length, np.float32)


def _largest_near(
    values: NDArray[np.float32], frames: NDArray[np.int32], *, step: int
) -> NDArray[np.float32]:
    """Give the largest of the values within `NEAR` steps of frames, but for those of one step."""
    reach = NEAR * step
    padded = np.pad(values, reach, constant_values=UNLIKELY)
    shifts = [k for k in range(-reach, reach + 1) if 2 * abs(k) > step]
    return np.asarray(np.max([padded[frames + reach + k] for k in shifts], axis=0), np.float32)
