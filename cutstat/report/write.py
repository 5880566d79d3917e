"""Write a report into a folder, whole files only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cutstat.core.atomic import atomic_path
from cutstat.core.text import printable
from cutstat.errors import InputError
from cutstat.figures.fonts import Typeface, choose_typeface
from cutstat.report.html import write_html
from cutstat.report.image import write_png, write_svg
from cutstat.report.model import Report, rewritten, strings
from cutstat.report.pdf import write_pdf
from cutstat.report.picture import Filled, Panel
from cutstat.report.pictures import find_picture
from cutstat.report.population_panel import POPULATION, population_caption, population_shapes
from cutstat.report.post import write_post
from cutstat.report.season import season_blocks
from cutstat.report.season_panel import SEASON, season_caption
from cutstat.report.sheet import one_by_one
from cutstat.stats.population import PopulationPlace
from cutstat.stats.sample import SeriesSample, common_unit

Format = Literal["pdf", "png", "html", "svg"]
FORMATS: tuple[Format, ...] = ("pdf", "png", "html")
"""What is written unless something else is asked for."""

IMAGES = (".png", ".svg")
PDF_NAME, HTML_NAME, POST_NAME = "report.pdf", "report.html", "post.png"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]
    """What could not be shown as it is, one sentence each."""


def check_folder(folder: Path) -> None:
    """Raise InputError where no report can be written, before it is composed for minutes."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: a file, where the report needs a folder")
    place = folder.absolute()
    nearest = next(one for one in (place, *place.parents) if one.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise InputError(f"{folder}: cannot be written (permission denied)")


def write_report(
    report: Report,
    folder: Path,
    *,
    formats: Sequence[Format] = FORMATS,
    font: str | None = None,
) -> Written:
    """Write a report.

    Parameters
    ----------
    report : Report
        What is said.
    folder : Path
        Where the files go; made if it does not exist.
    formats : sequence of {"pdf", "png", "html", "svg"}
        What to write; the last are drawings of each picture.
    font : str, optional
        File or name of a font to use beside the usual one.

    Raises
    ------
    InputError
        If the folder cannot be written or the font does not exist.
    """
    check_folder(folder)
    typeface = choose_typeface(report.texts, font=font)
    report = report.rewritten(typeface.fit)
    with one_by_one():
        files = _written(report, folder, formats, typeface=typeface)
    return Written(files, (typeface.note,) if typeface.note else ())


def _written(
    report: Report, folder: Path, formats: Sequence[Format], *, typeface: Typeface
) -> tuple[Path, ...]:
    files: list[Path] = []
    if "pdf" in formats:
        with atomic_path(folder / PDF_NAME) as temporary:
            write_pdf(report, temporary, typeface=typeface)
        files.append(folder / PDF_NAME)
    if "html" in formats:
        with atomic_path(folder / HTML_NAME) as temporary:
            write_html(report, temporary, typeface=typeface)
        files.append(folder / HTML_NAME)
    if "png" in formats:
        with atomic_path(folder / POST_NAME) as temporary:
            write_post(report, temporary, typeface=typeface)
        files.append(folder / POST_NAME)
    for suffix in ("png", "svg"):
        for number, panel in enumerate(report.panels if suffix in formats else (), 1):
            file = folder / f"{number:02d}-{panel.key}.{suffix}"
            _write_image(report, panel, file, typeface=typeface, shown=panel.posted)
            files.append(file)
    return tuple(files)


def write_plot(report: Report, name: str, path: Path, *, font: str | None = None) -> Written:
    """Write one picture of a report, as PNG or SVG by the ending of its name.

    Raises
    ------
    InputError
        If the ending is another, the file cannot be written, the font does not exist, or the
        picture needs what was not compared.
    ValueError
        If there is no such picture.
    """
    _check_image(path)
    find_picture(name)
    typeface = choose_typeface(report.texts, font=font)
    report = report.rewritten(typeface.fit)
    report.values(name)  # says what it would need, where it is not there
    panel = next(one for one in report.panels if one.key == name)
    _write_image(report, panel, path, typeface=typeface, shown=slice(None))
    return Written((path,), (typeface.note,) if typeface.note else ())


def _write_image(
    report: Report, panel: Panel, path: Path, *, typeface: Typeface, shown: slice
) -> None:
    is_front = panel.key in report.front
    title = report.said.headline if is_front else f"{panel.title} – {report.said.title}"
    write = write_svg if path.suffix.casefold() == ".svg" else write_png
    with atomic_path(path) as temporary:
        write(panel, temporary, title=title, typeface=typeface, shown=shown)


def write_population(
    places: Sequence[PopulationPlace], path: Path, *, font: str | None = None
) -> Written:
    """Write one picture of a show among the shows of a population.

    Raises
    ------
    InputError
        If the ending is another, the file cannot be written or the font does not exist.
    """
    _check_image(path)
    shapes = rewritten(population_shapes(places), printable)
    typeface = choose_typeface(strings(shapes), font=font)
    shapes = rewritten(shapes, typeface.fit)
    panel = POPULATION.panel(Filled(POPULATION.title, population_caption(shapes), shapes))
    write = write_svg if path.suffix.casefold() == ".svg" else write_png
    with atomic_path(path) as temporary:
        write(panel, temporary, title=panel.title, typeface=typeface)
    return Written((path,), (typeface.note,) if typeface.note else ())


def _check_image(path: Path) -> None:
    if path.suffix.casefold() not in IMAGES:
        raise InputError(f"{path}: pictures are written as {' or '.join(IMAGES)}; change its name")


def write_season(
    everyone: Sequence[SeriesSample], path: Path, *, font: str | None = None
) -> Written:
    """Write one picture of series: episodes as rows, with their segments and cuts.

    Raises
    ------
    InputError
        If the file cannot be written or the font does not exist.
    """
    blocks = rewritten(season_blocks(everyone), printable)
    names = " · ".join(block.label for block in blocks)
    typeface = choose_typeface((names, *strings(blocks)), font=font)
    caption = season_caption(blocks, common_unit(everyone))
    panel = SEASON.panel(Filled(names, caption, rewritten(blocks, typeface.fit)))
    with atomic_path(path) as temporary:
        write_png(panel, temporary, title=typeface.fit(names), typeface=typeface)
    return Written((path,), (typeface.note,) if typeface.note else ())
