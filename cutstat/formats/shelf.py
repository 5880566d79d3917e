"""The shelf: series in one file that can be passed on, without videos, pictures and paths.

A zip file. `INDEX` is a JSON document that says all but the long arrays; for the episode of index N
``arrays/N.npz`` holds the steps between the times of its frames (``pts``), the curve of the
detector, mean colours at even times, and what was measured of drawings, motion and sound. Nothing
in it is executed, and nothing is written to the disk on reading: members are read by name, each up
to a size. ``docs/sharing.md`` describes it.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from cutstat.core.atomic import atomic_path
from cutstat.core.episodes import EpisodeName, EpisodeRole
from cutstat.core.making import MakingOverride, MakingParts, MakingRecord
from cutstat.core.overrides import TransitionOverride
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation, check_cover
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.core.track import PackedEpisode, pictures_from
from cutstat.errors import InputError
from cutstat.formats.shelf_arrays import (
    add_member,
    arrays_from_bytes,
    arrays_to_bytes,
    read_member,
)
from cutstat.stats.detection_error import DetectionError

INDEX = "shelf.json"
FORMAT = "cutstat shelf"
VERSION = 1
MOST_EPISODES = 20_000
MOST_FRAMES = 10_000_000
"""Frames of an episode: two days at 60 a second."""

MOST_FRAMES_IN_ALL = 500_000_000
MOST_COUNTED = 1_000_000
"""Largest season, version and rate."""

MOST_INDEX_BYTES = 256 * 2**20
MOST_ARRAY_BYTES = 24 * MOST_FRAMES


class ShelvedClock(msgspec.Struct, frozen=True):
    """Times of an episode but for the steps between its frames."""

    frames: int
    time_base: str
    rate: str
    stop_pts: int


class ShelvedEpisode(msgspec.Struct, frozen=True):
    """An episode in the index."""

    key: str
    """Hash of the content of the file."""

    number: str | None
    season: int | None
    title: str | None
    version: int | None
    role: EpisodeRole
    doubts: tuple[str, ...]
    clock: ShelvedClock
    threshold: float
    transitions: tuple[Transition, ...]
    segmentation: Segmentation
    damage: tuple[str, ...]
    video: str
    footage: FootageKind | None
    overrides: tuple[TransitionOverride, ...] = ()
    reviewed: tuple[tuple[int, int], ...] = ()
    """Spans that were gone through, in frames."""

    notes: tuple[str, ...] = ()
    making: MakingRecord = MakingRecord()
    is_sped_up: bool | None = None
    """Whether it plays a film too fast, as a person said."""

    words: tuple[MakingOverride, ...] = ()
    """What a person said of styles of subtitles and of stretches."""


class ShelvedDetector(msgspec.Struct, frozen=True):
    """A detector in the index."""

    name: str
    version: str
    parameters: dict[str, bool | int | float | str]


class ShelvedAudit(msgspec.Struct, frozen=True):
    """What was judged of a series."""

    seed: int
    digests: dict[str, str]
    error: DetectionError


class ShelvedSeries(msgspec.Struct, frozen=True):
    """A series in the index."""

    series: str
    detector: ShelvedDetector
    episodes: tuple[ShelvedEpisode, ...]
    audit: ShelvedAudit | None = None


class ShelfIndex(msgspec.Struct, frozen=True):
    """All of a shelf but its arrays."""

    format: Literal["cutstat shelf"]
    version: int
    made_by: str
    series: tuple[ShelvedSeries, ...]


class _Heading(msgspec.Struct, frozen=True):
    """What tells the version of a shelf before anything else of it is understood."""

    format: str
    version: int


@dataclass(frozen=True, slots=True, eq=False)
class ShelfEpisode:
    """An episode as it is passed on."""

    key: str
    name: EpisodeName
    doubts: tuple[str, ...]
    times: FrameTimes
    detection: Detection
    """As the detector found it."""

    packed: PackedEpisode
    overrides: tuple[TransitionOverride, ...]
    reviewed: tuple[tuple[int, int], ...]
    is_sped_up: bool | None = None
    """Whether it plays a film too fast, as a person said."""

    words: tuple[MakingOverride, ...] = ()
    """What a person said of styles of subtitles and of stretches."""


@dataclass(frozen=True, slots=True, eq=False)
class ShelfSeries:
    """A series as it is passed on."""

    title: str
    episodes: tuple[ShelfEpisode, ...]
    audit: ShelvedAudit | None


def write_shelf(path: Path, series: Sequence[ShelfSeries], *, made_by: str) -> None:
    """Write series into one file; the same series always give the same bytes.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    index = ShelfIndex("cutstat shelf", VERSION, made_by, tuple(map(_series_of, series)))
    with (
        atomic_path(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        add_member(archive, INDEX, msgspec.json.format(msgspec.json.encode(index), indent=1))
        episodes = (episode for one in series for episode in one.episodes)
        for number, one in enumerate(episodes):
            packed = arrays_to_bytes(one.times, one.detection, one.packed)
            add_member(archive, _arrays_name(number), packed)


def read_shelf(path: Path) -> tuple[ShelfSeries, ...]:
    """Read the series of a file, checked before any of them is given.

    Raises
    ------
    InputError
        If the file is no shelf, of a newer version, damaged or larger than any shelf is.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        # zipfile has no one error for what is damaged; a wrong flag is a RuntimeError.
        raise InputError(f"{path}: no shelf, or a damaged one ({error}); get it again") from error
    except (
        *(ValueError, KeyError, OverflowError, ZeroDivisionError, MemoryError, RecursionError),
        *(msgspec.MsgspecError, NotImplementedError),
    ) as error:
        raise InputError(f"{path}: a shelf that cannot be used: {error}; get it again") from error


def _read(archive: zipfile.ZipFile) -> tuple[ShelfSeries, ...]:
    names = archive.namelist()
    if INDEX not in names:
        raise ValueError(f"it has no {INDEX}")
    raw = read_member(archive, INDEX, most=MOST_INDEX_BYTES)
    heading = msgspec.json.decode(raw, type=_Heading)
    if heading.format != FORMAT:
        raise ValueError(f"it is of the format {heading.format[:40]!r}")
    if heading.version > VERSION:
        raise ValueError(
            f"it has version {heading.version}, this program reads up to {VERSION}; update cutstat"
        )
    index = msgspec.json.decode(raw, type=ShelfIndex)
    count = sum(len(one.episodes) for one in index.series)
    if count > MOST_EPISODES:
        raise ValueError(f"it has {count} episodes, more than {MOST_EPISODES}")
    if sum(each.clock.frames for one in index.series for each in one.episodes) > MOST_FRAMES_IN_ALL:
        raise ValueError(f"it has more than {MOST_FRAMES_IN_ALL} frames")
    wanted = [INDEX, *map(_arrays_name, range(count))]
    if sorted(names) != sorted(wanted):
        odd = sorted({*names} ^ {*wanted}) or sorted(names)
        raise ValueError(f"what it holds is not what its index says, {odd[0][:60]!r} for one")
    if not all(one.episodes for one in index.series) or not index.series:
        raise ValueError("it has a series without an episode, or no series")
    numbers = iter(range(count))
    return tuple(
        ShelfSeries(
            _text(one.series, "title"),
            tuple(_episode_from(archive, next(numbers), one, each) for each in one.episodes),
            one.audit,
        )
        for one in index.series
    )


def _episode_from(
    archive: zipfile.ZipFile, number: int, series: ShelvedSeries, one: ShelvedEpisode
) -> ShelfEpisode:
    n_frames = one.clock.frames
    if not 0 < n_frames <= MOST_FRAMES:
        raise ValueError(f"an episode of {n_frames} frames")
    _check(series, one)
    data = read_member(archive, _arrays_name(number), most=MOST_ARRAY_BYTES)
    arrays = arrays_from_bytes(data, n_frames)
    clock = one.clock
    time_base, rate = _fraction(clock.time_base), _fraction(clock.rate)
    detector = series.detector
    season_number = None if one.number is None else _fraction(one.number)
    return ShelfEpisode(
        one.key,
        EpisodeName(series.series, season_number, one.season, one.title, one.version, one.role),
        one.doubts,
        FrameTimes(np.cumsum(arrays["pts"], dtype=np.int64), clock.stop_pts, time_base, rate),
        Detection(
            DetectorInfo(detector.name, detector.version, detector.parameters),
            one.transitions,
            arrays["curve"],
            one.threshold,
        ),
        PackedEpisode(
            *(one.segmentation, one.damage, one.video, one.footage, arrays["colours"], one.notes),
            MakingParts.of(one.making, arrays),
            arrays.get("motion"),
            pictures_from(arrays),
        ),
        one.overrides,
        one.reviewed,
        one.is_sped_up,
        one.words,
    )


def _series_of(one: ShelfSeries) -> ShelvedSeries:
    info = one.episodes[0].detection.detector
    return ShelvedSeries(
        one.title,
        ShelvedDetector(info.name, info.version, dict(info.parameters)),
        tuple(
            ShelvedEpisode(
                key=each.key,
                number=None if each.name.number is None else str(each.name.number),
                season=each.name.season,
                title=each.name.title,
                version=each.name.version,
                role=each.name.role,
                doubts=each.doubts,
                clock=ShelvedClock(
                    len(each.times),
                    str(each.times.time_base),
                    str(each.times.rate),
                    each.times.stop_pts,
                ),
                threshold=each.detection.threshold,
                transitions=each.detection.transitions,
                segmentation=each.packed.segmentation,
                damage=each.packed.damage,
                video=each.packed.video,
                footage=each.packed.footage,
                overrides=each.overrides,
                reviewed=each.reviewed,
                notes=each.packed.notes,
                making=each.packed.making.record(),
                is_sped_up=each.is_sped_up,
                words=each.words,
            )
            for each in one.episodes
        ),
        one.audit,
    )


def _arrays_name(number: int) -> str:
    return f"arrays/{number}.npz"


def _fraction(text: str) -> Fraction:
    if len(text) > 40:
        raise ValueError(f"{text[:40]!r} … is no number")
    value = Fraction(text)
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is no number")
    return value


def _check(series: ShelvedSeries, one: ShelvedEpisode) -> None:
    """Raise ValueError for what no library would hold."""
    n_frames = one.clock.frames
    if not (16 <= len(one.key) <= 64 and set(one.key) <= set("0123456789abcdef")):
        raise ValueError(f"{one.key[:40]!r} is no key of a file")
    check_cover(one.segmentation.segments, n_frames=n_frames)
    if not 0 < _fraction(one.clock.rate) <= MOST_COUNTED or abs(one.clock.stop_pts) >= 2**62:
        raise ValueError(f"{series.series} has times that no video has")
    counted = (one.season or 0, one.version or 0)
    spans = [
        *one.reviewed,
        *((said.start, said.stop) for word in one.overrides if (said := word.said) is not None),
        *((word.place, word.place) for word in one.overrides),
        *((int(word.place),) * 2 for word in one.words if word.subject == "stretch"),
        *((doubt.start, doubt.stop) for doubt in one.segmentation.doubts),
        *((frame, frame) for frame in one.segmentation.part_starts),
        *one.segmentation.bank,
    ]
    if not all(0 <= start <= stop <= n_frames for start, stop in spans):
        raise ValueError(f"{series.series} has a place outside of an episode")
    if any(abs(number) > MOST_COUNTED for number in counted):
        raise ValueError(f"{series.series} has a season or version of {max(counted)}")


def _text(text: str, what: str) -> str:
    if not text.strip() or len(text) > 500:
        raise ValueError(f"{text[:40]!r} is no {what}")
    return text
