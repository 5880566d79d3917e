"""Which events of a track of subtitles are lines of dialogue, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cutstat.core.subtitles import NEVER_DIALOGUE, Dropped, NoDialogue, SubtitleTrack

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
    # First what is no line whatever a person says of its style.
    tags, said = "", None
    if event.text is not None:
        tags = "".join(_TAGS.findall(event.text))
        said = _TAGS.sub("", event.text).replace("\\N", "\n").replace("\\h", " ").strip()
    if _SHAPE.search(tags):
        return "drawing"
    if said is not None and (not said or _SOUND.match(said)):
        return "sound"
    style = re.sub(r"[_\-.\d]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", event.style))
    if SONG_STYLE.search(style):
        return "song"
    if SIGN_STYLE.search(style):
        return "sign"
    if _KARAOKE.search(tags):
        return "karaoke"
    if _PLACED.search(tags):
        return "placed"
    return "song" if said and ("♪" in said or "♫" in said) else None


def lines_of(
    events: Iterable[Event],
    *,
    source: str,
    language: str = "",
    title: str = "",
    codec: str = "",
    is_forced: bool = False,
) -> SubtitleTrack:
    """Keep the lines of dialogue of a track, and what is dropped by style and reason."""
    kept: list[tuple[float, float, str]] = []
    dropped: dict[tuple[str, NoDialogue], list[tuple[float, float]]] = {}
    for event in events:
        reason = why_no_dialogue(event)
        if reason is None:
            kept.append((event.start, event.stop, event.style))
        else:
            span = (round(event.start, 3), round(event.stop, 3))
            dropped.setdefault((event.style, reason), []).append(span)
    kept.sort()
    return SubtitleTrack(
        source,
        language,
        title,
        codec,
        is_forced,
        np.array([start for start, _, _ in kept], np.float32),
        np.array([stop for _, stop, _ in kept], np.float32),
        tuple(
            Dropped(style, reason, len(spans), () if reason in NEVER_DIALOGUE else tuple(spans))
            for (style, reason), spans in sorted(dropped.items())
        ),
        tuple(style for _, _, style in kept),
    )
