"""Whether the terms around two terms are linked with one another.

The links so far are the fixed points. A pair agrees with them as far as the linked terms above the
one are linked with terms above the other. (Terms below say no more: on the train data they add
nothing to it.)
"""

from __future__ import annotations

from collections.abc import Iterable

from .evidence import Evidence
from .hierarchy import Hierarchy

# weight that is given to not knowing, as content; by reason, for on the train data F1 changes by
# less than a tenth of a point from 1 to 8
_PRIOR = 3.0


class Neighbours:
    """The two hierarchies with the links between them.

    Parameters
    ----------
    source, target
        Hierarchies of the two sides.
    links
        Pairs of terms that are taken for equal, one to one.
    """

    def __init__(
        self, source: Hierarchy, target: Hierarchy, links: Iterable[tuple[str, str]]
    ) -> None:
        self._source, self._target = source, target
        self._there = dict(links)
        self._back = {there: here for here, there in self._there.items()}

    def add_to(self, evidence: Evidence) -> None:
        """Add to the evidence of a pair what its neighbours say; the pair itself is left out."""
        here, there = evidence.source, evidence.target
        above_here = self._linked(self._source.ancestors(here), there)
        above_there = self._target.ancestors(there)
        known_there = {iri for iri in above_there if self._back.get(iri, here) != here}
        # a term without parents, such as a cell of a table, cannot disagree
        if self._source.ancestors(here) and above_there:
            evidence.above = self._agreement(above_here, known_there)
        parents = {self._there.get(parent) for parent in self._source.parents[here]}
        evidence.has_common_parent = not parents.isdisjoint(above_there)

    def _linked(self, terms: Iterable[str], but: str) -> set[str]:
        found = {self._there[iri] for iri in terms if iri in self._there}
        found.discard(but)
        return found

    def _agreement(self, left: set[str], right: set[str]) -> float | None:
        # summed in order, so that the last digits do not depend on how sets lie in memory
        either = sum(self._target.content(iri) for iri in sorted(left | right))
        if not either:
            return None
        both = sum(self._target.content(iri) for iri in sorted(left & right))
        return both / (either + _PRIOR)
