"""Verdicts: comparisons, claims, and the reports on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import listed, opened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cutstat.api.opening import Where
    from cutstat.report.write import Format, Written
    from cutstat.scan.scan import Listener
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.stats.published import PublishedTable
    from cutstat.study.claim import ClaimResult, ResolvedClaim
    from cutstat.study.comparison import PublishedPlace, SeriesComparison
    from cutstat.study.population import PopulationAnswer
    from cutstat.study.report import WrittenReport

    Progress = Callable[[int, int], None]


def compare(
    target: str | Path,
    baselines: str | Path | Sequence[str | Path] = (),
    *,
    exclude: Sequence[str] = (),
    settings: ComparisonSettings | None = None,
    sample: int | None = None,
    library: Where = None,
    detector: str = "cutstat",
    jobs: int = 0,
    listener: Listener | None = None,
) -> SeriesComparison | PublishedPlace | PopulationAnswer:
    """Say whether a series has more shots than others, and than is usual.

    Both are answered for shots a minute, and under ``comparison.count`` for shots an episode.

    Parameters
    ----------
    target : str or Path
        The series that is asked about: its title in the library, or files, which are scanned
        first.
    baselines : str, Path or sequence of these
        The series that it is compared with; ``"published"`` among them sets it against what is
        published of TV anime, and so does naming none. ``"population"`` alone sets it among the
        shows of an imported collection, which may hold the show itself.
    exclude : sequence of str
        Episodes that are left out, like ``"Hero Mask 13"``; to be decided before looking.
    settings : ComparisonSettings, optional
        Margin, error rate and least number of episodes, fixed before looking.
    sample : int, optional
        So many episodes of each series that is named by files are scanned, spread over its season;
        by default all.
    library : Study, Library, str or Path, optional
        A study, an open library or the folder of one; by default that of the command line.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    listener : callable, optional
        Told what happens during a scan.

    Returns
    -------
    SeriesComparison, PublishedPlace or PopulationAnswer
        The comparison, how it holds under other tests, the measured series, and what was left out.
        Where the data allow no verdict, ``comparison.refusal`` says why. Against ``"published"``
        alone, the place among published figures; against ``"population"`` that among its shows.

    Raises
    ------
    InputError
        If a series is unknown, is named twice or has no episode that can be measured.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.study.named import compare_named

    with opened(library, detector=detector) as study:
        return compare_named(
            study,
            target,
            listed(baselines),
            settings=settings,
            exclusions=exclude,
            sample=sample,
            jobs=jobs,
            listener=listener,
        )


def claim(
    file: str | Path,
    *,
    library: Where = None,
    detector: str = "cutstat",
    jobs: int = 0,
    listener: Listener | None = None,
    fixed: Callable[[ResolvedClaim], None] | None = None,
) -> ClaimResult:
    """Answer the statements of a claim: supported, contradicted, undecided or cannot be asked.

    Parameters
    ----------
    file : str or Path
        The claim, in TOML.
    library : Study, Library, str or Path, optional
        As for `compare`.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    listener : callable, optional
        Told what happens during a scan.
    fixed : callable, optional
        Told what is fixed, with its hash, before anything is measured.

    Returns
    -------
    ClaimResult
        An answer to each statement, and what a reader must know to weigh it.

    Raises
    ------
    InputError
        If the file cannot be read or says something that has no meaning.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.formats.claim_file import read_claim
    from cutstat.study.claim import answer_claim, resolve_claim

    said = read_claim(Path(file))
    with opened(library, detector=detector) as study:
        resolved = resolve_claim(study, said, jobs=jobs, listener=listener)
        if fixed is not None:
            fixed(resolved)
        return answer_claim(study, resolved)


def write_example_claim(file: str | Path) -> Path:
    """Write a commented claim, that of Hero Mask, to be changed into one's own.

    Parameters
    ----------
    file : str or Path
        Where it is written; it must not be there yet.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If there is a file already, or it cannot be written.
    """
    from cutstat.study.claim import write_example

    return write_example(Path(file))


def report(
    series: str | Path,
    against: str | Path | Sequence[str | Path] = (),
    *,
    output: str | Path = "reports",
    formats: Sequence[Format] = ("pdf", "png", "html"),
    title: str | None = None,
    font: str | None = None,
    has_pictures: bool = True,
    exclude: Sequence[str] = (),
    settings: ComparisonSettings | None = None,
    sample: int | None = None,
    command: str | None = None,
    library: Where = None,
    detector: str = "cutstat",
    jobs: int = 0,
    listener: Listener | None = None,
    progress: Progress | None = None,
) -> WrittenReport:
    """Write a report on a series against others, or on a claim.

    Parameters
    ----------
    series : str or Path
        The series that is asked about, as for `compare`; or the TOML file of a claim, which names
        all that is compared.
    against : str, Path or sequence of these
        The series that it is compared with, as for `compare`; none for a report on one show.
    output : str or Path
        Folder for the report.
    formats : sequence of {"pdf", "png", "html", "svg"}
        What to write.
    title : str, optional
        Title of the report; the series' names otherwise.
    font : str, optional
        File or name of a font to use beside the usual one.
    has_pictures : bool
        Whether pictures of the target's episodes are read from its videos.
    exclude : sequence of str
        Episodes that are left out, as for `compare`.
    settings : ComparisonSettings, optional
        Margin, error rate and the like.
    sample : int, optional
        As for `compare`.
    command : str, optional
        Command that makes the report again, which the report names.
    library : Study, Library, str or Path, optional
        As for `compare`.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    listener : callable, optional
        Told what happens during a scan.
    progress : callable, optional
        Told of how many of how many episodes pictures are read.

    Returns
    -------
    WrittenReport
        The comparison, what the report says, its files, and what it cannot show.

    Raises
    ------
    InputError
        If a series is unknown or cannot be measured, or the folder cannot be written.
    """
    from cutstat.study.named import compare_asked
    from cutstat.study.report import report_on

    with opened(library, detector=detector) as study:
        asked = compare_asked(
            study,
            series,
            listed(against),
            settings=settings,
            exclusions=exclude,
            sample=sample,
            jobs=jobs,
            listener=listener,
        )
        return report_on(
            study,
            asked,
            Path(output),
            formats=formats,
            title=title,
            font=font,
            command=command,
            has_pictures=has_pictures,
            progress=progress,
        )


def plot(
    name: str,
    result: SeriesComparison | PublishedPlace | PopulationAnswer,
    axes: Axes | None = None,
    *,
    output: str | Path | None = None,
    title: str | None = None,
    font: str | None = None,
    library: Where = None,
) -> Written | None:
    """Draw one picture of a comparison, on matplotlib axes or into a file.

    Parameters
    ----------
    name : str
        A picture of a report, such as ``"verdict"``, ``"rates"`` or ``"pacing"``; those with a row
        an episode show on axes the series that is asked about alone.
    result : SeriesComparison
        What `compare` gave.
    axes : matplotlib.axes.Axes, optional
        Where to draw; labels need room at both sides.
    output : str or Path, optional
        File to write, ``.png`` or ``.svg``; one of `axes` and `output` is needed.
    title : str, optional
        Title over the picture in a file; the series' names otherwise.
    font : str, optional
        File or name of a font to use beside the usual one, in a file.
    library : Study, Library, str or Path, optional
        As for `compare`; a file with pictures of episodes is made from it.

    Returns
    -------
    Written or None
        The file, and what it cannot show; None for axes.

    Raises
    ------
    ValueError
        If there is no such picture, or not just one of `axes` and `output`.
    InputError
        If the file cannot be written.
    """
    from cutstat.errors import InputError
    from cutstat.report.axes import draw_picture, draw_values
    from cutstat.report.population_panel import POPULATION, population_shapes
    from cutstat.report.write import write_population
    from cutstat.study.population import PopulationAnswer
    from cutstat.study.report import bare_report, plot_on

    if (axes is None) == (output is None):
        raise ValueError("give either axes to draw on or output, the file to write")
    if isinstance(result, PopulationAnswer):
        if name != POPULATION.key:
            raise InputError(f"of a population there is the picture population, and no {name}")
        if axes is not None:
            draw_values(POPULATION, population_shapes(result.places), axes)
            return None
        return write_population(result.places, Path(str(output)), font=font)
    if axes is not None:
        draw_picture(bare_report(result), name, axes)
        return None
    assert output is not None
    with opened(library, detector=result.plan.detector) as study:
        return plot_on(study, result, name, Path(output), title=title, font=font)


def published() -> PublishedTable:
    """Give the published counts that a series can be set against, with their sources.

    Returns
    -------
    PublishedTable
        The figures, and the band in which TV anime is said to lie.
    """
    from cutstat.stats.published import PublishedTable, published_figures, tv_anime_band

    return PublishedTable(published_figures(), tv_anime_band())
