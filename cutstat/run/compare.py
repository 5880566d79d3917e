"""From the library to a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cutstat.core.segments import whole_as_body
from cutstat.detect.detector import TrackDetector
from cutstat.detect.registry import OWN, make_detector
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.run.analyse import track_warnings
from cutstat.run.keys import detection_key, track_key
from cutstat.stats.compare import Comparison, ComparisonSettings, compare
from cutstat.stats.sample import SeriesSample


class SeriesComparison(NamedTuple):
    """The comparison of series, and the series as they entered it."""

    comparison: Comparison
    """The verdict and all that it rests on."""

    series: tuple[SeriesMeasures, ...]
    """The measured series, the target first."""

    skipped: tuple[str, ...] = ()
    """One sentence for each file that was passed over before it could enter the library."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """One sentence for each file that is not in the comparison."""
        measured = (sentence for one in self.series for sentence in one.left_out)
        return (*self.skipped, *measured)


@dataclass(frozen=True, slots=True, eq=False)
class SeriesMeasures:
    """The measured episodes of a series, and what was left out of it."""

    name: str
    episodes: tuple[EpisodeMeasures, ...]
    left_out: tuple[str, ...]
    """One sentence for each file that is in the library but not in the sample."""

    paths: tuple[Path, ...]
    """Video files of the episodes, in their order."""


def measure_in_library(
    library: Library, episode: LibraryEpisode, *, detector: str = OWN
) -> EpisodeMeasures:
    """Measure one episode from what the library holds; the video is not needed.

    Raises
    ------
    InputError
        If the episode has not been scanned, or not with this detector.
    """
    chosen = make_detector(detector)
    track = library.get_track(track_key(episode.file_key))
    if track is None:
        raise InputError(
            f"{episode.path}: not analysed yet, or by another version; run `cutstat scan` on it"
        )
    key = detection_key(chosen.info, episode.file_key)
    detection = library.get_detection(key)
    if detection is None and isinstance(chosen, TrackDetector):
        detection = chosen.detect(track)
        library.put_detection(detection, key=key, track_key=track_key(episode.file_key))
    if detection is None:
        raise InputError(
            f"{episode.path}: not analysed with the detector {detector!r}; "
            f"run `cutstat scan --detector {detector}` on it"
        )
    damage = track_warnings(track)
    return measure_episode(
        episode.name,
        file=episode.path.name,
        times=track.times,
        detection=detection,
        segments=whole_as_body(track.n_frames),
        warnings=(*episode.doubts, *damage),
        is_damaged=bool(damage),
    )


def measure_series(library: Library, series: str, *, detector: str = OWN) -> SeriesMeasures:
    """Measure all episodes of a series; specials, openings and the like are left out and named.

    Of files that claim to be the same episode one is taken, so that none counts twice: the newest
    release, of these one that is still there, of these the last seen.

    Raises
    ------
    InputError
        If no episode of the series can be measured.
    """
    episodes: list[EpisodeMeasures] = []
    paths: list[Path] = []
    left_out: list[str] = []
    failures = {failure.path: failure.reason for failure in library.failures()}
    entries = library.episodes(series)
    chosen = _chosen(entries)
    for entry in entries:
        name, file = entry.name, entry.path.name
        if name.role != "episode":
            left_out.append(f"{file}: {name.role}, not an episode")
            continue
        rival = chosen[_place(entry)]
        if rival is not entry:
            left_out.append(f"{file}: claims to be {name.label}, as {rival.path.name} does")
            continue
        try:
            measures = measure_in_library(library, entry, detector=detector)
        except InputError as error:
            left_out.append(failures.get(entry.path, str(error)))
            continue
        if not measures.body.seconds:
            left_out.append(f"{file}: has no duration; its times are damaged")
            continue
        episodes.append(measures)
        paths.append(entry.path)
    if not episodes:
        reasons = "; ".join(left_out) or "it holds no file"
        raise InputError(f"series {series!r} has no episode to measure: {reasons}")
    return SeriesMeasures(series, tuple(episodes), tuple(left_out), tuple(paths))


Place: TypeAlias = tuple[int, Fraction] | str
"""Season and number of an episode; the key of its file where it has no number."""


def _place(entry: LibraryEpisode) -> Place:
    number = entry.name.number
    return entry.file_key if number is None else (entry.name.season or 1, number)


def _chosen(entries: Sequence[LibraryEpisode]) -> dict[Place, LibraryEpisode]:
    """Choose one file for each episode."""
    rivals: dict[Place, list[LibraryEpisode]] = defaultdict(list)
    for entry in entries:
        if entry.name.role == "episode":
            rivals[_place(entry)].append(entry)
    return {place: max(group, key=_standing) for place, group in rivals.items()}


def _standing(entry: LibraryEpisode) -> tuple[bool, int, bool]:
    """Rank files of one episode: analysed ones, newer releases, those that are still there."""
    return entry.track_key is not None, entry.name.version or 1, entry.path.exists()


def compare_series(
    library: Library,
    target: str,
    baselines: Sequence[str],
    *,
    detector: str = OWN,
    settings: ComparisonSettings | None = None,
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that are in the library; `skipped` is what was passed over on the way.

    Raises
    ------
    InputError
        If a series cannot be measured, or is named twice.
    """
    names = [target, *baselines]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise InputError(f"series {doubled!r} is named twice; a series cannot be its own baseline")
    measured = tuple(measure_series(library, name, detector=detector) for name in names)
    samples = [SeriesSample(one.name, one.episodes) for one in measured]
    comparison = compare(samples[0], samples[1:], settings=settings)
    return SeriesComparison(comparison, measured, tuple(skipped))
