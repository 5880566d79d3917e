"""Keys of results: what a result depends on, as a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Literal

from cutstat.core.shots import DetectorInfo
from cutstat.detection.observe import OBSERVATION_VERSION
from cutstat.video.decode import DECODE_VERSION


def stage_key(
    stage: str,
    *,
    version: str,
    parameters: Mapping[str, float | int | str | bool],
    inputs: tuple[str, ...],
) -> str:
    """Hash the name, version and parameters of a stage with the keys of its inputs.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    text = json.dumps([stage, version, dict(parameters), inputs], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def track_key(file_key: str) -> str:
    """Give the key of the track of a file."""
    version = f"{DECODE_VERSION}.{OBSERVATION_VERSION}"
    return stage_key("track", version=version, parameters={}, inputs=(file_key,))


def detection_key(detector: DetectorInfo, file_key: str) -> str:
    """Give the key of what a detector finds in a file."""
    return stage_key(
        f"detect {detector.name}",
        version=detector.version,
        parameters=detector.parameters,
        inputs=(track_key(file_key),),
    )


def imported_key(file_key: str, part: Literal["times", "shots"]) -> str:
    """Give the key of what a list says of an episode: its times, or its shots."""
    return stage_key(f"import {part}", version="1", parameters={}, inputs=(file_key,))
