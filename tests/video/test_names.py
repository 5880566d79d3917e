# ruff: noqa: E501 - a name and its reading stand on one line, however long the name is
"""The ways in which people name episodes: one line for every name ever seen."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.episodes import EPISODE_ROLES
from cutstat.video.name_text import clean
from cutstat.video.names import Reading, parse_name

# path | series | season | number and version | role | title
SURE = """
[Group] Show - 03v2 (1080p) [ABCD1234].mkv | Show | - | 3v2 | episode | -
[SubsPlease] Sousou no Frieren - 12 (1080p) [F92B6F3F].mkv | Sousou no Frieren | - | 12 | episode | -
[SubsPlease] One Piece - 1015v2 (1080p) [0D1E2F3A].mkv | One Piece | - | 1015v2 | episode | -
[Erai-raws] Jujutsu Kaisen 2nd Season - 05 [1080p][Multiple Subtitle].mkv | Jujutsu Kaisen | 2 | 5 | episode | -
[SubsPlease] Kage no Jitsuryokusha S2 - 05 (720p) [1234ABCD].mkv | Kage no Jitsuryokusha | 2 | 5 | episode | -
[Judas] Vinland Saga (Season 2) - 24.mkv | Vinland Saga | 2 | 24 | episode | -
[SubsPlease] 86 - Eighty Six - 01 (1080p) [12345678].mkv | 86 - Eighty Six | - | 1 | episode | -
[HorribleSubs] Mob Psycho 100 - 07 [720p].mkv | Mob Psycho 100 | - | 7 | episode | -
[Group]_Show_Title_-_03_[720p].mkv | Show Title | - | 3 | episode | -
[Commie] Steins;Gate - 23.5 [BD 1080p FLAC].mkv | Steins;Gate | - | 23.5 | episode | -
[Group][Show][03][1080p].mkv | Show | - | 3 | episode | -
【Group】【Show】【03】【1080P】.mp4 | Show | - | 3 | episode | -
[Group] Show [2020] [05] [1920x1080].mkv | Show | - | 5 | episode | -
[Group] Show - 05 [1080].mkv | Show | - | 5 | episode | -
[Group] Show - 05 [v2][1080p].mkv | Show | - | 5v2 | episode | -
[Moozzi2] Hero Mask [ x265-10Bit Ver. ] - 01 (BD 1920x1080 x.265 2Audio).mkv | Hero Mask | - | 1 | episode | -
[Group] Show_-_05v0_[DVD].avi | Show | - | 5v0 | episode | -
Show - 12 END [1080p].mkv | Show | - | 12 | episode | -
Show.S01E05.1080p.WEB.mkv | Show | 1 | 5 | episode | -
Show.S01E05.Episode.Title.1080p.WEB-DL.AAC2.0.H.264-GRP.mkv | Show | 1 | 5 | episode | Episode Title
Attack.on.Titan.S04E28.The.Dawn.of.Humanity.1080p.BluRay.x265.mkv | Attack on Titan | 4 | 28 | episode | The Dawn of Humanity
show.name.s02e05.hdtv.xvid.avi | show name | 2 | 5 | episode | -
Show - S01E05v2 - Title.mkv | Show | 1 | 5v2 | episode | Title
Show - S01E05 - 12 Monkeys.mkv | Show | 1 | 5 | episode | 12 Monkeys
Show S01E05 100 Days.mkv | Show | 1 | 5 | episode | 100 Days
Show S01 E05.mkv | Show | 1 | 5 | episode | -
Show - S2 - E05.mkv | Show | 2 | 5 | episode | -
Show (2019) - S01E1015 - Title.mkv | Show (2019) | 1 | 1015 | episode | Title
Hunter.x.Hunter.2011.S01E05.mkv | Hunter x Hunter 2011 | 1 | 5 | episode | -
Show 1x05 - Title.mkv | Show | 1 | 5 | episode | Title
Mr.Robot.2x10.720p.mkv | Mr Robot | 2 | 10 | episode | -
Show/Season 01/03 - Title.mp4 | Show | 1 | 3 | episode | Title
Show/Season 2 (BD 1080p)/03.mkv | Show | 2 | 3 | episode | -
Show/S02/Show - 05.mkv | Show | 2 | 5 | episode | -
Show Season 3/07.mkv | Show | 3 | 7 | episode | -
Show.S02.1080p.WEB-DL/05.mkv | Show | 2 | 5 | episode | -
Show/第2期/05.mkv | Show | 2 | 5 | episode | -
Show/Season 2/Show - S03E01.mkv | Show | 3 | 1 | episode | -
Show/03.mkv | Show | - | 3 | episode | -
Show/03v2.mkv | Show | - | 3v2 | episode | -
Show/03.5 - Recap.mkv | Show | - | 3.5 | episode | Recap
Show/03. Title.mkv | Show | - | 3 | episode | Title
Show/03 Title.mkv | Show | - | 3 | episode | Title
Show/03_Title.mkv | Show | - | 3 | episode | Title
Show/01-Pilot.mkv | Show | - | 1 | episode | Pilot
Show/[03] Title.mkv | Show | - | 3 | episode | Title
Show/Episode 5 - Title.mkv | Show | - | 5 | episode | Title
Show/S01E05.mkv | Show | 1 | 5 | episode | -
[Group] Show (2012) [BD 1080p]/[Group] Show - 05.mkv | Show | - | 5 | episode | -
Show - 03.5 (1080p).mkv | Show | - | 3.5 | episode | -
Show - 05 - Title.mkv | Show | - | 5 | episode | Title
Show - 05 - Title - With a Dash.mkv | Show | - | 5 | episode | Title - With a Dash
Show - 05 - 10 Things I Hate.mkv | Show | - | 5 | episode | 10 Things I Hate
Show – 05 — Title.mkv | Show | - | 5 | episode | Title
Show - 12 Title.mkv | Show | - | 12 | episode | Title
Show Season 2 - 05.mkv | Show | 2 | 5 | episode | -
Show 2nd Season 05.mkv | Show | 2 | 5 | episode | -
Show Second Season - 05.mkv | Show | 2 | 5 | episode | -
Shingeki no Kyojin The Final Season - 05.mkv | Shingeki no Kyojin The Final Season | - | 5 | episode | -
Show (2011) - 05.mkv | Show (2011) | - | 5 | episode | -
Cowboy Bebop (1998) - 05 - Ballad of Fallen Angels (DVD).mkv | Cowboy Bebop (1998) | - | 5 | episode | Ballad of Fallen Angels
Hunter x Hunter (2011) - 148.mkv | Hunter x Hunter (2011) | - | 148 | episode | -
Kono Oto Tomare! (TV) - 05.mkv | Kono Oto Tomare! | - | 5 | episode | -
Gundam SD - 05.mkv | Gundam | - | 5 | episode | -
Psycho-Pass 2 - 05.mkv | Psycho-Pass 2 | - | 5 | episode | -
Psycho-Pass-05.mkv | Psycho-Pass | - | 5 | episode | -
Code Geass R2 - 05.mkv | Code Geass R2 | - | 5 | episode | -
Steins;Gate 0 - 05.mkv | Steins;Gate 0 | - | 5 | episode | -
Space Battleship Yamato 2199 - 05.mkv | Space Battleship Yamato 2199 | - | 5 | episode | -
Space Battleship Yamato 2199 05.mkv | Space Battleship Yamato 2199 | - | 5 | episode | -
91 Days - 05.mkv | 91 Days | - | 5 | episode | -
3-gatsu no Lion 2nd Season - 05.mkv | 3-gatsu no Lion | 2 | 5 | episode | -
07-Ghost - 05.mkv | 07-Ghost | - | 5 | episode | -
No. 6 - 05.mkv | No. 6 | - | 5 | episode | -
Kaiju No. 8 - 05.mkv | Kaiju No. 8 | - | 5 | episode | -
Spy x Family - 05.mkv | Spy x Family | - | 5 | episode | -
Fate EXTRA Last Encore - 05.mkv | Fate EXTRA Last Encore | - | 5 | episode | -
Special A - 05.mkv | Special A | - | 5 | episode | -
Special 7 - Special Crime Investigation Unit - 05.mkv | Special 7 - Special Crime Investigation Unit | - | 5 | episode | -
Wall-E - 05.mkv | Wall-E | - | 5 | episode | -
Dr. Stone - 05.mkv | Dr. Stone | - | 5 | episode | -
Dr.Stone.S01E05.mkv | Dr Stone | 1 | 5 | episode | -
Show.05.mkv | Show | - | 5 | episode | -
Show_05.mkv | Show | - | 5 | episode | -
Show 05 - Title.mkv | Show | - | 5 | episode | Title
Show #05.mkv | Show | - | 5 | episode | -
しろくまカフェ#12「夢」.mp4 | しろくまカフェ | - | 12 | episode | 夢
Show Ep.05 - Title.mkv | Show | - | 5 | episode | Title
Show.EP05.Title.mkv | Show | - | 5 | episode | Title
Show - E05.mkv | Show | - | 5 | episode | -
Serie/Folge 5 - Titel.mkv | Serie | - | 5 | episode | Titel
Serie/Capítulo 05.mkv | Serie | - | 5 | episode | -
海の駅/第01話.mp4 | 海の駅 | - | 1 | episode | -
海の駅 第01話「はじまり」.mp4 | 海の駅 | - | 1 | episode | はじまり
進撃の巨人 第2期 第03話「南西へ」.mkv | 進撃の巨人 | 2 | 3 | episode | 南西へ
銀河英雄伝説 5話.mkv | 銀河英雄伝説 | - | 5 | episode | -
聖☆おにいさん 第十二話.mkv | 聖☆おにいさん | - | 12 | episode | -
エヴァンゲリオン ０３.mkv | エヴァンゲリオン | - | 3 | episode | -
エヴァンゲリオン ＃０３.mkv | エヴァンゲリオン | - | 3 | episode | -
Show 2期 - 05.mkv | Show | 2 | 5 | episode | -
Show "Quoted" 🎬 - 05.mkv | Show "Quoted" 🎬 | - | 5 | episode | -
[Group] Hero Mask - NCOP (BD 1080p).mkv | Hero Mask | - | - | opening | -
[Group] Hero Mask - NCED2 [1080p].mkv | Hero Mask | - | 2 | ending | -
[Group] Show NCOP1v2.mkv | Show | - | 1v2 | opening | -
Show - NCOP 1a.mkv | Show | - | 1 | opening | -
Show/Extras/NCED.mkv | Show | - | - | ending | -
Show - Creditless Opening.mkv | Show | - | - | opening | -
Show - OP2.mkv | Show | - | 2 | opening | -
Show - ED.mkv | Show | - | - | ending | -
Show - PV 2.mkv | Show | - | 2 | trailer | -
Show Trailer.mp4 | Show | - | - | trailer | -
Show - 05 Preview.mkv | Show | - | 5 | trailer | -
Show 予告.mp4 | Show | - | - | trailer | -
Show - OVA.mkv | Show | - | - | special | -
Show OVA 2 - Title.mkv | Show | - | 2 | special | Title
Show - OVA - 01.mkv | Show | - | 1 | special | -
Show (OVA) - 01 [1080p].mkv | Show | - | 1 | special | -
Show - SP03.mkv | Show | - | 3 | special | -
Show - Special 1.mkv | Show | - | 1 | special | -
Show - S00E01 - Beach.mkv | Show | 0 | 1 | special | Beach
Show/Specials/03 - Beach.mkv | Show | - | 3 | special | Beach
Show/Season 0/03.mkv | Show | 0 | 3 | special | -
Show The Movie.mkv | Show | - | - | film | -
Show Movie 1 - Title (1080p).mkv | Show | - | 1 | film | Title
Show (Movie).mkv | Show | - | - | film | -
劇場版 名探偵コナン 緋色の弾丸.mkv | 名探偵コナン 緋色の弾丸 | - | - | film | -
Show - Menu.mkv | Show | - | - | extra | -
"""

# path | series | season | number | role | title | a word of the doubt
DOUBTFUL = """
Show - S01E01-E02.mkv | Show | 1 | 1 | episode | - | holds episodes 01 to 02
Show.S01E01E02.1080p.mkv | Show | 1 | 1 | episode | - | holds episodes 01 to 02
Show S01E01-02 - Title.mkv | Show | 1 | 1 | episode | Title | holds episodes 01 to 02
Show - 01-02.mkv | Show | - | 1 | episode | - | holds episodes 01 to 02
Show - 03 - 04.mkv | Show - 03 | - | 4 | episode | - | 03 could be the episode number too
Apollo 13.mkv | Apollo | - | 13 | episode | - | could belong to the title
Show 021-022.mkv | Show | - | 21 | episode | - | holds episodes 021 to 022
popeye-T00-1080.mkv | popeye-T00-1080 | - | - | episode | - | no episode number
Show 12.mkv | Show | - | 12 | episode | - | could belong to the title
Kaiju No. 8.mkv | Kaiju No. | - | 8 | episode | - | could belong to the title
Apollo 13 - Title.mkv | Apollo | - | 13 | episode | Title | could belong to the title
Show.Name.05.Title.mkv | Show Name | - | 5 | episode | Title | could belong to the title
Terminator - 2 Judgment Day.mkv | Terminator | - | 2 | episode | Judgment Day | could belong to the title
Lupin III - 05.mkv | Lupin | 3 | 5 | episode | - | III is taken for season 3
Show - 05 - Special.mkv | Show | - | 5 | episode | Special | taken for the title
【推しの子】 - 05.mkv | 推しの子 | - | 5 | episode | - | taken from the brackets
Season 01/03 - Title.mp4 | unknown | 1 | 3 | episode | Title | no title
05.mkv | unknown | - | 5 | episode | - | no title
Downloads/video.mkv | Downloads | - | - | episode | video | no episode number
Disc/00001.m2ts | Disc | - | - | episode | 00001 | no episode number
Blade Runner 2049.mkv | Blade Runner 2049 | - | - | episode | - | no episode number
Akira (1988) [1080p].mkv | Akira (1988) | - | - | episode | - | no episode number
Films/2001 - A Space Odyssey.mkv | Films | - | - | episode | 2001 - A Space Odyssey | no episode number
Show Season 2.mkv | Show | 2 | - | episode | Show Season 2 | no episode number
[Group] One Piece [720][1080p].mkv | One Piece | - | - | episode | - | no episode number
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


def words(reading: Reading) -> list[str]:
    """Write a reading the way the tables do."""
    name = reading.name
    number = "-" if name.number is None else f"{float(name.number):g}"
    version = "" if name.version is None else f"v{name.version}"
    season = "-" if name.season is None else str(name.season)
    return [name.series, season, number + version, name.role, name.title or "-"]


def test_the_tables_are_long_and_repeat_nothing() -> None:
    paths = [row[0] for row in rows(SURE) + rows(DOUBTFUL)]
    assert len(paths) >= 70
    assert len(set(paths)) == len(paths)
    assert {row[4] for row in rows(SURE)} == set(EPISODE_ROLES)


@pytest.mark.parametrize("row", rows(SURE), ids=lambda row: row[0])
def test_a_plain_name_is_read_without_doubt(row: list[str]) -> None:
    reading = parse_name(PurePath(row[0]))
    assert words(reading) == row[1:]
    assert reading.doubts == ()


@pytest.mark.parametrize("row", rows(DOUBTFUL), ids=lambda row: row[0])
def test_what_could_be_read_otherwise_is_listed_as_a_doubt(row: list[str]) -> None:
    reading = parse_name(PurePath(row[0]))
    assert words(reading) == row[1:6]
    assert any(row[6] in doubt for doubt in reading.doubts), reading.doubts


@pytest.mark.parametrize(
    ("path", "root", "series", "season"),
    [
        ("/home/me/Videos/Show/03.mkv", "/home/me/Videos/Show", "Show", None),
        ("/home/me/Videos/Show/Season 2/03.mkv", "/home/me/Videos", "Show", 2),
        ("/home/me/Videos/Show/Season 2/03.mkv", "/home/me/Videos/Show/Season 2", "Show", 2),
        ("/home/me/Videos/Show/Specials/03.mkv", "/home/me/Videos/Show/Specials", "Show", None),
        ("/Season 2/03.mkv", "/Season 2", "unknown", 2),
    ],
)
def test_folders_count_up_to_the_one_that_the_user_named_and_past_season_folders(
    path: str, root: str, series: str, season: int | None
) -> None:
    name = parse_name(PurePath(path), root=PurePath(root)).name
    assert (name.series, name.season, name.number) == (series, season, 3)


def test_composed_and_decomposed_letters_give_one_series() -> None:
    composed = parse_name(PurePath("Caf\u00e9 \u30d7 - 01.mkv")).name
    decomposed = parse_name(PurePath("Cafe\u0301 \u30d5\u309a - 02.mkv")).name
    assert composed.series == decomposed.series


def test_a_name_in_bytes_that_are_no_utf8_is_read_too() -> None:
    reading = parse_name(PurePath("Sh\udcf6w - 05.mkv"))
    assert (reading.name.series, reading.name.number) == ("Sh\udcf6w", 5)


@given(
    series=st.sampled_from(["Hero Mask", "Mob Psycho 100", "86", "海の駅", "Café ☆ Müller"]),
    number=st.integers(1, 1899),
    group=st.sampled_from(["", "[Group] ", "[G-R.P_2] "]),
    tail=st.sampled_from(["", " (1080p)", " [720p][ABCD1234]", " [BD][1920x1080][x265]"]),
)
def test_the_same_number_comes_back_however_the_name_is_dressed(
    series: str, number: int, group: str, tail: str
) -> None:
    reading = parse_name(PurePath(f"{group}{series} - {number:02d}{tail}.mkv"))
    assert (reading.name.series, reading.name.number) == (series, Fraction(number))
    assert reading.doubts == ()


@given(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=60))
def test_any_name_gives_a_series_and_a_number_or_a_doubt(text: str) -> None:
    reading = parse_name(PurePath("/videos") / f"{text}.mkv")
    assert reading.name.series.strip()
    assert reading.name.number is not None or reading.doubts or reading.name.role != "episode"


@given(st.text(st.sampled_from("ab -_.[]()03vSE1234話第#"), max_size=30))
def test_cleaning_leaves_plain_single_spaces(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert "_" not in cleaned


@pytest.mark.parametrize(
    ("file", "number", "title"),
    [
        ("Show OVA - The Title - 02.mkv", 2, "The Title"),
        ("Show - Special - 03 - The Title.mkv", 3, "The Title"),
        ("Show - Special - 03.mkv", 3, None),
    ],
)
def test_the_number_of_a_special_may_stand_behind_its_title(
    file: str, number: int, title: str | None
) -> None:
    name = parse_name(PurePath(file)).name
    assert (name.series, name.number, name.title, name.role) == ("Show", number, title, "special")
