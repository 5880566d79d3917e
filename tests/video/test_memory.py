"""The memory that one video may take is bounded, however large its pictures are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

STATUS = Path("/proc/self/status")
pytestmark = pytest.mark.skipif(not STATUS.exists(), reason="a process is not told its memory")

SIZE = (7680, 4320)
FRAMES = 12
MOST_MEBIBYTES = 700
"""What two threads take with four pictures of reference was 540; sixteen took 1,100 and more."""

MEASURE = """
import re, sys
from pathlib import Path
from cutstat.scan.analyse import analyse_file

def peak():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s*([0-9]+) kB", status)[1]) // 1024

before = peak()
track, _ = analyse_file(Path(sys.argv[1]), threads=16)
print(track.n_frames, peak() - before)
"""
"""The peak is that of the process itself: `ru_maxrss` goes on from the one that started it."""


def write_8k(path: Path) -> None:
    """Write one noisy picture again and again, which is quick to encode."""
    width, height = SIZE
    rng = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "threads": "2", "ref": "4", "bf": "3"}
        grain = rng.integers(16, 235, (height // 40, width // 40), np.uint8)
        luma = grain.repeat(40, axis=0).repeat(40, axis=1)
        picture = np.vstack([luma, np.full((height // 2, width), 128, np.uint8)])
        for index in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_a_video_of_8k_takes_a_bounded_memory_with_any_number_of_threads(tmp_path: Path) -> None:
    path = tmp_path / "8k.mp4"
    write_8k(path)
    command = [sys.executable, "-c", MEASURE, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    n_frames, taken = map(int, run.stdout.split())
    assert n_frames == FRAMES
    assert taken < MOST_MEBIBYTES
