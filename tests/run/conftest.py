"""Videos that several tests of the stages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shows import write_series


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five episodes; tests read them only."""
    return write_series(tmp_path_factory.mktemp("series"), "Show")
