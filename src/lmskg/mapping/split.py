"""Pairs told apart: by whether their labels are the same, by the depth of their subject."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from ..sssom import MappingSet
from ..terminology.model import Term, Terminology
from .pairs import Pair
from .rates import Rates

SAME, OTHER, UNKNOWN = "same label", "other label", "a label is not known"

_WORD = re.compile(r"\w+")

Key = TypeVar("Key", str, int)


def split(
    predicted: Collection[Pair], gold: Collection[Pair], group_of: Callable[[Pair], Key]
) -> dict[Key, Rates]:
    """Return the rates of each group of pairs, by name or number of the group."""
    parts = [
        Counter(map(group_of, pairs))
        for pairs in (predicted, gold, [pair for pair in predicted if pair in gold])
    ]
    groups = sorted({group for part in parts for group in part})
    return {group: Rates(*(part[group] for part in parts)) for group in groups}


def labels_of(
    mapping_set: MappingSet, terminologies: Iterable[Terminology | None]
) -> dict[str, str]:
    """Return the label of each term: that of its terminology, else that of the mapping set."""
    found: dict[str, str] = {}
    for terminology in terminologies:
        for iri, term in terminology.terms.items() if terminology else ():
            if term.label:
                found.setdefault(iri, term.label)
    for mapping in mapping_set.mappings:
        for side in ("subject", "object"):
            iri, label = (mapping.slots.get(f"{side}_{part}", "") for part in ("id", "label"))
            if iri and label:
                found.setdefault(iri, label)
    return found


def likeness(subject: str, target: str, labels: Mapping[str, str]) -> str:
    """Return whether two terms have the same label but for case, punctuation and white space.

    Examples
    --------
    >>> likeness("a", "b", {"a": "Perlman Syndrome", "b": "Perlman-syndrome"})
    'same label'
    """
    left, right = (labels.get(iri, "") for iri in (subject, target))
    if not (left and right):
        return UNKNOWN
    return SAME if _words(left) == _words(right) else OTHER


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def depths_of(terms: Mapping[str, Term]) -> dict[str, int]:
    """Return the depth of each term: the fewest is_a steps from it up to a root.

    A term in a circle of is_a from which no way leads to a root has no depth.
    """
    children: dict[str, list[str]] = {}
    depths: dict[str, int] = {}
    for iri, term in terms.items():
        parents = [parent for parent in term.parents if parent in terms]
        if not parents:
            depths[iri] = 0
        for parent in parents:
            children.setdefault(parent, []).append(iri)
    queue = deque(depths)
    while queue:
        iri = queue.popleft()
        for child in children.get(iri, ()):
            if child not in depths:
                depths[child] = depths[iri] + 1
                queue.append(child)
    return depths
