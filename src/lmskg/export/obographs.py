"""OBO Graphs JSON: the terms of a graph, as ontology browsers and OAK read them.

Classes, properties and individuals that the graph declares become nodes; `is_a`, relations and
annotations between them become edges; a class that is defined by its kind and its relations
becomes a logical definition. Claims and what belongs to them are no terms and are left out, and
so are languages, datatypes and the names of graphs. `obographs_reading` comes back with the rest.

References
----------
OBO Graphs, https://github.com/geneontology/obographs (schema/obographs-schema.json)
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..namespaces import (
    OBO_IN_OWL,
    OWL,
    RDF_TYPE,
    RDFS_COMMENT,
    RDFS_LABEL,
    RDFS_SUBCLASS,
    RDFS_SUBPROPERTY,
    SKOS,
    XSD,
)
from ..tables import quads_of
from .loss import TAGS, Kinds, Loss, count_unsaid, losses_of
from .obographs_axioms import Axioms, Definition

if TYPE_CHECKING:
    from ..tables import Tables

ABOUT_TEXT = "values that look like an IRI, and come back as one"
ABOUT_IRI = "IRIs that come back as text"

# the type of a node, and of a property; the first that a term has is its own
TYPES = {
    f"{OWL}Class": ("CLASS", None),
    f"{OWL}ObjectProperty": ("PROPERTY", "OBJECT"),
    f"{OWL}AnnotationProperty": ("PROPERTY", "ANNOTATION"),
    f"{OWL}DatatypeProperty": ("PROPERTY", "DATA"),
    f"{OWL}NamedIndividual": ("INDIVIDUAL", None),
}
PREDICATES = {RDFS_SUBCLASS: "is_a", RDFS_SUBPROPERTY: "subPropertyOf", RDF_TYPE: "type"}
SYNONYMS = {
    getattr(OBO_IN_OWL, name): name
    for name in (f"has{kind}Synonym" for kind in ("Exact", "Broad", "Narrow", "Related"))
}
DEFINITION = f"{SKOS}definition"
EQUIVALENT = f"{OWL}equivalentClass"
DEPRECATED = f"{OWL}deprecated"
XREF = "http://www.geneontology.org/formats/oboInOwl#hasDbXref"
DOMAIN = "http://www.w3.org/2000/01/rdf-schema#domain"
RANGE = "http://www.w3.org/2000/01/rdf-schema#range"
LOOKS_LIKE_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")
_TRUE = Literal("true", datatype=NamedNode(f"{XSD}boolean"))

Json = dict[str, Any]


def write_obographs(tables: Tables, stream: IO[bytes]) -> tuple[Loss, ...]:
    """Write the terms of a graph as OBO Graphs JSON; return what is left out."""
    graph = _Terms(tables)
    text = json.dumps({"graphs": [graph.document()]}, indent=1, ensure_ascii=False)
    stream.write(text.encode() + b"\n")
    return losses_of(graph.lost)


class _Terms:
    """The document of one graph, and the count of what did not go into it."""

    def __init__(self, tables: Tables) -> None:
        self._id = tables.graph_id
        quads = list(quads_of(tables.nodes(), tables.edges(), tables.info))
        self._kinds = Kinds(quads)
        self._nodes = dict(self._terms())
        triples = dict.fromkeys(quad.triple for quad in quads)
        self._axioms = Axioms(triples)
        self._metas: dict[str, Json] = {id: {} for id in (*self._nodes, self._id)}
        self._edges: dict[tuple[str, str, str], None] = {}
        self._ranges: dict[str, Json] = {}
        self._equal: dict[tuple[str, str], None] = {}
        self._definitions: list[tuple[str, Definition]] = []
        self._held_nodes: set[str] = set()
        self.lost: Counter[str] = Counter()
        taken = {triple for triple in triples if self._take(triple)}
        self._count(quads, taken)

    def _terms(self) -> Iterator[tuple[str, Json]]:
        for key, types in self._kinds.items():
            found = next((TYPES[name] for name in TYPES if name in types), None)
            if found and key.startswith("<"):
                node: Json = {"id": key[1:-1], "type": found[0]}
                yield key[1:-1], node | ({"propertyType": found[1]} if found[1] else {})

    def document(self) -> Json:
        """Return the graph as OBO Graphs has it, everything sorted."""
        document: Json = {"id": self._id, "meta": self._metas[self._id]}
        nodes = []
        for id in sorted(self._nodes):
            label = self._metas[id].pop("lbl", None)
            shown = {"lbl": label} if label is not None else {}
            nodes.append({**self._nodes[id], **shown, "meta": self._metas[id]})
        if "lbl" in document["meta"]:
            document["lbl"] = document["meta"].pop("lbl")
        return document | {
            "nodes": nodes,
            "edges": [{"sub": s, "pred": p, "obj": o} for s, p, o in sorted(self._edges)],
            "equivalentNodesSets": [
                {"representativeNodeId": first, "nodeIds": [first, second]}
                for first, second in sorted(self._equal)
            ],
            "logicalDefinitionAxioms": [
                {"definedClassId": id, **found.to_json()}
                for id, found in sorted(self._definitions, key=lambda item: item[0])
            ],
            "domainRangeAxioms": [self._ranges[id] for id in sorted(self._ranges)],
        }

    def _take(self, triple: Triple) -> bool:
        """Put a statement into the document; return whether it has a place there."""
        if not isinstance(triple.subject, NamedNode) or triple.subject.value not in self._metas:
            return False
        subject, predicate, target = triple.subject.value, triple.predicate.value, triple.object
        if isinstance(target, Literal):
            self._add_literal(self._metas[subject], predicate, target)
            return True
        if isinstance(target, BlankNode):
            return self._take_axiom(subject, predicate, target)
        if not isinstance(target, NamedNode):
            return False
        return self._take_link(subject, predicate, target.value)

    def _take_link(self, subject: str, predicate: str, target: str) -> bool:
        if predicate == RDF_TYPE and self._is_own_type(subject, target):
            return True
        if subject not in self._nodes:
            return self._take_header(predicate, target)
        if predicate in (DOMAIN, RANGE):
            key = "domainClassIds" if predicate == DOMAIN else "rangeClassIds"
            axiom = self._ranges.setdefault(subject, {"predicateId": subject})
            if target not in axiom.setdefault(key, []):
                axiom[key].append(target)
        elif predicate == EQUIVALENT:
            self._equal[subject, target] = None
        elif target in self._nodes or predicate in PREDICATES:
            if self._is_relation(predicate, subject, target):
                return False  # an edge of this kind says it of each member of the class
            self._edges[subject, PREDICATES.get(predicate, predicate), target] = None
        else:
            self._add_iri(self._metas[subject], predicate, target)
        return True

    def _is_own_type(self, subject: str, target: str) -> bool:
        node = self._nodes.get(subject)
        if node is None:
            return subject == self._id and target == f"{OWL}Ontology"
        return TYPES.get(target) == (node["type"], node.get("propertyType"))

    def _take_header(self, predicate: str, target: str) -> bool:
        if predicate == f"{OWL}versionIRI" and "version" not in self._metas[self._id]:
            self._metas[self._id]["version"] = target
        else:
            self._add_iri(self._metas[self._id], predicate, target)
        return True

    def _is_relation(self, predicate: str, subject: str, target: str) -> bool:
        kinds = [self._nodes.get(id, {}) for id in (subject, predicate, target)]
        is_object = kinds[1].get("propertyType") == "OBJECT"
        return is_object and kinds[0].get("type") == kinds[2].get("type") == "CLASS"

    def _take_axiom(self, subject: str, predicate: str, target: BlankNode) -> bool:
        """Put a definition, or a relation that holds for each member of a class."""
        if self._nodes.get(subject, {}).get("type") != "CLASS":
            return False
        if predicate == EQUIVALENT and (found := self._axioms.definition(target)):
            self._definitions.append((subject, found))
            self._held_nodes |= found.blank_nodes
            return True
        relation = self._axioms.relation(target) if predicate == RDFS_SUBCLASS else None
        if relation is None or not self._is_relation(relation.property, subject, relation.filler):
            return False
        self._edges[subject, relation.property, relation.filler] = None
        self._held_nodes |= relation.blank_nodes
        return True

    def _count(self, quads: list[Quad], taken: set[Triple]) -> None:
        """Count what is left out; the statements of a blank node go together or not at all."""
        held = [
            quad for quad in quads if quad.triple in taken or str(quad.subject) in self._held_nodes
        ]
        said = {quad.triple for quad in held}
        for triple in {quad.triple for quad in quads} - said:
            self.lost[self._kinds.about(triple.subject)] += 1
        count_unsaid(held, self.lost)
        self.lost[TAGS] -= sum(
            triple.predicate.value == DEPRECATED and triple.object == _TRUE for triple in said
        )

    def _add_literal(self, meta: Json, predicate: str, literal: Literal) -> None:
        text = literal.value
        if predicate == RDFS_LABEL and "lbl" not in meta:
            meta["lbl"] = text
        elif predicate == DEFINITION and "definition" not in meta:
            meta["definition"] = {"val": text}
        elif predicate == RDFS_COMMENT:
            meta.setdefault("comments", []).append(text)
        elif predicate in SYNONYMS:
            meta.setdefault("synonyms", []).append({"pred": SYNONYMS[predicate], "val": text})
        elif predicate == XREF:
            meta.setdefault("xrefs", []).append({"val": text})
        elif predicate == DEPRECATED and literal == _TRUE:
            meta["deprecated"] = True
        else:
            self.lost[ABOUT_TEXT] += bool(LOOKS_LIKE_IRI.fullmatch(text))
            _add_value(meta, predicate, text)

    def _add_iri(self, meta: Json, predicate: str, iri: str) -> None:
        self.lost[ABOUT_IRI] += not LOOKS_LIKE_IRI.fullmatch(iri)
        _add_value(meta, predicate, iri)


def _add_value(meta: Json, predicate: str, text: str) -> None:
    meta.setdefault("basicPropertyValues", []).append({"pred": predicate, "val": text})
