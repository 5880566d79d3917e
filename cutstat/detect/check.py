"""Check what a guide says of a group against its frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Track
from cutstat.detect.detector import CutstatDetector
from cutstat.detect.guide import STILL_FRAMES, Group
from cutstat.detect.observe import Observer

AFTER = 6
"""Frames after a group that are looked at with it: a flash at its end would be over."""

NEAR = 2
"""Frames from the edge of a group within which a transition may go on in the next one."""

SURE = 0.2
"""How near to 0 or 1 the chance of a cut at the end of a group must be, if frames that were left
out are not to matter."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the frames of a group say of its guide."""

    is_right: bool
    goes_back: bool
    """Whether something may have begun in the group before."""

    goes_on: bool
    """Whether something may go on in the group after."""


def check_group(
    survey: Survey,
    groups: tuple[Group, ...],
    index: int,
    *,
    frames: NDArray[np.intp],
    pictures: Pictures,
    detector: CutstatDetector,
) -> Check:
    """Detect the transitions of one group, and compare them with what the guide says.

    Parameters
    ----------
    groups : tuple of Group
        All groups of the video.
    index : int
        Which of them.
    frames : ndarray of int
        Frames of the group, and some after it, that were decoded; the first is its own first.
    pictures : Pictures
        Of these.
    """
    group = groups[index]
    lead = STILL_FRAMES if index else 0
    before = survey.pictures
    picture = max(index - 1, 0)
    stop = min(group.stop + AFTER, survey.n_frames)
    luma = np.concatenate([before.luma[picture : picture + 1], pictures.luma])
    chroma = np.concatenate([before.chroma[picture : picture + 1], pictures.chroma])
    inside = np.searchsorted(frames, np.arange(group.start, stop), side="right")
    shown = np.concatenate(
        [np.zeros(lead, np.intp), inside, np.full(STILL_FRAMES, inside[-1], np.intp)]
    )
    if not lead:
        luma, chroma, shown = luma[1:], chroma[1:], shown - 1
    observer = Observer()
    observer.feed(Pictures(luma, chroma), shown=shown)
    seen = observer.finish()
    at = np.arange(len(shown)) - lead + group.start
    is_intra = np.isin(at, survey.intra)
    track = Track(
        header=survey.header,
        times=FrameTimes.constant(len(shown), Fraction(24)),
        is_key=is_intra,
        is_intra=is_intra,
        fingerprints=seen.fingerprints,
        colours=seen.colours,
        curves=seen.curves,
        evidence=seen.evidence,
        similarities=seen.similarities,
    )
    detection = detector.detect(track)
    offset = group.start - lead
    border = group.stop - offset
    chance = 0.0
    if group.stop < survey.n_frames:
        chance = float(detection.curve[border - 1 : border + 2].max())
    others = [
        found
        for found in detection.transitions
        if found.is_gradual or (abs(found.start - lead) > 1 and abs(found.start - border) > 1)
    ]
    is_right = not others and (chance > 1 - SURE if group.has_cut else chance < SURE)
    return Check(
        is_right,
        goes_back=any(found.start <= lead + NEAR for found in others),
        goes_on=any(found.stop >= border - NEAR for found in others),
    )
