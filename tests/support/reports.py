"""Reports on invented comparisons."""

from __future__ import annotations

from typing import Any

from cutstat.report import model
from cutstat.report.model import Report
from cutstat.stats.compare import Comparison
from cutstat.stats.robustness import check_robustness


def build_report(comparison: Comparison, **others: Any) -> Report:
    """Compose a report on a comparison, with how it holds under other tests."""
    return model.build_report(comparison, check_robustness(comparison), **others)
