"""The report as one page for a browser, which needs no other file and no network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2
import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.marks import Mark
from cutstat.figures.text import text_width
from cutstat.report.image import svg_of
from cutstat.report.inline import inlined
from cutstat.report.model import Report
from cutstat.report.picture import MARGIN, NARROW, PAGE_WIDTH, Panel
from cutstat.report.sheet import new_sheet

TEMPLATES = Path(__file__).parent / "templates"
BLEED = 5.0
"""What is kept of the margins of a page beside a picture, in mm."""

FACE = (
    '@font-face {{ font-family: "cutstat titles"; src: url(data:font/woff;base64,{}); '
    "unicode-range: {}; }}"
)
"""Characters that a reader's system may not have, in the hands of a font for just these: browsers
that ask the system first take boxes for letters."""

PLACES = 10_000
"""Places of marks are whole numbers of so many to the width, and to the height."""

MOST_SAID = 14
"""Marks up to which the words for those who cannot see a picture name all of them."""

LINE = 11.0
"""Width up to which a title stands on one line of a small phone, even in the headline, in sizes of
its letters."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of the page."""

    key: str
    title: str
    caption: str
    words: str
    """What it shows, for those who cannot see it."""

    svg: str
    marks: str
    """What its places say: JSON, deflated, in base 64."""

    narrow: str = ""
    """The same drawn for a narrow screen, where it can be."""


def write_html(report: Report, path: Path, *, typeface: Typeface) -> None:
    """Write a report as a page; the same report gives the same bytes.

    Parameters
    ----------
    report : Report
        What is said.
    path : Path
        File to write.
    typeface : Typeface
        Fonts that can write the texts of its pictures, in which they are outlines.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = [row[0] for row in report.series.rows]
    environment.filters["split_at_titles"] = _pattern(names).split
    script = (TEMPLATES / "page.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    with mpl.rc_context(theme.style(typeface.families)):
        whole = [name for name in names if _is_short(name)]
        drawings = [_drawing(panel) for panel in report.panels]
    fonts = [
        FACE.format(base64.b64encode(part.woff).decode(), ", ".join(f"U+{c:X}" for c in part.codes))
        for part in typeface.parts(report.texts)
    ]
    page = environment.get_template("report.html.j2").render(
        report=report,
        said=report.said,
        front=len(report.front),
        drawings=drawings,
        whole=whole,
        style=(TEMPLATES / "page.css").read_text("utf-8"),
        script=script,
        fonts="\n".join(fonts),
        script_digest=digest,
    )
    path.write_text(page, "utf-8", newline="\n")


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Find titles in a text: what it is split by stands at odd places."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def _is_short(name: str) -> bool:
    """Whether a title stands on one line wherever it is."""
    size = theme.NORMAL
    return text_width(name, size, bold=True) <= LINE * size / 72 * theme.MM_PER_INCH


def _drawing(panel: Panel) -> Drawing:
    svg, marks = _drawn(panel, PAGE_WIDTH)
    return Drawing(
        panel.key,
        panel.title,
        panel.caption,
        _words(panel, marks),
        inlined(svg, key=panel.key, crop=MARGIN - BLEED),
        _packed(marks, crop=(MARGIN - BLEED) / PAGE_WIDTH),
        inlined(_drawn(panel, NARROW)[0], key=f"{panel.key}-narrow", crop=0)
        if panel.reflows
        else "",
    )


def _drawn(panel: Panel, width: float) -> tuple[str, tuple[Mark, ...]]:
    """Draw a whole picture, `width` mm wide."""
    height = panel.height + 2
    figure = new_sheet(width, height)
    FigureCanvasAgg(figure)
    marks = panel.draw(figure, height - 1, slice(None))()
    return svg_of(figure), marks


def _packed(marks: Sequence[Mark], *, crop: float) -> str:
    """Write marks by their labels as JSON, deflated; hundreds of episodes have very many.

    Places are shares of the picture without what is cut off.
    """
    groups = [
        {
            "label": label,
            "x": [round((mark.x - crop) / (1 - 2 * crop) * PLACES) for mark in some],
            "y": [round(mark.y * PLACES) for mark in some],
            **_split([mark.text for mark in some]),
        }
        for label, some in ((name, list(own)) for name, own in groupby(marks, lambda m: m.label))
    ]
    for group in groups:
        if len(set(group["y"])) == 1:
            group["y"] = group["y"][:1]
    text = json.dumps(groups, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _split(texts: list[str]) -> dict[str, str | list[str]]:
    """Write the beginning that texts share once."""
    first, last = min(texts), max(texts)
    ends = (k for k in range(len(first)) if first[k] != last[k : k + 1])
    shared = next(ends, len(first))
    return {"shared": first[:shared], "text": [text[shared:] for text in texts]}


def _words(panel: Panel, marks: Sequence[Mark]) -> str:
    """Say what a picture shows."""
    if len(marks) > MOST_SAID:
        return f"{panel.title}. {panel.caption} The numbers are in the tables."
    said = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
    return f"{panel.title}. {panel.caption} {said}."
