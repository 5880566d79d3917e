"""Chapters, written and read back: positions come back as the frames that they were."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree as ET

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.series import DETECTOR

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import (
    SEGMENT_KINDS,
    Segment,
    Segmentation,
    SegmentKind,
    whole_as_body,
)
from cutstat.core.shots import Detection
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter
from cutstat.errors import InputError
from cutstat.formats import ffmetadata, matroska
from cutstat.formats.chapters import chapter_titles
from cutstat.formats.file_names import free_name
from cutstat.formats.registry import read_chapters
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.segment.chapters import is_part, is_vague, kind_of_title

FILM = Fraction(24000, 1001)
EPISODE: list[tuple[SegmentKind, int, int]] = [
    ("body", 0, 1_438),
    ("opening", 1_438, 3_596),
    ("body", 3_596, 17_000),
    ("eyecatch", 17_000, 17_240),
    ("body", 17_240, 30_932),
    ("ending", 30_932, 33_090),
    ("preview", 33_090, 33_810),
    ("card", 33_810, 34_000),
]
TITLES = ["Avant", "Opening", "Part A", "Eyecatch", "Part B", "Ending", "Preview", "Card"]

Writer = Callable[..., str]


def writing(write: Callable[[EpisodeMeasures, Path], str]) -> Writer:
    """Write segments as those of an episode."""

    def written(
        segments: Sequence[Segment], *, times: FrameTimes, part_starts: tuple[int, ...] = ()
    ) -> str:
        episode = measure_episode(
            EpisodeName("Show", Fraction(1)),
            file="a.mkv",
            times=times,
            detection=Detection(DETECTOR, (), np.zeros(len(times), np.float32), 0.5),
            segmentation=Segmentation(tuple(segments), part_starts=part_starts),
        )
        return write(episode, Path("a.mkv"))

    return written


to_matroska_xml = writing(matroska.to_matroska_xml)
to_ffmetadata = writing(ffmetadata.to_ffmetadata)
both = pytest.mark.parametrize("write", [to_matroska_xml, to_ffmetadata])


def segments_of(spans: Sequence[tuple[SegmentKind, int, int]]) -> list[Segment]:
    return [Segment(kind, start, stop, "by hand") for kind, start, stop in spans]


def millisecond_times(n_frames: int, *, first: int = 0) -> FrameTimes:
    """Give film frames as Matroska keeps them: rounded to milliseconds."""
    pts = [first + round(1000 * frame / FILM) for frame in range(n_frames + 1)]
    return FrameTimes(np.array(pts[:-1], np.int64), pts[-1], Fraction(1, 1000), FILM)


def read_text(folder: Path, text: str | bytes) -> tuple[Chapter, ...]:
    path = folder / "chapters"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_chapters(path)


def nearest_frame(times: FrameTimes, seconds: float) -> int:
    """Give the frame, or the end, that a time of a chapter stands for, half a frame off at most."""
    distance = np.abs(times.all_seconds() - seconds)
    assert distance.min() < 0.5 / times.rate
    return int(distance.argmin())


# --- writing --------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    "times", [FrameTimes.constant(34_000, FILM), millisecond_times(34_000, first=83)]
)
def test_segments_come_back_as_the_same_frames_and_kinds(
    write: Writer, times: FrameTimes, tmp_path: Path
) -> None:
    chapters = read_text(tmp_path, write(segments_of(EPISODE), times=times))
    assert [chapter.title for chapter in chapters] == TITLES
    frames = [nearest_frame(times, chapter.start_seconds) for chapter in chapters]
    assert frames == [start for _, start, _ in EPISODE]
    assert nearest_frame(times, chapters[-1].stop_seconds) == 34_000
    for before, after in pairwise(chapters):
        assert before.stop_seconds == after.start_seconds


@st.composite
def covers(draw: st.DrawFn) -> list[Segment]:
    """Draw segments that cover an episode."""
    edges = sorted(draw(st.sets(st.integers(1, 60_000), min_size=1, max_size=12)))
    kinds = draw(st.lists(st.sampled_from(SEGMENT_KINDS), min_size=len(edges), max_size=len(edges)))
    return segments_of(list(zip(kinds, [0, *edges], edges, strict=False)))


@both
@given(cover=covers(), is_rounded=st.booleans(), first=st.integers(0, 10_000))
def test_any_segments_come_back_as_the_same_frames_and_kinds(
    tmp_path_factory: pytest.TempPathFactory,
    write: Writer,
    cover: list[Segment],
    is_rounded: bool,
    first: int,
) -> None:
    n_frames = cover[-1].stop
    times = (
        millisecond_times(n_frames, first=first)
        if is_rounded
        else FrameTimes.constant(n_frames, FILM)
    )
    chapters = read_text(tmp_path_factory.getbasetemp(), write(cover, times=times))
    kinds = [kind_of_title(chapter.title) for chapter in chapters]
    assert kinds == [segment.kind for segment in cover]
    for chapter, segment in zip(chapters, cover, strict=True):
        assert nearest_frame(times, chapter.start_seconds) == segment.start
        assert nearest_frame(times, chapter.stop_seconds) == segment.stop
        assert times.frame_at(chapter.start_seconds) == segment.start


def test_matroska_chapters_have_what_mkvmerge_wants() -> None:
    text = to_matroska_xml(
        segments_of([("opening", 0, 24), ("body", 24, 90_000)]),
        times=FrameTimes.constant(90_000, FILM),
    )
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Chapters>\n')
    root = ET.fromstring(text)
    (edition,) = root
    first, second = edition.findall("ChapterAtom")
    assert first.findtext("ChapterTimeStart") == "00:00:00.000000000"
    assert first.findtext("ChapterTimeEnd") == "00:00:01.001000000"
    assert second.findtext("ChapterTimeEnd") == "01:02:33.750000000"
    assert second.findtext("ChapterDisplay/ChapterString") == "Part A"
    assert second.findtext("ChapterDisplay/ChapterLanguage") == "eng"
    identities = {one.text for one in root.iter() if one.tag in ("ChapterUID", "EditionUID")}
    assert len(identities) == 3
    assert all(0 < int(one or 0) < 2**64 for one in identities)


@both
def test_the_same_segments_give_the_same_text(write: Writer) -> None:
    times = FrameTimes.constant(34_000, FILM)
    assert write(segments_of(EPISODE), times=times) == write(segments_of(EPISODE), times=times)


def test_ffmetadata_is_what_ffmpeg_documents() -> None:
    text = to_ffmetadata(
        segments_of([("opening", 0, 24), ("body", 24, 48)]), times=FrameTimes.constant(48, FILM)
    )
    assert text == dedent(
        """\
        ;FFMETADATA1
        [CHAPTER]
        TIMEBASE=1/1000000000
        START=0
        END=1001000000
        title=Opening
        [CHAPTER]
        TIMEBASE=1/1000000000
        START=1001000000
        END=2002000000
        title=Part A
        """
    )


def test_ffmpeg_reads_the_ffmetadata(tmp_path: Path) -> None:
    times = FrameTimes.constant(34_000, FILM)
    path = tmp_path / "a.ffmetadata"
    path.write_text(to_ffmetadata(segments_of(EPISODE), times=times), "utf-8")
    with av.open(str(path)) as container:
        found = container.chapters()
    assert [one["metadata"]["title"] for one in found] == TITLES
    for one, (_, start, stop) in zip(found, EPISODE, strict=True):
        unit = Fraction(one["time_base"] or 0)
        assert abs(one["start"] * unit - start / FILM) < Fraction(1, 10**9)
        assert abs(one["end"] * unit - stop / FILM) < Fraction(1, 10**9)


@both
def test_an_episode_that_is_all_body_is_one_chapter(write: Writer, tmp_path: Path) -> None:
    text = write(whole_as_body(48), times=FrameTimes.constant(48, Fraction(24)))
    assert read_text(tmp_path, text) == (Chapter(0.0, 2.0, "Episode"),)


@both
def test_the_body_is_split_where_another_part_begins(write: Writer, tmp_path: Path) -> None:
    segments = segments_of([("opening", 0, 24), ("body", 24, 96)])
    times = FrameTimes.constant(96, Fraction(24))
    # 12 lies in the opening, which has no parts; 24 begins the body anyway.
    chapters = read_text(tmp_path, write(segments, times=times, part_starts=(72, 12, 24, 48)))
    assert [(one.start_seconds, one.title) for one in chapters] == [
        (0.0, "Opening"),
        (1.0, "Part A"),
        (2.0, "Part B"),
        (3.0, "Part C"),
    ]


@pytest.mark.parametrize(
    ("spans", "titles"),
    [
        ([("body", 0, 90), ("opening", 90, 100)], ["Part A", "Opening"]),
        (
            [("body", 0, 80), ("opening", 80, 90), ("body", 90, 100)],
            ["Part A", "Opening", "Part B"],
        ),
        (
            [("body", 0, 5), ("card", 5, 7), ("body", 7, 9), ("opening", 9, 20), ("body", 20, 99)],
            ["Avant", "Card", "Avant", "Opening", "Part A"],
        ),
        (
            [("recap", 0, 9), ("opening", 9, 20), ("body", 20, 50), ("ending", 50, 60)],
            ["Recap", "Opening", "Part A", "Ending"],
        ),
        ([("body", 0, 9), ("body", 9, 20)], ["Part A", "Part B"]),
    ],
)
def test_only_what_stands_before_most_of_the_body_is_an_avant(
    spans: list[tuple[SegmentKind, int, int]], titles: list[str]
) -> None:
    assert chapter_titles(segments_of(spans)) == titles


def test_titles_are_read_as_the_kinds_that_they_were_written_for() -> None:
    many = segments_of([("body", k, k + 1) for k in range(30)])
    others = segments_of([(kind, k, k + 1) for k, kind in enumerate(SEGMENT_KINDS)])
    for segment, title in zip(
        [*many, *others], [*chapter_titles(many), *chapter_titles(others)], strict=True
    ):
        assert kind_of_title(title) == segment.kind
        assert is_part(title) == (segment.kind == "body" and title != "Avant")
        assert not is_vague(title)


def test_two_videos_of_one_name_have_two_files_of_chapters() -> None:
    stem = "[Group] Show - 01.5 (BD)"
    assert free_name(stem, ".chapters.xml") == f"{stem}.chapters.xml"
    taken = {"[group] show - 01.5 (bd).ffmetadata"}
    assert free_name(stem, ".ffmetadata", taken=taken) == f"{stem} (2).ffmetadata"


# --- reading Matroska XML -------------------------------------------------------------------


def atom(start: str, stop: str | None, title: str, *more: str) -> str:
    end = "" if stop is None else f"<ChapterTimeEnd>{stop}</ChapterTimeEnd>"
    return (
        f"<ChapterAtom><ChapterTimeStart>{start}</ChapterTimeStart>{end}{''.join(more)}"
        f"<ChapterDisplay><ChapterString>{title}</ChapterString>"
        "<ChapterLanguage>eng</ChapterLanguage></ChapterDisplay></ChapterAtom>"
    )


def edition(*content: str) -> str:
    return f"<EditionEntry>{''.join(content)}</EditionEntry>"


def document(*editions: str, head: str = '<?xml version="1.0"?>') -> str:
    return f"{head}\n<Chapters>{''.join(editions)}</Chapters>"


def test_matroska_chapters_are_read_as_other_programs_write_them(tmp_path: Path) -> None:
    text = """\
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- <!DOCTYPE Chapters SYSTEM "matroskachapters.dtd"> -->
        <Chapters>
          <EditionEntry>
            <EditionFlagHidden>0</EditionFlagHidden>
            <EditionUID>5</EditionUID>
            <ChapterAtom>
              <ChapterDisplay>
                <ChapterString>アバン &amp; more</ChapterString>
                <ChapterLanguage>jpn</ChapterLanguage>
              </ChapterDisplay>
              <ChapterDisplay>
                <ChapterString>Avant</ChapterString>
                <ChapterLanguage>eng</ChapterLanguage>
              </ChapterDisplay>
              <ChapterUID>1</ChapterUID>
              <ChapterTimeStart>00:00:00.000</ChapterTimeStart>
              <ChapterFlagHidden>0</ChapterFlagHidden>
              <ChapterFlagEnabled>1</ChapterFlagEnabled>
            </ChapterAtom>
            <ChapterAtom>
              <ChapterUID>2</ChapterUID>
              <ChapterTimeStart>00:01:30.500000000</ChapterTimeStart>
            </ChapterAtom>
          </EditionEntry>
        </Chapters>
        """
    assert read_text(tmp_path, dedent(text)) == (
        Chapter(0.0, 90.5, "アバン & more"),
        Chapter(90.5, math.inf, ""),
    )


def test_hidden_disabled_nested_and_foreign_chapters_are_left_out(tmp_path: Path) -> None:
    inner = atom("00:00:02.0", "00:00:03.0", "inside")
    text = document(
        edition(
            atom("00:00:00.0", "00:00:05.0", "shown", inner),
            atom("00:00:05.0", "00:00:06.0", "hidden", "<ChapterFlagHidden>1</ChapterFlagHidden>"),
            atom("00:00:06.0", "00:00:07.0", "off", "<ChapterFlagEnabled>0</ChapterFlagEnabled>"),
            atom(
                "00:00:07.0",
                "00:00:08.0",
                "in another file",
                '<ChapterSegmentUID format="hex">0102</ChapterSegmentUID>',
            ),
            atom("00:00:08.0", "00:00:09.0", "shown too"),
        )
    )
    assert [chapter.title for chapter in read_text(tmp_path, text)] == ["shown", "shown too"]


def test_of_several_editions_the_default_one_is_read_and_never_a_hidden_one(
    tmp_path: Path,
) -> None:
    hidden, default = (
        f"<EditionFlag{name}>1</EditionFlag{name}>" for name in ("Hidden", "Default")
    )
    one = edition(hidden, default, atom("00:00:01", None, "a"))
    two = edition(atom("00:00:01", None, "b"))
    three = edition(default, atom("00:00:01", None, "c"))
    assert read_text(tmp_path, document(one, two, three))[0].title == "c"
    assert read_text(tmp_path, document(one, two))[0].title == "b"
    with pytest.raises(InputError, match="holds no chapter that is shown"):
        read_text(tmp_path, document(one))


def test_an_ordered_edition_may_play_later_chapters_first(tmp_path: Path) -> None:
    text = document(
        edition(
            "<EditionFlagOrdered>1</EditionFlagOrdered>",
            atom("00:00:05.0", "00:00:06.0", "late"),
            atom("00:00:00.0", "00:00:05.0", "early"),
        )
    )
    assert [chapter.title for chapter in read_text(tmp_path, text)] == ["early", "late"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = document(edition(atom("00:00:00", "00:00:01", "Générique")), head=head)
    assert read_text(tmp_path, text.encode(encoding))[0].title == "Générique"


def test_a_document_type_is_no_harm(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">'
    text = document(edition(atom("00:00:00", "00:00:01", "OP")), head=head)
    assert read_text(tmp_path, text) == (Chapter(0.0, 1.0, "OP"),)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;',
    ],
)
def test_entities_are_refused(tmp_path: Path, declared: str) -> None:
    head = f'<?xml version="1.0"?><!DOCTYPE Chapters [{declared}]>'
    text = document(edition(atom("00:00:00", "00:00:01", "&a;")), head=head)
    with pytest.raises(InputError, match=r"it has the entity 'a', .* remove it"):
        read_text(tmp_path, text)


def test_an_entity_that_is_declared_elsewhere_is_refused(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">'
    text = document(edition(atom("00:00:00", "00:00:01", "&far;")), head=head)
    with pytest.raises(InputError, match="it has the entity 'far'"):
        read_text(tmp_path, text)


# --- reading FFmpeg metadata ----------------------------------------------------------------


def test_ffmetadata_is_read_with_its_escapes_comments_and_other_sections(tmp_path: Path) -> None:
    text = """\
        ;FFMETADATA1
        title=Show \\= 1
        [STREAM]
        title=not a chapter
        START=5
        [CHAPTER]
        TIMEBASE=1/1000
        ;START=7
        START=0
        #END=8
        END=1500
        title=A \\= B\\; \\#1 \\\\ and\\
        more
        [CHAPTER]
        START=1500000000
        TITLE= Opening
        """
    assert read_text(tmp_path, dedent(text)) == (
        Chapter(0.0, 1.5, "A = B; #1 \\ and\nmore"),
        Chapter(1.5, math.inf, " Opening"),
    )


def test_ffmetadata_with_the_ends_of_lines_of_windows_is_read(tmp_path: Path) -> None:
    text = ";FFMETADATA1\r\n[CHAPTER]\r\nTIMEBASE=1/10\r\nSTART=10\r\nEND=20\r\ntitle=OP\r\n"
    assert read_text(tmp_path, text) == (Chapter(1.0, 2.0, "OP"),)


@given(title=st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=40))
def test_what_ffmpeg_escapes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    escaped = "".join(f"\\{char}" if char in "=;#\\\n" else char for char in title)
    text = f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1\ntitle={escaped}\n"
    (chapter,) = read_text(tmp_path_factory.getbasetemp(), text)
    assert chapter.title == title


# --- reading the simple form ----------------------------------------------------------------


def test_the_simple_form_is_read(tmp_path: Path) -> None:
    text = """\
        CHAPTER01=00:00:00.000
        CHAPTER01NAME=アバン

        CHAPTER02=00:01:30,500
        CHAPTER02NAME=OP = Song
        chapter03=0:3:00
        """
    expected = (
        Chapter(0.0, 90.5, "アバン"),
        Chapter(90.5, 180.0, "OP = Song"),
        Chapter(180.0, math.inf, ""),
    )
    assert read_text(tmp_path, dedent(text)) == expected
    for encoding in ("utf-8-sig", "utf-16"):
        content = dedent(text).replace("\n", "\r\n").encode(encoding)
        assert read_text(tmp_path, content) == expected


def test_the_simple_form_may_name_chapters_after_their_times(tmp_path: Path) -> None:
    text = "CHAPTER1=00:00:00.0\nCHAPTER2=00:00:05.0\nCHAPTER1NAME=A\nCHAPTER2NAME=B\n"
    assert [chapter.title for chapter in read_text(tmp_path, text)] == ["A", "B"]


# --- what cannot be read --------------------------------------------------------------------

FF = ";FFMETADATA1\n[CHAPTER]\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds nothing"),
        ("Dear diary", "expected chapters as Matroska XML"),
        (b"\x1a\x45\xdf\xa3\x00", "no text file; was a video meant?"),
        (b"\xff\xfe\x00", "no text file"),
        ("<Chapters>", "the XML is damaged: no element found: line 1"),
        ("<Chapters><EditionEntry></Chapters>", "the XML is damaged: mismatched tag: line 1"),
        ('<?xml version="1.0" encoding="klingon"?><Chapters/>', "the XML is damaged: "),
        ('<?xml version="1.0" encoding="shift_jis"?><Chapters/>', "multi-byte encodings"),
        ("<Tags></Tags>", "the document is of <Tags>, expected <Chapters>"),
        ("<Chapters/>", "holds no chapter that is shown; choose another file"),
        (document(edition()), "holds no chapter"),
        (
            document(edition("<ChapterAtom/>")),
            "'' is no time on a clock; write it like 00:01:30.500",
        ),
        (document(edition(atom("00:61:00", None, "a"))), "'00:61:00' is no time"),
        (document(edition(atom("5 s", None, "a"))), "'5 s' is no time"),
        (
            document(edition(atom("00:00:05", None, "a"), atom("00:00:04", None, "b"))),
            "chapter 2 starts before chapter 1; put them in order of time",
        ),
        (document(edition(atom("00:00:05", "00:00:04", "a"))), "chapter 1 stops before it starts"),
        (";FFMETADATA1\ntitle=Show\n", "holds no chapter"),
        (FF + "END=5\n", "chapter 1 has no START"),
        (FF + "START=x\n", "chapter 1 has START=x, expected a whole number"),
        (FF + "TIMEBASE=1/0\nSTART=1\n", "chapter 1 has the time base '1/0'"),
        (FF + "START=-5\n", "chapter 1 starts before 0"),
        (FF + "START=5\nEND=4\n", "chapter 1 stops before it starts"),
        (FF + "START=" + "9" * 30, "expected a whole number"),
        (FF.encode() + b"START=1\ntitle=Caf\xe9\n", "the text is not UTF-8; save it as UTF-8"),
        ("CHAPTER01=00:00:05.000\nhello\n", "line 2 is 'hello', expected CHAPTERnn="),
        ("CHAPTER01=now\n", "'now' is no time"),
        ("CHAPTER01NAME=OP\n", "chapter 1 has a name, but no time"),
        ("CHAPTER01=00:00:05.0\nCHAPTER1=00:00:06.0\n", "line 2 gives chapter 1 once more"),
        ("CHAPTER01=00:00:05.0\nCHAPTER02=00:00:04.0\n", "chapter 2 starts before chapter 1"),
    ],
)
def test_what_is_no_good_file_of_chapters_is_said_in_a_sentence(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, content)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'chapters'}: ")
    assert "\n" not in str(caught.value)


def test_a_path_that_is_no_file_of_chapters_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.xml: cannot be read \(No such file"):
        read_chapters(tmp_path / "absent.xml")
    with pytest.raises(InputError, match="cannot be read"):
        read_chapters(tmp_path)
    (tmp_path / "video.mkv").write_bytes(bytes(8_000_001))
    with pytest.raises(InputError, match=r"no text file; was a video meant\?"):
        read_chapters(tmp_path / "video.mkv")


HEADS = [b"", b"<", b"<Chapters>", FF.encode(), b"CHAPTER01=", b"\xff\xfe"]


@given(
    head=st.sampled_from(HEADS),
    data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
)
def test_any_content_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, data: bytes
) -> None:
    with contextlib.suppress(InputError):
        assert read_text(tmp_path_factory.getbasetemp(), head + data)


def test_xml_of_any_depth_is_read(tmp_path: Path) -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    text = document(edition(atom("00:00:00", "00:00:01", "OP", deep)))
    assert read_text(tmp_path, text)[0].title == "OP"
