"""The long arrays of an episode on a shelf, as a NumPy archive that is read with care."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Detection
from cutstat.core.timing import FrameTimes
from cutstat.core.track import PackedEpisode

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of all members: when a series was packed is nobody's business."""

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
    "fingerprints": _Kind("uint64", True),
    "frame_colours": _Kind("uint8", True, 3),
    "deviation": _Kind("float32", True),
}
"""Arrays that an episode may lack, where its video was not looked at in that way."""


def arrays_to_bytes(times: FrameTimes, found: Detection, packed: PackedEpisode) -> bytes:
    """Pack the arrays of an episode; the same ones always give the same bytes."""
    curve = found.curve
    if 0 < found.threshold < 1 and np.all((curve >= 0) & (curve <= 1)):
        curve = np.where(curve < LEAST_CHANCE, 0, curve)
    arrays = {
        "pts": np.diff(times.pts.astype(np.int64), prepend=0),
        "curve": curve.astype(np.float32),
        **packed.arrays(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in arrays.items():
            data = io.BytesIO()
            np.save(data, values, allow_pickle=False)
            add_member(archive, f"{name}.npy", data.getvalue())
    return buffer.getvalue()


def arrays_from_bytes(data: bytes, n_frames: int) -> dict[str, NDArray[Any]]:
    """Read the arrays of an episode; their heads are looked at before any room is made for them."""
    found: dict[str, NDArray[Any]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = set(archive.namelist())
        made = {name: kind for name, kind in MADE_ARRAYS.items() if f"{name}.npy" in there}
        for name, kind in {**ARRAYS, **made}.items():
            most = n_frames if kind.is_per_frame else max(MOST_HEARD, 8 * n_frames)
            raw = io.BytesIO(read_member(archive, f"{name}.npy", most=8 * most + 4096))
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


def read_member(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """Read a member of an archive, up to a size: what it says of its own size may be a lie."""
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{name} is larger than {most} bytes")
    return data


def add_member(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a member without a date."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
