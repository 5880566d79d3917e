"""A user of our own: no configuration, an own library, and a few small series."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.shows import write_shows

from cutstat.library.store import Library
from cutstat.scan.scan import scan

VARIABLES = ("CUTSTAT_DEBUG", "CUTSTAT_DETECTOR", "CUTSTAT_JOBS", "NO_COLOR", "FORCE_COLOR")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with the user's own folders below it."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "library"))
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two series of five episodes, five shots each, and one of a single episode; read only."""
    return write_shows(tmp_path_factory.mktemp("videos"), single="Lone Wolf")


@pytest.fixture(scope="session")
def scanned(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds them all; read only."""
    folder = tmp_path_factory.mktemp("scanned")
    with Library(folder) as library:
        scan([videos], library=library, jobs=1)
    return folder


@pytest.fixture
def library(scanned: Path, tmp_path: Path) -> Path:
    """A library of one's own that holds them all."""
    return Path(shutil.copytree(scanned, tmp_path / "library"))
