"""OWL's class axioms, put together again from the blank nodes that they are in RDF.

A class expression is read as far as it is a name, a restriction `someValuesFrom` a name, or an
intersection of these; every other kind (unions, complements, numbers, fillers that are expressions
themselves) says nothing that a list of terms holds, and is counted.

References
----------
OWL 2 Mapping to RDF Graphs, section 3.2, https://www.w3.org/TR/owl2-mapping-to-rdf/
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..namespaces import OWL
from .draft import Draft
from .model import Relation

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# what the nodes of expressions and of lists are made of
PARTS = (
    *(f"{RDF}{name}" for name in ("first", "rest")),
    *(f"{OWL}{name}" for name in ("onProperty", "someValuesFrom", "intersectionOf", "members")),
    f"{OWL}disjointUnionOf",
)


def is_blank(key: str) -> bool:
    """Return whether a key is that of a blank node."""
    return key.startswith("_:")


class Axioms:
    """The axioms of an ontology while it is read; nodes are keys, `_:` before a blank one's."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, str]] = {name: {} for name in PARTS}
        self.under: list[tuple[str, str]] = []
        self.equal: list[tuple[str, str]] = []
        self.disjoint: list[tuple[str, str]] = []
        self.disjoint_groups: list[str] = []
        self.n_passed_over = 0

    def fill(self, drafts: dict[str, Draft]) -> None:
        """Add parents, relations, logical definitions and disjoint classes to `drafts`."""
        for subject, target in self.under:
            if (draft := drafts.get(subject)) is not None:
                self._add(target, draft.parents, draft.relations)
        intersections = self.parts[f"{OWL}intersectionOf"]
        named = [(iri, iri) for iri in intersections if not is_blank(iri)]
        for subject, target in [*self.equal, *named]:
            if (draft := drafts.get(subject)) is not None:
                self._add(target, draft.genera, draft.differentia)
        for left, right in self._disjoint_pairs():
            if left in drafts and not is_blank(right):
                drafts[left].disjoint.append(right)

    def _add(self, node: str, names: list[str], relations: list[Relation]) -> None:
        for part in self._conjuncts(node):
            if isinstance(part, Relation):
                relations.append(part)
            else:
                names.append(part)

    def _conjuncts(self, start: str) -> Iterator[str | Relation]:
        """Yield the names and restrictions whose intersection a node is."""
        on_property, fillers, members = (
            self.parts[f"{OWL}{name}"]
            for name in ("onProperty", "someValuesFrom", "intersectionOf")
        )
        waiting, seen = [start], {start}
        while waiting:
            node = waiting.pop()
            if node in members and (is_blank(node) or node == start):
                new = [item for item in self.items(members[node]) if item not in seen]
                seen.update(new)
                waiting += reversed(new)
            elif not is_blank(node):
                yield node
            elif node in fillers and not is_blank(fillers[node]) and node in on_property:
                yield Relation(on_property[node], fillers[node])
            else:
                self.n_passed_over += 1

    def items(self, head: str) -> list[str]:
        """Return the members of a list; one that bites its own tail ends there."""
        first, rest = self.parts[f"{RDF}first"], self.parts[f"{RDF}rest"]
        found: list[str] = []
        seen: set[str] = set()
        while head in first and head not in seen:
            seen.add(head)
            found.append(first[head])
            head = rest.get(head, "")
        return found

    def _disjoint_pairs(self) -> Iterator[tuple[str, str]]:
        yield from self.disjoint
        groups = self.parts[f"{OWL}members"]
        heads = [groups[node] for node in self.disjoint_groups if node in groups]
        for head in [*heads, *self.parts[f"{OWL}disjointUnionOf"].values()]:
            yield from combinations(self.items(head), 2)
