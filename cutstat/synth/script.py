"""Scripts of invented episodes: shots and transitions by frame count, in readable TOML.

A shot is one line, ``FRAMES PLACE VIEW WHO ACTION...``::

    72 classroom close rei talk
    18 rooftop action kai lines shake flash@9
    48 harbour wide - pan-right
    30/72 classroom close rei talk

(the last is the first 30 frames of a shot that lasts 72 elsewhere, as a preview shows it)

and a transition that is no cut stands between two shots: ``dissolve 12``, ``wipe 10`` or
``fade-black 10 6 10`` (frames out, held, in), ``fade-white`` likewise.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
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

Score = Literal["none", "action", "all"]
"""Where the body of an episode has music: nowhere, under lively shots, or throughout."""

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

    whole_frames: int | None = None
    """Length of the shot that this is the begin of; None if it is shown whole."""


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

    score: Score = "none"
    """Where the body has music."""


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
            score=facts.get("score", "none"),
        )
        _check_series(series)
    except KeyError as error:
        raise InputError(f"{folder / 'series.toml'}: {error} is missing") from error
    except (TypeError, ValueError, IndexError, ZeroDivisionError) as error:
        raise InputError(f"{folder / 'series.toml'}: cannot be used ({error})") from error
    files = {int(file.stem): file for file in folder.glob("*.toml") if file.stem.isdecimal()}
    if not files:
        raise InputError(f"{folder}: holds no episode script (01.toml and so on)")
    return tuple(EpisodeScript(series, number, _parts(files[number])) for number in sorted(files))


def _check_series(series: SeriesScript) -> None:
    """Raise ValueError where drawing or encoding would fail later."""
    if series.rate <= 0:
        raise ValueError(f"rate must be positive, not {series.rate}")
    if any(type(side) is not int or side < 2 or side % 2 for side in series.size):
        raise ValueError(f"size must be two even numbers, not {list(series.size)}")
    if type(series.step) is not int or series.step < 1:
        raise ValueError(f"step must be a whole number of frames, not {series.step!r}")
    if series.score not in get_args(Score):
        raise ValueError(f"score is one of {', '.join(get_args(Score))}, not {series.score!r}")
    if series.grain < 0:
        raise ValueError(f"grain must not be negative, got {series.grain}")
    if not re.fullmatch(r"\.\w+", series.suffix):
        raise ValueError(f"suffix must be like .mkv, not {series.suffix!r}")


def _parts(file: Path) -> tuple[Part, ...]:
    parts: list[Part] = []
    entries = _read(file).get("part", [])
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{file}: holds no [[part]]")
    for entry in entries:
        kind = entry.get("kind")
        if kind not in SEGMENT_KINDS:
            raise InputError(f"{file}: kind {kind!r} is none of {', '.join(SEGMENT_KINDS)}")
        source = file.with_name(f"{entry['use']}.toml") if "use" in entry else file
        shots = (_read(source) if "use" in entry else entry).get("shots", "")
        text = entry.get("text")
        if not isinstance(shots, str) or not isinstance(text, str | None):
            raise InputError(f"{source}: shots and text must be texts")
        lines = tuple(_line(source, line, text) for line in _lines(shots))
        if not any(isinstance(line, ShotScript) for line in lines):
            raise InputError(f"{source}: a part of kind {kind!r} needs at least one shot")
        parts.append(Part(kind, lines))
    _check_transitions(file, [line for part in parts for line in part.lines])
    return tuple(parts)


def _check_transitions(file: Path, lines: list[ShotScript | TransitionScript]) -> None:
    """Raise InputError unless every transition stands between two shots."""
    for index, line in enumerate(lines):
        around = lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]
        if isinstance(line, TransitionScript) and [type(one) for one in around] != [ShotScript] * 2:
            raise InputError(f"{file}: a {line.kind} must stand between two shots")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(file: Path, line: str, text: str | None) -> ShotScript | TransitionScript:
    """Read a line of a script."""
    words = line.split()
    try:
        if words[0] in GRADUAL:
            frames = tuple(_frame_count(word) for word in words[1:])
            if len(frames) != GRADUAL[words[0]]:
                raise ValueError(f"{words[0]} takes {GRADUAL[words[0]]} frame counts")
            if sum(frames) < 1:
                raise ValueError(f"a {words[0]} needs at least one frame")
            kind: Any = words[0].partition("-")[0]
            return TransitionScript(kind, frames, is_white=words[0].endswith("white"))
        if len(words) < 4:
            raise ValueError("a shot is written FRAMES PLACE VIEW WHO ACTION...")
        frames_text, place, view, who, *actions = words
        shown, _, whole = frames_text.partition("/")
        shot = _shot(_frame_count(shown), place, view, who, actions, text)
        if not whole:
            return shot
        if _frame_count(whole) < shot.frames:
            raise ValueError(f"{frames_text} shows more frames than the shot has")
        return replace(shot, whole_frames=_frame_count(whole))
    except ValueError as error:
        raise InputError(f"{file}: cannot read the line {line!r} ({error})") from error


def _frame_count(word: str) -> int:
    if not word.isdecimal():
        raise ValueError(f"{word!r} is no number of frames")
    return int(word)


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
    for name, begin in effects:
        if begin + EFFECT_FRAMES > frames:
            raise ValueError(f"{name}@{begin} does not fit into {frames} frames")
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
