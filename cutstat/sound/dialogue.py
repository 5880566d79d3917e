"""Which events of a track of subtitles are lines of dialogue, by rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cutstat.core.subtitles import Dropped, NoDialogue, SubtitleTrack

SHORTEST_SECONDS = 0.2
"""Shorter events are frames of typesetting, not lines that can be read."""

SONG_STYLE = re.compile(r"\b(op|ed|opening|ending|song|songs|kara|karaoke|lyrics?|romaji)\b", re.I)
SIGN_STYLE = re.compile(
    r"\b(sign|signs|title|titles|credit|credits|staff|notes?|eyecatch|typeset|ts|card|caption)\b",
    re.I,
)
"""Names of styles as they are used: words of their own, so that "Opinion" is none."""

_TAGS = re.compile(r"\{[^}]*\}")
_PLACED = re.compile(r"\\(pos|move|i?clip|org|frz|fax|fay)\b|\\(pos|move|i?clip|org)\(")
_KARAOKE = re.compile(r"\\[kK][fo]?\d")
_SHAPE = re.compile(r"\\p[1-9]")
_SOUND = re.compile(r"^\s*[-–]?\s*(\[[^\]]*\]|\([^)]*\)|（[^）]*）)\s*$", re.S)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a track."""

    start: float
    """In seconds."""

    stop: float
    style: str = ""
    text: str | None = None
    """With its tags; None for a picture."""

    is_comment: bool = False


def why_no_dialogue(event: Event) -> NoDialogue | None:
    """Say why an event is no line of dialogue; None for one that is."""
    if event.is_comment:
        return "comment"
    if event.stop - event.start < SHORTEST_SECONDS:
        return "short"
    style = re.sub(r"[_\-.\d]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", event.style))
    if SONG_STYLE.search(style):
        return "song"
    if SIGN_STYLE.search(style):
        return "sign"
    if event.text is None:
        return None
    tags = "".join(_TAGS.findall(event.text))
    if _SHAPE.search(tags):
        return "drawing"
    if _KARAOKE.search(tags):
        return "karaoke"
    if _PLACED.search(tags):
        return "placed"
    said = _TAGS.sub("", event.text).replace("\\N", "\n").replace("\\h", " ").strip()
    if "♪" in said or "♫" in said:
        return "song"
    return "sound" if not said or _SOUND.match(said) else None


def lines_of(
    events: Iterable[Event],
    *,
    source: str,
    language: str = "",
    title: str = "",
    codec: str = "",
    is_forced: bool = False,
) -> SubtitleTrack:
    """Keep the lines of dialogue of a track, and count what is dropped by style and reason."""
    kept: list[tuple[float, float]] = []
    dropped: Counter[tuple[str, NoDialogue]] = Counter()
    for event in events:
        reason = why_no_dialogue(event)
        if reason is None:
            kept.append((event.start, event.stop))
        else:
            dropped[event.style, reason] += 1
    times = np.array(sorted(kept), np.float32).reshape(-1, 2)
    return SubtitleTrack(
        source,
        language,
        title,
        codec,
        is_forced,
        times[:, 0].copy(),
        times[:, 1].copy(),
        tuple(Dropped(*key, count) for key, count in sorted(dropped.items())),
    )
