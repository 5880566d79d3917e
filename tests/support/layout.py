"""Where the texts of drawn pages lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cutstat.report.pages import Pages

SLACK = 1.0
"""Points by which boxes may run into each other: they hold room above and below the letters."""

DPI = 190
"""About that of the images; at less, letters are set wider than they are."""

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Page:
    """A page or an image, in points from its lower left corner."""

    width: float
    height: float
    texts: tuple[tuple[str, Bbox], ...]

    def overlaps(self) -> list[tuple[str, str]]:
        """List the pairs of texts that lie on each other."""
        found = []
        for (one, box), (two, other) in combinations(self.texts, 2):
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            along = min(box.y1, other.y1) - max(box.y0, other.y0)
            if across > SLACK and along > SLACK:
                found.append((one, two))
        return found

    def outside(self, *, margin_mm: float = 5) -> list[str]:
        """List the texts that come nearer to an edge than a margin."""
        margin = margin_mm * POINTS_PER_MM
        return [
            text
            for text, box in self.texts
            if box.x0 < margin
            or box.y0 < margin
            or box.x1 > self.width - margin
            or box.y1 > self.height - margin
        ]


@contextmanager
def catch_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Page]]:
    """Measure figures instead of saving them; the list holds one page for each."""
    pages: list[Page] = []
    drawn: list[Text] = []
    draw = Text.draw

    def note(text: Text, *arguments: Any, **options: Any) -> None:
        drawn.append(text)
        draw(text, *arguments, **options)

    def measure(figure: Figure, *_: Any, **__: Any) -> None:
        figure.set_dpi(DPI)
        canvas = FigureCanvasAgg(figure)
        drawn.clear()
        canvas.draw()
        renderer = canvas.get_renderer()
        boxes = tuple(
            (text.get_text(), _in_points(Text.get_window_extent(text, renderer)))
            for text in dict.fromkeys(drawn)
            if text.get_text().strip() and text.get_visible()
        )
        width, height = figure.get_size_inches()
        pages.append(Page(72 * width, 72 * height, boxes))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", note)
        patched.setattr(Figure, "savefig", measure)
        # Nothing is in the file, so nothing can be added to it.
        patched.setattr(Pages, "_write_outline", lambda *_: None)
        yield pages


def _in_points(box: Bbox) -> Bbox:
    return Bbox(box.get_points() * 72 / DPI)
