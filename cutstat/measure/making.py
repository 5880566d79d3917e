"""How an episode is made beside its cuts: drawings, sound, lines and tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.core.drawings import Drawings
from cutstat.core.subtitles import SubtitleTrack
from cutstat.core.timing import FrameTimes, format_clock
from cutstat.core.words import count_of
from cutstat.measure.drawings import DrawnSpan, measure_drawings
from cutstat.measure.sound import Heard, HeardSpan, ReadSpan, measure_lines, measure_sound
from cutstat.measure.tempo import ActionSpan, Tempo, measure_action


@dataclass(frozen=True, slots=True, eq=False)
class Making:
    """What is known of an episode beside its cuts; None where it was not looked at."""

    drawings: Drawings | None = None
    heard: Heard | None = None
    why_unheard: str = ""
    """Why nothing was heard: no sound, a silent one, or a track that does not keep it."""

    lines: SubtitleTrack | None = None
    """The lines of dialogue of the track of subtitles that stands for it."""

    motion: NDArray[np.float32] | None = None
    """Change of pictures within each half second; see `half_second_motion`."""

    named: tuple[tuple[int, str | None], ...] = ()
    """A frame of each stretch of which a person says what it is called, and that; None where it is
    no stretch. The last word counts."""

    def slowed(self, by: float) -> Making:
        """Give the same played more slowly by this factor."""
        motion = self.motion
        if motion is not None:
            at = (np.arange(round(len(motion) * by)) / by).astype(np.intp)
            motion = motion[np.minimum(at, len(motion) - 1)] / np.float32(by)
        return replace(
            self,
            heard=None if self.heard is None else self.heard.slowed(by),
            lines=None if self.lines is None else self.lines.slowed(by),
            motion=motion,
        )


NOTHING_SEEN = Making()
"""Of a shot list, and of a track that keeps none of it."""


@dataclass(frozen=True, slots=True)
class MadeSpan:
    """The same of one or more spans of an episode; None where it is not known."""

    drawn: DrawnSpan | None = None
    heard: HeardSpan | None = None
    read: ReadSpan | None = None
    action: ActionSpan | None = None
    reused_share: float | None = None
    """Share of the time whose pictures other episodes show too, 0..1."""


NOTHING_MADE = MadeSpan()


def said_phrases(making: Making, tempo: Tempo | None) -> tuple[str, ...]:
    """Say what of lines and stretches rests on a person's word, one phrase each."""
    styles = () if making.lines is None else making.lines.overruled
    said = [
        f"what has the style {one.style!r} is {'' if one.is_dialogue else 'no '}dialogue, as you "
        f"say ({count_of(one.count, 'line')})"
        for one in styles
    ]
    if tempo is None:
        return tuple(said)
    said += [f"the stretch at {one.text} does not count, as you say" for one in tempo.cleared]
    for second, name in tempo.unused:
        what = "no stretch" if name is None else f"a stretch called {name!r}"
        place = format_clock(second)
        said.append(f"there is {what} at {place}, as you say, but none is found there now")
    return tuple(said)


def measure_making(
    making: Making,
    *,
    tempo: Tempo | None,
    spans: Sequence[tuple[int, int]],
    borders: Sequence[int],
    times: FrameTimes,
    reused: Sequence[tuple[int, int]] | None = None,
) -> MadeSpan:
    """Measure half-open spans of frames, of which `borders` begin shots.

    `reused` are the spans that other episodes show too; None where episodes were not compared.
    """
    seconds = times.all_seconds()
    clock = [(float(seconds[start]), float(seconds[stop])) for start, stop in spans]
    cuts = seconds[np.array(borders, np.intp)]
    return MadeSpan(
        None
        if making.drawings is None
        else measure_drawings(making.drawings, spans=spans, borders=borders, times=times),
        None if making.heard is None else measure_sound(making.heard, clock),
        None if making.lines is None else measure_lines(making.lines, clock),
        None if tempo is None else measure_action(tempo, cuts, clock),
        None if reused is None else _reused_share(reused, spans, times),
    )


def _reused_share(
    reused: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], times: FrameTimes
) -> float:
    """Give the share of the time of spans that lies in others; nan without any time."""
    total = sum(times.span_seconds(*span) for span in spans)
    inside = [(max(a, c), min(b, d)) for a, b in spans for c, d in reused]
    seconds = sum(times.span_seconds(start, stop) for start, stop in inside if start < stop)
    return seconds / total if total else float("nan")
