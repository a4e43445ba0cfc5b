"""CSV for spreadsheets: terms, claims and sources as three tables that a person reads.

One row is one term, one claim or one source; things are named by their labels, with identifiers
beside. The tables are for reading: the way back from a spreadsheet is the curator's workbook. A
cell that a spreadsheet would run as a formula begins with an apostrophe.

References
----------
RFC 4180; OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..namespaces import (
    DCTERMS,
    KG,
    OA,
    OBO_IN_OWL,
    OWL,
    PROV,
    RDF_TYPE,
    RDFS_LABEL,
    RDFS_SUBCLASS,
    RDFS_SUBPROPERTY,
    SKOS,
)
from ..tables import quads_of
from ..tables.names import curies
from .loss import Kinds, Loss, count_unsaid, losses_of

if TYPE_CHECKING:
    from ..tables import Tables

Row = dict[str, str]

_JOINT = "; "
# a number may begin with a sign; anything else that begins so may be a formula
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_TERMS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
    f"{OWL}AnnotationProperty": "property",
    f"{OWL}NamedIndividual": "individual",
}
_PARENTS = (RDFS_SUBCLASS, RDFS_SUBPROPERTY, RDF_TYPE)
_MAPPINGS = tuple(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
_OTHER_SYNONYMS = (
    OBO_IN_OWL.hasBroadSynonym,
    OBO_IN_OWL.hasNarrowSynonym,
    OBO_IN_OWL.hasRelatedSynonym,
)


def write_csv(tables: Tables, folder: Path) -> tuple[Loss, ...]:
    """Write `terms.csv`, `claims.csv` and `sources.csv` into an empty folder; return the losses."""
    sheets = _Sheets(tables)
    for name, rows in (
        ("terms", sheets.terms()),
        ("claims", sheets.claims()),
        ("sources", sheets.sources()),
    ):
        (folder / f"{name}.csv").write_bytes(_csv(list(rows)))
    return sheets.losses()


def _csv(rows: list[Row]) -> bytes:
    """Return a table with all columns that some row fills, marked as UTF-8 for Excel."""
    stream = io.StringIO()
    header = dict.fromkeys(name for row in rows for name in row)
    filled = [name for name in header if any(row.get(name) for row in rows)]
    filled.sort(key="iri".__eq__)  # the long one comes last
    writer = csv.DictWriter(stream, filled, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: safe(cell) for name, cell in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe("=1+1"), safe("-0.5"), safe("-x")
    ("'=1+1", '-0.5', "'-x")
    """
    is_risky = cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_risky else cell


class _Sheets:
    """The statements of one graph by subject, and which of them a cell has shown."""

    def __init__(self, tables: Tables) -> None:
        self._quads = list(quads_of(tables.nodes(), tables.edges(), tables.info))
        self._kinds = Kinds(self._quads)
        self._curie = curies(tables.prefixes)
        self._categories = {node.id: str(node.derived["category"]) for node in tables.nodes()}
        self._held: dict[str, dict[str, dict[Triple, None]]] = {}
        self._labels: dict[str, str] = {}
        self._shown: set[Triple] = set()
        for quad in self._quads:
            held = self._held.setdefault(_id(quad.subject), {})
            held.setdefault(quad.predicate.value, {})[quad.triple] = None
            if quad.predicate.value == RDFS_LABEL and isinstance(quad.object, Literal):
                self._labels.setdefault(_id(quad.subject), quad.object.value)

    def losses(self) -> tuple[Loss, ...]:
        """Return what no cell has shown."""
        lost: Counter[str] = Counter()
        shown = [quad for quad in self._quads if quad.triple in self._shown]
        for triple in {quad.triple for quad in self._quads} - self._shown:
            lost[self._kinds.about(triple.subject)] += 1
        count_unsaid(shown, lost)
        return losses_of(lost)

    def _ids(self, *kinds: str) -> Iterator[str]:
        for key, types in self._kinds.items():
            if key.startswith("<") and not set(kinds).isdisjoint(types):
                yield key[1:-1]

    def _take(self, id: str, *predicates: str) -> list[str]:
        """Return the objects that predicates give a node (ids, or texts of literals)."""
        return [_id(triple.object) for triple in self._taken(id, *predicates)]

    def _taken(self, id: str, *predicates: str) -> list[Triple]:
        held = self._held.get(id, {})
        # a blank node has no name that would say anything in a cell
        found = [
            triple
            for predicate in predicates
            for triple in held.get(predicate, ())
            if not isinstance(triple.object, BlankNode)
        ]
        self._shown.update(found)
        return found

    def _name(self, id: str) -> str:
        return self._labels.get(id) or self._curie(id)

    def _said(self, id: str, *predicates: str) -> str:
        """Return the objects as labels and texts in one cell."""
        return _JOINT.join(
            triple.object.value if isinstance(triple.object, Literal) else self._name(object)
            for triple, object in (
                (triple, _id(triple.object)) for triple in self._taken(id, *predicates)
            )
        )

    def _coded(self, id: str, *predicates: str) -> str:
        """Return the objects as CURIEs in one cell."""
        return _JOINT.join(map(self._curie, self._take(id, *predicates)))

    def _rest(self, id: str, known: Iterable[str]) -> Row:
        """Return what else is said of a node: label of the predicate to what it says."""
        predicates = [iri for iri in self._held.get(id, {}) if iri not in known]
        row: dict[str, list[str]] = {}
        for iri in predicates:
            row.setdefault(self._name(iri), []).append(self._said(id, iri))
        return {name: _JOINT.join(cells) for name, cells in row.items()}

    def terms(self) -> Iterator[Row]:
        """Yield a row for each class, property and individual that the graph declares."""
        for id in self._ids(*_TERMS):
            types = self._kinds.types(f"<{id}>")
            parents = [iri for iri in self._take(id, *_PARENTS) if iri not in _TERMS]
            yield {
                "id": self._curie(id),
                "label": self._said(id, RDFS_LABEL),
                "kind": next(_TERMS[iri] for iri in _TERMS if iri in types),
                "category": self._categories[id],
                "parents": _JOINT.join(map(self._name, parents)),
                "definition": self._said(id, f"{SKOS}definition"),
                "in plain words": self._said(id, KG.gloss),
                "exact synonyms": self._said(id, OBO_IN_OWL.hasExactSynonym),
                "other synonyms": self._said(id, *_OTHER_SYNONYMS),
                "everyday words": self._said(id, KG.everydayWord),
                "mappings": self._coded(id, *_MAPPINGS),
                "sources": self._said(id, DCTERMS.source),
                "iri": id,
            }

    def claims(self) -> Iterator[Row]:
        """Yield a row for each claim."""
        ends = {"subject": KG.subject, "predicate": KG.predicate, "object": KG.object}
        for id in self._ids(KG.Claim):
            self._take(id, RDF_TYPE)
            row: Row = {"id": self._curie(id), "statement": self._said(id, KG.statement)}
            for name, predicate in (ends | {"disease": KG.disease}).items():
                row |= {name: self._said(id, predicate), f"{name} id": self._coded(id, predicate)}
            coded = {"polarity": KG.polarity, "reading": KG.reading, "standing": KG.standing}
            row |= {name: self._said(id, predicate) for name, predicate in coded.items()}
            evidence = self._take(id, KG.evidence)
            row |= {"hedge": self._said(id, KG.hedge)} | self._evidence(evidence)
            measurements = self._take(id, KG.measurement)
            row["numbers"] = " | ".join(map(self._measurement, measurements))
            known = {*ends.values(), *coded.values(), *self._known}
            rest = self._rest(id, known)
            row["further"] = _JOINT.join(f"{name}: {cell}" for name, cell in rest.items())
            yield row | {"iri": id}

    _known = frozenset((KG.statement, KG.disease, KG.evidence, KG.hedge, KG.measurement, RDF_TYPE))

    def _evidence(self, evidence: list[str]) -> Row:
        sources = [s for id in evidence for s in self._take(id, DCTERMS.source)]
        behind = [s for id in (*evidence, *sources) for s in self._take(id, PROV.hadPrimarySource)]
        cited = list(dict.fromkeys((*sources, *behind)))
        quotes = [
            quote
            for id in evidence
            for selector in self._take(id, OA.hasSelector)
            for quote in self._take(selector, OA.exact)
        ]
        return {
            "strength": _JOINT.join(filter(None, (self._said(id, KG.strength) for id in evidence))),
            "sources": _JOINT.join(self._said(id, DCTERMS.title) or id for id in cited),
            "source ids": _JOINT.join(map(self._curie, cited)),
            "quotes": " … ".join(quotes),
        }

    def _measurement(self, id: str) -> str:
        self._take(id, RDF_TYPE)
        return ", ".join(f"{name} {cell}" for name, cell in self._rest(id, (RDF_TYPE,)).items())

    def sources(self) -> Iterator[Row]:
        """Yield a row for each source."""
        for id in self._ids(KG.Source):
            self._take(id, RDF_TYPE)
            row = {"id": self._curie(id), "title": self._said(id, DCTERMS.title)}
            yield row | self._rest(id, (RDF_TYPE, DCTERMS.title)) | {"iri": id}


def _id(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
