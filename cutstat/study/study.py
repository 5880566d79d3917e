"""A library seen through one detector: each track is read once, and what was made of it is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from cutstat.core.episodes import unit_role
from cutstat.core.overrides import NEAR_SECONDS, CorrectedDetection, correct, overlap
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation, SegmentOverride
from cutstat.core.shots import Detection, DetectorInfo
from cutstat.detection.detector import TrackDetector
from cutstat.detection.registry import OWN, detector_text, make_detector
from cutstat.errors import InputError
from cutstat.library.documents import segmentations_from_json, segmentations_to_json
from cutstat.library.lookup import episodes_of
from cutstat.library.makings import making_overrides
from cutstat.library.records import LibraryEpisode
from cutstat.library.results import get_result, put_result
from cutstat.library.reviews import reviewed_spans, transition_overrides
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.scan.keys import detection_key, imported_key, track_key
from cutstat.scan.scan import ScanResult, ScanSettings, scan
from cutstat.segment.footage import Source
from cutstat.study.episode import StudiedEpisode
from cutstat.study.segments import (
    SeriesSegments,
    changes_of,
    said_of,
    segment_sources,
    segmentation_key,
    source_of,
    source_of_list,
)
from cutstat.study.selection import Selection, select_episodes
from cutstat.study.series import SeriesMeasures, first_reasons


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

    def scan(self, paths: Sequence[str | Path], **how: Unpack[ScanSettings]) -> ScanResult:
        """Bring the library up to date with files on disk; parameters and errors as for `scan`."""
        result = scan(paths, library=self.library, detector=self.detector, **how)
        self.renew()
        return result

    @property
    def info(self) -> DetectorInfo:
        """Name, version and parameters of the detector."""
        return self.detector.info

    def selection(self, series: str) -> Selection:
        """Say which files stand for the episodes of a series."""
        if series not in self._selections:
            self._selections[series] = select_episodes(episodes_of(self.library, series))
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

    def found(self, entry: LibraryEpisode) -> Detection:
        """Give what the detector found in an episode; it is read again, as its curve is large.

        What a person says of it is not in it; see `detection`.

        Raises
        ------
        InputError
            As `episode` does.
        """
        self.episode(entry)  # which may have to detect
        # What cannot be kept is not let go of, or it would have to be found again.
        take = self._detections.get if self.library.is_read_only else self._detections.pop
        found = take(entry.file_key, None)
        if found is None:
            found = self.library.get_detection(
                imported_key(entry.file_key, "shots")
                if self._is_listed(entry)
                else detection_key(self.info, entry.file_key)
            )
        if found is None:
            raise InputError(f"{entry.path}: what the library holds of it is gone; scan it again")
        return found

    def corrected(
        self, entry: LibraryEpisode, *, found: Detection | None = None
    ) -> CorrectedDetection:
        """Give what was found in an episode with what a person says of it in its place.

        Who asks often may keep what was `found`.

        Raises
        ------
        InputError
            As `episode` does.
        """
        near = round(NEAR_SECONDS * self.episode(entry).times.rate)
        words = transition_overrides(self.library, entry.file_key)
        return correct(found or self.found(entry), words, near=near)

    def detection(self, entry: LibraryEpisode) -> Detection:
        """Give the transitions of an episode as a person has corrected them; see `corrected`."""
        return self.corrected(entry).detection

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
        return segment_sources([source], [said_of(self.library, entry)])[0]

    def measure(self, entry: LibraryEpisode) -> EpisodeMeasures:
        """Measure an episode, with what a person says of its transitions.

        Raises
        ------
        InputError
            As `episode` does.
        """
        if entry.file_key not in self._measures:
            self.measure_reviewed(entry)
        return self._measures[entry.file_key]

    def measure_reviewed(
        self, entry: LibraryEpisode, *, found: Detection | None = None
    ) -> tuple[CorrectedDetection, EpisodeMeasures]:
        """Correct and measure an episode, again if a person has said something; as `corrected`."""
        self.segmentation(entry)  # first: it reads the tracks of the whole series
        corrected = self.corrected(entry, found=found)
        measures = self._measured(entry, corrected.detection)
        seen = [one[:2] for one in reviewed_spans(self.library, entry.file_key)]
        is_whole = bool(seen) and overlap(seen, measures.body_spans) == [*measures.body_spans]
        review = replace(corrected.tally, is_whole=is_whole)
        warnings = (*measures.warnings, *filter(None, [review.phrase]))
        measures = replace(measures, review=review, warnings=warnings)
        self._measures[entry.file_key] = measures
        return corrected, measures

    def measure_found(self, entry: LibraryEpisode) -> EpisodeMeasures:
        """Measure an episode as the detector alone sees it: what an audit judges.

        Raises
        ------
        InputError
            As `episode` does.
        """
        if not self.measure(entry).review.changed:
            return self.measure(entry)
        return self._measured(entry, self.found(entry))

    def _measured(self, entry: LibraryEpisode, detection: Detection) -> EpisodeMeasures:
        segmentation = self.segmentation(entry)
        known = self.episode(entry).at_speed(entry.is_sped_up)
        return measure_episode(
            entry.name,
            file=entry.path.name,
            times=known.times,
            detection=detection,
            segmentation=segmentation,
            warnings=(*entry.doubts, *known.damage, *known.notes),
            is_damaged=bool(known.damage),
            footage=known.footage,
            making=known.making,
            may_be_sped_up=known.may_be_sped_up,
        )

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
            reasons = first_reasons(left_out) or "it holds no file"
            unit = unit_role(one.name for one in episodes_of(self.library, title))
            raise InputError(f"series {title!r} has no {unit} to measure: {reasons}")
        entries, episodes = zip(*found, strict=True)
        return SeriesMeasures(title, episodes, tuple(left_out), entries)

    def _segment(self, series: str) -> SeriesSegments:
        selection = self.selection(series)
        said = [said_of(self.library, one) for one in selection.episodes]
        key = segmentation_key(self.info, selection.episodes, said)
        kept = get_result(self.library, "segmentation", series, detector=self.info.key)
        before = {} if kept is None else segmentations_from_json(kept.document)
        if kept is not None and kept.key == key and before:
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
        put_result(
            *(self.library, "segmentation", series),
            detector=self.info.key,
            key=key,
            document=document,
        )
        return result

    def _reason_against(self, entry: LibraryEpisode) -> str | None:
        """Say why an episode cannot be looked at; None if it can."""
        try:
            self.episode(entry)
        except InputError as error:
            return str(error)
        return None

    def _is_listed(self, entry: LibraryEpisode) -> bool:
        """Whether a list, or another library's word, stands for an episode; a scan goes before."""
        key = entry.file_key
        return self.library.has_track(imported_key(key, "times")) and not self.library.has_track(
            track_key(key)
        )

    def _load(self, entry: LibraryEpisode) -> Source:
        """Read an episode from the library, keep what is asked for again, and give the rest.

        Raises
        ------
        InputError
            As `episode` does.
        """
        listed = None
        if self._is_listed(entry):
            listed = self.library.get_listed(imported_key(entry.file_key, "times"))
        if listed is not None:
            detection = self.library.get_detection(imported_key(entry.file_key, "shots"))
            if detection is None:
                raise InputError(f"{entry.path}: its shot list is damaged here; import it again")
            words = making_overrides(self.library, entry.file_key)
            self._episodes[entry.file_key] = StudiedEpisode.of_list(listed, words)
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
            if not self.library.is_read_only:
                self.library.put_detection(detection, key=key, track_key=track_key(entry.file_key))
        if detection is None:
            raise InputError(
                f"{entry.path}: not analysed with the detector {self.detector_name!r}; "
                f"run `cutstat scan --detector {self.detector_name}` on it"
            )
        self._episodes[entry.file_key] = StudiedEpisode.of_track(
            track, detection.transitions, making_overrides(self.library, entry.file_key)
        )
        self._detections[entry.file_key] = detection
        return source_of(entry, track, detection)
