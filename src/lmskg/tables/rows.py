"""The rows that every property-graph format is made of, and the dictionary of their properties."""

from __future__ import annotations

from typing import Literal, NamedTuple

Scalar = str | int | float | bool
Value = Scalar | list[str] | list[int] | list[float] | list[bool]
Kind = Literal["string", "integer", "float", "boolean"]

RESOURCE = "Resource"
INFO = "GraphInfo"
TAG = "__tag"
IN_GRAPH = "__graph"


class Node(NamedTuple):
    """An IRI or blank node (`_:label`) with the statements that give it a literal.

    `properties` are carried; `derived` are made for the reader and never read back.
    """

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Value]
    derived: dict[str, Value]


class Edge(NamedTuple):
    """One statement between two nodes, or, where `is_derived`, the direct edge of a claim."""

    subject: str
    object: str
    type: str
    properties: dict[str, Value]
    is_derived: bool = False

    @property
    def key(self) -> str:
        """What tells the edge from the others between its nodes: the claim, or the predicate."""
        if self.is_derived:
            return str(self.properties["claim"])
        graph = self.properties.get("graph")
        return f"{self.properties['predicate']} {graph}" if graph else self.predicate

    @property
    def predicate(self) -> str:
        """IRI of the predicate."""
        return str(self.properties["predicate"])


class Property(NamedTuple):
    """A column of nodes: which predicate it is, and what type of value it has.

    Attributes
    ----------
    name
        Name of the property: letters, digits and `_`.
    iri
        IRI of the predicate.
    kind
        Type of the values.
    is_list
        True if some node of the graph has two values.
    tag
        Usual type of the literals: `@` and a language, a datatype IRI, or empty for a string. A
        node with another one has it beside the value, as `<name>__tag`.
    """

    name: str
    iri: str
    kind: Kind
    is_list: bool
    tag: str
