"""`lmskg export`: the graph in another form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..export import FORMS, find_form
from ..resources import Project
from .options import output_option, project_option, quiet_option, say, write

if TYPE_CHECKING:
    from ..tables import Tables


@click.command()
@click.argument("format", required=False)
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.option("--list", "is_list", is_flag=True, help="List the formats and stop.")
@project_option
@output_option
@quiet_option
def export(
    format: str | None,
    graph: Path | None,
    is_list: bool,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Write the graph in another form; what a form leaves out is said.

    GRAPH is an RDF file, also packed with gzip; the project's own graph by default. A form that
    is a folder of files needs -o with a new or an empty folder.

    Example: lmskg export cypher -o lms.cypher
    """
    if is_list:
        write(output, _list())
        return 0
    if format is None:
        raise click.UsageError("name a format; --list shows them")
    form = find_form(format)
    if form.is_folder and output == "-":
        raise click.UsageError(f"{format} is a folder of files; name it with -o")
    tables = tables_of(graph, project)
    if output == "-":
        note = form.write_to(tables, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        note = form.write(tables, Path(output))
    if note or form.losses:
        say(quiet, note or "left out: nothing that this graph has")
    return 0


def tables_of(graph: Path | None, project: Project) -> Tables:
    """Return the tables of an RDF file, or of the project's graph."""
    from ..assemble import load_quads
    from ..tables import tables

    return tables(load_quads(project) if graph is None else graph, project.prefixes())


def _list() -> str:
    from ..model import format_table

    rows = [
        [form.name, form.what, "yes" if form.reader else "no", form.losses or "nothing"]
        for form in FORMS.values()
    ]
    return format_table(("name", "what", "way back", "left out"), rows, width=60) + "\n"
