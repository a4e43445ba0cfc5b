"""`lmskg build`: the whole run into a folder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import BrokenPromiseError
from ..model import format_table
from ..resources import Project
from .options import finding_line, project_option, quiet_option, say

if TYPE_CHECKING:
    from ..release import Step


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dist"),
    show_default=True,
    help="Folder for the files.",
)
@project_option
@quiet_option
def build(output: Path, project: Project, quiet: bool) -> int:
    """Make everything into a folder; stop at the first broken promise.

    Reads the ontology, claims and mappings; reasons; holds every quote against its text and
    every answer against the one on record; validates; and only then writes. When something is
    found, the findings are the result, the exit code is 1, and the old folder is left as it was.

    Example: lmskg build -o dist
    """
    from ..assemble import assemble
    from ..release import graph_files, make_release, prove, write_release

    quads = assemble(project)
    # the proofs leave the interpreter to the other work, for their engines do without it
    with ThreadPoolExecutor(1) as pool:
        graphs = pool.submit(graph_files, project, quads)
        steps = [_proven(step) for step in prove(project, quads)]
        release = make_release(project, quads, steps, graphs.result())
    write_release(release, output)
    rows = [[name, str(number)] for name, number in release.summary.items()]
    click.echo(format_table(("what", "count"), rows))
    say(quiet, f"written to {output}: {', '.join(release.files)}")
    return 0


def _proven(step: Step) -> Step:
    """Return a proof that holds; name what it found, and stop where that is an error."""
    is_broken = step.report.is_failing("error")
    for finding in step.report.findings:
        click.echo(finding_line(finding), err=not is_broken)
    if is_broken:
        n_errors = step.report.count("error")
        raise BrokenPromiseError(step.name, n_errors, finding_line(step.report.findings[0]))
    return step
