"""Scripts of invented episodes: shots and transitions by frame count, in readable TOML.

A shot is one line, ``FRAMES PLACE VIEW WHO ACTION...``::

    72 classroom close rei talk
    18 rooftop action kai lines shake flash@9
    48 harbour wide - pan-right

and a transition that is no cut stands between two shots: ``dissolve 12``, ``wipe 10`` or
``fade-black 10 6 10`` (frames out, held, in), ``fade-white`` likewise.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, get_args

from cutstat.core.segments import SEGMENT_KINDS, SegmentKind
from cutstat.errors import InputError

View = Literal["wide", "medium", "close", "action", "insert", "title"]
VIEWS: tuple[View, ...] = get_args(View)
ACTIONS = frozenset(
    {
        "talk",
        "hold",
        "pan-left",
        "pan-right",
        "tilt",
        "zoom-in",
        "zoom-out",
        "shake",
        "lines",
        "run",
    }
)
EFFECTS = frozenset({"flash", "impact", "black"})
"""Actions with a frame, ``flash@9``: they last for three frames from there."""

EFFECT_FRAMES = 3
GRADUAL = {"dissolve": 1, "wipe": 1, "fade-black": 3, "fade-white": 3}
"""Transitions and how many frame counts each is written with."""


@dataclass(frozen=True, slots=True)
class ShotScript:
    """One shot."""

    frames: int
    place: str
    view: View
    who: str | None
    actions: frozenset[str]
    effects: tuple[tuple[str, int], ...] = ()
    """Effects and the frames of the shot at which they begin."""

    text: str | None = None
    """Written over the picture: credits, a title."""


@dataclass(frozen=True, slots=True)
class TransitionScript:
    """A transition that lasts; a cut is not written."""

    kind: Literal["dissolve", "wipe", "fade"]
    frames: tuple[int, ...]
    """Frames of its phases: one for dissolve and wipe; out, held and in for a fade."""

    is_white: bool = False

    @property
    def length(self) -> int:
        """Frames that belong to neither shot."""
        return sum(self.frames)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an episode: its kind, its shots and the transitions before some of them."""

    kind: SegmentKind
    lines: tuple[ShotScript | TransitionScript, ...]


@dataclass(frozen=True, slots=True)
class SeriesScript:
    """What the episodes of a series share."""

    title: str
    rate: Fraction
    suffix: str
    size: tuple[int, int]
    """Width and height, in pixels."""

    step: int
    """Frames that a drawing stands: 2 is on twos."""

    palette: int
    """Turns the colours of the paint box, 0..179 degrees."""

    grain: float
    """Standard deviation of film grain, in grey levels."""


@dataclass(frozen=True, slots=True)
class EpisodeScript:
    """One episode."""

    series: SeriesScript
    number: int
    parts: tuple[Part, ...]


def load_series(folder: Path) -> tuple[EpisodeScript, ...]:
    """Read ``series.toml`` and the numbered scripts of a folder.

    A part with ``use = "name"`` takes its lines from ``name.toml``, so that episodes share it.

    Raises
    ------
    InputError
        If a script is missing or says something that has no meaning.
    """
    facts = _read(folder / "series.toml")
    try:
        series = SeriesScript(
            title=facts["title"],
            rate=Fraction(facts["rate"]),
            suffix=facts["suffix"],
            size=(facts["size"][0], facts["size"][1]),
            step=facts["step"],
            palette=facts["palette"],
            grain=float(facts["grain"]),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError(f"{folder / 'series.toml'}: {error} is missing or wrong") from error
    files = sorted(folder.glob("[0-9]*.toml"))
    if not files:
        raise InputError(f"{folder}: holds no episode script (01.toml and so on)")
    return tuple(EpisodeScript(series, int(file.stem), _parts(file)) for file in files)


def _parts(file: Path) -> tuple[Part, ...]:
    parts: list[Part] = []
    for entry in _read(file).get("part", []):
        kind = entry.get("kind")
        if kind not in SEGMENT_KINDS:
            raise InputError(f"{file}: kind {kind!r} is none of {', '.join(SEGMENT_KINDS)}")
        source = file.with_name(f"{entry['use']}.toml") if "use" in entry else file
        shots = _read(source)["shots"] if "use" in entry else entry.get("shots", "")
        text = entry.get("text")
        parts.append(Part(kind, tuple(_line(source, line, text) for line in _lines(shots))))
    return tuple(parts)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(file: Path, line: str, text: str | None) -> ShotScript | TransitionScript:
    """Read a line of a script."""
    words = line.split()
    try:
        if words[0] in GRADUAL:
            frames = tuple(int(word) for word in words[1:])
            if len(frames) != GRADUAL[words[0]] or min(frames) < 0:
                raise ValueError(f"{words[0]} takes {GRADUAL[words[0]]} frame counts")
            kind: Any = words[0].partition("-")[0]
            return TransitionScript(kind, frames, is_white=words[0].endswith("white"))
        frames_text, place, view, who, *actions = words
        return _shot(int(frames_text), place, view, who, actions, text)
    except ValueError as error:
        raise InputError(f"{file}: cannot read the line {line!r} ({error})") from error


def _shot(
    frames: int, place: str, view: str, who: str, actions: list[str], text: str | None
) -> ShotScript:
    if frames < 1:
        raise ValueError("a shot needs at least one frame")
    if view not in VIEWS:
        raise ValueError(f"view {view!r} is none of {', '.join(VIEWS)}")
    effects: list[tuple[str, int]] = []
    plain: set[str] = set()
    for action in actions:
        if match := re.fullmatch(r"([a-z]+)@(\d+)", action):
            effects.append((match[1], int(match[2])))
        else:
            plain.add(action)
    unknown = (plain - ACTIONS) | ({name for name, _ in effects} - EFFECTS)
    if unknown:
        raise ValueError(f"action {min(unknown)!r} is unknown")
    return ShotScript(
        frames,
        place,
        view,
        None if who == "-" else who,
        frozenset(plain),
        tuple(effects),
        text,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read as a script ({error})") from error
