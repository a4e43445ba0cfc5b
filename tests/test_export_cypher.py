"""The Cypher script: its text, and what a real Neo4j holds after it has run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.export.cypher import BATCH, literal, quoted, write_cypher
from lmskg.export.database import info_properties, node_properties
from lmskg.resources import Project
from lmskg.tables import Tables, tables

from .export_tools import CLAIMS, PREFIXES
from .graph_strategies import ANY_TEXT, NASTY, TROUBLE
from .neo4j_server import shared_server

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
CONTROLS = "".join(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))
# what a reader of escapes could take for one
BACKSLASHES = ("\\u0041", "\\\\u0041", "\\u", "\\\\", "\\'", "'\\", "a\\", "\\u005C'")


def script(graph: Tables) -> str:
    stream = io.BytesIO()
    write_cypher(graph, stream)
    return stream.getvalue().decode()


def statements(text: str) -> list[str]:
    """Split a script as simply as can be."""
    return text.removesuffix(";\n").split(";\n")


def labelled(texts: Iterable[str]) -> list[Quad]:
    return [
        Quad(NamedNode(f"urn:x:{n}"), NamedNode(f"{RDFS}label"), Literal(text), DefaultGraph())
        for n, text in enumerate(texts)
    ]


@pytest.fixture
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    with shared_server(tmp_path_factory) as address:
        yield address


def test_a_script_is_the_same_each_time() -> None:
    graphs = [tables(parse(CLAIMS, RdfFormat.TURTLE), PREFIXES) for _ in range(2)]
    assert script(graphs[0]) == script(graphs[1])


def test_a_script_merges_nodes_then_edges_and_says_last_that_it_is_whole() -> None:
    first, second, *parts, last = statements(script(tables(parse(CLAIMS, RdfFormat.TURTLE))))
    assert first == "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE"
    assert "(n:GraphInfo)" in second
    kinds = [part.rpartition("] AS row ")[2].split()[0] for part in parts]
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"MERGE", "MATCH"}
    assert last.startswith("MERGE (i:GraphInfo {iri: ")
    assert "`state`: 'complete'" in last


def test_denied_claims_have_a_type_of_their_own() -> None:
    text = script(tables(parse(CLAIMS, RdfFormat.TURTLE), PREFIXES))
    merge = "{claim: row[2].claim, predicate: row[2].predicate}]->(b) SET r = row[2];"
    assert f"MERGE (a)-[r:`CURES` {merge}" in text
    assert f"MERGE (a)-[r:`DENIED_CURES` {merge}" in text


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_text_ends_no_line_and_no_string(text: str) -> None:
    written = literal(text)
    assert len(written.splitlines()) == 1
    inner = written[1:-1].replace("\\\\", "").replace("\\'", "")
    assert "'" not in inner
    assert not inner.endswith("\\")


def test_text_with_ends_of_statements_does_not_end_one() -> None:
    quads = labelled(["a;\nb", ";\n", ";\r\n';\n"])
    assert len(statements(script(tables(quads)))) == len(
        statements(script(tables(labelled("abc"))))
    )


def test_names_are_quoted_with_their_backticks_doubled() -> None:
    assert quoted("Sick`) DETACH DELETE n //") == "`Sick``) DETACH DELETE n //`"


def test_a_statement_has_no_more_than_a_batch_of_rows() -> None:
    parts = statements(script(tables(labelled(["x"] * (2 * BATCH + 1)))))
    n_rows = [part.count("\n") - 1 for part in parts if part.startswith("UNWIND")]
    assert n_rows == [BATCH, BATCH, 1]


def test_relationships_of_the_default_graph_come_before_those_of_named_ones() -> None:
    knows = NamedNode("https://example.org/knows")
    ends = NamedNode("urn:x:a"), knows, NamedNode("urn:x:b")
    quads = [Quad(*ends, NamedNode("urn:x:g")), Quad(*ends, DefaultGraph())]
    *_, first, second, _ = statements(script(tables(quads)))
    assert "`graph`" not in first
    assert "`graph`: 'urn:x:g'" in second


def run(text: str, uri: str) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver:
        with driver.session() as session:
            for statement in statements(text):
                session.run(statement).consume()


def found(uri: str) -> tuple[dict[str, Any], list[Any]]:
    """Return the nodes of a database by IRI, and its relationships in order."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(uri) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN n.iri, labels(n), properties(n)").records
        edges = driver.execute_query(
            "MATCH (a)-[r]->(b) RETURN a.iri, type(r), properties(r), b.iri"
        ).records
    by_iri = {iri: (set(labels), comparable(properties)) for iri, labels, properties in nodes}
    assert len(by_iri) == len(nodes)
    return by_iri, sorted((list(edge.values()) for edge in edges), key=repr_of)


def comparable(properties: dict[str, Any]) -> dict[str, Any]:
    """Return properties with NaN as a text, for it equals nothing."""
    return {name: "NaN" if value != value else value for name, value in properties.items()}


def repr_of(edge: list[Any]) -> str:
    subject, type, properties, target = edge
    return repr((subject, type, sorted(properties.items()), target))


def expected(graph: Tables) -> tuple[dict[str, Any], list[Any]]:
    nodes = {
        node.id: (set(node.labels), comparable(node_properties(node))) for node in graph.nodes()
    }
    info = info_properties(graph, graph.n_nodes + graph.n_edges)
    edges = [[e.subject, e.type, e.properties, e.object] for e in graph.edges()]
    return {**nodes, str(info["iri"]): ({"GraphInfo"}, info)}, sorted(edges, key=repr_of)


def check_runs_twice(graph: Tables, uri: str) -> None:
    text = script(graph)
    for _ in range(2):
        run(text, uri)
        nodes, edges = found(uri)
        wanted_nodes, wanted_edges = expected(graph)
        assert nodes == wanted_nodes
        assert edges == wanted_edges


def test_every_nasty_value_arrives_and_a_second_run_changes_nothing(uri: str) -> None:
    labels = labelled([*TROUBLE, *BACKSLASHES, CONTROLS, *CONTROLS])
    check_runs_twice(tables([*NASTY, *labels], {"ex": "https://example.org/"}), uri)


def test_a_part_of_the_bundled_graph_arrives(uri: str, quads: list[Quad], project: Project) -> None:
    # the whole would take minutes, most of them for planning
    subjects = sorted({quad.subject for quad in quads}, key=str)
    kept = set(subjects[::40])
    check_runs_twice(tables((q for q in quads if q.subject in kept), project.prefixes()), uri)
