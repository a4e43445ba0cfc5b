"""What terms are called, as stems, and which of them stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from ..namespaces import (
    GRAPH,
    KG,
    OBO_IN_OWL,
    OWL,
    RDF_TYPE,
    RDFS_LABEL,
    RDFS_SUBCLASS,
    RDFS_SUBPROPERTY,
)
from .words import STOP, stems, words

_NAMES = {
    RDFS_LABEL: 0,
    OBO_IN_OWL.hasExactSynonym: 1,
    KG.everydayWord: 1,
    OBO_IN_OWL.hasNarrowSynonym: 2,
    OBO_IN_OWL.hasBroadSynonym: 3,
    OBO_IN_OWL.hasRelatedSynonym: 3,
}
LONGEST = 9  # words of a name that is looked for in a text


class Span(NamedTuple):
    """A term found in a text: its IRI, the place of its words, and those words."""

    iri: str
    start: int
    end: int
    words: str


class Lexicon:
    """The names of the classes that sources speak of, and how the classes lie below one another.

    A class that no claim names, nor one above or below it, nor one whose name holds the words of
    its own, is there for data to be mapped to: of what a question calls so, no source speaks.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.labels: dict[str, str] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.texts: dict[str, list[str]] = {}
        self.known: set[str] = set()
        self._ancestors: dict[str, frozenset[str]] = {}
        classes = {_value(q) for q in self._quads(None, RDF_TYPE, OWL + "Class", "ontology")}
        found = sorted(
            (rank, q.object.value, _value(q))
            for predicate, rank in _NAMES.items()
            for q in self._quads(None, predicate, None, "ontology")
            if isinstance(q.object, Literal)
        )
        named = self._named_by_claims()
        spoken = self._spoken_of(named, classes - {""})  # blank nodes are classes too
        longer = [set(stems(text)) for _, text, iri in found if iri in named]
        for rank, text, iri in found:
            self.texts.setdefault(iri, []).append(text)
            if rank == 0:
                self.labels.setdefault(iri, text)
            if iri not in classes:
                continue
            self.known.update(words(text))
            parts = stems(text)
            # two words of a longer name stand for it ("vinyl chloride" for contact with it)
            if iri not in spoken and not (len(parts) > 1 and _is_within(parts, longer)):
                continue
            # "blood stream" is found where the name is one word, and the other way round
            for name in {tuple(parts), ("".join(parts),)}:
                if not STOP.issuperset(name):
                    self.names.setdefault(name, iri)

    def _named_by_claims(self) -> set[str]:
        """Return what claims name, and the roles that their predicates declare."""
        claims = self.store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "claims"))
        return {q.object.value for q in claims if isinstance(q.object, NamedNode)} | self.roles()

    def _spoken_of(self, named: set[str], classes: set[str]) -> set[str]:
        """Return the classes that claims name, and those above and below these."""
        over = {iri for name in named & classes for iri in self.ancestors(name)}
        under = {iri for iri in classes if not named.isdisjoint(self.ancestors(iri))}
        return named | over | under

    def _quads(
        self, subject: str | None, predicate: str, value: str | None, layer: str | None = None
    ) -> list[Quad]:
        nodes = [None if iri is None else NamedNode(iri) for iri in (subject, predicate, value)]
        graph = None if layer is None else NamedNode(GRAPH + layer)
        return list(self.store.quads_for_pattern(nodes[0], nodes[1], nodes[2], graph))

    def find(self, found: Sequence[str], raw: Sequence[str]) -> list[Span]:
        """Return the terms that a text names, the longest names first taken, in its order.

        Parameters
        ----------
        found
            The stems of the text.
        raw
            Its words, to be shown.
        """
        taken: set[int] = set()
        spans: list[Span] = []
        for size in range(min(LONGEST, len(found)), 0, -1):
            for start in range(len(found) - size + 1):
                place = set(range(start, start + size))
                name = tuple(found[start : start + size])
                iri = self.names.get(name) or self.names.get(("".join(name),))
                if iri and not place & taken:
                    taken |= place
                    spans.append(
                        Span(iri, start, start + size, " ".join(raw[start : start + size]))
                    )
        return sorted(spans, key=lambda span: span.start)

    def within(self, span: Span, found: Sequence[str], raw: Sequence[str]) -> list[Span]:
        """Return the terms named within a longer name, the longest first, the last words first."""
        spans = []
        for size in range(span.end - span.start - 1, 0, -1):
            for start in range(span.end - size, span.start - 1, -1):
                iri = self.names.get(tuple(found[start : start + size]))
                if iri:
                    spans.append(
                        Span(iri, start, start + size, " ".join(raw[start : start + size]))
                    )
        return spans

    def has_kinds(self, iri: str) -> bool:
        """Return whether other classes lie below one."""
        return bool(self._quads(None, RDFS_SUBCLASS, iri))

    def label(self, iri: str) -> str:
        """Return the label of a term, or its IRI."""
        return self.labels.get(iri, iri)

    def parents(self, iri: str) -> tuple[str, ...]:
        """Return the classes that the ontology puts directly above one, sorted."""
        found = (q.object for q in self._quads(iri, RDFS_SUBCLASS, None, "ontology"))
        return tuple(sorted(node.value for node in found if isinstance(node, NamedNode)))

    def ancestors(self, iri: str) -> frozenset[str]:
        """Return the classes above one, asserted or entailed, itself left out."""
        if iri not in self._ancestors:
            above: set[str] = set()
            waiting = [iri]
            while waiting:
                for quad in self._quads(waiting.pop(), RDFS_SUBCLASS, None):
                    node = quad.object
                    if isinstance(node, NamedNode) and node.value not in above:
                        above.add(node.value)
                        waiting.append(node.value)
            self._ancestors[iri] = frozenset(above - {iri})
        return self._ancestors[iri]

    def roles(self) -> frozenset[str]:
        """Return the classes that predicates declare as roles and that have no kinds."""
        found = {
            q.object.value
            for slot in (KG.subjectRole, KG.objectRole)
            for q in self._quads(None, slot, None)
            if isinstance(q.object, NamedNode)
        }
        return frozenset(role for role in found if not self._quads(None, RDFS_SUBCLASS, role))

    def plays(self, iri: str, role: str) -> bool:
        """Return whether a claim gives a term, or a kind of it, this role."""
        for slot, place in ((KG.subjectRole, KG.subject), (KG.objectRole, KG.object)):
            waiting = [_value(q) for q in self._quads(None, slot, role)]
            predicates = set(waiting)
            while waiting:
                below = {_value(q) for q in self._quads(None, RDFS_SUBPROPERTY, waiting.pop())}
                waiting += below - predicates
                predicates |= below
            for quad in self._quads(None, place, iri):
                claim = _value(quad)
                if any(self._quads(claim, KG.predicate, p) for p in predicates):
                    return True
        return False

    def statements(self) -> list[tuple[str, str]]:
        """Return the IRI and the sentence of everything that a source is held to say, sorted."""
        return sorted(
            (_value(q), q.object.value)
            for q in self._quads(None, KG.statement, None, "claims")
            if isinstance(q.object, Literal) and self._quads(_value(q), KG.evidence, None)
        )

    def is_spoken_of(self, iri: str, at_least: int) -> bool:
        """Return whether so many claims are about a disease."""
        return len(self._quads(None, KG.disease, iri)) >= at_least


def _is_within(parts: Sequence[str], names: Sequence[set[str]]) -> bool:
    return any(name.issuperset(parts) for name in names)


def _value(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""
