"""From a study to a comparison."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from cutstat.errors import InputError
from cutstat.library.lookup import find_episode
from cutstat.library.plans import note_plan
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.making import MadeContrast, compare_making
from cutstat.stats.population import PopulationPlace
from cutstat.stats.published import PublishedComparison, against_published
from cutstat.stats.robustness import Robustness, check_robustness
from cutstat.stats.weakness import weak_points
from cutstat.study.audit import audits_of, find_audits, other_audits
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study


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
        plan = {**asdict(self), "settings": self.settings.said}
        text = json.dumps(plan, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


class SeriesComparison(NamedTuple):
    """The comparison of series, and the series as they entered it."""

    plan: ComparisonPlan

    comparison: Comparison
    """The verdict and all that it rests on."""

    robustness: Robustness
    """What is left of it under other tests and conditions."""

    series: tuple[SeriesMeasures, ...]
    """The measured series, the target first."""

    published: PublishedComparison | None = None
    """Where the target lies against what is published of TV anime, if that was asked."""

    skipped: tuple[str, ...] = ()
    """One sentence for each file that was passed over before it could enter the library, and for
    each audit that is of another detector."""

    making: tuple[MadeContrast, ...] = ()
    """How the series are made beside their cuts."""

    rest: str = ""
    """Of a sample, what the episodes that were not scanned would bring; a sentence."""

    plan_note: str = ""
    """When the plan was first seen, and whether others of the show were before; a sentence."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """One sentence for each file that is not in the comparison."""
        measured = (sentence for one in self.series for sentence in one.left_out)
        return (*self.skipped, *measured)


class PublishedPlace(NamedTuple):
    """A series against nothing but published figures: described, and not tested."""

    published: PublishedComparison
    series: SeriesMeasures
    caveats: tuple[str, ...]
    """What makes its numbers doubtful, one sentence each."""

    plan: ComparisonPlan
    skipped: tuple[str, ...] = ()
    """As in `SeriesComparison`."""

    population: tuple[PopulationPlace, ...] | None = None
    """It among the shows of the population, if that was asked."""

    sentences: tuple[str, ...] = ()
    """What the population says."""

    rest: str = ""
    """As in `SeriesComparison`."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """One sentence for each file that is not in the numbers."""
        return (*self.skipped, *self.series.left_out)


def compare_series(
    study: Study,
    target: str,
    baselines: Sequence[str],
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    is_published: bool = False,
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that are in the library; audits of their detection correct the result.

    Parameters
    ----------
    study : Study
        Holds the series.
    target, baselines : str
        Their titles.
    settings : ComparisonSettings, optional
        Margin, error rate and the like.
    exclusions : sequence of str
        Episodes that are left out, as in ``"Hero Mask 13"``: recaps, specials, double length.
    is_published : bool
        Whether the target is set against published figures too.
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
        target,
        tuple(baselines),
        tuple(exclusions),
        study.detector_name,
        settings or ComparisonSettings(),
    )
    excluded = excluded_keys(study, exclusions, series=names)
    seen = note_plan(study.library, plan.digest, target)
    measured = tuple(study.series(name, excluded=excluded) for name in names)
    found = compare_measured(study, plan, measured, is_published=is_published, skipped=skipped)
    return found._replace(plan_note=seen.sentence)


def compare_measured(
    study: Study,
    plan: ComparisonPlan,
    measured: Sequence[SeriesMeasures],
    *,
    is_published: bool = False,
    skipped: Sequence[str] = (),
) -> SeriesComparison:
    """Compare series that were measured by a plan, the target first; see `compare_series`."""
    names = [one.name for one in measured]
    target, *baselines = (one.sample for one in measured)
    errors = find_audits(study, names)
    comparison = compare(target, baselines, settings=plan.settings, errors=errors)
    return SeriesComparison(
        plan,
        comparison,
        check_robustness(comparison),
        tuple(measured),
        against_published(target) if is_published else None,
        (*skipped, *other_audits(study, names)),
        compare_making(target, baselines, settings=plan.settings),
    )


def place_among_published(
    study: Study,
    series: str,
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> PublishedPlace:
    """Set a series that is in the library against published figures alone.

    Parameters and errors are those of `compare_series`.
    """
    excluded = excluded_keys(study, exclusions, series=[series])
    return place_measured(
        study,
        study.series(series, excluded=excluded),
        settings=settings or ComparisonSettings(),
        exclusions=exclusions,
        skipped=skipped,
    )


def place_measured(
    study: Study,
    measured: SeriesMeasures,
    *,
    settings: ComparisonSettings,
    exclusions: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> PublishedPlace:
    """Set a series that was measured against published figures alone."""
    caveats = weak_points([measured.sample], settings)
    if audits_of(study.library, measured.name):
        caveats += ("Audits do not correct what is set against published figures.",)
    return PublishedPlace(
        against_published(measured.sample),
        measured,
        caveats,
        ComparisonPlan(measured.name, (), tuple(exclusions), study.detector_name, settings),
        tuple(skipped),
    )


def excluded_keys(
    study: Study, exclusions: Sequence[str], *, series: Collection[str]
) -> tuple[str, ...]:
    """Give the keys of the files of episodes that are left out.

    Parameters
    ----------
    study : Study
        Holds the episodes.
    exclusions : sequence of str
        Episodes as a user names them, like ``"Hero Mask 13"``.
    series : collection of str
        Titles that they may belong to.

    Raises
    ------
    InputError
        If the library has no such episode, or it belongs to another series.
    """
    keys: list[str] = []
    for text in exclusions:
        episode = find_episode(study.library, text)
        if episode.name.series not in series:
            raise InputError(
                f"{text!r} is an episode of {episode.name.series!r}, which is not compared here; "
                "exclude episodes of the series that are"
            )
        keys.append(episode.file_key)
    return tuple(keys)
