"""A scan, and the segments of the series that it has touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from cutstat.scan.scan import ScanResult, ScanSettings
from cutstat.study.ranking import RankedSeries, rank_series
from cutstat.study.segments import SeriesSegments
from cutstat.study.study import Study


@dataclass(frozen=True, slots=True)
class SegmentedScan(ScanResult):
    """What a scan did, and what it found out about series."""

    segments: tuple[SeriesSegments, ...] = ()
    """Of each series with episodes among the files."""

    series: tuple[RankedSeries, ...] = ()
    """What was counted in these series."""


def scan_and_segment(
    study: Study, paths: Sequence[str | Path], **how: Unpack[ScanSettings]
) -> SegmentedScan:
    """Scan files into the library and segment their series; parameters and errors as for `scan`."""
    result = study.scan(paths, **how)
    names = (file.name for file in result.files)
    titles = tuple(dict.fromkeys(name.series for name in names if name.role in ("episode", "film")))
    return SegmentedScan(
        result.done,
        result.reused,
        result.failed,
        result.skipped,
        result.incomplete,
        result.restored,
        tuple(study.segments(title) for title in titles),
        rank_series(study, titles),
    )
