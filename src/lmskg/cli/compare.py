"""`lmskg compare`: whether two graphs are the same, and what differs."""

from __future__ import annotations

import click

from ..resources import Project
from .options import output_option, project_option, report_format_option, write


@click.command()
@click.argument("left", metavar="A")
@click.argument("right", metavar="[B]", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Most statements to print of each kind.",
)
@report_format_option
@project_option
@output_option
def compare(
    left: str, right: str | None, limit: int, format: str, project: Project, output: str
) -> int:
    """Say whether two graphs, each in any form, are the same graph, and if not what differs.

    A and B are RDF files (.gz too), files or folders that `lmskg export` wrote, or addresses of
    Neo4j servers or of SPARQL endpoints that `lmskg load` filled; without B, A is held against the
    project's own graph. Labels of blank nodes do not count; what the form of one side leaves out
    is named, and not held against the other. Exit code 1 if they differ.

    Example: lmskg export graphml -o lms.graphml && lmskg export nq12 -o lms.nq
    && lmskg compare lms.graphml lms.nq
    """
    from ..compare import compare_sides, read_project, read_side, to_json, to_text

    prefixes = project.prefixes()
    sides = read_side(left), read_project(project) if right is None else read_side(right)
    found = compare_sides(*sides, prefixes)
    if format == "json":
        write(output, to_json(found, *sides))
    else:
        write(output, to_text(found, *sides, prefixes, limit))
    return 0 if found.is_same else 1
