"""Compose sequences with known transitions from the shots of several works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.groups import Made
from benchmarks.training.camera import HEIGHT, WIDTH, reposed, smeared, take
from benchmarks.training.effects import add_effects, mixed
from benchmarks.training.footage import Clip
from benchmarks.training.rates import converted
from cutstat.core.pictures import CHROMA_SHAPE, Pictures
from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import Transition

FRAMES = 700
"""Length of a sequence, at least."""

KINDS = {
    "cut": 0.595,
    "dissolve": 0.06,
    "fade": 0.10,
    "wipe": 0.05,
    "blur": 0.03,
    "whip": 0.03,
    "glow": 0.03,
    "blend": 0.05,
    "black": 0.03,
    "impact": 0.025,
}
"""How often each kind of border stands between two shots of usual length.

blur : the old shot smears until the new one comes out of the smear
whip : a cut in the middle of a fast move
glow : a cut under a white flash that leaves both pictures visible
blend : a cut with one mixed picture, as converting the frame rate leaves
black : a cut to black, and from black a cut to the new shot
impact : a cut behind some flashes or negatives; it stands where the new shot can first be seen
    clearly
"""

IMPACT_IN_RUN = 0.04
"""Chance that a cut between two short shots has them."""

SURELY_IMPACT = 3
"""Frames up to which what flashes up between two shots is no shot of its own."""

RETURN = {"drawn": 0.12, "rendered": 0.1, "filmed": 0.1}
"""Chance that a shot goes on after one or two others, as where two views are cut to and fro."""

RUN = 0.25
"""Share of the sequences that are runs of many short shots throughout."""

BURST = 0.12
"""Chance that a burst of very short shots begins in another sequence."""

JUMP = {"drawn": 0.0, "rendered": 0.1, "filmed": 0.4}
"""Chance that a shot holds a jump cut. Drawn films have none: what looks like one is a leap of a
figure towards the viewer, or the next drawing of it."""

EFFECTS = {"drawn": 0.75, "rendered": 0.5, "filmed": 0.5}
"""Chance that a shot between cuts holds an effect."""

REPOSED = 0.7
"""Chance that what a jump cut shows has moved, beside that it goes on at a later place: most shots
are too short to hold a place that looks different."""

BRIEF_EFFECTS = 0.25
"""Chance that a shot of a burst holds one, if it is long enough."""


class Composer:
    """Strings shots together, most of them from one work, as an episode would.

    Parameters
    ----------
    shots : mapping of str to sequence of Clip
        Shots of each work.
    made : str
        How these were made: ``drawn``, ``rendered`` or ``filmed``.
    seed : int
        The same seed gives the same sequence.
    """

    def __init__(self, shots: Mapping[str, Sequence[Clip]], *, made: Made, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._made = made
        self._shots = {title: list(shots[title]) for title in sorted(shots)}
        self._main = str(self._random.choice(list(self._shots)))
        self._used: list[int] = []
        self._waiting: list[Clip] = []
        self._parts: list[Clip] = []
        self._transitions: list[Transition] = []
        self._ambiguous: list[MarkedSpan] = []
        self._length = 0

    def compose(self) -> tuple[Pictures, ShotList, int]:
        """Give the pictures of a sequence, what is true of them, and the frames in a step."""
        random = self._random
        is_run = random.random() < RUN
        middle = float(random.uniform(1.6, 2.6)) if is_run else 3.5  # natural log of frames
        burst = 0
        while self._length < FRAMES:
            if not is_run and not burst and random.random() < BURST:
                burst = int(random.integers(3, 12))
            if burst:
                burst -= 1
                self._add(int(random.integers(3, 11)), "cut", is_burst=True)
            else:
                length = int(np.clip(np.exp(random.normal(middle, 0.6)), 3 if is_run else 8, 160))
                kind = str(random.choice(list(KINDS), p=list(KINDS.values())))
                is_brief = length < 10
                self._add(length, "cut" if is_brief else kind, is_burst=is_brief)
        whole = Clip(
            np.concatenate([part.luma for part in self._parts]),
            np.concatenate([part.chroma for part in self._parts]),
        )
        annotation = ShotList(
            "composed",
            tuple(self._transitions),
            n_frames=len(whole),
            ambiguous=tuple(self._ambiguous),
        )
        return converted(random, _finished(random, whole), annotation)

    def _add(self, length: int, kind: str, *, is_burst: bool = False) -> None:
        """Add a shot, with the border to the one before."""
        random = self._random
        is_long = kind == "cut" and not is_burst and length >= 20
        has_jump = is_long and random.random() < JUMP[self._made]
        jump = int(random.integers(8, length - 8)) if has_jump else None
        kind = kind if self._parts else "first"
        overlap = _overlap(random, kind)
        clip = self._next(length + overlap, jump)
        if kind == "impact" or (is_burst and kind == "cut" and random.random() < IMPACT_IN_RUN):
            kind = "cut"
            self._impact(clip)
        if kind == "fade":
            self._fade(clip)
        elif kind == "black":
            self._note(self._length, self._length, "cut")
            self._hold(int(random.integers(6, 40)), level=0)
            self._note(self._length, self._length, "cut")
        elif overlap:
            self._blend_over(clip, overlap, kind)
        elif kind != "first":
            self._cut(clip, kind)
        if jump is not None:
            if random.random() < REPOSED:
                strength = random.uniform(4, 16)
                reposed(random, clip, start=jump, stop=len(clip), strength=strength)
            self._note_jump(clip, jump)
        elif kind == "cut" and random.random() < (
            BRIEF_EFFECTS if is_burst else EFFECTS[self._made]
        ):
            add_effects(random, clip, other=self._any_shot(), made=self._made)
        self._append(clip)

    def _next(self, length: int, jump: int | None) -> Clip:
        """Take a new shot, or let one go on that was left a moment ago."""
        random = self._random
        if len(self._waiting) > 1 or (self._waiting and random.random() < 0.7):
            clip = self._waiting.pop(0)
            if jump is None and len(clip) >= length:
                return clip[slice(0, length)].copy()
        if jump is None and random.random() < RETURN[self._made]:
            gap, later = int(random.integers(0, 40)), int(random.integers(length, 2 * length + 40))
            clip = take(random, self._choose(), length + gap + later)
            self._waiting.append(clip[slice(length + gap, None)].copy())
            return clip[slice(0, length)].copy()
        return take(random, self._choose(), length, jump=jump)

    def _impact(self, clip: Clip) -> None:
        """Let something flash up before the new shot."""
        random, old = self._random, self._parts[-1]
        start = self._length
        length = int(random.choice([1, 1, 2, 2, 3, 4, 6]))
        style = str(random.choice(["light", "negative", "bright"]))
        source = (old, clip)[int(random.random() < 0.6)]
        place = int(random.integers(len(source)))
        flash = source[np.full(length, place)].copy()
        level, share = float(random.choice([0, 255, 255])), random.uniform(0.6, 1)
        for k in range(length):
            if style == "negative":
                flash.luma[k] = 255 - flash.luma[k]
            elif style == "light" or (style == "bright" and k % 2 == 0):
                mixed(flash, k, level=level, share=share)
        self._append(flash)
        if length > SURELY_IMPACT:
            self._ambiguous.append(MarkedSpan(start, start + length - 1, "may be a shot"))

    def _append(self, clip: Clip) -> None:
        self._parts.append(clip)
        self._length += len(clip)

    def _hold(self, length: int, *, level: float) -> None:
        """Add flat pictures."""
        self._append(
            Clip(
                np.full((length, HEIGHT, WIDTH), level, np.float32),
                np.full((length, 2, *CHROMA_SHAPE), 128, np.float32),
            )
        )

    def _choose(self) -> Clip:
        """Choose a shot that was not shown lately, most often of the main work."""
        is_main = self._random.random() < 0.7
        title = self._main if is_main else str(self._random.choice(list(self._shots)))
        shots = self._shots[title]
        fresh = [shot for shot in shots if id(shot) not in self._used[-6:]] or shots
        shot = fresh[int(self._random.integers(len(fresh)))]
        self._used.append(id(shot))
        return shot

    def _any_shot(self) -> Clip:
        shots = self._shots[str(self._random.choice(list(self._shots)))]
        return shots[int(self._random.integers(len(shots)))]

    def _note(self, start: int, stop: int, kind: str) -> None:
        name = {"blur": "wipe"}.get(kind, kind) if start < stop else "cut"
        self._transitions.append(Transition(start, stop, name))  # type: ignore[arg-type]

    def _cut(self, clip: Clip, kind: str) -> None:
        """Cut to the new shot, at times under a flash, a whip or with a mixed picture."""
        random, old = self._random, self._parts[-1]
        here = self._length
        self._note(here, here, "cut")
        if kind == "blend":
            old.luma[-1] = (clip.luma[0] + old.luma[-1]) / 2
            old.chroma[-1] = (clip.chroma[0] + old.chroma[-1]) / 2
            self._ambiguous.append(MarkedSpan(here - 1, here - 1, "mixed picture"))
        if kind not in {"glow", "whip"}:
            return
        before = min(int(random.integers(1, 8)), len(old) - 2)
        after = min(int(random.integers(1, 8)), len(clip) - 2)
        for k in range(before):
            _touched(old, len(old) - before + k, (k + 1) / (before + 1), kind)
        for k in range(after):
            _touched(clip, k, 1 - (k + 1) / (after + 1), kind)

    def _fade(self, clip: Clip) -> None:
        """Fade out, hold and fade in; at times only one of the ramps."""
        random, old = self._random, self._parts[-1]
        out, into = (int(frames) for frames in np.exp(random.uniform(np.log(2), np.log(30), 2)))
        held = int(random.integers(0, 20 if random.random() < 0.6 else 4))
        missing = random.random()
        out = 0 if missing < 0.15 else min(out, len(old) - 2)
        into = 0 if 0.15 <= missing < 0.3 else min(into, len(clip) - 2)
        level = float(random.choice([0, 0, 0, 255]))
        for k in range(out):
            mixed(old, len(old) - out + k, level=level, share=(k + 1) / (out + 1))
        for k in range(into):
            mixed(clip, k, level=level, share=1 - (k + 1) / (into + 1))
        start = self._length - out
        self._hold(held, level=level)
        self._note(start, self._length + into, "fade")

    def _blend_over(self, clip: Clip, length: int, kind: str) -> None:
        """Let the first pictures of the new shot appear over those of the old one, going on."""
        old = self._parts[-1]
        # Played backward from its last picture, it goes on without a break.
        places = len(old) - 1 - np.minimum(np.arange(length), len(old) - 1)
        tail = old[places]
        style = str(self._random.choice(["across", "down", "iris", "slide", "soft"]))
        for k in range(length):
            share = (k + 1) / (length + 1)
            if kind == "dissolve":
                _mix(clip, k, tail, np.full((HEIGHT, WIDTH), share, np.float32))
            elif kind == "blur":
                _smear_over(clip, k, tail, share)
            else:
                _wipe(clip, k, tail, share, style)
        self._note(self._length, self._length + length, kind)

    def _note_jump(self, clip: Clip, jump: int) -> None:
        """Mark a jump cut as a cut where it can be seen, else as ambiguous."""
        steps = np.abs(np.diff(clip.luma, axis=0)).mean((1, 2))
        near = np.concatenate([steps[max(jump - 7, 0) : jump - 1], steps[jump : jump + 6]])
        step, usual = steps[jump - 1], np.median(near)
        here = self._length + jump
        if step > 3.5 and step > 2.5 * usual:
            self._note(here, here, "cut")
        else:
            self._ambiguous.append(MarkedSpan(here - 1, here + 1, "jump that hardly shows"))


def _overlap(random: np.random.Generator, kind: str) -> int:
    """Choose how long a gradual transition lasts; 0 for a cut."""
    longest = {"dissolve": 60, "wipe": 30, "blur": 30}.get(kind)
    return int(np.exp(random.uniform(np.log(4), np.log(longest)))) if longest else 0


def _touched(clip: Clip, frame: int, share: float, kind: str) -> None:
    if kind == "glow":
        mixed(clip, frame, level=255, share=0.9 * share)
    else:
        shift = round(30 * share)
        clip.luma[frame] = smeared(np.roll(clip.luma[frame], shift, axis=1), 4 + shift)


def _mix(clip: Clip, k: int, tail: Clip, mask: NDArray[np.float32]) -> None:
    """Show the old shot where the mask is 0, the new one where it is 1."""
    small = cv2.resize(mask, CHROMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
    clip.luma[k] = tail.luma[k] + (clip.luma[k] - tail.luma[k]) * mask
    clip.chroma[k] = tail.chroma[k] + (clip.chroma[k] - tail.chroma[k]) * small


def _smear_over(clip: Clip, k: int, tail: Clip, share: float) -> None:
    width = 1 + int(80 * min(share, 1 - share))
    old, new = smeared(tail.luma[k], width), smeared(clip.luma[k], width)
    weight = float(np.clip((share - 0.45) / 0.1, 0, 1))
    clip.luma[k] = old + (new - old) * weight
    clip.chroma[k] = tail.chroma[k] + (clip.chroma[k] - tail.chroma[k]) * weight


def _wipe(clip: Clip, k: int, tail: Clip, share: float, style: str) -> None:
    rows, columns = np.indices((HEIGHT, WIDTH))
    place = {
        "down": rows / HEIGHT,
        "iris": np.hypot((columns - WIDTH / 2) / WIDTH, (rows - HEIGHT / 2) / HEIGHT) / 0.71,
    }.get(style, columns / WIDTH)
    if style == "slide":
        shift = round(share * CHROMA_SHAPE[1])
        for one in (clip, tail):
            one.luma[k] = np.roll(one.luma[k], 2 * shift, axis=1)
            one.chroma[k] = np.roll(one.chroma[k], shift, axis=2)
    softness = 0.15 if style == "soft" else 0.015
    mask = np.clip((share * (1 + softness) - place) / softness, 0, 1)
    _mix(clip, k, tail, mask.astype(np.float32))


def _finished(random: np.random.Generator, whole: Clip) -> Pictures:
    """Add grain, flicker, letterbox bars, or take the colour away; round to what is decoded."""
    luma, chroma = whole.luma, whole.chroma
    if random.random() < 0.6:
        luma = luma + random.normal(0, random.uniform(0.3, 3), luma.shape)
    if random.random() < 0.15:
        luma = luma * (1 + random.normal(0, 0.03, (len(luma), 1, 1)))
    if random.random() < 0.2:
        bar = 2 * int(random.integers(1, 8))
        is_upright = random.random() < 0.4  # bars at the sides
        for planes, width in ((luma, bar), (np.moveaxis(chroma, 1, 0), bar // 2)):
            across = np.swapaxes(planes, -1, -2) if is_upright else planes
            value = 0 if planes is luma else 128
            across[..., :width, :], across[..., -width:, :] = value, value
    if random.random() < 0.1:
        chroma = np.full_like(chroma, 128)
    return Pictures(
        np.clip(luma, 0, 255).astype(np.uint8), np.clip(chroma, 0, 255).astype(np.uint8)
    )
