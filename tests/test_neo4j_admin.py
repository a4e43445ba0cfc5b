"""Neo4j's own bulk import takes our files, and the server that then runs holds the same graph.

The graph is the bundled one together with every literal that makes trouble, for an import and a
start of a server are dear.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Quad

from lmskg.export import find_form
from lmskg.export.database import info_properties, node_properties
from lmskg.graph.store import is_same_graph
from lmskg.model import Loaded
from lmskg.neo4j import Server, connect, load_tables, read_server
from lmskg.resources import Project
from lmskg.tables import Tables, tables

from .graph_strategies import NASTY
from .neo4j_server import administer, new_home, start


def test_the_bulk_import_leaves_the_same_graph_as_a_load(
    quads: list[Quad], project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    graph = [*quads, *NASTY]
    rows = tables(graph, {**project.prefixes(), "ex": "https://example.org/"})
    uri = imported(rows, tmp_path / "out", monkeypatch)
    assert is_same_graph(read_server(uri), graph)
    with connect(uri) as server:
        assert_holds_nodes(server, rows)
        assert_holds_claims(server, rows)
        n_rows = rows.n_nodes + rows.n_edges
        assert load_tables(rows, server) == Loaded(n_rows, n_rows), "a load finds nothing to do"


def imported(rows: Tables, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the files, import them with the command that is printed, and start a server."""
    command = find_form("neo4j-csv").write(rows, folder).partition(": ")[2]
    assert f'{command} "$@"' in (folder / "import.sh").read_text().splitlines()
    program, *arguments = shlex.split(command)
    assert program == "neo4j-admin"
    home = new_home()
    monkeypatch.chdir(folder)
    run = administer(home, *arguments)
    assert run.returncode == 0, run.stdout + run.stderr
    return start(home)


def assert_holds_nodes(server: Server, rows: Tables) -> None:
    found = "MATCH (n:Resource) RETURN n.iri, labels(n), properties(n)"
    held = {id: (set(labels), repr_of(own)) for id, labels, own in server.rows(found)}
    for node in rows.nodes():
        assert held.pop(node.id) == (set(node.labels), repr_of(node_properties(node))), node.id
    assert not held
    notes = server.run("MATCH (i:GraphInfo) RETURN properties(i)")
    assert notes == [[info_properties(rows, rows.n_nodes + rows.n_edges)]]


def assert_holds_claims(server: Server, rows: Tables) -> None:
    query = (
        "MATCH (a)-[r]->(b) WHERE r.claim IS NOT NULL RETURN a.iri, b.iri, type(r), properties(r)"
    )
    found = {str(own["claim"]): (*ends, repr_of(own)) for *ends, own in server.rows(query)}
    expected = {
        edge.key: (edge.subject, edge.object, edge.type, repr_of(edge.properties))
        for edge in rows.claim_edges()
    }
    assert len(expected) > 300
    assert found == expected


def repr_of(properties: Mapping[str, object]) -> dict[str, str]:
    """Return properties in a form in which `NaN` is itself, and 1, 1.0 and true differ."""
    return {name: repr(value) for name, value in properties.items()}
