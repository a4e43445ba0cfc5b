"""What the records show beside a node or an edge itself, gathered in one pass over all edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...namespaces import (
    ASSERTED_LAYERS,
    BIOLINK,
    DCTERMS,
    GRAPH,
    KG,
    LAYERS,
    OWL,
    PROV,
    RDFS_SUBCLASS,
    RDFS_SUBPROPERTY,
    SKOS,
)

if TYPE_CHECKING:
    from ...tables import Node, Tables

RELATED = "biolink:related_to"
# as the Biolink Model maps its own predicates
_STANDARD = {
    RDFS_SUBCLASS: "biolink:subclass_of",
    RDFS_SUBPROPERTY: "biolink:subclass_of",
    f"{OWL}equivalentClass": "biolink:same_as",
    f"{OWL}sameAs": "biolink:same_as",
    f"{SKOS}exactMatch": "biolink:exact_match",
    f"{SKOS}closeMatch": "biolink:close_match",
    f"{SKOS}broadMatch": "biolink:broad_match",
    f"{SKOS}narrowMatch": "biolink:narrow_match",
}
_MATCHES = tuple(f"{SKOS}{name}Match" for name in ("exact", "close", "broad"))
_XREFS = frozenset(
    (*_MATCHES[:2], "http://www.geneontology.org/formats/oboInOwl#hasDbXref", f"{OWL}sameAs")
)
_HELD = frozenset((DCTERMS.source, PROV.hadPrimarySource))
_QUALIFIER = "_qualifier"

# who says a statement, and how: by the layer that it stands in
_DERIVED = frozenset(GRAPH + layer for layer in set(LAYERS) - set(ASSERTED_LAYERS))
_ASSERTED = frozenset(GRAPH + layer for layer in ASSERTED_LAYERS)
CLAIMED = ("knowledge_assertion", "not_provided")


def knowledge(graph: str) -> tuple[str, str]:
    """Return the `knowledge_level` and `agent_type` of a statement in a named graph.

    What the build derives follows by rules from what is asserted; that is done by a program. Who
    reduced a source to claims, a person or a program, no graph records, so it is not provided.
    """
    if graph in _DERIVED:
        return "logical_entailment", "automated_agent"
    return CLAIMED if graph in _ASSERTED else ("not_provided", "not_provided")


class Facts:
    """What edges say about claims, sources and predicates, by the IRI of their subject."""

    def __init__(self, tables: Tables) -> None:
        self.xrefs: dict[str, dict[str, None]] = {}
        self._parts: dict[str, dict[str, dict[str, None]]] = {}
        self._above: dict[str, list[str]] = {}
        self._matches: dict[str, tuple[int, str]] = {}
        for edge in tables.edges():
            if not edge.is_derived:
                self._gather(edge.subject, edge.predicate, edge.object)
        self._predicates: dict[str, str] = dict(_STANDARD)
        self._qualifiers = {
            iri: name
            for iri, (_, name) in sorted(self._matches.items())
            if name.endswith(_QUALIFIER)
        }
        self._columns = {
            iri: column.name
            for column in tables.properties.values()
            if (iri := column.iri) in (KG.pmid, KG.doi, KG.address)
        }
        self._works: dict[str, str] = {}

    def _gather(self, subject: str, predicate: str, target: str) -> None:
        if predicate.startswith(KG.iri) or predicate in _HELD:
            self._parts.setdefault(subject, {}).setdefault(predicate, {})[target] = None
        elif predicate == RDFS_SUBPROPERTY:
            self._above.setdefault(subject, []).append(target)
        if predicate in _XREFS:
            self.xrefs.setdefault(subject, {})[target] = None
        if predicate in _MATCHES and target.startswith(BIOLINK):
            match = (_MATCHES.index(predicate), target.removeprefix(BIOLINK))
            self._matches[subject] = min(match, self._matches.get(subject, match))

    def see(self, node: Node) -> None:
        """Note how a source is cited, if the node is one."""
        if not self._columns:
            return
        held = {iri: _first(node.properties.get(name)) for iri, name in self._columns.items()}
        if pmid := held.get(KG.pmid):
            self._works[node.id] = f"PMID:{pmid}"
        elif doi := held.get(KG.doi):
            self._works[node.id] = f"doi:{doi}"
        elif address := held.get(KG.address):
            self._works[node.id] = address

    def predicate(self, iri: str) -> str:
        """Return the Biolink predicate of a predicate: its own, or that of the nearest above it.

        Only a predicate of claims may have a match of its own that is a predicate there; other
        matches are to slots of edges and nodes.
        """
        if iri not in self._predicates:
            lines = self._lines(iri)
            matched = [self._matches[line][1] for line in lines if line in self._matches]
            is_claimed = KG.claimPredicate in lines and matched
            self._predicates[iri] = f"biolink:{matched[0]}" if is_claimed else RELATED
        return self._predicates[iri]

    def _lines(self, iri: str) -> list[str]:
        """Return a property and all above it, the nearest first."""
        lines = [iri]
        for line in lines:
            lines.extend(above for above in self._above.get(line, ()) if above not in lines)
        return lines

    def evidence(self, claim: str) -> list[str]:
        """Return the evidence of a claim."""
        return sorted(self._parts.get(claim, {}).get(KG.evidence, ()))

    def sources(self, claim: str) -> list[str]:
        """Return the sources of a claim, the one behind a source after it."""
        found: dict[str, None] = {}
        for evidence in self.evidence(claim):
            for source in sorted(self._parts.get(evidence, {}).get(DCTERMS.source, ())):
                found[source] = None
            found.update(dict.fromkeys(self._primary(evidence)))
        return list(found)

    def primary_source(self, claim: str) -> str | None:
        """Return the most upstream source of a claim that the graph names, or nothing."""
        for evidence in self.evidence(claim):
            sources = sorted(self._parts.get(evidence, {}).get(DCTERMS.source, ()))
            behind = self._primary(evidence) or [s for x in sources for s in self._primary(x)]
            if found := behind or sources:
                return found[0]
        return None

    def _primary(self, node: str) -> list[str]:
        return sorted(self._parts.get(node, {}).get(PROV.hadPrimarySource, ()))

    def work(self, source: str) -> str | None:
        """Return how a source is cited: by PMID, DOI or address."""
        return self._works.get(source)

    def qualifiers(self, claim: str) -> Iterator[tuple[str, str]]:
        """Yield each Biolink qualifier that a property of a claim is matched to, and its value."""
        parts = self._parts.get(claim, {})
        for iri, name in self._qualifiers.items():
            if values := parts.get(iri):
                yield name, min(values)


def _first(held: object) -> str:
    found = held[0] if isinstance(held, list) else held
    return "" if found is None else str(found)
