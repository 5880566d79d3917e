"""The page of a review in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from review.conftest import TITLE
from support.browser import open_browser
from support.review import Served, served
from support.shows import lengths_of, run_cli
from support.videos import borders

from cutstat.library.reviews import transition_overrides
from cutstat.library.store import Library

CUTS = borders(lengths_of(1, pace=20))
MIDDLE = CUTS[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@contextmanager
def opened(
    browser: Browser, page: Served, *, width: int = 1280, dark: bool = False
) -> Iterator[Page]:
    """Open the page; what it complains of fails the test."""
    complaints: list[str] = []
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(page.address)
    tab.wait_for_selector("body[data-ready]")
    try:
        yield tab
    finally:
        context.close()
    assert [one for one in complaints if "Failed to load resource" not in one] == []


def said(library: Path) -> dict[int, str | None]:
    """Give what the library holds of the first episode: where, and what is there."""
    with Library(library) as shelf:
        words = transition_overrides(shelf, shelf.episodes()[0].file_key)
    return {
        one.place: one.said and f"{one.said.kind} {one.said.start} {one.said.stop}" for one in words
    }


def go_to(tab: Page, frame: int) -> None:
    """Look at the shot that begins with a frame."""
    tab.locator(f'#shots button[data-start="{frame}"]').click()
    tab.locator("body").focus()


def settle(tab: Page) -> None:
    """Wait until all that was asked for is done."""
    tab.wait_for_selector('body[aria-busy="false"]')


def press(tab: Page, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)
    settle(tab)


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True), (2560, False)])
def test_the_page_fits_its_window_and_shows_the_shots(
    browser: Browser, library: Path, width: int, dark: bool
) -> None:
    with served(library, TITLE) as page, opened(browser, page, width=width, dark=dark) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert tab.locator("#shots li").count() == 5
        tab.wait_for_selector("#first-in[src]")
        assert tab.locator("#episode option").first.inner_text() == f"{TITLE} 01"
        paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") != dark


def test_keys_say_what_is_there_and_undo_takes_it_back(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, opened(browser, page) as tab:
        count = tab.locator("#count")
        go_to(tab, MIDDLE)
        assert str(MIDDLE) in tab.locator("#facts").inner_text()
        press(tab, "n")
        assert said(library) == {MIDDLE: None}
        assert count.inner_text().startswith("4 ")
        assert tab.locator("#moved").inner_text() == "−1"
        press(tab, "u")
        assert said(library) == {}
        assert count.inner_text().startswith("5 ")
        go_to(tab, MIDDLE)
        press(tab, "y")
        assert said(library) == {MIDDLE: f"cut {MIDDLE} {MIDDLE}"}
        go_to(tab, CUTS[2])
        press(tab, "]", "]", "[")
        assert said(library)[CUTS[2]] == f"cut {CUTS[2] + 1} {CUTS[2] + 1}"
        press(tab, "t")
        assert (said(library)[CUTS[2]] or "").startswith("dissolve ")
        press(tab, "u", "u", "u", "u", "u")
        assert said(library) == {}


def test_one_that_was_missed_is_put_in_where_one_looks(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, opened(browser, page) as tab:
        go_to(tab, MIDDLE)
        press(tab, "ArrowRight", "ArrowRight", "ArrowRight", "m")
        assert said(library) == {MIDDLE + 3: f"cut {MIDDLE + 3} {MIDDLE + 3}"}
        assert tab.locator("#shots li").count() == 6
        assert "put in by you" in tab.locator("#facts").inner_text()


def test_the_keys_go_by_doubt_and_back(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, opened(browser, page) as tab:
        title = tab.locator("#title")
        first = title.inner_text()
        press(tab, "j")
        second = title.inner_text()
        assert second != first
        press(tab, "k")
        assert title.inner_text() == first
        press(tab, "?")
        assert tab.locator("#keys").is_visible()
        press(tab, "Escape")
        assert not tab.locator("#keys").is_visible()


def test_buttons_do_what_keys_do_and_have_names(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, opened(browser, page, width=390) as tab:
        go_to(tab, MIDDLE)
        tab.get_by_role("button", name="No transition").click()
        settle(tab)
        assert said(library) == {MIDDLE: None}
        tab.get_by_role("button", name="Undo").click()
        settle(tab)
        assert said(library) == {}
        for button in tab.locator("button:visible").all():
            name = button.get_attribute("aria-label") or button.inner_text()
            assert name.strip()


def test_an_edge_of_a_segment_is_dragged(browser: Browser, library: Path) -> None:
    run_cli("segments", "set", TITLE, "opening", "0", str(MIDDLE), "--library", library)
    with served(library, TITLE) as page, opened(browser, page) as tab:
        edge = tab.locator("#band .edge").first
        box = edge.bounding_box()
        assert box is not None
        tab.mouse.move(box["x"] + 7, box["y"] + 8)
        tab.mouse.down()
        tab.mouse.move(box["x"] + 207, box["y"] + 8, steps=4)
        tab.mouse.up()
        settle(tab)
        moved = page.ask(f"state?key={page.ask('episodes')['episodes'][0]['key']}")["segments"]
        assert moved[0]["kind"] == "opening"
        assert moved[0]["stop"] > MIDDLE + 5
        press(tab, "u")
        again = page.ask(f"state?key={page.ask('episodes')['episodes'][0]['key']}")["segments"]
        assert again[0]["stop"] == MIDDLE


def test_two_pages_of_one_library_agree(browser: Browser, library: Path) -> None:
    with (
        served(library, TITLE) as page,
        opened(browser, page) as one,
        opened(browser, page) as other,
    ):
        go_to(one, MIDDLE)
        press(one, "n")
        other.evaluate("window.dispatchEvent(new Event('focus'))")
        settle(other)
        assert other.locator("#count").inner_text().startswith("4 ")


def test_a_server_that_is_gone_is_said_and_loses_nothing(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, opened(browser, page) as tab:
        go_to(tab, MIDDLE)
        press(tab, "n")
        page.kill()
        press(tab, "u")
        tab.wait_for_selector("#notice:visible")
        assert tab.locator("#notice").inner_text().startswith("cutstat is no longer running")
    assert said(library) == {MIDDLE: None}


def test_without_the_video_the_list_and_the_segments_work(
    browser: Browser, videos: Path, tmp_path: Path
) -> None:
    moved = shutil.copytree(videos, tmp_path / "moved")
    assert run_cli("scan", moved, "--library", tmp_path / "lib", "-j", "1").status == 0
    shutil.rmtree(moved)
    with served(tmp_path / "lib", "Fast") as page, opened(browser, page) as tab:
        assert "the video is not there" in tab.locator("#facts").inner_text()
        go_to(tab, MIDDLE)
        press(tab, "n")
        assert said(tmp_path / "lib") == {MIDDLE: None}
        assert tab.locator("#band .piece").count() >= 1


def test_a_page_of_another_origin_gets_nothing(browser: Browser, library: Path) -> None:
    with served(library, TITLE) as page, served(library, TITLE) as stranger:
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(stranger.base)
        script = """async ([base, token]) => {
            const said = {method: "POST", body: '{"key": "x", "place": 1, "said": null}',
                          headers: token ? {"X-Cutstat-Token": token} : {}};
            try { return (await fetch(base + "api/say", said)).status } catch { return "blocked" }
        }"""
        for token in ("", page.token):
            assert tab.evaluate(script, [page.base, token]) == "blocked"
        context.close()
    assert said(library) == {}


def test_the_questions_of_an_audit_are_answered_by_keys(browser: Browser, library: Path) -> None:
    with (
        served(library, TITLE, is_audit=True) as page,
        opened(browser, page) as tab,
    ):
        number = len(page.ask("audit")["items"])
        for _ in range(number):
            press(tab, "y")
        assert tab.locator("#audit-title").inner_text() == f"{number} of {number} are answered"
        tab.locator("#audit-keep").click()
        settle(tab)
        assert tab.locator("#estimate").inner_text().startswith("Kept. So far: precision 100.0 %")
