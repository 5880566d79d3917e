"""Shot lists and frame lists as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition


def read_shot_list(lines: Sequence[str], *, video: str) -> ShotList:
    """Read a BBC shot list: first and last frame of each shot, 0-based, both inclusive.

    Shots that touch are divided by a cut; frames between two shots are a gradual transition.

    Raises
    ------
    ValueError
        If a line holds no two frames, a shot ends before it begins, or shots overlap.
    """
    shots = [_shot(line) for line in _data(lines)]
    if shots and shots[0][0]:
        raise ValueError(
            f"the first shot begins at frame {shots[0][0]}; frames count from 0, and every frame "
            "from there on is in a shot or in a transition"
        )
    transitions: list[Transition] = []
    for (_, last), (first, _) in pairwise(shots):
        if first <= last:
            raise ValueError(
                f"a shot begins at frame {first}, and the one before it ends at {last}, inclusively"
            )
        is_cut = first == last + 1
        transitions.append(Transition(last + 1, first, "cut" if is_cut else "dissolve"))
    return ShotList(
        video=video, transitions=tuple(transitions), n_frames=shots[-1][1] + 1 if shots else None
    )


def read_frame_list(lines: Sequence[str], *, video: str) -> ShotList:
    """Read one cut a line: the first frame of the new shot, 0-based. 0 itself is no cut."""
    frames = sorted({int(line) for line in _data(lines)} - {0})
    return ShotList(video=video, transitions=tuple(Transition(f, f) for f in frames))


def _shot(line: str) -> tuple[int, int]:
    frames = line.split()
    if len(frames) != 2:
        raise ValueError(f"{line!r} is no shot; write its first and its last frame")
    first, last = int(frames[0]), int(frames[1])
    if not 0 <= first <= last:
        raise ValueError(f"a shot cannot go from frame {first} to frame {last}")
    return first, last


def _data(lines: Sequence[str]) -> list[str]:
    """Give the lines that are neither empty nor a comment."""
    stripped = (line.partition("#")[0].strip() for line in lines)
    return [line for line in stripped if line]
