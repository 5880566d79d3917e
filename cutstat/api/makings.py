"""How episodes are made, and what a person says of it: styles of subtitles, and stretches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cutstat.api.opening import listed, opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.library.records import LibraryEpisode
    from cutstat.measure.episode import EpisodeMeasures
    from cutstat.measure.tempo import Stretch
    from cutstat.study.makings import EpisodeLines, SaidStyle


def lines(targets: str | Sequence[str] = (), *, library: Where = None) -> tuple[EpisodeLines, ...]:
    """List the tracks of subtitles of episodes by style: what is dialogue, and what is left out.

    Parameters
    ----------
    targets : str or sequence of str
        Titles of series, or episodes as for `show`; by default all series.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of EpisodeLines
        The tracks of each episode.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.makings import list_lines

    with opened(library) as study:
        return list_lines(study, [str(one) for one in listed(targets)])


def set_lines(
    target: str, style: str, *, is_dialogue: bool, library: Where = None
) -> tuple[SaidStyle, ...]:
    """Say whether a style of subtitles is dialogue.

    Parameters
    ----------
    target : str
        Title of a series, or an episode as for `show`.
    style : str
        Name of the style, as `lines` lists it.
    is_dialogue : bool
        Whether its events are lines: all but comments, drawn shapes, described sounds and those of
        under a fifth of a second; or none of them.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of SaidStyle
        What this changes in each episode that has the style.

    Raises
    ------
    InputError
        If there is no such series, episode or style. Nothing is kept then.
    """
    from cutstat.study.makings import set_style

    with opened(library) as study:
        return set_style(study, target, style, is_dialogue=is_dialogue)


def clear_lines(
    target: str, style: str | None = None, *, library: Where = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was said of styles of subtitles.

    Parameters
    ----------
    target : str
        As for `set_lines`.
    style : str, optional
        Of one style; by default of all.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.makings import clear_words

    with opened(library) as study:
        return clear_words(study, target, "style", None if style is None else [style])


def stretches(
    targets: str | Sequence[str] = (), *, library: Where = None, detector: str = "cutstat"
) -> tuple[tuple[EpisodeMeasures, ...], tuple[str, ...]]:
    """List the stretches of episodes that stand out by cuts, motion and loudness.

    Parameters
    ----------
    targets : str or sequence of str
        As for `lines`.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    tuple of (tuple of EpisodeMeasures, tuple of str)
        The episodes, of which each ``tempo`` has the stretches, with their names, and those that a
        person has cleared; and one sentence for each episode that cannot be measured.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.makings import list_stretches

    with opened(library, detector=detector) as study:
        return list_stretches(study, [str(one) for one in listed(targets)])


def set_stretch(
    episode: str,
    at: str | int,
    name: str | None,
    *,
    library: Where = None,
    detector: str = "cutstat",
) -> Stretch:
    """Say what a stretch of an episode is called, or that it is none.

    Parameters
    ----------
    episode : str
        As for `show`.
    at : str or int
        A place within the stretch: a frame, seconds (``"2.5s"``) or a clock.
    name : str, optional
        What happens there; None where the stretch does not count.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    Stretch
        The stretch that was meant, as it was before.

    Raises
    ------
    InputError
        If there is no such episode, it cannot be measured, or no stretch is there.
    ValueError
        If `at` has no meaning, or `name` is empty.
    """
    from cutstat.core.timing import parse_position
    from cutstat.study.makings import set_stretch as set_one

    if name is not None and not name.strip():
        raise ValueError(f"a stretch is called by some word, not {name!r}")
    with opened(library, detector=detector) as study:
        return set_one(study, episode, parse_position(str(at)), name)


def clear_stretches(
    target: str,
    at: str | int | None = None,
    *,
    library: Where = None,
    detector: str = "cutstat",
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was said of stretches.

    Parameters
    ----------
    target : str
        Title of a series, or an episode as for `show`.
    at : str or int, optional
        A place within one stretch of an episode, as for `set_stretch`; by default all.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.

    Raises
    ------
    InputError
        If there is no such series or episode, or no stretch there.
    """
    from cutstat.core.timing import parse_position
    from cutstat.study.makings import clear_stretches as clear

    with opened(library, detector=detector) as study:
        return clear(study, target, None if at is None else parse_position(str(at)))
