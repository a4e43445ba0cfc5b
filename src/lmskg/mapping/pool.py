"""Several terminologies as one: look a term up, and say to which vocabulary an IRI belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..namespaces import OWL, SKOS, compress
from ..sssom import Mapping
from ..sssom.prefixes import BUILTIN
from ..terminology import Scope, Term, Terminology, namespace_of

EXACT = frozenset({f"{SKOS}exactMatch", f"{OWL}equivalentClass", f"{OWL}sameAs"})
BROAD, NARROW = f"{SKOS}broadMatch", f"{SKOS}narrowMatch"
CLOSE, RELATED = f"{SKOS}closeMatch", f"{SKOS}relatedMatch"


@dataclass(frozen=True, slots=True)
class Pool:
    """The terms of several terminologies by IRI, and the vocabularies that they are of.

    `others` are ids that are declared and are no terms, such as properties and individuals.
    """

    terms: dict[str, Term]
    others: frozenset[str]
    spaces: frozenset[str]
    disjoint: tuple[tuple[str, str], ...]
    prefixes: dict[str, str]

    def lacks(self, iri: str) -> bool:
        """Return whether an IRI is of a vocabulary of the pool, and yet no term of it."""
        is_there = iri in self.terms or iri in self.others
        return not is_there and namespace_of(iri) in self.spaces

    def label(self, iri: str) -> str:
        """Return the label of a term, empty where there is none."""
        term = self.terms.get(iri)
        return (term.label or "") if term else ""

    def named(self, iri: str) -> str:
        """Return how a message names a term: its CURIE, and its label where it has one."""
        label = self.label(iri)
        return compress(iri, self.prefixes) + (f" ({label})" if label else "")


def pool_of(
    terminologies: Iterable[Terminology], prefixes: dict[str, str], others: Iterable[str] = ()
) -> Pool:
    """Return terminologies as one; where two have the same IRI, the first is heard.

    Parameters
    ----------
    terminologies
        Those with identifiers of their own; mere lists of words are passed over.
    prefixes
        To write IRIs short in messages, beside those of the terminologies.
    others
        Ids that are declared beside the terms.
    """
    terms: dict[str, Term] = {}
    disjoint: dict[tuple[str, str], None] = {}
    known: dict[str, str] = {}
    for terminology in terminologies:
        if terminology.has_identifiers:
            terms = terminology.terms | terms
            disjoint |= dict.fromkeys(terminology.disjoint)
            known = terminology.prefixes | known
    spaces = frozenset(map(namespace_of, terms))
    return Pool(terms, frozenset(others), spaces, tuple(disjoint), BUILTIN | known | prefixes)


def local_id(iri: str) -> str:
    """Return the part of an IRI or CURIE that is the code, the id space left out.

    Examples
    --------
    >>> [local_id(text) for text in ("DOID:2388", "http://purl.obolibrary.org/obo/NCIT_C3158")]
    ['2388', 'C3158']
    """
    return iri[len(namespace_of(iri)) :]


def exact_names(term: Term) -> set[str]:
    """Return the names that mean just what the term means."""
    return {name.text for name in term.names if name.scope in (Scope.LABEL, Scope.EXACT)}


def is_positive(mapping: Mapping) -> bool:
    """Return whether a mapping relates two terms and does not deny it."""
    has_sides = "subject_id" in mapping.slots and "object_id" in mapping.slots
    return has_sides and not mapping.is_negative and not mapping.is_unmatched


def is_exact(mapping: Mapping) -> bool:
    """Return whether a mapping says that two terms are one."""
    return is_positive(mapping) and mapping.slots["predicate_id"] in EXACT


def triple_of(mapping: Mapping) -> tuple[str, str, str]:
    """Return subject, predicate and object; a literal side stands as its label."""
    slots = mapping.slots
    subject = slots.get("subject_id") or slots.get("subject_label", "")
    target = slots.get("object_id") or slots.get("object_label", "")
    return subject, slots["predicate_id"], target
