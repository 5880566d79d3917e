"""From the library to the measures of an episode, and of a series."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cutstat.core.segments import Segmentation
from cutstat.detection.registry import OWN
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.scan.analyse import track_warnings
from cutstat.stats.sample import SeriesSample
from cutstat.study.segments import segment_alone, segment_in_library
from cutstat.study.selection import load_analysed, select_episodes


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


def measure_in_library(
    library: Library,
    episode: LibraryEpisode,
    *,
    detector: str = OWN,
    segmentation: Segmentation | None = None,
) -> EpisodeMeasures:
    """Measure one episode from what the library holds; the video is not needed.

    Its segments are those of its series unless they are given.

    Raises
    ------
    InputError
        If the episode has not been scanned, or not with this detector.
    """
    analysed = load_analysed(library, episode, detector=detector)
    track, detection = analysed
    if segmentation is None:
        series = segment_in_library(library, episode.name.series, detector=detector)
        found = series.of(episode.file_key)
        segmentation = found or segment_alone(library, episode, analysed)
    damage = track_warnings(track)
    return measure_episode(
        episode.name,
        file=episode.path.name,
        times=track.times,
        detection=detection,
        segmentation=segmentation,
        warnings=(*episode.doubts, *damage),
        is_damaged=bool(damage),
    )


def measure_series(
    library: Library,
    series: str,
    *,
    detector: str = OWN,
    excluded: Collection[str] = (),
) -> SeriesMeasures:
    """Measure the episodes of a series; see `select_episodes` for which files these are.

    Files whose keys are in `excluded` are left out and named.

    Raises
    ------
    InputError
        If no episode of the series can be measured.
    """
    episodes: list[EpisodeMeasures] = []
    entries: list[LibraryEpisode] = []
    selection = select_episodes(library, series)
    left_out = list(selection.left_out)
    failures = {failure.path: failure.reason for failure in library.failures()}
    segments = segment_in_library(library, series, detector=detector)
    for entry in selection.episodes:
        if entry.file_key in excluded:
            left_out.append(f"{entry.path.name}: excluded beforehand")
            continue
        try:
            measures = measure_in_library(
                library, entry, detector=detector, segmentation=segments.of(entry.file_key)
            )
        except InputError as error:
            left_out.append(failures.get(entry.path, str(error)))
            continue
        if not measures.body.seconds:
            left_out.append(
                f"{entry.path.name}: has no duration; its times are damaged"
                if not measures.whole.seconds
                else f"{entry.path.name}: has no body; all of it is opening, ending or the like"
            )
            continue
        episodes.append(measures)
        entries.append(entry)
    if not episodes:
        reasons = "; ".join(left_out) or "it holds no file"
        raise InputError(f"series {series!r} has no episode to measure: {reasons}")
    return SeriesMeasures(series, tuple(episodes), tuple(left_out), tuple(entries))
