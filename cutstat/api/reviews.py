"""Reviews: what a person says of transitions, on a page, and as a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.library.records import LibraryEpisode
    from cutstat.study.transitions import EpisodeReview


def review(
    target: str | Path,
    *,
    port: int = 0,
    started: Callable[[str], None] = print,
    library: Where = None,
    detector: str = "cutstat",
) -> int:
    """Serve a page on which a person goes through the transitions of episodes, until Ctrl-C.

    This machine alone can reach it. Each decision is in the library as soon as it is made.

    Parameters
    ----------
    target : str or Path
        Title of a series, or an episode as for `show`.
    port : int >= 0
        Port of the page; 0 takes one that is free.
    started : callable
        Told the address of the page; by default it is printed.
    library : Study, Library, str or Path, optional
        As for `scan`; a study or an open library must have been opened by this thread.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    int
        Decisions that were made, less those that were taken back.

    Raises
    ------
    InputError
        If there is no such series or episode, it is not analysed, or the port is taken.
    """
    from cutstat.review.page import serve_review

    with opened(library, detector=detector) as study:
        return serve_review(study, str(target), port=port, started=started)


def list_reviews(
    target: str | Path, *, library: Where = None, detector: str = "cutstat"
) -> tuple[EpisodeReview, ...]:
    """List what a person has said of the transitions of a series, or of an episode.

    Parameters
    ----------
    target : str or Path
        As for `review`.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    tuple of EpisodeReview
        Of each episode that something was said of: every place, what was said, and whether it is
        in use with what this detector finds.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.transitions import list_reviews

    with opened(library, detector=detector) as study:
        return list_reviews(study, str(target))


def clear_reviews(
    target: str | Path, *, library: Where = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Forget what a person has said of the transitions of a series, or of an episode.

    Parameters
    ----------
    target : str or Path
        As for `review`.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was forgotten, and how much.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.transitions import clear_reviews

    with opened(library) as study:
        return clear_reviews(study, str(target))
