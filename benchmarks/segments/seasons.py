"""The five seasons: what they put to the test, and how they are joined from reels."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.segments.reels import Stock
from benchmarks.segments.script import Bodies, Part, Script, black, glimpses, joined
from cutstat.core.segments import SegmentKind
from cutstat.errors import InputError

SEED = 20240607
LEAD = 600
"""Frames that a reel must have for an opening or ending to be cut from it."""

N_LEADS = 6
"""Openings and endings come from as many of the liveliest long reels."""

SHORT = 480
"""Length of an opening or ending, in frames: 20 s, in episodes of some two minutes."""

Episodes = list[tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Season:
    """A season that was joined by rule."""

    name: str
    about: str
    """What it puts to the test."""

    scripts: tuple[Script, ...]


def make_seasons(stock: Stock, *, seed: int = SEED) -> list[Season]:
    """Write the scripts of all seasons; the same reels and seed give the same ones.

    Raises
    ------
    InputError
        If the folder holds too little footage.
    """
    makers: list[tuple[str, str, Callable[[_Cast], Episodes]]] = [
        (
            "Two openings",
            "two openings, cold opens, an episode without opening, two endings and one that a "
            "single episode has, the opening in place of the last ending, an eyecatch, previews",
            _two_openings,
        ),
        ("Black", "opening and ending with black at the edges, more black before it", _black),
        (
            "Recap",
            "recaps, a shorter version of the opening, one with changed shots, its use within the "
            "body, a stock shot",
            _recap,
        ),
        (
            "Moving",
            "the opening at other places, no ending, an eyecatch of two halves, an end card",
            _moving,
        ),
        ("Unrelated", "videos that share nothing", _unrelated),
    ]
    return [
        Season(name, about, tuple(Script(name, k, parts) for k, parts in enumerate(episodes, 1)))
        for name, about, make in makers
        for episodes in (make(_Cast(stock, random.Random(f"{seed} {name}"))),)
    ]


class _Cast:
    """Chooses the reels of a season: some for openings and the like, the others for bodies."""

    def __init__(self, stock: Stock, rng: random.Random) -> None:
        self.rng = rng
        self.lengths = stock.lengths
        leads = stock.leads(LEAD)[:N_LEADS]
        if len(leads) < 4:
            raise InputError(f"seasons need 4 videos of 25 s and more, but there are {len(leads)}")
        self._leads = rng.sample(leads, len(leads))
        self._used: set[str] = set()

    def lead(
        self, kind: SegmentKind, frames: int = SHORT, *, view: str = "whole", credits_: bool = True
    ) -> Part:
        """Give a stretch of a reel that nothing else in the season shows."""
        name = self._leads.pop()
        self._used.add(name)
        start = self.rng.randint(0, self.lengths[name] - frames)
        return Part(kind, name, view, start, frames, has_credits=credits_)

    def bodies(self) -> Bodies:
        """Give the rest of the reels."""
        return Bodies(self.lengths, self.rng, frozenset(self._used))


def _within(part: Part, start: int, stop: int) -> Part:
    """Cut a piece out of a part."""
    return replace(part, start=part.start + start, length=stop - start)


def _two_openings(cast: _Cast) -> Episodes:
    rng = cast.rng
    openings = cast.lead("opening"), cast.lead("opening")
    endings = cast.lead("ending"), cast.lead("ending")
    bodies = cast.bodies()
    eyecatch = [replace(part, kind="eyecatch") for part in bodies.take(72)]
    bodies.next_episode()
    stories: list[list[list[Part]]] = []
    for k in range(10):
        cold = bodies.take(0 if k == 2 else rng.randint(60, 600))
        stories.append([cold, *(bodies.take(rng.randint(900, 1200)) for _ in range(2))])
        bodies.next_episode()
    own = [replace(part, kind="ending", has_credits=True) for part in bodies.take(SHORT)]
    episodes: Episodes = []
    for k, (cold, first, second) in enumerate(stories):
        opening = [] if k in (3, 9) else [openings[k >= 5]]
        ending = {8: own, 9: [openings[1]]}.get(k, [endings[k >= 6]])
        following = joined(stories[k + 1]) if k < 8 else ()
        preview = glimpses(rng, following, "preview", count=5, lengths=(40, 80))
        episodes.append(joined([cold, opening, first, eyecatch, second, ending, preview]))
    return episodes


def _black(cast: _Cast) -> Episodes:
    opening = [*black("opening", 24), cast.lead("opening", credits_=False)]
    ending = [cast.lead("ending"), *black("ending", 20)]
    bodies = cast.bodies()
    episodes: Episodes = []
    for k, held in enumerate([0, 10, 40, 0, 24, 5]):
        before = [*bodies.take(200 + 37 * k), *black("body", held)]
        story, after = bodies.take(1000 + 50 * k), bodies.take(300 if k == 3 else 0)
        episodes.append(joined([before, opening, story, ending, after]))
        bodies.next_episode()
    return episodes


def _recap(cast: _Cast) -> Episodes:
    rng = cast.rng
    full = cast.lead("opening", LEAD, view="mirrored", credits_=False)
    new, stock = cast.lead("opening", LEAD, credits_=False), cast.lead("body", 90, credits_=False)
    ending = [cast.lead("ending", view="mirrored")]
    shorter = [_within(full, 0, 250), _within(full, 450, 600)]
    changed = [
        *(_within(full, 0, 150), _within(new, 100, 130), _within(full, 180, 380)),
        *(_within(new, 300, 345), _within(full, 425, 600)),
    ]
    bodies = cast.bodies()
    stories: list[list[list[Part]]] = []
    for _ in range(8):
        stories.append([bodies.take(600) for _ in range(3)])
        bodies.next_episode()
    episodes: Episodes = []
    for k, (first, second, third) in enumerate(stories):
        opening = {2: shorter, 5: shorter, 6: changed, 7: changed}.get(k, [full])
        recap = (
            glimpses(rng, joined(stories[k - 1]), "recap", count=6, lengths=(50, 110))
            if k in (2, 3, 5)
            else []
        )
        cold = [] if k in (2, 3) else bodies.take(100)
        bank = [stock] if k in (1, 3, 4, 6) else []
        insert = [replace(_within(full, 150, 400), kind="body")] if k == 4 else []
        episodes.append(joined([recap, cold, opening, first, bank, second, insert, third, ending]))
        bodies.next_episode()
    return episodes


def _moving(cast: _Cast) -> Episodes:
    opening = [cast.lead("opening")]
    halves = cast.lead("eyecatch", 400, credits_=False)
    eyecatch = [_within(halves, 0, 72), _within(halves, 300, 372)]
    card = [cast.lead("card", 100, credits_=False)]
    bodies = cast.bodies()
    episodes: Episodes = []
    for frames in (0, 240, 700, 1800, 100, 0, 500, 1000):
        cold, first, second = bodies.take(frames), bodies.take(800), bodies.take(1000)
        episodes.append(joined([cold, opening, first, eyecatch, second, card]))
        bodies.next_episode()
    return episodes


def _unrelated(cast: _Cast) -> Episodes:
    bodies = cast.bodies()
    episodes: Episodes = []
    for _ in range(6):
        episodes.append(tuple(bodies.take(1500)))
        bodies.next_episode()
    return episodes


def n_frames(seasons: Sequence[Season]) -> int:
    """Count the frames of all seasons."""
    return sum(script.n_frames for season in seasons for script in season.scripts)
