"""No page of a report is left too empty, and pictures are parted only where that helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from support.layout import catch_pages
from support.reports import build_report
from support.series import make_looks, make_segmented, make_series

from cutstat.figures.marks import Marks, together
from cutstat.report import model, pdf
from cutstat.report.model import Report
from cutstat.report.pages import BOTTOM, LEAST, MOST, Pages, heading_height
from cutstat.report.picture import PAGE_HEIGHT, Panel
from cutstat.report.write import write_report
from cutstat.stats.claim import Statement, answer_statement, cannot_ask
from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.published import against_published

MOST_EMPTY = 1 / 3
"""Share of a page below its lowest text; a picture has its axis at its lower edge."""


def make_large(
    baselines: int, episodes: int, *, is_published: bool = True, statements: int = 0
) -> Report:
    """Make a report on invented series with segments and pictures."""
    target = make_segmented("Hero Mask", episodes=episodes, rate=21, seed=1)
    others = [
        make_segmented(f"Baseline {k}", episodes=episodes, rate=13 + k % 5, seed=k + 2)
        for k in range(baselines)
    ]
    answer = "what single shows are like takes at least 5 baselines, and 2 are named, so it is open"
    return build_report(
        compare(target, others),
        published=against_published(target) if is_published else None,
        looks={one.name: make_looks(one) for one in (target, *others)},
        answers=[
            cannot_ask(
                Statement("It is cut faster than they are", "shots", "higher", "mean"), answer
            )
        ]
        * statements,
    )


def make_alone(episodes: int) -> Report:
    target = make_segmented("Hero Mask", episodes=episodes, rate=21, seed=1)
    return model.build_single_report(
        target,
        against_published(target),
        ComparisonSettings(),
        looks={target.name: make_looks(target)},
    )


KINDS: dict[str, Callable[[], Report]] = {
    "2 baselines": lambda: make_large(2, 6),
    "2 baselines of 13 episodes": lambda: make_large(2, 13, is_published=False),
    "4 baselines of 13 episodes": lambda: make_large(4, 13),
    "12 baselines of 26 episodes": lambda: make_large(12, 26),
    "30 baselines": lambda: make_large(30, 6),
    "3 baselines of 40 episodes": lambda: make_large(3, 40),
    "a claim": lambda: make_large(2, 6, statements=7),
    "a claim of one statement": lambda: make_large(6, 12, statements=1),
    "one show": lambda: make_alone(6),
    "one show of 26 episodes": lambda: make_alone(26),
    "without segments": lambda: build_report(
        compare(make_series("A", rate=20, seed=1), [make_series("B", seed=2)])
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_but_the_last_is_more_than_a_third_empty(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with catch_pages(monkeypatch) as pages:
        write_report(KINDS[kind](), tmp_path, formats=["pdf"])
    assert len(pages) > 3
    for number, page in enumerate(pages[:-1], 1):
        *texts, (last, _) = page.texts
        assert last == str(number)
        assert min(box.y0 for _, box in texts) / page.height < MOST_EMPTY, number


def test_the_first_page_of_a_claim_holds_it_with_its_answer_numbers_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = make_segmented("Hero Mask", rate=21, seed=1)
    others = [make_segmented(f"Baseline {k}", seed=k) for k in (2, 3)]
    statement = Statement("has more cuts than they have", "shots", "higher", "mean")
    answer = answer_statement(statement, target, others, settings=ComparisonSettings())
    report = build_report(
        compare(target, others), answers=[answer], looks={target.name: make_looks(target)}
    )
    with catch_pages(monkeypatch) as pages:
        write_report(report, tmp_path, formats=["pdf"])
    page = pages[0]
    written = " ".join(" ".join(text for text, _ in page.texts).split())
    titles = [panel.title for panel in report.panels if panel.key in ("strip", "shots")]
    assert report.said.headline == "Supported: Hero Mask has more cuts than they have"
    for text in (report.said.headline, report.said.numbers, report.said.paragraph, *titles):
        assert text in written
    assert page.overlaps() == page.outside() == []


def test_the_last_page_is_full_where_rows_of_another_height_make_it_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_large(4, 6, is_published=False)

    def last_page() -> float:
        with catch_pages(monkeypatch) as pages:
            write_report(report, tmp_path, formats=["pdf"])
        return min(box.y0 for _, box in pages[-1].texts[:-1]) / pages[-1].height

    assert last_page() < MOST_EMPTY
    monkeypatch.setattr(pdf, "STRETCHES", (1.0,))
    assert last_page() > MOST_EMPTY


@dataclass
class Drawn:
    """Pictures, and how each was drawn: rows, upper edge, stretch."""

    places: dict[str, list[tuple[slice, float, float]]] = field(default_factory=dict)

    def panel(self, key: str, *rows: float, **others: Any) -> Panel:
        def draw(figure: Figure, top: float, shown: slice, stretch: float = 1.0) -> Marks:
            self.places.setdefault(key, []).append((shown, top, stretch))
            return together(())

        return Panel(key, key, "", 20.0, rows, draw, **others)

    def fill(self, pages: Pages, *panels: Panel) -> list[str]:
        """Draw the pages with pictures on them, and give their keys in order."""
        pdf._fill(pages, panels)
        pages.begin()
        pages.save(Path("nowhere"))
        return list(self.places)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    with catch_pages(monkeypatch):
        yield Drawn()


def make_pages(left: float) -> Pages:
    """Begin a page that has so much room for a picture below a heading."""
    pages = Pages("A title")
    pages.top = BOTTOM + heading_height("A title") + left
    return pages


def test_a_picture_that_has_room_comes_before_one_that_has_none(drawn: Drawn) -> None:
    large, small = drawn.panel("large", 50, 50), drawn.panel("small", 30)
    assert drawn.fill(make_pages(60), large, small) == ["small", "large"]


def test_a_picture_is_parted_where_a_page_would_stay_empty(drawn: Drawn) -> None:
    drawn.fill(make_pages(90), drawn.panel("rows", *[20] * 6))
    assert [shown for shown, *_ in drawn.places["rows"]] == [slice(0, 3), slice(3, 6)]


def test_a_picture_stays_whole_where_little_would_stay_empty(drawn: Drawn) -> None:
    drawn.fill(make_pages(pdf.HOLE - heading_height("A title") - 1), drawn.panel("rows", *[10] * 6))
    assert [shown for shown, *_ in drawn.places["rows"]] == [slice(0, 6)]


def test_a_part_has_rows_enough_to_stand_by_itself(drawn: Drawn) -> None:
    panel = drawn.panel("rows", *[12] * 6)
    assert panel.parted(200, left=60) == [(slice(0, 3), 56), (slice(3, 6), 56)]
    assert panel.parted(200, left=50) is None
    assert drawn.panel("rows", *[12] * 5).parted(200, left=60) is None


def test_rows_are_stretched_until_their_page_is_full(drawn: Drawn) -> None:
    pages = make_pages(200)
    drawn.fill(pages, drawn.panel("one", 60, stretches=True), drawn.panel("other", 60))
    (_, top, stretch), (_, other, unchanged) = drawn.places["one"][0], drawn.places["other"][0]
    room = 200 - 20 - 60 - heading_height("A title") - 20 - 60
    assert stretch == pytest.approx(min(1 + room / 60, MOST))
    assert top - other == pytest.approx(20 + stretch * 60 + heading_height("A title"))
    assert unchanged == 1


def test_rows_are_shrunk_where_a_picture_then_has_room(drawn: Drawn) -> None:
    drawn.fill(make_pages(70), drawn.panel("rows", 30, 30, stretches=True))
    ((shown, _, stretch),) = drawn.places["rows"]
    assert (shown, stretch) == (slice(0, 2), pytest.approx(50 / 60))
    assert stretch > LEAST
    drawn.places.clear()
    pages = make_pages(20 + LEAST * 60 - 1)  # no room even so: it is drawn on the next page
    drawn.fill(pages, drawn.panel("rows", 60, stretches=True))
    assert drawn.places["rows"][0][1] > PAGE_HEIGHT - 60


def test_rows_of_the_last_page_keep_their_height(drawn: Drawn) -> None:
    pages = make_pages(200)
    pdf._fill(pages, [drawn.panel("rows", 60, stretches=True)])
    pages.save(Path("nowhere"))
    assert [stretch for *_, stretch in drawn.places["rows"]] == [1]


def test_what_comes_then_fills_a_page_that_no_picture_fits(drawn: Drawn) -> None:
    said: list[float] = []
    pages = make_pages(80)
    tall = drawn.panel("tall", 120)
    assert pdf._fill(pages, [tall], then=lambda: said.append(pages.left))
    assert said == [pytest.approx(80 + heading_height("A title"))]
    assert not pdf._fill(make_pages(200), [tall], then=lambda: said.append(0))
