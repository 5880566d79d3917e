"""Subtitles in a file, packet by packet, and in files beside it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import av
import av.error
import pysubs2
from av.container import InputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream

from cutstat.core.subtitles import SubtitleTrack
from cutstat.sound.dialogue import Event, lines_of

SUFFIXES = (".ass", ".ssa", ".srt", ".vtt")

LONGEST_SECONDS = 10.0
"""A picture without an end that no other follows stays no longer than this."""


class SubtitleListener:
    """Takes in the packets of one stream of subtitles."""

    def __init__(self, stream: SubtitleStream) -> None:
        self.stream = stream
        self._events: list[Event] = []
        self._open: float | None = None
        """Start of a picture whose end was not said."""

    def feed(self, packet: Packet[Any]) -> None:
        """Take in the next packet; one that shows nothing ends what is on screen."""
        if packet.pts is None or packet.time_base is None:
            return
        start = float(packet.pts * packet.time_base)
        if self._open is not None:
            self._events.append(Event(self._open, min(start, self._open + LONGEST_SECONDS)))
            self._open = None
        try:
            shown: Any = self.stream.codec_context.decode2(packet)
        except (av.error.FFmpegError, ValueError):
            return
        stop = start + float((packet.duration or 0) * packet.time_base)
        for rect in shown or ():
            if rect.type == b"bitmap":
                if packet.duration:
                    self._events.append(Event(start, stop))
                else:
                    self._open = start
                return
            line = rect.ass.decode("utf-8", "replace")
            fields = line.split(",", 8)
            style = fields[2] if len(fields) == 9 else ""
            self._events.append(Event(start, stop, style, fields[-1]))

    def finish(self, *, first_seconds: float) -> SubtitleTrack:
        """Give the lines of dialogue; times are counted from the first frame of the video."""
        if self._open is not None:
            self._events.append(Event(self._open, self._open + LONGEST_SECONDS))
        stream = self.stream
        return lines_of(
            [
                Event(one.start - first_seconds, one.stop - first_seconds, one.style, one.text)
                for one in self._events
            ],
            source=str(stream.index),
            language=stream.metadata.get("language", "").replace("und", ""),
            title=stream.metadata.get("title", ""),
            codec=stream.codec_context.name,
            is_forced=bool(stream.disposition & av.stream.Disposition.forced),
        )


def subtitle_streams(container: InputContainer) -> tuple[SubtitleStream, ...]:
    """List the streams of subtitles that can be decoded."""
    return tuple(one for one in container.streams.subtitles if one.codec_context is not None)


def subtitles_beside(video: Path) -> tuple[SubtitleTrack, ...]:
    """Read the files of subtitles beside a video: those that begin with its name.

    What stands between, as in ``Show - 01.en.srt``, is taken for the language. A file that cannot
    be read as subtitles is passed over.
    """
    found: list[SubtitleTrack] = []
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
            read = pysubs2.load(str(file), encoding="utf-8-sig", errors="replace")
        except (pysubs2.exceptions.Pysubs2Error, OSError, ValueError):
            continue
        events = [
            Event(one.start / 1000, one.end / 1000, one.style, one.text, one.is_comment)
            for one in read
        ]
        found.append(
            lines_of(
                events,
                source=file.name,
                language=between.strip("."),
                codec=file.suffix.lower().lstrip("."),
            )
        )
    return tuple(found)
