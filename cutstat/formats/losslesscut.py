"""Segments of LosslessCut: its CSV and TSV (start, end, label) and its projects (``.llc``, JSON5).

Described in github.com/mifi/lossless-cut, ``import-export.md``: seconds, an empty start is 0 and an
empty end that of the video.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_time
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.rows import split_rows
from cutstat.formats.spans import TimeSpan, shots_of_times

_ROW = r"(?P<start>[\d:.]*)(?P<mark>[,\t])[\d:.]*(?P=mark)(?!\s*[\d:.]+\s*$).*"
_JSON5 = re.compile(
    r"""(?P<text>'(?:\\.|[^'\\])*')|(?P<same>"(?:\\.|[^"\\])*")|(?P<note>//[^\n]*|/\*.*?(?:\*/|\Z))"""
    r"|(?P<key>[A-Za-z_$][\w$]*)(?=\s*:)|(?P<comma>,)(?=\s*[\]}])",
    re.DOTALL,
)


def is_losslesscut(listing: Listing) -> bool:
    """Whether it is a project, or rows of start, end and label, one of them left open."""
    if listing.text.lstrip().startswith("{"):
        return re.search(r"\bcutSegments[\"']?\s*:", listing.text[:20_000]) is not None
    has_marks = any(re.search(r"^,|^\t|,,|\t\t|\d\.\d", line) for line in listing.lines)
    return has_marks and listing.is_mostly(_ROW)


def read_losslesscut(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read segments as shots; what lies between two is counted to the first.

    Raises
    ------
    ValueError
        If a time cannot be read, or segments overlap.
    """
    video = listing.video
    if listing.text.lstrip().startswith("{"):
        project = json.loads(_JSON5.sub(_to_json, listing.text))
        video = str(project.get("mediaFileName") or video)
        entries = enumerate(project["cutSegments"], 1)
        cells = [(k, str(one.get("start", "")), str(one.get("end", ""))) for k, one in entries]
    else:
        rows = split_rows(tuple(enumerate(listing.lines, 1)))
        cells = [(row.line, row.cells[0], row.cells[1]) for row in rows]
    spans = []
    for number, start, stop in cells:
        with on_line(number):
            spans.append(TimeSpan(number, _time(start), _time(stop)))
    if not spans:
        raise ValueError("it holds no segment")
    spans.sort(key=lambda span: span.start or 0)
    return (shots_of_times(spans, said=said, video=video),)


def _time(text: str) -> Fraction | None:
    return parse_time(text) if text.strip() not in ("", "None") else None


def _to_json(match: re.Match[str]) -> str:
    """Write a piece of JSON5 as JSON has it."""
    if match["text"]:
        return json.dumps(re.sub(r"\\(.)", r"\1", match["text"][1:-1]))
    if match["key"]:
        return f'"{match["key"]}"'
    return match["same"] or ""


FORMAT = Format(
    key="losslesscut",
    title="segments of LosslessCut",
    rank=65,
    recognise=is_losslesscut,
    read=read_losslesscut,
)
