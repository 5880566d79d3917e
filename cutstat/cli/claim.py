"""``cutstat claim``: what the data say to a claim that stands in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.output import emit, say
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.study.claim import ResolvedClaim


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--example", is_flag=True, help="Write a commented claim to FILE, which must not be there yet."
)
@options.detector_option
@options.jobs_option
@options.library_option
@options.json_option
@options.quiet_option
def claim(
    file: Path,
    example: bool,
    detector: str,
    jobs: int,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Answer the claim in FILE: supported, contradicted, undecided, or cannot be asked.

    FILE is TOML and names a show, its baselines, and statements, each with the measure that stands
    for it. Titles are looked up in the library; files, folders and globs are scanned first.

    Example: cutstat claim samples/claims/hero-mask.toml
    """
    from cutstat.api.verdicts import claim as answer
    from cutstat.api.verdicts import write_example_claim
    from cutstat.cli.progress import scan_listener
    from cutstat.formats.json_documents import to_json
    from cutstat.formats.verdict_documents import (
        AnswerDocument,
        ClaimDocument,
        ClaimedDocument,
        ExclusionDocument,
    )

    if example:
        write_example_claim(file)
        say(f"{file}: change it, then answer it with `cutstat claim {file}`", quiet=quiet)
        return

    def fixed(resolved: ResolvedClaim) -> None:
        said = resolved.claim
        say(
            f"Asked: hash {resolved.digest}, margin "
            f"{100 * said.settings.margin:g} %, statements: {len(said.statements)}, "
            f"exclusions: {len(said.exclusions)}.",
            quiet=quiet or as_json,
        )

    with scan_listener(quiet=quiet) as listener:
        result = answer(
            file, library=library, detector=detector, jobs=jobs, listener=listener, fixed=fixed
        )
    resolved = result.resolved
    if as_json:
        said = resolved.claim
        document = ClaimDocument(
            claim=ClaimedDocument(
                show=said.show,
                baselines=list(said.baselines),
                statements=list(said.statements),
                exclusions=[ExclusionDocument(one.episode, one.reason) for one in said.exclusions],
                settings=said.settings,
                detector=resolved.detector,
                digest=result.digest,
            ),
            answers=[
                AnswerDocument(
                    one.statement,
                    one.answer,
                    one.sentence,
                    dict(one.means),
                    one.ratio,
                    one.interval,
                    one.expected,
                    one.p_value,
                    one.share_range,
                )
                for one in result.answers
            ],
            missing=dict(resolved.missing),
            notes=list(result.notes),
            left_out=list(result.left_out),
            paragraph=result.paragraph,
        )
        emit(to_json(document))
    else:
        for answered in result.answers:
            emit(f"“{answered.statement.text}”")
            emit(f"  {answered.sentence}")
        if result.paragraph:
            emit("")
            emit(result.paragraph)
        for sentence in result.notes:
            say(f"Note: {sentence}", quiet=quiet)
        for sentence in result.left_out:
            say(f"Left out: {sentence}", quiet=quiet)
    if all(answered.answer == "cannot be asked" for answered in result.answers):
        raise RefusedError(f"{file}: no statement can be asked of these data")
