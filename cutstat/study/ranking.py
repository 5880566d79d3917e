"""The series of a library, from the one with most shots a minute to the one with fewest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from cutstat.core.episodes import Unit, unit_role
from cutstat.core.words import count_of, with_article
from cutstat.errors import InputError
from cutstat.library.lookup import episodes_of
from cutstat.library.records import LibraryEpisode
from cutstat.library.results import get_result, put_result
from cutstat.library.reviews import transition_overrides
from cutstat.scan.keys import stage_key
from cutstat.stats.single_show import place_single
from cutstat.study.segments import said_of, segmentation_key
from cutstat.study.study import Study

TALLY_VERSION = "3"
"""Changes with what is counted or how its mean and interval are made."""


@dataclass(frozen=True, slots=True)
class CountedEpisode:
    """What was counted in the body of one episode."""

    file_key: str
    shots: int
    rate: float
    """Shots a minute."""

    is_damaged: bool
    """Whether its file is damaged or cut short, so that shots may be lost."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in the bodies of a series."""

    episodes: int
    shots: float
    """Geometric mean of the shots of a body."""

    minutes: float
    """Geometric mean of the length of a body, so that `shots` over it is `rate`."""

    rate: float
    """Geometric mean of the shots a minute."""

    interval: tuple[float, float] | None
    """Of the rate, 95 %: chance between episodes, and what titles differ by in detection; None for
    one episode."""

    where: str
    """Of what its shots are those, within a sentence."""

    unit: Unit = "episode"
    """What texts call an episode."""

    counted: tuple[CountedEpisode, ...] = ()
    """Each episode, in their order."""

    @property
    def damaged(self) -> int:
        """Number of episodes whose files are damaged or cut short."""
        return sum(one.is_damaged for one in self.counted)

    @property
    def sentence(self) -> str:
        """Say how many shots an episode has."""
        each = f"{count_of(round(self.shots), 'shot')} {with_article(self.unit)}"
        return f"{each} {self.where}, {self.rate:.1f} a minute."


@dataclass(frozen=True, slots=True)
class RankedSeries:
    """A series of the library with what is counted in it."""

    title: str
    episodes: int
    """Files of episodes that were analysed."""

    others: int
    """Files of specials, openings and the like that were analysed."""

    waiting: int
    """Files that the library has met and not analysed, without those that cannot be."""

    tally: Tally | None
    """None where no episode can be measured."""

    reason: str | None = None
    """Why not, one sentence."""


def rank_series(study: Study, titles: Sequence[str] | None = None) -> tuple[RankedSeries, ...]:
    """Rank the series of a library by shots a minute; those without a count come last.

    What was counted is kept until an episode, a person's word or the detector changes, so that
    arrays are read once. A series of nothing but files that cannot be analysed is left out.
    """
    failed = {failure.path for failure in study.library.failures()}
    ranked: list[RankedSeries] = []
    for title in study.library.series_names() if titles is None else titles:
        entries = episodes_of(study.library, title)
        known = [one for one in entries if one.track_key is not None]
        waiting = sum(one.track_key is None and one.path not in failed for one in entries)
        if not known and not waiting:
            continue
        unit = unit_role(one.name for one in known)
        episodes = sum(one.name.role == unit for one in known)
        tally, reason = None, None
        if episodes:
            try:
                tally = count_series(study, title)
            except InputError as error:
                reason = str(error)
        ranked.append(RankedSeries(title, episodes, len(known) - episodes, waiting, tally, reason))
    return tuple(sorted(ranked, key=lambda one: -one.tally.rate if one.tally else 0.0))


def count_series(study: Study, title: str) -> Tally:
    """Count the shots of a series, or give what was counted before.

    Raises
    ------
    InputError
        If no episode of the series can be measured.
    """
    episodes = study.selection(title).episodes
    key, unit = _key(study, episodes), unit_role(one.name for one in episodes)
    kept = get_result(study.library, "tally", title, detector=study.info.key)
    if kept is not None and kept.key == key:
        return replace(_from_json(kept.document), unit=unit)  # which earlier versions did not keep
    measured = study.series(title)
    found = place_single(measured.sample)
    tally = Tally(
        *(len(measured.entries), found.shots, found.minutes, found.rate, found.interval),
        *(found.where, unit),
        tuple(
            CountedEpisode(entry.file_key, one.body.shots, one.body.cutting_rate, one.is_damaged)
            for entry, one in zip(measured.entries, measured.episodes, strict=True)
        ),
    )
    document = json.dumps(asdict(tally))
    put_result(study.library, "tally", title, detector=study.info.key, key=key, document=document)
    return tally


def _from_json(document: str) -> Tally:
    fields = json.loads(document)
    if fields["interval"] is not None:
        fields["interval"] = tuple(fields["interval"])
    fields["counted"] = tuple(CountedEpisode(**one) for one in fields["counted"])
    return Tally(**fields)


def _key(study: Study, episodes: Sequence[LibraryEpisode]) -> str:
    """Hash what a tally depends on: shots, segments, and what a person says of these and speed."""
    said = [said_of(study.library, one) for one in episodes]
    words = [
        [word.number for word in transition_overrides(study.library, one.file_key)]
        for one in episodes
    ]
    made = [(one.made_at, one.is_sped_up) for one in episodes]
    return stage_key(
        "tally",
        version=TALLY_VERSION,
        parameters={"words": json.dumps(words), "made": json.dumps(made)},
        inputs=(segmentation_key(study.info, episodes, said),),
    )
