"""What a picture shows of terms: label and kind, and which terms stand above, below and beside.

The kind of a term is its topmost superclass. Kinds are ordered by how many terms of claims are of
each, so that the most used ones can be told apart first.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Store, Variable

from ..model import Table
from ..query.run import ask

_PREFIXES = """
PREFIX graph: <https://w3id.org/lmskg/graph/>
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_TOP = """
  ?kind a owl:Class .
  FILTER NOT EXISTS {
    ?kind rdfs:subClassOf ?up FILTER(isIRI(?up) && ?up NOT IN (?kind, owl:Thing))
  }
"""
_TERM = f"""{_PREFIXES} SELECT ?term ?label ?kind ?kindLabel WHERE {{
  ?term rdfs:label ?label .
  OPTIONAL {{ ?term rdfs:subClassOf* ?kind . ?kind rdfs:label ?kindLabel . {_TOP} }}
}} ORDER BY ?label ?kind ?kindLabel"""
_KINDS = f"""{_PREFIXES} SELECT ?kind (COUNT(DISTINCT ?term) AS ?n) WHERE {{
  GRAPH graph:ontology {{ ?term a owl:Class }}
  FILTER EXISTS {{ ?claim kg:subject|kg:object ?term }}
  ?term rdfs:subClassOf* ?kind . {_TOP}
}} GROUP BY ?kind ORDER BY DESC(?n) ?kind"""
_DIRECT = f"""{_PREFIXES} SELECT ?term ?above ?below WHERE {{
  {{ ?term rdfs:subClassOf ?above FILTER(isIRI(?above) && ?above NOT IN (?term, owl:Thing)) }}
  UNION {{ ?below rdfs:subClassOf ?term FILTER(isIRI(?below) && ?below != ?term) }}
}} ORDER BY ?above ?below"""
_RELATED = f"""{_PREFIXES} SELECT DISTINCT ?term ?broader ?overlapping WHERE {{
  ?term rdfs:subClassOf+ ?root . ?root kg:isDiseaseRoot true .
  {{ ?term rdfs:subClassOf+ ?broader . ?broader rdfs:subClassOf+ ?root }}
  UNION {{ ?term kg:overlaps|^kg:overlaps ?overlapping . ?overlapping rdfs:subClassOf+ ?root }}
  FILTER(!BOUND(?broader) || ?broader != ?term)
}} ORDER BY ?broader ?overlapping"""


class Term(NamedTuple):
    """What a picture shows of a term; `kind` is the IRI of its topmost superclass, or empty."""

    label: str
    kind: str
    kind_label: str


def describe_term(store: Store, term: str) -> Term:
    """Return label and kind of a term; of several kinds the first by IRI."""
    for row in _rows(store, _TERM, term):
        return Term(row["label"] or "", row["kind"] or "", row["kindLabel"] or "")
    return Term(term, "", "")


def kinds(store: Store) -> list[str]:
    """Return the IRIs of the kinds of the terms that claims link, the most used first."""
    table = ask(store, _KINDS)
    rows = table.to_dicts() if isinstance(table, Table) else []
    return [row["kind"] or "" for row in rows]


def direct_relatives(store: Store, term: str) -> tuple[list[str], list[str]]:
    """Return the direct superclasses and subclasses of a term, each sorted by IRI."""
    rows = _rows(store, _DIRECT, term)
    above = [iri for row in rows if (iri := row["above"])]
    below = [iri for row in rows if (iri := row["below"])]
    return sorted(set(above)), sorted(set(below))


def related_diseases(store: Store, term: str) -> dict[str, str]:
    """Return the diseases whose claims are near those of a disease, and how: broader, overlapping.

    Empty if the term is no disease.
    """
    rows = _rows(store, _RELATED, term)
    return {
        iri: role
        for role in ("overlapping", "broader")  # what is both counts as broader
        for row in rows
        if (iri := row[role])
    }


def _rows(store: Store, query: str, term: str) -> list[dict[str, str | None]]:
    table = ask(store, query, bindings={Variable("term"): NamedNode(term)})
    return table.to_dicts() if isinstance(table, Table) else []
