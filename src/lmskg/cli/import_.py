"""`lmskg import`: the graph back from another form."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..export import find_form
from ..resources import Project
from .options import output_option, project_option

if TYPE_CHECKING:
    from pyoxigraph import Quad


@click.command("import")
@click.argument("format")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--uri", help="Address of a Neo4j server, instead of PATH.")
@click.option("--database", help="Database of the Neo4j server, if not its default.")
@project_option
@output_option
def import_(
    format: str,
    path: Path | None,
    uri: str | None,
    database: str | None,
    project: Project,
    output: str,
) -> int:
    """Write the RDF graph that PATH or a Neo4j server holds, as canonical N-Quads.

    FORMAT is one of those of `lmskg export` that have a way back, or `neo4j` with --uri.
    Credentials are read from NEO4J_USERNAME and NEO4J_PASSWORD.

    Example: lmskg export graphml -o lms.graphml && lmskg import graphml lms.graphml -o lms.nq
    """
    write_graph(_quads(format, path, uri, database), output, project)
    return 0


def _quads(format: str, path: Path | None, uri: str | None, database: str | None) -> Iterable[Quad]:
    if format == "neo4j":
        if uri is None or path is not None:
            raise click.UsageError("neo4j is read from a server; name it with --uri, and no PATH")
        from ..neo4j import read_server

        return read_server(uri, database=database)
    form = find_form(format)
    if path is None or uri is not None:
        raise click.UsageError(f"{format} is read from a file or folder; name it as PATH")
    return form.read(path)


def write_graph(quads: Iterable[Quad], output: str, project: Project) -> None:
    """Write a graph in the RDF format that the ending of `output` names; stdout gets N-Quads."""
    from ..files import write_bytes
    from ..graph.store import FORMATS, format_of, serialise

    data = serialise(
        quads, FORMATS["nq"] if output == "-" else format_of(output), project.prefixes()
    )
    if output == "-":
        sys.stdout.buffer.write(data)
    else:
        write_bytes(Path(output), data)
