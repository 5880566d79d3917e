"""The documents of what a person can name or overrule: lines of subtitles, and stretches."""

from __future__ import annotations

from cutstat.formats.episode_documents import Document, StretchDocument


class StyleDocument(Document, frozen=True):
    """A style of a track of subtitles: its lines, what is left out, and what a person says."""

    style: str
    lines: int
    dropped: dict[str, int]
    is_dialogue: bool | None


class StyledTrackDocument(Document, frozen=True):
    """A track of subtitles by its styles."""

    source: str
    language: str
    title: str
    is_counted: bool
    keeps_styles: bool
    styles: list[StyleDocument]


class LinesDocument(Document, frozen=True):
    """What ``lines`` prints, one an episode."""

    series: str
    episode: str
    file: str
    tracks: list[StyledTrackDocument]


class StretchesDocument(Document, frozen=True):
    """What ``stretches`` prints, one an episode; null where tempo is not known."""

    series: str
    episode: str
    file: str
    stretches: list[StretchDocument] | None
    cleared: list[StretchDocument] | None
