"""The track: all that one decoding of a video leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.making import NOTHING_KEPT, MakingParts
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation
from cutstat.core.timing import FrameTimes, format_clock

CLOCK_BREAKS = "the clock of the file breaks"
"""How the note begins on a place from which on times are counted by the durations of pictures."""

MOST_GAPS = 3
"""Gaps that are told with their places; a file with more has said enough."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named chapter of the container."""

    start_seconds: float
    """Start, in seconds after the first frame."""

    stop_seconds: float
    """End, in seconds after the first frame."""

    title: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which the decoder lost something."""

    frame: int
    """First frame that came after the damage."""

    message: str
    """What the decoder said."""


@dataclass(frozen=True, slots=True)
class VideoHeader:
    """What the header of a file declares.

    None of it is measured: counts and times come from decoding.
    """

    container: str
    codec: str
    pixel_format: str
    width: int
    """Width of the coded picture, in pixels."""

    height: int
    """Height of the coded picture, in pixels."""

    sample_aspect: Fraction
    """Width of a pixel over its height."""

    declared_rate: Fraction | None
    """Average frame rate, in frames a second."""

    declared_frames: int | None
    chapters: tuple[Chapter, ...] = ()

    notes: tuple[str, ...] = ()
    """What was passed over: other videos in the file, chapters whose pictures lie elsewhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What was measured only at frames where a new shot may begin.

    Measuring it needs the pictures around the frame, so it is done while these are in memory.
    """

    frames: NDArray[np.int32]
    """Frames, shape (n_candidates,), strictly increasing."""

    names: tuple[str, ...]
    """What each column measures."""

    values: NDArray[np.float32]
    """Measurements, shape (n_candidates, len(names))."""

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.frames), len(self.names)):
            raise ValueError(
                f"evidence of shape {self.values.shape} for {len(self.frames)} frames "
                f"and {len(self.names)} names"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """What the pictures of a video leave behind; a detector finds shots by it."""

    fingerprints: NDArray[np.uint64]
    """Perceptual hash of each frame, shape (n_frames,): near frames differ in few bits."""

    colours: NDArray[np.uint8]
    """Mean colour of each frame, shape (n_frames, 3), red, green, blue."""

    curves: Mapping[str, NDArray[np.float32]]
    """Measurements of every frame by name, each of shape (n_frames,)."""

    evidence: Evidence

    similarities: NDArray[np.uint8]
    """How much each frame resembles some of those before it, shape (n_frames, n_distances,
    n_channels), 255 is the same; which distances and channels, the detector knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """All that one decoding of a video leaves behind; the video is not needed again."""

    header: VideoHeader
    times: FrameTimes

    is_key: NDArray[np.bool_]
    """Whether a decoder can start at the frame, shape (n_frames,)."""

    is_intra: NDArray[np.bool_]
    """Whether the encoder coded the frame without reference to others, shape (n_frames,)."""

    seen: Observations
    damage: tuple[Damage, ...] = ()

    making: MakingParts = NOTHING_KEPT
    """Drawings, sound and subtitles; those of before 0.3.0 have none. A file without sound has a
    sound that says so."""

    def __post_init__(self) -> None:
        n_frames = len(self.times)
        seen, drawings = self.seen, self.making.drawings
        per_frame = {
            "is_key": self.is_key,
            "is_intra": self.is_intra,
            "fingerprints": seen.fingerprints,
            "colours": seen.colours,
            "similarities": seen.similarities,
            **seen.curves,
            **({} if drawings is None else {"drawings": drawings.change}),
        }
        for name, values in per_frame.items():
            if len(values) != n_frames:
                raise ValueError(f"{name} has {len(values)} values for {n_frames} frames")

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times)

    @property
    def has_broken_clock(self) -> bool:
        """Whether times of frames are not those that the file itself says."""
        return any(one.message.startswith(CLOCK_BREAKS) for one in self.damage)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know of the video, as phrases: what is left out, what is lost."""
        return (*self.header.notes, *self.losses)

    @property
    def losses(self) -> tuple[str, ...]:
        """Damage and gaps with their places, as phrases."""

        def place(frame: int) -> str:
            return f"frame {frame} ({format_clock(self.times.seconds(min(frame, self.n_frames)))})"

        damage = [f"damage at {place(one.frame)}: {one.message}" for one in self.damage]
        told = {one.frame - 1 for one in self.damage}
        gaps = [gap for gap in self.times.gaps() if gap[0] not in told]
        phrases = [f"no frame for {seconds:.1f} s after {place(frame)}" for frame, seconds in gaps]
        if len(phrases) > MOST_GAPS:
            rest = sum(seconds for _, seconds in gaps[MOST_GAPS:])
            more = f"{len(gaps) - MOST_GAPS} more gaps between frames, {rest:.1f} s in all"
            phrases[MOST_GAPS:] = [more]
        return (*damage, *phrases)


@dataclass(frozen=True, slots=True, eq=False)
class PackedPictures:
    """What openings and the like are found by, of an episode whose video is not at hand."""

    fingerprints: NDArray[np.uint64]
    """Shape (n_frames,), as in `Track`."""

    colours: NDArray[np.uint8]
    """Shape (n_frames, 3), as in `Track`."""

    deviation: NDArray[np.float32]
    """Standard deviation of the brightness of each frame, shape (n_frames,), in grey levels."""


@dataclass(frozen=True, slots=True, eq=False)
class PackedEpisode:
    """What another library knew of an episode beside times and shots."""

    segmentation: Segmentation
    damage: tuple[str, ...]
    """Damage and gaps with their places, one phrase each."""

    video: str
    """Codec, size, pixel format and rate."""

    footage: FootageKind | None
    """How the pictures were made, as they look."""

    colours: NDArray[np.uint8]
    """Mean colours at even times, shape (n, 3)."""

    notes: tuple[str, ...] = ()
    """What else a reader should know of the video, one phrase each."""

    making: MakingParts = NOTHING_KEPT
    """Drawings, sound, subtitles."""

    motion: NDArray[np.float32] | None = None
    """Change of pictures within each half second, where no transition is."""

    pictures: PackedPictures | None = None
    """None where no fingerprints came with it."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the arrays, by the names under which they are stored."""
        arrays: dict[str, NDArray[Any]] = {"colours": self.colours, **self.making.arrays()}
        if self.motion is not None:
            arrays["motion"] = self.motion
        if self.pictures is not None:
            arrays["fingerprints"] = self.pictures.fingerprints
            arrays["frame_colours"] = self.pictures.colours
            arrays["deviation"] = self.pictures.deviation
        return arrays


def pictures_from(arrays: Mapping[str, NDArray[Any]]) -> PackedPictures | None:
    """Read what `PackedEpisode.arrays` gave of fingerprints."""
    if "fingerprints" not in arrays:
        return None
    return PackedPictures(*(arrays[one] for one in ("fingerprints", "frame_colours", "deviation")))


@dataclass(frozen=True, slots=True, eq=False)
class ListedTrack:
    """What stands for a track where the shots are those of a list: times, and no picture."""

    times: FrameTimes
    packed: PackedEpisode | None = None
    """What came with it from another library; None for a plain list."""
