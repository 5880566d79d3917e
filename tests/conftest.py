"""Settings of all tests, and videos that several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from support.shows import write_series

# No test is about time, and the same run gives the same examples everywhere.
settings.register_profile("everywhere", deadline=None, derandomize=True)
settings.load_profile("everywhere")


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five episodes; tests read them only."""
    return write_series(tmp_path_factory.mktemp("series"), "Show")
