"""The hosted checks run what pyproject.toml promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
yaml = pytest.importorskip("yaml", reason="PyYAML comes with the extra dask")


def matrix() -> dict[str, Any]:
    document = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))
    found = document["jobs"]["tests"]["strategy"]["matrix"]
    assert isinstance(found, dict)
    return found


def project() -> dict[str, Any]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert isinstance(found, dict)
    return found


def test_every_python_that_is_promised_is_tried_on_all_systems() -> None:
    versions = [re.search(r":: (3\.\d+)$", line) for line in project()["classifiers"]]
    promised = [found[1] for found in versions if found]
    assert matrix()["python"] == promised
    assert f">={promised[0]}" == project()["requires-python"]
    assert {name.partition("-")[0] for name in matrix()["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix()["packages"] == ["newest", "lowest"]


def test_every_package_has_a_lowest_version() -> None:
    extras = (one for group in project()["optional-dependencies"].values() for one in group)
    wanted = [*project()["dependencies"], *extras]
    assert len(wanted) > 15
    assert [one for one in wanted if not re.match(r"[a-z0-9-]+>=\d", one)] == []
