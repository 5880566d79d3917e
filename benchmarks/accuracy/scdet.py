"""The scene change detector of the program ffmpeg."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from cutstat.errors import DecodeError

PROGRAM = "ffmpeg"
FILTER = "scdet,metadata=print:file=-"
"""scdet at its default threshold; `metadata` prints what it says of each frame."""

_FRAME = re.compile(r"frame:(\d+)\s")
_CHANGE = "lavfi.scd.time="


def find_ffmpeg() -> str | None:
    """Give the program ffmpeg, or None where it is not installed."""
    return shutil.which(PROGRAM)


def ffmpeg_version(program: str) -> str:
    """Give the version that ffmpeg says it has."""
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)
    words = said.stdout.split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else "unknown"


def find_changes(program: str, video: Path, *, n_frames: int) -> list[int]:
    """Give the frames that ffmpeg calls scene changes: first frames of new shots.

    Parameters
    ----------
    program : str
        The program ffmpeg.
    video : Path
        Its first video stream is read.
    n_frames : int
        Frames that cutstat decodes.

    Raises
    ------
    DecodeError
        If ffmpeg fails, or sees another number of frames, so that its positions mean others.
    """
    command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"]
    command += ["-i", f"file:{video}", "-map", "0:v:0", "-vf", FILTER, "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if said.returncode:
        reason = said.stderr.strip().rpartition("\n")[2].replace(f"file:{video}", video.name)
        raise DecodeError(f"{video.name}: ffmpeg fails ({reason})")
    seen, changes = parse_metadata(said.stdout.splitlines())
    if seen != n_frames:
        raise DecodeError(f"{video.name}: ffmpeg sees {seen} frames, cutstat {n_frames}")
    return changes


def parse_metadata(lines: Iterable[str]) -> tuple[int, list[int]]:
    """Read what the filter `metadata` prints.

    A frame begins with a line ``frame:286  pts:1074570 pts_time:11.9397``; ``lavfi.scd.time=``
    follows for scene changes alone. Frames are counted from 0 in the order of presentation, so no
    time has to be converted.

    Returns
    -------
    n_frames : int
        Number of frames.
    changes : list of int
        Frames that begin a new shot.
    """
    n_frames = frame = 0
    changes: list[int] = []
    for line in lines:
        if match := _FRAME.match(line):
            frame = int(match[1])
            n_frames += 1
        elif line.startswith(_CHANGE) and frame:  # nothing comes before the first frame
            changes.append(frame)
    return n_frames, changes
