"""From a video file to its track and its transitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import numpy as np

from cutstat.core.making import MakingParts
from cutstat.core.shots import Detection, DetectorInfo, Shot, Transition
from cutstat.core.sound import Sound
from cutstat.core.track import Track
from cutstat.detection.detector import (
    AnyDetector,
    CutstatDetector,
    ScoreDetector,
    TrackDetector,
)
from cutstat.detection.drawings import DrawingObserver
from cutstat.detection.observe import Observer
from cutstat.errors import InputError
from cutstat.sound.listen import SoundListener, choose_sound
from cutstat.sound.subtitles import SubtitleListener, subtitle_streams, subtitles_beside
from cutstat.video.decode import VideoReader
from cutstat.video.threads import one_thread

PROGRESS_FRAMES = 256

Value = TypeVar("Value")

Progress = Callable[[int, float, float | None], None]
"""Called now and then with frames done, seconds of video done and, if declared, seconds in all."""


@dataclass(frozen=True, slots=True, eq=False)
class FileDetection:
    """The transitions of one file, and the track that they were found in."""

    file: Path
    track: Track
    detection: Detection

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return self.track.n_frames

    @property
    def rate(self) -> Fraction:
        """Nominal frames a second."""
        return self.track.times.rate

    @property
    def detector(self) -> DetectorInfo:
        """Name, version and parameters of the detector."""
        return self.detection.detector

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """Borders between shots, in order of time."""
        return self.detection.transitions

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Shots, which cover the file without gap or overlap."""
        return self.detection.shots


def read_track(
    path: Path,
    *,
    threads: int = 0,
    audio: str = "",
    with_making: bool = True,
    progress: Progress | None = None,
) -> Track:
    """Decode a video once and keep all that later stages need.

    Parameters
    ----------
    path : Path
        The video file.
    threads : int >= 0
        Decoding threads; 0 takes as many as there are cores.
    audio : str
        Language or part of a title of the sound to listen to; by default the file's own choice.
    with_making : bool
        Whether what tells how a film is made is kept too: drawings, sound and subtitles. Shots do
        not need it.
    progress : callable, optional
        Told how far decoding is.

    Raises
    ------
    InputError
        If the file cannot be opened, or has sound but none like `audio`.
    DecodeError
        If it is no video or no frame can be decoded.
    """
    with VideoReader(path, threads=threads, is_exact=False) as reader:
        observer = Observer(rate=reader.header.declared_rate)
        making = _MakingObserver(reader, path, audio=audio) if with_making else None
        for pictures in reader.pictures(watch=making.drawings.feed if making else None):
            observer.feed(pictures)
            _tell(progress, reader)
        track = track_of(reader, observer)
        return making.finish(track) if making else track


class _MakingObserver:
    """Takes in what tells how a film is made while its pictures are decoded."""

    def __init__(self, reader: VideoReader, path: Path, *, audio: str) -> None:
        self.drawings = DrawingObserver()
        self._reader, self._path = reader, path
        self._sound = _listener(reader, path, audio)
        self._subtitles = [
            SubtitleListener(one, lambda: reader.n_decoded)
            for one in subtitle_streams(reader.container)
        ]
        for one in self._subtitles:
            reader.listen(one.stream, one.feed)

    def finish(self, track: Track) -> Track:
        """Add what was taken in to a track."""
        first, moved = self._reader.first_seconds, self._reader.moved_seconds
        beside, notes = subtitles_beside(self._path)
        return replace(
            track,
            header=replace(track.header, notes=(*track.header.notes, *notes)),
            making=MakingParts(
                self.drawings.finish(),
                self._sound.finish(first_seconds=first, moved=moved) if self._sound else Sound(),
                (
                    *(one.finish(first_seconds=first, moved=moved) for one in self._subtitles),
                    *beside,
                ),
            ),
        )


def _listener(reader: VideoReader, path: Path, audio: str) -> SoundListener | None:
    """Have the sound of a file listened to while its pictures are decoded; None without sound."""
    try:
        chosen = choose_sound(reader.container, audio)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    if chosen is None:
        return None
    listener = SoundListener(*chosen, lambda: reader.n_decoded)
    reader.listen(listener.stream, listener.feed)
    return listener


def track_of(reader: VideoReader, observer: Observer) -> Track:
    """Put together what a reader and its observer know once all pictures have been through both."""
    record = reader.record()
    return Track(
        header=reader.header,
        times=record.times,
        is_key=record.is_key,
        is_intra=record.is_intra,
        seen=observer.finish(),
        damage=record.damage,
    )


def analyse_file(
    path: Path,
    *,
    detector: AnyDetector | None = None,
    threads: int = 0,
    audio: str = "",
    with_making: bool = True,
    progress: Progress | None = None,
) -> tuple[Track, Detection]:
    """Decode a video and find its transitions.

    Detectors made elsewhere look at whole pictures, so the video is decoded a second time for
    them.

    Raises
    ------
    InputError
        If the file cannot be opened.
    DecodeError
        If it is no video or no frame can be decoded.
    """
    chosen = detector or CutstatDetector()
    with one_thread():
        track = read_track(
            path, threads=threads, audio=audio, with_making=with_making, progress=progress
        )
        return track, run_detector(chosen, track, path=path, threads=threads, progress=progress)


def run_detector(
    detector: AnyDetector,
    track: Track,
    *,
    path: Path,
    threads: int = 0,
    progress: Progress | None = None,
) -> Detection:
    """Find the transitions of a video whose track is known."""
    if isinstance(detector, TrackDetector):
        return detector.detect(track)
    if isinstance(detector, ScoreDetector):
        with VideoReader(path, threads=threads) as reader:
            scores = _told(reader.scores(size=detector.size), reader, progress)
            return detector.detect_scores(np.fromiter(scores, np.float32))
    with VideoReader(path, threads=threads, is_exact=False) as reader:
        images = _told(reader.images(), reader, progress)
        return detector.detect_images(images, rate=track.times.rate)


def _told(
    values: Iterator[Value], reader: VideoReader, progress: Progress | None
) -> Iterator[Value]:
    """Hand on what comes of each frame, and tell how far it is."""
    for count, value in enumerate(values):
        if count % PROGRESS_FRAMES == 0:
            _tell(progress, reader)
        yield value


def _tell(progress: Progress | None, reader: VideoReader) -> None:
    if progress:
        progress(reader.n_decoded, reader.position_seconds, reader.declared_seconds)
