"""Values of one node over all layers, as plain text, and a source as a bibliographic record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from ..model import plain
from ..namespaces import DCTERMS, KG, PROV, RDF_TYPE, RDFS_LABEL, compress

# how each identifier of a source is written; the first that a source has stands for it
IDENTIFIERS = {
    KG.doi: "doi:{}",
    KG.pmid: "PMID {}",
    KG.pmcid: "{}",
    KG.nbk: "{}",
    KG.nct: "{}",
    DCTERMS.identifier: "{}",
    KG.address: "{}",
}


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as one would cite it; what it does not state is empty, a date without one too.

    `identifiers` stand in the order of `IDENTIFIERS`; `primary` are the originals that it copies or
    reports, each in one line.
    """

    curie: str
    title: str
    kind: str
    publisher: str
    citation: str
    date: str
    identifiers: tuple[str, ...]
    primary: tuple[str, ...]


class Facts:
    """A store, read as one graph, and the prefix map that shortens its IRIs."""

    def __init__(self, store: Store, prefixes: Mapping[str, str]) -> None:
        self.store, self.prefixes = store, dict(prefixes)

    def values(self, subject: str, predicate: str) -> list[NamedNode | Literal]:
        """Return the values of one property, sorted; IRIs before literals; none of no node."""
        if not subject:
            return []
        found = self.store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        terms = {q.object for q in found if isinstance(q.object, NamedNode | Literal)}
        return sorted(terms, key=lambda term: (isinstance(term, Literal), term.value))

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the values that are IRIs, sorted."""
        return [t.value for t in self.values(subject, predicate) if isinstance(t, NamedNode)]

    def iri(self, subject: str, predicate: str) -> str:
        """Return the first value that is an IRI, or nothing."""
        return next(iter(self.iris(subject, predicate)), "")

    def text(self, subject: str, predicate: str) -> str:
        """Return the first literal value, or nothing."""
        texts = (t.value for t in self.values(subject, predicate) if isinstance(t, Literal))
        return next(texts, "")

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the IRIs of what has this value, sorted."""
        found = self.store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value))
        return sorted({q.subject.value for q in found if isinstance(q.subject, NamedNode)})

    def of_type(self, kind: str) -> list[str]:
        """Return the IRIs of all nodes of a class, sorted."""
        return self.subjects(RDF_TYPE, kind)

    def curie(self, iri: str) -> str:
        """Return the CURIE of an IRI, or the IRI where no prefix fits."""
        return compress(iri, self.prefixes)

    def label(self, iri: str) -> str:
        """Return what people call a node: its label, title or statement, else its CURIE."""
        names = (self.text(iri, p) for p in (RDFS_LABEL, DCTERMS.title, KG.statement))
        return next(filter(None, names), "") or self.curie(iri)

    def name(self, subject: str, predicate: str) -> str:
        """Return what people call the first value of a property, or nothing."""
        values = self.values(subject, predicate)
        return self.told(values[0]) if values else ""

    def told(self, term: NamedNode | Literal) -> str:
        """Return the text of a literal, or what people call a node."""
        return self.label(term.value) if isinstance(term, NamedNode) else (plain(term) or "")


def source_record(facts: Facts, iri: str) -> SourceRecord:
    """Return the bibliographic record of a source."""
    written = [
        form.format(facts.told(value))
        for predicate, form in IDENTIFIERS.items()
        for value in facts.values(iri, predicate)
    ]
    places = [facts.text(iri, p) for p in (KG.journal, DCTERMS.bibliographicCitation)]
    return SourceRecord(
        curie=facts.curie(iri),
        title=facts.label(iri),
        kind=facts.name(iri, KG.sourceKind),
        publisher=facts.text(iri, DCTERMS.publisher),
        citation=places[1] or places[0],
        date=facts.text(iri, KG.dateStated) or facts.text(iri, DCTERMS.date),
        identifiers=tuple(written),
        primary=tuple(
            cite(source_record(facts, original))
            for original in facts.iris(iri, PROV.hadPrimarySource)
            if original != iri
        ),
    )


def cite(source: SourceRecord, n_identifiers: int = 1) -> str:
    """Return a source in one line: title, where it appeared, date, identifier."""
    parts = [
        source.title,
        source.citation or source.publisher,
        source.date or "undated",
        *source.identifiers[:n_identifiers],
    ]
    return ", ".join(filter(None, parts))
