"""From a script to its frames, and to what is true about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.synth import paint
from cutstat.synth.paint import Image
from cutstat.synth.script import (
    EFFECT_FRAMES,
    EpisodeScript,
    SeriesScript,
    ShotScript,
    TransitionScript,
)
from cutstat.synth.sounds import passages

_REASONS = {
    "flash": "white flash inside a shot",
    "impact": "inverted impact frames inside a shot",
    "black": "black frames inside a shot",
}


def frames(episode: EpisodeScript) -> Iterator[Image]:
    """Draw all frames of an episode, shape (height, width, 3), red, green, blue."""
    grain = _Grain(episode)
    previous: _Painter | None = None
    pending: TransitionScript | None = None
    for line in (line for part in episode.parts for line in part.lines):
        if isinstance(line, TransitionScript):
            pending = line
            continue
        painter = _Painter(episode.series, line)
        if pending is not None and previous is not None:
            for image in _mixed(pending, previous, painter):
                yield grain.over(image)
        for k in range(line.frames):
            yield grain.over(painter.draw(k))
        previous, pending = painter, None


def truth(episode: EpisodeScript, *, video: str) -> dict[str, Any]:
    """Say where the transitions, segments and temptations of an episode are, by its script."""
    transitions: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    hard: list[list[Any]] = []
    drawings: list[int] = []
    position = 0
    gradual: tuple[str, int] | None = None
    for part in episode.parts:
        begin = position
        for line in part.lines:
            if isinstance(line, TransitionScript):
                gradual = (line.kind, position)
                position += line.length
                continue
            if gradual is not None:
                transitions.append({"kind": gradual[0], "start": gradual[1], "stop": position})
            elif position:
                transitions.append({"kind": "cut", "start": position, "stop": position})
            hard += [
                [position + at, position + at + EFFECT_FRAMES, _REASONS[name]]
                for name, at in line.effects
            ]
            if "shake" in line.actions:
                hard.append([position, position + line.frames, "camera shake on twos"])
            drawings += [position + frame for frame in new_drawings(episode.series, line)]
            position += line.frames
            gradual = None
        segments.append({"kind": part.kind, "start": begin, "stop": position})
    return {
        "video": video,
        "frames": position,
        "fps": str(episode.series.rate),
        "transitions": transitions,
        "ambiguous": [],
        "hard": hard,
        "segments": segments,
        "drawings": drawings,
        "sound": [
            {"kind": one.kind, "start": one.start, "stop": one.stop} for one in passages(episode)
        ],
    }


def new_drawings(series: SeriesScript, shot: ShotScript) -> list[int]:
    """Say which frames of a shot show something drawn anew; camera moves and shakes are not.

    The first frame is one. Mouths flap and figures run by drawings, which stand for `step` frames
    each; an effect is drawn anew on each of its frames, and so is what follows it.
    """
    found = [0]
    before = _drawn(series, shot, 0)
    for frame in range(1, shot.frames):
        now = _drawn(series, shot, frame)
        if now != before:
            found.append(frame)
        before = now
    return found


def _drawn(series: SeriesScript, shot: ShotScript, frame: int) -> tuple[object, ...]:
    """Give what is drawn in a frame, as far as it can differ within the shot."""
    drawing = frame // series.step
    has_figure = bool(shot.who) and shot.view in {"medium", "close", "action"}
    is_lively = bool(shot.actions & {"talk", "shake", "lines", "run"})
    count = drawing if is_lively else drawing // 24
    effect = [
        (name, frame - begin)
        for name, begin in shot.effects
        if begin <= frame < begin + EFFECT_FRAMES
    ]
    if "lines" in shot.actions and shot.view not in {"insert", "title"}:
        return (count % 3, count if has_figure else 0, *effect)
    if not has_figure:
        return tuple(effect)
    mouth = (0, 1, 2, 1)[count % 4] if "talk" in shot.actions else 0
    run = count if "run" in shot.actions else 0
    return (mouth, count % 31 == 30, run, *effect)


def _pose(series: SeriesScript, shot: ShotScript, frame: int) -> int:
    """Give the number of a drawing that looks like that of a frame, the same for all that do."""
    drawing = frame // series.step
    if shot.actions & {"shake", "lines", "run"}:
        return drawing
    count = drawing if "talk" in shot.actions else drawing // 24
    if count % 31 == 30:  # eyes shut, and the mouth as it comes
        return count % 124
    return count % 4 if "talk" in shot.actions else 0


class _Painter:
    """Draws the frames of one shot."""

    def __init__(self, series: SeriesScript, shot: ShotScript) -> None:
        self._series = series
        self._shot = shot
        # Two shots of one place and person differ by their length, whatever is shown of it.
        length = shot.whole_frames or shot.frames
        self._seed = paint.seed_of(shot.place, shot.view, shot.who, length)
        rng = np.random.default_rng(self._seed)
        self._center = rng.uniform(0.3, 0.7)
        self._turn = int(rng.integers(-1, 2))
        self._side = rng.uniform(-0.16, 0.16)

    def draw(self, frame: int) -> Image:
        """Draw a frame of the shot; frames beyond its end go on as it would."""
        actions = self._shot.actions
        moves = bool(actions & {"pan-left", "pan-right", "tilt", "zoom-in", "zoom-out", "run"})
        image = _picture(
            self._series,
            self._shot,
            frame if moves else 0,
            _pose(self._series, self._shot, frame),
            self._center,
            self._turn,
            self._side,
        )
        for name, begin in self._shot.effects:
            if begin <= frame < begin + EFFECT_FRAMES:
                image = _affected(image, name, frame - begin)
        return image


@lru_cache(maxsize=8)
def _picture(
    series: SeriesScript,
    shot: ShotScript,
    frame: int,
    drawing: int,
    center: float,
    turn: int,
    side: float,
) -> Image:
    """Draw one picture; the same drawing is drawn once however long it stands."""
    width, height = series.size
    jolt = np.zeros(2)
    if "shake" in shot.actions:
        jolt = np.random.default_rng(paint.seed_of("shake", drawing)).normal(0, 7, 2)
    if shot.view == "insert":
        image = _camera(paint.thing(shot.place, series.palette), shot, frame, center, jolt, series)
    elif shot.view == "title":
        image = np.full((height, width, 3), paint.ink(series.palette + 210, 0.6, 0.22), np.uint8)
    elif "lines" in shot.actions:
        image = _speed_lines(series, shot.place, drawing)
    else:
        image = _camera(
            paint.backdrop(shot.place, series.palette), shot, frame, center, jolt, series
        )
    if shot.who and shot.view in {"medium", "close", "action"}:
        _place_figure(image, series, shot, drawing, turn, side, jolt)
    if shot.text:
        _write(image, shot.text)
    return image


def _camera(
    source: Image,
    shot: ShotScript,
    frame: int,
    center: float,
    jolt: NDArray[np.float64],
    series: SeriesScript,
) -> Image:
    """Frame a part of a painting, wherever the camera is by now."""
    width, height = series.size
    span = {"wide": 1.0, "medium": 0.72, "close": 0.5, "action": 0.6}.get(shot.view, 0.8)
    if "zoom-in" in shot.actions:
        span *= 0.997**frame
    if "zoom-out" in shot.actions:
        span *= 1 - 0.3 * 0.985**frame
    scale = height / (source.shape[0] * min(span, 1.0))
    x, y = center * source.shape[1], (0.5 if span > 0.9 else 0.55) * source.shape[0]
    x += {"pan-left": -1.6, "pan-right": 1.6, "run": 5.0}.get(_pan(shot), 0.0) * frame
    y -= 0.5 * frame if "tilt" in shot.actions else 0.0
    matrix = np.array(
        [
            [scale, 0, width / 2 - scale * x + jolt[0]],
            [0, scale, height / 2 - scale * y + jolt[1]],
        ]
    )
    bent = cv2.warpAffine(
        source, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(bent, np.uint8)


def _pan(shot: ShotScript) -> str:
    return next((name for name in ("pan-left", "pan-right", "run") if name in shot.actions), "")


def _place_figure(
    image: Image,
    series: SeriesScript,
    shot: ShotScript,
    drawing: int,
    turn: int,
    side: float,
    jolt: NDArray[np.float64],
) -> None:
    """Set a character before the backdrop; the mouth flaps and the eyes blink on drawings."""
    width, height = series.size
    share = {"medium": 0.78, "close": 1.25, "action": 0.95}[shot.view]
    scale = share * height / paint.FIGURE_SIZE
    bob = 9 * np.sin(drawing * 1.3) if "run" in shot.actions or "lines" in shot.actions else 0.0
    x = width * (0.5 + side) - scale * paint.FIGURE_SIZE / 2 + jolt[0]
    y = height - scale * paint.FIGURE_SIZE * (0.98 if share < 1 else 0.86) + bob + jolt[1]
    pose = _Pose(
        who=shot.who or "",
        mouth=(0, 1, 2, 1)[drawing % 4] if "talk" in shot.actions else 0,
        blink=drawing % 31 == 30,
        turn=turn,
        palette=series.palette,
    )
    front, gap = _cel(pose, (float(scale), float(x), float(y)), series.size)
    cv2.add(cv2.multiply(image, gap, scale=1 / 255), front, dst=image)


class _Pose(NamedTuple):
    """A character as `paint.figure` draws it."""

    who: str
    mouth: int
    blink: bool
    turn: int
    palette: int


@lru_cache(maxsize=4)
def _cel(
    pose: _Pose, place: tuple[float, float, float], size: tuple[int, int]
) -> tuple[Image, Image]:
    """Give a character in its place over black, and how much of the backdrop shows beside it."""
    picture, alpha = paint.figure(**pose._asdict())
    scale, x, y = place
    matrix = np.array([[scale, 0, x], [0, scale, y]])
    over = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR)
    weight = cv2.merge([mask, mask, mask])
    front = cv2.multiply(over, weight, scale=1 / 255)
    return np.asarray(front, np.uint8), np.asarray(cv2.bitwise_not(weight), np.uint8)


def _speed_lines(series: SeriesScript, place: str, drawing: int) -> Image:
    width, height = series.size
    rng = np.random.default_rng(paint.seed_of("lines", place, drawing % 3))
    hue = series.palette + paint.seed_of(place) % 360
    image = np.full((height, width, 3), paint.ink(hue, 0.25, 0.95), np.uint8)
    for y in rng.uniform(0, height, 40):
        color = paint.ink(hue + rng.uniform(0, 60), 0.6, rng.uniform(0.3, 0.9))
        begin = int(rng.uniform(-width, width))
        length = int(rng.uniform(0.4, 1.0) * width)
        cv2.line(image, (begin, int(y)), (begin + length, int(y)), color, int(rng.integers(1, 5)))
    return image


def _affected(image: Image, name: str, age: int) -> Image:
    if name == "impact":
        return np.asarray(cv2.bitwise_not(image), np.uint8)
    if name == "black":
        return np.zeros_like(image)
    return _faded(image, 0.85 - 0.2 * age, 255)


def _mixed(transition: TransitionScript, old: _Painter, new: _Painter) -> Iterator[Image]:
    """Draw the frames that belong to neither shot."""
    length = transition.length
    last = old._shot.frames - 1
    if transition.kind == "fade":
        out, held, into = transition.frames
        level = 255 if transition.is_white else 0
        for k in range(out):
            yield _faded(old.draw(last + 1 + k), (k + 1) / (out + 1), level)
        for _ in range(held):
            yield np.full_like(old.draw(last), level)
        for k in range(into):
            yield _faded(new.draw(0), 1 - (k + 1) / (into + 1), level)
        return
    for k in range(length):
        share = (k + 1) / (length + 1)
        before, after = old.draw(last + 1 + k), new.draw(0)
        if transition.kind == "dissolve":
            yield np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0), np.uint8)
        else:
            edge = round(share * before.shape[1])
            yield np.hstack([after[:, :edge], before[:, edge:]])


def _faded(image: Image, share: float, level: int) -> Image:
    flat = np.full_like(image, level)
    return np.asarray(cv2.addWeighted(image, 1 - share, flat, share, 0), np.uint8)


def _write(image: Image, text: str) -> None:
    height, width = image.shape[:2]
    for index, line in enumerate(text.split("/")):
        (length, _), _ = cv2.getTextSize(line, cv2.FONT_HERSHEY_DUPLEX, 0.6, 1)
        at = ((width - length) // 2, int(height * 0.78) + 24 * index)
        cv2.putText(image, line, at, cv2.FONT_HERSHEY_DUPLEX, 0.6, (20, 20, 20), 4, cv2.LINE_AA)
        cv2.putText(image, line, at, cv2.FONT_HERSHEY_DUPLEX, 0.6, (250, 250, 250), 1, cv2.LINE_AA)


class _Grain:
    """Film grain: a few patterns, one after the other."""

    def __init__(self, episode: EpisodeScript) -> None:
        width, height = episode.series.size
        rng = np.random.default_rng(paint.seed_of("grain"))
        self._patterns = [
            cv2.merge(
                [rng.normal(0, episode.series.grain, (height, width)).round().astype(np.int16)] * 3
            )
            for _ in range(5 if episode.series.grain else 0)
        ]
        self._count = 0

    def over(self, image: Image) -> Image:
        """Add the next pattern to a frame."""
        if not self._patterns:
            return image
        self._count += 1
        noise = self._patterns[self._count * 3 % len(self._patterns)]
        return np.asarray(cv2.add(image, noise, dtype=cv2.CV_8U), np.uint8)
