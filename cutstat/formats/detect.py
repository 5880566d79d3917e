"""cutstat's own JSON: annotation files and the output of ``cutstat detect --json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cutstat.core.segments import SEGMENT_KINDS, Segment
from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import TRANSITION_KINDS, DetectorInfo, Transition
from cutstat.errors import quoted
from cutstat.formats.clock import parse_count, parse_rate
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing


def is_detection(listing: Listing) -> bool:
    """Whether a document, or each of several, has a list of transitions."""
    return all(isinstance(one, Mapping) and "transitions" in one for one in _documents(listing))


def read_documents(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read a document, a list of them, or one a line."""
    return (read_document(one) for one in _documents(listing))


def _documents(listing: Listing) -> list[Any]:
    document = listing.document
    return document if isinstance(document, list) else [document]


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
        n_frames=parse_count(document["frames"]) if document.get("frames") else None,
        rate=None if rate is None else parse_rate(str(rate)),
        ambiguous=_spans(document.get("ambiguous", ())),
        hard=_spans(document.get("hard", ())),
        segments=_segments(document.get("segments", ())),
        found_by=_detector(document.get("detector")),
    )


def _transition(entry: Mapping[str, Any]) -> Transition:
    if not isinstance(entry, Mapping):
        raise ValueError(f"a transition needs kind, start and stop, got {quoted(entry)}")
    kind = entry.get("kind", "cut")
    if kind not in TRANSITION_KINDS:
        raise ValueError(f"kind {quoted(kind)} is unknown; known are {', '.join(TRANSITION_KINDS)}")
    start, stop = parse_count(entry["start"]), parse_count(entry["stop"])
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
            raise ValueError(
                f"a segment needs one of {', '.join(SEGMENT_KINDS)}, got {quoted(entry)}"
            )
        if entry["kind"] != "body":
            start, stop = parse_count(entry["start"]), parse_count(entry["stop"])
            found.append(Segment(entry["kind"], start, stop, "as the list says"))
    return tuple(found)


def _spans(entries: Sequence[Sequence[Any]]) -> tuple[MarkedSpan, ...]:
    return tuple(
        MarkedSpan(parse_count(start), parse_count(stop) - 1, str(why))
        for start, stop, why in entries
    )


FORMAT = Format(
    key="detect",
    title="JSON of cutstat",
    rank=20,
    recognise=is_detection,
    read=read_documents,
)
