"""Which files stand for episodes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path, PurePath

from cutstat.core.episodes import EpisodeName
from cutstat.library.records import LibraryEpisode
from cutstat.study.selection import select_episodes
from cutstat.video.names import parse_name


def entry(file: str, *doubts: str, number: int = 1) -> LibraryEpisode:
    name = EpisodeName("Show", Fraction(number))
    return LibraryEpisode(file, Path(file), name, doubts, "track", 100, 4.0)


def test_a_file_that_holds_several_episodes_is_named_and_counts_as_none() -> None:
    doubts = parse_name(PurePath("Show - 01-04.mkv")).doubts
    several = entry("Show - 01-04.mkv", *doubts)
    single = entry("Show - 01.mkv", "another doubt")
    found = select_episodes([several, single])
    assert found.episodes == (single,)
    (said,) = found.left_out
    assert said.startswith("Show - 01-04.mkv: holds episodes 01 to 04 and is left out")
