"""The whole graph as a networkx network: nothing is lost, and parts are found by its algorithms."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import Quad, RdfFormat, parse

import lmskg
from lmskg.errors import TermNotFoundError
from lmskg.graph.store import is_same_graph
from lmskg.network.property_graph import property_network, quads_of_network
from lmskg.network.routes import paths
from lmskg.network.views import affirmed, neighbourhood

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
    assert sorted(len(path) for path in longer) == [1, 2]
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
