"""One piece of work in a process of its own: ``python -m benchmarks.speed.work WHAT FILE``.

It prints what it found as JSON: frames, and first frames of shots where it looks for them.
"""

from __future__ import annotations

import json
import sys
import tempfile
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


def scan(folder: Path, *, jobs: int) -> dict[str, Any]:
    """Scan a folder into a library that is thrown away."""
    from cutstat.library.store import Library
    from cutstat.run.scan import scan as run_scan

    with tempfile.TemporaryDirectory() as temporary, Library(Path(temporary) / "new") as library:
        found = run_scan([folder], library=library, jobs=jobs)
    if found.failed:
        raise SystemExit(found.failed[0].reason)
    return {"episodes": len(found.done)}


if __name__ == "__main__":
    what, place = sys.argv[1], Path(sys.argv[2])
    if what == "scan":
        result = scan(place, jobs=int(sys.argv[3]))
    else:
        result = {"decode": decode, "pyscenedetect": pyscenedetect}[what](place)
    print(json.dumps(result))  # noqa: T201
