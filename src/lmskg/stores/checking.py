"""Hold what a store has against what was loaded: the numbers, or every statement."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import Quad

from ..endpoint.protocol import Endpoint
from ..errors import StoreContentError
from ..graph.store import as_quads, canonical
from ..model import plain
from .content import Content


def check_counts(content: Content, endpoint: Endpoint) -> None:
    """Raise an error if a graph in the store has another number of statements than was sent.

    Of a very large file only the most that it can be is known.

    Raises
    ------
    StoreContentError
        If a number is wrong.
    """
    names = " ".join(f"<{graph}>" for graph in content.counts)
    query = (
        f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} "
        "GROUP BY ?g"
    )
    held = {s["g"].value: int(plain(s["n"]) or 0) for s in endpoint.select(query)}
    for graph, expected in sorted(content.counts.items()):
        number = held.get(graph, 0)
        if number > expected or (number < expected and content.is_exact) or not number:
            cure = "load with --replace; if that does not help, it takes equal values for one"
            reason = f"<{graph}> has {number} statements instead of {expected}; {cure}"
            raise StoreContentError(endpoint.address, reason)


def check_content(content: Content, endpoint: Endpoint) -> None:
    """Raise an error if the store gives back another graph than was loaded.

    Every named graph is read back whole and compared statement by statement, up to the names of
    blank nodes; both have to fit in memory.

    Raises
    ------
    StoreContentError
        If a statement is missing, or another; the first is named.
    """
    loaded: dict[str, list[Quad]] = {}
    for quad in content.read():
        loaded.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
    for graph, quads in sorted(loaded.items()):
        expected = _statements(as_quads(quad.triple for quad in quads))
        found = _statements(as_quads(endpoint.read_graph(graph)))
        if expected != found:
            raise StoreContentError(endpoint.address, _difference(graph, expected, found))


def _statements(quads: Collection[Quad]) -> set[str]:
    return {str(quad.triple) for quad in canonical(quads)}


def _difference(graph: str, expected: set[str], found: set[str]) -> str:
    parts = [
        f"{len(lines)} {what}, such as {min(lines)}"
        for lines, what in ((expected - found, "missing"), (found - expected, "not loaded"))
        if lines
    ]
    return f"<{graph}> came back changed: {'; '.join(parts)}"
