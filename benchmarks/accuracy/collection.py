"""The videos that detectors are judged by: each with an annotation beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from benchmarks.training.footage import title_of
from cutstat.core.shot_list import ShotList
from cutstat.errors import InputError
from cutstat.formats.registry import read_shot_lists
from cutstat.video.find import VIDEO_SUFFIXES


@dataclass(frozen=True, slots=True)
class AnnotatedFile:
    """A video file whose transitions are known."""

    name: str
    """Name of the file without its ending."""

    title: str
    """Work that it is taken from; excerpts of one work are resampled together."""

    path: Path
    annotation: ShotList
    is_apart: bool = False
    """Whether it is left out of the pooled numbers and reported for itself."""


def find_annotated(folder: Path, *, exclude: Sequence[str] = ()) -> list[AnnotatedFile]:
    """Find all videos in a folder, and in those below it, that have NAME.json beside them.

    Parameters
    ----------
    folder : Path
        Where to look.
    exclude : sequence of str
        Patterns such as ``vlog-*``; videos with a name that matches one are set apart.

    Returns
    -------
    list of AnnotatedFile
        By name; names are unique.

    Raises
    ------
    InputError
        If there is none, an annotation cannot be read, two videos share a name, or a pattern
        matches nothing.
    """
    found: dict[str, AnnotatedFile] = {}
    for note in sorted(folder.rglob("*.json")):
        video = _video_beside(note)
        if video is None:
            continue
        if note.stem in found:
            raise InputError(f"{folder}: holds two annotated videos called {note.stem}")
        annotation = replace(read_shot_lists(note)[0], video=note.stem)
        is_apart = any(fnmatchcase(note.stem, pattern) for pattern in exclude)
        found[note.stem] = AnnotatedFile(
            note.stem, title_of(note.stem), video, annotation, is_apart
        )
    if not found:
        raise InputError(f"{folder}: holds no video with an annotation (NAME.json) beside it")
    for pattern in exclude:
        if not any(fnmatchcase(name, pattern) for name in found):
            raise InputError(f"{folder}: no annotated video is called {pattern!r}")
    return [found[name] for name in sorted(found)]


def _video_beside(note: Path) -> Path | None:
    beside = sorted(note.parent.iterdir())
    return next(
        (
            file
            for file in beside
            if file.stem == note.stem and file.suffix.lower() in VIDEO_SUFFIXES
        ),
        None,
    )
