"""Annotated videos as small pictures, and the shots they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.groups import Made, franchise_of, group_of
from cutstat.core.pictures import Pictures
from cutstat.core.shot_list import ShotList
from cutstat.core.track import Track
from cutstat.detection.bars import cut_to, find_frame
from cutstat.detection.observe import Observer
from cutstat.errors import InputError
from cutstat.formats.registry import read_shot_lists
from cutstat.scan.analyse import track_of
from cutstat.video.decode import VideoReader

MIN_SHOT_FRAMES = 4
MIN_DEVIATION = 6.0
"""Standard deviation of brightness, in grey levels, that most pictures of a shot must have."""


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedVideo:
    """A video whose transitions a person has marked."""

    name: str
    title: str
    """Work that it is taken from; excerpts of one work are trained on and judged together."""

    made: Made
    """How its pictures were made."""

    pictures: Pictures
    track: Track
    annotation: ShotList


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Consecutive pictures of one shot, as numbers that may be worked on."""

    luma: NDArray[np.float32]
    """Shape (n, *LUMA_SHAPE), 0..255."""

    chroma: NDArray[np.float32]
    """Shape (n, 2, *CHROMA_SHAPE), 128 is grey."""

    def __len__(self) -> int:
        return len(self.luma)

    def __getitem__(self, part: slice | NDArray[np.intp]) -> Clip:
        return Clip(self.luma[part], self.chroma[part])

    def copy(self) -> Clip:
        """Give a clip of its own pictures."""
        return Clip(self.luma.copy(), self.chroma.copy())


def read_annotated(folders: Sequence[Path]) -> list[AnnotatedVideo]:
    """Read all videos of some folders that have an annotation of the same name beside them."""
    videos: list[AnnotatedVideo] = []
    for folder in folders:
        files = [
            (video, note)
            for note in sorted(folder.glob("*.json"))
            for video in sorted(folder.glob(f"{note.stem}.*"))
            if video.suffix != ".json"
        ]
        if not files:
            raise InputError(f"{folder}: holds no video with an annotation (NAME.json) beside it")
        videos += [_read(video, note) for video, note in files]
    return videos


def title_of(name: str) -> str:
    """Give the work that an excerpt is taken from: its name without what only counts or times it.

    ``bbb-classic720p24-078s`` and ``bbb-classic720p24-424s`` are of one work, and so are
    ``popeye-T00-1080`` and ``popeye-T01-1080``; works whose excerpts bear other names stand in
    `FRANCHISES`.
    """
    return franchise_of(name) or re.sub(r"(-T?\d\w*)+$", "", name)


def shots_of(videos: Sequence[AnnotatedVideo]) -> dict[str, list[Clip]]:
    """Cut videos at their annotated transitions, by title, without what is ambiguous or flat."""
    shots: dict[str, list[Clip]] = {}
    for video in videos:
        found = [
            clip
            for start, stop in _clear_spans(video.annotation, n_frames=len(video.pictures))
            if is_usable(clip := _clip(video.pictures, start, stop))
        ]
        shots.setdefault(video.title, []).extend(found)
    return {title: clips for title, clips in shots.items() if clips}


def is_usable(clip: Clip) -> bool:
    """Whether a clip is long enough and shows something."""
    if len(clip) < MIN_SHOT_FRAMES:
        return False
    deviation = clip.luma.reshape(len(clip), -1).std(axis=1)
    return bool(np.mean(deviation > MIN_DEVIATION) >= 0.5)


def _read(video: Path, note: Path) -> AnnotatedVideo:
    with VideoReader(video) as reader:
        observer = Observer(rate=reader.header.declared_rate)
        batches: list[Pictures] = []
        for pictures in reader.pictures():
            observer.feed(pictures)
            batches.append(pictures)
        track = track_of(reader, observer)
    return annotated(note.stem, Pictures.join(batches), track, read_shot_lists(note)[0])


def annotated(name: str, pictures: Pictures, track: Track, annotation: ShotList) -> AnnotatedVideo:
    """Put together what is known of a video, with what its name tells."""
    group = group_of(name)
    return AnnotatedVideo(
        name,
        title_of(name),
        group.made if group else "filmed",
        cut_to(find_frame(pictures.luma), pictures),
        track,
        annotation,
    )


def _clip(pictures: Pictures, start: int, stop: int) -> Clip:
    return Clip(
        pictures.luma[start:stop].astype(np.float32),
        pictures.chroma[start:stop].astype(np.float32),
    )


def _clear_spans(annotation: ShotList, *, n_frames: int) -> list[tuple[int, int]]:
    """Give the spans between transitions that touch nothing ambiguous."""
    is_clear = np.ones(n_frames, bool)
    starts = {0}
    for transition in annotation.transitions:
        is_clear[transition.start : transition.stop] = False
        starts.add(transition.stop)
    for span in annotation.ambiguous:
        is_clear[max(span.first - 2, 0) : span.last + 2] = False
    spans: list[tuple[int, int]] = []
    start = None
    for frame in range(n_frames + 1):
        ends = frame == n_frames or not is_clear[frame] or frame in starts
        if start is not None and ends:
            spans.append((start, frame))
            start = None
        if start is None and frame < n_frames and is_clear[frame]:
            start = frame
    return spans
