"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# No test is about time, and the same run gives the same examples everywhere.
settings.register_profile("everywhere", deadline=None, derandomize=True)
settings.load_profile("everywhere")
