"""Edit decision lists in the format CMX 3600: one event an edit, placed by timecodes.

A line is ``number reel track edit [length] source-in source-out record-in record-out``, as the
manual of CMX and the readers of OpenTimelineIO (``otio-cmx3600-adapter``) and pycmx have it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition, TransitionKind
from cutstat.core.text import printable
from cutstat.core.words import count_of
from cutstat.errors import InputError, quoted
from cutstat.formats.clock import DROP_RATES, parse_rate, parse_timecode
from cutstat.formats.format import Format, NoRateError, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.otio import border_positions
from cutstat.formats.spans import cuts_at
from cutstat.measure.episode import EpisodeMeasures

LONGEST_LINE = 1000
"""Characters of an event or a title, at most."""

MOST_RATE = 100
"""Frames of a timecode have two digits."""

_CODE = r"\d{1,2}:\d\d:\d\d[:;.,]\d\d"
_EVENT = re.compile(
    r"\d+\s+\S.*?\s+(?P<track>(?:[AVB][A-Z0-9/]*|NONE))\s+(?P<edit>C|D|W\d*|K\w?(?:\s+\(?[A-Z]\)?)?)\s+"
    rf"(?:(?P<length>\d+)\s+)?{_CODE}\s+{_CODE}\s+(?P<start>{_CODE})\s+(?P<stop>{_CODE})(?:\s.*)?"
)
_PLACES = re.compile(r"\d\d?:\d\d")
_REMARK = re.compile(r"\s*(?:\*|>|#|;|TITLE:|FCM:|M2\s|SPLIT:)", re.IGNORECASE)
_RATE = re.compile(
    r"\s*(?:\*\s*)?FRAME[ _]?RATE\s*[:=]?\s*(?P<after>[\d./]+)"
    r"|(?:TITLE|FCM):.*?(?P<before>[\d./]+)\s*FPS\b",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"V1?|B|A+\d*/V1?")
KINDS: dict[str, TransitionKind] = {"C": "cut", "D": "dissolve", "W": "wipe", "K": "wipe"}


@dataclass(frozen=True, slots=True, order=True)
class _Event:
    """What is recorded from one frame to another."""

    start: int
    stop: int
    line: int
    length: int
    """Frames of the transition into it."""

    kind: TransitionKind


def is_edl(listing: Listing) -> bool:
    """Whether a list holds an event, or the head of an edit list."""
    has_head = any(re.match(r"FCM:", line, re.IGNORECASE) for line in listing.lines[:10])
    return has_head or any(_event(line) for line in listing.lines)


def _event(line: str) -> re.Match[str] | None:
    """Match an event; no line of one is so long that matching it takes time."""
    return _EVENT.fullmatch(line.strip()) if len(line) < LONGEST_LINE else None


def said_rate(lines: Sequence[str]) -> Fraction | None:
    """Give the frames a second that a title or a comment says, or that drop-frame codes mean."""
    for line in lines:
        match = _RATE.match(line[:LONGEST_LINE])
        if match is not None:
            with suppress(ValueError):
                return parse_rate(match["after"] or match["before"])
    if not _is_drop(lines):
        return None
    events = (_event(line) for line in lines)
    return DROP_RATES[any(int(event["stop"][-2:]) > 29 for event in events if event)]


def _is_drop(lines: Sequence[str]) -> bool:
    """Whether the head says drop frame; what is said between events is of their sources."""
    modes = (line.upper() for line in lines if line.upper().startswith("FCM:"))
    return "NON" not in next(modes, "NON")


def read_edl(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the video events; frames count from the first record time.

    Events without length, which name the outgoing clip of a dissolve, and those of sound alone are
    passed over. Where nothing is recorded between two events, the first lasts until the second.

    Raises
    ------
    ValueError
        If there is no event, one cannot be read, a timecode has no meaning, or events overlap.
    NoRateError
        If nobody says how many frames a second the timecodes count.
    """
    rate = said.rate or said_rate(listing.lines)
    if rate is None:
        raise NoRateError("an edit list needs --rate, the frames a second of its timecodes")
    events, notes = _events(listing.lines, rate)
    if events and any(" |M:" in line for line in listing.lines):
        return (_markers(events, rate=rate, video=listing.video),)
    if not events:
        raise ValueError("there is no event of the video track")
    shared = 0
    for before, event in pairwise(events):
        if event.start < before.stop - 1:
            raise ValueError(
                f"line {event.line}: the event overlaps with the one of line {before.line}, "
                f"from frame {event.start - events[0].start}"
            )
        shared += event.start == before.stop - 1
    if shared:
        notes.append(f"{count_of(shared, 'frame')} in two events at once, counted to the later one")
    first = events[0].start
    return (
        ShotList(
            video=listing.video,
            transitions=tuple(
                Transition(one.start - first, one.start + one.length - first, one.kind)
                for one in events[1:]
            ),
            n_frames=max(one.stop for one in events) - first,
            rate=rate,
            notes=tuple(notes),
        ),
    )


def _markers(events: Sequence[_Event], *, rate: Fraction, video: str) -> ShotList:
    """Take markers, which DaVinci Resolve exports as events of a frame, for cuts.

    They count from the full hour before the first, at which timelines begin.
    """
    hour = 3600 * round(rate)
    first = events[0].start // hour * hour
    cuts = cuts_at(one.start - first for one in events)
    return ShotList(video, cuts, rate=rate, notes=("its markers are taken for cuts",))


def _events(lines: Sequence[str], rate: Fraction) -> tuple[list[_Event], list[str]]:
    """Read the events of the first video track, in order of time, and notes on the others."""
    is_drop, others = _is_drop(lines), 0
    is_by_clock = any("CREATED WITH PYSCENEDETECT" in line for line in lines[:5])
    events: list[_Event] = []
    for number, line in enumerate(lines, 1):
        match = _event(line)
        if match is None:
            _check_remark(line, number)
            continue
        if len(re.findall(_CODE, line)) != 4:
            raise ValueError(f"line {number}: the event {quoted(line)} has not four timecodes")
        if not _VIDEO.fullmatch(match["track"]):
            others += match["track"].startswith("V")
            continue
        with on_line(number):
            start, stop = (
                parse_timecode(match[key], rate=rate, is_drop=is_drop) for key in ("start", "stop")
            )
            if start > stop:
                raise ValueError("the event stops before it starts")
        if is_by_clock:
            start, stop = _by_clock(start, rate), _by_clock(stop, rate)
        length = int(match["length"] or 0)
        kind = KINDS[match["edit"][0]] if length else "cut"
        if start < stop:
            events.append(_Event(start, stop, number, length, kind))
    note = f"{count_of(others, 'event')} of a second video track not counted"
    return sorted(events), [note] if others else []


def _by_clock(frames: int, rate: Fraction) -> int:
    """Read a timecode of PySceneDetect, whose seconds are those of the clock.

    ``_edl_timecode`` in its ``scenedetect/output`` writes whole seconds and, behind them, the
    frames since then, cut off.
    """
    seconds, rest = divmod(frames, round(rate))
    return math.ceil(rest + seconds * rate)


def _check_remark(line: str, number: int) -> None:
    """Raise ValueError for a line that is no remark, and seems to be an event that was damaged."""
    is_numbered = re.match(r"\s*\d", line) is not None
    is_head = re.match(r"\s*(?:FCM|TITLE):", line, re.IGNORECASE) is not None
    is_timed = len(_PLACES.findall(line)) > 1
    if (is_head and is_timed) or (not _REMARK.match(line) and (is_numbered or is_timed)):
        raise ValueError(f"line {number}: the event {quoted(line)} cannot be read")


def to_edl(episode: EpisodeMeasures, path: Path) -> str:
    """Write an edit list (CMX 3600): an event a shot, in frames at the nominal rate, no drop frame.

    Gradual transitions are written as cuts at their middle, where shots are counted.

    Raises
    ------
    InputError
        If there are more frames a second than a timecode can number, as on the clock of a list of
        times.
    """
    nominal = round(episode.rate)
    if nominal > MOST_RATE:
        raise InputError(
            f"{episode.name.series} {episode.name.label}: its shots stand on a clock of {nominal} "
            "steps a second, which timecodes cannot number; export it as cinemetrics, or import "
            "its list with the --rate of its video"
        )
    lines = [f"TITLE: {printable(f'{episode.name.series} {episode.name.label}')}"]
    lines += ["FCM: NON-DROP FRAME", f"* FRAME RATE: {episode.rate}"]
    codes = [_timecode(frame, nominal) for frame in border_positions(episode)]
    for number, (start, stop) in enumerate(pairwise(codes), 1):
        lines.append(f"{number:03d}  AX       V     C        {start} {stop} {start} {stop}")
    return "\n".join(lines) + "\n"


def _timecode(frame: int, nominal: int) -> str:
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"


FORMAT = Format(
    key="edl",
    title="CMX 3600",
    rank=30,
    recognise=is_edl,
    read=read_edl,
    write=to_edl,
    suffix=".edl",
    plural="edit lists",
)
