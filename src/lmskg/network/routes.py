"""The paths between two terms, each step with the claims that make it.

networkx finds the paths, in a simple graph of what joins terms; parallel claims are told
with the step they share, so that ten claims about one pair are one path and not ten. A step may
lead against the direction of a claim: its own subject and object stand with it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .nodes import find_node
from .property_graph import DERIVED, TYPE
from .views import claim_view

if TYPE_CHECKING:
    from .property_graph import Network


class StepEdge(NamedTuple):
    """One edge of a step: a claim, or (with no claim) a subclass and its superclass.

    `standing` and `strength` (letter of the best level of evidence) are empty where there is none.
    """

    claim: str
    subject: str
    type: str
    object: str
    statement: str
    polarity: str
    standing: str
    strength: str


class Step(NamedTuple):
    """A step of a path from one term to the next, with all that joins the two, sorted."""

    start: str
    end: str
    edges: tuple[StepEdge, ...]


def paths(
    network: Network, start: str, end: str, *, cutoff: int | None = None
) -> list[tuple[Step, ...]]:
    """Return the paths between two terms, with the claims along each.

    Parameters
    ----------
    network
        A network as `property_network` gives it; not changed.
    start, end
        IRI, CURIE or label.
    cutoff
        Longest path, in steps; by default, only the shortest paths are returned.

    Returns
    -------
    list of tuple of Step
        The shortest paths first, those of the same length by their nodes; empty if there is none.

    Raises
    ------
    TermNotFoundError, AmbiguousTermError
        If no node, or more than one, is called so.

    Notes
    -----
    The number of paths grows exponentially with `cutoff`.
    """
    import networkx as nx

    ends = find_node(network, start), find_node(network, end)
    edges = claim_view(network)
    simple = nx.Graph(edges.edges())
    if not all(node in simple for node in ends):
        return []
    try:
        found = (
            nx.all_shortest_paths(simple, *ends)
            if cutoff is None
            else nx.all_simple_paths(simple, *ends, cutoff=cutoff)
        )
        ordered = sorted(found, key=lambda nodes: (len(nodes), nodes))
    except nx.NetworkXNoPath:
        return []
    return [tuple(_step(edges, *pair) for pair in pairwise(nodes)) for nodes in ordered]


def _step(edges: Network, start: str, end: str) -> Step:
    """Return all that joins two terms, in both directions."""
    found = {
        _edge(subject, target, attributes)
        for subject, target in ((start, end), (end, start))
        for attributes in (edges.get_edge_data(subject, target) or {}).values()
    }
    return Step(start, end, tuple(sorted(found)))


def _edge(subject: str, target: str, attributes: dict[str, Any]) -> StepEdge:
    shown = ("statement", "polarity", "standing", "strength")
    claim = attributes.get("claim", "") if attributes.get(DERIVED) else ""
    texts = (attributes.get(name, "") for name in shown)
    return StepEdge(claim, subject, attributes[TYPE], target, *texts)
