"""What crosses from a list of terms, in any form, to the rooms that match, search and judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """How near a name is to what its term means (oboInOwl); a label is nearer than a synonym."""

    LABEL = "label"
    EXACT = "exact"
    NARROW = "narrow"
    BROAD = "broad"
    RELATED = "related"


class Name(NamedTuple):
    """A label or a synonym of a term, as the source writes it."""

    text: str
    scope: Scope
    # BCP 47, empty where the source says none
    language: str = ""


class Relation(NamedTuple):
    """An existential restriction: the IRI of a property and that of its filler."""

    property: str
    filler: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, or one entry of a list, with what is said of it; tuples are in the source's order.

    `genera` and `differentia` are the parts of its logical definition (an intersection), and
    `relations` the restrictions that stand beside `parents`, which may be of terms that are not in
    the source. `replaced_by` is given for obsolete terms only; an alternative id is one without
    names.
    """

    iri: str
    names: tuple[Name, ...]
    definition: str | None = None
    parents: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    genera: tuple[str, ...] = ()
    differentia: tuple[Relation, ...] = ()
    is_obsolete: bool = False
    replaced_by: str | None = None

    @property
    def label(self) -> str | None:
        """The first label, if there is one."""
        return next((name.text for name in self.names if name.scope is Scope.LABEL), None)


@dataclass(frozen=True, slots=True)
class Terminology:
    """A list of terms: an ontology, a table, a graph.

    Parameters
    ----------
    iri
        IRI of the ontology, or the name of the file where it says none.
    version
        As the source gives it, None where it says nothing.
    terms
        By IRI, in the source's order; obsolete ones too.
    prefixes
        Prefixes by which its IRIs can be written short.
    disjoint
        Pairs of classes that have no instance in common.
    notes
        What was passed over while reading, counted: one sentence each.
    has_identifiers
        False for a list of mere words (a column of a table): its `iri`s are then made up and must
        not leave; SSSOM calls such subjects `rdfs literal`.
    own
        IRIs of the terms that are its own; the others were taken over from another ontology, to be
        pointed at by relations, and are not to be mapped.
    """

    iri: str
    version: str | None
    terms: dict[str, Term]
    prefixes: dict[str, str] = field(default_factory=dict)
    disjoint: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    has_identifiers: bool = True
    own: frozenset[str] = frozenset()
