"""The measured episodes of a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cutstat.library.records import LibraryEpisode
from cutstat.measure.episode import EpisodeMeasures
from cutstat.stats.sample import SeriesSample
from cutstat.study.segments import SeriesSegments

SAID = 2
"""Reasons that are said of a series without any episode to measure."""


@dataclass(frozen=True, slots=True, eq=False)
class SeriesMeasures:
    """The measured episodes of a series, and what was left out of it."""

    name: str
    episodes: tuple[EpisodeMeasures, ...]
    left_out: tuple[str, ...]
    """One sentence for each file that is in the library but not in the sample."""

    entries: tuple[LibraryEpisode, ...]
    """What the library knows of the episodes, in their order."""

    @property
    def sample(self) -> SeriesSample:
        """The series as it enters a comparison."""
        return SeriesSample(self.name, self.episodes)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Video files of the episodes, in their order."""
        return tuple(entry.path for entry in self.entries)


class StudiedSeries(NamedTuple):
    """What is known of a series."""

    segments: SeriesSegments
    measures: SeriesMeasures | None
    """None where no episode can be measured."""

    reason: str | None = None
    """Why not, one sentence."""

    skipped: tuple[str, ...] = ()
    """One sentence for each file that was passed over before it could enter the library."""


def first_reasons(reasons: Sequence[str]) -> str:
    """Join the first reasons, and say how many more there are."""
    more = len(reasons) - SAID
    return "; ".join((*reasons[:SAID], *([f"and so on for {more} more"] if more > 0 else [])))
