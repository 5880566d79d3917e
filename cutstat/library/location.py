"""Where the library lies."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "CUTSTAT_LIBRARY"


def default_folder() -> Path:
    """Give the folder in ``CUTSTAT_LIBRARY``, else the one in the user's data folder."""
    said = os.environ.get(ENVIRONMENT_VARIABLE)
    if said:
        return Path(said).expanduser()
    return Path(platformdirs.user_data_dir("cutstat", appauthor=False)) / "library"
