"""Drawings as parts of a page: in its colours, and small."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator

from PIL import Image

from cutstat.figures import theme

COLOURS = {
    theme.TARGET: "target",
    theme.BASELINE: "baseline",
    theme.PUBLISHED: "published",
    **{tint: f"baseline-{k}" for k, tint in enumerate(theme.BASELINE_TINTS[1:], 2)},
    theme.INK: "ink",
    theme.MUTED: "muted",
    theme.FAINT: "faint",
    theme.BAND: "band",
    **{colour: kind for kind, colour in theme.SEGMENTS.items()},
    "#FFFFFF": "paper",
    "#000000": "ink",
}
"""Names of colours in the style sheet, which has others of them for the dark."""

QUALITY = 90
"""Of photographs, 0..100."""

FAST = 1
"""How hard WebP tries, 0..6: bands become hardly smaller by more, and take three times as long."""

BAND_BYTES = 0.25
"""Bytes a pixel up to which an image is kept as it is: bands of mean colours are, photographs take
four times as much."""

_PATH = re.compile(r'<path( id="[^"]*")? d="([^"]*)"(?! transform)')
"""Letters alone are transformed; they are drawn in units of their font."""

_CURVE = re.compile(r"[^MLz\s\d.-]")
_STEP = re.compile(r"([MLz])\s*(?:(-?[\d.]+)\s+(-?[\d.]+))?")
_GLYPH = re.compile(r'<use href="([^"]+)"(?: transform="translate\((\S+) (\S+)\)")?/>')
_IMAGE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
_LIKE_STROKES = re.compile(
    r'<path d="[^"]*"'
    r'( clip-path="[^"]*" style="fill: none; stroke: [^";]*; stroke-width: [\d.]+")/>'
    r'(?:\s*<path d="[^"]*"\1/>)+'
)

Point = tuple[int, int]
"""A place, in tenths of a point."""


def inlined(svg: str, *, key: str, crop: float) -> str:
    """Make a drawing part of a page.

    Its ids begin with `key`, its colours are names of the style sheet, and `crop` mm at its left
    and right are cut off. Places are cut to a tenth of a point, opaque strokes that differ by their
    place alone become one, and ids that nothing refers to go.
    """
    svg = svg[svg.index("<svg") :].replace("xlink:href", "href")
    svg = re.sub(r"\s*<style[^>]*>.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"#[0-9a-fA-F]{6}\b", _named, svg)
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    left = crop / theme.MM_PER_INCH * 72
    box = f"{left:.3f} 0 {float(found[1]) - 2 * left:.3f} {found[2]}"
    svg = re.sub(r"<svg[^>]*>", f'<svg viewBox="{box}" aria-hidden="true">', svg, count=1)
    svg = _LIKE_STROKES.sub(lambda some: _joined(some[0], some[1]), svg)
    svg = _PATH.sub(lambda path: f'<path{path[1] or ""} d="{shortened(path[2])}"', svg)
    svg = _GLYPH.sub(_placed, svg)
    svg = _IMAGE.sub(_smaller, svg)
    return re.sub(r">\s+<", "><", _with_short_ids(svg, key=key))


def shortened(path: str) -> str:
    """Write the path of a drawing by its steps, in tenths of a point.

    A line of two ends is drawn from the nearer one. Paths with curves stay as they are.
    """
    if _CURVE.search(path):
        return path.replace(" \n", "").replace("\n", "")
    text, here = [], (0, 0)
    for points, is_closed in _strokes(path):
        if len(points) == 2 and _far(points[1], here) < _far(points[0], here):
            points.reverse()
        for k, point in enumerate(points):
            text.append(_step("m" if k == 0 else "l", point, here))
            here = point
        if is_closed:
            text.append("z")
            here = points[0]
    return "".join(text)


def _strokes(path: str) -> Iterator[tuple[list[Point], bool]]:
    """Give the points of each stroke of a path, and whether it is closed."""
    points: list[Point] = []
    for letter, right, down in _STEP.findall(path):
        if letter == "z":
            if points:  # else there is nothing to close
                yield points, True
            points = []
            continue
        point = (round(10 * float(right)), round(10 * float(down)))
        if letter == "M":
            if points:
                yield points, False
            points = [point]
        elif len(points) < 2 or point != points[-1]:
            points.append(point)
    if points:
        yield points, False


def _step(letter: str, point: Point, here: Point) -> str:
    right, down = point[0] - here[0], point[1] - here[1]
    if letter == "l" and right == 0:
        return "v" + _tenths(down)
    if letter == "l" and down == 0:
        return "h" + _tenths(right)
    second = _tenths(down)
    return letter + _tenths(right) + ("" if second.startswith("-") else " ") + second


def _tenths(number: int) -> str:
    sign, (whole, part) = "-" if number < 0 else "", divmod(abs(number), 10)
    return f"{sign}{whole or (not part and '0') or ''}{f'.{part}' if part else ''}"


def _far(point: Point, here: Point) -> int:
    return abs(point[0] - here[0]) + abs(point[1] - here[1])


def _joined(strokes: str, look: str) -> str:
    paths = "".join(re.findall(r'<path d="([^"]*)"', strokes))
    return f'<path d="{paths}"{look}/>'


def _placed(glyph: re.Match[str]) -> str:
    """Place a letter of a text by whole units of its font, some hundred to the letter."""
    places = [round(float(number or 0)) for number in (glyph[2], glyph[3])]
    said = "".join(f' {axis}="{place}"' for axis, place in zip("xy", places, strict=True) if place)
    return f'<use href="{glyph[1]}"{said}/>'


def _smaller(image: re.Match[str]) -> str:
    file = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(image[1]))) as decoded:
        decoded.save(file, "WEBP", lossless=True, method=FAST)
        if file.tell() > BAND_BYTES * decoded.width * decoded.height:
            file = io.BytesIO()
            decoded.save(file, "WEBP", quality=QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"


def _with_short_ids(svg: str, *, key: str) -> str:
    used = dict.fromkeys(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    names = {name: f"{key}{number}" for number, name in enumerate(used)}
    svg = re.sub(
        r' id="([^"]+)"', lambda one: f' id="{names[one[1]]}"' if one[1] in names else "", svg
    )
    return re.sub(r'(href="#|url\(#)([^")]+)', lambda to: to[1] + names[to[2]], svg)


def _named(colour: re.Match[str]) -> str:
    name = COLOURS.get(colour[0].upper())
    return f"var(--{name})" if name else colour[0]
