from __future__ import annotations

import logging
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from support.reports import build_report
from support.series import make_comparison, make_looks, make_series

from cutstat.errors import InputError
from cutstat.report import pages, post
from cutstat.report.model import Report
from cutstat.report.write import check_folder, write_plot, write_report
from cutstat.stats.compare import compare
from cutstat.study.demo import called_invented

NAMES = [
    *("report.pdf", "report.html", "post.png"),
    *("01-strip.png", "02-rates.png", "03-shots.png", "04-shot-lengths.png", "05-pacing.png"),
    *("06-heat-map.png", "07-season.png", "08-cards.png", "09-verdict.png"),
]
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from support.reports import build_report
from support.series import make_comparison
from cutstat.report.write import check_folder, write_report
write_report(build_report(make_comparison(episodes=5)), Path(sys.argv[2]))
"""


def japanese() -> Report:
    comparison = compare(
        make_series("海の駅", episodes=5, rate=20, seed=1),
        [make_series("攻殻機動隊 무한", episodes=5, seed=2)],
    )
    return build_report(comparison)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "new" / "folder"
    found = write_report(build_report(make_comparison(episodes=5)), folder)
    assert [file.name for file in found.files] == NAMES
    assert found.notes == ()
    return folder


def test_a_report_is_a_pdf_a_page_and_an_image_of_each_picture(written: Path) -> None:
    assert sorted(file.name for file in written.iterdir()) == sorted(NAMES)
    assert (written / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_pdf_can_be_read_searched_and_jumped_through(written: Path) -> None:
    report = build_report(make_comparison(episodes=5))
    pdf = pypdf.PdfReader(written / "report.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.title == report.said.title
    catalogue = pdf.root_object
    assert catalogue["/Lang"] == "en"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert report.said.headline in texts[0]
    assert report.said.verdict in "".join(texts)
    assert "What it rests on" in "".join(texts)
    places = {mark.title: pdf.get_destination_page_number(mark) for mark in pdf.outline}
    titles = [panel.title for panel in report.panels]
    assert set(titles) <= set(places)
    assert list(places.values()) == sorted(places.values())
    for title, page in places.items():
        assert page == 0 or title in texts[page]


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_all_fonts_are_in_the_pdf(written: Path) -> None:
    command = ["pdffonts", str(written / "report.pdf")]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert rows
    assert {row[-5] for row in rows} == {"yes"}


def test_drawings_hold_their_title_and_caption(tmp_path: Path) -> None:
    report = build_report(make_comparison(episodes=5), title="A & B")
    found = write_report(report, tmp_path, formats=["svg"])
    assert [file.suffix for file in found.files] == [".svg"] * 9
    text = (tmp_path / "05-pacing.svg").read_text("utf-8")
    assert f"<title>{report.panels[4].title} – A &amp; B</title>" in text
    assert report.panels[4].caption in text
    first = [file.read_bytes() for file in found.files]
    again = write_report(report, tmp_path, formats=["svg"])
    assert [file.read_bytes() for file in again.files] == first


def test_one_picture_can_be_written_alone(tmp_path: Path) -> None:
    report = build_report(make_comparison(episodes=5))
    write_plot(report, "pacing", tmp_path / "one.PNG")
    write_report(report, tmp_path, formats=["png"])
    assert (tmp_path / "one.PNG").read_bytes() == (tmp_path / "05-pacing.png").read_bytes()
    write_plot(report, "cards", tmp_path / "cards.svg")
    assert "Episode by episode" in (tmp_path / "cards.svg").read_text("utf-8")
    with pytest.raises(InputError, match=r"pictures are written as \.png or \.svg"):
        write_plot(report, "pacing", tmp_path / "one.jpg")


def test_the_picture_to_post_has_the_size_that_sites_show(written: Path) -> None:
    content = (written / "post.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1200, 630)


@pytest.mark.parametrize("has_pictures", [True, False])
def test_the_picture_to_post_says_what_its_blocks_are(has_pictures: bool) -> None:
    comparison = make_comparison(episodes=5)
    everyone = (comparison.target, *comparison.baselines)
    looks = {one.name: make_looks(one) for one in everyone}
    report = build_report(comparison, looks=looks if has_pictures else None)
    figure = Figure(figsize=(8, 4.2))
    FigureCanvasAgg(figure)
    post._draw(figure, called_invented(report))
    blocks, source = [text.get_text() for text in figure.texts][-2:]
    assert source.startswith("Invented shows. Shots ")
    assert ("what it leaves free has the shot's mean colour." in blocks) == has_pictures
    assert blocks.startswith("One picture a shot" if has_pictures else "One block a shot, as wide")
    # The whole report says the same of them.
    assert blocks in report.pictures["strip"].caption


@pytest.mark.parametrize("name", NAMES[3:])
def test_images_are_1600_pixels_wide(written: Path, name: str) -> None:
    content = (written / name).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width == 1600
    assert height > 300


@pytest.mark.parametrize(
    ("zone", "language"), [("Asia/Tokyo", "C"), ("America/St_Johns", "ja_JP.UTF-8")]
)
def test_the_same_report_has_the_same_bytes_anywhere(
    written: Path, tmp_path: Path, zone: str, language: str
) -> None:
    surroundings = {
        **os.environ,
        "TZ": zone,
        "LC_ALL": language,
        "LANG": language,
        "PYTHONHASHSEED": "7",
        "PYTHONUTF8": "0",
    }
    tests = str(Path(__file__).parents[1])
    subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, tests, str(tmp_path)],
        check=True,
        env=surroundings,
    )
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    report = build_report(make_comparison(episodes=5))
    found = write_report(report, tmp_path, formats=["pdf"])
    assert [file.name for file in tmp_path.iterdir()] == ["report.pdf"]
    assert found.files == (tmp_path / "report.pdf",)


def test_a_missing_character_gives_one_note_and_no_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cutstat.figures.fonts._system_files", lambda: ())
    with caplog.at_level(logging.WARNING):
        found = write_report(japanese(), tmp_path)
    assert len(found.notes) == 1
    assert found.notes[0].startswith("No installed font can write 무한")
    assert caplog.records == []


def test_a_file_in_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("mine")
    with pytest.raises(InputError, match="a file, where the report needs a folder"):
        write_report(build_report(make_comparison(episodes=5)), tmp_path / "reports")
    assert (tmp_path / "reports").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_composed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="deep: cannot be written"):
        check_folder(tmp_path / "file" / "deep")
    check_folder(tmp_path / "not" / "yet" / "there")
    assert not (tmp_path / "not").exists()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match=r"reports: cannot be written \(permission denied\)"):
        check_folder(tmp_path / "reports")


def test_an_unknown_font_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no font is called 'No Such Font'"):
        write_report(japanese(), tmp_path / "new", font="No Such Font")
    assert not (tmp_path / "new").exists()


def test_a_report_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.pdf").write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(pages.PdfPages, "savefig", fail)
    with pytest.raises(RuntimeError, match="no ink"):
        write_report(japanese(), tmp_path, formats=["pdf"])
    assert [file.name for file in tmp_path.iterdir()] == ["report.pdf"]
    assert (tmp_path / "report.pdf").read_bytes() == b"old"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_the_text_of_the_pages_can_be_searched(tmp_path: Path) -> None:
    report = japanese()
    write_report(report, tmp_path, formats=["pdf"])
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"],
        check=True,
        capture_output=True,
    ).stdout.decode("utf-8")
    words = "".join(text.split())
    assert "海の駅" in words
    assert "攻殻機動隊" in words
    assert "Notes" not in text
    # Where no font at hand has hangul, boxes stand for it.
    drawn = str.maketrans("", "", "무한?\N{REPLACEMENT CHARACTER}")
    assert "".join(report.said.rank.split()).translate(drawn) in words.translate(drawn)
    for row in report.episodes.rows:
        assert "".join(row[1:]).replace(" ", "") in words, row


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts is not installed")
def test_every_font_is_embedded(tmp_path: Path) -> None:
    write_report(japanese(), tmp_path, formats=["pdf"])
    listed = subprocess.run(
        ["pdffonts", str(tmp_path / "report.pdf")], check=True, capture_output=True, text=True
    ).stdout
    fonts = listed.splitlines()[2:]
    assert any("IPAexGothic" in line for line in fonts)
    for line in fonts:
        # The last columns: embedded, subset, unicode, and the two numbers of the object.
        embedded, _, unicode, *_ = line.split()[-5:]
        assert (embedded, unicode) == ("yes", "yes"), line
