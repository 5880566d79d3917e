"""A real browser, where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser without a window; the test is skipped where none is installed."""
    file = next(filter(None, map(shutil.which, NAMES)), None)
    if file is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=file, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, and what went on in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    """What the console and the page complained of."""

    requests: list[str] = field(default_factory=list)
    """Addresses that were asked for; data within the page are none."""


@contextmanager
def open_page(
    browser: Browser,
    file: Path,
    *,
    width: int = 1200,
    dark: bool = False,
    script: bool = True,
    touch: bool = False,
) -> Iterator[Watched]:
    """Open a file and watch it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        has_touch=touch,
    )
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.complaints.append(message.text))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("request", lambda request: watched.requests.append(request.url))
    watched.page.goto(file.as_uri())
    watched.requests = [url for url in watched.requests if not url.startswith("data:")]
    try:
        yield watched
    finally:
        context.close()
