"""How like two definitions are: the cosine of their words, weighted by rarity."""

from __future__ import annotations

import math
from collections import Counter

from .lexicon import Lexicon
from .normalise import words

_SHORTEST_WORD = 3
Vector = dict[str, float]


class Definitions:
    """The definitions of both sides as vectors of unit length.

    Parameters
    ----------
    source, target
        The two sides; a term without a definition is like no other and unlike none.
    """

    def __init__(self, source: Lexicon, target: Lexicon) -> None:
        counts = [_counted(lexicon) for lexicon in (source, target)]
        frequency: Counter[str] = Counter()
        for side in counts:
            for found in side.values():
                frequency.update(found)
        n_texts = sum(map(len, counts))
        self._source, self._target = (
            {iri: _vector(found, frequency, n_texts) for iri, found in side.items()}
            for side in counts
        )

    def likeness(self, source: str, target: str) -> float | None:
        """Return the cosine of two definitions, from 0 to 1, None if one term has none."""
        left, right = self._source.get(source), self._target.get(target)
        if not left or not right:
            return None
        if len(left) > len(right):
            left, right = right, left
        return sum(weight * right[word] for word, weight in left.items() if word in right)


def _counted(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    terms = lexicon.terminology.terms
    return {
        iri: frozenset(word for word in words(text) if len(word) >= _SHORTEST_WORD)
        for iri in lexicon.forms
        if (text := terms[iri].definition)
    }


def _vector(found: frozenset[str], frequency: Counter[str], n_texts: int) -> Vector:
    weights = {word: math.log(n_texts / frequency[word]) for word in sorted(found)}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}
