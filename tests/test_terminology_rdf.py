"""Terms of RDF, OWL and SKOS, and OBO's own finer points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from lmskg.errors import SourceFormatError
from lmskg.graph.store import parse_file
from lmskg.resources import Project
from lmskg.terminology import (
    Name,
    Relation,
    Scope,
    Term,
    Terminology,
    of_quads,
    read_terminology,
)
from lmskg.terminology.obo import unescape

EX = "http://example.org/"
PREFIXES = """
@prefix : <http://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def turtle(text: str, iri: str = EX) -> Terminology:
    """Return what a graph in memory holds, written in Turtle."""
    return of_quads(parse((PREFIXES + text).encode(), RdfFormat.TURTLE), {"ex": EX}, iri)


def test_skos_concepts_and_their_hierarchy() -> None:
    found = turtle("""
    :scheme a skos:ConceptScheme ; owl:versionInfo "7" .
    :a a skos:Concept ; skos:prefLabel "Stoff"@de , "substance"@en ; skos:altLabel "stuff"@en ;
        skos:hiddenLabel "sbstance"@en ; skos:definition "Stoff."@de , "Matter."@en ;
        skos:narrower :c ; skos:exactMatch :x ; skos:notation "A1" .
    :b a skos:Concept ; skos:prefLabel "metal"@en ; skos:broader :a .
    :c a skos:Concept ; skos:prefLabel "salt"@en .
    """)
    assert found.terms[f"{EX}a"] == Term(
        f"{EX}a",
        (
            Name("substance", Scope.LABEL, "en"),
            Name("Stoff", Scope.LABEL, "de"),
            Name("stuff", Scope.EXACT, "en"),
            Name("sbstance", Scope.RELATED, "en"),
        ),
        "Matter.",
    )
    assert [found.terms[EX + name].parents for name in "bc"] == [(f"{EX}a",)] * 2
    assert found.notes == ()


def test_axioms_in_their_several_shapes() -> None:
    found = turtle("""
    :r a owl:ObjectProperty ; rdfs:label "r" .
    :a a owl:Class ; rdfs:label "a" ; rdfs:subClassOf
        [ owl:intersectionOf ( :b [ owl:onProperty :r ; owl:someValuesFrom :c ] ) ] .
    :b a owl:Class ; rdfs:label "b" ; owl:intersectionOf ( :c :d ) .
    :c a owl:Class ; rdfs:label "c" ; owl:disjointUnionOf ( :x :y :z ) .
    :d a owl:Class ; rdfs:label "d" ; owl:equivalentClass
        [ owl:onProperty :r ; owl:someValuesFrom :c ] , :b .
    [] a owl:AllDisjointClasses ; owl:members ( :a :b ) .
    [ owl:intersectionOf ( :a [ owl:intersectionOf ( :b :c ) ] ) ] owl:equivalentClass :e .
    :e rdfs:label "e" ; a owl:Class .
    :x a owl:Class . :y a owl:Class . :z rdfs:subClassOf :y .
    """)
    a, b, d, e = (found.terms[EX + name] for name in "abde")
    some_c = Relation(f"{EX}r", f"{EX}c")
    assert (a.parents, a.relations, a.genera) == ((f"{EX}b",), (some_c,), ())
    assert (b.genera, b.differentia) == ((f"{EX}c", f"{EX}d"), ())
    assert (d.genera, d.differentia) == ((), (some_c,))
    assert e.genera == (f"{EX}a", f"{EX}b", f"{EX}c")
    pairs = [(f"{EX}{one}", f"{EX}{other}") for one, other in ("xy", "xz", "ab", "yz")]
    assert sorted(found.disjoint) == sorted(pairs)
    assert f"{EX}z" in found.terms, "what has a superclass is a class"
    assert f"{EX}r" not in found.terms
    assert found.notes == ("3 terms have no label",)


def test_other_class_expressions_are_counted() -> None:
    found = turtle("""
    :a a owl:Class ; rdfs:label "a" ; rdfs:subClassOf [ owl:unionOf ( :b :c ) ] ,
        [ owl:onProperty :r ; owl:allValuesFrom :c ] ,
        [ owl:onProperty :r ; owl:someValuesFrom [ owl:unionOf ( :b :c ) ] ] .
    """)
    assert found.notes == ("3 class expressions are of a kind that is passed over",)
    assert found.terms[f"{EX}a"] == Term(f"{EX}a", (Name("a", Scope.LABEL),))


def test_lists_and_expressions_that_bite_their_tail_end() -> None:
    found = turtle("""
    :a a owl:Class ; rdfs:label "a" ; owl:equivalentClass _:x ; rdfs:subClassOf :a .
    _:x owl:intersectionOf _:l . _:l rdf:first _:x ; rdf:rest _:m .
    _:m rdf:first :b ; rdf:rest _:l .
    """)
    assert found.terms[f"{EX}a"].genera == (f"{EX}b",)
    assert found.notes == ("1 term is in a circle of parents",)


@pytest.mark.parametrize(
    ("statement", "is_obsolete", "replaced_by"),
    [
        ("owl:deprecated true", True, None),
        ("owl:deprecated '1' ; dcterms:isReplacedBy :b", True, f"{EX}b"),
        ("owl:deprecated true ; obo:IAO_0100001 'A:1'", True, "http://purl.obolibrary.org/obo/A_1"),
        ("owl:deprecated false ; dcterms:isReplacedBy :b", False, None),
    ],
    ids=["flag", "dcterms", "curie", "not"],
)
def test_retired(statement: str, is_obsolete: bool, replaced_by: str | None) -> None:
    term = turtle(f":a a owl:Class ; rdfs:label 'obsolete a' ; {statement} .").terms[f"{EX}a"]
    assert (term.is_obsolete, term.replaced_by) == (is_obsolete, replaced_by)


def test_a_name_that_says_obsolete_retires_nothing() -> None:
    assert not turtle(":a a owl:Class ; rdfs:label 'obsolete a' .").terms[f"{EX}a"].is_obsolete


def test_labels_without_a_class_are_terms() -> None:
    found = turtle(":a rdfs:label 'a' . :p a owl:ObjectProperty ; rdfs:label 'p' .")
    assert list(found.terms) == [f"{EX}a"]


def test_a_graph_in_memory_names_itself_in_errors() -> None:
    with pytest.raises(SourceFormatError, match=r"^http://example\.org/: no term is in it"):
        turtle(":a :b :c .")


def test_own_terms_are_those_below_the_ontology_s_iri() -> None:
    classes = (
        ":a a owl:Class ; rdfs:label 'a' . <http://b/x> a owl:Class . <http://b/y> a owl:Class ."
    )
    ontology = "<http://example.org> a owl:Ontology ."
    assert turtle(ontology + classes, "http://example.org").own == {f"{EX}a"}
    assert len(turtle(classes).own) == 3, "without an ontology all are"


def test_the_bundled_graph(project: Project) -> None:
    found = of_quads(parse_file(project.ontology), project.prefixes(), project.prefixes()["lms"])
    assert found == of_quads(parse_file(project.ontology), project.prefixes(), found.iri)
    assert not [note for note in found.notes if "label" in note or "circle" in note]
    assert all(iri.startswith(found.iri) for iri in found.own)
    words = {name for term in found.terms.values() for name in term.names}
    assert Name("womb", Scope.RELATED, "en") in words, "everyday words are related synonyms"


OBO_LINES = [
    (r'synonym: "a \"b\" \\ c" EXACT []', Name('a "b" \\ c', Scope.EXACT)),
    ('synonym: "x" NARROW SOME_TYPE [A:1, B:2 "text"] {q="v"} ! why', Name("x", Scope.NARROW)),
    ('synonym: "x" []', Name("x", Scope.RELATED)),
    ('exact_synonym: "x" []', Name("x", Scope.EXACT)),
    ('broad_synonym: "x"', Name("x", Scope.BROAD)),
    (r"name: a\, b \! c {d} e", Name("a, b ! c {d} e", Scope.LABEL)),
    ('name: n {source="A:1", note="x {y"} ! comment', Name("n", Scope.LABEL)),
    ("name:  two   spaces ", Name("two spaces", Scope.LABEL)),
    ("name: a: b", Name("a: b", Scope.LABEL)),
]


@pytest.mark.parametrize(("line", "expected"), OBO_LINES, ids=range(len(OBO_LINES)))
def test_names_of_obo(line: str, expected: Name, tmp_path: Path) -> None:
    path = tmp_path / "x.obo"
    path.write_text(f"ontology: x\n\n[Term]\nid: A:1\n{line}\nname: z\n", encoding="utf-8")
    assert expected in read_terminology(path).terms["http://purl.obolibrary.org/obo/A_1"].names


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_ids_of_obo_and_line_ends(end: str, tmp_path: Path) -> None:
    lines = [
        "\ufeffontology: x",
        'idspace: A http://a.example/ "A"',
        "[Term] ! a comment",
        " ! and one more",
        "id: A:1",
        "name: a",
        "is_a: http://b.example/1",
        "relationship: part_of B:2",
    ]
    path = tmp_path / "x.obo"
    path.write_text(end.join(lines), encoding="utf-8", newline="")
    found = read_terminology(path)
    obo = "http://purl.obolibrary.org/obo/"
    relation = Relation(f"{obo}x#part_of", f"{obo}B_2")
    names = (Name("a", Scope.LABEL),)
    term = Term("http://a.example/1", names, None, ("http://b.example/1",), (relation,))
    assert found.terms == {"http://a.example/1": term}
    assert found.iri == f"{obo}x.owl"
    assert found.prefixes == {"A": "http://a.example/", "B": f"{obo}B_"}


@given(st.text())
def test_escapes_of_obo_come_back(text: str) -> None:
    escaped = text.replace("\\", "\\\\")
    for mark, letter in (("\n", "n"), ("\t", "t"), ('"', '"'), ("!", "!"), ("{", "{")):
        escaped = escaped.replace(mark, f"\\{letter}")
    assert unescape(escaped) == text
