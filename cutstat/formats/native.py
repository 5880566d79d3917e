"""cutstat's own formats: annotation files and the output of ``cutstat detect --json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from cutstat.core.segments import SEGMENT_KINDS, Segment
from cutstat.core.shot_list import ShotList, MarkedSpan
from cutstat.core.shots import TRANSITION_KINDS, DetectorInfo, Transition


def read_document(document: Mapping[str, Any]) -> ShotList:
    """Read one video's JSON object; frames are 0-based, spans half-open, a cut has equal ends.

    Raises
    ------
    ValueError
        If something is missing or has no meaning.
    """
    if not isinstance(document, Mapping) or "transitions" not in document:
        raise ValueError("there is no list of transitions")
    rate = document.get("fps")
    return ShotList(
        video=str(document.get("video") or document.get("file") or "unknown"),
        transitions=tuple(sorted(_transition(entry) for entry in document["transitions"])),
        n_frames=int(document["frames"]) if document.get("frames") else None,
        rate=None if rate is None else Fraction(str(rate)).limit_denominator(100_000),
        ambiguous=_spans(document.get("ambiguous", ())),
        hard=_spans(document.get("hard", ())),
        segments=_segments(document.get("segments", ())),
        found_by=_detector(document.get("detector")),
    )


def _transition(entry: Mapping[str, Any]) -> Transition:
    if not isinstance(entry, Mapping):
        raise ValueError(f"a transition needs kind, start and stop, got {entry!r}")
    kind = entry.get("kind", "cut")
    if kind not in TRANSITION_KINDS:
        raise ValueError(f"kind {kind!r} is unknown; known are {', '.join(TRANSITION_KINDS)}")
    start, stop = int(entry["start"]), int(entry["stop"])
    return Transition(
        start, stop, kind if start < stop else "cut", float(entry.get("confidence", 1.0))
    )


def _detector(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return "" if entry is None else str(entry)
    parameters = entry.get("parameters") or {}
    return str(DetectorInfo(str(entry.get("name")), str(entry.get("version")), parameters))


def _segments(entries: Sequence[Mapping[str, Any]]) -> tuple[Segment, ...]:
    """Read what is known of opening, ending and so on; the body is what is left."""
    found: list[Segment] = []
    for entry in entries:
        if not isinstance(entry, Mapping) or entry.get("kind") not in SEGMENT_KINDS:
            raise ValueError(f"a segment needs one of {', '.join(SEGMENT_KINDS)}, got {entry!r}")
        if entry["kind"] != "body":
            start, stop = int(entry["start"]), int(entry["stop"])
            found.append(Segment(entry["kind"], start, stop, "as the list says"))
    return tuple(found)


def _spans(entries: Sequence[Sequence[Any]]) -> tuple[MarkedSpan, ...]:
    return tuple(MarkedSpan(int(start), int(stop) - 1, str(why)) for start, stop, why in entries)
