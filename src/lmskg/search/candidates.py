"""The names that are worth a comparison: those that share the rarest words with what is asked.

Words are taken from the rarest to the most common. A common one finds no further names where rarer
ones have found some; it only counts for these.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest

from .index import Index
from .query import Asked, Reading

_FEW = 3_000  # names that one word may bring in
_MOST = 100  # names that are compared in full


def candidates(asked: Asked, index: Index) -> list[int]:
    """Return the numbers of the names to compare, the likeliest first."""
    equal = index.by_letters.get("".join(asked.words), [])
    shared: dict[int, float] = {}
    sought = 0.0
    for readings in sorted(asked.readings, key=lambda found: _spread(found, index)):
        sought += max(map(index.weights.__getitem__, readings), default=index.rarest)
        _count(readings, index, shared)
    totals = index.totals
    best = nlargest(_MOST, shared, key=lambda name: (shared[name] / (sought + totals[name]), -name))
    return list(dict.fromkeys([*equal, *best]))


def _spread(readings: Mapping[str, Reading], index: Index) -> int:
    """Return in how many names the readings of a word stand."""
    return sum(len(index.by_word[word]) for word in readings)


def _count(readings: Mapping[str, Reading], index: Index, shared: dict[int, float]) -> None:
    """Add the weight of one word to each name that has it, in the likest reading."""
    is_narrowing = bool(shared) and _spread(readings, index) > _FEW
    counted: set[int] = set()
    for word, reading in sorted(readings.items(), key=lambda pair: -pair[1].likeness):
        weight = index.weights[word] * reading.likeness
        having = index.by_word[word]
        found = shared.keys() & set(having) if is_narrowing else set(having[:_FEW])
        for name in found - counted:
            shared[name] = shared.get(name, 0.0) + weight
        counted |= found
