"""The part of an episode's document that says how it is made beside its cuts."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.formats.episode_documents import (
    DroppedDocument,
    MakingDocument,
    OverruledDocument,
    SoundDocument,
    StretchDocument,
    SubtitlesDocument,
)
from cutstat.formats.verdict_documents import MadeDocument, MadeMean
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.tempo import Stretch
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
            [OverruledDocument(one.style, one.is_dialogue, one.count) for one in lines.overruled],
        ),
        action_stretches=None if tempo is None else stretch_documents(tempo.stretches),
        cleared_stretches=None if tempo is None else stretch_documents(tempo.cleared),
        sentences=list(making_sentences(measures)),
    )


def stretch_documents(stretches: Sequence[Stretch]) -> list[StretchDocument]:
    """Describe stretches that stand out."""
    return [StretchDocument(one.start, one.stop, one.name or None) for one in stretches]


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
