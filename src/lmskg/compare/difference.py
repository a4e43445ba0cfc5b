"""Compare two sets of quads, up to the labels of blank nodes, and put what differs in order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..graph.store import canonical


class Changed(NamedTuple):
    """A subject and predicate whose one value is another on the other side."""

    left: Quad
    right: Quad


@dataclass(frozen=True, slots=True)
class Difference:
    """What two graphs have that the other has not.

    Attributes
    ----------
    n_left, n_right
        Number of statements that were compared.
    only_left, only_right
        Statements of one side alone, those in `changed` left out.
    changed
        Pairs of statements that differ in their value alone.
    only_in
        What all of the difference lies in: `names of graphs`, `languages`, `languages and
        datatypes`; or nothing.
    losses
        What the form of a side leaves out of the other, and so was not compared.
    """

    n_left: int
    n_right: int
    only_left: tuple[Quad, ...] = ()
    only_right: tuple[Quad, ...] = ()
    changed: tuple[Changed, ...] = ()
    only_in: str = ""
    losses: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """True when both sides are the same graph, but for stated losses."""
        return not (self.only_left or self.only_right or self.changed)


# a way to look at a statement that does not see one thing, and what that thing is called
_VIEWS: tuple[tuple[str, Callable[[Quad], Hashable]], ...] = (
    ("names of graphs", lambda quad: quad.triple),
    ("languages", lambda quad: _untagged(quad, is_any=False)),
    ("languages and datatypes", lambda quad: _untagged(quad, is_any=True)),
)


def _untagged(quad: Quad, *, is_any: bool) -> Hashable:
    value: Hashable = quad.object
    if isinstance(quad.object, Literal) and (quad.object.language or is_any):
        value = quad.object.value
    return quad.subject, quad.predicate, value, quad.graph_name


def difference(
    left: Iterable[Quad], right: Iterable[Quad], losses: tuple[str, ...] = ()
) -> Difference:
    """Return what two graphs have that the other has not.

    Notes
    -----
    Blank nodes are named by what stands around them, so a change beside one may show as several.
    """
    ours, theirs = dict.fromkeys(canonical(left)), dict.fromkeys(canonical(right))
    only_left = [quad for quad in ours if quad not in theirs]
    only_right = [quad for quad in theirs if quad not in ours]
    changed = _pairs(only_left, only_right)
    paired = {quad for pair in changed for quad in pair}
    return Difference(
        n_left=len(ours),
        n_right=len(theirs),
        only_left=tuple(quad for quad in only_left if quad not in paired),
        only_right=tuple(quad for quad in only_right if quad not in paired),
        changed=tuple(changed),
        only_in=_cause(only_left, only_right),
        losses=losses,
    )


def _pairs(only_left: list[Quad], only_right: list[Quad]) -> list[Changed]:
    """Return the statements that stand alone in their place on both sides, two by two."""
    places: dict[Hashable, tuple[list[Quad], list[Quad]]] = {}
    for number, quads in enumerate((only_left, only_right)):
        for quad in quads:
            place = (quad.subject, quad.predicate, quad.graph_name)
            places.setdefault(place, ([], []))[number].append(quad)
    return [
        Changed(left[0], right[0])
        for left, right in places.values()
        if len(left) == len(right) == 1
    ]


def _cause(only_left: list[Quad], only_right: list[Quad]) -> str:
    """Return the one thing without which nothing would differ."""
    if not (only_left or only_right):
        return ""
    for name, view in _VIEWS:
        if {view(quad) for quad in only_left} == {view(quad) for quad in only_right}:
            return name
    return ""


def without_graphs(quads: Iterable[Quad]) -> list[Quad]:
    """Return the statements in the default graph, each once."""
    triples = dict.fromkeys(quad.triple for quad in quads)
    return [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples]


def has_graphs(quads: Iterable[Quad]) -> bool:
    """Return whether a statement stands in a named graph."""
    return any(isinstance(quad.graph_name, NamedNode) for quad in quads)
