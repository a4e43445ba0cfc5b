"""Records of KGX: one for each node and edge of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...namespaces import OBO_IN_OWL, OWL, SKOS
from ...tables import info_node
from .facts import CLAIMED, Facts, knowledge
from .ids import Ids

if TYPE_CHECKING:
    from ...tables import Edge, Node, Property, Tables

Record = dict[str, Any]

# before the names of what the way back reads
CARRIED = "rdf_"
LABELS = "rdf_labels"
_DENIED = "Denied"
_DEFINITIONS = (f"{SKOS}definition", "http://purl.obolibrary.org/obo/IAO_0000115")
_SYNONYMS = (
    *(getattr(OBO_IN_OWL, f"has{kind}Synonym") for kind in ("Exact", "Broad", "Narrow", "Related")),
    f"{SKOS}altLabel",
)


class Records:
    """The records of one graph; nodes come before edges, for they say how sources are cited."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.ids = Ids(tables.prefixes)
        self._facts = Facts(tables)
        names = {column.iri: column for column in tables.properties.values()}
        self._definitions = [names[iri].name for iri in _DEFINITIONS if iri in names]
        self._synonyms = [names[iri].name for iri in _SYNONYMS if iri in names]
        self._obsolete = _name(names.get(f"{OWL}deprecated"))
        self._provider = self.ids[tables.graph_id]
        self._claims: dict[str, int] = {}

    def nodes(self) -> Iterator[Record]:
        """Yield the record of the dictionary, then one for each node."""
        info = info_node(self._tables.info)
        labels = {LABELS: list(info.labels)}
        yield self._face(info) | {"category": ["biolink:Dataset"]} | labels | _carried(info)
        for node in self._tables.nodes():
            self._facts.see(node)
            yield self._face(node) | _carried(node)

    def _face(self, node: Node) -> Record:
        record: Record = {
            "id": self.ids[node.id],
            "category": [node.derived.get("category")],
            "name": node.derived["name"],
            "iri": node.id,
        }
        for name in self._definitions:
            if name in node.properties:
                record.setdefault("description", _texts(node, name)[0])
        if synonyms := [text for name in self._synonyms for text in _texts(node, name)]:
            record["synonym"] = list(dict.fromkeys(synonyms))
        if xrefs := self._facts.xrefs.get(node.id):
            record["xref"] = [self.ids[iri] for iri in xrefs]
        if self._obsolete and "true" in map(str.lower, _texts(node, self._obsolete)):
            record["deprecated"] = True
        return record | {"provided_by": [self._provider]}

    def edges(self) -> Iterator[Record]:
        """Yield one record for each statement between nodes, and one for each claim's own edge."""
        self._claims.clear()
        for edge in self._tables.edges():
            yield self._claim(edge) if edge.is_derived else self._statement(edge)

    def _ends(self, edge: Edge, id: str) -> Record:
        return {
            "id": id,
            "subject": self.ids[edge.subject],
            "predicate": self._facts.predicate(edge.predicate),
            "object": self.ids[edge.object],
            "category": ["biolink:Association"],
            "original_predicate": self.ids[edge.predicate],
        }

    def _statement(self, edge: Edge) -> Record:
        graph = str(edge.properties.get("graph", ""))
        parts = (edge.subject, edge.predicate, edge.object, graph)
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
        level, agent = knowledge(graph)
        record = self._ends(edge, f"edge:{digest}") | {
            "knowledge_level": level,
            "agent_type": agent,
            "primary_knowledge_source": self._provider,
        }
        return record | {f"{CARRIED}{name}": value for name, value in edge.properties.items()}

    def _claim(self, edge: Edge) -> Record:
        shown = dict(edge.properties)
        claim = str(shown.pop("claim"))
        del shown["predicate"]
        shown.pop("disease", None)  # its qualifier says it
        number = self._claims[claim] = self._claims.get(claim, 0) + 1
        id = self.ids[claim] + (f"-{number}" if number > 1 else "")
        sources = self._facts.sources(claim)
        primary = self._facts.primary_source(claim)
        works = dict.fromkeys(self._facts.work(source) or self.ids[source] for source in sources)
        record = self._ends(edge, id) | {
            "negated": shown.get("polarity") == _DENIED,
            "knowledge_level": CLAIMED[0],
            "agent_type": CLAIMED[1],
            "primary_knowledge_source": self.ids[primary] if primary else self._provider,
            "publications": list(works),
            "has_evidence": [self.ids[iri] for iri in self._facts.evidence(claim)],
        }
        record |= {name: self.ids[iri] for name, iri in self._facts.qualifiers(claim)}
        return record | {"claim": self.ids[claim]} | shown


def _carried(node: Node) -> Record:
    return {f"{CARRIED}{name}": value for name, value in node.properties.items()}


def _texts(node: Node, name: str) -> list[str]:
    held = node.properties.get(name, [])
    return [str(value) for value in (held if isinstance(held, list) else [held])]


def _name(column: Property | None) -> str:
    return column.name if column else ""
