"""The options that several commands share, defined once."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from cutstat.cli.completion import EPISODE, SERIES
from cutstat.cli.numbers import RealNumber, WholeNumber

if TYPE_CHECKING:
    from cutstat.core.pictures import FootageKind
    from cutstat.stats.contrast import ComparisonSettings

Command = TypeVar("Command", bound=Callable[..., Any])

DETECTORS = (
    *("cutstat", "adaptive", "content", "hash", "histogram"),
    *("ffmpeg-scene", "ffmpeg-scene-320"),
)
FOOTAGE = ("drawn", "rendered", "filmed")
"""Said here again so that ``--help`` need not load the detectors; a test compares the two."""

library_option = click.option(
    "--library",
    type=click.Path(path_type=Path),  # the library itself says what is wrong with a place
    metavar="DIRECTORY",
    envvar="CUTSTAT_LIBRARY",
    help="Folder of the library. By default in the user's data folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
clear_option = click.option(
    "--clear", "is_cleared", is_flag=True, help="Forget what was judged, and do nothing else."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress, no messages.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
jobs_option = click.option(
    "-j",
    "--jobs",
    type=WholeNumber(),
    default=0,
    envvar="CUTSTAT_JOBS",
    help="Processes that decode; 0 takes as many as there are cores.",
)
executor_option = click.option(
    "--executor",
    type=click.Choice(["serial", "processes", "dask"]),
    help="Who decodes: this process, several of this machine, or workers of Dask. By default "
    "several where --jobs and the files allow it.",
)
scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="With --executor dask: address of its scheduler, like tcp://10.0.0.5:8786; the workers "
    "must see the files under the same paths. By default --jobs workers start on this machine.",
)
series_option = click.option("--series", help="Title of the series, whatever the files are called.")
manifest_option = click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A cutstat.toml that says which file is which episode.",
)
against_option = click.option(
    "--against",
    multiple=True,
    type=SERIES,
    metavar="SERIES...",
    help="Baseline: a title in the library, or files. Several may follow. Without any, the series "
    "is set among published counts.",
)
sample_option = click.option(
    "--sample",
    type=WholeNumber(1),
    metavar="EPISODES",
    help="Scan so many episodes of each series at first, spread over its season, for an answer "
    "soon; without it the same command goes on with the rest.",
)


def detector_option(command: Command) -> Command:
    """Add ``--detector`` and what it may be told; the command gets all as its `detector`."""

    @click.option(
        "--detector",
        type=click.Choice(DETECTORS),
        default="cutstat",
        show_default=True,
        envvar="CUTSTAT_DETECTOR",
        help="Detector of transitions.",
    )
    @click.option(
        "--sensitivity",
        type=RealNumber(0, 1, is_open=True),
        help="How readily cutstat's own detector sees a transition, between 0 and 1: those with a "
        "confidence of 1 - SENSITIVITY or more count. 0.5 if not given.",
    )
    @click.option(
        "--footage",
        type=click.Choice(FOOTAGE),
        help="How the pictures were made, where cutstat's own detector takes them for something "
        "else; `show` says for what.",
    )
    @functools.wraps(command)
    def chosen(
        *args: Any,
        detector: str,
        sensitivity: float | None,
        footage: FootageKind | None,
        **others: Any,
    ) -> Any:
        from cutstat.detection.registry import detector_text

        for option, said in (("--sensitivity", sensitivity), ("--footage", footage)):
            if said is not None and detector != DETECTORS[0]:
                raise click.UsageError(f"{option} is of {DETECTORS[0]} alone, not {detector}")
        text = detector_text(detector, sensitivity=sensitivity, footage=footage)
        return command(*args, detector=text, **others)

    return cast("Command", chosen)


def page_options(command: Command) -> Command:
    """Add where a page is served; the command gets `port` and `is_opened`."""
    for option in (
        click.option(
            "--open/--no-open",
            "is_opened",
            default=True,
            help="Whether the page is opened in your browser; its address is printed anyway.",
        ),
        click.option(
            "--port",
            type=WholeNumber(0, 65535),
            default=0,
            help="Port of the page; 0 takes one that is free.",
        ),
    ):
        command = option(command)
    return command


def open_page(address: str, *, is_opened: bool, quiet: bool) -> None:
    """Print the address of a page, and show it in the user's browser.

    Where there is no screen, a browser within the terminal would take that for itself.
    """
    import threading
    import webbrowser

    from cutstat.cli.output import emit, say

    emit(address)
    sys.stdout.flush()
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    is_shown = is_opened and (sys.platform != "linux" or any(map(os.environ.get, screens)))
    if is_shown:  # some browsers return when they are closed
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    say(
        ("" if is_shown else "Open this address in a browser. ") + "Ctrl-C closes the page.",
        quiet=quiet,
    )


def plan_options(command: Command) -> Command:
    """Add what is fixed before a comparison; the command gets `exclude` and `settings`."""

    @click.option(
        "--exclude",
        multiple=True,
        type=EPISODE,
        metavar="EPISODE",
        help="Episode that is left out, like 'Hero Mask 13': a recap, a special. May be repeated. "
        "Decide before you look.",
    )
    @click.option(
        "--margin",
        type=RealNumber(0, 1000),
        default=10.0,
        show_default=True,
        metavar="PERCENT",
        help="Smallest difference that matters; smaller ones count as equal.",
    )
    @click.option(
        "--whole-series",
        is_flag=True,
        help="All episodes that were made are at hand, of every series: what is counted comes "
        "first.",
    )
    @functools.wraps(command)
    def planned(*args: Any, margin: float, whole_series: bool, **others: Any) -> Any:
        from cutstat.stats.contrast import ComparisonSettings

        settings = ComparisonSettings(margin=margin / 100, is_whole=whole_series)
        return command(*args, settings=settings, **others)

    return cast("Command", planned)


def check_asked(
    series: str, against: Sequence[str], *, exclude: Sequence[str], settings: ComparisonSettings
) -> None:
    """Look whether what a report is about fits together, before anything is read.

    Raises
    ------
    click.UsageError
        If a claim has baselines, exclusions or a margin beside it.
    """
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.study.named import is_claim

    if is_claim(series) and (against or exclude or settings != ComparisonSettings()):
        raise click.UsageError("a claim names baselines, exclusions and margin in its file")


class SeveralAfterAgainst(click.Command):
    """A command whose ``--against`` takes all arguments up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write ``--against A B`` as ``--against A --against B``."""
        spread: list[str] = []
        is_baseline = False
        for position, arg in enumerate(args):
            if arg == "--against":
                is_baseline = True
            elif arg.startswith("-"):
                is_baseline = False
            elif is_baseline and args[position - 1] != "--against":
                spread.append("--against")
            spread.append(arg)
        try:
            return super().parse_args(ctx, spread)
        except click.UsageError as error:
            if not error.message.startswith("Got unexpected extra argument"):
                raise
            hint = "one show is asked about; name the others after --against"
            raise click.UsageError(f"{error.message}: {hint}", ctx) from error
