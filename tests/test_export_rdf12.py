"""RDF 1.2: a claim reifies its triple, asserts nothing, and comes back whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from lmskg.errors import OntologyParseError, SourceFormatError, SourceNotFoundError
from lmskg.export import find_form
from lmskg.export.loss import GRAPHS, Loss
from lmskg.export.rdf12 import REIFIES, read_trig, reified
from lmskg.namespaces import KG
from lmskg.tables import tables

from .export_tools import CLAIMS, PREFIXES, there_and_back, write
from .graph_strategies import GRAPH_QUADS, NASTY

EX = "https://example.org/"
DATASETS = ("trig12", "nq12")
TEA = list(parse(CLAIMS, RdfFormat.TURTLE))


@pytest.mark.parametrize("name", DATASETS)
def test_the_bundled_graph_comes_back(quads: list[Quad], name: str) -> None:
    assert set(there_and_back(name, quads)) == set(quads)


@pytest.mark.parametrize("name", DATASETS)
def test_every_kind_of_literal_comes_back(name: str) -> None:
    assert set(there_and_back(name, NASTY)) == set(NASTY)


@pytest.mark.parametrize("name", DATASETS)
@settings(max_examples=40, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(name: str, quads: list[Quad]) -> None:
    assert set(there_and_back(name, quads)) == set(quads)


def test_turtle_loses_the_names_of_graphs_and_says_how_many(quads: list[Quad]) -> None:
    assert find_form("ttl12").left_out(tables(quads)) == (Loss(GRAPHS, len(quads)),)
    back = there_and_back("ttl12", quads)
    assert {quad.triple for quad in back} == {quad.triple for quad in quads}


def test_turtle_of_a_graph_without_names_loses_nothing() -> None:
    assert find_form("ttl12").left_out(tables(TEA)) == ()
    assert set(there_and_back("ttl12", TEA)) == set(TEA)


def reifiers(quads: list[Quad]) -> dict[str, Triple]:
    return {
        quad.subject.value: quad.object
        for quad in reified(quads)
        if quad.predicate == REIFIES
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Triple)
    }


def test_a_claim_with_one_of_each_part_is_a_reifier() -> None:
    ends = NamedNode(EX + "Tea"), NamedNode(EX + "cures"), NamedNode(EX + "Flu")
    assert reifiers(TEA) == {
        EX + "yes": Triple(*ends),
        EX + "no": Triple(*ends),
        EX + "named": Triple(NamedNode(EX + "Flu"), NamedNode(EX + "meets"), Literal("grippe")),
    }


def test_a_claim_without_an_object_stays_as_it_was() -> None:
    kept = {quad for quad in reified(TEA) if quad.subject == NamedNode(EX + "alone")}
    assert kept == {quad for quad in TEA if quad.subject == NamedNode(EX + "alone")}


def test_a_claim_about_a_text_stays_as_it_was() -> None:
    a = NamedNode(EX + "a")
    quads = [
        Quad(a, NamedNode(KG.subject), Literal("x")),
        Quad(a, NamedNode(KG.predicate), a),
        Quad(a, NamedNode(KG.object), a),
    ]
    assert list(reified(quads)) == quads


def test_a_claim_in_two_graphs_stays_as_it_was() -> None:
    a, g = NamedNode(EX + "a"), NamedNode(EX + "g")
    quads = [
        Quad(a, NamedNode(KG.subject), a),
        Quad(a, NamedNode(KG.predicate), a, g),
        Quad(a, NamedNode(KG.object), a),
    ]
    assert list(reified(quads)) == quads


def test_every_claim_of_the_bundled_graph_that_has_an_object_is_a_reifier(
    quads: list[Quad],
) -> None:
    with_object = {q.subject.value for q in quads if q.predicate.value == KG.object}  # type: ignore[union-attr]
    assert set(reifiers(quads)) == with_object


def test_a_denied_claim_asserts_nothing(quads: list[Quad], tmp_path: Path) -> None:
    """What stands as a triple in the file stood as one in the graph."""
    write("nq12", quads, tmp_path / "all.nq")
    store = Store()
    store.load(path=tmp_path / "all.nq", format=RdfFormat.N_QUADS)
    rows = store.query(
        f"""PREFIX kg: <{KG.iri}>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?claim ?s ?p ?o WHERE {{
          ?claim rdf:reifies <<( ?s ?p ?o )>> ; kg:polarity kg:Denied
        }}""",
        use_default_graph_as_union=True,
    )
    denied = {Triple(row["s"], row["p"], row["o"]) for row in rows}  # type: ignore[union-attr]
    assert denied
    asserted = {quad.triple for quad in store}
    assert denied & asserted == denied & {quad.triple for quad in quads}


@pytest.mark.parametrize("name", [*DATASETS, "ttl12"])
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    write(name, TEA, tmp_path / "a")
    write(name, TEA, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_prefixes_are_used(tmp_path: Path) -> None:
    write("trig12", TEA, tmp_path / "a.trig")
    assert "<<( ex:Tea ex:cures ex:Flu )>>" in (tmp_path / "a.trig").read_text()
    assert PREFIXES["ex"] in (tmp_path / "a.trig").read_text()


def test_a_file_cut_short_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    write("trig12", TEA, path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(OntologyParseError, match=r"a\.trig:\d+:\d+: "):
        list(read_trig(path))


@pytest.mark.parametrize(
    "text",
    [
        "<https://e.org/a> <https://e.org/p> <<( <https://e.org/a> <https://e.org/p> 1 )>> .",
        "<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( "
        "<https://e.org/a> <https://e.org/p> "
        "<<( <https://e.org/a> <https://e.org/p> 1 )>> )>> .",
    ],
)
def test_a_triple_term_in_another_place_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.trig"
    path.write_text(text)
    with pytest.raises(SourceFormatError, match="a triple term stands only as the object"):
        list(read_trig(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="gone"):
        list(read_trig(tmp_path / "gone.trig"))
