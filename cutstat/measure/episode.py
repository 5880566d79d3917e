"""The numbers of one episode: its body and its whole file, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import EpisodeName
from cutstat.core.overrides import ReviewTally
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segment, Segmentation, check_cover
from cutstat.core.shots import Detection, DetectorInfo, Shot, Transition, shots_between
from cutstat.core.timing import FrameTimes
from cutstat.measure.doubt import body_bounds
from cutstat.measure.making import (
    NOTHING_MADE,
    NOTHING_SEEN,
    MadeSpan,
    Making,
    measure_making,
    said_phrases,
)
from cutstat.measure.tempo import Tempo, tempo_of
from cutstat.measure.threshold import possible_borders

STANDARD_BODY_MINUTES = 20.0
"""Length of the body to which shot counts are scaled for comparison with published counts."""

DOUBTFUL = 0.8
"""Confidence under which a transition is listed as doubtful: with one title left out of training,
three of six under 0.7 were wrong, two of nineteen from there to 0.97, and none of 178 above."""


@dataclass(frozen=True, slots=True, eq=False)
class SpanMeasures:
    """The shots of one or more spans of an episode."""

    shot_seconds: NDArray[np.float64]
    """Length of each shot, shape (n_shots,), in seconds."""

    border_seconds: NDArray[np.float64]
    """Time of each border between two shots inside of a span, shape (n_borders,), in seconds after
    the first frame of the file."""

    span_seconds: tuple[tuple[float, float], ...]
    """Start and stop of each span, in seconds after the first frame of the file."""

    made: MadeSpan = NOTHING_MADE
    """Drawings, sound, lines and action, as far as they were looked at."""

    @property
    def shots(self) -> int:
        """Number of shots, as production counts cuts."""
        return len(self.shot_seconds)

    @property
    def seconds(self) -> float:
        """Duration of the spans, in seconds."""
        return sum(stop - start for start, stop in self.span_seconds)

    @property
    def minutes(self) -> float:
        """Duration of the spans, in minutes."""
        return self.seconds / 60

    @property
    def cutting_rate(self) -> float:
        """Shots per minute; nan without any time."""
        return self.shots / self.minutes if self.seconds else float("nan")

    @property
    def standard_shots(self) -> float:
        """Shots in a body of the standard length at this cutting rate; nan without any time."""
        return self.cutting_rate * STANDARD_BODY_MINUTES

    @property
    def asl_seconds(self) -> float:
        """Average shot length in seconds; nan without a shot."""
        return self.seconds / self.shots if self.shots else float("nan")

    def quantile_seconds(self, share: float) -> float:
        """Give the shot length below which `share` (0..1) of the shots lie; nan without a shot."""
        return float(np.quantile(self.shot_seconds, share)) if self.shots else float("nan")

    @property
    def median_seconds(self) -> float:
        """Median shot length in seconds; nan without a shot."""
        return self.quantile_seconds(0.5)

    def share_shorter(self, seconds: float) -> float:
        """Give the share of shots shorter than `seconds`, 0..1; nan without a shot."""
        return float(np.mean(self.shot_seconds < seconds)) if self.shots else float("nan")

    def share_longer(self, seconds: float) -> float:
        """Give the share of shots longer than `seconds`, 0..1; nan without a shot."""
        return float(np.mean(self.shot_seconds > seconds)) if self.shots else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeMeasures:
    """One row of a comparison: an episode with its numbers and what they rest on."""

    name: EpisodeName
    file: str
    """Name of the video file."""

    detector: DetectorInfo
    rate: Fraction
    """Nominal frames a second."""

    n_frames: int
    times: FrameTimes
    segmentation: Segmentation
    transitions: tuple[Transition, ...]
    body: SpanMeasures
    whole: SpanMeasures
    body_shots_bounds: tuple[int, int]
    """Fewest and most shots that the body may have, as far as the doubts leave it open."""

    body_rate_bounds: tuple[float, float]
    """Lowest and highest cutting rate that the body may have, as far as the doubts leave it open,
    in shots per minute; nan without a body."""

    possible: tuple[tuple[int, float], ...] | None = None
    """Borders of the body that the detector was not sure enough of, each with its confidence; None
    where the detector gives no confidence that could be set against another threshold."""

    warnings: tuple[str, ...] = ()
    """What a reader should know of this file, one sentence each."""

    footage: FootageKind | None = None
    """How the pictures were made, as they look; None where they were not seen."""

    is_damaged: bool = False
    """Whether something of the file could not be decoded, or its times have gaps."""

    review: ReviewTally = field(default_factory=ReviewTally)
    """What a person has changed of what was found."""

    making: Making = NOTHING_SEEN
    """What is known of the episode beside its cuts."""

    tempo: Tempo | None = None
    """Tempo over time; None for a list, and for a body under a minute."""

    may_be_sped_up: bool = False
    """Whether it has the rate of films that play too fast, and nobody has said that it is none."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Opening, body and so on; they cover the file without gap or overlap."""
        return self.segmentation.segments

    @property
    def body_spans(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of frames of the body; neighbouring pieces are one."""
        return tuple(_body_spans(self.segmentation))

    @property
    def body_transitions(self) -> tuple[Transition, ...]:
        """The transitions that the body counts: inside of a span, and at no edge."""
        spans = _body_spans(self.segmentation)
        borders = set(_inner_borders(self.transitions, spans=spans, n_frames=self.n_frames))
        return tuple(
            found
            for found in self.transitions
            if found.border in borders and any(a < found.border < b for a, b in spans)
        )

    @property
    def is_segmented(self) -> bool:
        """Whether opening, ending and the like are known; else the whole file is the body."""
        return any(segment.kind != "body" for segment in self.segments)

    @property
    def is_certain(self) -> bool:
        """Whether no segment is in doubt."""
        return self.segmentation.is_certain

    @property
    def parts(self) -> tuple[SpanMeasures, ...]:
        """The body by parts (A, B, ...); one part where no break is known, none without a body.

        A transition on the border between two parts belongs to neither.
        """
        spans = _body_spans(self.segmentation)
        pieces: list[list[tuple[int, int]]] = []
        for low, high in pairwise((0, *sorted(self.segmentation.part_starts), self.n_frames)):
            cropped = [(max(start, low), min(stop, high)) for start, stop in spans]
            pieces.append([(start, stop) for start, stop in cropped if start < stop])
        pieces = [piece for piece in pieces if piece]
        edges = [span for piece in pieces for span in piece]
        borders = _inner_borders(self.transitions, spans=edges, n_frames=self.n_frames)
        return tuple(measure_spans(piece, borders=borders, times=self.times) for piece in pieces)

    def shots_at(self, threshold: float) -> int:
        """Count the shots of the body with the borders of at least this confidence.

        Below the detector's own threshold only cuts are added.
        """
        spans = _body_spans(self.segmentation)
        weak = [found for found in self.transitions if found.confidence < threshold]
        borders = _inner_borders(weak, spans=spans, n_frames=self.n_frames)
        left_out = sum(any(a < border < b for a, b in spans) for border in borders)
        added = sum(confidence >= threshold for _, confidence in self.possible or ())
        return self.body.shots - left_out + added

    @property
    def doubtful(self) -> tuple[Transition, ...]:
        """The transitions that are worth a look."""
        return tuple(found for found in self.transitions if found.confidence < DOUBTFUL)

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All shots of the file."""
        return shots_between(self.transitions, n_frames=self.n_frames)


def measure_episode(
    name: EpisodeName,
    *,
    file: str,
    times: FrameTimes,
    detection: Detection,
    segmentation: Segmentation,
    warnings: Iterable[str] = (),
    is_damaged: bool = False,
    footage: FootageKind | None = None,
    making: Making = NOTHING_SEEN,
    may_be_sped_up: bool = False,
) -> EpisodeMeasures:
    """Count and time the shots of an episode.

    Parameters
    ----------
    name : EpisodeName
        Which episode it is.
    file : str
        Name of the video file.
    times : FrameTimes
        Exact times of its frames.
    detection : Detection
        Its transitions.
    segmentation : Segmentation
        Its segments; the body is the sum of those of that kind.
    warnings : iterable of str
        Sentences to be kept with the numbers.
    is_damaged : bool
        Whether something of the file is missing.
    footage : str, optional
        How its pictures were made.
    making : Making
        Its drawings, sound and lines, as far as they are known.
    may_be_sped_up : bool
        Whether it may be a film that plays too fast.

    Raises
    ------
    ValueError
        If detection, times and segmentation do not speak of the same number of frames.
    """
    n_frames = detection.n_frames
    if len(times) != n_frames:
        raise ValueError(f"times of {len(times)} frames for a detection of {n_frames}")
    _check(segmentation, n_frames=n_frames)
    spans = _body_spans(segmentation)
    borders = _inner_borders(detection.transitions, spans=spans, n_frames=n_frames)
    seconds = times.all_seconds()
    tempo = None
    if making.motion is not None:
        heard = making.heard
        tempo = tempo_of(
            seconds[np.array(borders, np.intp)],
            making.motion,
            spans=[(float(seconds[start]), float(seconds[stop])) for start, stop in spans],
            levels=None if heard is None else heard.levels,
            levels_start=0.0 if heard is None else heard.start,
        )
    if tempo is not None:
        tempo = tempo.with_words([(float(seconds[min(f, n_frames)]), s) for f, s in making.named])
    # Other segments than the body tell that the pictures of several episodes were compared.
    is_compared = making.drawings is not None and len(segmentation.segments) > 1
    reused = segmentation.bank if is_compared else None
    known = partial(measure_spans, times=times, making=making, tempo=tempo, reused=reused)
    bounds = body_bounds(segmentation.doubts, spans=spans, borders=borders, times=times)
    all_borders = [found.border for found in detection.transitions]
    is_all = list(spans) == [(0, n_frames)] and list(borders) == all_borders
    body = known(spans, borders=borders)
    return EpisodeMeasures(
        name=name,
        file=file,
        detector=detection.detector,
        rate=times.rate,
        n_frames=n_frames,
        times=times,
        segmentation=segmentation,
        transitions=detection.transitions,
        body=body,
        whole=body if is_all else known([(0, n_frames)], borders=all_borders),
        body_shots_bounds=bounds.shots,
        body_rate_bounds=bounds.rate,
        possible=possible_borders(detection, spans=spans),
        warnings=(*warnings, *said_phrases(making, tempo)),
        is_damaged=is_damaged,
        footage=footage,
        making=making,
        tempo=tempo,
        may_be_sped_up=may_be_sped_up,
    )


def measure_spans(
    spans: Sequence[tuple[int, int]],
    *,
    borders: Sequence[int],
    times: FrameTimes,
    making: Making = NOTHING_SEEN,
    tempo: Tempo | None = None,
    reused: Sequence[tuple[int, int]] | None = None,
) -> SpanMeasures:
    """Measure the shots within half-open spans of frames.

    A shot that is cut by the edge of a span counts with what of it lies inside. A border that
    stands on an edge belongs to no span, so that nothing is counted twice.
    """
    seconds = times.all_seconds()
    lengths: list[NDArray[np.float64]] = [np.zeros(0)]
    inner: list[int] = []
    for start, stop in spans:
        inside = [border for border in borders if start < border < stop]
        inner += inside
        lengths.append(times.lengths_between([start, *inside, stop]))
    return SpanMeasures(
        np.concatenate(lengths),
        seconds[np.array(inner, np.intp)],
        tuple((float(seconds[start]), float(seconds[stop])) for start, stop in spans),
        measure_making(
            making, tempo=tempo, spans=spans, borders=borders, times=times, reused=reused
        ),
    )


def _check(segmentation: Segmentation, *, n_frames: int) -> None:
    check_cover(segmentation.segments, n_frames=n_frames)
    for doubt in segmentation.doubts:
        if doubt.stop > n_frames:
            raise ValueError(f"{doubt} does not fit into {n_frames} frames")
    for frame in segmentation.part_starts:
        if not 0 < frame < n_frames:
            raise ValueError(f"a part cannot begin at frame {frame} of {n_frames}")


def _body_spans(segmentation: Segmentation) -> list[tuple[int, int]]:
    """List the spans of the body; neighbouring pieces of body are one."""
    joined: list[tuple[int, int]] = []
    for segment in segmentation.segments:
        if segment.kind != "body":
            continue
        if joined and joined[-1][1] == segment.start:
            joined[-1] = (joined[-1][0], segment.stop)
        else:
            joined.append((segment.start, segment.stop))
    return joined


def _inner_borders(
    transitions: Sequence[Transition], *, spans: Sequence[tuple[int, int]], n_frames: int
) -> list[int]:
    """List the borders that spans of a file may count.

    A fade at which a span begins or ends leads into or out of it. Where its middle lies within the
    span, it would else make a shot of a few black frames.
    """
    edges = [edge for span in spans for edge in span if 0 < edge < n_frames]
    return [
        found.border
        for found in transitions
        if not any(found.start <= edge <= found.stop for edge in edges)
    ]
