"""What each annotated video is: by which group it is reported, and how its pictures were made.

Only names stand here. A video that no pattern names is reported by itself, as ``other``, and how
it was made counts as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Made = Literal["drawn", "rendered", "filmed"]


@dataclass(frozen=True, slots=True)
class Group:
    """Videos of one kind, reported together."""

    name: str
    made: Made
    patterns: tuple[str, ...]
    """Globs of names of videos; the first group that has one for a video takes it."""


GROUPS = (
    Group(
        "fights",
        "drawn",
        (
            *("anime-mha-*", "anime-onepunch-*", "anime-opm-*", "anime-fate-*"),
            *("anime-bleach-ulquiorra-*", "anime-bleach-tybw-*", "anime-naruto-water-*"),
        ),
    ),
    Group(
        "openings",
        "drawn",
        (
            *("anime-saiki-*", "anime-aot-op*", "anime-evangelion-*", "anime-bleach-op-*"),
            *("anime-naruto-op-*", "anime-april-*", "anime-onepiece-opening-*"),
        ),
    ),
    Group(
        "drawn trailers",
        "drawn",
        (*("anime-onepiece-egghead-*", "anime-demonslayer-*", "anime-fairytail-*"),),
    ),
    Group("calm", "drawn", ("anime-*",)),
    Group("fan edits", "drawn", ("edit-*",)),
    Group("cartoons", "drawn", ("popeye-*", "vector-*", "cartoon-*")),
    Group("3D film", "rendered", ("bbb-*", "film3d-*", "sintel-*", "game-*")),
    Group("live trailers", "filmed", ("live-trailer-*",)),
    Group("live action", "filmed", ("film-montage-*", "wildlife-*")),
    Group("jump cuts", "filmed", ("vlog-*",)),
)

OTHER = "other"


def group_of(name: str) -> Group | None:
    """Give the group of a video, if a pattern names it."""
    for group in GROUPS:
        if any(fnmatchcase(name, pattern) for pattern in group.patterns):
            return group
    return None


FRANCHISES = {
    "naruto": ("*naruto*", "*boruto*"),
    "bleach": ("*bleach*",),
    "onepiece": ("*onepiece*",),
    "onepunch": ("*onepunch*", "*-opm-*"),
    "jjk": ("*-jjk-*",),
    "aot": ("*-aot-*",),
    "popeye": ("popeye*",),
    "bbb": ("bbb*",),
}
"""Works that several excerpts of different names are taken from."""


def franchise_of(name: str) -> str | None:
    """Give the work that a video is taken from, where its name alone does not tell."""
    for franchise, patterns in FRANCHISES.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return franchise
    return None
