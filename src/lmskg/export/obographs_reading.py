"""From OBO Graphs JSON back to statements: the part of a graph that the form carries.

Values come back as plain strings, and as IRIs where they look like one; nothing is in a named
graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from ..errors import SourceFormatError
from ..files import read_text
from ..namespaces import OWL, RDF_TYPE, RDFS_COMMENT, RDFS_LABEL, RDFS_SUBCLASS, XSD
from .obographs import (
    DEFINITION,
    DEPRECATED,
    DOMAIN,
    EQUIVALENT,
    LOOKS_LIKE_IRI,
    PREDICATES,
    RANGE,
    SYNONYMS,
    TYPES,
    XREF,
    Json,
)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FULL = {short: iri for iri, short in PREDICATES.items()}
_SYNONYM = {short: iri for iri, short in SYNONYMS.items()}
_OBJECTS = ("PROPERTY", "OBJECT")


def read_obographs(path: Path) -> Iterator[Quad]:
    """Yield the statements that an OBO Graphs file carries, in the default graph.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If it is cut short, or no OBO Graphs document; with the line of a fault of syntax.
    """
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        reason = f"not whole JSON: {error.msg}; the file may be cut short"
        raise SourceFormatError(path, error.lineno, reason, error.colno) from error
    place = "the document"
    try:
        for number, graph in enumerate(document["graphs"]):
            place = f"graph {number + 1}"
            yield from _Graph(graph).quads()
    except KeyError as error:
        raise SourceFormatError(path, None, f"{place}: key {error} is missing") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise SourceFormatError(path, None, f"{place} is no OBO Graph: {error}") from error


class _Graph:
    """One graph of a document."""

    def __init__(self, graph: Json) -> None:
        self._graph = graph
        self._kinds = {
            node["id"]: (node.get("type"), node.get("propertyType")) for node in graph["nodes"]
        }
        self._blank = 0

    def quads(self) -> Iterator[Quad]:
        """Yield its statements."""
        graph = self._graph
        if "meta" in graph and not graph["id"].startswith("urn:sha256:"):
            yield _quad(graph["id"], RDF_TYPE, NamedNode(f"{OWL}Ontology"))
        yield from _described(graph)
        for node in graph["nodes"]:
            yield from self._typed(node)
            yield from _described(node)
        for edge in graph.get("edges", ()):
            yield from self._edge(edge)
        for axiom in graph.get("equivalentNodesSets", ()):
            first, *others = axiom["nodeIds"]
            yield from (_quad(first, EQUIVALENT, NamedNode(other)) for other in others)
        for axiom in graph.get("logicalDefinitionAxioms", ()):
            yield from self._definition(axiom)
        for axiom in graph.get("domainRangeAxioms", ()):
            for key, predicate in (("domainClassIds", DOMAIN), ("rangeClassIds", RANGE)):
                for iri in axiom.get(key, ()):
                    yield _quad(axiom["predicateId"], predicate, NamedNode(iri))

    def _typed(self, node: Json) -> Iterator[Quad]:
        kind = self._kinds[node["id"]]
        for iri, known in TYPES.items():
            if known == kind:
                yield _quad(node["id"], RDF_TYPE, NamedNode(iri))

    def _edge(self, edge: Json) -> Iterator[Quad]:
        subject, target = edge["sub"], edge["obj"]
        predicate: str = _FULL.get(edge["pred"]) or edge["pred"]
        kinds = [self._kinds.get(id, (None, None)) for id in (subject, predicate, target)]
        if kinds[1] == _OBJECTS and kinds[0][0] == kinds[2][0] == "CLASS":
            node, quads = self._restriction(predicate, target)
            yield _quad(subject, RDFS_SUBCLASS, node)
            yield from quads
        else:
            yield _quad(subject, predicate, NamedNode(target))

    def _restriction(self, property: str, filler: str) -> tuple[BlankNode, list[Quad]]:
        node = self._fresh()
        return node, [
            _quad(node, RDF_TYPE, NamedNode(f"{OWL}Restriction")),
            _quad(node, f"{OWL}onProperty", NamedNode(property)),
            _quad(node, f"{OWL}someValuesFrom", NamedNode(filler)),
        ]

    def _definition(self, axiom: Json) -> Iterator[Quad]:
        defined, head = self._fresh(), self._fresh()
        yield _quad(axiom["definedClassId"], EQUIVALENT, defined)
        yield _quad(defined, RDF_TYPE, NamedNode(f"{OWL}Class"))
        members: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in axiom["genusIds"]]
        for part in axiom["restrictions"]:
            node, quads = self._restriction(part["propertyId"], part["fillerId"])
            members.append(node)
            yield from quads
        yield _quad(defined, f"{OWL}intersectionOf", head if members else _nil())
        for number, member in enumerate(members, start=1):
            rest = self._fresh() if number < len(members) else _nil()
            yield _quad(head, f"{_RDF}first", member)
            yield _quad(head, f"{_RDF}rest", rest)
            head = rest  # type: ignore[assignment] # the last is not used

    def _fresh(self) -> BlankNode:
        self._blank += 1
        return BlankNode(f"axiom{self._blank}")


def _nil() -> NamedNode:
    return NamedNode(f"{_RDF}nil")


def _described(item: Json) -> Iterator[Quad]:
    """Yield the label of a node or graph, and what its `meta` holds."""
    id, meta = item["id"], item.get("meta", {})
    if "lbl" in item:
        yield _quad(id, RDFS_LABEL, Literal(item["lbl"]))
    if "definition" in meta:
        yield _quad(id, DEFINITION, Literal(meta["definition"]["val"]))
    if "version" in meta:
        yield _quad(id, f"{OWL}versionIRI", NamedNode(meta["version"]))
    if meta.get("deprecated"):
        true = Literal("true", datatype=NamedNode(f"{XSD}boolean"))
        yield _quad(id, DEPRECATED, true)
    for text in meta.get("comments", ()):
        yield _quad(id, RDFS_COMMENT, Literal(text))
    for value in meta.get("synonyms", ()):
        yield _quad(id, _SYNONYM[value["pred"]], Literal(value["val"]))
    for value in meta.get("xrefs", ()):
        yield _quad(id, XREF, Literal(value["val"]))
    for value in meta.get("basicPropertyValues", ()):
        text = value["val"]
        is_iri = LOOKS_LIKE_IRI.fullmatch(text)
        yield _quad(id, value["pred"], NamedNode(text) if is_iri else Literal(text))


def _quad(subject: str | BlankNode, predicate: str, target: Any) -> Quad:
    node = subject if isinstance(subject, BlankNode) else NamedNode(subject)
    return Quad(node, NamedNode(predicate), target, DefaultGraph())
