"""From the library to a comparison."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cutstat.core.segments import Segmentation
from cutstat.detect.registry import OWN
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.run.analyse import track_warnings
from cutstat.run.exclusions import excluded_key
from cutstat.run.segments import segment_alone, segment_in_library
from cutstat.run.selection import load_analysed, select_episodes
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.sample import SeriesSample

if TYPE_CHECKING:
    from cutstat.stats.detection_error import DetectionError


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """What is fixed before the data are looked at."""

    target: str
    baselines: tuple[str, ...]
    exclusions: tuple[str, ...]
    """Episodes that are left out, as the user named them."""

    detector: str
    settings: ComparisonSettings

    @property
    def digest(self) -> str:
        """Hash of the whole plan, 12 hexadecimal digits."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


class SeriesComparison(NamedTuple):
    """The comparison of series, and the series as they entered it."""

    plan: ComparisonPlan

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
    paths: list[Path] = []
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
        paths.append(entry.path)
    if not episodes:
        reasons = "; ".join(left_out) or "it holds no file"
        raise InputError(f"series {series!r} has no episode to measure: {reasons}")
    return SeriesMeasures(series, tuple(episodes), tuple(left_out), tuple(paths))


def compare_series(
    library: Library,
    target: str,
    baselines: Sequence[str],
    *,
    detector: str = OWN,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that are in the library; audits of their detection correct the result.

    Parameters
    ----------
    library : Library
        Holds the series.
    target, baselines : str
        Their titles.
    detector : str
        Name of the detector.
    settings : ComparisonSettings, optional
        Margin, error rate and the like.
    exclusions : sequence of str
        Episodes that are left out, as in ``"Hero Mask 13"``: recaps, specials, double length.
    skipped : sequence of str
        What was passed over on the way, a sentence each.

    Raises
    ------
    InputError
        If a series cannot be measured, or is named twice; if an exclusion is no episode of them.
    """
    names = [target, *baselines]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise InputError(f"series {doubled!r} is named twice; a series cannot be its own baseline")
    plan = ComparisonPlan(
        target, tuple(baselines), tuple(exclusions), detector, settings or ComparisonSettings()
    )
    excluded = [excluded_key(library, text, series=names) for text in exclusions]
    measured = tuple(
        measure_series(library, name, detector=detector, excluded=excluded) for name in names
    )
    samples = [SeriesSample(one.name, one.episodes) for one in measured]
    errors = _audits(library, names, detector=detector)
    comparison = compare(samples[0], samples[1:], settings=plan.settings, errors=errors)
    return SeriesComparison(plan, comparison, measured, tuple(skipped))


def _audits(
    library: Library, names: Sequence[str], *, detector: str
) -> Mapping[str, DetectionError]:
    return {}
