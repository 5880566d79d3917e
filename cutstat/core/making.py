"""What is kept of a file beside its cuts, drawings, sound and subtitles, and how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.core.drawings import Drawings
from cutstat.core.sound import Sound, SoundStream
from cutstat.core.subtitles import Dropped, SubtitleTrack

DRAWN = {
    "drawn_change": "change",
    "drawn_beyond": "beyond_camera",
    "drawn_earlier": "earlier",
    "drawn_earlier_frame": "earlier_frame",
    "drawn_activity": "activity",
}
HEARD = {
    "heard_levels": "levels",
    "heard_prints": "prints",
    "heard_likelihoods": "likelihoods",
}
"""Names under which arrays are stored, with the fields of `Drawings` and `Sound` that they are."""


@dataclass(frozen=True, slots=True)
class SoundRecord:
    """A sound but for its arrays."""

    stream: SoundStream | None
    start_seconds: float
    model: str
    lost_packets: int


@dataclass(frozen=True, slots=True)
class SubtitleRecord:
    """A track of subtitles; times in seconds."""

    source: str
    language: str
    title: str
    codec: str
    is_forced: bool
    starts: tuple[float, ...]
    stops: tuple[float, ...]
    dropped: tuple[Dropped, ...]
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakingRecord:
    """All that is kept beside cuts but for the arrays."""

    sound: SoundRecord | None = None
    subtitles: tuple[SubtitleRecord, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class MakingParts:
    """What is kept of a file beside its cuts; None or nothing where it was not looked at."""

    drawings: Drawings | None = None
    sound: Sound | None = None
    subtitles: tuple[SubtitleTrack, ...] = ()

    def record(self) -> MakingRecord:
        """Give all but the arrays."""
        sound = self.sound
        return MakingRecord(
            None
            if sound is None
            else SoundRecord(sound.stream, sound.start_seconds, sound.model, sound.lost_packets),
            tuple(map(_subtitle_record, self.subtitles)),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the arrays, by the names under which they are stored."""
        return {
            name: getattr(part, field)
            for part, names in ((self.drawings, DRAWN), (self.sound, HEARD))
            if part is not None
            for name, field in names.items()
        }

    @classmethod
    def of(cls, record: MakingRecord, arrays: Mapping[str, NDArray[Any]]) -> MakingParts:
        """Put both together again.

        Raises
        ------
        KeyError
            If an array is missing.
        ValueError
            If their lengths do not fit.
        """
        drawings, sound = None, None
        if "drawn_change" in arrays:
            drawings = Drawings(**{field: arrays[name] for name, field in DRAWN.items()})
        if record.sound is not None:
            said = record.sound
            sound = Sound(
                stream=said.stream,
                start_seconds=said.start_seconds,
                model=said.model,
                lost_packets=said.lost_packets,
                **{field: arrays[name] for name, field in HEARD.items()},
            )
        return cls(drawings, sound, tuple(map(_subtitles, record.subtitles)))


NOTHING_KEPT = MakingParts()

Subject = Literal["style", "stretch"]


@dataclass(frozen=True, slots=True)
class MakingOverride:
    """What a person says of a style of subtitles, or of a stretch that stands out."""

    subject: Subject
    place: str
    """Name of the style, or a frame of the stretch."""

    said: str | None
    """`DIALOGUE`, or what the stretch is called; None where it is no dialogue, or no stretch."""

    said_at: str = ""
    """When it was said, UTC, ISO 8601."""


DIALOGUE = "dialogue"


def _subtitle_record(one: SubtitleTrack) -> SubtitleRecord:
    return SubtitleRecord(
        *(one.source, one.language, one.title, one.codec, one.is_forced),
        tuple(round(float(value), 3) for value in one.starts),
        tuple(round(float(value), 3) for value in one.stops),
        one.dropped,
        one.styles,
    )


def _subtitles(one: SubtitleRecord) -> SubtitleTrack:
    return SubtitleTrack(
        *(one.source, one.language, one.title, one.codec, one.is_forced),
        np.array(one.starts, np.float32),
        np.array(one.stops, np.float32),
        one.dropped,
        one.styles,
    )
