"""The shelf: series in one file that can be passed on, without videos, pictures and paths.

A zip file. `INDEX` is a JSON document that says all but the long arrays; for the episode of index N
``arrays/N.npz`` holds the steps between the times of its frames (``pts``), the curve of the
detector, mean colours at even times, and what was measured of drawings, motion and sound. Nothing
in it is executed, and nothing is written to the disk on reading: members are read by name, each up
to a size. ``docs/sharing.md`` describes it.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cutstat.core.atomic import atomic_path
from cutstat.core.episodes import EpisodeName, EpisodeRole
from cutstat.core.making import MakingParts, MakingRecord
from cutstat.core.overrides import TransitionOverride
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation, check_cover
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.core.track import PackedEpisode
from cutstat.errors import InputError
from cutstat.stats.detection_error import DetectionError

INDEX = "shelf.json"
FORMAT = "cutstat shelf"
VERSION = 1
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of all members: when a series was packed is nobody's business."""

MOST_EPISODES = 20_000
MOST_FRAMES = 10_000_000
"""Frames of an episode: two days at 60 a second."""

MOST_FRAMES_IN_ALL = 500_000_000
MOST_COUNTED = 1_000_000
"""Largest season, version and rate."""

MOST_INDEX_BYTES = 256 * 2**20
MOST_ARRAY_BYTES = 24 * MOST_FRAMES
LEAST_CHANCE = 0.001
"""Level of a curve of confidences under which 0 is written: half of the least that is ever read."""


class _Kind(NamedTuple):
    """What an array of an episode must be."""

    dtype: str
    is_per_frame: bool
    """Whether it has a value for each frame; else it has steps of its own."""

    columns: int | None = None
    """None for an array of one dimension."""


MOST_HEARD = 3_000_000
"""Values that an array with steps of its own may have in any case: eight hours at 100 a second. A
longer one has eight for each frame at most."""

ARRAYS: Mapping[str, _Kind] = {
    "pts": _Kind("int64", True),
    "curve": _Kind("float32", True),
    "colours": _Kind("uint8", False, 3),
}
MADE_ARRAYS: Mapping[str, _Kind] = {
    "motion": _Kind("float32", False),
    "drawn_change": _Kind("uint8", True),
    "drawn_beyond": _Kind("uint8", True),
    "drawn_earlier": _Kind("uint8", True),
    "drawn_earlier_frame": _Kind("int32", True),
    "drawn_activity": _Kind("float32", True),
    "heard_levels": _Kind("float32", False),
    "heard_prints": _Kind("uint32", False),
    "heard_likelihoods": _Kind("uint8", False, 3),
}
"""Arrays that an episode may lack, where its video was not looked at in that way."""


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
        _add(archive, INDEX, msgspec.json.format(msgspec.json.encode(index), indent=1))
        episodes = (episode for one in series for episode in one.episodes)
        for number, episode in enumerate(episodes):
            _add(archive, _arrays_name(number), _packed(episode))


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
    raw = _member(archive, INDEX, most=MOST_INDEX_BYTES)
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
    arrays = _arrays(_member(archive, _arrays_name(number), most=MOST_ARRAY_BYTES), n_frames)
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
        ),
        one.overrides,
        one.reviewed,
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
            )
            for each in one.episodes
        ),
        one.audit,
    )


def _packed(episode: ShelfEpisode) -> bytes:
    curve = episode.detection.curve
    if 0 < episode.detection.threshold < 1 and np.all((curve >= 0) & (curve <= 1)):
        curve = np.where(curve < LEAST_CHANCE, 0, curve)
    arrays = {
        "pts": np.diff(episode.times.pts.astype(np.int64), prepend=0),
        "curve": curve.astype(np.float32),
        "colours": episode.packed.colours,
        **({} if episode.packed.motion is None else {"motion": episode.packed.motion}),
        **episode.packed.making.arrays(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in arrays.items():
            data = io.BytesIO()
            np.save(data, values, allow_pickle=False)
            _add(archive, f"{name}.npy", data.getvalue())
    return buffer.getvalue()


def _arrays(data: bytes, n_frames: int) -> dict[str, NDArray[Any]]:
    """Read the arrays of an episode; their heads are looked at before any room is made for them."""
    found: dict[str, NDArray[Any]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = set(archive.namelist())
        made = {name: kind for name, kind in MADE_ARRAYS.items() if f"{name}.npy" in there}
        for name, kind in {**ARRAYS, **made}.items():
            most = n_frames if kind.is_per_frame else max(MOST_HEARD, 8 * n_frames)
            raw = io.BytesIO(_member(archive, f"{name}.npy", most=8 * most + 4096))
            if np.lib.format.read_magic(raw) != (1, 0):
                raise ValueError(f"the array {name!r} is written in another version of npy")
            shape, _, dtype = np.lib.format.read_array_header_1_0(raw)
            is_right = shape[:1] == (n_frames,) if kind.is_per_frame else shape[:1] <= (most,)
            columns = () if kind.columns is None else (kind.columns,)
            if dtype != np.dtype(kind.dtype) or shape[1:] != columns or not (shape and is_right):
                raise ValueError(f"the array {name!r} is {dtype} of shape {shape}")
            raw.seek(0)
            values = np.load(raw, allow_pickle=False)
            if name in made and dtype.kind == "f" and not np.isfinite(values).all():
                raise ValueError(f"the array {name!r} holds what is no number")
            found[name] = values
    earlier = found.get("drawn_earlier_frame")
    if earlier is not None and not ((earlier >= -1) & (earlier < n_frames)).all():
        raise ValueError("a picture was shown before outside of the episode")
    return found


def _member(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """Read a member of an archive, up to a size: what it says of its own size may be a lie."""
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{name} is larger than {most} bytes")
    return data


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


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
