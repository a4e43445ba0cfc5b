"""The whole graph as a networkx network, by the schema of `tables`, and back without loss.

A node is keyed by its id (the IRI, or `_:` and a label). Its attributes are `labels` and all that
`tables` carries and derives of it. An edge is keyed by the IRI of its claim where it is the direct
edge of one, else by its predicate, and by predicate and graph where it stands in a named graph.
The attributes of the network are what the way back needs. Not here: which edges to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PropertyGraphError
from ..tables import Edge, Node, Tables, collector_off, quads_of, tables

if TYPE_CHECKING:
    import networkx
    from pyoxigraph import Quad, Triple

    Network = networkx.MultiDiGraph[str]

# what an edge has that is no property of the schema
TYPE, DERIVED = "type", "is_derived"

_Attributes = dict[str, Any]


def property_network(
    source: Iterable[Quad | Triple] | Path, prefixes: dict[str, str] | None = None
) -> Network:
    """Return a graph as a network of nodes and edges with attributes.

    Parameters
    ----------
    source
        Quads or triples, or the path of an RDF file (`.gz` too), which is read as a stream.
    prefixes
        Prefix to namespace, for the names of attributes and for CURIEs.

    Returns
    -------
    networkx.MultiDiGraph
        One node an IRI or blank node, one edge a statement between two of them, and one more for
        each claim whose object is a node; in the order of the source.

    Raises
    ------
    UnsupportedFormatError, SourceNotFoundError, SourceFormatError, OntologyParseError
        If the file cannot be used.
    """
    import networkx as nx

    network: Network = nx.MultiDiGraph()
    with collector_off():
        graph = tables(source, prefixes)
        network.graph.update(graph.dictionary)
        _add_nodes(network, graph)
        _add_statements(network, graph)
        _add_claims(network, graph)
    return network


def _dicts(network: Network) -> tuple[_Attributes, _Attributes, _Attributes]:
    """Return what networkx holds a network in: attributes of nodes, successors, predecessors.

    add_nodes_from and add_edges_from copy each dict of attributes, which on millions of them
    doubles the time; a test holds what is made here against what they make.
    """
    held = vars(network)
    return held["_node"], held["_succ"], held["_pred"]


def _add_nodes(network: Network, graph: Tables) -> None:
    node, successors, predecessors = _dicts(network)
    for id, labels, attributes, derived in graph.nodes():
        attributes["labels"] = labels  # type: ignore[assignment] # a tuple, shared by its kind
        attributes.update(derived)
        node[id] = attributes
        successors[id] = {}
        predecessors[id] = {}


def _add_statements(network: Network, graph: Tables) -> None:
    _, successors, predecessors = _dicts(network)
    patterns: dict[tuple[str, str], tuple[str, _Attributes]] = {}
    for subject, predicate, target, name in graph.statements():
        pattern = patterns.get((predicate, name))
        if pattern is None:
            pattern = patterns[predicate, name] = _pattern(predicate, name, graph)
        key, attributes = pattern
        beside = successors[subject].get(target)
        if beside is None:
            edges = {key: attributes.copy()}
            successors[subject][target] = predecessors[target][subject] = edges
        else:
            beside[key] = attributes.copy()


def _pattern(predicate: str, name: str, graph: Tables) -> tuple[str, _Attributes]:
    """Return key and attributes of the edges of a predicate in a named graph."""
    carried = {"predicate": predicate, "graph": name} if name else {"predicate": predicate}
    type = graph.type_of(predicate)
    return Edge("", "", type, {**carried}).key, {TYPE: type, **carried, DERIVED: False}


def _add_claims(network: Network, graph: Tables) -> None:
    for edge in graph.claim_edges():
        key = edge.key
        if network.has_edge(edge.subject, edge.object, key):  # a claim of several predicates
            key = f"{key} {edge.predicate}"
        attributes = {TYPE: edge.type, **edge.properties, DERIVED: True}
        network.add_edge(edge.subject, edge.object, key, **attributes)


def quads_of_network(network: Network) -> Iterator[Quad]:
    """Yield the statements that a network carries, each in its named graph.

    What is derived, and attributes that the dictionary of the network does not name, are passed
    over.

    Raises
    ------
    PropertyGraphError
        If the network lacks its dictionary, or an edge its predicate.
    """
    if "schema" not in network.graph:
        reason = "lacks the dictionary that to_networkx puts into network.graph"
        raise PropertyGraphError("the network", reason)
    nodes = (Node(id, (), attributes, {}) for id, attributes in network.nodes(data=True))
    return quads_of(nodes, _edges(network), network.graph)


def _edges(network: Network) -> Iterator[Edge]:
    for subject, target, attributes in network.edges(data=True):
        yield Edge(
            subject,
            target,
            attributes.get(TYPE, "without a type"),
            attributes,
            is_derived=attributes.get(DERIVED, False),
        )
