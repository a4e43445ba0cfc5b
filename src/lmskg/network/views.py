"""Parts of a network that a question starts from: what stands around a term, what is affirmed.

Each is a new network of some edges and the nodes they join, found by networkx's own algorithms.
Not here: what the claims say together; contested claims and denied ones are edges like others, and
their attributes `polarity` and `standing` say which they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import QueryParameterError
from ..namespaces import KG, RDFS_SUBCLASS
from .nodes import find_node
from .property_graph import DERIVED

if TYPE_CHECKING:
    from .property_graph import Network

_AFFIRMED, _CONTESTED = "Affirmed", "Contested"
_LEVEL = f"{KG.iri}Level"


def claim_view(network: Network) -> Network:
    """Return the edges that join terms: the direct edges of claims, and the hierarchy of classes.

    Parameters
    ----------
    network
        A network as `property_network` gives it; not changed.

    Returns
    -------
    networkx.MultiDiGraph
        A view of these edges and their nodes; without blank nodes, which stand for axioms.
    """
    edges = [
        (subject, target, key)
        for subject, target, key, attributes in network.edges(keys=True, data=True)
        if attributes.get(DERIVED) or _is_hierarchy(subject, target, attributes)
    ]
    view: Network = network.edge_subgraph(edges)  # type: ignore[arg-type] # the stubs forget keys
    return view


def _is_hierarchy(subject: str, target: str, attributes: dict[str, Any]) -> bool:
    ends = (subject, target)
    return attributes.get("predicate") == RDFS_SUBCLASS and not any(
        end.startswith("_:") for end in ends
    )


def neighbourhood(
    network: Network, term: str, *, radius: int = 1, every_edge: bool = False
) -> Network:
    """Return the terms that are at most `radius` steps from a term, and what joins them.

    Parameters
    ----------
    network
        A network as `property_network` gives it; not changed.
    term
        IRI, CURIE or label.
    radius
        Number of steps, against the direction of edges too.
    every_edge
        Whether all edges count, such as those of evidence and mappings; else only direct edges of
        claims and the hierarchy do.

    Returns
    -------
    networkx.MultiDiGraph
        A new network; the term alone if nothing is joined to it.

    Raises
    ------
    TermNotFoundError, AmbiguousTermError
        If no node, or more than one, is called so.
    """
    import networkx as nx

    node = find_node(network, term)
    edges = network if every_edge else claim_view(network)
    if node not in edges:
        return network.subgraph([node]).copy()
    # of a simple graph of mere nodes: ego_graph copies what it turns into an undirected one
    simple: nx.Graph[str] = nx.Graph()
    simple.add_edges_from(edges.edges())
    return edges.subgraph(nx.ego_graph(simple, node, radius=radius)).copy()


def affirmed(network: Network, strength: str = "B", *, with_contested: bool = False) -> Network:
    """Return the direct edges of the claims that evidence of some strength affirms.

    Parameters
    ----------
    network
        A network as `property_network` gives it; not changed.
    strength
        Letter of the weakest level of evidence to keep; A is the strongest.
    with_contested
        Whether contested claims stay; their attribute `standing` is `Contested`.

    Returns
    -------
    networkx.MultiDiGraph
        A new network of these edges and the nodes that they join. No denied claim is among them.

    Raises
    ------
    QueryParameterError
        If the graph knows no such level.
    """
    ranks = _ranks(network)
    if strength not in ranks:
        known = ", ".join(sorted(ranks)) or "none in this graph"
        raise QueryParameterError("strength", f"{strength!r} is no level; known are {known}")
    edges = [
        (subject, target, key)
        for subject, target, key, claim in network.edges(keys=True, data=True)
        if claim.get(DERIVED)
        and claim.get("polarity") == _AFFIRMED
        and ranks.get(claim.get("strength", ""), len(ranks)) <= ranks[strength]
        and (with_contested or claim.get("standing") != _CONTESTED)
    ]
    view: Network = network.edge_subgraph(edges)  # type: ignore[arg-type] # the stubs forget keys
    return view.copy()


def _ranks(network: Network) -> dict[str, int]:
    """Return the place of each level of evidence, by its letter; the strongest is 0."""
    levels = [
        (float(attributes["strengthRank"]), node.removeprefix(_LEVEL))
        for node, attributes in network.nodes(data=True)
        if "strengthRank" in attributes and node.startswith(_LEVEL)
    ]
    return {letter: place for place, (_, letter) in enumerate(sorted(levels))}
