"""New pictures told from a video, and how many of them are right."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cutstat.core.drawings import Drawings
from cutstat.core.timing import FrameTimes
from cutstat.detection.drawings import DrawingObserver
from cutstat.measure.drawings import new_pictures
from cutstat.video.decode import VideoReader

COUNTED = Path(__file__).parents[2] / "benchmarks" / "drawings" / "counted.toml"


@dataclass(frozen=True)
class Counted:
    """A stretch whose new pictures were counted by eye."""

    clip: str
    start: int
    stop: int
    new: frozenset[int]
    unclear: frozenset[int]


def counted_stretches() -> tuple[Counted, ...]:
    """Read the stretches that were counted by eye."""
    return tuple(
        Counted(
            *(one["clip"], one["start"], one["stop"], frozenset(one["new"])),
            frozenset(one.get("unclear", ())),
        )
        for one in tomllib.loads(COUNTED.read_text("utf-8"))["stretch"]
    )


def observed(video: Path, *, until: int | None = None) -> tuple[Drawings, FrameTimes]:
    """Decode a video, or so many of its frames and a few more, and observe its drawings."""
    observer = DrawingObserver()
    with VideoReader(video, is_exact=False) as reader:
        for _ in reader.pictures(watch=observer.feed):
            if until is not None and reader.n_decoded > until:
                break
        return observer.finish(), reader.record().times


def new_in(video: Path, *, until: int | None = None) -> set[int]:
    """Give the frames of a video that are taken for new pictures."""
    return set(np.flatnonzero(new_pictures(*observed(video, until=until))).tolist())


def rates(found: set[int], truth: set[int]) -> tuple[float, float]:
    """Give precision and recall."""
    hits = len(found & truth)
    return hits / max(len(found), 1), hits / max(len(truth), 1)
