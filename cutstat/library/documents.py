"""What the library keeps as JSON: read into values, and written from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from numpy.typing import NDArray

from cutstat.core.making import MakingParts, MakingRecord
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import Segmentation
from cutstat.core.track import PackedEpisode, pictures_from
from cutstat.errors import LibraryError
from cutstat.stats.detection_error import DetectionError


class AuditRecord(msgspec.Struct, frozen=True):
    """What a person has judged of a detector on a series."""

    seed: int
    """Of the sample."""

    digests: dict[str, str]
    """Hash of what was found in each audited file, by the key of the file."""

    error: DetectionError


def audit_to_json(record: AuditRecord) -> str:
    """Write an audit."""
    return msgspec.json.encode(record).decode()


def audit_from_json(text: str) -> AuditRecord:
    """Read an audit.

    Raises
    ------
    LibraryError
        If it is none: what a person has judged is never passed over in silence.
    """
    try:
        return msgspec.json.decode(text, type=AuditRecord)
    except msgspec.MsgspecError as error:
        raise LibraryError(f"an audit in the library cannot be read ({error})") from error


class PackedRecord(msgspec.Struct, frozen=True):
    """What another library knew of an episode, but for its arrays."""

    segmentation: Segmentation
    damage: tuple[str, ...]
    video: str
    footage: FootageKind | None
    notes: tuple[str, ...] = ()
    making: MakingRecord = MakingRecord()


def packed_to_builtins(packed: PackedEpisode) -> dict[str, Any]:
    """Write what another library knew of an episode, but for its arrays."""
    record = PackedRecord(
        *(packed.segmentation, packed.damage, packed.video, packed.footage, packed.notes),
        packed.making.record(),
    )
    written: dict[str, Any] = msgspec.to_builtins(record)
    return written


def packed_from_builtins(known: Any, arrays: Mapping[str, NDArray[Any]]) -> PackedEpisode:
    """Read the same; raises ValueError or KeyError if it is none."""
    one = msgspec.convert(known, PackedRecord)
    return PackedEpisode(
        *(one.segmentation, one.damage, one.video, one.footage, arrays["colours"], one.notes),
        MakingParts.of(one.making, arrays),
        arrays.get("motion"),
        pictures_from(arrays),
    )


def segmentations_to_json(found: Mapping[str, Segmentation]) -> str:
    """Write the segments of episodes, by the keys of their files."""
    return msgspec.json.encode(found).decode()


def segmentations_from_json(text: str) -> dict[str, Segmentation]:
    """Read the segments of episodes; what is of another version is as good as none."""
    try:
        return msgspec.json.decode(text, type=dict[str, Segmentation])
    except msgspec.MsgspecError:
        return {}
