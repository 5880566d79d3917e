"""ClipShots: ``{"name.mp4": {"transitions": [[begin, end], ...], "frame_num": n}}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition


def read_videos(document: Mapping[str, Any]) -> tuple[ShotList, ...]:
    """Read all videos of a file.

    Frames are 0-based. `begin` is the last frame of the old shot, `end` the first of the new one,
    so a pair one apart is a cut.
    """
    return tuple(
        ShotList(
            video=str(name),
            transitions=tuple(sorted(_transition(*pair) for pair in entry["transitions"])),
            n_frames=int(entry["frame_num"]) if "frame_num" in entry else None,
        )
        for name, entry in document.items()
    )


def _transition(begin: int, end: int) -> Transition:
    is_cut = end - begin == 1
    return Transition(end if is_cut else begin + 1, end, "cut" if is_cut else "dissolve")
