"""The reasoner's room: the answers of both engines, what is entailed, why, and what is refused."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from pyoxigraph import Quad, RdfFormat

from lmskg.build import read_layers
from lmskg.errors import (
    IncompleteReasoningError,
    InconsistentOntologyError,
    LmskgError,
    MalformedAxiomError,
    MissingExtraError,
    TermNotFoundError,
    UnknownTermError,
    UnsatisfiableClassError,
)
from lmskg.graph.store import parse_bytes
from lmskg.reason import (
    Engine,
    Hierarchy,
    check_consistency,
    classify,
    entailed,
    explain,
    python_objects,
)
from lmskg.reason.axioms import read_ontology
from lmskg.resources import Project

EX = "https://example.org/"
PREFIXES = {"": EX, "owl": "http://www.w3.org/2002/07/owl#"}
HEADER = """@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/o> a owl:Ontology .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :D a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:d a owl:DatatypeProperty .
"""

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="java is not on the PATH")
engines = pytest.mark.parametrize("engine", ["rustdl", pytest.param("hermit", marks=needs_java)])


@pytest.fixture(autouse=True)
def _quick_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the JVM the compiling that only pays in long runs."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def some(prop: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :{prop} ; owl:someValuesFrom :{filler} ]"


def world(turtle: str) -> list[Quad]:
    return parse_bytes((HEADER + turtle).encode(), RdfFormat.TURTLE, "inline")


class Case(NamedTuple):
    """A small ontology with the pairs of subsumption worked out by hand, as "A<B"."""

    turtle: str
    pairs: str = ""
    unsatisfiable: str = ""
    consistent: bool = True


CASES = {
    "told": Case(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", "A<B A<C B<C"),
    "inconsistent": Case(
        ":A owl:disjointWith :B . :x a :A , :B .", unsatisfiable="A B C D", consistent=False
    ),
    "unsatisfiable": Case(
        ":A owl:disjointWith :B . :C rdfs:subClassOf :A , :B . :D rdfs:subClassOf :C .",
        unsatisfiable="C D",
    ),
    "all disjoint": Case(
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :D rdfs:subClassOf :A , :C .",
        unsatisfiable="D",
    ),
    "disjoint union": Case(
        ":A owl:disjointUnionOf ( :B :C ) . :D rdfs:subClassOf :B , :C .",
        "B<A C<A",
        unsatisfiable="D",
    ),
    "defined class": Case(
        f":C owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :A {some('p', 'B')} ) ] ."
        f":D rdfs:subClassOf :A , {some('p', 'B')} .",
        "C<A D<A D<C",
    ),
    "equivalent": Case(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A . :C rdfs:subClassOf :A .",
        "A<B B<A C<A C<B",
    ),
    "equal to the top": Case(
        ":A owl:equivalentClass owl:Thing . :B rdfs:subClassOf :C .", "B<A B<C C<A D<A"
    ),
    "transitive": Case(
        f":p a owl:TransitiveProperty . :A rdfs:subClassOf {some('p', 'B')} ."
        f":B rdfs:subClassOf {some('p', 'C')} . :D owl:equivalentClass {some('p', 'C')} .",
        "A<D B<D",
    ),
    "property chain": Case(
        f":p owl:propertyChainAxiom ( :q :r ) . :A rdfs:subClassOf {some('q', 'B')} ."
        f":B rdfs:subClassOf {some('r', 'C')} . :D owl:equivalentClass {some('p', 'C')} .",
        "A<D",
    ),
    "subproperty": Case(
        f":q rdfs:subPropertyOf :p . :A rdfs:subClassOf {some('q', 'B')} ."
        f":D owl:equivalentClass {some('p', 'B')} .",
        "A<D",
    ),
    "equivalent property": Case(
        f":q owl:equivalentProperty :p . :A rdfs:subClassOf {some('q', 'B')} ."
        f":D owl:equivalentClass {some('p', 'B')} .",
        "A<D",
    ),
    "domain": Case(f":p rdfs:domain :D . :A rdfs:subClassOf {some('p', 'B')} .", "A<D"),
    "range": Case(
        f":p rdfs:range :C . :A rdfs:subClassOf {some('p', 'B')} ."
        f":D owl:equivalentClass {some('p', 'C')} .",
        "A<D",
    ),
    "union": Case(":C owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A :B ) ] .", "A<C B<C"),
    "union in the manner of OWL 1": Case(":C owl:unionOf ( :A :B ) .", "A<C B<C"),
    "complement": Case(
        ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] . :C rdfs:subClassOf :A , :B .",
        unsatisfiable="C",
    ),
    "inverse": Case(
        f":q owl:inverseOf :p . :A rdfs:subClassOf {some('p', 'B')} ."
        ":B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :q ; owl:allValuesFrom :C ] .",
        "A<C",
    ),
    "anonymous inverse": Case(
        f":A rdfs:subClassOf {some('p', 'B')} . :B rdfs:subClassOf [ a owl:Restriction ;"
        " owl:onProperty [ owl:inverseOf :p ] ; owl:allValuesFrom :C ] .",
        "A<C",
    ),
    "cardinality": Case(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:onClass :B ;"
        ' owl:minQualifiedCardinality "2"^^xsd:nonNegativeInteger ] ,'
        " [ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        unsatisfiable="A",
    ),
    "value": Case(
        ":x a :B . :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :x ] ."
        f":D owl:equivalentClass {some('p', 'B')} .",
        "A<D",
    ),
    "one of": Case(":A owl:equivalentClass [ a owl:Class ; owl:oneOf ( :x ) ] . :x a :B .", "A<B"),
    "self": Case(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] ."
        f":D owl:equivalentClass {some('p', 'A')} .",
        "A<D",
    ),
    "functional data": Case(
        ":d a owl:FunctionalProperty ; rdfs:range xsd:integer ."
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:hasValue 1 ] ,"
        " [ a owl:Restriction ; owl:onProperty :d ; owl:hasValue 2 ] .",
        unsatisfiable="A",
    ),
    "range of data": Case(
        ":d rdfs:range xsd:integer ; rdfs:domain :D ."
        ' :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:hasValue "a \\"b\\"" ] .'
        ":B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ;"
        " owl:someValuesFrom xsd:integer ] .",
        "B<D",
        unsatisfiable="A",
    ),
    "functional": Case(
        ":p a owl:FunctionalProperty . :x :p :y , :z . :y owl:differentFrom :z .",
        unsatisfiable="A B C D",
        consistent=False,
    ),
    "all different": Case(
        ":p a owl:FunctionalProperty . :x :p :y , :z ."
        "[] a owl:AllDifferent ; owl:distinctMembers ( :y :z ) .",
        unsatisfiable="A B C D",
        consistent=False,
    ),
    "negative assertion": Case(
        ":q rdfs:subPropertyOf :p . :x :q :y . [] a owl:NegativePropertyAssertion ;"
        " owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .",
        unsatisfiable="A B C D",
        consistent=False,
    ),
    "disjoint properties": Case(
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :q :y .",
        unsatisfiable="A B C D",
        consistent=False,
    ),
    "annotated axiom": Case(
        ":A rdfs:subClassOf :B . [] a owl:Axiom ; owl:annotatedSource :A ;"
        ' owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget :B ; rdfs:comment "x" .',
        "A<B",
    ),
    "general axiom": Case(
        f"{some('p', 'B')} rdfs:subClassOf :C . :A rdfs:subClassOf {some('p', 'B')} .", "A<C"
    ),
    "literal over lines": Case(
        ':x :d "one\\ntwo\\\\" ; rdfs:label "not \\"logical\\"" . :x a :A .:A rdfs:subClassOf :B .',
        "A<B",
    ),
}


def short(names: Iterable[object]) -> set[str]:
    return {str(name).removeprefix(EX) for name in names}


@functools.cache
def answer(name: str, engine: Engine) -> Hierarchy:
    """Return the hierarchy of a case; HermiT takes its time, so it is asked once."""
    return classify(world(CASES[name].turtle), engine=engine)


@engines
@pytest.mark.parametrize("name", CASES)
def test_small_ontologies_are_classified_as_by_hand(name: str, engine: Engine) -> None:
    case = CASES[name]
    found = answer(name, engine)
    pairs = {f"{a.removeprefix(EX)}<{b.removeprefix(EX)}" for a, b in found.subsumptions()}
    assert pairs == set(case.pairs.split())
    assert short(found.unsatisfiable) == set(case.unsatisfiable.split())
    assert found.consistent is case.consistent
    assert short(found.classes) == {"A", "B", "C", "D"}


@needs_java
@pytest.mark.parametrize("name", CASES)
def test_engines_give_the_same_hierarchy(name: str) -> None:
    assert answer(name, "rustdl") == answer(name, "hermit")


@needs_java
def test_engines_agree_on_the_bundled_ontology(project: Project) -> None:
    definitions = read_layers(project)["ontology"]
    ours, theirs = classify(definitions), classify(definitions, engine="hermit")
    assert len(ours.classes) > 100
    assert len(ours.subsumptions()) > 100
    assert ours.consistent
    assert ours.unsatisfiable == ()
    assert ours == theirs
    assert ours.subsumptions() == theirs.subsumptions()


def test_bundled_definitions_place_the_types_by_site(project: Project) -> None:
    lms = "https://w3id.org/lmskg/"
    pairs = classify(read_layers(project)["ontology"]).subsumptions()
    expected = {
        ("InferiorVenaCavaLeiomyosarcoma", "VascularLeiomyosarcoma"),
        ("BoneLeiomyosarcoma", "BoneSarcoma"),
        ("SoftTissueLeiomyosarcoma", "SoftTissueSarcoma"),
        # what arises in a part arises in the whole
        ("CervicalLeiomyosarcoma", "UterineLeiomyosarcoma"),
        ("GingivalLeiomyosarcoma", "HeadAndNeckLeiomyosarcoma"),
        ("RectalLeiomyosarcoma", "DigestiveSystemLeiomyosarcoma"),
        ("UterineCorpusMyxoidLeiomyosarcoma", "MyxoidLeiomyosarcoma"),
        ("UterineCorpusMyxoidLeiomyosarcoma", "UterineLeiomyosarcoma"),
    }
    assert {(lms + a, lms + b) for a, b in expected} <= pairs
    assert (f"{lms}Leiomyosarcoma", f"{lms}SoftTissueSarcoma") not in pairs
    kinds = {a for a, b in pairs if b == f"{lms}Leiomyosarcoma"}
    assert len(kinds) > 60
    assert {a for a in kinds if (a, f"{lms}BoneSarcoma") in pairs} == {f"{lms}BoneLeiomyosarcoma"}
    assert {a for a in kinds if (a, f"{lms}SoftTissueSarcoma") in pairs} == {
        f"{lms}SoftTissueLeiomyosarcoma"
    }
    assert (f"{lms}AppendixLeiomyosarcoma", f"{lms}ColorectalLeiomyosarcoma") not in pairs


def test_equivalent_classes_share_their_direct_superclasses() -> None:
    found = classify(
        world(
            ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A , :C ."
            ":C owl:equivalentClass :D . :A rdfs:subClassOf :D ."
        )
    )
    above = (f"{EX}C", f"{EX}D")
    assert dict(found.superclasses) == {
        f"{EX}A": above,
        f"{EX}B": above,
        f"{EX}C": (),
        f"{EX}D": (),
    }
    assert dict(found.equivalents) == {
        f"{EX}A": (f"{EX}B",),
        f"{EX}B": (f"{EX}A",),
        f"{EX}C": (f"{EX}D",),
        f"{EX}D": (f"{EX}C",),
    }


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("turtle", "error", "message"),
    [
        (":A rdfs:subClassOf :Bee .", UnknownTermError, "example.org/Bee' is not declared"),
        (f":A rdfs:subClassOf {some('pp', 'B')} .", UnknownTermError, "org/pp' is not declared"),
        (f":A rdfs:subClassOf {some('p', 'Bee')} .", UnknownTermError, "org/Bee' is not declared"),
        (":x a :Bee .", UnknownTermError, "org/Bee' is not declared"),
        (":d rdfs:range :Bee .", UnknownTermError, "org/Bee' is not declared"),
        (
            ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .",
            MalformedAxiomError,
            "the restriction on <https://example.org/p> has no filler",
        ),
        (
            ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p , :q ;"
            " owl:someValuesFrom :B ] .",
            MalformedAxiomError,
            "one onProperty was expected, found 2",
        ),
        (":A rdfs:subClassOf [ a owl:Class ] .", MalformedAxiomError, "class expression"),
        (
            ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf :B ] .",
            MalformedAxiomError,
            "one first was expected, found 0",
        ),
        (
            ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf () ] .",
            MalformedAxiomError,
            "the list of ObjectIntersectionOf is empty",
        ),
        (
            "_:l rdf:first :B ; rdf:rest _:l . :A owl:unionOf _:l .",
            MalformedAxiomError,
            "runs in a circle",
        ),
        (f"{some('p', 'B')} rdfs:label 'loose' .", MalformedAxiomError, "stands in no axiom"),
        (":A owl:members ( :B ) .", MalformedAxiomError, "members stands in no axiom"),
        (":A owl:subClassOf :B .", MalformedAxiomError, "owl#subClassOf is not understood"),
        (":p rdfs:subPropertyOf :d .", MalformedAxiomError, "a property of another kind"),
        (":x :p 'text' .", MalformedAxiomError, "an individual was expected"),
        (":x :d :y .", MalformedAxiomError, "a literal was expected"),
        (
            ":d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
            " owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] .",
            MalformedAxiomError,
            "",
        ),
        ("[] a owl:AllDisjointClasses .", MalformedAxiomError, "one members was expected, found 0"),
        (":A owl:hasKey ( :p :d ) .", IncompleteReasoningError, "it leaves out HasKey"),
    ],
)
def test_what_a_reasoner_would_pass_over_is_an_error(
    turtle: str, error: type[LmskgError], message: str
) -> None:
    with pytest.raises(error) as caught:
        classify(world(turtle))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("turtle", "place"),
    [
        (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .", "<{}A>, in a part"),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom [ a owl:Class ] ] .",
            "<{}A>, in a part",
        ),
        (":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf :B ] .", "<{}A>, <{}B>"),
        (":A owl:members ( :B ) .", "<{}A>"),
        ("[ a owl:Class ] rdfs:subClassOf :B .", "a node without a name, near <{}B>"),
        (f"{some('p', 'B')} rdfs:label 'loose' .", "a node without a name, near <{}p>"),
        ("[] a owl:AllDisjointClasses .", "_:"),
    ],
)
def test_broken_axiom_is_placed_at_a_term_that_can_be_looked_up(turtle: str, place: str) -> None:
    with pytest.raises(MalformedAxiomError) as caught:
        classify(world(turtle))
    assert str(caught.value).startswith(f"broken axiom at {place.replace('{}', EX)}")


def test_misspelt_class_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        classify(world(":Longname a owl:Class . :A rdfs:subClassOf :Lungname ."))
    assert caught.value.suggestions == [f"{EX}Longname"]


def test_no_axiom_is_lost_on_the_way(project: Project) -> None:
    """The RDF/XML reader of rustdl passes over AllDisjointClasses; ours must not."""
    axioms = read_ontology(read_layers(project)["ontology"]).axioms
    assert any(axiom[0] == "DisjointClasses" and len(axiom) > 3 for axiom in axioms)


def test_an_axiom_that_rustdl_did_not_read_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import rustdl

    monkeypatch.setattr(rustdl, "render_manchester", lambda _: ["one"])
    with pytest.raises(IncompleteReasoningError, match="it read 1 of 2 axioms"):
        classify(world(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."))


@engines
def test_out_of_time_is_an_error(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    quads = world(CASES["defined class"].turtle)
    if engine == "rustdl":
        import rustdl

        class Unfinished:
            complete, prep_timed_out = False, True
            consistency_undetermined, wedge_hierarchy_blind, wedge_clauses_refused = True, False, 2

        monkeypatch.setattr(rustdl, "classify_bytes", lambda *_, **__: Unfinished())
    with pytest.raises(IncompleteReasoningError, match=r"not finished within 0\.01 s"):
        classify(quads, engine=engine, timeout_s=0.01)


def test_hermit_without_java_names_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtraError, match="Java"):
        classify(world(""), engine="hermit")


@needs_java
def test_failure_of_hermit_is_an_error() -> None:
    turtle = ":d rdfs:range xsd:duration . :x :d 'P1D'^^xsd:duration . :x a :A ."
    with pytest.raises(
        IncompleteReasoningError, match=r"^HermiT gave no complete answer: org\.sem.*duration"
    ):
        classify(world(turtle), engine="hermit")


# ---------------------------------------------------------------- consistency, entailments, why


def test_consistent_definitions_give_their_hierarchy() -> None:
    quads = world(CASES["told"].turtle)
    assert check_consistency(quads) == classify(quads)


@engines
def test_inconsistency_names_its_axioms(engine: Engine) -> None:
    turtle = ':A owl:disjointWith :B ; rdfs:label "apple" . :x a :A , :B . :C rdfs:subClassOf :D .'
    with pytest.raises(InconsistentOntologyError) as caught:
        check_consistency(world(turtle), engine=engine, prefixes=PREFIXES)
    assert caught.value.axioms == ["'apple' DisjointWith :B", ":x Type 'apple'", ":x Type :B"]


@engines
def test_unsatisfiable_class_is_the_cause_and_not_one_below_it(engine: Engine) -> None:
    turtle = ":A owl:disjointWith :B . :D rdfs:subClassOf :A , :B . :C rdfs:subClassOf :D ."
    with pytest.raises(UnsatisfiableClassError) as caught:
        check_consistency(world(turtle), engine=engine, prefixes=PREFIXES)
    assert caught.value.term == ":D"
    assert set(caught.value.axioms) == {
        ":A DisjointWith :B",
        ":D SubClassOf :A",
        ":D SubClassOf :B",
    }


def test_entailed_is_only_what_is_new_and_direct() -> None:
    turtle = CASES["defined class"].turtle + ":B rdfs:subClassOf :q1 . :q1 a owl:Class ; "
    turtle += "rdfs:subClassOf :B . :E a owl:Class ; rdfs:subClassOf :D ."
    found = [
        tuple(str(term).strip("<>").rpartition("/")[2] for term in quad)[:3]
        for quad in entailed(world(turtle))
    ]
    assert found == [
        ("B", "owl#equivalentClass", "q1"),
        ("C", "rdf-schema#subClassOf", "A"),
        ("D", "rdf-schema#subClassOf", "C"),
    ]


def test_asserted_equivalence_is_not_entailed_again_in_either_direction() -> None:
    assert entailed(world(":B owl:equivalentClass :A .")) == []


def test_entailed_stops_at_a_contradiction() -> None:
    with pytest.raises(InconsistentOntologyError):
        entailed(world(CASES["inconsistent"].turtle))


def test_explanation_is_the_minimal_set_of_axioms() -> None:
    turtle = (
        CASES["transitive"].turtle + ':p rdfs:label "part of"@en . :B rdfs:subClassOf owl:Thing .'
    )
    assert explain(world(turtle), f"{EX}A", f"{EX}D", prefixes=PREFIXES) == [
        "'part of' Characteristics: Transitive",
        ":A SubClassOf 'part of' some :B",
        ":B SubClassOf 'part of' some :C",
        ":D EquivalentTo 'part of' some :C",
    ]


def test_what_does_not_follow_has_no_explanation() -> None:
    assert explain(world(":A rdfs:subClassOf :B ."), f"{EX}B", f"{EX}A") == []


def test_explanation_of_an_unknown_class() -> None:
    with pytest.raises(TermNotFoundError):
        explain(world(""), f"{EX}A", f"{EX}Nowhere")


# ---------------------------------------------------------------- Python objects


def test_python_objects_live_in_worlds_of_their_own() -> None:
    quads = world(CASES["defined class"].turtle + "<https://example.org/o> owl:imports :other .")
    first, second = python_objects(quads), python_objects(quads)
    assert first.world is not second.world
    assert first.base_iri.rstrip("#") == "https://example.org/o"
    assert {c.iri for c in first.classes()} == {f"{EX}{name}" for name in "ABCD"}
    assert str(first.world[f"{EX}C"].equivalent_to[0]).count("some") == 1


def test_python_objects_of_the_bundled_ontology(project: Project) -> None:
    layers = read_layers(project)
    ontology = python_objects([*layers["ontology"], *layers["vocabulary"]])
    assert len(list(ontology.classes())) > 100


def test_a_warning_of_owlready2_is_an_error() -> None:
    with pytest.raises(IncompleteReasoningError, match="owlready2"):
        python_objects(world(":A rdfs:subClassOf :B . :B rdfs:subClassOf :A ."))


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    quads = world(CASES["defined class"].turtle)
    classify(quads)
    entailed(quads)
    python_objects(quads)
    if shutil.which("java"):
        classify(quads, engine="hermit")
    assert capfd.readouterr() == ("", "")


def test_import_loads_no_engine() -> None:
    assert importlib.util.find_spec("rustdl") is not None
    code = "import sys, lmskg.reason; print(*{'rustdl', 'owlready2', 'rdflib'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_hierarchy_of_nothing() -> None:
    empty = Hierarchy((), {}, {})
    assert empty.subsumptions() == frozenset()
