"""The sound of an episode by its script, and what is true about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.synth import paint, tones
from cutstat.synth.script import EpisodeScript, ShotScript

SPEAKING = frozenset({"talk"})
FIGHTING = frozenset({"lines", "run", "shake"})
THEMES = ("opening", "ending")
SCORE_GAIN = 0.5
"""Of the score under voices, 8 dB below them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an episode with one kind of sound."""

    kind: str
    """``voice``, ``music`` or ``effects``."""

    start: int
    """First frame."""

    stop: int
    seed: int


def passages(episode: EpisodeScript) -> tuple[Passage, ...]:
    """Give what is heard where: themes, voices of who talks, the score, blows of the action."""
    found: list[Passage] = []
    title = episode.series.title
    for part_kind, start, stop in _parts(episode):
        if part_kind in THEMES:
            found.append(Passage("music", start, stop, paint.seed_of(title, part_kind)))
    for kind, actions in (("voice", SPEAKING), ("effects", FIGHTING)):
        spans = [
            (start, stop)
            for part_kind, shot, start, stop in _shots(episode)
            if part_kind not in THEMES
            and shot.actions & actions
            and (kind != "voice" or (shot.who and shot.view in ("medium", "close", "action")))
        ]
        found += [
            Passage(kind, start, stop, paint.seed_of(title, episode.number, kind, start))
            for start, stop in _joined(spans)
        ]
    found += [
        Passage("music", start, stop, paint.seed_of(title, episode.number, "score", start))
        for start, stop in _joined(_scored(episode))
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.kind)))


def sound(episode: EpisodeScript) -> NDArray[np.float32]:
    """Make the sound of an episode, mono at `tones.RATE`, shape (n,)."""
    rate = float(episode.series.rate)
    whole = max(stop for *_, stop in _shots(episode))
    out = np.zeros(round(whole / rate * tones.RATE), np.float32)
    makers = {"voice": tones.voice, "music": tones.music, "effects": tones.effects}
    talk = [(one.start, one.stop) for one in passages(episode) if one.kind == "voice"]
    for one in passages(episode):
        at = round(one.start / rate * tones.RATE)
        made = makers[one.kind]((one.stop - one.start) / rate, seed=one.seed)
        is_under = one.kind == "music" and any(a < one.stop and b > one.start for a, b in talk)
        piece = made[: len(out) - at] * (SCORE_GAIN if is_under else 1.0)
        out[at : at + len(piece)] += piece
    rng = np.random.default_rng(paint.seed_of("air"))
    return np.asarray(np.clip(out + 0.0006 * rng.normal(size=len(out)), -1, 1), np.float32)


def _scored(episode: EpisodeScript) -> list[tuple[int, int]]:
    """Give the spans with a score, as the series has it: none, under action, or throughout."""
    match episode.series.score:
        case "all":
            return [(a, b) for kind, a, b in _parts(episode) if kind == "body"]
        case "action":
            return [
                (start, stop)
                for kind, shot, start, stop in _shots(episode)
                if kind == "body" and shot.actions & FIGHTING
            ]
        case _:
            return []


def _parts(episode: EpisodeScript) -> Iterator[tuple[str, int, int]]:
    position = 0
    for part in episode.parts:
        start = position
        for line in part.lines:
            position += line.frames if isinstance(line, ShotScript) else line.length
        yield part.kind, start, position


def _shots(episode: EpisodeScript) -> Iterator[tuple[str, ShotScript, int, int]]:
    position = 0
    for part in episode.parts:
        for line in part.lines:
            length = line.frames if isinstance(line, ShotScript) else line.length
            if isinstance(line, ShotScript):
                yield part.kind, line, position, position + length
            position += length


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
