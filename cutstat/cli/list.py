"""``cutstat list``: what the library holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.output import EMPTY_LIBRARY, emit, emit_table, say, warn

if TYPE_CHECKING:
    from cutstat.library.records import LibraryEpisode


@click.command(name="list")
@click.argument("series", nargs=-1)
@options.library_option
@options.json_option
@options.quiet_option
def list_(series: tuple[str, ...], library: Path | None, as_json: bool, quiet: bool) -> None:
    """List the series in the library, or the episodes of SERIES.

    Example: cutstat list "Hero Mask"
    """
    from cutstat.api.episodes import list_ as run_list
    from cutstat.formats.episode_documents import (
        ListDocument,
        ListedEpisode,
        Reason,
    )
    from cutstat.formats.json_documents import to_json

    episodes, failures = run_list(series, library=library)
    if not episodes:
        say(EMPTY_LIBRARY, quiet=quiet)
    if as_json:
        document = ListDocument(
            [
                ListedEpisode(
                    *(e.name.series, e.name.label, e.name.role, str(e.path)),
                    *(e.n_frames, e.duration_seconds, list(e.doubts)),
                )
                for e in episodes
            ],
            [Reason(str(one.path), one.reason) for one in failures],
        )
        emit(to_json(document))
        return
    if series:
        rows = [
            (
                e.name.label,
                _minutes(e.duration_seconds),
                str(e.path),
                "; ".join(e.doubts),
            )
            for e in episodes
        ]
        emit_table(("Episode", "Minutes", "File", "In doubt"), rows)
    else:
        groups: dict[str, list[LibraryEpisode]] = {}
        for e in episodes:
            analysed = groups.setdefault(e.name.series, [])
            if e.track_key is not None:
                analysed.append(e)
        emit_table(
            ("Series", "Episodes", "Others", "Minutes"),
            [
                (
                    title,
                    str(sum(e.name.role == "episode" for e in known)),
                    str(sum(e.name.role != "episode" for e in known)),
                    _minutes(sum(e.duration_seconds or 0 for e in known)),
                )
                for title, known in groups.items()
            ],
        )
    for failure in failures:
        warn(f"not analysed: {failure.reason}", quiet=quiet)


def _minutes(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds / 60:.1f}"
