"""No text lies on another one or leaves its page, whatever is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from support.layout import Page, catch_pages
from support.reports import build_report
from support.series import (
    make_comparison,
    make_counted,
    make_episode,
    make_looks,
    make_segmented,
    make_series,
)

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.figures import theme
from cutstat.report import pages as paging
from cutstat.report.pages import BOTTOM, LINE, Pages
from cutstat.report.write import write_report
from cutstat.stats.claim import Statement, cannot_ask
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.published import against_published
from cutstat.stats.sample import SeriesSample

LONG = "The Extraordinarily Long-Winded Adventures of a Reincarnated Village Storekeeper: Part II"
JAPANESE = "転生したら村の雑貨屋だった件について語るときに僕の語ること第二期〜海辺の街角物語"


def make_even(name: str, *, n_frames: int, borders: int = 0, episodes: int = 6) -> SeriesSample:
    """Make episodes that are all alike but for some frames of length."""
    made = []
    for number in range(1, episodes + 1):
        length = n_frames + number
        cuts = [k * length // (borders + 1) for k in range(1, borders + 1)]
        made.append(make_episode(name, number, borders=cuts, n_frames=length))
    return SeriesSample(name, tuple(made))


EVERY_KIND = Segmentation(
    tuple(
        Segment(kind, 2500 * k, min(2500 * (k + 1), 20_040), LONG)
        for k, kind in enumerate(
            ("recap", "opening", "body", "eyecatch", "body", "card", "ending", "preview", "card")
        )
    ),
    doubts=(Doubt("recap", 5000, 7500, 400, LONG), Doubt("eyecatch", 5000, 12_500, 90, JAPANESE)),
    part_starts=(10_000,),
    notes=(LONG, JAPANESE, "\x1b[31m\u202e"),
)


def make_titled(name: str, *, segmentation: Segmentation | None = None) -> SeriesSample:
    """Make episodes without numbers, with long titles and odd files."""
    made = [
        make_episode(
            name,
            number,
            borders=range(40, 20_000, 35 + number),
            n_frames=20_040,
            title=f"{JAPANESE}{number}",
            file=f"{name}\x1b[31m\n{number}.mkv",
            warnings=("damage at frame 5: \x07 \u202e bad", LONG * 3),
            segmentation=segmentation,
        )
        for number in range(1, 7)
    ]
    return SeriesSample(name, tuple(made))


def many_baselines(count: int) -> Comparison:
    return compare(
        make_series("Hero Mask", rate=20, seed=1),
        [make_series(f"Baseline number {k}", episodes=5, seed=k) for k in range(2, count + 2)],
    )


def pair(target: SeriesSample, *baselines: SeriesSample) -> Comparison:
    return compare(target, baselines)


CASES: dict[str, Callable[[], Comparison]] = {
    "plain": make_comparison,
    "long titles": lambda: pair(
        make_series(LONG, rate=20, seed=1),
        make_series(f"{LONG} and III", seed=2),
        make_series("W" * 90, seed=3),
    ),
    "japanese titles": lambda: pair(
        make_series(JAPANESE, rate=20, seed=1),
        make_series("海の駅", seed=2),
        make_series("攻殻機動隊 STAND ALONE COMPLEX ｱﾆﾒ", seed=3),
        make_series(JAPANESE + "?", seed=4),
    ),
    "characters that no font has": lambda: pair(
        make_series("무한 \U000f0000\U0001f9ff", seed=1), make_series("ไทย", seed=2)
    ),
    "control characters": lambda: pair(
        make_titled("A\x1b[31mB\u202eC\n"), make_series("Tab\tNew\nLine $x^2$ \\alpha _", seed=2)
    ),
    "1 episode": lambda: pair(
        make_series("A", episodes=1, seed=1), make_series("B", episodes=1, seed=2)
    ),
    "2 and 5 episodes": lambda: pair(
        make_counted("A", [20, 800]), make_counted("B", [300, 2, 40, 500, 9])
    ),
    "24 episodes": lambda: pair(
        make_series("A", episodes=24, seed=1), make_series("B", episodes=24, seed=2)
    ),
    "60 episodes": lambda: pair(
        make_series("A", episodes=60, minutes=3, seed=1),
        make_series("B", episodes=60, minutes=3, seed=2),
        make_series("C", episodes=60, minutes=3, seed=3),
    ),
    "5 baselines": lambda: many_baselines(5),
    "12 baselines": lambda: many_baselines(12),
    "30 baselines": lambda: many_baselines(30),
    "short episodes": lambda: pair(
        make_series("A", minutes=0.2, seed=1), make_series("B", minutes=0.3, seed=2)
    ),
    "films": lambda: pair(
        make_series("A", minutes=170, rate=5, seed=1), make_series("B", minutes=130, seed=2)
    ),
    "no cut": lambda: pair(make_even("A", n_frames=2000), make_series("B", seed=2)),
    "no cut anywhere": lambda: pair(make_even("A", n_frames=2000), make_even("B", n_frames=2000)),
    "one frame": lambda: pair(make_even("A", n_frames=1), make_series("B", seed=2)),
    "all alike": lambda: pair(make_counted("A", [300] * 6), make_counted("B", [300] * 6)),
    "every frame a cut": lambda: pair(
        make_even("A", n_frames=3000, borders=2999), make_even("B", n_frames=200_000)
    ),
    "segments": lambda: pair(
        make_segmented("Hero Mask", episodes=15, rate=21, seed=1, doubtful=[2, 9]),
        make_segmented("海の駅", episodes=24, seed=2, doubtful=[1]),
        make_segmented(LONG, episodes=1, seed=3),
    ),
    "every kind of segment, and notes": lambda: pair(
        make_titled("A", segmentation=EVERY_KIND), make_titled(JAPANESE, segmentation=EVERY_KIND)
    ),
    "60 segmented episodes beside a short film": lambda: pair(
        make_segmented("A", episodes=60, minutes=20, rate=40, seed=1, doubtful=range(1, 61)),
        make_segmented("B", episodes=1, minutes=3, seed=2),
    ),
    "baselines that end together": lambda: pair(
        make_counted(LONG, [300, 310, 305, 290, 320]),
        *(make_counted(f"{LONG} {k}", [300, 311, 305 + k, 290, 320]) for k in range(4)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_or_leaves_the_page(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparison = CASES[case]()
    target = comparison.target
    report = build_report(
        comparison,
        published=against_published(target),
        looks={target.name: make_looks(target)},
        answers=[cannot_ask(Statement(LONG, "asl_seconds", "higher", "mean"), JAPANESE * 3)],
        exclusions=[f"{LONG} 13", JAPANESE],
        left_out=[f"{JAPANESE} - NCOP\x1b.mkv: opening, not an episode", f"{LONG * 4}: not yet"],
        command=f"cutstat report '{LONG}' --against '{JAPANESE}' -o {'x' * 200}",
    )
    with catch_pages(monkeypatch) as pages:
        write_report(report, tmp_path, formats=["pdf", "png"])
    assert len(pages) >= 7
    for number, page in enumerate(pages, 1):
        assert page.texts, number
        assert page.overlaps() == [], number
        assert page.outside() == [], number


def test_every_row_stands_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = many_baselines(12)
    with catch_pages(monkeypatch) as pages:
        write_report(build_report(comparison), tmp_path, formats=["pdf"])
    written = [text for page in pages for text, _ in page.texts]
    for place, series in enumerate(comparison.baselines, 1):
        # Dots of both quantities, lengths and the table of series, and a row for each episode; the
        # first series also in the two pictures of every episode.
        pictures = 6 if place < 3 else 4
        assert written.count(series.name) >= pictures + len(series), series.name
    assert sum("10 more are in the HTML report" in text for text in written) >= 1
    numbers = [page.texts[-1][0] for page in pages]
    assert numbers == [str(k) for k in range(1, len(pages) + 1)]


def test_the_check_itself_sees_overlaps_and_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(*places: tuple[float, float]) -> Page:
        figure = Figure(figsize=(5, 5))
        FigureCanvasAgg(figure)
        for k, (x, y) in enumerate(places):
            figure.text(x, y, f"text {k}")
        with catch_pages(monkeypatch) as pages:
            figure.savefig("nowhere")
        return pages[0]

    assert page((0.2, 0.5), (0.2, 0.6)).overlaps() == []
    assert page((0.2, 0.5), (0.22, 0.505)).overlaps() == [("text 0", "text 1")]
    assert page((0.2, 0.5), (0.95, 0.1)).outside() == ["text 1"]


def test_the_target_has_its_colour_in_every_table_and_nothing_else_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, str]] = []
    whole = Pages.cell

    def cell(pages: Pages, text: str, left: float, **how: Any) -> None:
        drawn.append((text, how.get("color", theme.INK)))
        whole(pages, text, left, **how)

    monkeypatch.setattr(Pages, "cell", cell)
    comparison = compare(make_counted("Alpha", [300] * 5), [make_counted("Beta", [200] * 5)])
    write_report(build_report(comparison), tmp_path, formats=["pdf"])
    colours = {name: {c for text, c in drawn if text == name} for name in ("Alpha", "Beta")}
    assert colours == {"Alpha": {theme.TARGET}, "Beta": {theme.INK}}


@pytest.mark.parametrize("count", [2, 3, 4, 5, 9])
@pytest.mark.parametrize("room", [1, 2, 3, 4])
def test_no_line_of_a_paragraph_stands_alone_on_a_page(
    monkeypatch: pytest.MonkeyPatch, count: int, room: int
) -> None:
    monkeypatch.setattr(paging, "wrap", lambda *_, **__: [f"line {k}" for k in range(count)])
    pages = Pages("Title")
    height = theme.SMALL * LINE * theme.MM_PER_INCH / 72
    pages.top = BOTTOM + (room + 0.5) * height
    pages.paragraph("", size=theme.SMALL)
    with catch_pages(monkeypatch) as drawn:
        pages.save(Path("nowhere"))
    before = sum("line" in text for text, _ in drawn[0].texts)
    assert before in {0, count, *range(2, count - 1)}
    assert before <= room
