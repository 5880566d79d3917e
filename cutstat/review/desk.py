"""What the page shows of an episode, and what a person says on it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cutstat.core.overrides import NEAR_SECONDS, CorrectedDetection, TransitionOverride
from cutstat.core.segments import SegmentKind, SegmentOverride
from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import Position
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.reviews import (
    put_reviewed_span,
    put_transition_override,
    reviewed_spans,
    take_back_override,
    take_back_span,
    transition_overrides,
)
from cutstat.library.segments import put_overrides, segment_overrides
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import pacing_curve
from cutstat.measure.review_places import ReviewPlace, review_places
from cutstat.study.overrides import override_segments
from cutstat.study.selection import find_video
from cutstat.study.study import Study
from cutstat.video.stills import StillIndex

SOURCE = "cutstat review"
"""Where segments that are set on the page say that they come from."""

Answer = dict[str, Any]
"""What the page gets: JSON."""


@dataclass(frozen=True, slots=True)
class OpenEpisode:
    """What does not change while an episode is gone through."""

    entry: LibraryEpisode
    found: Detection
    places: tuple[ReviewPlace, ...]
    found_shots: int
    """Shots of the body as the detector alone counts them."""

    video: Path | None
    """None where it is not there now."""

    stills: StillIndex | None


class Desk:
    """The episodes of a study that a person may go through.

    All of it runs in the thread that has opened the library.

    Parameters
    ----------
    study : Study
    episodes : sequence of LibraryEpisode
        In order.
    """

    def __init__(self, study: Study, episodes: Sequence[LibraryEpisode]) -> None:
        self._study = study
        self._episodes = {one.file_key: one for one in episodes}
        self._open: dict[str, OpenEpisode] = {}
        self._segments_before: list[tuple[str, tuple[SegmentOverride, ...]]] = []
        self.decisions = 0
        """How many were made on this page."""

    def overview(self) -> Answer:
        """List the episodes, with how much was said of each."""
        return {
            "detector": str(self._study.info),
            "episodes": [
                {
                    "key": one.file_key,
                    "series": one.name.series,
                    "label": one.name.label,
                    "title": one.name.title,
                    "file": one.path.name,
                    "said": len(transition_overrides(self._study.library, one.file_key)),
                }
                for one in self._episodes.values()
            ],
        }

    def opened(self, key: str) -> OpenEpisode:
        """Give an episode, read when it is first asked for.

        Raises
        ------
        InputError
            If it is none of these, or not analysed.
        """
        if key not in self._open:
            entry = self._episodes.get(key)
            if entry is None:
                raise InputError("this episode is not on this page; start `cutstat review` on it")
            found, measures = self._study.found(entry), self._study.measure_found(entry)
            self._open[key] = OpenEpisode(
                entry,
                found,
                review_places(measures, found),
                measures.body.shots,
                find_video(self._study.library, entry),
                self._study.episode(entry).stills,
            )
        return self._open[key]

    def episode(self, key: str) -> Answer:
        """Give all that the page needs of an episode."""
        one = self.opened(key)
        times = self._study.episode(one.entry).times
        return {
            "key": key,
            "file": one.entry.path.name,
            "frames": len(times),
            "rate": float(times.rate),
            "milliseconds": [round(1000 * value) for value in times.all_seconds().tolist()],
            "has_video": one.video is not None and one.stills is not None,
            **self.state(key),
        }

    def state(self, key: str) -> Answer:
        """Give what changes by a decision: places, shots, segments, the count."""
        one = self.opened(key)
        corrected, measures = self._study.measure_reviewed(one.entry, found=one.found)
        words = transition_overrides(self._study.library, key)
        places = _places(one.places, corrected, words)
        left = [place for place in places if place["word"] is None and place["gain"] > 0]
        body = measures.body
        return {
            "places": places,
            "shots": _shots(measures, one.stills),
            "segments": [
                {"kind": s.kind, "start": s.start, "stop": s.stop, "evidence": s.evidence}
                for s in measures.segments
            ],
            "reviewed": [
                {"start": span.start, "stop": span.stop, "number": span.number}
                for span in reviewed_spans(self._study.library, key)
            ],
            "count": {
                "body": body.shots,
                "found": one.found_shots,
                "whole": measures.whole.shots,
                "rate": None if math.isnan(body.cutting_rate) else round(body.cutting_rate, 2),
            },
            "left": len(left),
            "in_doubt": round(sum(place["gain"] for place in left), 2),
            "is_whole": measures.review.is_whole,
            "pacing": _pacing(measures),
        }

    def say(self, key: str, place: int, said: Transition | None) -> Answer:
        """Keep a person's word about a place: what is there, or that nothing is."""
        one = self.opened(key)
        n_frames = len(self._study.episode(one.entry).times)
        borders = [place] if said is None else [place, said.border]
        if not all(0 < border < n_frames for border in borders) or (said and said.stop > n_frames):
            raise InputError(f"frame {max(borders)} lies outside the {n_frames} frames of the file")
        if said is not None:
            self._confirm_beside(one, place)
        word = put_transition_override(self._study.library, key, place, said)
        return self._decided(key, {"what": "word", "number": word.number})

    def _confirm_beside(self, one: OpenEpisode, place: int) -> None:
        """Confirm what was found right beside a place, so that a word about this is not for that.

        Who puts a transition in a frame or two from another one has seen the other one too.
        """
        entry, library = one.entry, self._study.library
        near = round(NEAR_SECONDS * self._study.episode(entry).times.rate)
        found = [each.transition for each in one.places if each.is_found]
        if any(each.border == place for each in found):
            return
        known = {word.place for word in transition_overrides(library, entry.file_key)}
        for each in found:
            if abs(each.border - place) <= near and each.border not in known:
                put_transition_override(library, entry.file_key, each.border, each)

    def go_through(self, key: str, start: int, stop: int) -> Answer:
        """Keep that in a span all is said that is to be said."""
        one = self.opened(key)
        n_frames = len(self._study.episode(one.entry).times)
        if not 0 <= start < stop <= n_frames:
            raise InputError(f"{start} to {stop} is no span of the {n_frames} frames of the file")
        span = put_reviewed_span(self._study.library, key, start, stop)
        return self._decided(key, {"what": "span", "number": span.number})

    def set_segments(self, key: str, kind: SegmentKind, spans: Sequence[tuple[int, int]]) -> Answer:
        """Say where all segments of a kind lie in an episode; none where there are no spans."""
        entry = self.opened(key).entry
        said = [
            SegmentOverride(kind, Position(frames=start), Position(frames=stop), SOURCE)
            for start, stop in spans
        ] or [SegmentOverride(kind, None, None, SOURCE)]
        before = segment_overrides(self._study.library, key, is_command=True)
        override_segments(self._study, [entry], said)
        self._segments_before.append((key, before))
        self._open.clear()  # bodies have moved, and with them what is worth a look
        return self._decided(key, {"what": "segments", "number": len(self._segments_before) - 1})

    def take_back(self, key: str, what: str, number: int) -> Answer:
        """Take a decision back, so that what was said before counts again."""
        library = self._study.library
        if what == "segments" and 0 <= number < len(self._segments_before):
            of, before = self._segments_before[number]
            put_overrides(library, of, before, is_command=True)
            self._study.renew()
            self._open.clear()
            is_done = True
        elif what == "span":
            is_done = take_back_span(library, key, number)
        else:
            is_done = take_back_override(library, key, number)
        if not is_done:
            raise InputError("this was taken back already, here or on another page")
        self.decisions -= 1
        return self.state(key)

    def _decided(self, key: str, undo: Answer) -> Answer:
        self.decisions += 1
        return {"undo": undo, **self.state(key)}


def _places(
    places: Sequence[ReviewPlace],
    corrected: CorrectedDetection,
    words: Sequence[TransitionOverride],
) -> list[Answer]:
    """Put each word beside the place that it is about; what was missed is a place of its own."""
    found_words: dict[int, Answer] = {}
    free: dict[int, Answer] = {}
    for word, state, held in zip(words, corrected.states, corrected.holds, strict=True):
        said = word.said
        written = {
            "number": word.number,
            "state": state,
            "said": said and {"start": said.start, "stop": said.stop, "kind": said.kind},
        }
        if held is None:
            free[word.place] = written
        else:
            found_words[held] = written
    rows: list[Answer] = []
    index = 0
    for one in places:
        at = one.transition
        word_here = found_words.get(index) if one.is_found else free.pop(at.border, None)
        index += one.is_found
        rows.append(
            {
                "place": at.border,
                "start": at.start,
                "stop": at.stop,
                "kind": at.kind,
                "is_found": one.is_found,
                "chance": round(one.chance, 4),
                "gain": round(one.gain, 4),
                "word": word_here,
            }
        )
    rows += [
        {
            **{"place": place, "start": place, "stop": place, "kind": "cut", "is_found": False},
            **{"chance": 0.0, "gain": 0.0, "word": word_here},
        }
        for place, word_here in free.items()
    ]
    return sorted(rows, key=lambda row: int(row["place"]))


def _shots(measures: EpisodeMeasures, stills: StillIndex | None) -> list[list[float]]:
    """Give start, stop, seconds and a frame to show of each shot.

    The frame is one at which a decoder can start, if the shot has one: encoders put them where
    pictures change, and to reach another one costs half a second of decoding.
    """
    keys = [] if stills is None else stills.key_frames.tolist()
    edges = [0, *(shot.stop for shot in measures.shots)]
    lengths = measures.times.lengths_between(edges).tolist()
    rows: list[list[float]] = []
    for shot, seconds in zip(measures.shots, lengths, strict=True):
        k = bisect_left(keys, shot.start)
        has_key = k < len(keys) and keys[k] < shot.stop
        shown = keys[k] if has_key else (shot.start + shot.stop) // 2
        rows.append([shot.start, shot.stop, round(seconds, 3), shown])
    return rows


def _pacing(measures: EpisodeMeasures) -> list[float]:
    """Give cuts a minute at even times over the whole file."""
    seconds = measures.whole.seconds
    if seconds <= 0:
        return []
    borders = measures.whole.border_seconds
    curve = pacing_curve(borders, start_seconds=0.0, stop_seconds=seconds)
    return [round(value, 2) for value in curve.cuts_per_minute.tolist()]
