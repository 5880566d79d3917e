"""One piece of work in a process of its own: ``python -m benchmarks.speed.work WHAT FILE``.

It prints what it found as JSON: frames, and first frames of shots where it looks for them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av


def decode(file: Path) -> dict[str, Any]:
    """Decode all pictures, with as many threads as there are cores, and do nothing with them."""
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return {"frames": sum(1 for _ in container.decode(stream))}


def pyscenedetect(file: Path) -> dict[str, Any]:
    """Run PySceneDetect's adaptive detector as its own command line does."""
    import scenedetect

    video = scenedetect.open_video(str(file))
    manager = scenedetect.SceneManager()
    manager.add_detector(scenedetect.AdaptiveDetector())
    frames = manager.detect_scenes(video)
    scenes = manager.get_scene_list()
    return {"frames": frames, "cuts": [start.frame_num for start, _ in scenes[1:]]}


def encode(source: Path, target: Path, *, height: int, seconds: int) -> int:
    """Write a video of some length in H.264; a shorter source is shown again. Give the frames."""
    with av.open(str(target), "w") as output:
        stream = output.add_stream("libx264", rate=Fraction(24), options={"crf": "21"})
        count = 0
        for frame in islice(_endless(source), seconds * 24):
            width = round(frame.width * height / frame.height / 2) * 2
            if not count:
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            scaled = frame.reformat(width, height, format="yuv420p")
            scaled.pts = None
            output.mux(stream.encode(scaled))
            count += 1
        output.mux(stream.encode(None))
    return count


def _endless(source: Path) -> Iterator[av.VideoFrame]:
    while True:
        with av.open(str(source)) as container:
            yield from container.decode(container.streams.video[0])


def scan(folder: Path, *, jobs: int) -> dict[str, Any]:
    """Scan a folder into a library that is thrown away."""
    from cutstat.library.store import Library
    from cutstat.scan.scan import scan as run_scan

    with tempfile.TemporaryDirectory() as temporary, Library(Path(temporary) / "new") as library:
        found = run_scan([folder], library=library, jobs=jobs)
    if found.failed:
        raise SystemExit(found.failed[0].reason)
    return {"episodes": len(found.done)}


if __name__ == "__main__":
    what, place = sys.argv[1], Path(sys.argv[2])
    if what == "scan":
        result = scan(place, jobs=int(sys.argv[3]))
    elif what == "encode":
        target, height, seconds = Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
        result = {"frames": encode(place, target, height=height, seconds=seconds)}
    else:
        result = {"decode": decode, "pyscenedetect": pyscenedetect}[what](place)
    print(json.dumps(result))  # noqa: T201
