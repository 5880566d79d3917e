"""Write the scripts of the three sample series, from a seed.

The scripts stand beside this file and are what is rendered; run this only to invent new ones.
Shot lengths are log-normal, as they roughly are in film, with a median set by the style of the
series and a little different in every episode.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np

HERE = Path(__file__).parent
EPISODES = 6
BODY_FRAMES = 1900
PREVIEW_PIECES, PIECE_FRAMES = 4, 30
PREVIEW_TEXT = 'text = "NEXT TIME"\n'

Part: TypeAlias = tuple[str, list[str] | None, str]
"""Kind of a part, its shots unless they stand in a file of their own, and other lines."""


@dataclass(frozen=True)
class Style:
    """What sets a series apart."""

    folder: str
    title: str
    rate: str
    suffix: str
    step: int
    palette: int
    grain: float
    median_frames: float
    """Median length of a body shot."""

    action: float
    """Share of shots with action."""

    score: str
    """Where the body has music: ``none``, ``action`` or ``all``."""

    places: tuple[str, ...]
    people: tuple[str, ...]
    seed: int


STYLES = (
    Style(
        "night-courier",
        "Night Courier",
        "24000/1001",
        ".mkv",
        2,
        0,
        0.0,
        58,
        0.45,
        "none",
        ("night-street", "rooftop", "harbour", "night-bridge", "office", "canyon"),
        ("rei", "kai", "vex", "mara"),
        11,
    ),
    Style(
        "tea-at-four",
        "Tea at Four",
        "24000/1001",
        ".mkv",
        3,
        70,
        0.0,
        92,
        0.12,
        "all",
        ("cafe", "garden", "classroom", "hill-street", "tearoom", "riverside"),
        ("hana", "yuki", "sora", "miss-ito"),
        22,
    ),
    Style(
        "umi-no-eki",
        "海の駅",
        "25",
        ".mp4",
        3,
        200,
        2.0,
        90,
        0.15,
        "action",
        ("seaside", "station-room", "beach-street", "lighthouse", "night-seaside", "corridor"),
        ("nagi", "toma", "ao", "captain"),
        33,
    ),
)


def main() -> None:
    """Write all scripts."""
    for style in STYLES:
        rng = np.random.default_rng(style.seed)
        folder = HERE / style.folder
        folder.mkdir(exist_ok=True)
        (folder / "series.toml").write_text(
            f'title = "{style.title}"\nrate = "{style.rate}"\nsuffix = "{style.suffix}"\n'
            f"size = [320, 180]\nstep = {style.step}\npalette = {style.palette}\n"
            f'grain = {style.grain}\nscore = "{style.score}"\n',
            "utf-8",
        )
        opening = shots(rng, style, frames=480, median=24, action=0.5)
        (folder / "opening.toml").write_text(block(opening), "utf-8")
        ending = shots(rng, style, frames=360, median=70, action=0.0)
        (folder / "ending.toml").write_text(block(ending), "utf-8")
        episodes = [episode(rng, style, number) for number in range(1, EPISODES + 1)]
        for parts, following in pairwise(episodes):
            parts[-1] = ("preview", preview(rng, following), PREVIEW_TEXT)
        for number, parts in enumerate(episodes, 1):
            (folder / f"{number:02d}.toml").write_text(script(parts), "utf-8")


def episode(rng: np.random.Generator, style: Style, number: int) -> list[Part]:
    """Invent one episode; the preview of the last one shows what nobody knows yet."""
    pace = style.median_frames * float(np.exp(rng.normal(0, 0.09)))
    cold_open = int(rng.integers(120, 320))
    first = int(BODY_FRAMES * rng.uniform(0.45, 0.55))
    parts: list[Part] = [
        ("body", shots(rng, style, frames=cold_open, median=pace, action=style.action), ""),
        ("opening", None, 'use = "opening"\n'),
        ("body", body(rng, style, frames=first - cold_open, median=pace), ""),
        (
            "eyecatch",
            ["48 eyecatch title -"],
            f'text = "{style.folder.replace("-", " ").upper()}"\n',
        ),
        ("body", body(rng, style, frames=BODY_FRAMES - first, median=pace), ""),
        ("ending", None, 'use = "ending"\n' + f'text = "DRAWN BY RULE/EPISODE {number}"\n'),
        ("preview", shots(rng, style, frames=120, median=30, action=0.5), PREVIEW_TEXT),
    ]
    return parts


def preview(rng: np.random.Generator, following: list[Part]) -> list[str]:
    """Cut a preview from the begin of still shots of the next episode's body."""
    lines = [line for kind, found, _ in following if kind == "body" for line in found or []]
    words = [line.split() for line in lines if line[0].isdigit()]
    still = {
        tuple(shows(" ".join(one))): one
        for one in words
        if int(one[0]) >= PIECE_FRAMES and set(one[4:]) <= {"talk", "hold"}
    }
    places = sorted(rng.choice(len(still), size=PREVIEW_PIECES, replace=False))
    chosen = [list(still.values())[k] for k in places]
    return [" ".join([f"{PIECE_FRAMES}/{one[0]}", *one[1:]]) for one in chosen]


def script(parts: list[Part]) -> str:
    """Write the parts of an episode."""
    return "\n".join(
        f'[[part]]\nkind = "{kind}"\n{extra}' + (block(found) if found else "")
        for kind, found, extra in parts
    )


def body(rng: np.random.Generator, style: Style, *, frames: int, median: float) -> list[str]:
    """Invent a part of the body, with a few transitions that are no cuts."""
    lines = shots(rng, style, frames=frames, median=median, action=style.action)
    gradual = ("dissolve 12", "dissolve 20", "fade-black 8 5 8", "fade-white 6 2 8", "wipe 10")
    places = rng.choice(range(2, max(len(lines), 4)), size=2, replace=False)
    limit = len(lines)  # within the part: one that leads out of it would belong to no segment
    for place in sorted(places, reverse=True):
        limit = min(int(place), limit - 1)
        lines.insert(limit, str(rng.choice(gradual)))
    return lines


def shots(
    rng: np.random.Generator, style: Style, *, frames: int, median: float, action: float
) -> list[str]:
    """Invent shots that fill some frames; the action comes in one stretch."""
    lines: list[str] = []
    last = None
    total = 0
    fight = rng.uniform(0.2, 0.7)
    while total < frames:
        progress = total / frames
        is_action = fight <= progress < fight + action
        length = int(
            np.clip(median * (0.5 if is_action else 1.25) * np.exp(rng.normal(0, 0.55)), 6, 300)
        )
        length = min(length, frames - total) if frames - total > 12 else frames - total
        line = last
        while line is None or shows(line) == shows(last):
            line = invent(rng, style, length, is_action=is_action)
        lines.append(line)
        last = line
        total += length
    return lines


def shows(line: str | None) -> list[str]:
    """Say what a line shows; an insert shows its place, whoever it belongs to."""
    words = (line or "").split()[1:4]
    return words[:2] if "insert" in words else words


def invent(rng: np.random.Generator, style: Style, length: int, *, is_action: bool) -> str:
    """Invent one shot."""
    place, who = str(rng.choice(style.places)), str(rng.choice(style.people))
    if is_action:
        extra = [str(rng.choice(["shake", "lines", "run", "lines shake", ""]))]
        if length > 14 and rng.random() < 0.3:
            extra.append(
                f"{rng.choice(['flash', 'impact', 'black'])}@{int(rng.integers(5, length - 6))}"
            )
        view = str(rng.choice(["action", "action", "close", "insert"]))
        return " ".join(f"{length} {place} {view} {who} {' '.join(extra)}".split())
    view = str(rng.choice(["wide", "medium", "medium", "close", "close", "insert"]))
    if view == "wide":
        moves = ["hold", "pan-left", "pan-right", "tilt", "zoom-in", "zoom-out"]
        return f"{length} {place} wide - {rng.choice(moves)}"
    if view == "insert":
        return f"{length} {place}-{who} insert - hold"
    return f"{length} {place} {view} {who} {rng.choice(['talk', 'talk', 'talk zoom-in', 'hold'])}"


def block(lines: list[str]) -> str:
    """Write lines as a TOML text."""
    return 'shots = """\n' + "\n".join(lines) + '\n"""\n'


if __name__ == "__main__":
    main()
