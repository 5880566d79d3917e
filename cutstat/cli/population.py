"""``cutstat population``: a collection of shows that others analysed."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.numbers import WholeNumber
from cutstat.cli.output import emit, emit_table, say


class Years(click.ParamType["tuple[int, int]"]):
    """A span of years."""

    name = "years"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read ``2005-2020`` or ``2012``."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value))
        if not found or int(found[2] or found[1]) < int(found[1]):
            self.fail(f"{value!r} is no span of years; write it like 2005-2020")
        return int(found[1]), int(found[2] or found[1])


@click.group(invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@click.option("--format", "kind", default="TV", show_default=True, help="AniList's; all for any.")
@click.option("--years", type=Years(), help="First year and last, like 2005-2020.")
@click.option(
    "--minimum-episodes",
    "least_episodes",
    type=WholeNumber(1),
    default=8,
    show_default=True,
    help="Shows with fewer are left out.",
)
@options.library_option
@options.json_option
@options.quiet_option
@click.pass_context
def population(
    context: click.Context,
    kind: str,
    years: tuple[int, int] | None,
    least_episodes: int,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """List the shows of the imported population, the fastest first.

    `cutstat compare SHOW --against population` sets a show among them: one of its own, without any
    video, or one of yours that was counted by the same filter (--detector ffmpeg-scene-320).

    Example: cutstat population --years 2005-2020
    """
    if context.invoked_subcommand is not None:
        return
    import math

    from cutstat.api.populations import population as run_population
    from cutstat.formats.json_documents import to_json
    from cutstat.formats.verdict_documents import MemberDocument
    from cutstat.study.population import PopulationFilter

    wanted = PopulationFilter(None if kind.casefold() == "all" else kind, years, least_episodes)
    shows = run_population(wanted, library=library)
    if as_json:
        documents = [
            MemberDocument(
                *(one.id, one.title, one.format, one.year, one.episodes, one.certain),
                *(math.exp(one.log_count), math.exp(one.log_rate)),
            )
            for one in shows
        ]
        emit(to_json(documents))
        return
    emit_table(
        ("Title", "Format", "Year", "Episodes", "Shots an episode", "Shots/min"),
        [
            (
                *(one.title, one.format or "", str(one.year or ""), str(one.episodes)),
                *(f"{math.exp(one.log_count):.0f}", f"{math.exp(one.log_rate):.1f}"),
            )
            for one in shows
        ],
    )
    say(f"{len(shows):,} {wanted.text}.", quiet=quiet)


@population.command("import")
@click.argument("dump", type=click.Path(path_type=Path))
@options.library_option
@options.quiet_option
def import_(dump: Path, library: Path | None, quiet: bool) -> None:
    """Read a DUMP of trace.moe's database: .sql, .sql.gz or .sql.zst.

    Times of changes are kept, and the numbers of every episode without opening and ending. It may
    be stopped; the same command goes on where it was.

    Example: cutstat population import trace.moe.sql.zst
    """
    from cutstat.api.populations import import_population
    from cutstat.cli.progress import share_bar

    with share_bar(quiet=quiet) as progress:
        found = import_population(dump, library=library, progress=progress)
    emit(
        f"New files: {found.files:,}; known before: {found.known:,}; passed over, without length "
        f"or changes: {found.passed_over:,}; shows in all: {found.shows:,}."
    )
