"""The guide: what a survey tells of a video, and where that may be wrong.

Encoders put a picture coded on its own where a new shot begins, because there it costs no more than
one predicted from the past. So a *group*, the frames from one such picture to the next, is mostly
one shot. The guide says for each group whether a cut stands at its end, by the two pictures alone,
and names the reason why that is most likely to be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from cutstat.core.survey import Survey
from cutstat.detect.curves import histograms, levels
from cutstat.detect.features import cut_features
from cutstat.detect.network import Model
from cutstat.detect.observe import Observer

GUIDE_VERSION = "2"
"""Changes whenever the same video may be guided to another track."""

Reason = Literal[
    "flat",
    "lone",
    "unsure",
    "short",
    "peak",
    "bump",
    "swell",
    "regular",
    "motion",
    "palette",
    "calm",
]
"""Why what the guide says of a group may be wrong; the first that holds.

flat : one of both pictures is black or white, or nearly, as in a fade
lone : no other group is as long, so its end may stand there for its length alone
unsure : the two pictures neither agree nor differ
short : the group is so short that it may be a flash, or part of a fade
peak : one frame inside takes as many bytes as a new picture
bump : one frame inside takes many bytes
swell : some frames in a row inside take many bytes, as in a dissolve
regular : the encoder allowed no longer group, so its end stands there for its length alone
motion : frames before or after its end take many bytes
palette : both pictures have the same colours, and something moves
calm : none of these
"""
REASONS: tuple[Reason, ...] = get_args(Reason)

FLAT_DEVIATION = 12.0
"""Standard deviation of brightness, in grey levels, under which a dark or bright picture is flat;
a card with a few words on black counts as well."""

DARK, BRIGHT = 40.0, 215.0
"""Mean brightness, in grey levels, under which a picture is dark and above which it is bright."""

UNSURE = (0.1, 0.9)
"""Chance of a cut between which the two pictures neither agree nor differ."""

SHORT = 12
"""Frames up to which a group is short."""

PEAK_RATIO = 1.8
"""Bytes of a peak or bump over those of three quarters of the anchors around it."""

PEAK_ANCHORS = 6
"""Anchors on each side that a peak is set against."""

PEAK_SHARE = 0.55
BUMP_SHARE = 0.25
"""Bytes of a peak and a bump over those of pictures coded on their own."""

SWELL_FRAMES = 12
SWELL_SHARE = 0.8
SWELL_RATIO = 3.0
"""Frames of a swell, their bytes over those of one picture coded on its own, and over those of as
many frames elsewhere in the group."""

MOTION_SHARE = 0.25
"""Mean bytes of the frames before or after a picture coded on its own, over its bytes, from which
much moves there."""

MOTION_FRAMES = 8

SAME_COLOURS = 0.9
"""Likeness of the histograms of brightness and colour from which pictures have the same colours."""

PALETTE_MOTION = 0.1
PALETTE_ANCHOR = 0.4
"""What moves between pictures of the same colours: the same as `MOTION_SHARE`, and the bytes of the
first anchor after the second of them, over its own."""

STILL_BATCH = 16
"""Pictures that are observed at once, each for so many frames, which bounds the memory."""

FIXED_SHARE = 0.9
FIXED_GROUPS = 4
"""Share of groups of one length from which an encoder did not look for cuts at all, and groups that
are needed to say so."""

STILL_FRAMES = 26
"""Frames for which a picture is held while two are compared: what the networks look at, and more
tells them nothing new."""


@dataclass(frozen=True, slots=True)
class Group:
    """The frames from one picture coded on its own to the next, ``[start, stop)``."""

    start: int
    stop: int

    key: int
    """Frame at which a decoder must begin in order to decode them."""

    differs: bool
    """Whether the pictures at `start` and `stop` differ as those on both sides of a cut do."""

    has_cut: bool
    """Whether the guide says that a cut stands at `stop`."""

    reason: Reason
    """Why this, or that there is no transition inside, may be wrong."""

    def __len__(self) -> int:
        return self.stop - self.start


def fixed_length(survey: Survey) -> int | None:
    """Give the length that nearly all groups have; None if they have several.

    Such a video has pictures coded on their own at fixed places, not where shots begin.
    """
    lengths = np.diff(survey.intra)
    if len(lengths) < FIXED_GROUPS:
        return None
    values, counts = np.unique(lengths, return_counts=True)
    return int(values[counts.argmax()]) if counts.max() >= FIXED_SHARE * len(lengths) else None


def find_groups(survey: Survey, model: Model) -> tuple[Group, ...]:
    """Part a video into groups, and say of each what its two pictures and its bytes tell."""
    chances = still_chances(survey, model)
    longest, is_limit = _longest_distance(survey)
    level, deviation = levels(survey.pictures)
    is_flat = (deviation < FLAT_DEVIATION) & ((level < DARK) | (level > BRIGHT))
    roots = np.sqrt(histograms(survey.pictures) / 2)
    colours = np.append((roots[:-1] * roots[1:]).sum(axis=1), 1.0)
    sizes = _Sizes(survey)
    keys = np.flatnonzero(survey.is_key)
    groups: list[Group] = []
    for index, (start, stop) in enumerate(pairwise([*survey.intra.tolist(), survey.n_frames])):
        key = int(keys[np.searchsorted(keys, start, side="right") - 1])
        is_end = stop == survey.n_frames
        chance = 0.0 if is_end else float(chances[index + 1])
        differs = chance >= 0.5
        is_long = differs and bool(survey.is_key[stop]) and stop - key == longest
        reason: Reason = "calm"
        if is_flat[index : index + 2].any():
            reason = "flat"
        elif is_long and not is_limit:
            reason = "lone"
        elif UNSURE[0] < chance < UNSURE[1]:
            reason = "unsure"
        elif differs and stop - start <= SHORT:
            reason = "short"
        elif (peak := sizes.peak(start, stop)) > PEAK_SHARE:
            reason = "peak"
        elif peak > BUMP_SHARE:
            reason = "bump"
        elif sizes.has_swell(start, stop):
            reason = "swell"
        elif is_long:
            reason = "regular"
        elif differs and sizes.motion(start, stop) > MOTION_SHARE:
            reason = "motion"
        elif differs and colours[index] > SAME_COLOURS and sizes.moves(start, stop):
            reason = "palette"
        groups.append(Group(start, stop, key, differs, differs and not is_long, reason))
    return tuple(groups)


def still_chances(survey: Survey, model: Model) -> NDArray[np.float32]:
    """Give the chance that a cut stands at each picture coded on its own, by these alone.

    Returns
    -------
    ndarray of float32, shape (n_intra,)
        Of the first picture, 0.
    """
    lengths = np.diff(survey.intra, append=survey.n_frames)
    shown = np.repeat(np.arange(len(lengths)), np.minimum(lengths, STILL_FRAMES))
    observer = Observer()
    for first in range(0, len(lengths), STILL_BATCH):
        part = shown[(shown >= first) & (shown < first + STILL_BATCH)]
        observer.feed(survey.pictures[first : first + STILL_BATCH], shown=part - first)
    seen = observer.finish()
    chances = np.zeros(len(lengths), np.float32)
    if len(seen.evidence.frames):
        at = shown[seen.evidence.frames]
        chances[at] = model.cut_probability(cut_features(seen.evidence, seen.similarities))
    return chances


def _longest_distance(survey: Survey) -> tuple[int, bool]:
    """Give the longest distance of key frames, and whether it is known to be so by design."""
    if survey.longest_distance is not None:
        return survey.longest_distance, True
    distances = np.diff(np.flatnonzero(survey.is_key))
    if not len(distances):
        return 0, False
    longest = int(distances.max())
    return longest, int((distances == longest).sum()) > 1


class _Sizes:
    """What the sizes of frames tell."""

    def __init__(self, survey: Survey) -> None:
        self._sizes = survey.sizes.astype(np.float64)
        self._anchors = np.flatnonzero(survey.is_anchor)
        self._intra = survey.intra

    def peak(self, start: int, stop: int) -> float:
        """Give the bytes of the largest frame inside of a group that stands out, over the usual.

        What is usual are pictures coded on their own nearby. Without such a frame, 0.
        """
        first, last = np.searchsorted(self._anchors, (start + 1, stop))
        sizes = self._sizes[self._anchors[first:last]]
        usual = self._usual_intra(start)
        for index in np.argsort(-sizes).tolist():
            nearby = slice(max(index - PEAK_ANCHORS, 0), index + PEAK_ANCHORS + 1)
            around = np.delete(sizes[nearby], index - nearby.start)
            if len(around) < 2 or sizes[index] > PEAK_RATIO * np.quantile(around, 0.75):
                return float(sizes[index] / usual)
            if sizes[index] < BUMP_SHARE * usual:
                break
        return 0.0

    def has_swell(self, start: int, stop: int) -> bool:
        """Say whether some frames in a row inside of a group stand out by their bytes."""
        if stop - start <= 2 * SWELL_FRAMES:
            return False
        sums = np.convolve(self._sizes[start + 1 : stop], np.ones(SWELL_FRAMES), "valid")
        least = max(SWELL_SHARE * self._usual_intra(start), SWELL_RATIO * float(np.median(sums)))
        return bool(sums.max() > least)

    def motion(self, start: int, stop: int) -> float:
        """Give the bytes of the frames before or after the end of a group, over those there."""
        before = self._sizes[max(start + 1, stop - MOTION_FRAMES) : stop]
        after = self._sizes[stop + 1 : stop + 1 + MOTION_FRAMES]
        means = [side.mean() for side in (before, after) if len(side)]
        return float(max(means, default=0.0) / self._sizes[stop])

    def moves(self, start: int, stop: int) -> bool:
        """Say whether anything moves before or after the end of a group."""
        if self.motion(start, stop) > PALETTE_MOTION:
            return True
        after = self._anchors[np.searchsorted(self._anchors, stop, side="right") :][:1]
        return bool(np.any(self._sizes[after] > PALETTE_ANCHOR * self._sizes[stop]))

    def _usual_intra(self, start: int) -> float:
        """Give the bytes of pictures coded on their own around the start of a group."""
        index = int(np.searchsorted(self._intra, start))
        near = self._sizes[self._intra[max(index - 4, 0) : index + 6]]
        return float(max(np.median(near), self._sizes[start]))
