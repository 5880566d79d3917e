"""Results on disk: what was measured, by which code, when, and on what machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2

from cutstat.core.atomic import atomic_path
from cutstat.errors import InputError
from cutstat.formats.json_documents import to_json

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results"
PACKAGES = ("cutstat", "av", "numpy", "scenedetect")

MADE = "made"
"""Name of the set that the project renders itself."""

LEFT_OUT = "left-out"
"""Name of the file that `benchmarks.training --judge` leaves; it is no set of videos."""


def store(document: dict[str, Any], *, folder: Path = RESULTS) -> None:
    """Keep the result of one set in a file of its name."""
    with atomic_path(folder / f"{document['name']}.json") as temporary:
        temporary.write_text(to_json(document, indent=1) + "\n", "utf-8")


def read_sets(folder: Path = RESULTS) -> list[dict[str, Any]]:
    """Read the results of all sets, by name; the one that the project made comes last.

    Raises
    ------
    InputError
        If there is none.
    """
    files = sorted(file for file in folder.glob("*.json") if file.stem != LEFT_OUT)
    if not files:
        raise InputError(f"{folder}: holds no results; name a folder of annotated videos")
    files.sort(key=lambda file: file.stem == MADE)
    return [json.loads(file.read_text("utf-8")) for file in files]


def read_left_out(folder: Path = RESULTS) -> dict[str, Any] | None:
    """Read how cutstat does on titles that it was not trained on.

    The file ``left-out.json`` holds under ``all``, ``cuts`` and ``gradual`` each ``f1``, ``hits``,
    ``misses`` and ``false_alarms``, under ``videos`` the F1 of each video by its name, and may hold
    under ``confidence`` bands of confidence with the share of transitions that is right.

    Returns
    -------
    dict, or None
        None when there is no such file.
    """
    file = folder / f"{LEFT_OUT}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def origin() -> dict[str, Any]:
    """Say which code measures, when, and on what machine; nothing that names the machine."""
    changes = _git("status", "--porcelain", "--", "cutstat")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "is_committed": None if changes is None else not changes,
        "machine": {
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "packages": {
                **{name: version(name) for name in PACKAGES},
                "opencv": cv2.__version__,
            },
        },
    }


def _git(*arguments: str) -> str | None:
    try:
        said = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.stdout.strip()
