"""A graph becomes nodes and edges, and comes back whole."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.errors import (
    OntologyParseError,
    PropertyGraphError,
    SourceFormatError,
    SourceNotFoundError,
    UnsupportedFormatError,
)
from lmskg.namespaces import KG
from lmskg.resources import Project
from lmskg.tables import (
    Edge,
    Node,
    Tables,
    Value,
    info_node,
    info_of,
    properties_in,
    quads_of,
    tables,
)
from lmskg.tables.names import edge_type, label_name, property_names

from .graph_strategies import GRAPH_QUADS, NASTY

PREFIXES = {"ex": "https://example.org/", "skos": "http://www.w3.org/2004/02/skos/core#"}
HEAD = b"""
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix biolink: <https://w3id.org/biolink/vocab/> .
"""
CLAIMS = """
ex:risk rdfs:subPropertyOf kg:claimPredicate .
ex:c1 a kg:Claim ; kg:subject ex:a ; kg:predicate ex:risk ; kg:object ex:b ;
  kg:polarity kg:Affirmed ; kg:standing kg:Contested ; kg:reading kg:Group ; kg:disease ex:b ;
  kg:hedge "may"@en ; kg:statement "a is a risk of b"@en ; kg:measurement ex:m ;
  kg:evidence ex:e1 , ex:e2 .
ex:c2 a kg:Claim ; kg:subject ex:a ; kg:predicate ex:risk ; kg:object ex:b ;
  kg:polarity kg:Denied .
ex:c3 a kg:Claim ; kg:subject ex:a ; kg:predicate ex:risk ; kg:object "anything" .
ex:m kg:value 5.0 . ex:n kg:value 4 .
ex:e1 kg:strength kg:LevelC . ex:e2 kg:strength kg:LevelB .
kg:LevelB kg:strengthRank 2 . kg:LevelC kg:strengthRank 3 .
ex:a ex:risk ex:b .
"""


def made(text: str, prefixes: dict[str, str] | None = None) -> Tables:
    return tables(parse(HEAD + text.encode(), RdfFormat.TURTLE), prefixes or PREFIXES)


def node(graph: Tables, name: str) -> Node:
    return next(n for n in graph.nodes() if n.id == f"https://example.org/{name}")


def back(graph: Tables) -> list[Quad]:
    return list(quads_of(graph.nodes(), graph.edges(), graph.info))


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(quads: list[Quad]) -> None:
    assert set(back(tables(quads, PREFIXES))) == set(quads)


@pytest.mark.parametrize("quad", NASTY, ids=lambda quad: str(quad.object)[:20])
def test_each_nasty_statement_comes_back_alone(quad: Quad) -> None:
    assert back(tables([quad])) == [quad]


def test_bundled_graph_comes_back(quads: list[Quad], project: Project) -> None:
    found = tables(quads, project.prefixes())
    assert len(found) == len(quads)
    assert set(back(found)) == set(quads)


def test_rows_are_the_same_in_every_run(quads: list[Quad], project: Project) -> None:
    one, two = (tables(quads, project.prefixes()) for _ in range(2))
    assert list(one.nodes()) == list(two.nodes())
    assert list(one.edges()) == list(two.edges())
    assert one.info == two.info


def test_each_claim_with_an_object_has_one_direct_edge(quads: list[Quad], project: Project) -> None:
    found = tables(quads, project.prefixes())
    direct = [edge.key for edge in found.edges() if edge.is_derived]
    objects = {
        str(quad.subject).strip("<>")
        for quad in quads
        if quad.predicate.value == KG.object and isinstance(quad.object, NamedNode)
    }
    assert sorted(direct) == sorted(objects)


def test_parallel_claims_stay_parallel_and_a_denied_one_has_a_type_of_its_own() -> None:
    direct = {edge.key: edge for edge in made(CLAIMS).edges() if edge.is_derived}
    assert [edge.type for edge in direct.values()] == ["RISK", "DENIED_RISK"]
    assert direct["https://example.org/c1"].properties == {
        "claim": "https://example.org/c1",
        "predicate": "https://example.org/risk",
        "polarity": "Affirmed",
        "standing": "Contested",
        "reading": "Group",
        "hedge": "may",
        "statement": "a is a risk of b",
        "disease": "https://example.org/b",
        "value": [5.0],
        "strength": "B",
    }


def test_a_plain_link_is_not_counted_with_the_claims() -> None:
    carried = [
        edge for edge in made(CLAIMS).edges() if edge.predicate == "https://example.org/risk"
    ]
    assert [edge.type for edge in carried if not edge.is_derived] == ["REPORTED_RISK"]


def test_numbers_as_text_have_a_number_beside_them() -> None:
    graph = made(CLAIMS)
    assert graph.properties["value"].kind == "string"
    assert node(graph, "m").properties["value"] == "5.0"
    assert node(graph, "m").derived["value_number"] == 5.0
    assert node(graph, "n").derived["value_number"] == 4.0


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ("1 , 2", "integer"),
        ("01", "string"),
        ("9223372036854775808", "string"),
        ("1 , 2.5", "string"),
        ("2.5 , 0.1", "float"),
        ("2.50", "string"),
        ("'INF'^^xsd:double", "string"),
        ("true", "boolean"),
        ("'1'^^xsd:boolean", "string"),
        ("'x'^^xsd:boolean", "string"),
        ("true , 1", "string"),
        ("'a' , 'b'@en", "string"),
    ],
)
def test_a_value_is_native_where_no_character_changes(values: str, kind: str) -> None:
    graph = made(f"ex:a ex:p {values} .")
    (column,) = graph.properties.values()
    assert column.kind == kind
    assert set(back(graph)) == set(parse(HEAD + f"ex:a ex:p {values} .".encode(), RdfFormat.TURTLE))


def test_a_tag_stands_beside_a_value_only_where_it_is_unusual() -> None:
    graph = made("ex:a ex:p 'x'@en . ex:b ex:p 'y'@en . ex:c ex:p 'z'@de .")
    assert graph.properties["ex_p"].tag == "@en"
    assert node(graph, "a").properties == {"ex_p": "x"}
    assert node(graph, "c").properties == {"ex_p": "z", "ex_p__tag": "@de"}


def test_a_property_is_a_list_as_soon_as_one_node_has_two_values() -> None:
    graph = made("ex:a ex:p 'x' . ex:b ex:p 'y' , 'z'@en .")
    assert node(graph, "a").properties == {"ex_p": ["x"]}
    assert node(graph, "b").properties == {"ex_p": ["y", "z"], "ex_p__tag": ["", "@en"]}


def test_the_graph_of_a_literal_is_kept() -> None:
    text = "<urn:a> <urn:p> 'x', 'y' <urn:g> . <urn:a> <urn:p> 'x' ."
    quads = [
        Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal(value), *graph)
        for value, graph in (
            ("x", [NamedNode("urn:g")]),
            ("y", [NamedNode("urn:g")]),
            ("x", []),
        )
    ]
    (found,) = tables(quads).nodes()
    assert found.properties["graph"] == "urn:g", text
    assert set(back(tables(quads))) == set(quads)


def test_labels_are_the_class_and_those_above_it() -> None:
    graph = made(
        "ex:Lms rdfs:subClassOf ex:Sarcoma . ex:Sarcoma rdfs:subClassOf ex:Cancer . ex:i a ex:Lms ."
    )
    assert node(graph, "Lms").labels == ("Resource", "Cancer", "Lms", "Sarcoma")
    assert node(graph, "i").labels == ("Resource", "Cancer", "Lms", "Sarcoma")
    assert node(graph, "Cancer").labels == ("Resource", "Cancer")


def test_a_circle_of_classes_ends() -> None:
    graph = made("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A .")
    assert node(graph, "A").labels == ("Resource", "A", "B")


def test_a_large_ontology_has_labels_of_types_only() -> None:
    lines = [f"ex:C{n} a owl:Class ; rdfs:subClassOf ex:Top ." for n in range(1_001)]
    graph = made("\n".join(lines))
    assert node(graph, "C7").labels == ("Resource", "Class")


def test_the_category_is_that_of_the_nearest_class_that_is_mapped() -> None:
    graph = made(
        "ex:Lms rdfs:subClassOf ex:Cancer . ex:Cancer rdfs:subClassOf ex:Thing ."
        "ex:Cancer skos:broadMatch biolink:Entity ; skos:closeMatch biolink:Disease ."
        "ex:Thing skos:exactMatch biolink:Thing . ex:case a ex:Lms . ex:other a ex:Unknown ."
    )
    categories = {
        n.id.removeprefix("https://example.org/"): n.derived["category"] for n in graph.nodes()
    }
    assert categories["Lms"] == categories["case"] == "biolink:Disease"
    assert categories["Thing"] == "biolink:Thing"
    assert categories["other"] == "biolink:NamedThing"


def test_a_node_is_named_by_its_label_in_english_first() -> None:
    graph = made("ex:a rdfs:label 'Ah'@de , 'Oh'@en . ex:b kg:statement 'said' . ex:c ex:p ex:a .")
    assert [node(graph, name).derived["name"] for name in "abc"] == ["Oh", "said", "ex:c"]
    assert node(graph, "a").derived["curie"] == "ex:a"


def test_no_two_predicates_share_a_name() -> None:
    iris = [
        "http://www.w3.org/2000/01/rdf-schema#label",
        f"{KG.iri}label",
        f"{KG.iri}value",
        "https://example.org/a_b",
        "https://a.org/b",
        "https://b.org/x__tag",
        "urn:x",
        "https://c.org/",
    ]
    prefixes = {"ex": "https://example.org/", "ex_a": "https://a.org/"}
    names = property_names(iris, prefixes)
    assert len(set(names.values())) == len(iris)
    assert all(name.isidentifier() and "__" not in name for name in names.values())
    assert names[iris[0]] == "label"
    assert names[iris[2]] == "value"


@pytest.mark.parametrize(
    ("iri", "type"),
    [
        (f"{KG.iri}diseaseMatch", "DISEASE_MATCH"),
        ("https://example.org/with-dash", "WITH_DASH"),
        ("https://example.org/1a", "P_1A"),
        ("https://example.org/", "P"),
        ("https://example.org/`x`", "X"),
    ],
)
def test_types_of_edges(iri: str, type: str) -> None:
    assert edge_type(iri) == type


def test_labels_of_classes() -> None:
    assert label_name("https://example.org/NCIT_C3158") == "NCIT_C3158"
    assert label_name("https://example.org/123") == "C_123"


def test_a_class_called_as_the_node_of_the_graph_hides_nothing() -> None:
    graph = made("ex:i a ex:GraphInfo ; ex:p 'kept' .")
    assert node(graph, "i").labels == ("Resource", "C_GraphInfo")
    assert len(back(graph)) == 2


def test_a_claim_that_is_affirmed_and_denied_shows_as_denied() -> None:
    graph = made(CLAIMS + "ex:c1 kg:polarity kg:Denied .")
    shown = next(edge for edge in graph.edges() if edge.is_derived)
    assert (shown.type, shown.properties["polarity"]) == ("DENIED_RISK", "Denied")


def test_the_plan_tells_rows_apart_that_the_statements_do_not() -> None:
    text = "ex:a ex:p ex:b . ex:c ex:q 'x' ."
    one, two = made(text), made(text, {"e": "https://example.org/"})
    assert one.sha256 == two.sha256
    assert one.plan != two.plan


def test_a_graph_is_known_by_its_ontology_and_else_by_its_content() -> None:
    assert made("ex:o a owl:Ontology . ex:p a owl:Ontology .").graph_id == "https://example.org/o"
    one, two = made("ex:a ex:p ex:b ."), made("ex:a ex:p ex:c .")
    assert one.graph_id == f"urn:sha256:{one.sha256}" != two.graph_id


def test_info_has_a_node_of_its_own() -> None:
    graph = made(CLAIMS)
    held = info_of([*graph.nodes(), info_node(graph.info)])
    assert held == graph.info
    assert properties_in(held) == graph.properties
    with pytest.raises(PropertyGraphError, match="0 nodes GraphInfo"):
        info_of(graph.nodes())


@pytest.mark.parametrize(
    ("nodes", "edges", "info", "said"),
    [
        ([], [], {"property_names": ["a"]}, "not whole"),
        (
            [],
            [],
            {f"property_{p}": ["x"] for p in ("names", "iris", "kinds", "lists", "tags")},
            "unknown kind 'x'",
        ),
        ([], [Edge("urn:a", "urn:b", "T", {})], {}, "no property 'predicate'"),
        ([], [Edge("urn:a b", "urn:b", "T", {"predicate": "urn:p"})], {}, "IRI that is none"),
        ([Node("urn:a", (), {"p": ["x"], "p__tag": ["", "@en"]}, {})], [], None, "2 values"),
        ([Node("urn:a", (), {"p": ["x"], "p__tag": ["@no language"]}, {})], [], None, "property p"),
    ],
)
def test_a_row_that_is_not_what_it_says_is_named(
    nodes: list[Node], edges: list[Edge], info: dict[str, Value] | None, said: str
) -> None:
    dictionary: dict[str, Value] = {
        "property_names": ["p"],
        "property_iris": ["urn:p"],
        "property_kinds": ["string"],
        "property_lists": [True],
        "property_tags": [""],
    }
    with pytest.raises(PropertyGraphError, match=said):
        list(quads_of(nodes, edges, dictionary if info is None else info))


def test_a_file_is_read_as_a_stream_packed_or_not(tmp_path: Path) -> None:
    text = b"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:b> .\n"
    (tmp_path / "a.nt").write_bytes(text)
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(text))
    for name in ("a.nt", "a.nt.gz"):
        assert len(tables(tmp_path / name)) == 1, "a statement counts once"


def test_nodes_without_a_name_are_numbered_alike_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:p> [ <urn:p> [ <urn:p> 'x' ] ] .")
    assert [node.id for node in tables(path).nodes()] == ["_:b0", "_:b1", "urn:a"]


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.nt", b"", SourceFormatError, "empty"),
        ("a.nt", b"# nothing\n", SourceFormatError, "holds no statement"),
        ("a.nt", b"<urn:a> <urn:p> .\n", OntologyParseError, "a.nt:1"),
        (
            "a.nt.gz",
            gzip.compress(b"<urn:a> <urn:p> <urn:b> .", mtime=0)[:-9],
            SourceFormatError,
            "gzip",
        ),
        ("a.nt.gz", b"no gzip at all", SourceFormatError, "gzip"),
        ("a.txt", b"x", UnsupportedFormatError, "a.txt"),
        ("a.nt", None, SourceNotFoundError, "no such file"),
        (
            "a.nt",
            b"<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .",
            SourceFormatError,
            "triple terms",
        ),
    ],
)
def test_a_broken_file_is_named(
    tmp_path: Path, name: str, data: bytes | None, error: type[Exception], said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=said):
        tables(tmp_path / name)
