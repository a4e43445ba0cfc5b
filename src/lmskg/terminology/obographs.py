"""OBO Graphs JSON.

References
----------
OBO Graphs, https://github.com/geneontology/obographs
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from ..errors import SourceFormatError
from .draft import ALTERNATIVE_ID, IAO_REPLACED_BY, Draftbook
from .model import Relation, Scope
from .obo import OboIds

_SCOPES = {
    "hasExactSynonym": Scope.EXACT,
    "hasBroadSynonym": Scope.BROAD,
    "hasNarrowSynonym": Scope.NARROW,
    "hasRelatedSynonym": Scope.RELATED,
}
# edges that are no restriction
_PLAIN = ("subPropertyOf", "inverseOf", "type")


def read_obographs(document: dict[str, Any], name: str, path: Path) -> Draftbook:
    """Return the drafts of an OBO Graphs document; cross-references are not read.

    Parameters
    ----------
    document
        The parsed JSON, with its list `graphs`.
    name
        Name of the ontology where the document gives none.
    path
        Only named in errors.

    Raises
    ------
    SourceFormatError
        If a part is not of the form; with its place in the document.
    """
    shape = _Shape(path)
    graphs = shape.items(document, "graphs", "the document")
    first = graphs[0] if graphs else {}
    iri = shape.text(first, "id", "graphs[0]", absent="")
    book = Draftbook(iri or name, owns_all=not iri)
    meta = shape.part(first, "meta", "graphs[0]")
    book.version = shape.text(meta, "version", "graphs[0].meta", absent="") or None
    ids = OboIds(name.partition(".")[0])
    for number, graph in enumerate(graphs):
        _graph(graph, f"graphs[{number}]", book, ids, shape)
    book.prefixes |= ids.spaces
    return book


@dataclass(frozen=True, slots=True)
class _Shape:
    """Takes parts out of parsed JSON, each of the type that it must be."""

    path: Path

    def part(self, parent: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        found = parent.get(key)
        return {} if found is None else self._typed(found, dict, f"{where}.{key}", "an object")

    def items(self, parent: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        found = parent.get(key)
        items = [] if found is None else self._typed(found, list, f"{where}.{key}", "a list")
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                self._typed(item, dict, f"{where}.{key}[{number}]", "an object")
        return items

    def text(self, parent: dict[str, Any], key: str, where: str, absent: str | None = None) -> str:
        found = parent.get(key)
        text: str = self._typed(absent if found is None else found, str, f"{where}.{key}", "a text")
        return text

    def texts(self, parent: dict[str, Any], key: str, where: str) -> list[str]:
        found = self._typed(parent.get(key, []), list, f"{where}.{key}", "a list")
        return [self._typed(item, str, f"{where}.{key}", "a list of texts") for item in found]

    def _typed(self, found: Any, kind: type, where: str, expected: str) -> Any:
        if not isinstance(found, kind):
            reason = f"no OBO Graphs JSON: {where} must be {expected}"
            raise SourceFormatError(self.path, None, reason)
        return found


def _graph(graph: dict[str, Any], where: str, book: Draftbook, ids: OboIds, shape: _Shape) -> None:
    for number, node in enumerate(shape.items(graph, "nodes", where)):
        # a node without a type is only pointed at
        if node.get("type") == "CLASS":
            _node(node, f"{where}.nodes[{number}]", book, ids, shape)
    for number, edge in enumerate(shape.items(graph, "edges", where)):
        place = f"{where}.edges[{number}]"
        subject, predicate, target = (shape.text(edge, k, place) for k in ("sub", "pred", "obj"))
        _edge(subject, predicate, target, book, ids)
    for number, axiom in enumerate(shape.items(graph, "logicalDefinitionAxioms", where)):
        _definition(axiom, f"{where}.logicalDefinitionAxioms[{number}]", book, ids, shape)
    for number, axiom in enumerate(shape.items(graph, "disjointClassAxioms", where)):
        classes = shape.texts(axiom, "classIds", f"{where}.disjointClassAxioms[{number}]")
        for left, right in combinations(map(ids.expand, classes), 2):
            if left in book.drafts:
                book.drafts[left].disjoint.append(right)


def _node(node: dict[str, Any], where: str, book: Draftbook, ids: OboIds, shape: _Shape) -> None:
    draft = book.draft(ids.expand(shape.text(node, "id", where)))
    draft.add_name(shape.text(node, "lbl", where, absent=""), Scope.LABEL)
    meta = shape.part(node, "meta", where)
    if definition := shape.part(meta, "definition", where):
        draft.definition = shape.text(definition, "val", f"{where}.definition")
    for synonym in shape.items(meta, "synonyms", where):
        scope = _SCOPES.get(str(synonym.get("pred")), Scope.RELATED)
        draft.add_name(shape.text(synonym, "val", f"{where}.synonyms"), scope)
    draft.is_obsolete = meta.get("deprecated") is True
    for value in shape.items(meta, "basicPropertyValues", where):
        if value.get("pred") == IAO_REPLACED_BY:
            draft.replacements.append(ids.expand(shape.text(value, "val", where)))
        elif value.get("pred") == ALTERNATIVE_ID:
            draft.alternatives.append(ids.expand(shape.text(value, "val", where)))


def _edge(subject: str, predicate: str, target: str, book: Draftbook, ids: OboIds) -> None:
    draft = book.drafts.get(ids.expand(subject))
    if draft is None or predicate in _PLAIN:
        return
    if predicate == "is_a":
        draft.parents.append(ids.expand(target))
    else:
        draft.relations.append(Relation(ids.expand(predicate), ids.expand(target)))


def _definition(
    axiom: dict[str, Any], where: str, book: Draftbook, ids: OboIds, shape: _Shape
) -> None:
    draft = book.drafts.get(ids.expand(shape.text(axiom, "definedClassId", where)))
    if draft is None:
        return
    draft.genera += map(ids.expand, shape.texts(axiom, "genusIds", where))
    for part in shape.items(axiom, "restrictions", where):
        texts = (shape.text(part, key, where) for key in ("propertyId", "fillerId"))
        draft.differentia.append(Relation(*map(ids.expand, texts)))
