"""Subtitles in a file, packet by packet, and in files beside it."""

from __future__ import annotations

import contextlib
import os
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import av.error
import pysubs2
from av.container import InputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream

from cutstat.core.subtitles import SubtitleTrack
from cutstat.core.text import as_utf8
from cutstat.core.words import count_of
from cutstat.sound.dialogue import Event, lines_of

SUFFIXES = (".ass", ".ssa", ".srt", ".vtt")

_LINE = re.compile(r"(?m)^.*(?:-->|\d:\d\d[.,]\d{3}|(?:Dialogue|Comment)\s*:).*$")
"""What is, or was, the begin of a line of subtitles: what says its times."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")

LONGEST_SECONDS = 10.0
"""A picture without an end that no other follows stays no longer than this."""


class SubtitleListener:
    """Takes in the packets of one stream of subtitles.

    Parameters
    ----------
    stream : SubtitleStream
        The stream.
    place : callable, optional
        Gives how many pictures have come so far; asked at each packet.
    """

    def __init__(self, stream: SubtitleStream, place: Callable[[], int] = lambda: 0) -> None:
        self.stream = stream
        self._place = place
        self._events: list[Event] = []
        self._places: list[int] = []
        """How many pictures there were when each event came."""

        self._open: float | None = None
        """Start of a picture whose end was not said."""

    def feed(self, packet: Packet[Any]) -> None:
        """Take in the next packet; one that shows nothing ends what is on screen."""
        if packet.pts is None or packet.time_base is None:
            return
        start = float(packet.pts * packet.time_base)
        if self._open is not None:
            self._note(Event(self._open, min(start, self._open + LONGEST_SECONDS)))
            self._open = None
        try:
            shown: Any = self.stream.codec_context.decode2(packet)
        except (av.error.FFmpegError, ValueError):
            return
        stop = start + float((packet.duration or 0) * packet.time_base)
        for rect in shown or ():
            if rect.type == b"bitmap":
                if packet.duration:
                    self._note(Event(start, stop))
                else:
                    self._open = start
                return
            line = rect.ass.decode("utf-8", "replace")
            fields = line.split(",", 8)
            style = fields[2] if len(fields) == 9 else ""
            self._note(Event(start, stop, style, fields[-1]))

    def _note(self, event: Event) -> None:
        self._events.append(event)
        self._places.append(self._place())

    def finish(
        self,
        *,
        first_seconds: float,
        moved: Callable[[float, int], float | None] = lambda _, __: 0.0,
    ) -> SubtitleTrack:
        """Give the lines of dialogue; times are counted from the first frame of the video.

        Parameters
        ----------
        first_seconds : float
            Time of the first frame by the clock of the container.
        moved : callable, optional
            By how many seconds the pictures are moved that lie by a time of that clock, near a
            place in the file, where the clock breaks; None if there are none.
        """
        if self._open is not None:
            self._note(Event(self._open, self._open + LONGEST_SECONDS))
        stream = self.stream
        by, events = 0.0, []
        for one, place in zip(self._events, self._places, strict=True):
            known = moved(one.start, place)
            by = by if known is None else known  # as the line before
            shift = by - first_seconds
            events.append(Event(one.start + shift, one.stop + shift, one.style, one.text))
        return lines_of(
            events,
            source=str(stream.index),
            language=as_utf8(stream.metadata.get("language", "")).replace("und", ""),
            title=as_utf8(stream.metadata.get("title", "")),
            codec=stream.codec_context.name,
            is_forced=bool(stream.disposition & av.stream.Disposition.forced),
        )


def subtitle_streams(container: InputContainer) -> tuple[SubtitleStream, ...]:
    """List the streams of subtitles that can be decoded."""
    return tuple(one for one in container.streams.subtitles if one.codec_context is not None)


def subtitles_beside(video: Path) -> tuple[tuple[SubtitleTrack, ...], tuple[str, ...]]:
    """Read the files of subtitles beside a video: those that begin with its name.

    What stands between, as in ``Show - 01.en.srt``, is taken for the language.

    Returns
    -------
    tracks : tuple of SubtitleTrack
        What could be read.
    notes : tuple of str
        Which files could not, or not all of their lines.
    """
    tracks: list[SubtitleTrack] = []
    notes: list[str] = []
    files: list[Path] = []
    with contextlib.suppress(OSError):  # of a folder that cannot be listed nothing is known
        files = sorted(Path(os.fspath(video.parent)).iterdir())
    for file in files:
        if file.suffix.lower() not in SUFFIXES or not file.name.startswith(video.stem):
            continue
        between = file.name[len(video.stem) : -len(file.suffix)]
        if between and not between.startswith("."):
            continue
        try:
            text = file.read_text("utf-8-sig", "replace")
            with warnings.catch_warnings():  # of fields that are of no use here
                warnings.simplefilter("ignore")
                read = pysubs2.SSAFile.from_string(text)
        except OSError as error:
            notes.append(f"subtitles {file.name!r} cannot be read ({error.strerror})")
            continue
        except (
            pysubs2.exceptions.Pysubs2Error,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
        ):
            # It has no one error for a file that is damaged.
            notes.append(f"{file.name!r} holds no subtitles that can be read")
            continue
        events = [
            Event(one.start / 1000, one.end / 1000, one.style, one.text, one.is_comment)
            for one in read
        ]
        told = len(_LINE.findall(text))
        lost = told - sum(one.start <= one.stop for one in events)
        if _NO_TEXT.search(text):
            notes.append(f"subtitles {file.name!r}: a part of it is no text")
        elif lost > 0 or not events:
            what = f"{count_of(lost, 'line')} cannot be read" if lost > 0 else "there is no line"
            notes.append(f"subtitles {file.name!r}: {what}")
        tracks.append(
            lines_of(
                events,
                source=file.name,
                language=between.strip("."),
                codec=file.suffix.lower().lstrip("."),
            )
        )
    return tuple(tracks), tuple(notes)
