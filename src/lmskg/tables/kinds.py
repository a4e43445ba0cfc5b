"""What a node is: labels from its class and the classes above, and a Biolink category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ..namespaces import BIOLINK, OWL, SKOS
from .collect import Collected
from .names import label_name
from .rows import RESOURCE

# thousands of labels would make the schema of a database unreadable
MOST_CLASSES = 1_000
NO_CATEGORY = "biolink:NamedThing"

_TOP = f"{OWL}Thing"
# the closest first
_MATCHES = {f"{SKOS}{name}Match": rank for rank, name in enumerate(("exact", "close", "broad"))}


class Kinds:
    """Labels and categories of the nodes of one graph.

    A class has its own label and those of the classes above it, an individual those of its types
    and of the classes above them. In a graph of more than `MOST_CLASSES` classes, only the types
    count.
    """

    def __init__(self, found: Collected) -> None:
        self._above = found.superclasses
        self._types = found.types
        self._mapped = _mapped(found)
        self._classes: set[str] = set()
        for node in _classes(found):
            self._classes.add(node)
            if len(self._classes) > MOST_CLASSES and not self._mapped:
                break  # nobody asks for the others
        self._is_small = len(self._classes) <= MOST_CLASSES
        self._labels: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._categories: dict[tuple[str, ...], str] = {}

    def labels(self, node: str) -> tuple[str, ...]:
        """Return the labels of a node, `Resource` first, the others sorted."""
        starts = self._starts(node) if self._is_small else tuple(self._types.get(node, ()))
        labels = self._labels.get(starts)
        if labels is None:
            lines = self._lineage(starts) if self._is_small else starts
            names = {label_name(iri) for iri in lines if iri != _TOP and not iri.startswith("_:")}
            labels = self._labels[starts] = (RESOURCE, *sorted(names - {"", RESOURCE}))
        return labels

    def category(self, node: str) -> str:
        """Return the Biolink class that the nearest class of a node is mapped to, as a CURIE."""
        if not self._mapped:
            return NO_CATEGORY
        starts = self._starts(node)
        category = self._categories.get(starts)
        if category is None:
            near = (self._mapped[iri] for iri in self._lineage(starts) if iri in self._mapped)
            category = self._categories[starts] = next(near, NO_CATEGORY)
        return category

    def _starts(self, node: str) -> tuple[str, ...]:
        types = tuple(self._types.get(node, ()))
        return (node, *types) if node in self._classes else types

    def _lineage(self, starts: Iterable[str]) -> list[str]:
        """Return the classes and all above them, the nearest first."""
        lines = dict.fromkeys(starts)
        queue = list(lines)
        for iri in queue:
            for above in self._above.get(iri, ()):
                if above not in lines:
                    lines[above] = None
                    queue.append(above)
        return queue


def _classes(found: Collected) -> Iterator[str]:
    """Yield each class that is named, some of them often."""
    kind = f"{OWL}Class"
    typed = (node for node, types in found.types.items() if kind in types)
    named = chain(found.superclasses, chain.from_iterable(found.superclasses.values()), typed)
    return (node for node in named if not node.startswith("_:"))


def _mapped(found: Collected) -> dict[str, str]:
    """Return the Biolink class of each class that has one: the closest of its matches."""
    ranked: dict[str, tuple[int, str]] = {}
    for subject, predicate, target, _ in found.edges:
        if predicate in _MATCHES and target.startswith(BIOLINK):
            match = (_MATCHES[predicate], target)
            ranked[subject] = min(match, ranked.get(subject, match))
    return {iri: f"biolink:{target[len(BIOLINK) :]}" for iri, (_, target) in ranked.items()}
