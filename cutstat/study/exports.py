"""From a study to files of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.core.atomic import atomic_path
from cutstat.errors import InputError
from cutstat.formats.file_names import folded
from cutstat.formats.registry import formats, write_file
from cutstat.formats.tables import Table, episode_rows, shot_rows, table_columns
from cutstat.library.lookup import find_series
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study


class Exported(NamedTuple):
    """What was exported."""

    text: str | None
    """A table, where one was asked for; None where there is a file an episode."""

    rows: int
    """Rows of the table, or files."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    """One sentence for each file or series that is not in it."""


def export_series(
    study: Study,
    series: Sequence[str] = (),
    *,
    form: str = "csv",
    table: Table = "episodes",
    output: Path | None = None,
) -> Exported:
    """Write the episodes of series, or of all, in a format.

    Parameters
    ----------
    study : Study
        Holds the series.
    series : sequence of str
        Titles, or beginnings of titles; by default all.
    form : str
        Key of a format that writes: a table of everything, or a file an episode.
    table : {"episodes", "shots"}
        With a table: one row an episode, or one row a shot.
    output : Path, optional
        File for a table; folder for a file an episode, which need one.

    Raises
    ------
    InputError
        If a series is unknown or cannot be measured, or a file cannot be written.
    ValueError
        If no such format writes, or a folder is needed and not given.
    """
    format_ = formats().get(form)
    if format_ is None or (format_.write is None and format_.write_rows is None):
        raise ValueError(f"no format {form!r} writes")
    measured, left_out = _measured(study, series)
    left_out += [sentence for one in measured for sentence in one.left_out]
    if format_.write_rows is not None:
        episodes = [episode for one in measured for episode in one.episodes]
        rows = shot_rows(episodes) if table == "shots" else episode_rows(episodes)
        text = format_.write_rows(rows, table_columns(table))
        if output is not None:
            with atomic_path(output) as temporary:
                temporary.write_text(text, "utf-8", newline="")
        return Exported(text, len(rows), (output,) if output else (), tuple(left_out))
    if output is None:
        raise ValueError(f"{form} writes one file an episode, and needs a folder")
    taken: set[str] = set()
    files: list[Path] = []
    for one in measured:
        for episode, path in zip(one.episodes, one.paths, strict=True):
            name, text = write_file(format_, episode, path=path, taken=taken)
            taken.add(folded(name))
            with atomic_path(output / name) as temporary:
                temporary.write_text(text, "utf-8")
            files.append(output / name)
    return Exported(None, len(files), tuple(files), tuple(left_out))


def _measured(study: Study, series: Sequence[str]) -> tuple[list[SeriesMeasures], list[str]]:
    """Measure series; of those that nobody has named, what cannot be measured is passed over."""
    titles = [find_series(study.library, title) for title in series]
    measured: list[SeriesMeasures] = []
    reasons: list[str] = []
    for title in titles or study.library.series_names():
        try:
            measured.append(study.series(title))
        except InputError as error:
            if titles:
                raise
            reasons.append(str(error))
    return measured, reasons
