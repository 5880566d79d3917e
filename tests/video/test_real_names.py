# ruff: noqa: E501 - a name and its reading stand on one line, however long the name is
"""Names in the manner of real releases: series, season, number and role as a person reads them."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from pathlib import Path, PurePath, PureWindowsPath

import pytest

from cutstat.video.names import parse_name

# path | series | season | number | role
REAL = """
[SubsPlease] Dungeon Meshi - 24 (1080p) [2E6B2A9C].mkv | Dungeon Meshi | - | 24 | episode
[Lilith-Raws] Spy x Family S02 - 03 [Baha][WEB-DL][1080p][AVC AAC][CHT][MP4].mp4 | Spy x Family | 2 | 3 | episode
[NC-Raws] 间谍过家家 第二季 - 05 (B-Global 1920x1080 HEVC AAC MKV).mkv | 间谍过家家 | 2 | 5 | episode
[ANi] Re：从零开始的异世界生活 第三季 - 08 [1080P][Baha][WEB-DL][AAC AVC][CHT].mp4 | Re:从零开始的异世界生活 | 3 | 8 | episode
[Nekomoe kissaten][Yuru Camp S3][12 END][1080p][JPSC].mp4 | Yuru Camp | 3 | 12 | episode
[VCB-Studio] K-ON! [01][Ma10p_1080p][x265_flac].mkv | K-ON! | - | 1 | episode
[VCB-Studio] K-ON!! [NCOP1][Ma10p_1080p][x265_flac].mkv | K-ON!! | - | 1 | opening
[DMG][Sword Art Online II][24 END][720P][GB].mp4 | Sword Art Online | 2 | 24 | episode
[KTXP][Aldnoah.Zero][11][GB][720p].mp4 | Aldnoah.Zero | - | 11 | episode
[Leopard-Raws] Kimetsu no Yaiba - 19 (MX 1280x720 x264 AAC).mp4 | Kimetsu no Yaiba | - | 19 | episode
[Ohys-Raws] Psycho-Pass 3 - 08 END (CX 1280x720 x264 AAC).mp4 | Psycho-Pass 3 | - | 8 | episode
[Coalgirls]_Clannad_After_Story_05_(1280x720_Blu-Ray_FLAC)_[1C5E4E12].mkv | Clannad After Story | - | 5 | episode
[Commie] My Hero Academia - S06E25 [1080p].mkv | My Hero Academia | 6 | 25 | episode
[Judas] Kaguya-sama - S3E07.mkv | Kaguya-sama | 3 | 7 | episode
Naruto Shippuuden - 001 - Homecoming.mkv | Naruto Shippuuden | - | 1 | episode
One.Piece.E1089.1080p.WEB.H264.mkv | One Piece | - | 1089 | episode
Bleach 366 [720p].mkv | Bleach | - | 366 | episode
[AnimeRG] Dragon Ball Super 131 [1080p] [x265].mkv | Dragon Ball Super | - | 131 | episode
Cowboy Bebop - Session 05 - Ballad of Fallen Angels.mkv | Cowboy Bebop | - | 5 | episode
[Group] Show - 01-04 [DVD].mkv | Show | - | 1 | episode
[Group] Show (01-12) [BD].mkv | Show | - | 1 | episode
Show #1-4.mkv | Show | - | 1 | episode
Show - 01b [BD].mkv | Show | - | 1 | episode
[Group] Show - EX01 [1080p].mkv | Show | - | 1 | special
[Group] Show - SP2 [1080p].mkv | Show | - | 2 | special
[Group] Show - Preview 03 [1080p].mkv | Show | - | 3 | trailer
Show - 08 - Movie Night.mkv | Show | - | 8 | episode
Show - 08 - The Special.mkv | Show | - | 8 | episode
Show S01E09 - The Ending.mkv | Show | 1 | 9 | episode
Show 第3季 第07集.mkv | Show | 3 | 7 | episode
[Group] Show 第2季 [07][1080P].mkv | Show | 2 | 7 | episode
[Hakugetsu][Karakai_Jouzu_no_Takagi-san_2][01-12][Big5][1080P].mkv | Karakai Jouzu no Takagi-san 2 | - | 1 | episode
[银色子弹字幕组][名侦探柯南][第1034集 大冈红叶的挑战书][简日双语MP4][1080P].mp4 | 名侦探柯南 | - | 1034 | episode
[SweetSub&LoliHouse] Oshi no Ko - 07 [WebRip 1080p HEVC-10bit AAC ASSx2].mkv | Oshi no Ko | - | 7 | episode
[BeanSub&FZSD][Kimetsu_no_Yaiba][26][GB][1080P][x264_AAC].mp4 | Kimetsu no Yaiba | - | 26 | episode
Gintama' - 05.mkv | Gintama' | - | 5 | episode
[Doki] Mahouka Koukou no Rettousei - 01 (1920x1080 Hi10P BD FLAC) [4A2F0D52].mkv | Mahouka Koukou no Rettousei | - | 1 | episode
[FFF] Highschool DxD New - 04v2 [BD][1080p-FLAC][5AD0F3C4].mkv | Highschool DxD New | - | 4 | episode
Fullmetal Alchemist Brotherhood - 64 - Journey's End [1080p].mkv | Fullmetal Alchemist Brotherhood | - | 64 | episode
Ranma ½ - 12.mkv | Ranma ½ | - | 12 | episode
[SubsPlease] 2.5-jigen no Ririsa - 03 (1080p) [AB12CD34].mkv | 2.5-jigen no Ririsa | - | 3 | episode
[Anime Time] Attack On Titan - 01 - To You, in 2000 Years.mkv | Attack On Titan | - | 1 | episode
NieR Automata Ver1.1a - 05 [1080p].mkv | NieR Automata Ver1.1a | - | 5 | episode
[Golumpa] Mushoku Tensei - Jobless Reincarnation S2 - 13 [English Dub].mkv | Mushoku Tensei - Jobless Reincarnation | 2 | 13 | episode
[ReinForce] Girls und Panzer - Episode 10 (BDRip 1920x1080 x264 FLAC).mkv | Girls und Panzer | - | 10 | episode
[Kamigami] Haikyuu!! - 25 END [1920x1080 x264 AAC].mp4 | Haikyuu!! | - | 25 | episode
[Snow-Raws] Mob Psycho 100 III 第05話 (BD 1920x1080 HEVC-YUV420P10 FLAC).mkv | Mob Psycho 100 | 3 | 5 | episode
Monogatari Series - Second Season - 05.mkv | Monogatari Series | 2 | 5 | episode
[zza] Lupin III Part 5 - 03 [1080p].mkv | Lupin III Part 5 | - | 3 | episode
[UTW-Mazui]_Toaru_Kagaku_no_Railgun_S_-_07_[720p].mkv | Toaru Kagaku no Railgun S | - | 7 | episode
[Group] Show Name 2 - 03 [1080p].mkv | Show Name 2 | - | 3 | episode
Show Name 2nd Season [03][1080P].mkv | Show Name | 2 | 3 | episode
[Sub] Boku no Hero Academia 5 - 12 [720p].mkv | Boku no Hero Academia 5 | - | 12 | episode
[Group][Show Name][EP03][1080P].mkv | Show Name | - | 3 | episode
[Group][Show Name][E03v2][1080P].mkv | Show Name | - | 3 | episode
[Group][Show Name][S2][03][1080P].mkv | Show Name | 2 | 3 | episode
[Group][Show Name][第二季][03][1080P].mkv | Show Name | 2 | 3 | episode
[Group][Show Name][2nd Season][03].mkv | Show Name | 2 | 3 | episode
[Group] Show Name [03v2][1080P].mkv | Show Name | - | 3 | episode
[Group] Show Name 第03話 [1080P].mkv | Show Name | - | 3 | episode
【字幕组】★10月新番【进击的巨人】【03】【720P】.mp4 | 进击的巨人 | - | 3 | episode
[字幕组][1月新番][Title Name][03][GB].mp4 | Title Name | - | 3 | episode
【字幕组】[2023年10月新番][Title Name][03][GB].mp4 | Title Name | - | 3 | episode
Show Name - S01E03 - 003 - Title.mkv | Show Name | 1 | 3 | episode
Show Name - 003 - S01E03 - Title.mkv | Show Name | 1 | 3 | episode
Show Name - E003 [S01E03].mkv | Show Name | 1 | 3 | episode
Show.Name.EP.03.1080p.mkv | Show Name | - | 3 | episode
Show_Name_ep03_[DVDRip].avi | Show Name | - | 3 | episode
Show Name [Ep 03].mkv | Show Name | - | 3 | episode
Show Name (03).mkv | Show Name | - | 3 | episode
Show Name (Ep. 03).mkv | Show Name | - | 3 | episode
Show Name 03 (1080p).mkv | Show Name | - | 3 | episode
Show Name 03 [BD].mkv | Show Name | - | 3 | episode
[Raws] Show Name 03 RAW (BS11 1280x720 x264).mp4 | Show Name | - | 3 | episode
アニメ 第3話 「夢の終わり」 (1440x1080).mp4 | アニメ | - | 3 | episode
アニメ 第十二話.mp4 | アニメ | - | 12 | episode
アニメ #3 「タイトル」.mp4 | アニメ | - | 3 | episode
アニメ「タイトル」 #03.mp4 | アニメ | - | 3 | episode
アニメ　２期　第３話.mp4 | アニメ | 2 | 3 | episode
Show - 05 - The Opening of the Gate.mkv | Show | - | 5 | episode
Show - 05 - Special Training.mkv | Show | - | 5 | episode
Show 05 - Trailer Park.mkv | Show | - | 5 | episode
Show.S01E05.The.Movie.mkv | Show | 1 | 5 | episode
Show S01E05 Preview.mkv | Show | 1 | 5 | episode
[Group] Show OVA - 02 [BD].mkv | Show | - | 2 | special
[Group] Show OVA 2 [BD].mkv | Show | - | 2 | special
[Group] Show NCED2 [BD].mkv | Show | - | 2 | ending
[Group] Show - NCOP 1b [BD].mkv | Show | - | 1 | opening
Show - 01 & 02.mkv | Show | - | 1 | episode
Show S01E01-E02.mkv | Show | 1 | 1 | episode
[Group] Show - 01~03 [BD].mkv | Show | - | 1 | episode
[Group] Show [01-03] [BD].mkv | Show | - | 1 | episode
[Group][Show][01-03 Fin][BD].mkv | Show | - | 1 | episode
Show 01-03.mkv | Show | - | 1 | episode
[Group] Steins;Gate 0 [03] [1080p].mkv | Steins;Gate 0 | - | 3 | episode
[Group][86 Eighty-Six][03][1080p].mkv | 86 Eighty-Six | - | 3 | episode
[Group] 86 [03][1080p].mkv | 86 | - | 3 | episode
[Group] 3D Kanojo - Real Girl - 03.mkv | 3D Kanojo - Real Girl | - | 3 | episode
[Group] 100-man no Inochi - 03.mkv | 100-man no Inochi | - | 3 | episode
Gundam 00 - 03.mkv | Gundam 00 | - | 3 | episode
Gundam 00 S2 - 03.mkv | Gundam 00 | 2 | 3 | episode
Detective Conan - 1034 (1080p).mkv | Detective Conan | - | 1034 | episode
Conan.1034.720p.mkv | Conan | - | 1034 | episode
[Group] Show R2 03.mkv | Show R2 | - | 3 | episode
[A-L] Show 03 (DVD) [ABCDEF12].mkv | Show | - | 3 | episode
Show-03-Title.mkv | Show | - | 3 | episode
Show.03.Title.Here.720p.mkv | Show | - | 3 | episode
Show - Season 2 - 03.mkv | Show | 2 | 3 | episode
Show - Season 2 Episode 03.mkv | Show | 2 | 3 | episode
Show II - 03.mkv | Show | 2 | 3 | episode
[Erai-raws] Tensei Shitara Slime Datta Ken 3rd Season - 05 [1080p][HEVC][Multiple Subtitle].mkv | Tensei Shitara Slime Datta Ken | 3 | 5 | episode
[EMBER] Chainsaw Man (2022) (Season 1) - 03.mkv | Chainsaw Man (2022) | 1 | 3 | episode
[ASW] Bocchi the Rock! - 03 [1080p HEVC x265 10Bit][AAC].mkv | Bocchi the Rock! | - | 3 | episode
[Yameii] Blue Lock - S02E03 [English Dub] [CR WEB-DL 1080p] [A1B2C3D4].mkv | Blue Lock | 2 | 3 | episode
[DB]Baccano!_-_03_(Dual Audio_10bit_BD1080p_x265).mkv | Baccano! | - | 3 | episode
[Anime Land] Monster 03 (DVDRip) [ABCD1234].mkv | Monster | - | 3 | episode
(Hi10)_Nichijou_-_03_(BD_1080p)_(Coalgirls)_(12345678).mkv | Nichijou | - | 3 | episode
[Exiled-Destiny]_Kino's_Journey_Ep03v2_(F0E1D2C3).mkv | Kino's Journey | - | 3 | episode
[Lunar] Bleach - 05 v2 [F2C9454F].avi | Bleach | - | 5 | episode
[KLF]_D.Gray-man_04V2.avi | D.Gray-man | - | 4 | episode
[Shinsen-Subs] Macross Frontier - 01b [4D5EC315].avi | Macross Frontier | - | 1 | episode
[AnimeXtreme] Accel World - EX01 [BD].mkv | Accel World | - | 1 | special
[Yoroshiku] 009-1 - 02 (H264) [36D2444D].mkv | 009-1 | - | 2 | episode
[Hien] Kotoura-san - Special Short Anime 'Haruka's Room' - 01 [BD].mkv | Kotoura-san - Special Short Anime 'Haruka's Room' | - | 1 | episode
[Jumonji-Giri] D.C.II S.S. Ep 01 (6d4c5f9d).avi | D.C.II S.S. | - | 1 | episode
The iDOLM@STER Episode 04 (1080p).mkv | The iDOLM@STER | - | 4 | episode
Toradora [S1][05][BDRIP].mkv | Toradora | 1 | 5 | episode
To Love-Ru Trouble - 05.mkv | To Love-Ru Trouble | - | 5 | episode
[Eclipse] To Aru Majutsu no Index II - 05v2 (XviD).avi | To Aru Majutsu no Index | 2 | 5 | episode
No.6 - 03.mkv | No.6 | - | 3 | episode
Detective Conan 316-317 [DCTP].avi | Detective Conan | - | 316 | episode
[Anon] Show Title 5v2 [720p].mkv | Show Title | - | 5 | episode
[Sub] Show.Title.-.05.[720p].mkv | Show Title | - | 5 | episode
[FBI] Baby Princess 3D Paradise Love 01v0 [BD][720p-AAC][457CC066].mkv | Baby Princess 3D Paradise Love | - | 1 | episode
DRAMAtical Murder Episode 1 - Data_01_Login.mkv | DRAMAtical Murder | - | 1 | episode
[Kaleido-subs] Summer Pockets - 20 (S01E20) - (WEB 1080p HEVC x265 10-bit E-AC3 2.0) [10270B68].mkv | Summer Pockets | 1 | 20 | episode
[GJM] Ascendance of a Bookworm (Honzuki no Gekokujou) - 50 (S04E14) (WEB 1080p) [1B49A624].mkv | Ascendance of a Bookworm | 4 | 14 | episode
[BM&T] Toradora! - 07v2 - Pool Opening [720p Hi10 ] [BD] [8F59F2BA].mkv | Toradora! | - | 7 | episode
Show - 12 - Happy Ending.mkv | Show | - | 12 | episode
Show 05 - Happy Ending.mkv | Show | - | 5 | episode
Show/05 - Ending.mkv | Show | - | 5 | episode
Show - Ep 05 - Grand Opening.mkv | Show | - | 5 | episode
【喵萌奶茶屋】★04月新番★[夏日重现／Summer Time Rendering][11][1080p][简日双语][招募翻译].mp4 | 夏日重现/Summer Time Rendering | - | 11 | episode
[愛戀&漫貓字幕组][10月新番][關於我轉生後成爲史萊姆那件事][18][720P][BIG5][MP4].mp4 | 關於我轉生後成爲史萊姆那件事 | - | 18 | episode
名侦探柯南 第05话.mkv | 名侦探柯南 | - | 5 | episode
[千夏字幕组][天使降临到了我身边！][第05话][1080p_HEVC][简繁外挂].mkv | 天使降临到了我身边! | - | 5 | episode
[黑岩射手吧字幕组] Black Rock Shooter - Dawn Fall [12 END][1080p][简繁内挂].mkv | Black Rock Shooter - Dawn Fall | - | 12 | episode
[DHR动研字幕组][多田君不恋爱][13完][繁体][720P][MP4].mp4 | 多田君不恋爱 | - | 13 | episode
《盾之勇者成名錄 Season 3》第3話 (簡繁日内封字幕 日語原聲)【Ani-One】.mp4 | 盾之勇者成名錄 | 3 | 3 | episode
[Mobile Suit Gundam Seed Destiny HD REMASTER][07][Big5][720p][AVC_AAC][encoded by SEED].mp4 | Mobile Suit Gundam Seed Destiny HD REMASTER | - | 7 | episode
[AoJiaoZero][Mangaka-san to Assistant-san to the Animation] 02 [BIG][X264_AAC][720P].mp4 | Mangaka-san to Assistant-san to the Animation | - | 2 | episode
[Keroro].148.[Xvid.mp3].[FE68D5F1].avi | Keroro | - | 148 | episode
[N LogN Fansubs] Angel Beats (9).mkv | Angel Beats | - | 9 | episode
Noein_[01_of_24]_[ru_jp]_[bodlerov_&_torrents_ru].mkv | Noein | - | 1 | episode
[DESS]Nichijou_05_1080.BD.FLAC.Underwater-Commie_[D7F8E39D].mkv | Nichijou | - | 5 | episode
[HorribleSubs] Gintama - 111C [1080p].mkv | Gintama | - | 111 | episode
[Doki] Nogizaka Haruka no Himitsu - Purezza - 01v2-03v2 (1280x720 h264 AAC).mkv | Nogizaka Haruka no Himitsu - Purezza | - | 1 | episode
Show.Name.-.07.(2016).[RH].[English.Dubbed][WEBRip]..[HD.1080p].mkv | Show Name | - | 7 | episode
"""

SEVERAL = """
[Group] Show - 01-04 [DVD].mkv
[Group] Show (01-12) [BD].mkv
[Group] Show [01-03] [BD].mkv
[Group][Show][01-03 Fin][BD].mkv
[Group] Show - 01v2-03v2 [BD].mkv
[Group] Show - 01~03 [BD].mkv
Show #1-4.mkv
Show S01E01-E02.mkv
The.Office.US.S05E14E15.Stress.Relief.1080p.BluRay.mkv
friends.s06e15-16.720p.bluray.x264-psychd.mkv
Lost - 4x13-14 - There's No Place Like Home.avi
Battlestar.Galactica.2003.S04E21-E23.Daybreak.720p.BluRay.mkv
[SubsPlease] Stone Ocean (13-24) (1080p) [Batch].mkv
[Group] Show 01 - 119 [1080p] [Batch].mkv
Show (2010) - 01-02-03 - Title.mkv
"""

RIVALS = """
Show - Spiral 03 - Psyche.mkv
Show Layer 03.mkv
S1 - Show/Episode 03.mkv
Season 1 - Title/03.mkv
Show.2009.TV.BDRIP.1080P.X264.FLAC.2AUDIO.[2.0CH].[EQ].EP01_Group.mkv
[Group] Show - 05 - OVA [BD].mkv
[Title or Group][03][1080p].mkv
Show - 05 - Preview.mkv
Show - 111C [1080p].mkv
Show Part 3 Title.mkv
Show Part Nine [720p].mkv
Show 2nd Cour - 05.mkv
Show Vol.2 Ep.06.mkv
Season 5/501 - Title.mkv
"""


def plain(title: str) -> str:
    """Give a title without signs and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold())


LINES = (Path(__file__).parent / "data" / "names.txt").read_text("utf-8").splitlines()
"""More names, in nine batches; those behind a question mark are read wrongly, and in doubt."""


@pytest.mark.parametrize(
    "line", [*REAL.strip().splitlines(), *(line for line in LINES if line[:2] != "? ")]
)
def test_a_name_is_read_as_a_person_reads_it(line: str) -> None:
    path, series, season, number, role = (part.strip() for part in line.split(" | "))
    file = PurePath("/videos") / path
    name = parse_name(file, root=file.parent).name
    assert (plain(name.series).replace("tv", ""), name.season, name.number, name.role) == (
        plain(series).replace("tv", ""),
        None if season == "-" else int(season),
        None if number == "-" else Fraction(number),
        role,
    )


@pytest.mark.parametrize("line", [line[2:] for line in LINES if line[:2] == "? "])
def test_what_is_read_otherwise_than_a_person_reads_it_is_in_doubt(line: str) -> None:
    file = PurePath("/videos") / line.split(" | ")[0].strip()
    assert parse_name(file, root=file.parent).doubts


def test_the_table_of_names_is_long_and_no_name_stands_there_twice() -> None:
    paths = [line.split(" | ")[0] for line in (*REAL.strip().splitlines(), *LINES)]
    assert len(LINES) > 1200
    assert len(set(paths)) > len(paths) - 5  # a few stand in both tables


@pytest.mark.parametrize("path", SEVERAL.strip().splitlines())
def test_a_file_of_several_episodes_is_said(path: str) -> None:
    assert any("holds episodes" in doubt for doubt in parse_name(PurePath(path)).doubts)


@pytest.mark.parametrize("path", RIVALS.strip().splitlines())
def test_a_reading_that_has_a_rival_is_in_doubt(path: str) -> None:
    assert parse_name(PurePath(path)).doubts


def test_paths_of_windows_are_read_as_others_are() -> None:
    path = PureWindowsPath(r"D:\Anime\Show Name\Season 2\[Group] Show Name - 03 [1080p].mkv")
    name = parse_name(path, root=PureWindowsPath("D:/Anime")).name
    assert (name.series, name.season, name.number) == ("Show Name", 2, 3)
    bare = parse_name(PureWindowsPath(r"\\server\share\Show Name\05.mkv")).name
    assert (bare.series, bare.number) == ("Show Name", 5)
