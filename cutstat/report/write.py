"""Write a report into a folder, whole files only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cutstat.core.atomic import atomic_path
from cutstat.errors import InputError
from cutstat.figures.fonts import choose_typeface
from cutstat.report.model import Report
from cutstat.report.panels import panels
from cutstat.report.pdf import write_pdf
from cutstat.report.png import write_png

Format = Literal["pdf", "png"]
PDF_NAME = "report.pdf"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]
    """What could not be shown as it is, one sentence each."""


def write_report(
    report: Report,
    folder: Path,
    *,
    formats: Sequence[Format] = ("pdf", "png"),
    font: str | None = None,
) -> Written:
    """Write a report.

    Parameters
    ----------
    report : Report
        What is said.
    folder : Path
        Where the files go; made if it does not exist.
    formats : sequence of {"pdf", "png"}
        What to write.
    font : str, optional
        File or name of a font to use beside the usual one.

    Raises
    ------
    InputError
        If the folder cannot be written or the font does not exist.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: a file, where the report needs a folder")
    typeface = choose_typeface(report.texts, font=font)
    report = report.rewritten(typeface.fit)
    files: list[Path] = []
    if "pdf" in formats:
        with atomic_path(folder / PDF_NAME) as temporary:
            write_pdf(report, temporary, typeface=typeface)
        files.append(folder / PDF_NAME)
    if "png" in formats:
        for number, panel in enumerate(panels(report), 1):
            file = folder / f"{number:02d}-{panel.key}.png"
            with atomic_path(file) as temporary:
                write_png(report, panel, temporary, typeface=typeface)
            files.append(file)
    return Written(tuple(files), (typeface.note,) if typeface.note else ())
