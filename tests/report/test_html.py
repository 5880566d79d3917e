"""The page of a report holds all of it, and nothing that a title could smuggle in."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.reports import build_report
from support.series import make_comparison, make_looks, make_segmented, make_series

from cutstat.figures import theme
from cutstat.report.inline import COLOURS, inlined, shortened
from cutstat.report.model import Report
from cutstat.report.write import HTML_NAME, write_report
from cutstat.stats.claim import Statement, cannot_ask
from cutstat.stats.compare import compare
from cutstat.stats.published import against_published

HOSTILE = "</script><script>alert('x')</script> & \"q\" ‮海の駅 <b>"


class Reader(HTMLParser):
    """Collects tags, ids and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def whole_report() -> Report:
    target = make_segmented("Hero Mask", episodes=6, rate=20, seed=1)
    comparison = compare(target, [make_series("B", seed=2), make_segmented("C", seed=3)])
    return build_report(
        comparison,
        published=against_published(target),
        looks={target.name: make_looks(target)},
        answers=[cannot_ask(Statement("It is so", "shots", "higher", "mean"), "no reason")],
        command="cutstat report",
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("html")
    write_report(whole_report(), folder, formats=["html"])
    return (folder / HTML_NAME).read_text("utf-8")


def test_all_that_the_report_says_is_on_the_page(page: str) -> None:
    report = whole_report()
    said = "".join(read(page).texts)
    pieces = [
        *(
            report.said.title,
            report.said.headline,
            report.said.numbers,
            report.said.verdict,
            report.said.rank,
            report.said.method,
            *report.said.caveats,
        ),
        *(report.said.published, *report.said.answers[0], *report.notes),
        *(cell for table in (report.series, report.episodes) for row in table.rows for cell in row),
        *(line for _, found in report.basis for line in found),
    ]
    for piece in pieces:
        for text in piece if isinstance(piece, tuple) else (piece,):
            assert text in said, text


def test_no_id_is_there_twice_and_every_reference_has_its_id(page: str) -> None:
    reader = read(page)
    assert [one for one, count in Counter(reader.ids).items() if count > 1] == []
    used = {
        value[1:]
        for name, value in reader.attributes
        if name.endswith("href") and value.startswith("#")
    }
    used |= set(re.findall(r"url\(#([^)]+)\)", page))
    assert used <= set(reader.ids)
    assert len(used) > 50


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    values = [
        value for name, value in read(page).attributes if name in ("src", "href", "xlink:href")
    ]
    assert values
    assert {value.split(",")[0] for value in values if not value.startswith("#")} <= {
        "data:image/webp;base64"
    }
    assert "@import" not in page


def test_a_title_is_text_whatever_it_holds(tmp_path: Path) -> None:
    target = make_series(HOSTILE, episodes=5, seed=1)
    comparison = compare(target, [make_series("{{ 7 * 7 }}", episodes=5, seed=2)])
    write_report(build_report(comparison, title=HOSTILE), tmp_path, formats=["html"])
    written = (tmp_path / HTML_NAME).read_text("utf-8")
    reader = read(written)
    assert reader.tags["script"] == 1 + reader.tags["figure"]
    assert reader.tags["b"] == 0
    assert "alert('x')" in "".join(reader.texts)
    assert "{{ 7 * 7 }}" in "".join(reader.texts)
    assert "</script><script>" not in written


def test_every_title_is_marked_in_texts_and_tables(tmp_path: Path) -> None:
    long = "A very long title that a phone cannot hold in one line"
    names = ("海の駅", "海", "Tom & <Jerry>", long)
    target, *others = (make_series(name, episodes=5, seed=seed) for seed, name in enumerate(names))
    report = build_report(compare(target, others))
    write_report(report, tmp_path, formats=["html"])
    written = (tmp_path / HTML_NAME).read_text("utf-8")
    found = re.findall(r'<cite( class="whole")?>(.*?)</cite>', written)
    assert {(bool(is_whole), html.unescape(name)) for is_whole, name in found} == {
        *((True, name) for name in names[:3]),
        (False, long),
    }
    assert re.search(r'<h1>[^<]*<cite class="whole">海の駅</cite>[^<]*</h1>', written)
    assert '<th scope="row"><cite class="whole">Tom &amp; &lt;Jerry&gt;</cite></th>' in written
    texts = re.sub(r"(?s)<(svg|script|style|title)\b.*?</\1>", "", written)
    texts = re.sub(r'<cite.*?</cite>|(?s: aria-label=".*?")', "", texts)
    assert "海" not in texts


def test_colours_are_names_that_the_style_sheet_has_for_light_and_dark(page: str) -> None:
    light, dark = (
        set(re.findall(r"--([\w-]+):", part))
        for part in re.findall(r":root {(.*?)}", page, re.DOTALL)
    )
    assert light == dark == set(COLOURS.values())
    used = set(re.findall(r"var\(--([\w-]+)\)", page))
    assert used <= light
    assert {"target", "baseline", "published", "opening", "ink", "muted"} <= used
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    for colour in COLOURS:
        assert colour.casefold() not in drawings.casefold()
    assert set(vars(theme)["SEGMENTS"].values()) <= set(COLOURS)


def test_the_light_colours_are_those_of_the_theme(page: str) -> None:
    (light, _) = re.findall(r":root {(.*?)}", page, re.DOTALL)
    values = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    differing = {
        name: colour
        for colour, name in COLOURS.items()
        if values[name].upper() != colour and colour != "#000000"
    }
    assert differing == {"muted": theme.MUTED}  # darker, for small text on a screen


def test_marks_are_those_of_every_episode(page: str) -> None:
    marks = {
        key: json.loads(zlib.decompress(base64.b64decode(text)))
        for key, text in re.findall(
            r'<figure class="plot(?: reflows)?" id="([\w-]+)">.*?'
            r'<script type="text/plain" class="marks">(.*?)</script>',
            page,
            re.DOTALL,
        )
    }
    assert list(marks) == [
        *("strip", "rates", "shots", "shot-lengths", "pacing", "heat-map", "season", "cards"),
        *("verdict", "published"),
    ]
    labels = {group["label"] for group in marks["season"]}
    assert {f"Hero Mask {number:02d}" for number in range(1, 7)} <= labels
    assert {f"B {number:02d}" for number in range(1, 7)} <= labels
    for groups in marks.values():
        for group in groups:
            assert len(group["x"]) == len(group["text"])
            assert len(group["y"]) in (1, len(group["x"]))
            assert all(0 <= value <= 10_000 for value in (*group["x"], *group["y"]))


def test_a_drawing_is_cropped_and_keeps_no_style_of_its_own() -> None:
    svg = (
        '<?xml version="1.0"?>\n<svg width="595pt" viewBox="0 0 595 300">\n<style type="text/css">'
        '*{x: y}</style><g id="b"><use href="#b" style="fill: #c2410c; clip-path: url(#c)"/></g>'
        "</svg>"
    )
    found = inlined(svg, key="k", crop=25.4)
    assert found.startswith('<svg viewBox="72.000 0 451.000 300"')
    assert "<style" not in found
    assert '<g id="k0"><use href="#k0" style="fill: var(--target); clip-path: url(#k1)"/>' in found


def test_like_strokes_are_one_and_cut_to_tenths_of_a_point() -> None:
    look = 'clip-path="url(#c)" style="fill: none; stroke: #c2410c; stroke-width: 0.5"'
    svg = (
        '<svg viewBox="0 0 9 9"><defs><clipPath id="c"/></defs><g id="LineCollection_1">\n'
        f'<path d="M 1.23456 2.5 \nL 1.23456 7.129 \n" {look}/>\n'
        f'<path d="M 3 2.5 \nL 4.5 7.1 \n" {look}/>\n'
        '<path d="M 3 2.5 \nz\n" style="fill: #c2410c; opacity: 0.5"/></g></svg>'
    )
    found = inlined(svg, key="k", crop=0)
    assert 'd="m1.2 2.5v4.6m3.3 0l-1.5-4.6"' in found
    assert found.count("<path") == 2
    assert "LineCollection" not in found
    assert '<clipPath id="k0"/>' in found


def places(path: str) -> list[tuple[str, float, float]]:
    """Follow a path of relative steps, as a browser does."""
    here, start, found = (0.0, 0.0), (0.0, 0.0), []
    for letter, numbers in re.findall(r"([mlhvz])([^mlhvz]*)", path):
        steps = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        right, down = {"h": [*steps, 0], "v": [0, *steps], "z": [0, 0]}.get(letter, steps)
        here = start if letter == "z" else (here[0] + right, here[1] + down)
        start = here if letter == "m" else start
        found.append((letter if letter in "mz" else "l", *(round(one, 1) for one in here)))
    return found


def test_a_path_in_steps_leads_to_the_same_places() -> None:
    path = "M 10 20.04 \nL 10 5 \nL -3.25 5 \nz\nM 0.96 -7 \nL 0.98 -7.01 \nL 40 0.5 \n"
    assert places(shortened(path)) == [
        *(("m", 10, 20), ("l", 10, 5), ("l", -3.2, 5), ("z", 10, 20)),
        *(("m", 1, -7), ("l", 1, -7), ("l", 40, 0.5)),
    ]


@pytest.mark.parametrize(
    ("path", "steps"), [("z", ""), ("", ""), ("M 1 2 z z", "m1 2z"), ("zM 1 2", "m1 2")]
)
def test_a_path_of_hardly_anything_is_no_error(path: str, steps: str) -> None:
    assert shortened(path) == steps


def test_lines_of_two_ends_are_drawn_from_the_nearer_one() -> None:
    path = shortened("M 1 9 L 1 2 M 3 9 L 3 2 M 5 9 L 5 2")
    assert path == "m1 2v7m2 0v-7m2 0v7"


def test_places_do_not_drift_however_many_steps_lead_to_them() -> None:
    marks = [0.04 * k for k in range(2000)]
    path = shortened("M 0 0" + "".join(f" L {x} {x}" for x in marks))
    assert places(path)[-1] == ("l", round(marks[-1], 1), round(marks[-1], 1))


def test_curves_and_letters_stay_as_they_are() -> None:
    assert shortened("M 1.25 2 Q 3 4 5 6 \nz\n") == "M 1.25 2 Q 3 4 5 6z"
    letter = '<path id="b" d="M 1159 525 L 1159 581" transform="scale(0.015625)"/>'
    svg = f'<svg viewBox="0 0 9 9"><defs>{letter}</defs><use xlink:href="#b"/></svg>'
    assert 'd="M 1159 525 L 1159 581" transform' in inlined(svg, key="k", crop=0)


def test_a_hundred_episodes_are_a_page_of_a_few_megabytes(tmp_path: Path) -> None:
    target = make_segmented("A", episodes=50, rate=20, seed=1)
    others = [make_segmented("B", episodes=50, rate=20, seed=2)]
    write_report(build_report(compare(target, others)), tmp_path, formats=["html"])
    shots = sum(one.whole.shots for one in (*target.episodes, *others[0].episodes))
    assert shots > 40_000
    assert (tmp_path / HTML_NAME).stat().st_size < 75 * shots


def test_the_same_report_is_the_same_page(page: str, tmp_path: Path) -> None:
    write_report(whole_report(), tmp_path, formats=["html"])
    assert (tmp_path / HTML_NAME).read_text("utf-8") == page


def test_a_refusal_is_a_page_too(tmp_path: Path) -> None:
    report = build_report(make_comparison(episodes=3))
    assert report.said.verdict.startswith("No verdict")
    write_report(report, tmp_path, formats=["html"])
    assert report.said.verdict in "".join(read((tmp_path / HTML_NAME).read_text("utf-8")).texts)
