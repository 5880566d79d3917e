"""The page of a report in a real browser."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.browser import open_browser, open_page
from support.reports import build_report
from support.series import make_counted, make_looks

from cutstat.report.write import HTML_NAME, write_report
from cutstat.stats.compare import compare

COUNTS = (300, 310, 330, 290, 320)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = make_counted("Hero <Mask>", COUNTS)
    comparison = compare(target, [make_counted("海の駅", (200, 190, 210, 205, 195))])
    folder = tmp_path_factory.mktemp("page")
    report = build_report(comparison, looks={target.name: make_looks(target)})
    write_report(report, folder, formats=["html"])
    return folder / HTML_NAME


def tip(page: Page, key: str) -> str | None:
    found = page.locator(f"#{key} .tip")
    return found.inner_text() if found.is_visible() else None


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("width", [360, 768, 1600])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_quiet_and_fits_its_window(
    browser: Browser, file: Path, width: int, dark: bool
) -> None:
    with open_page(browser, file, width=width, dark=dark) as watched:
        assert watched.complaints == []
        assert watched.requests == [file.as_uri()]
        assert watched.page.evaluate("document.documentElement.scrollWidth") == width
        assert (
            watched.page.locator("h1")
            .inner_text()
            .startswith("Hero <Mask> is cut 55 % faster than 海の駅")
        )


def test_a_title_is_never_split_in_its_middle_on_a_phone(browser: Browser, file: Path) -> None:
    split = """[...document.querySelectorAll("h1 cite, p cite, blockquote cite, dd cite")]
        .filter((one) => one.getClientRects().length > 1).length"""
    with open_page(browser, file, width=390) as watched:
        assert watched.page.locator("blockquote cite").count() > 1

        def splits() -> list[int]:
            found = []
            for width in range(320, 421, 4):
                watched.page.set_viewport_size({"width": width, "height": 900})
                found.append(watched.page.evaluate(split))
            return found

        assert not any(splits())
        watched.page.add_style_tag(content="cite.whole { white-space: normal }")
        assert any(splits())  # lines end within titles where nothing holds these together


def marks(page: Page, key: str) -> list[dict[str, Any]]:
    """Read what the places of a picture say."""
    text = page.locator(f"#{key} .marks").text_content()
    found: list[dict[str, Any]] = json.loads(zlib.decompress(base64.b64decode(text or "")))
    return found


def test_pointing_at_an_episode_names_it(browser: Browser, file: Path) -> None:
    with open_page(browser, file) as watched:
        page = watched.page
        box = page.locator("#shots .canvas").bounding_box()
        places = marks(page, "shots")[2]
        assert places["label"] == "Hero <Mask> 03"
        assert box is not None
        page.locator("#shots").scroll_into_view_if_needed()
        box = page.locator("#shots .canvas").bounding_box()
        assert box is not None
        x = box["x"] + box["width"] * places["x"][0] / 10_000
        y = box["y"] + box["height"] * places["y"][0] / 10_000
        page.mouse.move(x + 2, y - 2)
        assert tip(page, "shots") == "Hero <Mask> 03\n330 shots"
        page.mouse.move(box["x"] + 2, box["y"] + 2)
        assert tip(page, "shots") is None


def test_keys_walk_through_the_shots_of_an_episode(browser: Browser, file: Path) -> None:
    with open_page(browser, file) as watched:
        page = watched.page
        page.locator("#season .scroll").focus()
        page.keyboard.press("ArrowRight")
        assert tip(page, "season") == "Hero <Mask> 01\nshot 1 at 00:00:00.000, 4.0 s"
        page.keyboard.press("ArrowRight")
        assert tip(page, "season") == "Hero <Mask> 01\nshot 2 at 00:00:04.004, 4.0 s"
        page.keyboard.press("ArrowDown")
        assert (tip(page, "season") or "").startswith("Hero <Mask> 02\nshot 2 at")
        page.keyboard.press("End")
        assert (tip(page, "season") or "").startswith("Hero <Mask> 02\nshot 310 at")
        page.keyboard.press("Escape")
        assert tip(page, "season") is None
        assert watched.complaints == []


def test_keys_walk_through_the_dots_of_a_series_from_left_to_right(
    browser: Browser, file: Path
) -> None:
    with open_page(browser, file) as watched:
        page = watched.page
        page.locator("#shots .scroll").focus()
        walked = []
        for _ in COUNTS:
            page.keyboard.press("ArrowRight")
            walked.append((tip(page, "shots") or "").split("\n")[1])
        assert walked == [f"{count} shots" for count in sorted(COUNTS)]
        page.keyboard.press("ArrowDown")
        assert (tip(page, "shots") or "").startswith("海の駅")


def test_down_is_down_in_the_picture(browser: Browser, file: Path) -> None:
    with open_page(browser, file) as watched:
        page = watched.page
        page.locator("#shot-lengths .scroll").focus()
        page.keyboard.press("ArrowRight")
        assert (tip(page, "shot-lengths") or "").startswith("Hero <Mask>")
        page.keyboard.press("ArrowDown")
        assert (tip(page, "shot-lengths") or "").startswith("海の駅")


def test_what_is_tapped_stays_named_until_something_else_is_tapped(
    browser: Browser, file: Path
) -> None:
    with open_page(browser, file, touch=True) as watched:
        page = watched.page
        places = marks(page, "shots")[2]
        page.locator("#shots .canvas").scroll_into_view_if_needed()
        box = page.locator("#shots .canvas").bounding_box()
        assert box is not None
        x = box["x"] + box["width"] * places["x"][0] / 10_000
        y = box["y"] + box["height"] * places["y"][0] / 10_000
        page.touchscreen.tap(x, y)
        assert tip(page, "shots") == "Hero <Mask> 03\n330 shots"
        page.touchscreen.tap(box["x"] + 2, box["y"] + 2)
        assert tip(page, "shots") is None


def test_every_figure_can_be_reached_by_the_keyboard_and_has_words(
    browser: Browser, file: Path
) -> None:
    with open_page(browser, file) as watched:
        figures = watched.page.locator("figure.plot .scroll[role=img]")
        assert figures.count() == 9
        for index in range(figures.count()):
            one = figures.nth(index)
            assert one.get_attribute("tabindex") == "0"
            assert len(one.get_attribute("aria-label") or "") > 60


def test_the_dark_has_other_colours_for_page_and_drawings(browser: Browser, file: Path) -> None:
    found = []
    for dark in (False, True):
        with open_page(browser, file, dark=dark) as watched:
            fill = "getComputedStyle(document.querySelector('#verdict svg path')).fill"
            found.append((background(watched.page), watched.page.evaluate(fill)))
    (light_page, light_drawing), (dark_page, dark_drawing) = found
    assert light_page == light_drawing == "rgb(255, 255, 255)"
    assert dark_page == dark_drawing != light_page


def test_it_is_whole_without_scripts(browser: Browser, file: Path) -> None:
    with open_page(browser, file, script=False) as watched:
        assert watched.page.locator("figure.plot .scroll svg").count() == 9
        assert watched.page.locator("#verdict svg").is_visible()
        assert watched.page.locator("tbody tr").count() == 2 + 10
        watched.page.locator("nav a").first.click()
        assert watched.page.url.endswith("#series")


def test_it_prints(browser: Browser, file: Path, tmp_path: Path) -> None:
    with open_page(browser, file, dark=True) as watched:
        watched.page.pdf(path=tmp_path / "printed.pdf", format="A4")
        watched.page.emulate_media(media="print")
        assert background(watched.page) == "rgb(255, 255, 255)"
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")


def test_the_first_figures_reflow_on_a_phone(browser: Browser, file: Path) -> None:
    for width, is_narrow in ((360, True), (1280, False)):
        with open_page(browser, file, width=width) as watched:
            for key in ("strip", "rates"):
                figure = watched.page.locator(f"#{key}")
                assert figure.locator(".narrow").is_visible() == is_narrow
                assert figure.locator(".scroll").is_visible() != is_narrow


def test_japanese_titles_need_no_font_of_the_system(browser: Browser, file: Path) -> None:
    with open_page(browser, file) as watched:
        loaded = "document.fonts.load('16px \"cutstat titles\"', '海').then(all => all.length)"
        assert watched.page.evaluate(loaded) == 1
        assert watched.complaints == []


def test_a_click_sorts_a_table_and_a_phone_shows_cards(browser: Browser, file: Path) -> None:
    with open_page(browser, file) as watched:
        page = watched.page
        shots = page.locator("#all tbody td:nth-child(3)")
        head = page.locator("#all thead button").nth(2)
        head.click()
        falling = [int(text) for text in shots.all_inner_texts()]
        assert falling == sorted(falling, reverse=True)
        assert sorted(falling)[-len(COUNTS) :] == sorted(COUNTS)
        head.click()
        assert [int(text) for text in shots.all_inner_texts()] == falling[::-1]
        assert page.locator("#all tbody tr").first.evaluate("e => getComputedStyle(e).display") == (
            "table-row"
        )
        page.set_viewport_size({"width": 390, "height": 800})
        first = page.locator("#all tbody tr").first
        assert first.evaluate("e => getComputedStyle(e).display") == "grid"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        told = first.locator("td").nth(1).evaluate("e => getComputedStyle(e, '::before').content")
        assert told == '"Shots in body"'
