"""Populations: collections of shows that others analysed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.library.population import PopulationShow
    from cutstat.study.population import PopulationFilter
    from cutstat.study.population_import import Imported


def population(
    wanted: PopulationFilter | None = None, *, library: Where = None
) -> list[PopulationShow]:
    """List the shows of the imported population, the fastest first.

    Parameters
    ----------
    wanted : PopulationFilter, optional
        Format, years and least number of episodes; TV shows of eight episodes if not given.
    library : Study, Library, str or Path, optional
        As for `compare`.

    Returns
    -------
    list of PopulationShow
        Each with the means of its episodes' logarithms.

    Raises
    ------
    InputError
        If nothing was imported.
    """
    from cutstat.study.population import PopulationFilter, list_population

    with opened(library) as study:
        return list_population(study.library.folder, wanted or PopulationFilter())


def import_population(
    dump: str | Path,
    *,
    library: Where = None,
    progress: Callable[[float, str], None] | None = None,
) -> Imported:
    """Read a dump of trace.moe's database, and count the episodes that are new.

    Parameters
    ----------
    dump : str or Path
        ``.sql``, ``.sql.gz`` or ``.sql.zst``.
    library : Study, Library, str or Path, optional
        As for `compare`.
    progress : callable, optional
        Told the share that is done, and what is being done.

    Returns
    -------
    Imported
        Numbers of files that are new, were known, and were passed over; and of shows.

    Raises
    ------
    InputError
        If it is no such dump, or is damaged; the line is named, and what was read before stays.
    """
    from cutstat.study.population_import import import_population as read_dump

    with opened(library) as study:
        return read_dump(study.library.folder, Path(dump), progress=progress)
