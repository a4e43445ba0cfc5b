"""What a form leaves out, as data: each kind of thing with its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..namespaces import RDF_TYPE, XSD
from ..tables.names import split

# what a form without languages, datatypes or named graphs leaves out of the statements it shows
TAGS = "languages and datatypes of values"
GRAPHS = "names of graphs on statements"

_PLAIN = f"{XSD}string"
_INDIVIDUAL = "NamedIndividual"


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that a form leaves out, and how many of it this graph has."""

    what: str
    count: int


def losses_of(counted: Counter[str]) -> tuple[Loss, ...]:
    """Return the counts as losses, the largest first; what is not lost is not named."""
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Loss(what, count) for what, count in ranked if count)


def sentence(losses: Iterable[Loss]) -> str:
    """Return the losses in words for a person; empty where there are none.

    Examples
    --------
    >>> sentence([Loss("statements about Measurement", 1054), Loss("names of graphs", 3)])
    'left out: 1,054 statements about Measurement; 3 names of graphs'
    """
    parts = "; ".join(f"{loss.count:,} {loss.what}" for loss in losses)
    return f"left out: {parts}" if parts else ""


class Kinds:
    """What each node is, in a word: the local name of its type."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._types: dict[str, list[str]] = {}
        for quad in quads:
            if quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode):
                self._types.setdefault(str(quad.subject), []).append(quad.object.value)

    def types(self, node: object) -> list[str]:
        """Return the types of a node."""
        return self._types.get(str(node), [])

    def items(self) -> Iterable[tuple[str, list[str]]]:
        """Return each typed node, in the syntax of N-Triples, with its types."""
        return self._types.items()

    def about(self, node: object) -> str:
        """Return what a statement about this node is called when it is left out."""
        names = sorted(split(iri)[1] for iri in self.types(node))
        kind = next((name for name in names if name != _INDIVIDUAL), "other things")
        return f"statements about {kind}"


def count_unsaid(quads: Collection[Quad], lost: Counter[str]) -> None:
    """Count what a form without types of values and without named graphs does not say of quads."""
    for quad in quads:
        lost[GRAPHS] += quad.graph_name != DefaultGraph()
    for triple in {quad.triple for quad in quads}:
        if isinstance(triple.object, Literal):
            lost[TAGS] += is_tagged(triple.object)


def is_tagged(literal: Literal) -> bool:
    """Return whether a literal is more than a plain string."""
    return bool(literal.language) or literal.datatype.value != _PLAIN
