"""Episodes and series: what is counted and what is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from cutstat.core.segments import SegmentOverride

EpisodeRole = Literal["episode", "special", "film", "opening", "ending", "trailer", "extra"]
Unit = Literal["episode", "film"]
"""What a series is made of, and what texts on it call one of its files."""

SeriesSource = Literal["name", "manifest", "option"]
"""File name and folder, a manifest beside the files, or the command itself."""

HOLDS_SEVERAL = "holds episodes"
"""How the doubt begins on a file that holds several episodes: it would count as one."""

EPISODE_ROLES: tuple[EpisodeRole, ...] = get_args(EpisodeRole)


def unit_role(names: Iterable[EpisodeName]) -> Unit:
    """Say which files of a series are its units: episodes, or films where it is a set of films."""
    roles = {name.role for name in names}
    return "film" if "film" in roles and "episode" not in roles else "episode"


def units_of(names: Iterable[EpisodeName], *, ending: str = "") -> str:
    """Say what the files of several series are: ``episode``, ``film`` or ``episode or film``.

    Parameters
    ----------
    names : iterable of EpisodeName
        Names of the files; none are episodes.
    ending : str
        What each noun ends with: ``s`` for several.
    """
    series: dict[str, list[EpisodeName]] = defaultdict(list)
    for name in names:
        series[name.series].append(name)
    units = sorted({unit_role(own) for own in series.values()}) or ["episode"]
    return " or ".join(f"{unit}{ending}" for unit in units)


@dataclass(frozen=True, slots=True)
class EpisodeName:
    """Which episode of which series a file holds."""

    series: str
    """Title of the series, as shown."""

    number: Fraction | None = None
    """Number within the season; 7/2 is the recap between 3 and 4."""

    season: int | None = None
    title: str | None = None
    """Title of the episode."""

    version: int | None = None
    """Release version: the 2 of ``03v2``."""

    role: EpisodeRole = "episode"
    """What the file is within the series. Only episodes are compared."""

    @property
    def label(self) -> str:
        """Short name within the series: ``S2 03``, ``03.5``, ``special 1`` or the title."""
        season = f"S{self.season} " if self.season is not None and self.season != 1 else ""
        is_film = self.role == "film" and self.number is None and bool(self.title)
        role = "" if self.role == "episode" or is_film else f"{self.role} "
        if self.number is None:
            return f"{season}{role}{self.title or ''}".strip() or self.series
        whole = f"{int(self.number):02d}"
        fraction = self.number - int(self.number)
        return f"{season}{role}{whole}" + (f"{float(fraction):g}"[1:] if fraction else "")

    @property
    def order(self) -> tuple[int, int, Fraction, str]:
        """Key that sorts the episodes of a series."""
        return (
            EPISODE_ROLES.index(self.role),
            self.season if self.season is not None else 1,
            self.number if self.number is not None else Fraction(10**6),
            self.title or "",
        )


@dataclass(frozen=True, slots=True)
class EpisodeFile:
    """A video file and the episode that it is taken for."""

    path: Path
    name: EpisodeName
    doubts: tuple[str, ...] = ()
    """What of the name could not be read, one sentence each."""

    series_from: SeriesSource = "name"
    """What says which series it belongs to."""

    segment_overrides: tuple[SegmentOverride, ...] | None = None
    """What manifests say of its segments; None where none was looked for."""
