"""Labels: which of the shared footage is opening, ending, eyecatch or card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from cutstat.core.segments import SegmentKind
from cutstat.core.timing import SPED_UP_RATES, SPEED_UP
from cutstat.errors import quoted
from cutstat.segment.footage import Footage
from cutstat.segment.shared import Occurrence, Shared

LONGEST_SECONDS = 160.0
"""Openings and endings last 89 to 91 s as a rule, 30 to 150 s now and then; what is longer is a
stretch of programme that two files share."""

SHORTEST_SECONDS = 8.0
USUAL_SECONDS = (88.5, 91.5)
"""Length of nearly all openings and endings of TV anime, with a little room for rounding."""

LARGEST_SHARE = 0.4
"""Share of an episode that an opening has at most, in the middle of its episodes."""

SAME_PLACE_SECONDS = 1.0
"""Spread of the distances from the edge of the file that still are one place."""

EYECATCH_SECONDS = 12.0
CARD_SECONDS = 30.0
AGREEING = 0.4
"""Share of the episodes that must have an eyecatch or card; fewer may be stock footage."""

DENSE = 0.8
"""Share of the episodes, from the first with an eyecatch to the last, that must have it. A new one
may come with a new opening; a stock shot comes now and then."""

MIDDLE = (0.25, 0.75)
"""Where an eyecatch stands, as shares of the episode."""

MIDDLE_SPREAD = 0.15
"""How far from their median place eyecatches stand, as a share of the episode."""

EDGE_SECONDS = 1.5
"""A card touches the edge of the file or another segment, but for this."""


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled stretch of an episode, in ticks."""

    kind: SegmentKind
    start: int
    stop: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an episode that is no label."""

    episode: int
    text: str


Labels = dict[int, list[Label]]


def label_shared(
    series: Sequence[Footage], shared: Sequence[Shared]
) -> tuple[Labels, list[Remark]]:
    """Label shared footage where at least two independent voices agree on what it is.

    The pictures are the first voice: different ones, in order, as in the other episodes. Shot
    borders at the same places, the usual length and agreement of three or more episodes are
    others. An opening stands near the start and an ending near the stop of most episodes that have
    it. Footage that stands beside a stronger opening in one episode is none.
    """
    labels: Labels = defaultdict(list)
    remarks: list[Remark] = []
    used: set[int] = set()
    for kind in ("opening", "ending"):
        for index in _ranked(series, shared, kind):
            if index in used:
                continue
            one = shared[index]
            places = _places_of(series, one, kind, labels)
            if not places:
                continue
            used.add(index)
            for place in places:
                labels[place.episode].append(
                    Label(kind, place.start, place.stop, _evidence(series, one, place, kind))
                )
            remarks += _inserts(series, one, places, kind)
    for index, one in enumerate(shared):
        if index not in used:
            _label_short(series, one, labels)
    return labels, remarks


def _ranked(
    series: Sequence[Footage], shared: Sequence[Shared], kind: Literal["opening", "ending"]
) -> list[int]:
    """Give the footage that may be of a kind, the strongest first.

    Long footage of many episodes is strong, and more so near its end of the file: a stock sequence
    of the body may be longer than the opening, but comes after it.
    """
    fit = [k for k, one in enumerate(shared) if _may_be(series, one) and voices(series, one, kind)]
    return sorted(fit, key=lambda k: (-_strength(series, shared[k], kind), k))


def _strength(series: Sequence[Footage], one: Shared, kind: str) -> float:
    distances = [
        (place.start if kind == "opening" else len(footage) - place.stop) / len(footage)
        for place in one.occurrences
        for footage in (series[place.episode],)
    ]
    length = min(one.length, series[0].ticks(USUAL_SECONDS[1]))
    return len(one.episodes) * length * max(1 - 2 * float(np.median(distances)), 0.0) ** 2


def is_usual(seconds: float, rate: Fraction) -> bool:
    """Whether nearly all openings and endings have this length, also those that play too fast."""
    low, high = USUAL_SECONDS
    lengths = [seconds]
    if rate in SPED_UP_RATES:
        lengths.append(seconds * float(SPEED_UP))
    return any(low <= one <= high for one in lengths)


def _may_be(series: Sequence[Footage], one: Shared) -> bool:
    """Whether footage has a length that an opening or ending can have."""
    seconds = series[0].seconds(one.length)
    shares = [place.length / len(series[place.episode]) for place in one.occurrences]
    return (
        SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS and float(np.median(shares)) <= LARGEST_SHARE
    )


def voices(series: Sequence[Footage], one: Shared, kind: str) -> tuple[str, ...]:
    """Say what speaks for footage being an opening or ending; empty where that is too little."""
    seconds = series[0].seconds(one.length)
    said = [f"the same pictures in {len(one.episodes)} of {len(series)} episodes"]
    others = [place for place in one.occurrences if not place.is_model]
    borders = one.shots - 1
    met = [place.common_borders / borders / place.share for place in others if borders >= 3]
    if met and float(np.median(met)) >= 0.6:
        said.append(f"{borders} shot borders at the same places")
    if is_usual(seconds, series[one.occurrences[0].episode].source.times.rate):
        said.append(f"the usual length of an {kind} ({seconds:.1f} s)")
    if len(one.episodes) >= max(3, AGREEING * len(series)):
        said.append("most episodes have it" if 2 * len(one.episodes) > len(series) else "many do")
    if (spread := _place_spread(series, one, kind)) is not None:
        edge = "start" if kind == "opening" else "end"
        said.append(f"always {spread:.1f} s from the {edge} of the file")
    if one.pictures >= 8 and seconds >= 15:
        said.append(f"{one.pictures} different pictures in the same order")
    needed = 2 if one.pictures >= 4 else 3
    return tuple(said) if len(said) >= needed and one.pictures >= 2 else ()


def _place_spread(series: Sequence[Footage], one: Shared, kind: str) -> float | None:
    """Give the distance from the edge of the file, in seconds, if all episodes agree on it."""
    distances = [
        footage.seconds(place.start if kind == "opening" else len(footage) - place.stop)
        for place in one.occurrences
        for footage in (series[place.episode],)
    ]
    if len(one.episodes) < 3 or max(distances) - min(distances) > SAME_PLACE_SECONDS:
        return None
    return float(np.median(distances))


def _places_of(
    series: Sequence[Footage], one: Shared, kind: Literal["opening", "ending"], labels: Labels
) -> list[Occurrence]:
    """Choose the places at which footage is an opening (or ending): one an episode, or none.

    Most of the episodes must have it at the start (or stop), and no other of its kind.
    """
    best: list[Occurrence] = []
    home = 0
    for episode in sorted(one.episodes):
        own = [place for place in one.occurrences if place.episode == episode]
        if any(label.kind == kind for label in labels[episode]):
            return []
        fit = [place for place in own if is_home(series, place, kind)]
        home += bool(fit)
        chosen = fit or [p for p in own if is_away(series, p, kind) and p.share > 0.7]
        free = [p for p in chosen if not _meets(labels[episode], p)]
        if free:
            best.append(max(free, key=lambda p: (p.share, -p.start)))
    if home < 2 or 3 * home < 2 * len(one.episodes):
        return []
    starts = [place.start / len(series[place.episode]) for place in best]
    if kind == "opening" and float(np.median(starts)) > 0.25:
        return []  # a stock sequence in the first half
    return best


def is_home(series: Sequence[Footage], place: Occurrence, kind: str) -> bool:
    """Whether a place is where an opening or ending stands as a rule.

    A cold open may be long, so an opening begins anywhere in the first half. After an ending only
    a preview, a short epilogue and cards follow.
    """
    footage = series[place.episode]
    n = len(footage)
    if kind == "opening":
        return place.start <= 0.5 * n
    return place.start >= 0.5 * n and n - place.stop <= max(0.15 * n, footage.ticks(45))


def is_away(series: Sequence[Footage], place: Occurrence, kind: str) -> bool:
    """Whether a place is at the other end: the last episode often closes with the opening."""
    return is_home(series, place, "ending" if kind == "opening" else "opening")


def _meets(labels: Sequence[Label], place: Occurrence) -> bool:
    return any(min(label.stop, place.stop) > max(label.start, place.start) for label in labels)


def _evidence(series: Sequence[Footage], one: Shared, place: Occurrence, kind: str) -> str:
    """Say what a label rests on."""
    footage = series[place.episode]
    parts = list(voices(series, one, kind))
    if place.share < 0.97:
        parts.append(f"here {place.share:.0%} of it")
    if not is_home(series, place, kind):
        where = "the stop" if kind == "opening" else "the start"
        parts.append(f"here it stands near {where} of the episode")
    chapter = chapter_near(footage, place, kind)
    if chapter is not None:
        parts.append(f"a chapter named {quoted(chapter)} there")
    return "; ".join(parts)


def chapter_near(footage: Footage, place: Occurrence, kind: str) -> str | None:
    """Give the title of a chapter of this kind that covers most of a place."""
    from cutstat.segment.chapters import kind_of_title

    for chapter in footage.source.chapters:
        start, stop = (
            min(footage.ticks(seconds), len(footage))
            for seconds in (chapter.start_seconds, min(chapter.stop_seconds, 1e7))
        )
        common = min(stop, place.stop) - max(start, place.start)
        if 2 * common > max(place.length, stop - start) and kind_of_title(chapter.title) == kind:
            return chapter.title
    return None


def _inserts(
    series: Sequence[Footage], one: Shared, places: Sequence[Occurrence], kind: str
) -> list[Remark]:
    """Name the other places at which the footage of an opening or ending is used."""
    remarks: list[Remark] = []
    for other in one.occurrences:
        if other in places:
            continue
        footage = series[other.episode]
        length = footage.seconds(other.length)
        at = clock(footage, other.start)
        text = f"{length:.1f} s of the {kind} are used within the body at {at}; they count as body"
        remarks.append(Remark(other.episode, text))
    return remarks


def clock(footage: Footage, tick: int) -> str:
    """Write the time at which a tick begins."""
    from cutstat.core.timing import format_clock

    return format_clock(footage.source.times.seconds(footage.frame(tick)))


def _label_short(series: Sequence[Footage], one: Shared, labels: Labels) -> None:
    """Label short footage that most episodes show as an eyecatch or a card, by its place."""
    seconds = series[0].seconds(one.length)
    free = [place for place in one.occurrences if not _meets(labels[place.episode], place)]
    whole = [place for place in free if place.share > 0.8]
    episodes = {place.episode for place in whole}
    if seconds > CARD_SECONDS or len(episodes) < max(3, AGREEING * len(series)):
        return
    unit = series[0].source.unit
    count = f"the same pictures in {len(episodes)} of {len(series)} {unit}s"
    cards = [place for place in whole if _touches_edge(series, place, labels)]
    if len({place.episode for place in cards}) >= max(3, 0.8 * len(episodes)):
        for place in cards:
            evidence = f"{count}; {seconds:.1f} s at the edge of the file or of another segment"
            labels[place.episode].append(Label("card", place.start, place.stop, evidence))
        return
    if seconds > EYECATCH_SECONDS or not _is_between_shots(series, whole):
        return
    middles = [(p.start + p.stop) / 2 / len(series[p.episode]) for p in whole]
    centre = float(np.median(middles))
    near = [p for p, m in zip(whole, middles, strict=True) if abs(m - centre) <= MIDDLE_SPREAD]
    is_middle = MIDDLE[0] <= centre <= MIDDLE[1] and len(near) >= DENSE * len(whole)
    if is_middle and len(episodes) >= DENSE * (max(episodes) - min(episodes) + 1):
        for place in near:
            evidence = f"{count}; {seconds:.1f} s between two shots in the middle of the episode"
            labels[place.episode].append(Label("eyecatch", place.start, place.stop, evidence))


def _touches_edge(series: Sequence[Footage], place: Occurrence, labels: Labels) -> bool:
    footage = series[place.episode]
    near = footage.ticks(EDGE_SECONDS)
    if place.start <= near or len(footage) - place.stop <= near:
        return True
    return any(
        label.kind != "eyecatch"
        and (abs(label.start - place.stop) <= near or abs(label.stop - place.start) <= near)
        for label in labels[place.episode]
    )


def _is_between_shots(series: Sequence[Footage], places: Sequence[Occurrence]) -> bool:
    """Whether footage begins and stops with a shot nearly everywhere; stock shots are trimmed."""
    good = [
        np.any(np.abs(footage.borders - place.start) <= 2)
        and np.any(np.abs(footage.borders - place.stop) <= 2)
        for place in places
        for footage in (series[place.episode],)
    ]
    return bool(good) and float(np.mean(good)) >= 0.8


def merged(labels: Sequence[Label]) -> list[Label]:
    """Put labels in order; of those that overlap the first in the list stays whole."""
    kept: list[Label] = []
    for label in labels:
        start, stop = label.start, label.stop
        for other in kept:
            if min(stop, other.stop) > max(start, other.start):
                if start >= other.start:
                    start = max(start, other.stop)
                else:
                    stop = min(stop, other.start)
        if start < stop:
            kept.append(replace(label, start=start, stop=stop))
    return sorted(kept, key=lambda one: one.start)
