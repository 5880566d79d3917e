"""Lists that PySceneDetect itself writes, in every format that it has."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scenedetect import FrameTimecode
from scenedetect.output import (
    write_scene_list,
    write_scene_list_edl,
    write_scene_list_fcp7,
    write_scene_list_fcpx,
    write_scene_list_otio,
)

from cutstat.formats.registry import read_list

CUTS = [17, 48, 49, 1000, 1440, 20_000]
N_FRAMES = 34_047
VIDEO = "/v/Show - 01.mkv"


def scenes(rate: Fraction) -> list[tuple[FrameTimecode, FrameTimecode]]:
    edges = [0, *CUTS, N_FRAMES]
    return [
        (FrameTimecode(start, rate), FrameTimecode(stop, rate)) for start, stop in pairwise(edges)
    ]


def csv(**options: Any) -> Callable[[str, Fraction], None]:
    return lambda path, rate: write_scene_list(path, scenes(rate), **options)


WRITERS: dict[str, Callable[[str, Fraction], None]] = {
    "scenes": csv(),
    "scenes alone": csv(include_cut_list=False),
    "scenes, semicolon": csv(col_separator=";"),
    "scenes, tab": csv(col_separator="\t", row_separator="\r\n"),
    "scenes, bar": csv(col_separator="|"),
    "edl": lambda path, rate: write_scene_list_edl(path, scenes(rate)),
    "edl from an hour": lambda path, rate: write_scene_list_edl(
        path, scenes(rate), start_timecode="01:00:00:00"
    ),
    "xmeml": lambda path, rate: write_scene_list_fcp7(path, scenes(rate), VIDEO, rate, (320, 180)),
    "fcpxml": lambda path, rate: write_scene_list_fcpx(path, scenes(rate), VIDEO, rate, (320, 180)),
    "otio": lambda path, rate: write_scene_list_otio(path, scenes(rate), VIDEO, rate),
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_what_pyscenedetect_writes_is_read_to_the_frame(
    form: str, rate: Fraction, tmp_path: Path
) -> None:
    path = tmp_path / "Show - 01.list"
    WRITERS[form](str(path), rate)
    (found,) = read_list(path, rate=rate if form.startswith("edl") else None)
    assert found.form == form.split()[0].rstrip(",")
    assert [one.border for one in found.transitions] == CUTS
    assert (found.n_frames, found.rate) == (N_FRAMES, rate)
