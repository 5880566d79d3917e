"""Reports on invented comparisons."""

from __future__ import annotations

from typing import Any

from cutstat.report import model
from cutstat.report.model import Report
from cutstat.report.picture import Panel
from cutstat.report.pictures import panel_of
from cutstat.stats.compare import Comparison
from cutstat.stats.robustness import check_robustness


def build_report(comparison: Comparison, **others: Any) -> Report:
    """Compose a report on a comparison, with how it holds under other tests."""
    return model.build_report(comparison, check_robustness(comparison), **others)


def panels(report: Report) -> tuple[Panel, ...]:
    """Place all pictures of a report."""
    return tuple(panel_of(filled) for filled in report.pictures)
