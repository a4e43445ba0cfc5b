"""What the synonyms of the terminologies themselves teach about words.

If two names of one term differ in one word only, these words stand for each other there: colon and
colonic, kidney and renal; or the word can be left out: gland. The more terms say so, the more it is
believed; the more pairs of *different* terms are told apart by just these words, the less: NCIt
calls many a carcinoma a cancer, but the Disease Ontology keeps both as terms of their own. So no
list of such words is needed, and none of another trade misleads.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from .lexicon import Form, Lexicon, Rarity

# a word left out is written as a substitution for nothing
NOTHING = ""
Pair = tuple[str, str]
# more words than this in one place (the numbers of a series of types) teach nothing
_MOST_IN_ONE_PLACE = 60


class Substitutions:
    """How far one word may be read for another, from 0 (not at all) to 1.

    Parameters
    ----------
    support
        Pair of words, sorted, to the number of terms of which two names differ by it.
    against
        The same to twice the number of pairs of terms that differ by it.
    """

    def __init__(self, support: Counter[Pair], against: Counter[Pair]) -> None:
        self._share = {pair: n / (n + 2 * against[pair] + 1) for pair, n in support.items()}
        self._of: dict[str, list[tuple[str, float]]] = {}
        for (left, right), share in sorted(self._share.items()):
            self._of.setdefault(left, []).append((right, share))
            self._of.setdefault(right, []).append((left, share))

    def share(self, left: str, right: str) -> float:
        """Return how far one word may be read for the other; `NOTHING` for left out."""
        return self._share.get((left, right) if left < right else (right, left), 0.0)

    def of(self, word: str) -> list[tuple[str, float]]:
        """Return the words that one may be read for, sorted, and how far."""
        return self._of.get(word, [])


def learn_substitutions(*lexicons: Lexicon) -> Substitutions:
    """Return what the names of all terms of the lexicons teach about single words."""
    support: Counter[Pair] = Counter()
    for lexicon in lexicons:
        for forms in lexicon.forms.values():
            support.update(set(_differences(forms)))
    against: Counter[Pair] = Counter()
    for lexicon in lexicons:
        against.update(_contrasts(lexicon, support))
    return Substitutions(support, against)


def _differences(forms: Iterable[Form]) -> Iterator[Pair]:
    """Yield the pairs of words by which two names of a term differ."""
    distinct = sorted({form.bare for form in forms if form.bare}, key=sorted)
    for left, right in combinations(distinct, 2):
        if abs(len(left) - len(right)) > 1 or not left & right:
            continue
        only_left, only_right = left - right, right - left
        if len(only_left) <= 1 and len(only_right) <= 1:
            yield _pair(next(iter(only_left), NOTHING), next(iter(only_right), NOTHING))


def _contrasts(lexicon: Lexicon, support: Counter[Pair]) -> Counter[Pair]:
    """Count the pairs of words that tell the labels of two terms apart."""
    labels = lexicon.labels()
    places: dict[frozenset[str], set[str]] = {}
    for label in labels:
        if len(label) > 1:
            for word in label:
                places.setdefault(label - {word}, set()).add(word)
    found: Counter[Pair] = Counter()
    for rest, filling in places.items():
        if rest in labels:
            found.update((NOTHING, word) for word in filling)
        if len(filling) < _MOST_IN_ONE_PLACE:
            pairs = (_pair(*two) for two in combinations(sorted(filling), 2))
            found.update(pair for pair in pairs if pair in support)
    return found


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)


def likeness(
    left: frozenset[str], right: frozenset[str], rarity: Rarity, substitutions: Substitutions
) -> float:
    """Return how like two names are, from 0 to 1, by their words weighted by rarity.

    A word that the other name lacks counts as far as a word there may be read for it, or as far
    as it may be left out.
    """
    if left == right:
        return 1.0
    common = left & right
    # exact, so that the last digits do not depend on how a set lies in memory
    agreed = total = math.fsum(map(rarity, common))
    free = set(right - common)
    for word in sorted(left - common, key=lambda word: (-rarity(word), word)):
        best = max(free, key=lambda other: (substitutions.share(word, other), other), default="")
        share = substitutions.share(word, best) if best else 0.0
        if share > _LEAST_SHARE:
            free.remove(best)
            weight = (rarity(word) + rarity(best)) / 2
        else:
            weight, share = rarity(word), _left_out(word, substitutions)
        agreed, total = agreed + weight * share, total + weight
    for word in sorted(free):
        agreed += rarity(word) * _left_out(word, substitutions)
        total += rarity(word)
    return agreed / total if total else 0.0


# below this a substitution is chance (set by reason: more against it than for it)
_LEAST_SHARE = 0.3
_LEAST_LEFT_OUT = 0.5


def _left_out(word: str, substitutions: Substitutions) -> float:
    share = substitutions.share(NOTHING, word)
    return share if share > _LEAST_LEFT_OUT else 0.0
