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
from cutstat.detect.gradual import flat_frames
from cutstat.detect.guide import STILL_FRAMES, Group
from cutstat.detect.observe import Observer

LIGHT_THRESHOLD = 0.25
"""Confidence from which a transition is looked into that was found without all frames: gradual ones
are less plain then."""

AFTER = 6
"""Frames after a group that are looked at with it: a flash at its end would be over."""

NEAR = 8
"""Frames from the edge of a group within which a transition may go on in the next one."""

SURE = 0.2
"""How near to 0 or 1 the chance of a cut at the end of a group must be, if frames that were left
out are not to matter."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the frames of a group say."""

    has_cut: bool
    """Whether a cut stands at its end."""

    cuts_inside: int
    """Cuts within it: its encoder has overlooked them."""

    until: int | None
    """Frame up to which the group has to be decoded whole, so that what happens in it is found at
    the right frame; None where nothing does."""

    goes_back: bool = False
    """Whether that may have begun in the group before."""

    goes_on: bool = False
    """Whether that may go on in the group after."""


def check_group(
    survey: Survey,
    groups: tuple[Group, ...],
    index: int,
    *,
    frames: NDArray[np.intp],
    pictures: Pictures,
    detector: CutstatDetector,
) -> Check:
    """Look for transitions in and at the end of one group.

    Parameters
    ----------
    groups : tuple of Group
        All groups of the video.
    index : int
        Which of them.
    frames : ndarray of int
        Frames that were decoded: those of the group, at least its first, and `AFTER` after it;
        others are passed over.
    pictures : Pictures
        Of these.
    """
    group = groups[index]
    stop = min(group.stop + AFTER, survey.n_frames)
    own = slice(*np.searchsorted(frames, (group.start, stop)))
    frames, parts = frames[own], [pictures[own]]
    shown = np.searchsorted(frames, np.arange(group.start, stop), side="right") - 1
    lead = STILL_FRAMES if index else 0
    if lead:
        parts.insert(0, survey.pictures[index - 1 : index])
        shown = np.concatenate([np.zeros(lead, np.intp), shown + 1])
    shown = np.append(shown, np.full(STILL_FRAMES, shown[-1]))
    observer = Observer()
    observer.feed(Pictures.join(parts), shown=shown)
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
        if found.is_gradual or lead + 1 < found.start < border - 1
    ]
    # Fades lead to black and white, and may have begun in the group before.
    is_flat = flat_frames(track)[lead : border + AFTER]
    fades_in = bool(is_flat[:STILL_FRAMES].any())
    fades_out = bool(is_flat[-STILL_FRAMES:].any())
    is_sure = not (SURE < chance < 1 - SURE or fades_in or fades_out)
    if is_sure and not others:
        return Check(chance > 0.5, 0, None)
    stops = [found.stop + offset + STILL_FRAMES for found in others]
    return Check(
        chance > 0.5,
        sum(not found.is_gradual and found.confidence >= 0.5 for found in others),
        min(group.stop, max(stops)) if is_sure else group.stop,
        goes_back=fades_in or any(found.start <= lead + NEAR for found in others),
        goes_on=fades_out or any(found.stop >= border - NEAR for found in others),
    )
