"""Read annotations from a file in whichever format it is."""

from __future__ import annotations

import json
from pathlib import Path

from cutstat.core.shot_list import ShotList
from cutstat.errors import InputError
from cutstat.formats import clipshots, native, plain, pyscenedetect_list


def read_annotations(path: Path) -> tuple[ShotList, ...]:
    """Read all videos that a file speaks of; the format is known by its content.

    Raises
    ------
    InputError
        If the file cannot be read or is in none of the formats.
    """
    text = read_text(path)
    try:
        annotations = _read(text, video=path.stem)
    except KeyError as error:
        raise InputError(f"{path}: cannot be read as annotations (there is no {error})") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise InputError(f"{path}: cannot be read as annotations ({error})") from error
    except RecursionError as error:
        raise InputError(f"{path}: cannot be read as annotations (nested too deeply)") from error
    if not annotations:
        raise InputError(f"{path}: holds no annotation")
    return annotations


def read_text(path: Path) -> str:
    """Read a text file in UTF-8.

    Raises
    ------
    InputError
        If it cannot be read, or is no text.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: no text file; expected annotations, found binary data"
        ) from error


def _read(text: str, *, video: str) -> tuple[ShotList, ...]:
    lines = text.splitlines()
    if text.lstrip().startswith(("{", "[")):
        return parse_json(text)
    if any(pyscenedetect_list.START in line for line in lines[:3]):
        return (pyscenedetect_list.read_rows(lines, video=video),)
    first = next((line for line in lines if line.partition("#")[0].strip()), "")
    if not first:
        return ()
    reader = plain.read_shot_list if len(first.split()) == 2 else plain.read_frame_list
    return (reader(lines, video=video),)


def parse_json(text: str) -> tuple[ShotList, ...]:
    """Read documents of cutstat or ClipShots: one, a list of them, or one a line."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        documents = [json.loads(line) for line in text.splitlines() if line.strip()]
        return tuple(native.read_document(each) for each in documents)
    if isinstance(document, list):
        return tuple(native.read_document(each) for each in document)
    if "transitions" in document:
        return (native.read_document(document),)
    if not all(isinstance(entry, dict) for entry in document.values()):
        raise ValueError("there is no list of transitions")
    return clipshots.read_videos(document)
