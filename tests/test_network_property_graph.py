"""The whole graph as a networkx network: nothing is lost, and parts are found by its algorithms."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rdflib
from hypothesis import example, given, settings
from pyoxigraph import Quad, RdfFormat, parse

import lmskg
from lmskg.errors import (
    AmbiguousTermError,
    PropertyGraphError,
    QueryParameterError,
    TermNotFoundError,
)
from lmskg.graph.store import is_same_graph
from lmskg.namespaces import OBO_IN_OWL
from lmskg.network.nodes import find_node
from lmskg.network.property_graph import property_network, quads_of_network
from lmskg.network.routes import paths
from lmskg.network.views import affirmed, neighbourhood
from lmskg.tables import Tables, tables

from .graph_strategies import GRAPH_QUADS, NASTY

if TYPE_CHECKING:
    from lmskg.network.property_graph import Network

EX = "https://example.org/"
CLAIMS = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
ex:a rdfs:label "tea" . ex:b rdfs:label "sleep" . ex:c rdfs:label "coffee" .
ex:a rdfs:subClassOf ex:drink . ex:c rdfs:subClassOf ex:drink .
ex:1 a kg:Claim ; kg:subject ex:a ; kg:predicate ex:helps ; kg:object ex:b ;
  kg:polarity kg:Affirmed ;
  kg:evidence ex:e1 ; kg:standing kg:Supported ; kg:statement "Tea helps sleep." .
ex:2 a kg:Claim ; kg:subject ex:a ; kg:predicate ex:helps ; kg:object ex:b ;
  kg:polarity kg:Denied ;
  kg:evidence ex:e1 ; kg:standing kg:SingleSource .
ex:3 a kg:Claim ; kg:subject ex:c ; kg:predicate ex:helps ; kg:object ex:b ;
  kg:polarity kg:Affirmed ;
  kg:evidence ex:e1 ; kg:standing kg:Contested .
ex:4 a kg:Claim ; kg:subject ex:c ; kg:predicate ex:helps ; kg:object ex:a ;
  kg:polarity kg:Affirmed ;
  kg:evidence ex:e2 .
ex:e1 kg:strength kg:LevelB . ex:e2 kg:strength kg:LevelD .
kg:LevelA kg:strengthRank 1 . kg:LevelB kg:strengthRank 2 . kg:LevelD kg:strengthRank 4 .
"""


@pytest.fixture(scope="module")
def network() -> Network:
    return property_network(parse(CLAIMS.encode(), RdfFormat.TURTLE), {"ex": EX})


def claims_of(part: Network) -> list[str]:
    edges = part.edges(keys=True, data=True)
    return sorted(key.removeprefix(EX) for _, _, key, held in edges if held["is_derived"])


@settings(max_examples=40, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(quads: list[Quad]) -> None:
    assert set(quads_of_network(property_network(quads))) == set(quads)


def test_nasty_values_come_back() -> None:
    assert set(quads_of_network(property_network(NASTY))) == set(NASTY)


def test_the_bundled_graph_comes_back_with_its_named_graphs(quads: list[Quad]) -> None:
    whole = lmskg.to_networkx(quads)
    assert set(quads_of_network(whole)) == set(quads)
    again = pickle.loads(pickle.dumps(whole))  # noqa: S301 - bytes of our own
    assert set(quads_of_network(again)) == set(quads)


def test_an_rdflib_graph_goes_in_and_comes_out() -> None:
    graph = rdflib.Graph().parse(data=CLAIMS, format="turtle")
    back = lmskg.from_networkx(lmskg.to_networkx(graph))
    assert isinstance(back, rdflib.Graph)
    assert set(back) == set(graph)


def test_a_file_is_taken_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(CLAIMS)
    back = quads_of_network(lmskg.to_networkx(path))
    assert is_same_graph(back, parse(CLAIMS.encode(), RdfFormat.TURTLE))


def test_parallel_claims_stay_parallel_under_their_own_keys(network: Network) -> None:
    edges = network[f"{EX}a"][f"{EX}b"]
    assert {key: edges[key]["type"] for key in edges} == {
        f"{EX}1": "HELPS",
        f"{EX}2": "DENIED_HELPS",
    }
    assert edges[f"{EX}1"]["strength"] == "B"
    assert network.nodes[f"{EX}a"]["labels"] == ("Resource", "a", "drink")


def shown(network: Network) -> object:
    """Return all that a network holds, as text: NaN, too, is itself then."""
    nodes = {node: sorted(map(repr, held.items())) for node, held in network.nodes(data=True)}
    edges = [
        {(*edge[:3], *sorted(map(repr, edge[3].items()))) for edge in side(keys=True, data=True)}
        for side in (network.edges, network.in_edges)
    ]
    return nodes, edges, network.graph, network.number_of_edges()


def by_networkx(graph: Tables) -> Network:
    """Return the network that networkx's own functions make of the same rows."""
    made: Network = nx.MultiDiGraph()
    made.graph.update(graph.dictionary)
    for node in graph.nodes():
        made.add_node(node.id, **node.properties, labels=node.labels, **node.derived)
    for edge in graph.edges():
        shown = {**edge.properties, "type": edge.type, "is_derived": edge.is_derived}
        made.add_edge(edge.subject, edge.object, edge.key, **shown)
    return made


@settings(max_examples=25, deadline=None)
@given(GRAPH_QUADS)
@example(NASTY)
@example(list(parse(CLAIMS.encode(), RdfFormat.TURTLE)))
def test_the_network_is_the_one_that_networkx_makes_of_the_rows(quads: list[Quad]) -> None:
    made, expected = property_network(quads), by_networkx(tables(quads))
    assert shown(made) == shown(expected)


def test_no_two_edges_share_their_attributes() -> None:
    made = property_network(parse(b"<urn:a> <urn:p> <urn:b>, <urn:c> .", RdfFormat.TURTLE))
    made.edges["urn:a", "urn:b", "urn:p"]["weight"] = 2
    assert "weight" not in made.edges["urn:a", "urn:c", "urn:p"]


def test_edges_of_two_predicates_and_of_two_graphs_have_keys_of_their_own() -> None:
    text = b"<urn:a> <urn:p> <urn:a> ; <urn:q> <urn:a> . <urn:g> { <urn:a> <urn:p> <urn:a> }"
    made = property_network(parse(text, RdfFormat.TRIG))
    assert sorted(made["urn:a"]["urn:a"]) == ["urn:p", "urn:p urn:g", "urn:q"]


def test_a_claim_of_two_predicates_has_two_edges() -> None:
    claim = CLAIMS.replace("ex:4 a kg:Claim ;", "ex:4 a kg:Claim ; kg:predicate ex:hurts ;")
    made = property_network(parse(claim.encode(), RdfFormat.TURTLE))
    edges = made[f"{EX}c"][f"{EX}a"]
    assert {edges[key]["type"] for key in edges} == {"HELPS", "HURTS"}
    assert {edges[key]["claim"] for key in edges} == {f"{EX}4"}


def test_a_dataset_keeps_its_named_graphs() -> None:
    lines = (
        "<urn:a> <urn:p> <urn:b> .",
        '<urn:a> <urn:p> "x"@en <urn:g> .',
        "_:x <urn:p> _:y <urn:g> .\n",
    )
    dataset = rdflib.Dataset()
    dataset.parse(data="\n".join(lines), format="nquads")
    back = quads_of_network(lmskg.to_networkx(dataset))
    assert is_same_graph(back, parse("\n".join(lines).encode(), RdfFormat.N_QUADS))


def test_what_is_changed_comes_back_and_what_is_added_does_not() -> None:
    made = property_network(parse(b'<urn:a> <urn:p> <urn:b>, "old" .', RdfFormat.TURTLE))
    (name,) = made.graph["property_names"]
    made.nodes["urn:a"].update({name: "new", "pagerank": 0.5, "name": "other"})
    made.add_edge("urn:b", "urn:c", "mine", predicate="urn:q", type="Q")
    assert {str(quad) for quad in quads_of_network(made)} == {
        '<urn:a> <urn:p> "new"',
        "<urn:a> <urn:p> <urn:b>",
        "<urn:b> <urn:q> <urn:c>",
    }


def test_a_network_from_elsewhere_is_refused() -> None:
    made: Network = nx.MultiDiGraph([("a", "b")])
    with pytest.raises(PropertyGraphError, match="the network lacks the dictionary"):
        lmskg.from_networkx(made)
    made = property_network(parse(b"<urn:a> <urn:p> <urn:b> .", RdfFormat.TURTLE))
    made.add_edge("urn:a", "urn:b", "mine")
    with pytest.raises(PropertyGraphError, match="from urn:a has no property 'predicate'"):
        lmskg.from_networkx(made)


@pytest.mark.parametrize("name", ["tea", " TEA ", "ex:a", f"{EX}a", f"<{EX}a>", "char", "leaves"])
def test_a_term_is_found_by_any_of_its_names(name: str) -> None:
    names = 'ex:a oboInOwl:hasExactSynonym "char" ; kg:everydayWord "Leaves" .'
    text = f"@prefix oboInOwl: <{OBO_IN_OWL.iri}> .{CLAIMS}{names}"
    prefixes = {"ex": EX, "oboInOwl": OBO_IN_OWL.iri}
    assert find_node(property_network(parse(text.encode(), RdfFormat.TURTLE), prefixes), name) == (
        f"{EX}a"
    )


def test_a_name_of_two_terms_is_refused(network: Network) -> None:
    two = CLAIMS.replace('"coffee"', '"tea"')
    made = property_network(parse(two.encode(), RdfFormat.TURTLE), {"ex": EX})
    with pytest.raises(AmbiguousTermError, match=r"may mean tea \(ex:a\) or tea \(ex:c\)"):
        paths(made, "tea", "sleep")
    with pytest.raises(TermNotFoundError, match="'cocoa'"):
        paths(network, "tea", "cocoa")


def test_a_neighbourhood_of_every_edge_has_claims_and_evidence(network: Network) -> None:
    assert {f"{EX}1", f"{EX}2"} <= set(neighbourhood(network, "tea", every_edge=True))
    assert set(neighbourhood(network, f"{EX}e1")) == {f"{EX}e1"}, "no claim has it as an end"


def test_a_level_that_is_none_is_refused(network: Network) -> None:
    with pytest.raises(QueryParameterError, match="'C' is no level; known are A, B, D"):
        affirmed(network, "C")
    with pytest.raises(QueryParameterError, match="none in this graph"):
        affirmed(nx.MultiDiGraph(), "A")


def test_a_step_may_lead_against_the_direction_of_a_claim(network: Network) -> None:
    ((step,),) = paths(network, "tea", "coffee")
    assert (step.start, step.end) == (f"{EX}a", f"{EX}c")
    assert [(edge.subject, edge.object) for edge in step.edges] == [(f"{EX}c", f"{EX}a")]


def test_axioms_are_no_steps() -> None:
    lone = CLAIMS + "ex:a rdfs:subClassOf _:x . ex:y rdfs:subClassOf _:x ; rdfs:label 'milk' ."
    made = property_network(parse(lone.encode(), RdfFormat.TURTLE), {"ex": EX})
    assert paths(made, "tea", "milk", cutoff=3) == []


def test_terms_that_nothing_joins_have_no_path() -> None:
    lone = CLAIMS + "ex:x rdfs:subClassOf ex:y ."
    made = property_network(parse(lone.encode(), RdfFormat.TURTLE), {"ex": EX})
    assert paths(made, "tea", "ex:x") == []
    assert paths(made, "tea", "ex:x", cutoff=3) == []


def test_a_neighbourhood_is_what_stands_around_a_term(network: Network) -> None:
    near = neighbourhood(network, "tea")
    assert {node.removeprefix(EX) for node in near} == {"a", "b", "c", "drink"}
    assert set(neighbourhood(network, "ex:b", radius=0)) == {f"{EX}b"}


def test_only_affirmed_claims_of_enough_strength_stay(network: Network) -> None:
    assert claims_of(affirmed(network)) == ["1"]
    assert claims_of(affirmed(network, "D")) == ["1", "4"]
    assert claims_of(affirmed(network, "D", with_contested=True)) == ["1", "3", "4"]
    assert claims_of(affirmed(network, "A")) == []


def test_a_path_tells_the_claims_of_each_step(network: Network) -> None:
    ((step,),) = paths(network, "tea", "sleep")
    assert [(edge.claim, edge.polarity, edge.standing) for edge in step.edges] == [
        (f"{EX}1", "Affirmed", "Supported"),
        (f"{EX}2", "Denied", "SingleSource"),
    ]
    longer = paths(network, "tea", "sleep", cutoff=2)
    assert [len(path) for path in longer] == [1, 2], "the shortest first"
    assert paths(network, "tea", f"{EX}1") == [], "a claim is no term on the way"


def test_an_unknown_term_is_told_with_the_nearest(network: Network) -> None:
    with pytest.raises(TermNotFoundError, match="did you mean tea"):
        neighbourhood(network, "teaa")


def test_what_is_given_is_not_changed(network: Network) -> None:
    before = nx.to_dict_of_dicts(network)
    affirmed(network)
    paths(network, "tea", "sleep", cutoff=2)
    neighbourhood(network, "tea", radius=2)
    assert nx.to_dict_of_dicts(network) == before


def test_the_bundled_graph_has_a_path_from_a_gene_to_the_disease() -> None:
    whole = lmskg.to_networkx()
    found = paths(whole, "Li-Fraumeni syndrome", "leiomyosarcoma")
    assert found
    assert all(
        edge.claim or edge.type == "SUB_CLASS_OF" for step in found[0] for edge in step.edges
    )
