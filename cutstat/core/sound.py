"""What was heard: levels, fingerprints, and how likely voices and music are at each moment."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LEVEL_SECONDS = 0.1
"""Time between two levels."""

PRINT_SECONDS = 0.032
"""Time between two fingerprints."""

PRINT_CENTRE_SECONDS = 0.064
"""Middle of what the first fingerprint tells of: a window of 256 ms and one 128 ms before."""

LIKELIHOOD_SECONDS = 0.01
"""Time between two likelihoods."""

CLASSES = ("speech", "singing", "music")
"""What the columns of likelihoods tell."""

SILENCE = -70.0
"""Loudness under which nothing is heard, in LUFS; the gate of ITU-R BS.1770."""


@dataclass(frozen=True, slots=True)
class SoundStream:
    """Which of the sounds of a file was listened to."""

    index: int
    """Number of the stream in the file."""

    language: str
    """As the file tags it; empty if it does not."""

    title: str
    codec: str
    channels: int
    asked: str = ""
    """Language or title that the user asked for; empty if the file's own choice was taken."""

    others: int = 0
    """Further sound streams in the file."""

    def __str__(self) -> str:
        named = ", ".join(word for word in (self.language, self.title) if word)
        return f"sound stream {self.index}" + (f" ({named})" if named else "")


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What listening to a file once leaves behind; times count from the first frame."""

    stream: SoundStream | None = None
    """None where the file has no sound."""

    start_seconds: float = 0.0
    """Time of the first sample."""

    levels: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    """Loudness of each tenth of a second, shape (n_levels,), in LUFS by ITU-R BS.1770; of tracks
    and shelves from before that, the level of all channels mixed, in decibels below full scale.
    Set against their own mean, both say the same."""

    prints: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """Fingerprint of each step of `PRINT_SECONDS`, shape (n_prints,); 0 where it is silent."""

    likelihoods: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 3), np.uint8))
    """Likelihood of each of `CLASSES` at each step of `LIKELIHOOD_SECONDS`, shape (n, 3), 255 is
    certain; of no length where nothing was there to tell them."""

    model: str = ""
    """Name and version of what told voices and music; empty if nothing did."""

    lost_packets: int = 0
    """Packets that could not be decoded."""

    @property
    def is_heard(self) -> bool:
        """Whether there is sound at all: a stream that is silent throughout is none."""
        return bool(len(self.levels)) and float(self.levels.max()) > SILENCE

    @property
    def why_unheard(self) -> str | None:
        """Say why there is nothing to tell of the sound, or None."""
        if self.stream is None:
            return "the file has no sound"
        if not self.is_heard:
            return f"{self.stream} is silent"
        return None
