"""Open video files: the stream that holds the pictures, and what the header declares."""

from __future__ import annotations

import contextlib
import re
import stat
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from cutstat.core.text import as_utf8
from cutstat.core.track import Chapter, VideoHeader
from cutstat.errors import DecodeError, InputError
from cutstat.video.losses import Promise

if TYPE_CHECKING:  # PyAV has the type in its stubs alone
    from av.container.core import Chapter as ContainerChapter

_WITH_DURATION = ("matroska", "mp4", "avi", "flv")
"""Containers whose header declares a duration; of others, FFmpeg only guesses it."""

_TOLERANT: dict[str, Any] = (
    {"metadata_errors": "replace"} if int(av.__version__.partition(".")[0]) < 19 else {}
)
"""Tags that are no UTF-8 cost no file; PyAV 19 gives them as they are (`as_utf8`)."""

_LISTS = ("concat", "hls", "applehttp", "dash", "imf", "sdp", "rtsp")
"""What FFmpeg opens as a video and reads from other files or servers."""

MANY_PICTURES = 5000
"""Pictures of one stream, three minutes, by which a film is told from a still or a slide show: it
has at least half as many as any other stream."""

JUMP_SECONDS, BROADCAST_JUMP_SECONDS = 60.0, 10.0
"""A time further ahead is a jump of the clock. Streams of broadcasts may jump, and FFmpeg itself
takes ten seconds for it there; elsewhere a picture may be held for long."""


@contextlib.contextmanager
def open_video(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a file at its first video stream that is no cover picture; it is closed afterwards."""
    with open_container(path) as container:
        yield container, video_stream(container, path)


def open_container(path: Path) -> InputContainer:
    """Open a file; what cannot be read is one sentence.

    Raises
    ------
    InputError
        If the file is absent or must not be read.
    DecodeError
        If it is empty or no video.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode):
            raise InputError(f"{path}: no file but a pipe or device; copy the video to a file")
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except IsADirectoryError:
        raise InputError(f"{path}: a folder, where a video file is needed") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if is_empty:
        raise DecodeError(f"{path}: the file is empty (0 bytes); copy it again from its source")
    try:
        # FFmpeg would take the begin of a relative "Re:Zero - 01.mkv" for a protocol.
        container: InputContainer = av.open(
            str(path.absolute()),
            container_options={"protocol_whitelist": "file"},
            **_TOLERANT,
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise DecodeError(
            f"{path}: not a video that FFmpeg can read ({reason_of(error)}); "
            "check that it plays in a video player"
        ) from error
    if any(name in container.format.name.split(",") for name in _LISTS):
        kind = container.format.name
        container.close()
        raise DecodeError(
            f"{path}: a list that names other files ({kind}), no video; name these files"
        )
    return container


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Choose the film: the first video stream that is no cover, still or slide show."""
    streams = _candidates(container)
    if not streams:
        kinds = ", ".join(sorted({stream.type for stream in container.streams})) or "no streams"
        raise DecodeError(f"{path}: holds no video that can be decoded, only {kinds}")
    if len(streams) == 1:
        return streams[0]
    counts = _count_pictures(path, [stream.index for stream in streams])
    most = max(counts.values())
    return next(stream for stream in streams if 2 * counts[stream.index] >= most)


def _candidates(container: InputContainer) -> list[VideoStream]:
    return [
        stream
        for stream in container.streams.video
        if not _is_cover(stream) and stream.codec_context is not None
    ]


def _count_pictures(path: Path, indices: list[int]) -> dict[int, int]:
    """Count packets of streams in the first minutes of a file, without decoding any."""
    counts = dict.fromkeys(indices, 0)
    with open_container(path) as container:
        packets = container.demux([container.streams[index] for index in indices])
        with contextlib.suppress(av.error.FFmpegError, OSError, IndexError):
            for packet in packets:
                counts[packet.stream.index] += 1 if packet.size else 0
                if max(counts.values()) == MANY_PICTURES:
                    break
    return counts


def _others(container: InputContainer, taken: VideoStream) -> tuple[str, ...]:
    """Say which other videos a file holds; a cover that is marked as one is none."""
    others = [
        f"{stream.index} ({stream.codec_context.name})"
        for stream in _candidates(container)
        if stream.index != taken.index
    ]
    if not others:
        return ()
    return (f"stream {taken.index} is taken for the film, not video stream {', '.join(others)}",)


def seek_before(container: InputContainer, stream: VideoStream, pts: int) -> None:
    """Go to where the frame of a time can be decoded from.

    Containers without an index, such as MPEG-TS, are sought by the times at which frames are to be
    decoded, which lie before those at which they are shown: so a second earlier is asked for. What
    lies in the first second is reached from the start, where a file is when it is opened; a seek to
    the very start would miss it.
    """
    earlier = pts - round(1 / time_base_of(stream))
    if earlier > (stream.start_time or 0):
        container.seek(earlier, stream=stream)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def read_header(container: InputContainer, stream: VideoStream) -> VideoHeader:
    """Give what the file declares, but for its chapters."""
    context = stream.codec_context
    return VideoHeader(
        container=container.format.name,
        codec=context.codec.canonical_name,
        pixel_format=context.pix_fmt or "unknown",
        width=context.width,
        height=context.height,
        sample_aspect=Fraction(stream.sample_aspect_ratio or 1),
        declared_rate=Fraction(stream.average_rate) if stream.average_rate else None,
        declared_frames=stream.frames or None,
        notes=_others(container, stream),
    )


def chapters_after(chapters: list[ContainerChapter], first: Fraction) -> Iterator[Chapter]:
    """Count chapters from the first frame, in order; what lies wholly before it is left out."""
    for chapter in sorted(chapters, key=lambda chapter: chapter["start"]):
        unit = Fraction(chapter["time_base"] or 0)
        start, stop = (chapter[edge] * unit - first for edge in ("start", "end"))
        if start >= 0 or stop > 0:
            title = as_utf8(chapter["metadata"].get("title", ""))
            yield Chapter(float(max(start, Fraction(0))), float(stop), title)


def declared_seconds(container: InputContainer, stream: VideoStream) -> float | None:
    """Give the duration that the header declares, in seconds, if it does."""
    if stream.duration:
        return float(stream.duration * time_base_of(stream))
    tag = re.fullmatch(r"(\d+):(\d\d):(\d\d\.\d+)", stream.metadata.get("DURATION", ""))
    if tag:  # Matroska declares it so; the container's would be that of the longest stream
        return int(tag[1]) * 3600 + int(tag[2]) * 60 + float(tag[3])
    if container.duration:
        return container.duration / 1_000_000
    return None


def may_promise(container: InputContainer) -> bool:
    """Whether the header of such a container says how long the video is."""
    return any(one in container.format.name for one in _WITH_DURATION)


def promise_of(container: InputContainer, stream: VideoStream) -> Promise | None:
    """Give how long the pictures last by the header, if it says so."""
    seconds = declared_seconds(container, stream)
    name = container.format.name
    if name == "avi" and stream.frames:  # FFmpeg shortens the duration to what there is
        seconds = float(stream.frames * time_base_of(stream))
    if seconds is None or not may_promise(container):
        return None
    is_own = bool(stream.duration) or "DURATION" in stream.metadata
    return Promise(
        seconds=seconds,
        is_exact=is_own or len(container.streams) == 1,
        counts_from_zero="matroska" in name or "flv" in name,
    )


def jump_seconds(container: InputContainer) -> float:
    """Give the seconds ahead from which on a time is a jump of the clock."""
    is_broadcast = av.format.Flags.ts_discont in av.format.Flags(container.format.flags)
    return BROADCAST_JUMP_SECONDS if is_broadcast else JUMP_SECONDS


def time_base_of(stream: VideoStream) -> Fraction:
    """Give the seconds in one unit of a time."""
    return Fraction(stream.time_base) if stream.time_base else Fraction(1, 1000)


def nominal_rate(stream: VideoStream) -> Fraction | None:
    """Give FFmpeg's guess of the rate; the average would be off wherever times have gaps."""
    rate = stream.guessed_rate or stream.average_rate
    return Fraction(rate) if rate else None


def reason_of(error: BaseException) -> str:
    """Give the decoder's reason without the file name that it repeats."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).strip().rstrip(".").lower()
