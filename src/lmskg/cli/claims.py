"""`lmskg claims`: the claims as a sheet that a person edits, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .options import project_option, quiet_option, say

if TYPE_CHECKING:
    from ..model import Finding
    from ..sheet import Plan


@click.group()
def claims() -> None:
    """Write the claims as a sheet that a person edits, and take it back.

    docs/curating.md tells it from start to end.

    Example: lmskg claims sheet -o claims.xlsx
    """


@claims.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Workbook (.xlsx), or else a folder for one TSV file a table.",
)
@click.option("--source", help="CURIE or IRI of a source: only what rests on it.")
@project_option
@quiet_option
def sheet(output: Path, source: str | None, project: Project, quiet: bool) -> None:
    """Write claims, evidence, numbers, comparisons and sources as tables.

    Example: lmskg claims sheet -o claims.xlsx
    """
    from ..errors import OutputError
    from ..files import write_bytes
    from ..namespaces import expand
    from ..sheet import format_of_sheet, make_sheet

    iri = expand(source, project.prefixes()) if source else ""
    files = make_sheet(project, format_of_sheet(output), source=iri)
    try:
        if "" not in files:
            output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(output, error.strerror or str(error)) from error
    for name, data in files.items():
        write_bytes(output / name if name else output, data)
    say(quiet, f"written to {output}; edit it, then: lmskg claims apply {output}")


@claims.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@project_option
@quiet_option
def apply(file: Path, dry_run: bool, yes: bool, project: Project, quiet: bool) -> int:
    """Take a sheet back: show what changes, name every fault by its cell, and then write.

    FILE is the workbook, or the folder of TSV files. Nothing is written unless the whole project
    is right with the changes, and somebody says yes: on a terminal, or by --yes.

    Example: lmskg claims sheet -o claims.xlsx && lmskg claims apply claims.xlsx --dry-run
    """
    from ..sheet import change_lines, plan, read_sheet, write_plan

    made = plan(project, read_sheet(file))
    for line in change_lines([*made.changes], project.prefixes()) if made.is_usable else ():
        click.echo(line)
    for finding in made.report.findings:
        click.echo(_fault_line(finding, file))
    if not made.is_usable:
        say(False, "lmskg: this cannot be read as a sheet; nothing was written")
        return 2
    if made.report.is_failing("error"):
        say(quiet, f"{made.report.count('error')} error(s); nothing was written")
        return 1
    if not made.files:
        say(quiet, "nothing to write")
        return 0
    for line in _warnings(made, project):
        say(quiet, line)
    if dry_run:
        say(quiet, "nothing was written")
        return 0
    if not yes and not sys.stdin.isatty():
        say(False, "lmskg: nothing was written, for nobody is there to say yes; --yes writes it")
        return 1
    if not (yes or _is_agreed(made)):
        say(quiet, "nothing was written")
        return 0
    write_plan(made)
    written = ", ".join(sorted(path.name for path in made.files))
    say(quiet, f"written: {written}. Write a new sheet before you edit on.")
    return 0


def _warnings(made: Plan, project: Project) -> Iterator[str]:
    """Yield a line for each comparison that stays as it is although a claim of it changes."""
    from ..namespaces import compress

    for pair in made.stale:
        comparison, claim = (compress(iri, project.prefixes()) for iri in pair)
        yield f"warning: {comparison} stays as it is, but {claim} changes; does it still fit?"


def _is_agreed(made: Plan) -> bool:
    """Ask on a terminal."""
    names = ", ".join(sorted(path.name for path in made.files))
    return click.confirm(f"Write this to {names}?", err=True)


def _fault_line(finding: Finding, file: Path) -> str:
    """Return a finding in one line: cell, claim, what is wrong and what to do."""
    focus = f"{finding.focus}: " if finding.focus else ""
    kind = "" if finding.severity == "error" else f"{finding.severity}: "
    return f"{finding.where or file.name}: {kind}{focus}{' '.join(finding.message.split())}"
