"""What a cell may hold, read from the ontology, the vocabulary and the shapes of a project.

Closed vocabularies, references from one table to another, and which columns take one value are
what the shapes demand (`sh:class`, `sh:maxCount`, `sh:minCount`), so that nothing is said twice.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ..graph.store import parse_file
from ..namespaces import (
    DCTERMS,
    KG,
    OBO_IN_OWL,
    RDF_TYPE,
    RDFS_LABEL,
    RDFS_SUBCLASS,
    RDFS_SUBPROPERTY,
)
from ..resources import Project
from .tables import BY_CLASS, TableSpec

_SH = "http://www.w3.org/ns/shacl#"
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
_DISEASE_ROOT = f"{KG.iri}isDiseaseRoot"
_NAMES = (RDFS_LABEL, OBO_IN_OWL.hasExactSynonym, KG.everydayWord)

Index = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of a project, and what its shapes demand of a property.

    Attributes
    ----------
    labels
        IRI to label of every declared term that has one.
    definitions
        IRI to what a reader is told of a term: its gloss, else its definition.
    names
        Each label, synonym and everyday word in small letters, to the terms it may mean.
    declared
        Every term of the ontology and the vocabulary.
    closed
        Class and property to the values that it may take, by IRI, with the class of values.
    references
        Class and property to the name of the table whose records are its values.
    single, required
        Class and property of which a record has one value at most, one at least.
    qualifiers
        Class to the properties that the vocabulary lets qualify its records.
    cited
        What definitions name as their source.
    """

    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    declared: frozenset[str]
    closed: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
    references: Mapping[tuple[str, str], str]
    single: frozenset[tuple[str, str]]
    required: frozenset[tuple[str, str]]
    qualifiers: Mapping[str, tuple[str, ...]]
    cited: frozenset[str]

    def label(self, iri: str) -> str:
        """Return the label of a term, `""` when it has none."""
        return self.labels.get(iri, "")

    def near(self, iri: str) -> list[str]:
        """Return the declared terms whose name or label is most like the end of an IRI."""
        name = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
        ends = {t[max(t.rfind("/"), t.rfind("#")) + 1 :]: t for t in sorted(self.declared)}
        found = list(self.names.get(name.lower(), ()))
        found += [ends[end] for end in difflib.get_close_matches(name, sorted(ends), n=2)]
        return list(dict.fromkeys(found))[:3]


def read_lexicon(project: Project) -> Lexicon:
    """Return what the ontology, the vocabulary and the shapes of a project say about cells.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, OntologyParseError
        If a file is missing or broken.
    """
    terms = _index(q for p in (project.ontology, project.vocabulary) for q in parse_file(p))
    shapes = _index(quad for path in project.shapes for quad in parse_file(path))
    closed, references, single, required = _demands(shapes, terms)
    claim = KG.Claim
    predicates = _below(terms, RDFS_SUBPROPERTY, [KG.claimPredicate]) - {KG.claimPredicate}
    closed[claim, KG.predicate] = "claim predicate", tuple(sorted(predicates))
    roots = [iri for iri, values in terms.items() if _DISEASE_ROOT in values]
    if roots:
        diseases = {*_below(terms, RDFS_SUBCLASS, roots), f"{KG.iri}NoDisease"}
        closed[claim, KG.disease] = "disease", tuple(sorted(diseases))
    return Lexicon(
        labels=_first(terms, RDFS_LABEL),
        definitions=_first(terms, _DEFINITION) | _first(terms, KG.gloss),
        names=_by_name(terms),
        declared=frozenset(iri for iri, values in terms.items() if RDF_TYPE in values),
        closed=closed,
        references=references,
        single=frozenset(single),
        required=frozenset(required),
        qualifiers=_inverse(terms, KG.qualifies),
        cited=frozenset(_inverse(terms, DCTERMS.source)),
    )


def _index(quads: Iterable[Quad]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return subject to property to values, as plain text; blank nodes by their label."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for quad in quads:
        node = found.setdefault(getattr(quad.subject, "value", ""), {})
        value = quad.object
        plain = value.value if isinstance(value, NamedNode | Literal) else f"_:{value}"
        node[quad.predicate.value] = (*node.get(quad.predicate.value, ()), plain)
    return found


def _first(terms: Index, name: str) -> dict[str, str]:
    return {iri: values[name][0] for iri, values in terms.items() if values.get(name)}


def _inverse(terms: Index, name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for iri, values in terms.items():
        for value in values.get(name, ()):
            found.setdefault(value, []).append(iri)
    return {value: tuple(sorted(iris)) for value, iris in found.items()}


def _by_name(terms: Index) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for iri in sorted(terms):
        for name in _NAMES:
            for text in terms[iri].get(name, ()):
                found.setdefault(text.lower(), []).append(iri)
    return {name: tuple(dict.fromkeys(iris)) for name, iris in found.items()}


def _below(terms: Index, relation: str, roots: Iterable[str]) -> set[str]:
    """Return the roots and all that is asserted to be below them."""
    children = _inverse(terms, relation)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(children.get(iri, ()))
    return found


def _demands(
    shapes: Index, terms: Index
) -> tuple[
    dict[tuple[str, str], tuple[str, tuple[str, ...]]],
    dict[tuple[str, str], str],
    set[tuple[str, str]],
    set[tuple[str, str]],
]:
    """Return what the property shapes of each class demand of a property."""
    closed: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    references: dict[tuple[str, str], str] = {}
    single: set[tuple[str, str]] = set()
    required: set[tuple[str, str]] = set()
    members = _inverse(terms, RDF_TYPE)
    for shape in shapes.values():
        for target in shape.get(f"{_SH}targetClass", ()):
            for name in shape.get(f"{_SH}property", ()):
                part = shapes.get(name, {})
                for path in part.get(f"{_SH}path", ()):
                    key = target, path
                    if "1" in part.get(f"{_SH}maxCount", ()):
                        single.add(key)
                    if part.get(f"{_SH}minCount", ("0",)) != ("0",):
                        required.add(key)
                    for kind in part.get(f"{_SH}class", ()):
                        if kind in BY_CLASS:
                            references[key] = BY_CLASS[kind].name
                            continue
                        classes = _below(terms, RDFS_SUBCLASS, [kind])
                        values = {iri for c in classes for iri in members.get(c, ())}
                        if values:
                            label = terms.get(kind, {}).get(RDFS_LABEL, (kind,))[0]
                            closed[key] = label, tuple(sorted(values))
    return closed, references, single, required


def demand(spec: TableSpec, iri: str) -> tuple[str, str]:
    """Return the key of a property of a table in a lexicon; spans and lists share their demands."""
    return spec.classes[0], iri
