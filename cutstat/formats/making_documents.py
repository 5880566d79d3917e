"""The part of an episode's document that says how it is made beside its cuts."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.formats.episode_documents import (
    DroppedDocument,
    MakingDocument,
    SoundDocument,
    StretchDocument,
    SubtitlesDocument,
)
from cutstat.formats.verdict_documents import MadeDocument, MadeMean
from cutstat.measure.episode import EpisodeMeasures
from cutstat.stats.made import making_sentences
from cutstat.stats.making import MadeContrast


def making_document(measures: EpisodeMeasures) -> MakingDocument:
    """Describe drawings, sound, subtitles and action stretches, as far as they are known."""
    making, drawn = measures.making, measures.body.made.drawn
    heard, lines, tempo = making.heard, making.lines, measures.tempo
    return MakingDocument(
        is_rendered_or_full=None if drawn is None else drawn.is_full,
        sound=None
        if heard is None
        else SoundDocument(heard.stream, heard.language, heard.model or None),
        why_unheard=making.why_unheard or None,
        subtitles=None
        if lines is None
        else SubtitlesDocument(
            *(lines.source, lines.language, lines.title, len(lines)),
            [DroppedDocument(one.style, one.reason, one.count) for one in lines.dropped],
        ),
        action_stretches=None
        if tempo is None
        else [StretchDocument(start, stop) for start, stop in tempo.stretches],
        sentences=list(making_sentences(measures)),
    )


def made_documents(found: Sequence[MadeContrast]) -> list[MadeDocument]:
    """Describe how series are made beside their cuts."""
    return [
        MadeDocument(
            measure=one.measure,
            unit=one.unit,
            means=[MadeMean(name, mean) for name, mean in one.means],
            difference=one.difference if one.is_share else None,
            ratio=None if one.is_share else one.difference,
            interval=one.interval,
            margin=one.margin,
        )
        for one in found
    ]
