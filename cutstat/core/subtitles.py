"""Lines of subtitles: when dialogue is on screen, and what else a track holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

NoDialogue = Literal["comment", "drawing", "karaoke", "placed", "short", "song", "sign", "sound"]
"""Why an event of a track is no line of dialogue: a note to the makers, a drawn shape, syllables
sung along to, text placed over the picture, under a fifth of a second, by its style or its text a
song, a sign or credit, or a described sound."""

NO_DIALOGUE: tuple[NoDialogue, ...] = get_args(NoDialogue)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Events of a track that are no dialogue, of one style and for one reason."""

    style: str
    reason: NoDialogue
    count: int


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

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.stops):
            raise ValueError(f"{len(self.starts)} starts for {len(self.stops)} stops")

    def __len__(self) -> int:
        return len(self.starts)

    def slowed(self, by: float) -> SubtitleTrack:
        """Give the same lines played more slowly by this factor."""
        return replace(self, starts=self.starts * by, stops=self.stops * by)

    def __str__(self) -> str:
        named = ", ".join(word for word in (self.language, self.title) if word)
        return f"subtitles {self.source}" + (f" ({named})" if named else "")
