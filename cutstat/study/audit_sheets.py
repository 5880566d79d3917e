"""The sheets of an audit: its pictures are read from the videos and laid out."""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cutstat.core.atomic import TEMPORARY_PREFIX, write_reason
from cutstat.core.text import printable
from cutstat.core.timing import FrameTimes, format_clock
from cutstat.errors import InputError
from cutstat.figures.contact import ContactBlock, Still
from cutstat.figures.fonts import Typeface, choose_typeface
from cutstat.formats.audit_files import (
    HELP,
    HELP_NAME,
    PLAN_NAME,
    TABLE_NAME,
    audit_plan_document,
    audit_table,
)
from cutstat.measure.audit_places import EpisodePlaces
from cutstat.report.contact import write_sheet
from cutstat.stats.audit_sample import AuditItem
from cutstat.study.audit import DrawnAudit
from cutstat.study.selection import find_video
from cutstat.study.study import Study
from cutstat.video.stills import Image, read_stills

CONTEXT_SECONDS = 0.5
"""How far from a place its outer pictures are: a flash is over by then."""

STEP_SECONDS = 1 / 3
"""From picture to picture of a strip: every shot of half a second has one at least."""


class _Layout(NamedTuple):
    """How items of one kind are laid out."""

    name: str
    question: str
    size: tuple[int, int]
    """Box of a picture, width and height in pixels."""

    columns: int
    rows: int
    """Items on a sheet."""


_PLACES = _Layout(
    "borders", "Is there a border between two shots at the bar? yes, no or ?", (256, 144), 5, 6
)
_STRIPS = _Layout(
    "spans", "How many borders between two shots have no bar? 0, 1, 2 … or ?", (156, 88), 8, 3
)


class Shown(NamedTuple):
    """The frames that show an item."""

    frames: tuple[int, ...]
    captions: tuple[str, ...]
    bars: tuple[int, ...]
    """Places that lie just before each of the frames."""


class WrittenAudit(NamedTuple):
    """An audit that was drawn, and the files that show it."""

    drawn: DrawnAudit
    files: tuple[Path, ...]
    """Sheets, explanations and, last, the table to fill in."""


def write_audit(
    study: Study,
    drawn: DrawnAudit,
    folder: Path,
    *,
    font: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Write sheets, table, plan and explanations into a folder: all of them, or nothing.

    Parameters
    ----------
    study : Study
        The one that it was drawn from.
    drawn : DrawnAudit
        What is shown.
    folder : Path
        Where the files go; it must not hold an audit yet.
    font : str, optional
        File or name of a font for titles.
    progress : callable, optional
        Told how many of how many sheets are done.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    InputError
        If a video is not there, or the folder cannot be written or holds an audit.
    DecodeError
        If a frame cannot be decoded.
    """
    if (folder / TABLE_NAME).exists():
        raise InputError(
            f"{folder}: holds an audit already; read it with --read, or choose another folder"
        )
    videos = [_video(study, drawn, index) for index in range(len(drawn.episodes))]
    known = [study.episode(entry) for entry in drawn.episodes]

    labels = [f"{printable(one.name.series)} {one.name.label}" for one in drawn.episodes]
    typeface = choose_typeface(labels, font=font)
    sheets = list(_sheets(drawn))
    with _whole(folder) as place:
        for done, (layout, number, items) in enumerate(sheets):
            if progress:
                progress(done, len(sheets))
            blocks = []
            for item in items:
                own = known[item.episode]
                assert own.stills is not None  # lists are not audited
                shown = shown_frames(item, own.times, drawn.places[item.episode])
                stills = read_stills(
                    videos[item.episode], shown.frames, index=own.stills, size=layout.size
                )
                blocks.append(_block(item, shown, stills, layout, labels, own.times, typeface))
            write_sheet(
                blocks,
                place / _sheet_name(layout, number),
                title=f"{printable(drawn.plan.series)} · {layout.name} {number}",
                question=layout.question,
                size=layout.size,
                typeface=typeface,
            )
        if progress:
            progress(len(sheets), len(sheets))
        names = {
            item.number: _sheet_name(layout, number)
            for layout, number, items in sheets
            for item in items
        }
        table = audit_table(
            drawn.plan,
            sheets=[names[item.number] for item in drawn.plan.items],
            times=[
                format_clock(known[item.episode].times.seconds(item.start))
                for item in drawn.plan.items
            ],
        )
        (place / PLAN_NAME).write_text(audit_plan_document(drawn.plan), "utf-8")
        (place / HELP_NAME).write_text(_help(drawn, folder), "utf-8-sig")
        (place / TABLE_NAME).write_text(table, "utf-8-sig", "backslashreplace", newline="")
    return tuple(folder / name for name in (*dict.fromkeys(names.values()), HELP_NAME, TABLE_NAME))


def shown_frames(item: AuditItem, times: FrameTimes, episode: EpisodePlaces) -> Shown:
    """Choose the frames that show an item.

    A cut has the last frame of the old shot and the first two of the new one in its middle, and
    what is half a second away at its sides; a gradual transition what is before, within and after
    it. A strip has frames at even steps, from the one before its first to its last, so that every
    border that belongs to it lies between two of them.
    """
    if item.is_strip:
        return _strip(item, times, episode)
    start, stop = item.start, item.stop
    if start < stop:
        quarter = (stop - start) // 4
        frames = [start - 1, start + quarter, (start + stop) // 2, stop - 1 - quarter, stop]
        captions = ["before", "", "middle", "", "after"]
    else:
        time = times.time(start)
        sides = (times.frame_at(time + sign * CONTEXT_SECONDS) for sign in (-1, 1))
        before, after = (float(times.time(side) - time) for side in sides)
        frames = [
            *(times.frame_at(time - CONTEXT_SECONDS), start - 1, start, start + 1),
            times.frame_at(time + CONTEXT_SECONDS),
        ]
        captions = [f"{before:+.1f} s", "last frame", "first frame", "next", f"{after:+.1f} s"]
        captions[0] = captions[0].replace("-", "−")
    clipped = tuple(min(max(frame, 0), len(times) - 1) for frame in frames)
    return Shown(clipped, tuple(captions), (0, 0, 1, 0, 0))


def _strip(item: AuditItem, times: FrameTimes, episode: EpisodePlaces) -> Shown:
    is_inner = any(cell.stop == item.start for cell in episode.cells)
    count = max(math.ceil(item.seconds / STEP_SECONDS), 1)
    begin = times.seconds(item.start)
    middle = (times.frame_at(begin + k * item.seconds / count) for k in range(1, count))
    frames = sorted({item.start - is_inner, *middle, item.stop - 1})
    borders = [place.border for place in episode.places]
    bars = [sum(before < one <= after for one in borders) for before, after in pairwise(frames)]
    return Shown(tuple(frames), ("",) * len(frames), (0, *bars))


def _sheets(drawn: DrawnAudit) -> Iterator[tuple[_Layout, int, Sequence[AuditItem]]]:
    """Give the items of each sheet, with its layout and its number."""
    for layout in (_PLACES, _STRIPS):
        items = [item for item in drawn.plan.items if item.is_strip == (layout is _STRIPS)]
        for number, first in enumerate(range(0, len(items), layout.rows), 1):
            yield layout, number, items[first : first + layout.rows]


def _sheet_name(layout: _Layout, number: int) -> str:
    return f"{layout.name}-{number:02d}.png"


def _block(
    item: AuditItem,
    shown: Shown,
    stills: Mapping[int, Image],
    layout: _Layout,
    labels: Sequence[str],
    times: FrameTimes,
    typeface: Typeface,
) -> ContactBlock:
    clock = format_clock(times.seconds(item.start))
    if item.is_strip:
        clock += f" to {format_clock(times.seconds(item.stop))}"
    until = f" to {item.stop}" if item.start < item.stop else ""
    return ContactBlock(
        str(item.number),
        typeface.fit(f"{labels[item.episode]}    {clock}    frame {item.start}{until}"),
        tuple(
            Still(stills[frame], caption, bars) for frame, caption, bars in zip(*shown, strict=True)
        ),
        layout.columns,
    )


def _video(study: Study, drawn: DrawnAudit, episode: int) -> Path:
    """Find the video of an episode, wherever it was seen."""
    entry = drawn.episodes[episode]
    video = find_video(study.library, entry)
    if video is None:
        raise InputError(
            f"{entry.path}: the video is not there, and an audit shows its pictures; reconnect the "
            "drive that it lies on, or scan it where it is now (nothing was written)"
        )
    return video


def _help(drawn: DrawnAudit, folder: Path) -> str:
    title = printable(drawn.plan.series)
    return HELP.format(
        series=title,
        rule="=" * (len(title) + 12),
        command=f'cutstat audit "{title}" --read "{folder / TABLE_NAME}"',
        step="a third of a second",
    )


@contextlib.contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a temporary folder, and move what it holds into `folder` once all is written."""
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=folder) as name:
            yield Path(name)
            files = sorted(Path(name).iterdir(), key=lambda file: (file.name == TABLE_NAME, file))
            for file in files:
                file.replace(folder / file.name)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({write_reason(error)})") from error
    finally:
        if is_new:
            with contextlib.suppress(OSError):  # it holds the files, or was never made
                folder.rmdir()
