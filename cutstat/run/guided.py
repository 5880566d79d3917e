"""Scan a video by its packets: decode what they leave in doubt, and no more."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.core.track import Evidence, Guidance, Track
from cutstat.detect.check import AFTER, LIGHT_THRESHOLD, Check, check_group
from cutstat.detect.detector import CutstatDetector
from cutstat.detect.guide import Group, find_groups, fixed_length
from cutstat.detect.network import shipped_model
from cutstat.detect.observe import Observer
from cutstat.detect.trust import Ledger
from cutstat.errors import UnguidableError
from cutstat.video.groups import GroupPool
from cutstat.video.survey import survey_video

Progress = Callable[[int, float, float | None], None]
"""Called now and then with frames done, seconds done and, if known, seconds in all."""

CHECK_SHARE = 0.6
"""Share of the work that the checks are, for progress."""

LIGHT_COST = 0.6
WHOLE_COST = 1.2
"""What it costs to look at a frame for a check, and to decode and observe it whole; measured, where
decoding alone is 1."""

MOST_OVERLOOKED = 0.1
"""Share of the cuts that the encoder may have overlooked, to be a guide."""

MOST_COST = 0.6
"""Share of the cost of decoding from which too little is saved to be worth a guess."""

MOST_COST_UNCHECKED = 0.7
"""The same before anything is checked, when what it will cost is a guess as well: of real videos
that began between both, some came down."""

LEAST_GROUPS = 6
"""Groups of which some can stand for the others."""

LONGEST_GOP = 4000
"""Frames of a GOP, all of which are in memory at once, with those that are decoded beside it."""

BATCH_FRAMES = 256
"""Frames that are observed at once."""


def read_guided_track(path: Path, *, threads: int = 0, progress: Progress | None = None) -> Track:
    """Make the track of a video without decoding most of it.

    Frames that were not decoded show the picture at the beginning of their group, or the last that
    was decoded of it.

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
    say = progress or (lambda *_: None)
    survey = survey_video(path, threads=threads, progress=lambda: say(0, 0.0, None))
    seconds = survey.times.duration_seconds

    def tell(share: float) -> None:
        say(round(share * survey.n_frames), share * seconds, seconds)

    length = fixed_length(survey)
    if length is not None:
        raise UnguidableError(
            f"its pictures coded on their own stand {length} frames apart, whatever is shown"
        )
    if len(survey.intra) < LEAST_GROUPS:
        raise UnguidableError("it is too short to be judged by a sample")
    gops = np.diff(np.flatnonzero(survey.is_key), append=survey.n_frames)
    if gops.max() > LONGEST_GOP:
        raise UnguidableError(f"no decoder can begin within {gops.max()} of its frames")
    groups = find_groups(survey, shipped_model())
    ledger = Ledger(groups)
    findings = _check(path, survey, groups, ledger, threads=threads, tell=tell)
    return _track(path, survey, groups, findings, ledger, threads=threads, tell=tell)


@dataclass(slots=True)
class _Findings:
    """What checks have found."""

    until: dict[int, int]
    """Groups that are to be decoded whole, and up to which frame."""

    without_cut: set[int]
    """Groups at whose end no cut stands, however much the pictures differ."""

    checked: set[int] = field(default_factory=set)

    beside: set[int] = field(default_factory=set)
    """Groups into which a transition may go on from the one beside; to be checked next."""

    def take_beside(self) -> set[int]:
        """Give the groups in `beside` that were not checked, and forget them."""
        taken = self.beside - self.checked
        self.beside.clear()
        return taken

    def frames_whole(self, groups: Sequence[Group]) -> int:
        """Count the frames of the groups that are to be decoded whole."""
        return sum(stop - groups[index].start for index, stop in self.until.items())


def _check(
    path: Path,
    survey: Survey,
    groups: tuple[Group, ...],
    ledger: Ledger,
    *,
    threads: int,
    tell: Callable[[float], None],
) -> _Findings:
    """Check groups until few errors are left."""
    findings = _Findings({}, {k for k, group in enumerate(groups) if not group.has_cut})
    spent = 0.0
    detector = CutstatDetector(threshold=LIGHT_THRESHOLD)
    with GroupPool(path, survey, is_light=True, threads=threads) as pool:
        while True:
            _weigh(survey, groups, ledger, findings, spent=spent)
            chosen = findings.take_beside() or ledger.next_round()
            if not chosen:
                return findings
            last_of = {groups[index].key: index for index in sorted(chosen)}
            spans = [
                (key, key, min(groups[last].stop + AFTER, survey.n_frames))
                for key, last in last_of.items()
            ]
            for (key, _, stop), last, (frames, pictures) in zip(
                spans, last_of.values(), pool.read(spans), strict=True
            ):
                spent += LIGHT_COST * (stop - key)
                tell(CHECK_SHARE * min(spent / (MOST_COST * survey.n_frames), 1))
                # What lies before a group in the same GOP was decoded for it, and is checked too.
                first = bisect_left(groups, key, key=lambda group: group.start)
                for index in range(first, last + 1):
                    if index not in findings.checked:
                        found = check_group(
                            survey,
                            groups,
                            index,
                            frames=frames,
                            pictures=pictures,
                            detector=detector,
                        )
                        _take_down(found, index, groups, findings, ledger)


def _weigh(
    survey: Survey,
    groups: tuple[Group, ...],
    ledger: Ledger,
    findings: _Findings,
    *,
    spent: float,
) -> None:
    """Give up where the guide is not good enough, or where to check it brings too little."""
    if ledger.n_overlooked > 1 and ledger.overlooked_share > MOST_OVERLOOKED:
        raise UnguidableError(
            f"its encoder has overlooked some {ledger.overlooked_share:.0%} of the cuts"
        )
    needed = spent + LIGHT_COST * ledger.frames_needed
    needed += WHOLE_COST * (findings.frames_whole(groups) + ledger.frames_doubted / 2)
    if needed > (MOST_COST if spent else MOST_COST_UNCHECKED) * survey.n_frames:
        raise UnguidableError("to check what its packets say would cost too much")


def _take_down(
    found: Check, index: int, groups: tuple[Group, ...], findings: _Findings, ledger: Ledger
) -> None:
    """Write down what a check has found, and what follows for the groups beside it."""
    findings.checked.add(index)
    if ledger.is_waiting(index):  # else it was looked at for what lies beside it, not by chance
        is_wrong = found.until is not None or found.has_cut != groups[index].has_cut
        ledger.note(index, is_wrong=is_wrong, cuts_inside=found.cuts_inside)
    if found.has_cut:
        findings.without_cut.discard(index)
    else:
        findings.without_cut.add(index)
    until = found.until
    if found.has_cut and not groups[index].differs:
        until = groups[index].stop  # the two pictures alone would not show it
    if until is not None:
        findings.until[index] = max(until, findings.until.get(index, 0))
    for beside, goes in ((index - 1, found.goes_back), (index + 1, found.goes_on)):
        if goes and 0 <= beside < len(groups):
            findings.until[beside] = groups[beside].stop
            findings.beside.add(beside)
            ledger.drop(beside)


def _track(
    path: Path,
    survey: Survey,
    groups: tuple[Group, ...],
    findings: _Findings,
    ledger: Ledger,
    *,
    threads: int,
    tell: Callable[[float], None],
) -> Track:
    """Observe the pictures of a video, of which some are shown for many frames."""
    observer = Observer()
    done = 0
    for pictures, shown in _batches(_stills(path, survey, groups, findings.until, threads=threads)):
        observer.feed(pictures, shown=shown)
        done += len(shown)
        tell(CHECK_SHARE + (1 - CHECK_SHARE) * done / survey.n_frames)
    seen = observer.finish()
    denied = {
        frame
        for index in findings.without_cut
        if findings.until.get(index) != groups[index].stop
        for frame in range(groups[index].stop - 1, groups[index].stop + 2)
    }
    denied -= {group.stop for k, group in enumerate(groups) if k not in findings.without_cut}
    kept = ~np.isin(seen.evidence.frames, list(denied))
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
            frames_decoded=findings.frames_whole(groups),
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
    until: Mapping[int, int],
    *,
    threads: int,
) -> Iterator[tuple[Pictures, NDArray[np.intp]]]:
    """Give the pictures of a video in order, and for how many frames each is shown."""
    spans = {}
    done = 0
    for index, group in enumerate(groups):
        if until.get(index, 0) > done:
            stop = until[index]
            if stop == group.stop and index + 1 not in until:
                stop = min(stop + AFTER, survey.n_frames)
            spans[index] = group.key, max(group.start, done), stop
            done = stop
    done = 0
    picture = survey.pictures[:1]
    with GroupPool(path, survey, threads=threads) as pool:
        whole = pool.read(spans.values())
        for index, group in enumerate(groups):
            if group.start >= done:
                picture = survey.pictures[index : index + 1]
            if index in spans:
                _, decoded = next(whole)
                yield decoded, np.ones(len(decoded), np.intp)
                picture = decoded[-1:]
                _, _, done = spans[index]
            while done < group.stop:
                count = min(group.stop - done, BATCH_FRAMES)
                yield picture, np.array([count])
                done += count


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
