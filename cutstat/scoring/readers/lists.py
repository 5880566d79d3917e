"""Shot lists that stand for an episode, in whichever format they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from cutstat.errors import InputError
from cutstat.scoring.annotation import Annotation
from cutstat.scoring.readers import edl, plain, pyscenedetect, timed
from cutstat.scoring.readers.detect import parse_json, read_text

ListForm = Literal["bbc", "cinemetrics", "detect", "edl", "frames", "scenes", "shots", "times"]
LIST_FORMS: tuple[ListForm, ...] = get_args(ListForm)


def read_list(
    path: Path,
    *,
    form: ListForm | None = None,
    rate: Fraction | None = None,
    length: Fraction | None = None,
) -> tuple[Annotation, ...]:
    """Read the shots of one video, or of several where the format can hold them.

    Parameters
    ----------
    path : Path
        The list.
    form : ListForm, optional
        Its format; by default it is known by the content.
    rate : Fraction, optional
        Frames a second, where the list does not say it.
    length : Fraction, optional
        Length of the video in seconds, for lists of cuts that do not say it.

    Returns
    -------
    tuple of Annotation
        Each with its number of frames and its rate; lists of times have a rate fine enough for all
        of them.

    Raises
    ------
    InputError
        If the file cannot be read, its format is not clear, or rate or length are missing.
    """
    text = read_text(path)
    lines = text.splitlines()
    form = form or _form_of(text, lines)
    if form is None:
        raise InputError(
            f"{path}: its format is not clear; name it with --format: {', '.join(LIST_FORMS)}"
        )
    if form == "edl" and rate is None:
        raise InputError(f"{path}: an edit list needs --rate, the frames a second of its timecodes")
    readers: dict[ListForm, Callable[[], tuple[Annotation, ...]]] = {
        "bbc": lambda: (plain.read_shot_list(lines, video=path.stem),),
        "cinemetrics": lambda: (timed.read_cinemetrics(lines, video=path.stem),),
        "detect": lambda: parse_json(text),
        "edl": lambda: (edl.read_edl(lines, video=path.stem, rate=rate or Fraction(1)),),
        "frames": lambda: (
            _with_last_as_end(plain.read_frame_list(lines, video=path.stem), length),
        ),
        "scenes": lambda: (pyscenedetect.read_rows(lines, video=path.stem),),
        "shots": lambda: timed.read_shot_table(lines, rate=rate),
        "times": lambda: (timed.read_times(lines, video=path.stem, length=length),),
    }
    try:
        found = readers[form]()
    except KeyError as error:
        raise InputError(f"{path}: cannot be read as {form} (there is no {error})") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise InputError(f"{path}: cannot be read as {form} ({error})") from error
    if not found:
        raise InputError(f"{path}: holds no shot")
    return tuple(_whole(one, path, rate=rate, length=length) for one in found)


def _form_of(text: str, lines: list[str]) -> ListForm | None:
    if text.lstrip().startswith(("{", "[")):
        return "detect"
    if any(pyscenedetect.START in line for line in lines[:3]):
        return "scenes"
    if lines and {"start_frame", "stop_frame", "file"} <= set(lines[0].split(",")):
        return "shots"
    if edl.is_edl(lines):
        return "edl"
    data = [line.partition("#")[0].strip() for line in lines]
    data = [line for line in data if line]
    if data and all(re.fullmatch(r"\d+\s+\d+", line) for line in data):
        return "bbc"
    if data and all(re.fullmatch(r"[\d:]*\d+[:.]\d[\d.]*s?", line) for line in data):
        return "times"
    titles = {cell.strip().casefold() for cell in re.split(r"[\t;,]", data[0])} if data else set()
    if titles & {*timed.LENGTHS, *timed.STOPS}:
        return "cinemetrics"
    return None  # whole numbers may be frames, seconds or lengths


def _with_last_as_end(found: Annotation, length: Fraction | None) -> Annotation:
    """Without a length, the last frame of a list is the end of the video."""
    if length is not None or not found.transitions:
        return found
    *cuts, last = found.transitions
    return replace(found, transitions=tuple(cuts), n_frames=last.start)


def _whole(
    found: Annotation, path: Path, *, rate: Fraction | None, length: Fraction | None
) -> Annotation:
    """Fill in rate and number of frames, and look whether the transitions fit."""
    rate = rate if found.rate is None else found.rate
    if rate is None:
        raise InputError(
            f"{path}: its places are frames; say with --rate how many there are a second"
        )
    n_frames = found.n_frames if length is None else round(length * rate)
    if not n_frames:
        raise InputError(f"{path}: does not say where the video ends; add --length in seconds")
    outside = next((one for one in found.transitions if one.stop > n_frames), None)
    if outside is not None:
        raise InputError(
            f"{path}: a transition at frame {outside.start} lies behind the end, {n_frames} frames"
        )
    return replace(found, rate=rate, n_frames=n_frames)
