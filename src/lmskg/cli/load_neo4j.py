"""`lmskg load neo4j`: a graph into a running Neo4j, over Bolt."""

from __future__ import annotations

from pathlib import Path

import click

from ..resources import Project
from .load import say_interrupted, say_loaded, shown
from .options import project_option, quiet_option


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.option("--uri", required=True, help="Address of the server, such as bolt://127.0.0.1:7687.")
@click.option("--database", help="Database of the server, if not its default.")
@click.option("--replace", is_flag=True, help="Delete what the database holds, whatever it is.")
@click.option(
    "--batch",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    help="Nodes or relationships a transaction.",
)
@project_option
@quiet_option
def neo4j(
    graph: Path | None,
    uri: str,
    database: str | None,
    replace: bool,
    batch: int,
    project: Project,
    quiet: bool,
) -> int:
    """Load a graph into Neo4j: the project's, or that of an RDF file (.gz too).

    The database notes how far the load has come: a killed one is finished by the next, and a
    second one changes nothing. Credentials come from NEO4J_USERNAME and NEO4J_PASSWORD.

    Example: lmskg load neo4j --uri bolt://127.0.0.1:7687
    """
    from ..neo4j import connect, load_tables
    from .export import tables_of

    try:
        with connect(uri, database) as server:
            tables = tables_of(graph, project)
            loaded = shown(
                lambda report: load_tables(
                    tables, server, is_replacing=replace, batch=batch, on_progress=report
                ),
                tables.n_nodes + tables.n_edges,
                quiet=quiet,
            )
    except KeyboardInterrupt:
        return say_interrupted()
    what = "nodes and relationships"
    say_loaded(loaded, what, tables.graph_id, server.address, quiet=quiet)
    return 0
