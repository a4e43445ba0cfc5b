"""Contradictions that no two links make, but several in a chain.

One link points to another if its source lies below the other's source, or its target below the
other's target. Links that point to one another in a ring make one class of all that lie on it,
though no two of them may cross. A class below the first link of a chain lies below all that the
last one lies below: so two chains may bring it below two classes that have nothing in common.

Of each ring, and of each two chains, the link that least speaks for goes. What lies in a ring, or
below two disjoint classes, on one side alone is that side's own affair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .assignment import Pair
from .hierarchy import Hierarchy

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.DiGraph[Pair]

RING = "by the links between them, several classes of one side would be one"
BELOW_BOTH = "by the links between them, a class would lie below two that have nothing in common"


class Side(NamedTuple):
    """A hierarchy and the pairs of its classes that have no instance in common."""

    hierarchy: Hierarchy
    disjoint: frozenset[frozenset[str]]


class Conflict(NamedTuple):
    """Two pairs that cannot both hold, and why; the first is the one that went."""

    dropped: Pair
    kept: Pair
    reason: str


def break_chains(
    links: Mapping[Pair, float], source: Side, target: Side, *, fixed: Collection[Pair] = ()
) -> Iterator[Conflict]:
    """Yield, for each ring and each two chains that contradict, the link that goes.

    Parameters
    ----------
    links
        Pairs and their scores.
    source, target
        The two sides.
    fixed
        Links that stay; what they alone contradict stays, too.
    """
    graph = _graph(links, source.hierarchy, target.hierarchy)

    def drop(chain: Iterable[Pair], reason: str) -> Conflict | None:
        free = [pair for pair in chain if pair not in fixed]
        if not free:
            return None
        weakest = min(free, key=lambda pair: (links[pair], pair))
        others = [pair for pair in chain if pair != weakest]
        graph.remove_node(weakest)
        return Conflict(weakest, max(others, key=lambda pair: (links[pair], pair)), reason)

    for ring in _rings(graph, (source.hierarchy, target.hierarchy)):
        if conflict := drop(ring, RING):
            yield conflict
    for place, sides in enumerate(((source, target), (target, source))):
        for two in sorted(sorted(classes) for classes in sides[0].disjoint):
            below = _BelowBoth(graph, (sides[0].hierarchy, sides[1].hierarchy), place)
            found = True
            while len(two) == 2 and found:
                found = False
                for chain in below.chains(two[0], two[1]):
                    if conflict := drop(chain, BELOW_BOTH):
                        yield conflict
                        found = True
                        break


def _graph(links: Iterable[Pair], *hierarchies: Hierarchy) -> Graph:
    """Return the links as a graph: each points to those whose source or target lies above."""
    import networkx as nx

    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(sorted(links))
    for place, hierarchy in enumerate(hierarchies):
        linked: dict[str, list[Pair]] = {}
        for pair in graph:
            linked.setdefault(pair[place], []).append(pair)
        for pair in graph:
            above = {pair[place], *hierarchy.ancestors(pair[place])}
            graph.add_edges_from(
                (pair, other)
                for iri in sorted(above & linked.keys())
                for other in linked[iri]
                if other != pair
            )
    return graph


def _rings(graph: Graph, hierarchies: tuple[Hierarchy, Hierarchy]) -> Iterator[list[Pair]]:
    """Yield links that make one class of several; who takes one away is shown what is left."""
    import networkx as nx

    waiting = sorted(sorted(ring) for ring in nx.strongly_connected_components(graph))
    while waiting:
        ring = waiting.pop()
        if all(_are_one({pair[n] for pair in ring}, h) for n, h in enumerate(hierarchies)):
            continue
        yield ring
        left = [pair for pair in ring if pair in graph]
        if len(left) < len(ring):
            parts = nx.strongly_connected_components(graph.subgraph(left))
            waiting += sorted(sorted(part) for part in parts)


def _are_one(terms: set[str], hierarchy: Hierarchy) -> bool:
    """Whether the terms are one in their own hierarchy: each lies above each other one."""
    return all(terms <= {iri, *hierarchy.ancestors(iri)} for iri in terms)


class _BelowBoth:
    """Finds the chains of links that bring a class below two classes of a side.

    Parameters
    ----------
    graph
        The links; may lose some between two questions.
    hierarchies
        That of the side of the two classes, and the other one.
    place
        Where the classes of that side stand in a link.
    """

    def __init__(self, graph: Graph, hierarchies: tuple[Hierarchy, Hierarchy], place: int) -> None:
        self._graph, self._hierarchies, self._place = graph, hierarchies, place

    def chains(self, left: str, right: str) -> Iterator[list[Pair]]:
        """Yield, for each class that lies below both by links only, the links of the chains."""
        own = [_and_below(self._hierarchies[0], iri) for iri in (left, right)]
        empty = own[0] & own[1]
        next_of = [self._upward(terms - empty) for terms in own]
        for n, hierarchy in enumerate(self._hierarchies):
            place = self._place if n == 0 else 1 - self._place
            below = [_linked(chain, place, hierarchy) for chain in next_of]
            reached = [
                found.keys() | (terms if n == 0 else set())
                for found, terms in zip(below, own, strict=True)
            ]
            for iri in sorted((reached[0] & reached[1]) - (empty if n == 0 else set())):
                yield [
                    pair
                    for side in (0, 1)
                    if n == 1 or iri not in own[side]
                    for pair in _walk(below[side][iri], next_of[side])
                ]

    def _upward(self, terms: Collection[str]) -> dict[Pair, Pair | None]:
        """Return the links from which one comes to these classes, each with the next one."""
        found: dict[Pair, Pair | None] = {
            pair: None for pair in self._graph if pair[self._place] in terms
        }
        waiting = list(found)
        for pair in waiting:
            for before in self._graph.predecessors(pair):
                if before not in found:
                    found[before] = pair
                    waiting.append(before)
        return found


def _and_below(hierarchy: Hierarchy, iri: str) -> set[str]:
    return {iri, *hierarchy.descendants.get(iri, ())}


def _linked(pairs: Iterable[Pair], place: int, hierarchy: Hierarchy) -> dict[str, Pair]:
    """Return each class at or below a class of the links, with the first such link."""
    found: dict[str, Pair] = {}
    for pair in pairs:
        for iri in _and_below(hierarchy, pair[place]):
            found.setdefault(iri, pair)
    return found


def _walk(pair: Pair | None, next_of: Mapping[Pair, Pair | None]) -> Iterator[Pair]:
    while pair is not None:
        yield pair
        pair = next_of[pair]
