"""A library seen through one detector: each track is read once, and what was made of it is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation, SegmentOverride
from cutstat.core.shots import Detection, DetectorInfo
from cutstat.detection.detector import TrackDetector
from cutstat.detection.registry import OWN, detector_text, make_detector
from cutstat.errors import InputError
from cutstat.library.documents import segmentations_from_json, segmentations_to_json
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import get_segmentation, put_segmentation, segment_overrides
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.scan.keys import detection_key, imported_key, stage_key, track_key
from cutstat.scan.scan import ExecutorName, Listener, ScanResult, scan
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import SEGMENT_VERSION
from cutstat.study.episode import StudiedEpisode
from cutstat.study.segments import (
    SeriesSegments,
    changes_of,
    override_words,
    segment_sources,
    source_of,
    source_of_list,
)
from cutstat.study.selection import Selection, select_episodes
from cutstat.study.series import SeriesMeasures
from cutstat.video.manifest import Manifest

SAID = 2
"""Reasons that are said of a series without any episode to measure."""


class Study:
    """All that is asked of a library with one detector, and answered without decoding.

    What was read or made once is kept for as long as the study lives; `renew` lets go of it, after
    a scan or when a user has said something else.

    Parameters
    ----------
    library : Library
        What is studied; it stays open.
    detector : str
        Name of the detector, as `make_detector` takes it.
    sensitivity : float, optional
        How readily cutstat's own detector sees a transition, above 0 and under 1: those with a
        confidence of 1 - `sensitivity` or more count.
    footage : str, optional
        How the pictures were made, one of `FOOTAGE_KINDS`, where cutstat's own detector takes them
        for something else.

    Raises
    ------
    InputError
        If there is no such detector, or it has no sensitivity and asks for no footage.
    """

    def __init__(
        self,
        library: Library,
        *,
        detector: str = OWN,
        sensitivity: float | None = None,
        footage: FootageKind | None = None,
    ) -> None:
        self.library = library
        self.detector_name = detector_text(detector, sensitivity=sensitivity, footage=footage)
        self.detector = make_detector(self.detector_name)
        self.renew()

    def renew(self) -> None:
        """Let go of all that was read: the library holds something else now."""
        self._selections: dict[str, Selection] = {}
        self._segments: dict[str, SeriesSegments] = {}
        self._episodes: dict[str, StudiedEpisode] = {}
        self._detections: dict[str, Detection] = {}
        self._measures: dict[str, EpisodeMeasures] = {}

    def scan(
        self,
        paths: Sequence[str | Path],
        *,
        jobs: int = 0,
        executor: ExecutorName | None = None,
        scheduler: str | None = None,
        series: str | None = None,
        manifest: Manifest | None = None,
        complete: bool = False,
        audio: str = "",
        listener: Listener | None = None,
    ) -> ScanResult:
        """Bring the library up to date with files on disk; parameters and errors as for `scan`."""
        result = scan(
            paths,
            library=self.library,
            detector=self.detector,
            jobs=jobs,
            executor=executor,
            scheduler=scheduler,
            series=series,
            manifest=manifest,
            complete=complete,
            audio=audio,
            listener=listener,
        )
        self.renew()
        return result

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters of the detector."""
        return self.detector.info

    def selection(self, series: str) -> Selection:
        """Say which files stand for the episodes of a series."""
        if series not in self._selections:
            self._selections[series] = select_episodes(self.library.episodes(series))
        return self._selections[series]

    def episode(self, entry: LibraryEpisode) -> StudiedEpisode:
        """Give what is known of an episode but for its segments.

        Raises
        ------
        InputError
            If it has not been scanned, or not with this detector.
        """
        if entry.file_key not in self._episodes:
            self._load(entry)
        return self._episodes[entry.file_key]

    def detection(self, entry: LibraryEpisode) -> Detection:
        """Give what the detector found in an episode; it is read again, as its curve is large.

        Raises
        ------
        InputError
            As `episode` does.
        """
        self.episode(entry)  # which may have to detect
        found = self._detections.pop(entry.file_key, None)
        if found is None:
            listed = self.library.get_detection(imported_key(entry.file_key, "shots"))
            found = listed or self.library.get_detection(detection_key(self.info, entry.file_key))
        if found is None:
            raise InputError(f"{entry.path}: what the library holds of it is gone; scan it again")
        return found

    def segments(self, series: str) -> SeriesSegments:
        """Find the segments of the episodes of a series; the videos are not needed.

        What was found is kept in the library, and found anew when an episode, the detector or the
        user's word changes.
        """
        if series not in self._segments:
            self._segments[series] = self._segment(series)
        return self._segments[series]

    def segmentation(self, entry: LibraryEpisode) -> Segmentation:
        """Give the segments of an episode; of a special or the like, by itself.

        Raises
        ------
        InputError
            As `episode` does.
        """
        found = self.segments(entry.name.series).of(entry.file_key)
        if found is not None:
            return found
        source = self._load(entry)
        return segment_sources([source], [segment_overrides(self.library, entry.file_key)])[0]

    def measure(self, entry: LibraryEpisode) -> EpisodeMeasures:
        """Measure an episode.

        Raises
        ------
        InputError
            As `episode` does.
        """
        if entry.file_key not in self._measures:
            segmentation = self.segmentation(entry)
            known = self.episode(entry)
            detection = self.detection(entry)
            self._measures[entry.file_key] = measure_episode(
                entry.name,
                file=entry.path.name,
                times=known.times,
                detection=detection,
                segmentation=segmentation,
                warnings=(*entry.doubts, *known.damage),
                is_damaged=bool(known.damage),
                footage=known.footage,
                making=known.making,
            )
        return self._measures[entry.file_key]

    def series(self, title: str, *, excluded: Collection[str] = ()) -> SeriesMeasures:
        """Measure the episodes of a series; see `select_episodes` for which files these are.

        Files whose keys are in `excluded` are left out and named.

        Raises
        ------
        InputError
            If no episode of the series can be measured.
        """
        selection = self.selection(title)
        failures = {failure.path: failure.reason for failure in self.library.failures()}
        left_out = list(selection.left_out)
        found: list[tuple[LibraryEpisode, EpisodeMeasures]] = []
        for entry in selection.episodes:
            if entry.file_key in excluded:
                left_out.append(f"{entry.path.name}: excluded beforehand")
                continue
            try:
                measures = self.measure(entry)
            except InputError as error:
                left_out.append(failures.get(entry.path, str(error)))
                continue
            if measures.body.seconds:
                found.append((entry, measures))
            elif measures.whole.seconds:
                left_out.append(
                    f"{entry.path.name}: has no body; all of it is opening, ending or the like"
                )
            else:
                left_out.append(f"{entry.path.name}: has no duration; its times are damaged")
        if not found:
            reasons = _first(left_out) or "it holds no file"
            raise InputError(f"series {title!r} has no episode to measure: {reasons}")
        entries, episodes = zip(*found, strict=True)
        return SeriesMeasures(title, episodes, tuple(left_out), entries)

    def _segment(self, series: str) -> SeriesSegments:
        selection = self.selection(series)
        said = [segment_overrides(self.library, one.file_key) for one in selection.episodes]
        key = self._segmentation_key(selection.episodes, said)
        kept = get_segmentation(self.library, series, detector=self.info.key)
        before = {} if kept is None else segmentations_from_json(kept[1])
        if kept is not None and kept[0] == key and before:
            lost = [
                self._reason_against(one)
                for one in selection.episodes
                if one.file_key not in before
            ]
            if None not in lost:  # an episode that was scanned since then is more evidence
                known = [one for one in selection.episodes if one.file_key in before]
                return SeriesSegments(
                    series,
                    tuple(known),
                    tuple(before[one.file_key] for one in known),
                    left_out=tuple(reason for reason in lost if reason is not None),
                )
        episodes: list[LibraryEpisode] = []
        sources: list[Source] = []
        words: list[Sequence[SegmentOverride]] = []
        left_out: list[str] = []
        for entry, own in zip(selection.episodes, said, strict=True):
            try:
                sources.append(self._load(entry))
            except InputError as error:
                left_out.append(str(error))
                continue
            episodes.append(entry)
            words.append(own)
        found = segment_sources(sources, words)
        changes = changes_of(episodes, found, before)
        result = SeriesSegments(series, tuple(episodes), found, changes, tuple(left_out))
        keys = (one.file_key for one in episodes)
        document = segmentations_to_json(dict(zip(keys, found, strict=True)))
        put_segmentation(self.library, series, detector=self.info.key, key=key, document=document)
        return result

    def _reason_against(self, entry: LibraryEpisode) -> str | None:
        """Say why an episode cannot be looked at; None if it can."""
        try:
            self.episode(entry)
        except InputError as error:
            return str(error)
        return None

    def _segmentation_key(
        self,
        episodes: Sequence[LibraryEpisode],
        said: Sequence[Sequence[SegmentOverride]],
    ) -> str:
        """Give the key of the segments of a series: all that they depend on."""
        return stage_key(
            "segments",
            version=SEGMENT_VERSION,
            parameters={"said": json.dumps([[override_words(one) for one in own] for own in said])},
            inputs=tuple(
                f"{detection_key(self.info, one.file_key)} {one.track_key} {one.made_at} "
                f"{one.name.number}"
                for one in episodes
            ),
        )

    def _load(self, entry: LibraryEpisode) -> Source:
        """Read an episode from the library, keep what is asked for again, and give the rest.

        Raises
        ------
        InputError
            As `episode` does.
        """
        listed = self.library.get_listed(imported_key(entry.file_key, "times"))
        if listed is not None:
            detection = self.library.get_detection(imported_key(entry.file_key, "shots"))
            if detection is None:
                raise InputError(f"{entry.path}: its shot list is damaged here; import it again")
            self._episodes[entry.file_key] = StudiedEpisode(listed.times)
            self._detections[entry.file_key] = detection
            return source_of_list(entry, listed, detection)
        key = detection_key(self.info, entry.file_key)
        detection = self.library.get_detection(key)
        is_to_detect = detection is None and isinstance(self.detector, TrackDetector)
        track = self.library.get_track(track_key(entry.file_key), is_whole=is_to_detect)
        if track is None:
            is_old = self.library.is_outdated(entry.file_key, key=track_key(entry.file_key))
            found = (
                "scanned by another version of cutstat, which sees other shots"
                if is_old
                else "not scanned yet, or what the library holds of it is damaged"
            )
            raise InputError(f"{entry.path}: {found}; run `cutstat scan` on it")
        if detection is None and isinstance(self.detector, TrackDetector):
            detection = self.detector.detect(track)
            self.library.put_detection(detection, key=key, track_key=track_key(entry.file_key))
        if detection is None:
            raise InputError(
                f"{entry.path}: not analysed with the detector {self.detector_name!r}; "
                f"run `cutstat scan --detector {self.detector_name}` on it"
            )
        self._episodes[entry.file_key] = StudiedEpisode.of_track(track, detection.transitions)
        self._detections[entry.file_key] = detection
        return source_of(entry, track, detection)


def _first(reasons: Sequence[str]) -> str:
    """Join the first reasons, and say how many more there are."""
    more = len(reasons) - SAID
    return "; ".join((*reasons[:SAID], *([f"and so on for {more} more"] if more > 0 else [])))
