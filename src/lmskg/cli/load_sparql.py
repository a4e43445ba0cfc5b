"""`lmskg load sparql`: a graph into a remote store over SPARQL 1.1."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .load import say_interrupted, say_loaded, shown
from .options import endpoint_of, project_option, quiet_option

if TYPE_CHECKING:
    from ..stores.content import Content


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.option("--endpoint", required=True, metavar="URL", help="Address of the dataset.")
@click.option("--update-endpoint", metavar="URL", help="Address for updates, if it is not found.")
@click.option("--graph-store", metavar="URL", help="Address for graphs, if it is not found.")
@click.option("--replace", is_flag=True, help="Clear the graphs that stand in the way.")
@click.option("--check", is_flag=True, help="Read the graph back and compare every statement.")
@click.option(
    "--batch",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    help="Statements a request.",
)
@click.option(
    "--timeout-s",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=600,
    show_default=True,
    help="Most seconds without an answer.",
)
@project_option
@quiet_option
def sparql(
    graph: Path | None,
    endpoint: str,
    update_endpoint: str | None,
    graph_store: str | None,
    replace: bool,
    check: bool,
    batch: int,
    timeout_s: float,
    project: Project,
    quiet: bool,
) -> int:
    """Load a graph into a remote store: the project's, or that of an RDF file (.gz too).

    Each layer goes to the named graph that it is. The store notes how far the load has come: a
    killed one is finished by the next, and a second one changes nothing. Credentials come from
    LMSKG_ENDPOINT_USER and LMSKG_ENDPOINT_PASSWORD, or from LMSKG_ENDPOINT_TOKEN.

    Example: lmskg load sparql --endpoint http://127.0.0.1:3030/lms
    """
    from ..stores.checking import check_content
    from ..stores.loading import load_content

    store = endpoint_of(endpoint, timeout_s, update=update_endpoint, graphs=graph_store)
    content = _content(graph, project)
    try:
        loaded = shown(
            lambda report: load_content(
                content, store, is_replacing=replace, batch=batch, on_progress=report
            ),
            content.n_total,
            quiet=quiet,
        )
        if check:
            check_content(content, store)
    except KeyboardInterrupt:
        return say_interrupted()
    say_loaded(loaded, "statements", content.graph_id, store.address, quiet=quiet)
    return 0


def _content(graph: Path | None, project: Project) -> Content:
    from ..stores.content import content_of, content_of_file

    if graph is not None:
        return content_of_file(graph)
    import hashlib

    from pyoxigraph import RdfFormat

    from ..assemble import dataset
    from ..graph.store import parse_bytes

    data = dataset(project)
    quads = parse_bytes(data, RdfFormat.N_QUADS, project.root)
    return content_of(quads, hashlib.sha256(data).hexdigest())
