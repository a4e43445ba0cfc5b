"""The reported graph as a network."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from lmskg.errors import NothingToDrawError
from lmskg.model import Table, to_python
from lmskg.network import reported_network
from lmskg.query.run import ask

LMS = "https://w3id.org/lmskg/"


def test_network_holds_the_links_of_a_predicate_and_of_those_below_it(store: Store) -> None:
    network = reported_network(store, LMS + "isTreatmentFor")
    assert network.has_edge(LMS + "Surgery", LMS + "Leiomyosarcoma", LMS + "isFirstTreatmentFor")
    assert network.nodes[LMS + "Surgery"]["label"] == "surgery"


def test_parallel_links_stay_parallel(store: Store) -> None:
    network = reported_network(store, LMS + "isTreatmentFor")
    links = set(network.get_edge_data(LMS + "Surgery", LMS + "Leiomyosarcoma"))
    assert {LMS + "isFirstTreatmentFor", LMS + "isNeededFor"} <= links


def test_network_counts_what_sparql_counts(store: Store) -> None:
    query = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT (COUNT(*) AS ?n) {"
        " GRAPH <https://w3id.org/lmskg/graph/reported> { ?s ?p ?o }"
        f" ?p rdfs:subPropertyOf* <{LMS}isRiskFactorFor> }}"
    )
    found = ask(store, query)
    assert isinstance(found, Table)
    network = reported_network(store, LMS + "isRiskFactorFor")
    assert network.number_of_edges() == to_python(found.rows[0][0])


def test_a_predicate_without_links_is_an_error(store: Store) -> None:
    with pytest.raises(NothingToDrawError, match="isResistantTo"):
        reported_network(store, LMS + "isResistantTo")
