"""Tracks and curves as bytes."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from cutstat.core.making import MakingParts, MakingRecord
from cutstat.core.timing import FrameTimes
from cutstat.core.track import (
    Chapter,
    Damage,
    Evidence,
    ListedTrack,
    Observations,
    Track,
    VideoHeader,
)
from cutstat.library.documents import packed_from_builtins, packed_to_builtins

OF_DETECTORS = ("evidence_frames", "evidence_values", "similarities")
"""Arrays of a track that nothing but a detector looks at."""


def track_to_bytes(track: Track) -> bytes:
    """Pack a track into a compressed NumPy archive: some 6 MB for a 24-minute episode."""
    header = asdict(track.header)
    seen, making = track.seen, track.making
    for key in ("sample_aspect", "declared_rate"):
        header[key] = None if header[key] is None else str(header[key])
    facts = {
        "header": header,
        "damage": [asdict(damage) for damage in track.damage],
        **_clock(track.times),
        "curves": list(seen.curves),
        "evidence": list(seen.evidence.names),
        **msgspec.to_builtins(making.record()),
    }
    arrays: dict[str, NDArray[Any]] = {
        "facts": _packed(facts),
        "pts": np.diff(track.times.pts, prepend=0),
        "is_key": np.packbits(track.is_key),
        "is_intra": np.packbits(track.is_intra),
        "fingerprints": seen.fingerprints,
        "colours": seen.colours,
        "similarities": seen.similarities,
        "evidence_frames": seen.evidence.frames,
        "evidence_values": seen.evidence.values,
    }
    arrays |= {f"curve_{index}": curve for index, curve in enumerate(seen.curves.values())}
    return pack(arrays | making.arrays())


def track_from_bytes(data: bytes, *, is_whole: bool = True) -> Track:
    """Unpack a track.

    Parameters
    ----------
    data : bytes
        What `track_to_bytes` gave.
    is_whole : bool
        False leaves out what detectors alone need, which is most of it: there is no evidence, and
        the shape of the similarities is (n_frames, 0, 0).

    Raises
    ------
    ValueError
        If the bytes are no track, or a damaged one.
    """
    arrays = unpack(data, without=() if is_whole else OF_DETECTORS)
    try:
        facts, times = _facts_and_times(arrays)
        header = facts["header"]
        n_frames = len(times)
        if not is_whole:
            arrays["evidence_frames"] = np.zeros(0, np.int32)
            arrays["evidence_values"] = np.zeros((0, len(facts["evidence"])), np.float32)
            arrays["similarities"] = np.zeros((n_frames, 0, 0), np.uint8)
        rate = header["declared_rate"]
        return Track(
            header=VideoHeader(
                **{
                    **header,
                    "sample_aspect": Fraction(header["sample_aspect"]),
                    "declared_rate": None if rate is None else Fraction(rate),
                    "chapters": tuple(Chapter(**chapter) for chapter in header["chapters"]),
                    "notes": tuple(header.get("notes", ())),
                }
            ),
            times=times,
            is_key=np.unpackbits(arrays["is_key"], count=n_frames).astype(bool),
            is_intra=np.unpackbits(arrays["is_intra"], count=n_frames).astype(bool),
            seen=Observations(
                fingerprints=arrays["fingerprints"],
                colours=arrays["colours"],
                curves={name: arrays[f"curve_{k}"] for k, name in enumerate(facts["curves"])},
                evidence=Evidence(
                    arrays["evidence_frames"], tuple(facts["evidence"]), arrays["evidence_values"]
                ),
                similarities=arrays["similarities"],
            ),
            damage=tuple(Damage(**damage) for damage in facts["damage"]),
            making=MakingParts.of(msgspec.convert(facts, MakingRecord), arrays),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no track: {error}") from error


def listed_to_bytes(listed: ListedTrack) -> bytes:
    """Pack what stands for the track of a shot list."""
    facts = _clock(listed.times)
    arrays: dict[str, NDArray[Any]] = {"pts": np.diff(listed.times.pts, prepend=0)}
    if listed.packed is not None:
        facts["packed"] = packed_to_builtins(listed.packed)
        arrays |= listed.packed.arrays()
    return pack({"facts": _packed(facts), **arrays})


def listed_from_bytes(data: bytes) -> ListedTrack:
    """Unpack what stands for the track of a shot list; raises ValueError as `track_from_bytes`."""
    try:
        arrays = unpack(data)
        facts, times = _facts_and_times(arrays)
        known = facts.get("packed")
        return ListedTrack(times, None if known is None else packed_from_builtins(known, arrays))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no times: {error}") from error


def _clock(times: FrameTimes) -> dict[str, Any]:
    return {
        "time_base": str(times.time_base),
        "rate": str(times.rate),
        "stop_pts": times.stop_pts,
    }


def _packed(facts: Mapping[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8)


def _facts_and_times(arrays: Mapping[str, NDArray[Any]]) -> tuple[dict[str, Any], FrameTimes]:
    facts = json.loads(arrays["facts"].tobytes().decode())
    clock = facts["stop_pts"], Fraction(facts["time_base"]), Fraction(facts["rate"])
    return facts, FrameTimes(np.cumsum(arrays["pts"], dtype=np.int64), *clock)


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Pack arrays into a compressed NumPy archive."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(data: bytes, *, without: Collection[str] = ()) -> dict[str, NDArray[Any]]:
    """Unpack a NumPy archive but for some arrays; raises ValueError if it is damaged.

    zipfile has no one error for that: a wrong flag is a RuntimeError, "encrypted".
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files if name not in without}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise ValueError(f"damaged archive: {error}") from error
