"""Whole texts of every kind that cutstat reads, and how each is read.

Lists are those of the tests, so that there is one set of them, and what the registry writes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePath

sys.path.append(str(Path(__file__).parents[2] / "tests"))

from support.lists import CMS, EDL, LISTS, SCENES, TABLE_HEADER
from support.series import make_episode

from cutstat.errors import InputError
from cutstat.formats.claim_file import read_claim
from cutstat.formats.registry import formats, read_chapters, read_list
from cutstat.formats.tables import shot_rows, table_columns
from cutstat.sound.subtitles import subtitles_beside
from cutstat.video.find import find_episodes
from cutstat.video.manifest import load_manifest
from cutstat.video.names import parse_name

BORDERS, N_FRAMES, RATE = [17, 48, 49, 1000, 1440], 1500, Fraction(24000, 1001)

Found = tuple[int | None, tuple[str, ...]]
"""How many borders, lines or chapters were found, if that is counted, and what was noted."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole text, and how it is read."""

    what: str
    name: str
    """Name of its file."""

    data: bytes
    read: Callable[[Path], Found]


MANIFEST = """\
[[series]]
title = "Night Courier"
files = ["*.mkv", "more/**/*.mkv"]
exclude = ["*sample*"]

[[episode]]
file = "a.mkv"
number = 3.5
season = 2
title = "The bridge"
role = "special"

[[segments]]
file = "*.mkv"
kind = "opening"
start = "0:30"
stop = 2880

[[segments]]
kind = "ending"
absent = true
"""

SRT = "".join(
    f"{k}\n00:00:{k:02d},000 --> 00:00:{k:02d},800\nLine number {k}, as it is said.\n\n"
    for k in range(1, 30)
)
VTT = "WEBVTT\n\n" + SRT.replace(",000", ".000").replace(",800", ".800")
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\n"
    "Style: Default,Arial,20\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, "
    "MarginR, MarginV, Effect, Text\n"
) + "".join(
    f"Dialogue: 0,0:00:{k:02d}.00,0:00:{k:02d}.80,Default,,0,0,0,,Line number {k}\n"
    for k in range(1, 30)
)

OGM = "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Opening\nCHAPTER02=00:01:30.000\nCHAPTER02NAME=A\n"
FFMETADATA = (
    ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=90000\ntitle=Opening\n"
    "[CHAPTER]\nTIMEBASE=1/1000\nSTART=90000\nEND=600000\ntitle=Part A\n"
)

NAMES = """\
[Group] Show Name - 03v2 (1080p) [ABCD1234].mkv
Show.Name.S02E05-E06.720p.WEB.x264-GRP.mkv
【組】★10月新番★[タイトル][第07話][1080P].mp4
劇場版 タイトル 第二季 第十二話「題名」.mkv
Show Name 2nd Season - 12.5 - A Title (OVA) [BD].mkv
"""


def samples() -> Iterator[Sample]:
    """Give texts of all kinds."""
    yield from _lists()
    for key, text in (("ogm", OGM), ("ffmetadata", FFMETADATA)):
        yield Sample(f"chapters {key}", "chapters.txt", text.encode(), _chapters)
    claims = Path(__file__).parents[2] / "samples" / "claims"
    for claim in sorted(claims.glob("*.toml")):
        yield Sample("TOML claim", claim.name, claim.read_bytes(), _claim)
    yield Sample("TOML manifest", "cutstat.toml", MANIFEST.encode(), _manifest)
    for suffix, text in (("srt", SRT), ("vtt", VTT), ("ass", ASS)):
        yield Sample(f"subtitles {suffix}", f"Show - 01.{suffix}", text.encode(), _subtitles)
    for line in NAMES.splitlines():
        yield Sample("name", "name.txt", line.encode(), _name)


def _lists() -> Iterator[Sample]:
    """Give the lists of the tests, in all formats that are read, and those that are written."""
    rows = f"{TABLE_HEADER}\n" + "".join(
        f"a.mkv,{k},{10 * k - 10},{10 * k},{0.4 * k - 0.4:.1f},{0.4 * k:.1f},body,cut,0.9\n"
        for k in range(1, 20)
    )
    plain = {
        "edl": EDL,
        "cinemetrics": CMS,
        "scenes": SCENES,
        "shots": rows,
        "times": "".join(f"{k}.5\n" for k in range(1, 20)),
        "frames": "".join(f"{20 * k}\n" for k in range(1, 20)),
        "bbc": "".join(f"{20 * k} {20 * k + 19}\n" for k in range(20)),
        "keyframes": "".join(f"{20 * k} I -1\n" for k in range(20)),
        "scenes, long": "Scene Number,Start Frame,End Frame,End Time (seconds)\n"
        + "".join(f"{k},{50 * k - 49},{50 * k},{2.0 * k:.3f}\n" for k in range(1, 20)),
    }
    for what, text in plain.items():
        form = {"times": "times", "frames": "frames"}.get(what)
        yield Sample(what, "Show - 01.txt", text.encode(), _list(form, text))
    for key, text, _, _ in LISTS:
        yield Sample(key, "Show - 01.txt", text.encode(), _list(None, text))
    episode = make_episode("Show", 3, borders=BORDERS, n_frames=N_FRAMES, rate=RATE)
    for key, one in formats().items():
        if one.write is not None:
            text = one.write(episode, Path("/v/Show - 03.mkv"))
            read = _chapters if one.read is None else _list(None, text)
            yield Sample(f"{key}, own", f"Show - 03{one.suffix}", text.encode(), read)
        if one.write_rows is not None:
            text = one.write_rows(shot_rows([episode]), table_columns("shots"))
            yield Sample(f"{key}, own", f"Show - 03{one.suffix}", text.encode(), _list(None, text))


SAID: tuple[dict[str, Fraction], ...] = (
    {},
    {"rate": Fraction(24)},
    {"rate": Fraction(24), "length": Fraction(100)},
    {"length": Fraction(100)},
)
"""What may have to be said of a list; the first that is enough is."""


def _list(form: str | None, text: str) -> Callable[[Path], Found]:
    def read(path: Path, said: dict[str, Fraction]) -> Found:
        found = read_list(path, form=form, **said)  # type: ignore[arg-type]
        notes = tuple(note for one in found for note in one.notes)
        return sum(len(one.transitions) for one in found), notes

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "whole.txt"
        path.write_text(text, "utf-8", newline="")
        for said in SAID:
            with suppress(InputError):
                read(path, said)
                return lambda path: read(path, said)
    raise ValueError(f"no list: {text[:80]}")


def _chapters(path: Path) -> Found:
    return len(read_chapters(path)), ()


def _claim(path: Path) -> Found:
    return len(read_claim(path).statements), ()


def _manifest(path: Path) -> Found:
    found = load_manifest(path)
    return len(found.series) + len(found.episodes) + len(found.segments), ()


def _subtitles(path: Path) -> Found:
    tracks, notes = subtitles_beside(path.with_suffix(".mkv"))
    return sum(len(one.starts) for one in tracks), notes


def _name(path: Path) -> Found:
    """Read a name, and find a file that bears it if a disk can."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    parse_name(PurePath(text))
    with tempfile.TemporaryDirectory() as folder:
        try:
            video = Path(folder) / text
            video.touch()
        except (OSError, ValueError):
            return None, ()
        if video.parent == Path(folder):
            find_episodes([folder])
    return None, ()
