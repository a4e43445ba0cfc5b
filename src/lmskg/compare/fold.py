"""Blank nodes told by what stands below them, so that a change shows where it is and nowhere else.

A blank node has no name of its own, and any name that is made for a whole graph changes when a far
part of the graph does. Here each one is folded into the statement that leads to it, as in Turtle's
square brackets, and is known by a signature of its own statements: in rounds, each round hashes
what the last one knew of the nodes below. Two graphs that are the same fold to the same
statements; the reverse holds but for which blank nodes are one and the same, and RDFC-1.0 tells
that.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ..graph.store import canonical

_SOME = BlankNode("graph")

Value = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Folded:
    """A blank node with all that stands below it; equal to another with the same below it."""

    signature: str
    node: BlankNode = field(compare=False)
    below: Below = field(compare=False, repr=False)

    @property
    def parts(self) -> list[Part]:
        """Predicate and value of each of its statements, sorted."""
        return self.below.parts(self.node)


Term = NamedNode | Literal | Folded | Triple | BlankNode
Part = tuple[NamedNode, Term]
Graph = NamedNode | BlankNode | DefaultGraph


class Statement(NamedTuple):
    """A statement whose blank nodes are folded; without a predicate, a blank node of its own."""

    subject: Term
    predicate: NamedNode | None
    object: Term | None
    graph: Graph


class Below:
    """The statements of the blank nodes of one graph."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(dict.fromkeys(quads))
        self.of_node: dict[BlankNode, list[Quad]] = {}
        for quad in self.quads:
            if isinstance(quad.subject, BlankNode):
                self.of_node.setdefault(quad.subject, []).append(quad)
            if isinstance(quad.object, BlankNode):
                self.of_node.setdefault(quad.object, [])
        self.signatures = dict.fromkeys(self.of_node, "")

    def refine(self) -> None:
        """Look one level deeper from each blank node."""
        known = self.signatures
        self.signatures = {
            node: _hashed(
                f"{quad.predicate} {_shown(quad.object, known)} {_place(quad)}" for quad in quads
            )
            for node, quads in self.of_node.items()
        }

    def folded(self, node: BlankNode) -> Folded:
        """Return a blank node with what stands below it."""
        return Folded(self.signatures[node], node, self)

    def term(self, value: Value) -> Term:
        """Return a value as it stands, or folded."""
        return self.folded(value) if isinstance(value, BlankNode) else value

    def parts(self, node: BlankNode) -> list[Part]:
        """Return predicate and value of each statement of a blank node, sorted."""
        found = [(quad.predicate, self.term(quad.object)) for quad in self.of_node[node]]
        return sorted(found, key=lambda part: (part[0].value, _key(part[1])))

    def statements(self) -> Iterator[Statement]:
        """Yield the statements that lead to blank nodes, and each blank node nothing leads to."""
        seen: set[BlankNode] = set()
        for quad in self.quads:
            if not isinstance(quad.subject, BlankNode):
                yield Statement(quad.subject, quad.predicate, self.term(quad.object), _place(quad))
                if isinstance(quad.object, BlankNode):
                    self._mark(quad.object, seen)
        targets = {quad.object for quad in self.quads if quad.object != quad.subject}
        # those that nothing leads to first: what is left then is a circle of blank nodes
        for node in sorted(self.of_node, key=lambda n: (n in targets, self.signatures[n])):
            if node not in seen:
                yield Statement(self.folded(node), None, None, DefaultGraph())
                self._mark(node, seen)

    def _mark(self, start: BlankNode, seen: set[BlankNode]) -> None:
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if node not in seen:
                seen.add(node)
                queue.extend(
                    quad.object for quad in self.of_node[node] if isinstance(quad.object, BlankNode)
                )


def _place(quad: Quad) -> Graph:
    """Return the graph of a statement; a blank node that names one loses its label."""
    return _SOME if isinstance(quad.graph_name, BlankNode) else quad.graph_name


def _hashed(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _shown(value: Value, signatures: dict[BlankNode, str]) -> str:
    return signatures[value] if isinstance(value, BlankNode) else str(value)


def _key(term: Term) -> str:
    return term.signature if isinstance(term, Folded) else str(term)


def fold(left: Iterable[Quad], right: Iterable[Quad]) -> tuple[Below, Below]:
    """Return the blank nodes of two graphs, with signatures that mean the same in both."""
    sides = Below(left), Below(right)
    n_kinds = 0
    while n_kinds < (n_now := len({s for side in sides for s in side.signatures.values()})):
        n_kinds = n_now
        for side in sides:
            side.refine()
    return sides


def has_blank(quad: Quad) -> bool:
    """Return whether a statement is one of a blank node."""
    return BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name))


def is_isomorphic(left: Iterable[Quad], right: Iterable[Quad]) -> bool:
    """Return whether two graphs are the same but for the labels of blank nodes."""
    sides = [set(quads) for quads in (left, right)]
    named = [{quad for quad in quads if not has_blank(quad)} for quads in sides]
    if named[0] != named[1] or len(sides[0]) != len(sides[1]):
        return False
    ours, theirs = (quads - known for quads, known in zip(sides, named, strict=True))
    return ours == theirs or canonical(ours) == canonical(theirs)
