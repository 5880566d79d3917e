"""All formats of this room, and the reading of lists in whichever of them."""

from __future__ import annotations

import csv
import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import cutstat.formats
from cutstat.core.shot_list import ShotList
from cutstat.core.track import Chapter
from cutstat.errors import InputError, quoted
from cutstat.formats.chapters import in_order
from cutstat.formats.clock import Unit
from cutstat.formats.file_names import episode_stem, free_name
from cutstat.formats.format import Format, NoRateError, Said
from cutstat.formats.listing import Listing, read_listing
from cutstat.formats.whole import make_whole
from cutstat.measure.episode import EpisodeMeasures

LONGEST_REASON = 300
"""Characters of what a conversion says of a text, at most."""


@cache
def formats() -> dict[str, Format]:
    """Give the formats that the modules of this room declare, by their keys, in order of keys."""
    modules = (
        importlib.import_module(f"{cutstat.formats.__name__}.{found.name}")
        for found in pkgutil.iter_modules(cutstat.formats.__path__)
    )
    declared = (getattr(module, "FORMAT", None) for module in modules)
    known = [one for one in declared if isinstance(one, Format)]
    return {one.key: one for one in sorted(known, key=lambda one: one.key)}


def keys_with(*parts: str) -> tuple[str, ...]:
    """Name the formats that have one of these parts: ``read``, ``write``, ``write_rows``."""
    return tuple(key for key, one in formats().items() if any(getattr(one, part) for part in parts))


def described(keys: tuple[str, ...]) -> str:
    """Say of formats what they are: ``edl (CMX 3600), otio (OpenTimelineIO)``."""
    return ", ".join(f"{key} ({formats()[key].title})" for key in keys)


def read_list(
    path: Path,
    *,
    form: str | None = None,
    rate: Fraction | None = None,
    length: Fraction | None = None,
    unit: Unit | None = None,
) -> tuple[ShotList, ...]:
    """Read the shots of one video, or of several where the format can hold them, to be episodes.

    Parameters
    ----------
    path : Path
        The list.
    form : str, optional
        Key of its format; by default it is known by the content.
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
    said = Said(rate, length, unit)
    listing = read_listing(path)
    format_ = formats()[form] if form else find_format(listing)
    with _in_a_sentence(path, f"as {format_.key}"):
        return tuple(make_whole(one, said=said) for one in _read(listing, format_, said=said))


def read_shot_lists(path: Path, *, rate: Fraction | None = None) -> tuple[ShotList, ...]:
    """Read the shots of all videos that a file speaks of, as they are written there.

    Whole numbers alone are frames. Neither rate nor end need be known.

    Raises
    ------
    InputError
        If the file cannot be read, or is in none of the formats.
    """
    return _read_any(read_listing(path), Said(rate))


def read_pair(
    reference: Path, estimate: Path, *, rate: Fraction | None = None
) -> tuple[tuple[ShotList, ...], tuple[ShotList, ...]]:
    """Read the lists of two files, to be compared frame by frame.

    What is placed by times or timecodes alone is put on the frames of the other list.

    Parameters
    ----------
    reference, estimate : Path
        The files. Each may speak of several videos.
    rate : Fraction, optional
        Frames a second, where neither says it.

    Raises
    ------
    InputError
        If a file cannot be read, is in none of the formats, or no rate is known.
    """
    first, second = (read_listing(path) for path in (reference, estimate))
    said = Said(rate)
    read = [_attempt(listing, said) for listing in (first, second)]
    for index, listing in enumerate((first, second)):
        own, others = read[index], read[1 - index]
        if not others or others[0].is_timed:
            continue
        fps, n = rate or others[0].rate, others[0].n_frames if len(others) == 1 else None
        if fps is not None and (own is None or own[0].is_timed or own[0].is_open):
            read[index] = _read_any(listing, Said(fps, n / fps if n else None))
    for index, listing in enumerate((first, second)):
        own = read[index] or _read_any(listing, said)  # raises again for want of a rate
        if own[0].is_timed:
            raise InputError(
                f"{listing.path}: has times; say with --rate how many frames there are a second"
            )
        read[index] = own
    return read[0] or (), read[1] or ()


def _attempt(listing: Listing, said: Said) -> tuple[ShotList, ...] | None:
    try:
        return _read_any(listing, said)
    except NoRateError:
        return None


def _read_any(listing: Listing, said: Said) -> tuple[ShotList, ...]:
    format_ = find_format(listing, is_scored=True)
    with _in_a_sentence(listing.path, f"as {format_.key}"):
        return _read(listing, format_, said=said)


def _read(listing: Listing, format_: Format, *, said: Said) -> tuple[ShotList, ...]:
    assert format_.read is not None
    found = tuple(
        replace(one, form=format_.key, found_by=one.found_by or format_.key)
        for one in format_.read(listing, said)
    )
    if not found:
        raise ValueError("it holds no shot")
    if listing.is_guessed:
        note = "its letters beyond ASCII may be wrong, as it is not UTF-8"
        found = tuple(replace(one, notes=(*one.notes, note)) for one in found)
    return found


def find_format(listing: Listing, *, is_scored: bool = False) -> Format:
    """Know the format of a list by its content.

    Parameters
    ----------
    listing : Listing
        The list.
    is_scored : bool
        Whether frames are compared, so that whole numbers can be nothing else.

    Raises
    ------
    InputError
        If it could be in several formats or in none, or holds chapters and no shots.
    """
    found = _first(listing, lambda one: is_scored or not one.is_vague)
    if found is None:
        begin = quoted(listing.text.strip().partition("\n")[0][:40])
        hint = "it is none of those" if is_scored else "name it with --format, one of those"
        kind = "a JSON document of no known kind" if listing.is_json else "its format is not clear"
        raise InputError(
            f"{listing.path}: {kind}; {hint} that `cutstat import --help` lists "
            f"(it begins with {begin})"
        )
    if found.read is None:
        raise InputError(
            f"{listing.path}: holds {found.title}, and no shots; "
            "`cutstat segments import` takes segments from it"
        )
    return found


def _first(listing: Listing, is_asked: Callable[[Format], bool]) -> Format | None:
    """Give the first format, in order of rank, that knows a list."""
    with _in_a_sentence(listing.path, "as a list"):
        return next(
            (
                one
                for one in sorted(formats().values(), key=lambda one: one.rank)
                if is_asked(one) and one.recognise is not None and one.recognise(listing)
            ),
            None,
        )


def read_chapters(path: Path) -> tuple[Chapter, ...]:
    """Read a file of chapters, whose format is known by its content.

    Returns
    -------
    tuple of Chapter
        In order of time. They may overlap or leave gaps, as the file has it. Where the file does
        not say when a chapter stops, it stops at the start of the next; the last then stops at
        infinity, for the file does not know how long the video is: clip it.

    Raises
    ------
    InputError
        If the file cannot be read, is in none of the formats, is damaged, holds no chapter, or
        if its times are out of order.
    """
    listing = read_listing(path)
    found = _first(listing, lambda one: True)
    if found is None or found.read_chapters is None:
        seen = "" if found is None else f"holds {found.title}, and no chapters; "
        wanted = ", or ".join(formats()[key].title for key in keys_with("read_chapters"))
        raise InputError(f"{path}: {seen}cannot be read as chapters; expected {wanted}")
    with _in_a_sentence(path, "as chapters"):
        if listing.is_guessed and not listing.text.startswith("<"):
            raise ValueError("the text is not UTF-8; save it as UTF-8")
        chapters = in_order(found.read_chapters(listing))
    if not chapters:
        raise InputError(f"{path}: holds no chapter that is shown; choose another file")
    return chapters


def write_file(
    format_: Format, episode: EpisodeMeasures, *, path: Path, taken: Collection[str]
) -> tuple[str, str]:
    """Give the name of an episode's file, none of those that are taken, and its text.

    Parameters
    ----------
    format_ : Format
        One that writes a file an episode.
    episode : EpisodeMeasures
        The episode.
    path : Path
        Its video.
    taken : collection of str
        Names that other files have, each as `folded` gives it.
    """
    assert format_.write is not None
    stem = path.stem if format_.is_beside_video else episode_stem(episode.name)
    return free_name(stem, format_.suffix, taken=taken), format_.write(episode, path)


@contextmanager
def _in_a_sentence(path: Path, what: str) -> Iterator[None]:
    """Say what is wrong with a file in one sentence, whatever a reader stumbles over."""
    try:
        yield
    except InputError as error:
        said = str(error)
        raise type(error)(said if str(path) in said else f"{path}: {said}") from error
    except (
        *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
        *(RecursionError, csv.Error),
    ) as error:
        reason = _reason(error)
        if len(reason) > LONGEST_REASON:
            reason = f"{reason[:LONGEST_REASON]}…"
        raise InputError(f"{path}: cannot be read {what} ({reason})") from error


def _reason(error: Exception) -> str:
    """Put into plain words what a reader or a conversion says."""
    if isinstance(error, KeyError):
        return f"there is no {error}"
    if isinstance(error, IndexError):
        return "a row has too few columns"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    said = str(error)
    if isinstance(error, (TypeError, AttributeError)) or "values to unpack" in said:
        return "a part of it is not what the format has there"
    return said.replace("\n", " ")
