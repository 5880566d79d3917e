"""Invented tracks and detections, as a library keeps them; no video is needed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter, Damage, Evidence, Observations, Track, VideoHeader

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


def make_track(n_frames: int = 30, *, seed: int = 0, title: str = "Part A") -> Track:
    """Make a track with random values and every optional field filled."""
    random = np.random.default_rng(seed)
    candidates = np.arange(1, n_frames, 7, dtype=np.int32)
    return Track(
        header=VideoHeader(
            container="matroska,webm",
            codec="h264",
            pixel_format="yuv420p",
            width=320,
            height=180,
            sample_aspect=Fraction(4, 3),
            declared_rate=Fraction(24000, 1001),
            declared_frames=n_frames,
            chapters=(Chapter(0.0, 1.5, title),),
        ),
        times=FrameTimes(
            np.cumsum(random.integers(0, 90, n_frames)).astype(np.int64) - 40,
            10**7,
            Fraction(1, 1000),
            Fraction(24000, 1001),
        ),
        is_key=random.random(n_frames) < 0.1,
        is_intra=random.random(n_frames) < 0.2,
        seen=Observations(
            fingerprints=random.integers(0, 2**64, n_frames, np.uint64),
            colours=random.integers(0, 256, (n_frames, 3), np.uint8),
            similarities=random.integers(0, 256, (n_frames, 2, 3), np.uint8),
            curves={
                "change": random.random(n_frames).astype(np.float32),
                "deviation": random.uniform(20, 80, n_frames).astype(np.float32),
                "level": random.uniform(40, 200, n_frames).astype(np.float32),
                "flat": random.random(n_frames).astype(np.float32),
                "busy": random.random(n_frames).astype(np.float32),
            },
            evidence=Evidence(
                candidates, ("a", "b"), random.random((len(candidates), 2)).astype(np.float32)
            ),
        ),
        damage=(Damage(3, "a damaged picture was patched up by the decoder"),),
    )


def make_detection(borders: list[int], *, n_frames: int = 30, name: str = "cutstat") -> Detection:
    """Make a detection with cuts at the given frames."""
    curve = np.linspace(0, 1, n_frames, dtype=np.float32)
    cuts = tuple(Transition(border, border, "cut", 0.75) for border in borders)
    return Detection(DetectorInfo(name, "1", {"threshold": 0.5}), cuts, curve, 0.5)


def make_file(path: Path, *, series: str = "Show", number: int = 1) -> EpisodeFile:
    """Name an episode file, which need not exist."""
    return EpisodeFile(path, EpisodeName(series, Fraction(number)), ("a doubt",))


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Draw tracks of every shape that a decoder can leave behind."""
    n_frames = draw(st.integers(1, 40))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = draw(st.lists(st.integers(0, 10**6), min_size=n_frames, max_size=n_frames))
    pts = np.cumsum(steps, dtype=np.int64) + draw(st.integers(-(10**12), 10**12))
    n_candidates = draw(st.integers(0, n_frames))
    names = draw(st.lists(TEXTS, max_size=3))
    rates = st.fractions(min_value=Fraction(1, 100), max_value=1000)
    return Track(
        header=VideoHeader(
            container=draw(TEXTS),
            codec="h264",
            pixel_format="yuv420p",
            width=2,
            height=2,
            sample_aspect=draw(rates),
            declared_rate=draw(st.none() | rates),
            declared_frames=draw(st.none() | st.integers(0, 10**6)),
            chapters=tuple(
                Chapter(start, start + 1.0, draw(TEXTS))
                for start in draw(st.lists(st.floats(0, 1e6), max_size=3))
            ),
        ),
        times=FrameTimes(pts, int(pts[-1]) + draw(st.integers(0, 99)), draw(rates), draw(rates)),
        is_key=random.random(n_frames) < 0.5,
        is_intra=random.random(n_frames) < 0.5,
        seen=Observations(
            fingerprints=random.integers(0, 2**64, n_frames, np.uint64),
            colours=random.integers(0, 256, (n_frames, 3), np.uint8),
            similarities=random.integers(0, 256, (n_frames, n_frames % 4, 2), np.uint8),
            curves={
                name: random.random(n_frames).astype(np.float32)
                for name in draw(st.lists(TEXTS, max_size=3, unique=True))
            },
            evidence=Evidence(
                np.sort(random.permutation(n_frames)[:n_candidates]).astype(np.int32),
                tuple(names),
                random.random((n_candidates, len(names))).astype(np.float32),
            ),
        ),
        damage=tuple(
            Damage(frame, draw(TEXTS))
            for frame in draw(st.lists(st.integers(0, n_frames), max_size=2))
        ),
    )


@st.composite
def detections(draw: st.DrawFn) -> Detection:
    """Draw detections with cuts and fades in order, and curves with gaps."""
    n_frames = draw(st.integers(2, 200))
    edges = sorted(draw(st.sets(st.integers(1, n_frames - 1), max_size=12)))
    transitions: list[Transition] = []
    while edges:
        start = edges.pop(0)
        confidence = draw(st.floats(0, 1))
        if len(edges) > 1 and draw(st.booleans()):
            transitions.append(Transition(start, edges.pop(0), "fade", confidence))
        else:
            transitions.append(Transition(start, start, "cut", confidence))
    curve = np.array(
        draw(st.lists(st.floats(0, 1, width=32) | st.just(np.nan), min_size=n_frames)), np.float32
    )[:n_frames]
    parameters = draw(
        st.dictionaries(TEXTS, st.booleans() | st.integers(-9, 9) | st.text(max_size=3))
    )
    info = DetectorInfo(draw(TEXTS), draw(TEXTS), parameters)
    return Detection(info, tuple(transitions), curve, draw(st.floats(0, 100)))


def plain(value: Any) -> Any:
    """Turn a value with arrays inside into lists and dictionaries, which compare by content."""
    if isinstance(value, np.ndarray):
        return str(value.dtype), value.shape, value.tobytes()
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value
