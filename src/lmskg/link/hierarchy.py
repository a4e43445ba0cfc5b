"""Ancestors and descendants of terms, cycles included, each walked once."""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property

from ..terminology import Terminology


class Hierarchy:
    """The is_a hierarchy of a terminology, the genera of logical definitions among the parents.

    Parameters
    ----------
    terminology
        Read only; parents that it does not hold are passed over.
    """

    def __init__(self, terminology: Terminology) -> None:
        terms = terminology.terms
        self.parents: dict[str, tuple[str, ...]] = {
            iri: tuple(
                dict.fromkeys(
                    parent
                    for parent in (*term.parents, *term.genera)
                    if parent in terms and parent != iri
                )
            )
            for iri, term in terms.items()
        }
        self._ancestors: dict[str, frozenset[str]] = {}

    def ancestors(self, iri: str) -> frozenset[str]:
        """Return all terms above one; in a cycle each is above the others, none above itself."""
        if iri not in self._ancestors:
            found: set[str] = set()
            waiting = list(self.parents.get(iri, ()))
            while waiting:
                parent = waiting.pop()
                if parent in found:
                    continue
                found.add(parent)
                known = self._ancestors.get(parent)
                if known is None:
                    waiting.extend(self.parents[parent])
                else:
                    found |= known
            self._ancestors[iri] = frozenset(found - {iri})
        return self._ancestors[iri]

    @cached_property
    def descendants(self) -> dict[str, frozenset[str]]:
        """Term to all terms below it."""
        below: dict[str, set[str]] = {iri: set() for iri in self.parents}
        for iri in self.parents:
            for ancestor in self.ancestors(iri):
                below[ancestor].add(iri)
        return {iri: frozenset(terms) for iri, terms in below.items()}

    @cached_property
    def _content(self) -> dict[str, float]:
        counts: Counter[str] = Counter()
        for iri in self.parents:
            counts.update(self.ancestors(iri))
        return {iri: math.log(len(self.parents) / (counts[iri] + 1)) for iri in self.parents}

    def content(self, iri: str) -> float:
        """Return how much it says of a term to be below this one: the logarithm of the share."""
        return self._content[iri]
