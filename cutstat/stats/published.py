"""Published counts of cuts: context to set a series against, and never a test."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

import numpy as np

from cutstat.core.episodes import Unit
from cutstat.core.words import with_article
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.stats.numbers import is_far, percent, times_text
from cutstat.stats.quantity import Quantity
from cutstat.stats.sample import SeriesSample

Place = Literal["below", "within", "above"]

COMPARABLE = (10.0, 40.0)
"""Minutes of a body that published figures, of about 20 minutes, can be set beside."""

EVIDENCE = (
    "What is called usual is what people of the trade say of their own work, with one study of "
    "1993: no sample of shows, and counted on storyboards as often as on screen. Of some kinds of "
    "shows more or fewer is said, and single works lie outside. It is context, and no test. Shares "
    "of all TV anime estimated from these counts and from shows that were measured need not agree."
)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """What one source says of the cuts of a show, or of shows in general."""

    title: str
    title_ja: str
    kind: str
    """tv anime (in general), tv anime series, tv anime episode, part of an episode, film, or live
    action; all but the first three are compared by rate alone."""

    episode: int | None
    cuts: tuple[int | None, int | None]
    """Fewest and most; None where an end is open, both where only a rate is given."""

    minutes: float | None
    """Length that they are counted over."""

    stated_rate: float | None
    """Cuts a minute, where the source gives these alone."""

    body: str
    """Whether the length is that without opening and ending."""

    year: int | None
    evidence: str
    """Who says so: academic, practitioner, press, fan count and the like."""

    counted: str
    """What was counted: storyboard, screen, backgrounds; or rule of thumb, model, not said."""

    confidence: Literal["good", "fair", "loose"]
    """How far the number can be relied on, as judged from who says it, of what, and how exactly."""

    source: str
    url: str
    compared_by: Literal["count", "rate", "none"]
    in_band: bool
    """Whether it speaks of TV anime in general, with a length."""

    note: str

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """Lowest and highest shots per minute; None where an end is open or no length is given."""
        if self.stated_rate is not None:
            return self.stated_rate, self.stated_rate
        if self.minutes is None:
            return None, None
        low, high = (None if cuts is None else cuts / self.minutes for cuts in self.cuts)
        return low, high


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence about a show that was published without a number."""

    show: str
    words: str
    speaker: str
    sources: tuple[tuple[str, str], ...]
    """Title and address of each."""

    note: str


HERO_MASK = Claim(
    show="Hero Mask",
    words="has more cuts per episode than usual for a TV anime",
    speaker="producer Mikio Ono, as quoted by SYFY WIRE",
    sources=(
        (
            "SYFY WIRE (Karama Horne)",
            "https://www.syfy.com/syfy-wire/stream-this-hero-mask-is-a-little-anime-that-wants-to-"
            "be-a-live-action-movie-when-it-grows",
        ),
        (
            "Anime News Network, interview with Mikio Ono (2019-08-09)",
            "https://www.animenewsnetwork.com/interview/2019-08-09/hero-mask-producer-mikio-ono/"
            ".149482",
        ),
        (
            "Anime News Network, interview with director Hiroyasu Aoki (2019-08-07)",
            "https://www.animenewsnetwork.com/interview/2019-08-07/hero-mask-director-hiroyasu-aoki"
            "/.149483",
        ),
    ),
    note="No number was ever published. Of the interview only copies that stop early were read, so "
    "whether the sentence stands in it is not known. The director speaks of quick cuts in action "
    "scenes, which is another claim.",
)


USUAL_RATES = (12.5, 17.5)
"""Shots per body minute that sources call usual: 250 to 350 in 20 minutes. Fewer is said of shows
led by dialogue, more of action and sports."""


@dataclass(frozen=True, slots=True)
class Band:
    """What sources call usual for TV anime; single works, and kinds of shows, lie outside."""

    low: float
    high: float
    """In shots per body minute."""

    figures: tuple[PublishedFigure, ...]
    """What it rests on."""

    @property
    def standard_shots(self) -> tuple[float, float]:
        """The same in shots per body of standard length."""
        return self.low * STANDARD_BODY_MINUTES, self.high * STANDARD_BODY_MINUTES


@dataclass(frozen=True, slots=True)
class PublishedComparison:
    """Where a series lies against the band; descriptive."""

    series: str
    rate: float
    """Geometric mean of its shots per body minute; of its shots in a body, by 20 minutes, where
    these are compared."""

    band: Band
    place: Place
    distance: float
    """Share by which the rate lies outside of the nearest edge of the band; 0 within."""

    within: int
    """Episodes that lie within the band."""

    episodes: int
    doubtful: int
    """Episodes with a segment that is in doubt and counts as body."""

    minutes: float
    """Geometric mean of the length of its bodies."""

    quantity: Quantity = "rate"
    unit: Unit = "episode"

    @property
    def is_comparable(self) -> bool:
        """Whether its bodies are of a length of which something was published."""
        return COMPARABLE[0] <= self.minutes <= COMPARABLE[1]

    @property
    def sentence(self) -> str:
        """Say it in plain words."""
        low, high = self.band.standard_shots
        by = (
            with_article(self.unit)
            if self.quantity == "count"
            else f"per {STANDARD_BODY_MINUTES:g} minutes"
        )
        edge = self.band.high if self.place == "above" else self.band.low
        if self.place == "within":
            where = "within what sources call usual for"
        elif is_far(self.rate / edge):
            end = "upper" if self.place == "above" else "lower"
            where = (
                f"at {times_text(self.rate / edge)} the {end} end of what sources call usual for"
            )
        else:
            where = f"{percent(self.distance)} {self.place} what sources call usual for"
        doubt = (
            f" In {self.doubtful} of them a segment is in doubt and counts as body."
            if self.doubtful
            else ""
        )
        within = f"; {self.within} of its {self.episodes} {self.unit}s lie within.{doubt}"
        if not self.is_comparable:
            within = (
                f", which are said of bodies of about {STANDARD_BODY_MINUTES:g} minutes; its own "
                f"last {self.minutes:.1f}, so this says little.{doubt}"
            )
        return (
            f"With {self.rate * STANDARD_BODY_MINUTES:.0f} shots {by}, {self.series} lies {where} "
            f"TV anime ({low:.0f} to {high:.0f}){within}"
        )


class PublishedTable(NamedTuple):
    """All published figures, and what is called usual for TV anime."""

    figures: tuple[PublishedFigure, ...]
    band: Band


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """Read the table that comes with the package."""
    text = (resources.files("cutstat.stats") / "published.csv").read_text("utf-8")
    return tuple(_figure(row) for row in csv.DictReader(text.splitlines()))


def tv_anime_band() -> Band:
    """Give the band of what is called usual for TV anime, and what is said of them in general."""
    figures = tuple(figure for figure in published_figures() if figure.in_band)
    return Band(*USUAL_RATES, figures)


def against_published(sample: SeriesSample, quantity: Quantity = "rate") -> PublishedComparison:
    """Set the shots of a series, a minute or an episode, against what is called usual."""
    band = tv_anime_band()
    rates = sample.rates if quantity == "rate" else sample.counts / STANDARD_BODY_MINUTES
    rate = float(np.exp(np.log(rates).mean()))
    place: Place = "below" if rate < band.low else "above" if rate > band.high else "within"
    distance = {"below": 1 - rate / band.low, "above": rate / band.high - 1, "within": 0.0}[place]
    inside = int(np.sum((rates >= band.low) & (rates <= band.high)))
    return PublishedComparison(
        series=sample.name,
        rate=rate,
        band=band,
        place=place,
        distance=distance,
        within=inside,
        episodes=len(sample),
        doubtful=sum(not episode.is_certain for episode in sample.episodes),
        minutes=sample.geometric_mean_minutes,
        quantity=quantity,
        unit=sample.unit,
    )


def _figure(row: dict[str, str]) -> PublishedFigure:
    def number(key: str) -> int | None:
        return int(row[key]) if row[key] else None

    return PublishedFigure(
        title=row["title"],
        title_ja=row["title_ja"],
        kind=row["kind"],
        episode=number("episodes"),
        cuts=(number("cuts_low"), number("cuts_high")),
        minutes=float(row["minutes"]) if row["minutes"] else None,
        stated_rate=float(row["rate"]) if row["rate"] else None,
        body=row["body"],
        year=number("year"),
        evidence=row["evidence"],
        counted=row["counted"],
        confidence=row["confidence"],  # type: ignore[arg-type]
        source=row["source"],
        url=row["url"],
        compared_by=row["compared_by"],  # type: ignore[arg-type]
        in_band=row["in_band"] == "yes",
        note=row["note"],
    )
