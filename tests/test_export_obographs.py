"""OBO Graphs JSON holds the terms, keeps to its schema, and states exactly what it leaves out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, parse

from lmskg.errors import SourceFormatError, SourceNotFoundError
from lmskg.export import find_form
from lmskg.export.loss import GRAPHS, TAGS, Loss
from lmskg.export.obographs import ABOUT_IRI, ABOUT_TEXT, write_obographs
from lmskg.export.obographs_reading import read_obographs
from lmskg.graph.store import canonical, is_same_graph
from lmskg.resources import Project
from lmskg.tables import tables

from .export_tools import CLAIMS, PREFIXES, there_and_back, write
from .java_tools import find_robot

Json = dict[str, Any]

TEXT, TEXTS, TRUTH = "text", ["text"], True
VALUE: Json = {"pred": TEXT, "val": TEXT, "xrefs": TEXTS}
META: Json = {
    "definition": VALUE,
    "comments": TEXTS,
    "subsets": TEXTS,
    "synonyms": [VALUE | {"synonymType": TEXT}],
    "xrefs": [VALUE | {"lbl": TEXT}],
    "basicPropertyValues": [VALUE],
    "version": TEXT,
    "deprecated": TRUTH,
}
# what the published schema (schema/obographs-schema.json) names; the schema itself allows more
DOCUMENT: Json = {
    "graphs": [
        {
            "id": TEXT,
            "lbl": TEXT,
            "meta": META,
            "nodes": [{"id": TEXT, "lbl": TEXT, "type": TEXT, "propertyType": TEXT, "meta": META}],
            "edges": [{"sub": TEXT, "pred": TEXT, "obj": TEXT, "meta": META}],
            "equivalentNodesSets": [{"representativeNodeId": TEXT, "nodeIds": TEXTS}],
            "logicalDefinitionAxioms": [
                {
                    "definedClassId": TEXT,
                    "genusIds": TEXTS,
                    "restrictions": [{"propertyId": TEXT, "fillerId": TEXT}],
                }
            ],
            "domainRangeAxioms": [
                {"predicateId": TEXT, "domainClassIds": TEXTS, "rangeClassIds": TEXTS}
            ],
        }
    ],
}
TERMS = b"""
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:onto a owl:Ontology ; owl:versionIRI ex:v1 ; rdfs:label "an ontology" .
ex:in a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:domain ex:A ; rdfs:range ex:B .
ex:note a owl:AnnotationProperty ; rdfs:subPropertyOf rdfs:comment .
ex:A a owl:Class ; rdfs:label "a" , "another" ; skos:definition "An a." ; rdfs:comment "x" ;
  oboInOwl:hasExactSynonym "alpha" ; oboInOwl:hasDbXref "X:1" ; ex:note "noted" , ex:B ;
  skos:exactMatch <http://purl.obolibrary.org/obo/X_1> ;
  rdfs:subClassOf ex:B , [ a owl:Restriction ; owl:onProperty ex:in ; owl:someValuesFrom ex:B ] .
ex:B a owl:Class ; owl:equivalentClass ex:C ; owl:deprecated true .
ex:C a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:A
  [ a owl:Restriction ; owl:onProperty ex:in ; owl:someValuesFrom ex:B ] ) ] .
ex:i a owl:NamedIndividual , ex:A ; ex:note ex:j .
ex:j a owl:NamedIndividual .
"""
LOST = b"""
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:in a owl:ObjectProperty .
ex:A a owl:Class ; rdfs:label "a"@en ; ex:n 5 ; ex:t "https://example.org/x" ;
  ex:u <mailto:x@e.org> ; ex:in ex:A ;
  rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:in ; owl:allValuesFrom ex:A ] .
ex:thing ex:n "5" .
"""


def document(quads: list[Quad]) -> Json:
    stream = io.BytesIO()
    write_obographs(tables(quads, PREFIXES), stream)
    graph: Json = json.loads(stream.getvalue())["graphs"][0]
    return graph


def turtle(data: bytes) -> list[Quad]:
    return list(parse(data, RdfFormat.TURTLE))


def faults(value: Any, shape: Any, where: str = "") -> list[str]:
    """Return what in a document is not as the shape has it."""
    if isinstance(shape, dict):
        unknown = [f"{where}: {key} is unknown" for key in value if key not in shape]
        known = [f for k in value if k in shape for f in faults(value[k], shape[k], f"{where}/{k}")]
        return unknown + known
    if isinstance(shape, list):
        return [fault for item in value for fault in faults(item, shape[0], where)]
    return [] if isinstance(value, type(shape)) else [f"{where}: {value!r}"]


def test_all_that_it_has_a_place_for_comes_back() -> None:
    quads = turtle(TERMS)
    assert is_same_graph(there_and_back("obographs", quads), plain(quads))


def plain(quads: list[Quad]) -> list[Quad]:
    """Return the quads with plain strings, as the form has them."""
    deprecated = "http://www.w3.org/2002/07/owl#deprecated"
    return [
        Quad(q.subject, q.predicate, Literal(q.object.value))
        if isinstance(q.object, Literal) and q.predicate.value != deprecated
        else Quad(q.subject, q.predicate, q.object)
        for q in quads
    ]


def test_a_class_is_a_node() -> None:
    graph = document(turtle(TERMS))
    node = next(node for node in graph["nodes"] if node["id"].endswith("/A"))
    assert (node["type"], node["lbl"]) == ("CLASS", "a")
    meta = node["meta"]
    assert meta["definition"] == {"val": "An a."}
    assert meta["synonyms"] == [{"pred": "hasExactSynonym", "val": "alpha"}]
    assert meta["xrefs"] == [{"val": "X:1"}]
    assert meta["comments"] == ["x"]
    assert graph["meta"] == {"version": "https://example.org/v1"}
    assert graph["lbl"] == "an ontology"


def test_relations_are_edges() -> None:
    ex = "https://example.org/"
    edges = {(e["sub"], e["pred"], e["obj"]) for e in document(turtle(TERMS))["edges"]}
    assert (ex + "A", "is_a", ex + "B") in edges
    assert (ex + "A", ex + "in", ex + "B") in edges
    assert (ex + "i", "type", ex + "A") in edges
    assert (ex + "i", ex + "note", ex + "j") in edges


def test_a_defined_class_is_a_logical_definition(quads: list[Quad]) -> None:
    lms = "https://w3id.org/lmskg/"
    found = {a["definedClassId"]: a for a in document(quads)["logicalDefinitionAxioms"]}
    assert len(found) == sum(quad.predicate.value.endswith("equivalentClass") for quad in quads)
    assert found[lms + "UterineLeiomyosarcoma"]["restrictions"] == [
        {"propertyId": lms + "hasPrimarySite", "fillerId": lms + "Uterus"}
    ]


def test_each_kind_of_loss_is_counted() -> None:
    assert set(find_form("obographs").left_out(tables(turtle(LOST), PREFIXES))) == {
        Loss(TAGS, 2),
        Loss(ABOUT_TEXT, 1),
        Loss(ABOUT_IRI, 1),
        Loss("statements about Class", 2),
        Loss("statements about Restriction", 3),
        Loss("statements about other things", 1),
    }


@pytest.mark.parametrize(
    "axiom",
    [
        "ex:A owl:equivalentClass [ a owl:Class ; owl:unionOf ( ex:A ex:B ) ] .",
        "ex:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:A _:r ) ] ."
        " ex:B rdfs:subClassOf _:r ."
        " _:r a owl:Restriction ; owl:onProperty ex:in ; owl:someValuesFrom ex:B .",
        "ex:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:A _:c ) ] ."
        " _:c a owl:Class ; owl:intersectionOf ( ex:A ex:B ) .",
        "ex:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ["
        " a owl:Restriction ; owl:onProperty ex:in ; owl:someValuesFrom ex:B ] ex:B ) ] .",
        "ex:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf _:l ] ."
        " _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ex:A .",
        "ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty [ owl:inverseOf ex:in ] ;"
        " owl:someValuesFrom ex:B ] .",
        "ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:in ;"
        " owl:someValuesFrom ex:B , ex:A ] .",
        "ex:i rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:in ;"
        " owl:someValuesFrom ex:B ] . ex:i a owl:NamedIndividual .",
    ],
)
def test_an_axiom_that_the_form_cannot_hold_is_left_out_whole(axiom: str) -> None:
    head = TERMS[: TERMS.index(b"ex:onto")].decode()
    known = "ex:A a owl:Class . ex:B a owl:Class . ex:in a owl:ObjectProperty ."
    quads = turtle(f"{head} {known} {axiom}".encode())
    back = there_and_back("obographs", quads)
    assert named(quads) == set(back)
    lost = find_form("obographs").left_out(tables(quads))
    assert sum(loss.count for loss in lost) == len(quads) - len(back)


def test_a_relation_between_classes_is_not_read_as_one_between_their_members() -> None:
    edges = document(turtle(LOST))["edges"]
    assert edges == []


def test_the_bundled_graph_loses_exactly_what_is_stated(quads: list[Quad]) -> None:
    losses = {loss.what: loss.count for loss in find_form("obographs").left_out(tables(quads))}
    back = there_and_back("obographs", quads)
    about = sum(count for what, count in losses.items() if what.startswith("statements about"))
    assert len({quad.triple for quad in quads}) - about == len(set(back))
    held = named(back)
    assert held <= named(quads)
    axioms = len(set(back)) - len(held)
    assert losses[GRAPHS] == axioms + sum(bool(named([quad]) & held) for quad in quads)
    tagged = [
        q for q in quads if isinstance(q.object, Literal) and plain([q])[0].object != q.object
    ]
    assert losses[TAGS] == len({q.triple for q in tagged if named([q]) & held})
    assert losses["statements about Claim"] > 5_000


def named(quads: list[Quad]) -> set[Quad]:
    """Return the quads without blank nodes, as the form has them."""
    return {quad for quad in plain(quads) if "BlankNode" not in repr(quad)}


def test_the_bundled_graph_keeps_to_the_schema(quads: list[Quad]) -> None:
    graph = document(quads)
    assert faults({"graphs": [graph]}, DOCUMENT) == []
    assert {node["type"] for node in graph["nodes"]} == {"CLASS", "PROPERTY", "INDIVIDUAL"}
    assert {node.get("propertyType") for node in graph["nodes"]} == {None, "OBJECT", "ANNOTATION"}


def test_the_schema_can_be_broken() -> None:
    assert faults({"graphs": [{"id": 5, "nods": []}]}, DOCUMENT) == [
        "/graphs: nods is unknown",
        "/graphs/id: 5",
    ]


def test_robot_writes_the_same_of_the_ontology(project: Project, tmp_path: Path) -> None:
    """The reference program reads the same Turtle and gives the same terms."""
    source = project.root / "ontology" / "lms.ttl"
    theirs = json.loads(find_robot().convert(source, tmp_path / "lms.json").read_text())["graphs"][
        0
    ]
    ours = document(list(parse(path=source)))
    definitions = [by(g["logicalDefinitionAxioms"], "definedClassId") for g in (ours, theirs)]
    assert definitions[0] == definitions[1]
    terms = by(theirs["nodes"], "id")
    for node in ours["nodes"]:
        other = terms[node["id"]]
        assert node.get("lbl") == other.get("lbl")
        assert node["type"] == other["type"]
        assert node.get("propertyType") == other.get("propertyType")
        assert synonyms(node) == synonyms(other)
    assert taxonomy(ours) == taxonomy(theirs)


def taxonomy(graph: Json) -> set[tuple[str, str]]:
    return {(edge["sub"], edge["obj"]) for edge in graph["edges"] if edge["pred"] == "is_a"}


def by(items: list[Json], key: str) -> dict[str, Json]:
    found = {}
    for item in items:
        shown = {name: sorted(v, key=str) if isinstance(v, list) else v for name, v in item.items()}
        found[item[key]] = shown | {"meta": item.get("meta", {})} if key == "id" else shown
    return found


def synonyms(node: Json) -> list[tuple[str, str]]:
    return sorted((s["pred"], s["val"]) for s in node.get("meta", {}).get("synonyms", ()))


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write("obographs", canonical(turtle(TERMS)), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_claims_are_no_terms() -> None:
    ids = {node["id"] for node in document(turtle(CLAIMS))["nodes"]}
    assert ids == {f"https://example.org/{name}" for name in ("Illness", "Flu", "Tea")}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"graphs"', '"graph"', r"the document: key 'graphs' is missing"),
        ('"nodes"', '"nods"', r"graph 1: key 'nodes' is missing"),
        ('"sub"', '"subj"', r"graph 1: key 'sub' is missing"),
        ('"https://example.org/A"', '"no iri"', r"graph 1 is no OBO Graph: "),
        ('"hasExactSynonym"', '"hasSynonym"', r"graph 1: key 'hasSynonym' is missing"),
        ("]\n", "\n", r":\d+:\d+: not whole JSON: .*; the file may be cut short"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "terms.json"
    write("obographs", turtle(TERMS), path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(SourceFormatError, match=reason) as caught:
        list(read_obographs(path))
    assert str(caught.value).startswith(str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="gone"):
        list(read_obographs(tmp_path / "gone.json"))
