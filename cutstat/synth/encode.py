"""Write frames into video files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from cutstat.core.atomic import atomic_path

SOUND_RATE = 16_000
"""Samples of sound a second."""

PIECE = 1024
"""Samples that are coded at once, as AAC has them."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a video is coded."""

    rate: Fraction = Fraction(24000, 1001)
    """Frames a second."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    options: Mapping[str, str] = field(
        default_factory=lambda: {
            **{"preset": "veryfast", "crf": "21", "threads": "1"},
            "x264-params": "no-mbtree=1",
        }
    )
    """Private options of the encoder. The bytes are repeatable with one thread and without
    macroblock trees, for which x264 reads memory that it never wrote on some processors."""

    container: str | None = None
    """Format of the file; by default told from its suffix."""

    sample_aspect: Fraction | None = None
    first_pts: int = 0
    """Time of the first frame, in frames."""


def write_video(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    *,
    encoding: Encoding | None = None,
    durations: Sequence[int] | None = None,
    sound: NDArray[np.float32] | None = None,
) -> int:
    """Encode frames into a file, whole or not at all.

    Parameters
    ----------
    path : Path
        File to write.
    frames : iterable of ndarray of uint8, shape (height, width, 3)
        Red, green, blue; both sides even. One that is given again, as the same object, is taken
        to show the same.
    encoding : Encoding, optional
        How to code them.
    durations : sequence of int, optional
        How many frame durations each frame stands, for variable rates; 1 each by default.
    sound : ndarray of float, shape (n_samples,), optional
        Mono sound at `SOUND_RATE`, from the first frame on.

    Returns
    -------
    int
        Number of frames written.
    """
    encoding = encoding or Encoding()
    with (
        atomic_path(path) as temporary,
        av.open(
            str(temporary),
            "w",
            format=encoding.container,
            options={"fflags": "+bitexact"},  # or Matroska gets a random identity
        ) as container,
    ):
        stream: VideoStream | None = None
        track: _SoundTrack | None = None
        converter = VideoReformatter()
        frame: av.VideoFrame | None = None
        shown: NDArray[np.uint8] | None = None
        pts = encoding.first_pts
        count = 0
        for image in frames:
            if stream is None:
                stream = cast(
                    "VideoStream", container.add_stream(encoding.codec, rate=encoding.rate)
                )
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = encoding.pixel_format
                stream.time_base = 1 / encoding.rate
                stream.options = dict(encoding.options)
                stream.codec_context.thread_count = 1
                if encoding.sample_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = encoding.sample_aspect
                if sound is not None:
                    track = _SoundTrack(container, sound)
            if frame is None or image is not shown:  # a picture that stands is converted once
                whole = av.VideoFrame.from_ndarray(image, format="rgb24")
                frame, shown = converter.reformat(whole, format=encoding.pixel_format), image
            frame.pts = pts
            frame.time_base = 1 / encoding.rate
            container.mux(stream.encode(frame))
            pts += durations[count] if durations is not None else 1
            count += 1
            if track is not None:
                track.write(until=float(pts / encoding.rate))
        if stream is None:
            raise ValueError("a video needs at least one frame")
        container.mux(stream.encode(None))
        if track is not None:
            track.finish()
    return count


class _SoundTrack:
    """Writes sound beside the pictures, as far as they have come."""

    def __init__(self, container: OutputContainer, samples: NDArray[np.float32]) -> None:
        self._container = container
        self._samples = samples
        # The default search for codes takes as long as drawing and coding the pictures does.
        self._stream = container.add_stream("aac", rate=SOUND_RATE, options={"aac_coder": "fast"})
        self._stream.codec_context.layout = "mono"
        self._stream.codec_context.bit_rate = 64_000
        self._at = 0

    def write(self, *, until: float) -> None:
        """Write whole pieces up to a time, in seconds."""
        stop = min(round(until * SOUND_RATE), len(self._samples))
        while self._at + PIECE <= stop:
            self._encode(self._samples[self._at : self._at + PIECE])

    def finish(self) -> None:
        """Write what is left."""
        if self._at < len(self._samples):
            self._encode(self._samples[self._at :])
        self._container.mux(self._stream.encode(None))

    def _encode(self, piece: NDArray[np.float32]) -> None:
        frame = av.AudioFrame.from_ndarray(piece[None], format="fltp", layout="mono")
        frame.sample_rate = SOUND_RATE
        frame.pts = self._at
        frame.time_base = Fraction(1, SOUND_RATE)
        self._at += len(piece)
        self._container.mux(self._stream.encode(frame))
