"""A shapes graph that can be asked: the values of a shape, its file, the prefixes it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ..graph.store import triples
from ..namespaces import RDF_TYPE, compress

SH = "http://www.w3.org/ns/shacl#"
SKOLEM = "urn:lmskg:shape:"
TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
Node: TypeAlias = NamedNode | BlankNode
Value: TypeAlias = NamedNode | BlankNode | Literal
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PATH_MARKS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def sh(name: str) -> NamedNode:
    """Return the SHACL term `name`."""
    return NamedNode(SH + name)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes as one graph: their triples, the file of each subject, the declared prefixes.

    `prepared` holds what was made ready for the reference engine: the shapes and parsed queries.
    """

    quads: tuple[Quad, ...]
    files: dict[Node, Path]
    prefixes: dict[str, str]
    index: dict[Node, dict[str, list[Value]]] = field(repr=False)
    prepared: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def values(self, subject: Value, name: str) -> list[Value]:
        """Return the values of the SHACL property `name` of `subject`."""
        about = {} if isinstance(subject, Literal) else self.index.get(subject, {})
        return about.get(SH + name, [])

    def has_type(self, subject: Node, name: str) -> bool:
        """Return whether `subject` is declared to be of the SHACL class `name`."""
        return sh(name) in self.index[subject].get(RDF_TYPE, [])

    def members(self, head: Value) -> Iterator[Value]:
        """Yield the members of the RDF list that starts at `head`."""
        seen: set[Value] = set()
        while isinstance(head, Node) and head in self.index and head not in seen:
            seen.add(head)
            yield from self.index[head].get(f"{_RDF}first", [])
            head = next(iter(self.index[head].get(f"{_RDF}rest", [])), NamedNode(f"{_RDF}nil"))

    def targeted(self) -> list[Node]:
        """Return the shapes that have a target, by IRI."""
        found = [s for s in self.index if any(self.values(s, name) for name in TARGETS)]
        return sorted(found, key=str)

    def parents(self) -> dict[Value, Node]:
        """Return the shape that each property shape is part of."""
        return {
            part: subject for subject in self.index for part in self.values(subject, "property")
        }

    def ntriples(self) -> str:
        """Return the shapes as N-Triples."""
        return ntriples(self.quads)


def ntriples(quads: Iterable[Quad]) -> str:
    """Return the union of the quads' graphs as N-Triples."""
    data: bytes = serialize(triples(quads), format=RdfFormat.N_TRIPLES) or b""
    return data.decode()


def index_shapes(quads: Iterable[Quad], files: dict[Node, Path]) -> Shapes:
    """Return the quads as `Shapes`, with the prefixes that `sh:declare` names in them."""
    index: dict[Node, dict[str, list[Value]]] = {}
    kept = tuple(dict.fromkeys(quads))
    for quad in kept:
        if not (isinstance(quad.subject, Triple) or isinstance(quad.object, Triple)):
            about = index.setdefault(quad.subject, {})
            about.setdefault(quad.predicate.value, []).append(quad.object)
    shapes = Shapes(kept, files, {}, index)
    for subject in index:
        shapes.prefixes.update(declared_prefix(shapes, subject))
    return shapes


def declared_prefix(shapes: Shapes, node: Value) -> dict[str, str]:
    """Return the prefix that a value of `sh:declare` declares."""
    prefix, namespace = shapes.values(node, "prefix"), shapes.values(node, "namespace")
    return {p.value: n.value for p, n in zip(prefix, namespace, strict=False)}


def path_text(path: Value, shapes: Shapes) -> str:
    """Return a property path in SPARQL syntax, with CURIEs."""
    if isinstance(path, NamedNode):
        return compress(path.value, shapes.prefixes)
    for name, mark in _PATH_MARKS.items():
        for inner in shapes.values(path, name):
            return f"({path_text(inner, shapes)}){mark}"
    for inner in shapes.values(path, "inversePath"):
        return f"^{path_text(inner, shapes)}"
    for inner in shapes.values(path, "alternativePath"):
        return "|".join(path_text(step, shapes) for step in shapes.members(inner))
    return "/".join(path_text(step, shapes) for step in shapes.members(path))


def local_name(node: Value) -> str:
    """Return the last part of a shape's IRI, for a message."""
    if isinstance(node, NamedNode) and not node.value.startswith(SKOLEM):
        return re.split(r"[/#]", node.value)[-1]
    return "a shape without an IRI"
