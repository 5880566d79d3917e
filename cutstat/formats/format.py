"""What a format is: the one value by which a module of this room declares itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from cutstat.core.shot_list import ShotList
from cutstat.errors import InputError
from cutstat.formats.chapters import Entry
from cutstat.formats.clock import Unit
from cutstat.formats.listing import Listing
from cutstat.formats.tables import Row
from cutstat.measure.episode import EpisodeMeasures


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of a list, where it does not say it itself."""

    rate: Fraction | None = None
    """Frames a second. Times are put on the nearest frame."""

    length: Fraction | None = None
    """Length of the video in seconds, for lists of cuts that do not say it."""

    unit: Unit | None = None
    """What numbers count in a list of times."""


class NoRateError(InputError):
    """A list counts frames of the clock, and nothing says how many there are a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format in which shots, or chapters, are read or written; a module has one as ``FORMAT``.

    The registry finds it there, and with it `import`, `score`, `export`, the chapters, their help
    and the tests of all pairs.
    """

    key: str
    """Name of the format, as options take it."""

    title: str
    """What it is, in the few words that the help has for it."""

    rank: int = 50
    """Place in the order in which formats are asked whether a list is theirs: below 50 what is
    known by words of its own, above it what could be something else."""

    recognise: Callable[[Listing], bool] | None = None
    """Whether a list is in this format, by its content; None if it must be named."""

    is_vague: bool = False
    """Whether what it looks like may mean other things too, so that only `score`, which compares
    frames, takes it for this format without being told."""

    read: Callable[[Listing, Said], Iterable[ShotList]] | None = None
    """Reads the shots of each video; raises ValueError, with the line, for what it cannot read."""

    read_chapters: Callable[[Listing], Sequence[Entry]] | None = None
    """Reads chapters; raises ValueError as `read` does."""

    write: Callable[[EpisodeMeasures, Path], str] | None = None
    """Writes an episode, whose video is at the path, into a file of its own."""

    write_rows: Callable[[Sequence[Row], Sequence[str]], str] | None = None
    """Writes rows with these columns into one file."""

    suffix: str = ""
    """How names of files end that it writes."""

    plural: str = "files"
    """What several of its files are called."""

    is_beside_video: bool = False
    """Whether its files are named after the videos, beside which players look for them, and not
    after series and episode."""
