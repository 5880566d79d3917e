"""From the library to a comparison."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from cutstat.detection.registry import OWN
from cutstat.errors import InputError
from cutstat.library.store import Library
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.study.audit import find_audits, other_audits
from cutstat.study.exclusions import excluded_key
from cutstat.study.measures import SeriesMeasures, measure_series


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """What is fixed before the data are looked at."""

    target: str
    """Title of the series that is asked about."""

    baselines: tuple[str, ...]
    """Titles of the series that it is compared with."""

    exclusions: tuple[str, ...]
    """Episodes that are left out, as the user named them."""

    detector: str
    settings: ComparisonSettings

    @property
    def digest(self) -> str:
        """Hash of the whole plan, 12 hexadecimal digits."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


class SeriesComparison(NamedTuple):
    """The comparison of series, and the series as they entered it."""

    plan: ComparisonPlan

    comparison: Comparison
    """The verdict and all that it rests on."""

    series: tuple[SeriesMeasures, ...]
    """The measured series, the target first."""

    skipped: tuple[str, ...] = ()
    """One sentence for each file that was passed over before it could enter the library, and for
    each audit that is of another detector."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """One sentence for each file that is not in the comparison."""
        measured = (sentence for one in self.series for sentence in one.left_out)
        return (*self.skipped, *measured)


def compare_series(
    library: Library,
    target: str,
    baselines: Sequence[str],
    *,
    detector: str = OWN,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that are in the library; audits of their detection correct the result.

    Parameters
    ----------
    library : Library
        Holds the series.
    target, baselines : str
        Their titles.
    detector : str
        Name of the detector.
    settings : ComparisonSettings, optional
        Margin, error rate and the like.
    exclusions : sequence of str
        Episodes that are left out, as in ``"Hero Mask 13"``: recaps, specials, double length.
    skipped : sequence of str
        What was passed over on the way, a sentence each.

    Raises
    ------
    InputError
        If a series cannot be measured, or is named twice; if an exclusion is no episode of them.
    """
    names = [target, *baselines]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise InputError(f"series {doubled!r} is named twice; a series cannot be its own baseline")
    plan = ComparisonPlan(
        target, tuple(baselines), tuple(exclusions), detector, settings or ComparisonSettings()
    )
    excluded = [excluded_key(library, text, series=names) for text in exclusions]
    measured = tuple(
        measure_series(library, name, detector=detector, excluded=excluded) for name in names
    )
    return compare_measured(library, plan, measured, skipped=skipped)


def compare_measured(
    library: Library,
    plan: ComparisonPlan,
    measured: Sequence[SeriesMeasures],
    *,
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that were measured by a plan, the target first; see `compare_series`."""
    names, detector = [one.name for one in measured], plan.detector
    target, *baselines = (one.sample for one in measured)
    errors = find_audits(library, names, detector=detector)
    comparison = compare(target, baselines, settings=plan.settings, errors=errors)
    passed_over = (*skipped, *other_audits(library, names, detector=detector))
    return SeriesComparison(plan, comparison, tuple(measured), passed_over)
