"""Words that make of a term a narrower one: stage, grade, age, course of the disease, animal.

Lists of synonyms are careless with such words: Childhood Pineoblastoma bears the synonym
pineoblastoma, and is not the same for all that. So a pair is one of a broader and a narrower term
if the one's label is the other's name but for a qualifier that no name of the other holds.
"""

from __future__ import annotations

import re

from .lexicon import Form, Key
from .normalise import Sameness, key

# in the folded form of `normalise`; by reason, from the ways in which NCIt divides its terms
QUALIFIERS: dict[str, frozenset[str]] = {
    "stage": frozenset(
        "stage ajcc figo tnm ctnm ptnm ann arbor v6 v7 v8 v9 localized regional".split()
    ),
    "grade": frozenset("grade g1 g2 g3 g4 fnclcc".split()),
    "age": frozenset("adult childhood pediatric infantile juvenile elderly neonatal fetal".split()),
    "course": frozenset(
        "recurrent relapsed refractory metastatic advanced unresectable resectable progressive "
        "persistent stable transformed untreated recurrence metastasis".split()
    ),
    "animal": frozenset(
        "mouse murine rat rodent hamster rabbit dog canine cat feline horse equine cow bovine pig "
        "porcine bird avian fish zebrafish animal mammalian".split()
    ),
}
# two words for one qualifier
_SAME = {
    "pediatric": "childhood", "relapsed": "recurrent", "recurrence": "recurrent",
    "metastasis": "metastatic", "murine": "mouse", "canine": "dog", "feline": "cat",
    "equine": "horse", "bovine": "cow", "porcine": "pig",
}  # fmt: skip
# "stage 2", "v7"; a number in another place of a name with a qualifier is rare
_NUMBER = re.compile(r"\d+[a-e]?")
_KINDS = {word: kind for kind, words in QUALIFIERS.items() for word in words}


def qualifiers_of(form: Form) -> frozenset[str]:
    """Return the qualifiers that a name holds, one word for those that mean the same."""
    return frozenset(_SAME.get(word, word) for word in form.words if word in _KINDS)


def without_qualifiers(form: Form) -> Key:
    """Return the key of a name without its qualifiers and the numbers that go with them."""
    kept = tuple(word for word in form.words if word not in _KINDS and not _NUMBER.fullmatch(word))
    return key(kept, Sameness.PHRASES)


def dropped_qualifiers(source: tuple[Form, ...], target: tuple[Form, ...]) -> tuple[str, ...]:
    """Return the qualifiers by which alone one label differs from a name of the other, sorted."""
    found = _dropped(source[0], target) | _dropped(target[0], source)
    return tuple(sorted(found))


def _dropped(label: Form, others: tuple[Form, ...]) -> frozenset[str]:
    wanted = qualifiers_of(label)
    if not wanted:
        return frozenset()
    missing = wanted - frozenset().union(*(qualifiers_of(form) for form in others))
    if not missing:
        return frozenset()
    plain = without_qualifiers(label)
    is_plain = any(key(form.words, Sameness.PHRASES) == plain for form in others)
    return missing if is_plain else frozenset()


def is_animal(qualifiers: frozenset[str]) -> bool:
    """Return whether one of the qualifiers names an animal: its disease is none of people."""
    return any(_KINDS[word] == "animal" for word in qualifiers)


def kind_of(qualifier: str) -> str:
    """Return what a qualifier speaks of: stage, grade, age, course or animal."""
    return _KINDS[qualifier]
