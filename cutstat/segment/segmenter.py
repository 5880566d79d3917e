"""The stage: episodes of a series in, their segments out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from cutstat.core.segments import Doubt, Segment, Segmentation, SegmentKind, SegmentOverride
from cutstat.segment.footage import Footage, Source, common_clock
from cutstat.segment.label import LARGEST_SHARE, Label, Labels, label_shared, merged
from cutstat.segment.named import label_chapters, part_starts
from cutstat.segment.neighbours import (
    bank_spans,
    body_pieces,
    label_previews,
    label_recaps,
    name_of,
)
from cutstat.segment.repeats import find_matches, without_doubles
from cutstat.segment.shared import shared_footage
from cutstat.segment.songs import label_songs

SEGMENT_VERSION = "5"
"""Changes whenever the same episodes give other segments."""

USUAL_LENGTH_SECONDS = 90.0
"""Length that an opening or ending is taken to have where no other episode shows one."""

SLIVER_SECONDS = 0.5
"""A shorter piece of body between two segments, or at the edge of the file, is none: edges are
that uncertain."""

BLACK_SECONDS = 5.0
"""Black between two segments, or at the edge of the file, up to this long is no shot."""

TAIL_SECONDS = (3.0, 65.0)
"""What follows the ending for as long as this may be a preview."""


def segment_series(
    sources: Sequence[Source], said: Sequence[Sequence[SegmentOverride]] | None = None
) -> tuple[Segmentation, ...]:
    """Find opening, ending, preview, eyecatch, recap and cards of the episodes of a series.

    Parameters
    ----------
    sources : sequence of Source
        The episodes, in order.
    said : sequence of sequences of SegmentOverride, optional
        What the user says of each episode; it wins over what is found.

    Returns
    -------
    tuple of Segmentation
        One an episode. Where nothing can be shown, the body is the whole file, and `doubts` say
        what may be in it.

    Raises
    ------
    ValueError
        If something that the user says does not fit into its episode.
    """
    if not sources:
        return ()
    series = common_clock(sources)
    words = said if said is not None else [()] * len(series)
    matches, doubled = without_doubles(series, find_matches(series))
    labels, remarks = label_shared(series, shared_footage(series, matches))
    label_chapters(series, labels)
    label_songs(series, labels)
    pieces = body_pieces(matches, labels)
    label_previews(series, pieces, labels)
    label_recaps(series, pieces, labels)
    for episode, footage in enumerate(series):
        labels[episode] = _with_words(footage, labels[episode], words[episode])
    bank = bank_spans(series, pieces, labels)
    notes: dict[int, list[str]] = defaultdict(list)
    for remark in remarks:
        notes[remark.episode].append(remark.text)
    for pair in doubled:
        for one, other in (pair, pair[::-1]):
            name = name_of(series, other)
            notes[one].append(f"shows the same as {name} nearly throughout, which says nothing")
    return tuple(
        _segmentation(series, labels, episode, words[episode], bank[episode], notes[episode])
        for episode in range(len(series))
    )


def _with_words(
    footage: Footage, found: Sequence[Label], said: Sequence[SegmentOverride]
) -> list[Label]:
    """Put the user's word in place of what was found of the same kind, and first otherwise.

    Where two words overlap, the later one counts.
    """
    kinds = {word.kind for word in said}
    words: list[Label] = []
    for word in reversed(said):
        if not word.is_absent:
            start, stop = word.span(footage.source.times)
            words.append(
                Label(
                    *(word.kind, footage.tick(start), max(footage.tick(stop), 1)),
                    evidence=f"said by the user ({word.source})",
                )
            )
    return merged([*words, *(label for label in found if label.kind not in kinds)])


def _segmentation(
    series: Sequence[Footage],
    labels: Labels,
    episode: int,
    said: Sequence[SegmentOverride],
    bank: Sequence[tuple[int, int]],
    notes: Sequence[str],
) -> Segmentation:
    footage = series[episode]
    placed = _covering(footage, labels[episode])
    segments = _segments(footage, placed)
    bodies = [one for one in segments if one.kind == "body"]
    starts = [label.stop for label in placed if label.kind == "eyecatch"] + part_starts(footage)
    frames = sorted({footage.frame(tick) for tick in starts})
    inner = [f for f in frames if any(body.start <= f < body.stop for body in bodies) and f > 0]
    spans = [(footage.frame(a), footage.frame(b)) for a, b in bank]
    return Segmentation(
        segments=tuple(segments),
        doubts=tuple(_doubts(series, labels, episode, {word.kind for word in said})),
        part_starts=tuple(inner),
        bank=tuple((a, b) for a, b in spans if a < b),
        notes=tuple(notes),
    )


def _covering(footage: Footage, labels: Sequence[Label]) -> list[Label]:
    """Close slivers between labels, and set black between them apart."""
    n, placed = len(footage), []
    sliver, black = footage.ticks(SLIVER_SECONDS), footage.ticks(BLACK_SECONDS)
    edges = [0, *(edge for one in labels for edge in (one.start, one.stop)), n]
    starts = {one.start: one for one in labels}
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if labels and sliver < stop - start <= black and footage.is_blank(start, stop):
            placed.append(Label("card", start, stop, "black at the edge of a segment"))
        elif labels and 0 < stop - start <= sliver:
            if placed:
                last = placed.pop()
                placed.append(Label(last.kind, last.start, stop, last.evidence))
            else:
                first = starts.pop(stop)
                starts[stop] = Label(first.kind, start, first.stop, first.evidence)
        if stop in starts:
            placed.append(starts[stop])
    return placed


def _segments(footage: Footage, placed: Sequence[Label]) -> list[Segment]:
    """Turn labels into segments by frames, with the body between them."""
    n_frames = footage.source.n_frames
    segments: list[Segment] = []
    position = 0
    if not placed:
        shared = f"nothing that other {footage.source.unit}s share was found"
        evidence = f"{shared}: the whole file is taken as body"
        return [Segment("body", 0, n_frames, evidence)]
    for label in placed:
        start, stop = footage.frame(label.start), footage.frame(label.stop)
        start = max(start, position)
        if stop <= start:
            continue
        if start > position:
            segments.append(Segment("body", position, start, "what is left"))
        segments.append(Segment(label.kind, start, stop, label.evidence))
        position = stop
    if position < n_frames:
        segments.append(Segment("body", position, n_frames, "what is left"))
    return segments


def _doubts(
    series: Sequence[Footage], labels: Labels, episode: int, said: set[SegmentKind]
) -> list[Doubt]:
    """Say which segments may be hidden in the body, where and how long.

    Who says where the body lies leaves nothing open.
    """
    if "body" in said:
        return []
    footage = series[episode]
    n = len(footage)
    doubts: list[Doubt] = []
    known = {label.kind for label in labels[episode]} | said
    kinds: tuple[SegmentKind, ...] = ("opening", "ending")
    for kind in kinds:
        if kind in known or (kind == "ending" and _closes(footage, labels[episode])):
            continue
        lengths = [
            one.stop - one.start for own in labels.values() for one in own if one.kind == kind
        ]
        length = int(np.median(lengths)) if lengths else footage.ticks(USUAL_LENGTH_SECONDS)
        length = min(length, int(LARGEST_SHARE * n))
        stretch = (0, max(n // 2, 1)) if kind == "opening" else (n // 2, n)
        doubts += _doubt(
            footage, kind, stretch, length, _reason(series, footage, kind, len(lengths))
        )
    endings = [one.stop for one in labels[episode] if one.kind == "ending"]
    if endings and "preview" not in known:
        tail = (
            max(endings),
            min([n, *(o.start for o in labels[episode] if o.start >= max(endings))]),
        )
        seconds = footage.seconds(tail[1] - tail[0])
        if TAIL_SECONDS[0] <= seconds <= TAIL_SECONDS[1]:
            reason = f"{seconds:.1f} s follow the ending and could not be told from an epilogue"
            doubts += _doubt(footage, "preview", tail, tail[1] - tail[0], reason)
    return doubts


def _closes(footage: Footage, labels: Sequence[Label]) -> bool:
    """Whether an opening stands in the place of the ending."""
    return any(one.kind == "opening" and one.start > len(footage) // 2 for one in labels)


def _doubt(
    footage: Footage, kind: SegmentKind, stretch: tuple[int, int], length: int, reason: str
) -> list[Doubt]:
    start, stop = footage.frame(stretch[0]), footage.frame(stretch[1])
    if stop <= start:
        return []
    frames = footage.frame(min(stretch[0] + length, len(footage))) - start
    return [Doubt(kind, start, stop, min(max(frames, 1), stop - start), reason)]


def _reason(series: Sequence[Footage], footage: Footage, kind: SegmentKind, others: int) -> str:
    if not footage.is_telling.any():
        return "there are no pictures that could be compared"
    if others:
        return f"{others} other episodes have an {kind} that this one does not show"
    if len(series) == 1:
        return f"with a single episode it cannot be known whether it has an {kind}"
    return f"these {len(series)} episodes share no footage that could be an {kind}"
