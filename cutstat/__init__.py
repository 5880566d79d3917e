"""cutstat: count the cuts of episodes and compare how fast shows are cut.

There is a call for every command; from files to a verdict::

    import cutstat

    found = cutstat.detect("episode.mkv")
    cutstat.scan(["Shows/Hero Mask", "Shows/Psycho-Pass"])
    result = cutstat.compare("Hero Mask", ["Psycho-Pass"])
    cutstat.report("Hero Mask", ["Psycho-Pass"], output="reports/hero-mask")

A `Study` holds what was read of a library; given to several calls as their `library`, it is read
once for all of them.

`scan`, and what scans files on its way, decodes in several processes; a script that calls it needs
the usual ``if __name__ == "__main__":``, or ``jobs=1``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cutstat.api.audits import audit, audit_page, clear_audits, read_audit
from cutstat.api.episodes import (
    clear_segments,
    detect,
    forget,
    import_segments,
    scan,
    segments,
    set_segments,
    show,
)
from cutstat.api.episodes import list_ as list  # noqa: A004 - it is called like its command
from cutstat.api.lists import export, import_, score
from cutstat.api.machine import demo, doctor
from cutstat.api.makings import (
    clear_lines,
    clear_stretches,
    lines,
    set_lines,
    set_stretch,
    stretches,
)
from cutstat.api.populations import import_population, population
from cutstat.api.reviews import clear_reviews, list_reviews, review
from cutstat.api.shelves import pack, unpack
from cutstat.api.verdicts import (
    claim,
    compare,
    plot,
    published,
    report,
    write_example_claim,
)
from cutstat.errors import (
    CutstatError,
    DecodeError,
    InputError,
    LibraryError,
    MissingPackageError,
    PartialError,
    RefusedError,
)

if TYPE_CHECKING:
    from cutstat.core.segments import Segment, Segmentation
    from cutstat.core.shots import Detection, Shot, Transition
    from cutstat.library.store import Library
    from cutstat.measure.episode import EpisodeMeasures
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.study.study import Study

__all__ = [
    "ComparisonSettings",
    "CutstatError",
    "DecodeError",
    "Detection",
    "EpisodeMeasures",
    "InputError",
    "Library",
    "LibraryError",
    "MissingPackageError",
    "PartialError",
    "RefusedError",
    "Segment",
    "Segmentation",
    "Shot",
    "Study",
    "Transition",
    "__version__",
    "audit",
    "audit_page",
    "claim",
    "clear_audits",
    "clear_lines",
    "clear_reviews",
    "clear_segments",
    "clear_stretches",
    "compare",
    "demo",
    "detect",
    "doctor",
    "export",
    "forget",
    "import_",
    "import_population",
    "import_segments",
    "lines",
    "list",
    "list_reviews",
    "pack",
    "plot",
    "population",
    "published",
    "read_audit",
    "report",
    "review",
    "scan",
    "score",
    "segments",
    "set_lines",
    "set_segments",
    "set_stretch",
    "show",
    "stretches",
    "unpack",
    "write_example_claim",
]

_LAZY = {
    **dict.fromkeys(("Segment", "Segmentation"), "cutstat.core.segments"),
    **dict.fromkeys(("Detection", "Shot", "Transition"), "cutstat.core.shots"),
    "ComparisonSettings": "cutstat.stats.contrast",
    "EpisodeMeasures": "cutstat.measure.episode",
    "Library": "cutstat.library.store",
    "Study": "cutstat.study.study",
}
"""Types, and the modules that they are loaded from when they are first asked for."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("cutstat")
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'cutstat' has no attribute {name!r}")


def __dir__() -> Iterable[str]:
    return sorted({*globals(), *__all__})
