"""Names that differ in the spelling of a single word: tendonitis and tendinitis.

Compared are only names that are equal in all other words and in the first letters of the one word
(a block): so hyperkalemia is not taken for a slip of hypokalemia.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .evidence import ASIDE, Evidence, Pairs
from .lexicon import Form, Lexicon

# by reason: a slip of the pen or a change of ending, not another word
_MOST_EDITS = 2
_SHORTEST_WORD = 7
# by reason: tells hyper from hypo, inter from intra, ante from anti
_N_FIRST_LETTERS = 4


def near_names(source: Lexicon, target: Lexicon, *, passed: Collection[str] = ()) -> Pairs:
    """Return the pairs of terms of which two names differ in the spelling of one word.

    Parameters
    ----------
    source, target
        The two sides.
    passed
        Terms of either side that are not asked for, since they have an equal name.
    """
    skip = set(passed)
    blocks: dict[tuple[frozenset[str], str], list[tuple[str, str, Form]]] = {}
    for iri, form, word, block in _holes(target, skip):
        blocks.setdefault(block, []).append((iri, word, form))
    pairs: Pairs = {}
    for iri, form, word, block in _holes(source, skip):
        for other, other_word, other_form in blocks.get(block, ()):
            if _is_near(word, other_word):
                evidence = Evidence(iri, other, near=(form, other_form))
                pairs.setdefault((iri, other), evidence)
    return pairs


def _holes(
    lexicon: Lexicon, skip: set[str]
) -> Iterator[tuple[str, Form, str, tuple[frozenset[str], str]]]:
    """Yield each name once for each of its long words, with the block that it stands in."""
    for iri, forms in lexicon.forms.items():
        if iri in skip:
            continue
        for form in forms:
            if form.scope in ASIDE:
                continue
            for word in sorted(form.bare):
                if len(word) >= _SHORTEST_WORD and word.isalpha():
                    yield iri, form, word, (form.bare - {word}, word[:_N_FIRST_LETTERS])


def _is_near(left: str, right: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(left, right, score_cutoff=_MOST_EDITS) <= _MOST_EDITS
