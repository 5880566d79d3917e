"""Lines of subtitles: when dialogue is on screen, and what else a track holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

NoDialogue = Literal[
    "comment", "drawing", "karaoke", "placed", "short", "song", "sign", "sound", "said"
]
"""Why an event of a track is no line of dialogue: a note to the makers, a drawn shape, syllables
sung along to, text placed over the picture, under a fifth of a second, by its style or its text a
song, a sign or credit, a described sound, or that a person says so of its style."""

NEVER_DIALOGUE: tuple[NoDialogue, ...] = ("comment", "drawing", "short", "sound")
"""What is no line whatever a person says of its style; times of these are not kept."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Events of a track that are no dialogue, of one style and for one reason."""

    style: str
    reason: NoDialogue
    count: int
    times: tuple[tuple[float, float], ...] = ()
    """Start and end of each in seconds; of none that can never be dialogue."""

    @property
    def is_final(self) -> bool:
        """Whether these are no dialogue whatever a person says."""
        return self.reason in NEVER_DIALOGUE


@dataclass(frozen=True, slots=True)
class OverruledStyle:
    """A style of which a person says something else than was read."""

    style: str
    is_dialogue: bool
    count: int
    """Events that count otherwise by it."""


@dataclass(frozen=True, slots=True, eq=False)
class SubtitleTrack:
    """The lines of dialogue of one track of subtitles; times count from the first frame."""

    source: str
    """Name of the file beside the video, or the number of the stream in it."""

    language: str
    title: str
    codec: str
    is_forced: bool
    starts: NDArray[np.float32]
    """Start of each line in seconds, shape (n_lines,), in order."""

    stops: NDArray[np.float32]
    """End of each line in seconds, shape (n_lines,)."""

    dropped: tuple[Dropped, ...] = ()
    styles: tuple[str, ...] = ()
    """Style of each line; of no length where they were not kept."""

    overruled: tuple[OverruledStyle, ...] = ()
    """What of this is a person's word."""

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.stops):
            raise ValueError(f"{len(self.starts)} starts for {len(self.stops)} stops")
        if self.styles and len(self.styles) != len(self.starts):
            raise ValueError(f"{len(self.styles)} styles for {len(self.starts)} lines")

    def __len__(self) -> int:
        return len(self.starts)

    def slowed(self, by: float) -> SubtitleTrack:
        """Give the same lines played more slowly by this factor."""
        dropped = tuple(
            replace(one, times=tuple((start * by, stop * by) for start, stop in one.times))
            for one in self.dropped
        )
        return replace(self, starts=self.starts * by, stops=self.stops * by, dropped=dropped)

    @property
    def keeps_styles(self) -> bool:
        """Whether it can be overruled by style; those of before 0.3.0 cannot."""
        return len(self.styles) == len(self) and all(
            one.is_final or len(one.times) == one.count for one in self.dropped
        )

    @property
    def all_styles(self) -> tuple[str, ...]:
        """Names of the styles, as far as they were kept."""
        return tuple(sorted({*self.styles, *(one.style for one in self.dropped)}))

    def with_styles(self, is_dialogue: Mapping[str, bool]) -> SubtitleTrack:
        """Give the track as a person says which styles are dialogue.

        A style that is dialogue has all its events as lines, but for those that can never be any.
        A track that does not keep its styles stays as it is.
        """
        if not self.keeps_styles:
            return self
        by_style: dict[str, list[tuple[float, float]]] = {}
        times = zip(self.starts.tolist(), self.stops.tolist(), strict=True)
        for style, span in zip(self.styles, times, strict=True):
            by_style.setdefault(style, []).append(span)
        lines: list[tuple[float, float, str]] = []
        left: list[Dropped] = []
        changed: Counter[str] = Counter()
        for style, spans in by_style.items():
            if is_dialogue.get(style, True):
                lines += ((*span, style) for span in spans)
            else:
                left.append(Dropped(style, "said", len(spans), tuple(spans)))
                changed[style] += len(spans)
        for one in self.dropped:
            if one.is_final or not is_dialogue.get(one.style, False):
                left.append(one)
            else:
                lines += ((*span, one.style) for span in one.times)
                changed[one.style] += one.count
        lines.sort()
        return replace(
            self,
            starts=np.array([one[0] for one in lines], np.float32),
            stops=np.array([one[1] for one in lines], np.float32),
            dropped=tuple(sorted(left, key=lambda one: (one.style, one.reason))),
            styles=tuple(one[2] for one in lines),
            overruled=tuple(
                OverruledStyle(style, is_dialogue[style], count)
                for style, count in sorted(changed.items())
                if count
            ),
        )

    def __str__(self) -> str:
        named = ", ".join(word for word in (self.language, self.title) if word)
        return f"subtitles {self.source}" + (f" ({named})" if named else "")
