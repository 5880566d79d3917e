"""Shot lists that stand for an episode, in whichever format they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.errors import InputError
from cutstat.formats import cinemetrics, edl, plain, pyscenedetect_list, shot_table
from cutstat.formats.clock import LONGEST_SECONDS, MOST_RATE
from cutstat.formats.recognise import parse_json, read_text

ListForm = Literal["bbc", "cinemetrics", "detect", "edl", "frames", "scenes", "shots", "times"]
LIST_FORMS: tuple[ListForm, ...] = get_args(ListForm)


def read_list(
    path: Path,
    *,
    form: ListForm | None = None,
    rate: Fraction | None = None,
    length: Fraction | None = None,
    unit: cinemetrics.Unit | None = None,
) -> tuple[ShotList, ...]:
    """Read the shots of one video, or of several where the format can hold them.

    Parameters
    ----------
    path : Path
        The list.
    form : ListForm, optional
        Its format; by default it is known by the content.
    rate : Fraction, optional
        Frames a second, where the list does not say it. Times are put on the nearest frame.
    length : Fraction, optional
        Length of the video in seconds, for lists of cuts that do not say it.
    unit : Unit, optional
        What numbers of a list of times count, where it does not say it.

    Returns
    -------
    tuple of ShotList
        Each with its number of frames, its rate and who found it, by default the format. Lists of
        times have, where `rate` is not given, a rate that is fine enough for all of them.

    Raises
    ------
    InputError
        If the file cannot be read, its format is not clear, or rate or length are missing.
    """
    form = form or find_form(path)
    text = read_text(path)
    lines = text.splitlines()
    rate = edl.said_rate(lines) if form == "edl" and rate is None else rate
    if form == "edl" and rate is None:
        raise InputError(f"{path}: an edit list needs --rate, the frames a second of its timecodes")
    readers: dict[ListForm, Callable[[], tuple[ShotList, ...]]] = {
        "bbc": lambda: (plain.read_shot_list(lines, video=path.stem),),
        "cinemetrics": lambda: (
            cinemetrics.read_cinemetrics(lines, video=path.stem, rate=rate, unit=unit),
        ),
        "detect": lambda: parse_json(text),
        "edl": lambda: (edl.read_edl(lines, video=path.stem, rate=rate or Fraction(1)),),
        "frames": lambda: (
            _with_last_as_end(plain.read_frame_list(lines, video=path.stem), length),
        ),
        "scenes": lambda: (pyscenedetect_list.read_rows(lines, video=path.stem),),
        "shots": lambda: shot_table.read_shot_table(lines),
        "times": lambda: (
            cinemetrics.read_times(lines, video=path.stem, rate=rate, length=length, unit=unit),
        ),
    }
    try:
        found = readers[form]()
    except KeyError as error:
        raise InputError(f"{path}: cannot be read as {form} (there is no {error})") from error
    except IndexError as error:
        reason = "a row has too few columns"
        raise InputError(f"{path}: cannot be read as {form} ({reason})") from error
    except RecursionError as error:
        raise InputError(f"{path}: cannot be read as {form} (nested too deeply)") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise InputError(f"{path}: cannot be read as {form} ({_reason(error)})") from error
    if not found:
        raise InputError(f"{path}: holds no shot")
    return tuple(
        _whole(replace(one, found_by=one.found_by or form), path, rate=rate, length=length)
        for one in found
    )


def find_form(path: Path) -> ListForm:
    """Know the format of a list by its content.

    Raises
    ------
    InputError
        If the file cannot be read, or could be in several formats or in none.
    """
    text = read_text(path)
    if not text.strip():
        raise InputError(f"{path}: holds nothing")
    form = _form_of(text, text.splitlines())
    if form is None:
        raise InputError(
            f"{path}: its format is not clear; name it with --format: {', '.join(LIST_FORMS)}"
        )
    return form


def _form_of(text: str, lines: list[str]) -> ListForm | None:
    if text.lstrip().startswith(("{", "[")):
        return "detect"
    if any(pyscenedetect_list.START in line for line in lines[:3]):
        return "scenes"
    if lines and {"start_frame", "stop_frame", "file"} <= set(lines[0].split(",")):
        return "shots"
    if edl.is_edl(lines):
        return "edl"
    data = [line.partition("#")[0].strip() for line in lines]
    data = [line for line in data if line]
    if cinemetrics.is_cinemetrics(lines):
        return "cinemetrics"
    if data and all(re.fullmatch(r"\d+\s+\d+", line) for line in data):
        is_counted = [line.split()[0] for line in data] == [str(k + 1) for k in range(len(data))]
        return None if is_counted and len(data) > 1 else "bbc"
    if data and all(re.fullmatch(r"[\d:.]*\ds?", line) for line in data):
        return "times" if any(re.search(r"[:.s]", line) for line in data) else None
    return None  # whole numbers may be frames, seconds or lengths


def _reason(error: Exception) -> str:
    """Put into plain words what a conversion says of text that is no number."""
    said = str(error)
    if said.startswith(("invalid literal for int", "could not convert string to float")):
        return f"{said.rpartition(': ')[2]} is no number"
    return said


def _with_last_as_end(found: ShotList, length: Fraction | None) -> ShotList:
    """Without a length, the last frame of a list is the end of the video."""
    if length is not None or not found.transitions:
        return found
    *cuts, last = found.transitions
    return replace(found, transitions=tuple(cuts), n_frames=last.start)


def _whole(
    found: ShotList, path: Path, *, rate: Fraction | None, length: Fraction | None
) -> ShotList:
    """Fill in rate and number of frames, and look whether the transitions fit."""
    if rate is not None and found.rate not in (None, rate):
        raise InputError(
            f"{path}: has {found.rate} frames a second by its own account, not {rate}; "
            "leave out --rate"
        )
    rate = rate if found.rate is None else found.rate
    if rate is None:
        raise InputError(
            f"{path}: its places are frames; say with --rate how many there are a second"
        )
    if not 1 <= rate <= MOST_RATE:
        raise InputError(f"{path}: no video has {float(rate):g} frames a second")
    n_frames = found.n_frames if length is None else round(length * rate)
    if not n_frames or n_frames < 0:
        raise InputError(f"{path}: does not say where the video ends; add --length in seconds")
    if n_frames > LONGEST_SECONDS * rate:
        raise InputError(
            f"{path}: the video would last longer than {LONGEST_SECONDS // 3600} hours; look at "
            "the last line and --rate"
        )
    outside = next(
        (one for one in found.transitions if max(one.stop, one.border + 1) > n_frames), None
    )
    if outside is not None:
        raise InputError(
            f"{path}: a transition at frame {outside.start} lies behind the end, {n_frames} frames"
        )
    for before, after in pairwise((Transition(0, 0), *sorted(found.transitions))):
        if after.start < before.stop or after.border == before.border:
            raise InputError(
                f"{path}: the transition at frame {after.start} leaves no shot before it"
            )
    return replace(found, rate=rate, n_frames=n_frames)
