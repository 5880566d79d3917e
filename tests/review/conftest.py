"""A series that is scanned once, and a library of one's own for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.shows import write_series

from cutstat.library.store import Library
from cutstat.scan.scan import scan

TITLE = "Fast <script>alert(1)</script> \N{FIRE} שלום"


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three episodes of five shots each; read only."""
    folder = tmp_path_factory.mktemp("videos")
    write_series(folder, "Fast", episodes=3, pace=20)
    return folder


@pytest.fixture(scope="session")
def scanned(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds them under a title that a careless page would stumble over."""
    folder = tmp_path_factory.mktemp("scanned")
    with Library(folder) as library:
        scan([videos], library=library, jobs=1, series=TITLE)
    return folder


@pytest.fixture
def library(scanned: Path, tmp_path: Path) -> Path:
    """A library of one's own."""
    return Path(shutil.copytree(scanned, tmp_path / "library"))
