"""Scan a video by its packets: decode what they leave in doubt, and no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.core.track import Evidence, Guidance, Track
from cutstat.detect.check import AFTER, check_group
from cutstat.detect.detector import CutstatDetector
from cutstat.detect.guide import Group, find_groups, fixed_length
from cutstat.detect.network import shipped_model
from cutstat.detect.observe import Observer
from cutstat.detect.trust import Ledger
from cutstat.errors import UnguidableError
from cutstat.video.groups import GroupReader
from cutstat.video.survey import survey_video

Share = Callable[[float], None]
"""Told now and then how much of the work is done, 0..1."""

SURVEY_SHARE = 0.2
"""Share of the work that the survey is."""

LIGHT_COST = 0.5
"""What it costs to look at a frame in passing, where decoding and observing one is 1."""

MOST_COST = 0.7
"""Share of the cost of a whole scan from which too little is saved to be worth a guess."""

BATCH_FRAMES = 256
RUN_FRAMES = 1024
"""Most frames that are observed at once, and that are decoded at once: memory stays flat."""


def read_guided_track(path: Path, *, threads: int = 0, progress: Share | None = None) -> Track:
    """Make the track of a video without decoding most of it.

    Frames that were not decoded show the picture at the beginning of their group.

    Parameters
    ----------
    path : Path
        The video file.
    threads : int >= 0
        Decoding threads; 0 takes as many as there are cores.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    InputError
        If the file cannot be opened.
    DecodeError
        If it is no video.
    UnguidableError
        If its packets do not tell enough, or too much of what they tell is wrong.
    """
    tell = progress or (lambda share: None)
    survey = survey_video(path, threads=threads, progress=lambda share: tell(SURVEY_SHARE * share))
    length = fixed_length(survey)
    if length is not None:
        raise UnguidableError(f"its key frames stand {length} frames apart, whatever is shown")
    groups = find_groups(survey, shipped_model())
    ledger = Ledger(groups)
    whole = _check(path, survey, groups, ledger, threads=threads)
    tell(0.6)
    return _track(path, survey, groups, whole, ledger, threads=threads)


def _check(
    path: Path, survey: Survey, groups: tuple[Group, ...], ledger: Ledger, *, threads: int
) -> set[int]:
    """Check groups until few errors are left; give those that have to be decoded whole."""
    whole: set[int] = set()
    spent = 0.0
    detector = CutstatDetector()
    with GroupReader(path, survey, is_light=True, threads=threads) as reader:
        while chosen := ledger.take():
            for index in chosen:
                if index in whole:
                    continue
                group = groups[index]
                stop = min(group.stop + AFTER, survey.n_frames)
                frames, pictures = reader.read(group.key, group.start, stop)
                spent += LIGHT_COST * (stop - group.key)
                found = check_group(
                    survey, groups, index, frames=frames, pictures=pictures, detector=detector
                )
                ledger.note(group.reason, is_wrong=not found.is_right)
                if not found.is_right:
                    first = index - 1 if found.goes_back else index
                    last = index + 1 if found.goes_on else index
                    whole.update(range(max(first, 0), min(last, len(groups) - 1) + 1))
            for index in whole:
                ledger.drop(index)
            needed = spent + LIGHT_COST * ledger.frames_needed
            needed += sum(len(groups[index]) for index in whole)
            if needed > MOST_COST * survey.n_frames:
                raise UnguidableError("most of its frames would have to be looked at")
    return whole


def _track(
    path: Path,
    survey: Survey,
    groups: tuple[Group, ...],
    whole: Collection[int],
    ledger: Ledger,
    *,
    threads: int,
) -> Track:
    observer = Observer()
    for pictures, shown in _batches(_stills(path, survey, groups, whole, threads=threads)):
        observer.feed(pictures, shown=shown)
    seen = observer.finish()
    denied = [
        group.stop for index, group in enumerate(groups) if index not in whole and not group.has_cut
    ]
    kept = ~np.isin(seen.evidence.frames, denied)
    low, high = ledger.error_interval
    is_intra = np.zeros(survey.n_frames, np.bool_)
    is_intra[survey.intra] = True
    return Track(
        header=survey.header,
        times=survey.times,
        is_key=survey.is_key,
        is_intra=is_intra,
        fingerprints=seen.fingerprints,
        colours=seen.colours,
        curves=seen.curves,
        evidence=Evidence(
            seen.evidence.frames[kept], seen.evidence.names, seen.evidence.values[kept]
        ),
        similarities=seen.similarities,
        guidance=Guidance(
            frames_decoded=sum(len(groups[index]) for index in whole),
            groups=len(groups),
            groups_checked=ledger.n_checked,
            groups_wrong=ledger.n_wrong,
            expected_errors=round(ledger.expected_errors, 2),
            least_errors=low,
            most_errors=high,
        ),
    )


def _stills(
    path: Path,
    survey: Survey,
    groups: tuple[Group, ...],
    whole: Collection[int],
    *,
    threads: int,
) -> Iterator[tuple[Pictures, NDArray[np.intp]]]:
    """Give the pictures of a video in order, and for how many frames each is shown."""
    done, index = 0, 0
    last_picture = survey.pictures[:1]
    with GroupReader(path, survey, threads=threads) as reader:
        while index < len(groups):
            group = groups[index]
            if index not in whole:
                # Some frames after a whole group are decoded with it, and the last of them stays.
                held = last_picture if done > group.start else survey.pictures[index : index + 1]
                if group.stop > done:
                    yield held, np.array([group.stop - max(group.start, done)])
                    done = group.stop
                index += 1
                continue
            last = index
            while last + 1 in whole and groups[last].stop - group.start < RUN_FRAMES:
                last += 1
            stop = groups[last].stop
            if last + 1 not in whole:
                stop = min(stop + AFTER, survey.n_frames)
            _, pictures = reader.read(group.key, max(group.start, done), stop)
            yield pictures, np.ones(len(pictures), np.intp)
            last_picture = pictures[-1:]
            done, index = stop, last + 1


def _batches(
    stills: Iterator[tuple[Pictures, NDArray[np.intp]]],
) -> Iterator[tuple[Pictures, NDArray[np.intp]]]:
    """Gather stills into batches of some frames, as an observer takes them."""
    waiting: list[tuple[Pictures, NDArray[np.intp]]] = []
    for pictures, counts in stills:
        waiting.append((pictures, counts))
        if sum(int(part.sum()) for _, part in waiting) >= BATCH_FRAMES:
            yield _joined(waiting)
            waiting.clear()
    if waiting:
        yield _joined(waiting)


def _joined(
    parts: list[tuple[Pictures, NDArray[np.intp]]],
) -> tuple[Pictures, NDArray[np.intp]]:
    pictures = Pictures.join([part for part, _ in parts])
    counts = np.concatenate([part for _, part in parts])
    return pictures, np.repeat(np.arange(len(pictures)), counts)
