"""How a decoder is set up, so that it is quick and takes a bounded memory."""

from __future__ import annotations

from pathlib import Path

from av.video.stream import VideoStream

from cutstat.core.cores import available_cores
from cutstat.core.track import VideoHeader
from cutstat.errors import DecodeError

UNFILTERED = ("h264",)
UNFILTERED_LINES = 720
"""Codecs, and the height from which on, pictures may be decoded without the filter that smooths the
edges of blocks: a small picture averages over these edges, and the filter is a tenth to a fifth of
the cost. In lower pictures blocks are as large as what is looked at."""

LARGEST_PICTURE = 2**26
"""Pixels of a picture: twice those of 8K. A decoder holds dozens of pictures, and one of 16K would
take gigabytes."""

PIXELS_AT_ONCE = 2**26
"""Pixels of the pictures that the threads of a decoder work on at once: each thread of an 8K video
takes 75 MB, so that sixteen of them would take more than a gigabyte. Up to 1080p all may work."""

MOST_THREADS = 16
"""What FFmpeg takes at most where it chooses itself."""


def set_up_decoder(stream: VideoStream, *, threads: int, is_exact: bool) -> None:
    """Set threads and options before the first packet.

    Parameters
    ----------
    stream : VideoStream
        The stream.
    threads : int >= 0
        Decoding threads; 0 takes as many as the machine has cores.
    is_exact : bool
        Whether every pixel is decoded as it is meant to be seen; small pictures do not need it.
    """
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = _bounded(threads, stream)
    if not is_exact and _may_be_unfiltered(stream):
        stream.codec_context.options = {"skip_loop_filter": "all"}


def refuse_too_large(path: Path, header: VideoHeader) -> None:
    """Raise DecodeError for pictures that would take too much memory."""
    if header.width * header.height > LARGEST_PICTURE:
        raise DecodeError(
            f"{path}: pictures of {header.width}×{header.height}, larger than the "
            f"{LARGEST_PICTURE // 10**6} million pixels that are taken; make a smaller copy"
        )


def _bounded(threads: int, stream: VideoStream) -> int:
    """Give how many threads may decode, so that large pictures do not fill the memory."""
    pixels = max(stream.codec_context.width * stream.codec_context.height, 1)
    most = max(PIXELS_AT_ONCE // pixels, 1)
    return threads if most >= (threads or MOST_THREADS) else min(threads or available_cores(), most)


def _may_be_unfiltered(stream: VideoStream) -> bool:
    context = stream.codec_context
    return context.codec.canonical_name in UNFILTERED and context.height >= UNFILTERED_LINES
