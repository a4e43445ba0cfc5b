"""What exact mappings do to the hierarchies that they join: classes that become one, or empty.

The closure is over is_a, equivalence by exact mappings, and disjointness; existential restrictions
are left out. So whatever is found follows, and not all that follows is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..terminology import namespace_of
from .pool import Pool

if TYPE_CHECKING:
    from networkx import DiGraph


class Step(NamedTuple):
    """One step of a proof: a class is a kind of, or the same as, another."""

    lower: str
    upper: str
    is_mapped: bool


def merged_classes(
    links: Collection[tuple[str, str]], pool: Pool
) -> Iterator[tuple[list[Step], list[Step]]]:
    """Yield the classes of one vocabulary that exact mappings and is_a together make one.

    Parameters
    ----------
    links
        Pairs of classes that are said to be one.
    pool
        The classes and their parents. Circles of is_a alone are not reported.

    Yields
    ------
    pair of lists of Step
        The way from a class up to another of its vocabulary, and the way back. Each circle once,
        by its first class that is merged with one it was not merged with before.
    """
    import networkx as nx

    merged, plain = _graph(links, pool), _graph((), pool)
    circles = [c for c in nx.strongly_connected_components(merged) if len(c) > 1]
    for circle in sorted(map(sorted, circles)):
        before = list(nx.strongly_connected_components(plain.subgraph(circle)))
        group = {iri: number for number, part in enumerate(before) for iri in part}
        yield from _first_pair(circle, group, merged.subgraph(circle))


def emptied_classes(
    links: Collection[tuple[str, str]], pool: Pool
) -> Iterator[tuple[list[Step], list[Step], tuple[str, str]]]:
    """Yield the highest classes that come under two disjoint ones because of exact mappings.

    Parameters
    ----------
    links, pool
        As in `merged_classes`.

    Yields
    ------
    list of Step, list of Step, pair of IRI
        The ways up from the class to each of the two, and the two.
    """
    if not pool.disjoint:
        return
    import networkx as nx

    merged, plain = _graph(links, pool), _graph((), pool)
    for left, right in sorted(pool.disjoint):
        if left not in merged or right not in merged:
            continue
        found = _below(merged, left) & _below(merged, right)
        found -= _below(plain, left) & _below(plain, right)
        for iri in _highest(found, merged):
            ways = [nx.shortest_path(merged, iri, upper) for upper in (left, right)]
            yield _steps(ways[0], merged), _steps(ways[1], merged), (left, right)


def _graph(links: Collection[tuple[str, str]], pool: Pool) -> DiGraph[str]:
    """Return the classes with an edge to each parent, and both ways along each link."""
    import networkx as nx

    graph: DiGraph[str] = nx.DiGraph()
    for iri in sorted(pool.terms):
        graph.add_node(iri)
        for parent in pool.terms[iri].parents:
            graph.add_edge(iri, parent, is_mapped=False)
    for left, right in sorted(links):
        for lower, upper in ((left, right), (right, left)):
            if not graph.has_edge(lower, upper):
                graph.add_edge(lower, upper, is_mapped=True)
    return graph


def _first_pair(
    circle: list[str], group: dict[str, int], merged: DiGraph[str]
) -> Iterator[tuple[list[Step], list[Step]]]:
    """Yield the ways between the first two classes that were two, if is_a has a part in it."""
    import networkx as nx

    for number, iri in enumerate(circle):
        for other in circle[number + 1 :]:
            if namespace_of(iri) != namespace_of(other) or group.get(iri) == group.get(other):
                continue
            up = _steps(nx.shortest_path(merged, iri, other), merged)
            back = _steps(nx.shortest_path(merged, other, iri), merged)
            if not all(step.is_mapped for step in (*up, *back)):
                yield up, back
                return


def _below(graph: DiGraph[str], iri: str) -> set[str]:
    """Return a class and all that are under it."""
    import networkx as nx

    return {iri, *nx.ancestors(graph, iri)} if iri in graph else set()


def _highest(found: set[str], graph: DiGraph[str]) -> list[str]:
    """Return the classes that are under no other of a set, the first of those that are one."""
    kept: list[str] = []
    for iri in sorted(found):
        above = {upper for upper in graph.successors(iri) if upper in found}
        same = {upper for upper in above if graph.has_edge(upper, iri)}
        if not above - same and not any(upper < iri for upper in same):
            kept.append(iri)
    return kept or sorted(found)[:1]


def _steps(way: list[str], graph: DiGraph[str]) -> list[Step]:
    return [
        Step(lower, upper, bool(graph.edges[lower, upper]["is_mapped"]))
        for lower, upper in pairwise(way)
    ]
