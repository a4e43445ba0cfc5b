"""What claims link: one record a claim whose subject and object are terms, read by SPARQL.

A claim counts whether it is affirmed, denied or contested, and whether or not its predicate keeps
its meaning alone: what draws it has to show which it is.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Store, Variable

from ..model import Table, plain
from ..namespaces import KG, RDF_TYPE
from ..query.run import ask

_PREFIXES = """
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_TEXTS = (
    *("claim", "subject", "predicate", "object", "label"),
    *("family", "polarity", "standing", "about"),
)
_COLUMNS = " ".join(f"?{name}" for name in (*_TEXTS, "hedge"))
# a claim is limited if it holds only for some, or only under some circumstances
_CLAIM = """
  ?claim a kg:Claim ; kg:subject ?subject ; kg:predicate ?predicate ; kg:object ?object .
  ?predicate rdfs:label ?label ; rdfs:subPropertyOf* ?top .
  ?top rdfs:subPropertyOf kg:claimPredicate ; rdfs:label ?family .
  FILTER EXISTS { ?subject rdfs:label ?subjectLabel }
  FILTER EXISTS { ?object rdfs:label ?objectLabel }
  BIND(IF(EXISTS { ?claim kg:polarity kg:Denied }, "denied", "affirmed") AS ?polarity)
  OPTIONAL {
    ?claim kg:standing ?place . ?place rdfs:label ?placeLabel .
    BIND(IF(?place = kg:Contested, "contested", STR(?placeLabel)) AS ?standing)
  }
  OPTIONAL { ?claim kg:hedge ?hedge }
  OPTIONAL {
    ?claim kg:disease ?disease . ?disease rdfs:label ?about .
    FILTER(?disease != ?subject && ?disease != ?object && ?disease != kg:NoDisease)
  }
  BIND(EXISTS { ?claim kg:condition|kg:onlyUnderCondition|kg:conditionOfMost|kg:exception|
    kg:population|kg:bearer|kg:among|kg:onlyAmong|kg:line|kg:timing|kg:intent ?limit } AS ?limited)
} ORDER BY ?claim ?label ?family ?polarity ?standing ?hedge ?about
"""
_OF_TERM = f"""{_PREFIXES} SELECT ?term {_COLUMNS} ?limited WHERE {{
  {{ ?claim kg:subject ?term }} UNION {{ ?claim kg:object ?term }} {_CLAIM}"""
_OF_PREDICATE = f"""{_PREFIXES} SELECT ?asked {_COLUMNS} ?limited WHERE {{
  ?predicate rdfs:subPropertyOf* ?asked . {_CLAIM}"""
_STANDINGS = f"""{_PREFIXES} SELECT DISTINCT ?standing WHERE {{
  ?claim kg:standing ?place . ?place rdfs:label ?placeLabel .
  BIND(IF(?place = kg:Contested, "contested", STR(?placeLabel)) AS ?standing)
}}"""
_OF_CLAIM = f"{_PREFIXES} SELECT {_COLUMNS} ?limited WHERE {{ {_CLAIM}"


class Link(NamedTuple):
    """One claim between two terms.

    `family` is the label of the topmost predicate above its own; `polarity` is affirmed or denied,
    `standing` contested or another label; `about` the disease spoken of, where it is neither end;
    `hedges` are the source's own weakening words; `is_limited` says that a condition, a population
    or the like bounds the claim.
    """

    claim: str
    subject: str
    predicate: str
    object: str
    label: str
    family: str
    polarity: str
    standing: str
    about: str
    is_limited: bool
    hedges: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, str]:
        """The IRIs of subject and object."""
        return self.subject, self.object

    @property
    def is_disputed(self) -> bool:
        """Whether a source denies or contests it."""
        return self.polarity == "denied" or self.standing == "contested"


def links_of_term(store: Store, term: str) -> list[Link]:
    """Return the claims that have a term as their subject or object, by claim."""
    return _links(store, _OF_TERM, term=term)


def links_of_predicate(store: Store, predicate: str) -> list[Link]:
    """Return the claims with a predicate or one below it, by claim."""
    return _links(store, _OF_PREDICATE, asked=predicate)


def links_of_rows(store: Store, table: Table) -> list[Link]:
    """Return the claims that the rows of an answer name, in the order of the rows.

    A cell that is a claim names it, in whatever column it stands. Where no cell is one, a row with
    the columns `subject` and `object`, and perhaps `predicate`, names the claims with these terms.
    """
    claims = [
        cell.value
        for row in table.rows
        for cell in row
        if isinstance(cell, NamedNode) and _is_claim(store, cell)
    ]
    if claims:
        named = dict.fromkeys(claims)
        return [link for claim in named for link in _links(store, _OF_CLAIM, claim=claim)]
    names = [n for n in ("subject", "predicate", "object") if n in table.columns]
    if not {"subject", "object"} <= set(names):
        return []
    found: dict[Link, None] = {}
    for row in table.to_dicts():
        terms = {name: iri for name in names if _is_iri(iri := row[name] or "")}
        if len(terms) == len(names):
            found.update(dict.fromkeys(_links(store, _OF_CLAIM, **terms)))
    return list(found)


def _is_claim(store: Store, node: NamedNode) -> bool:
    kind = (node, NamedNode(RDF_TYPE), NamedNode(KG.Claim), None)
    return next(iter(store.quads_for_pattern(*kind)), None) is not None


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _links(store: Store, query: str, **terms: str) -> list[Link]:
    bindings = {Variable(name): NamedNode(iri) for name, iri in terms.items()}
    table = ask(store, query, bindings=bindings)
    rows = table.to_dicts() if isinstance(table, Table) else []
    found: dict[str, Link] = {}
    for row in rows:
        hedges = (row["hedge"],) if row["hedge"] else ()
        texts = {name: row[name] or "" for name in _TEXTS}
        link = Link(**texts, is_limited=row["limited"] == "true", hedges=hedges)
        # a claim with several hedges has a row for each
        known = found.setdefault(link.claim, link)
        if not set(link.hedges) <= set(known.hedges):
            found[link.claim] = known._replace(hedges=(*known.hedges, *link.hedges))
    return list(found.values())


def below(store: Store, predicate: str) -> set[str]:
    """Return the IRIs of a predicate and of those below it."""
    query = f"{_PREFIXES} SELECT ?asked ?below WHERE {{ ?below rdfs:subPropertyOf* ?asked }}"
    table = ask(store, query, bindings={Variable("asked"): NamedNode(predicate)})
    rows = table.rows if isinstance(table, Table) else ()
    return {plain(row[1]) or "" for row in rows} | {predicate}


def standings(store: Store) -> list[str]:
    """Return the names of the standings that claims have, sorted."""
    table = ask(store, _STANDINGS)
    return sorted(plain(row[0]) or "" for row in table.rows) if isinstance(table, Table) else []
