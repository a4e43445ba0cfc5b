"""Names as words: one form for what differs in writing only.

`words` folds a text, step by step, into a tuple of words; each fold is a function of its own, in
the table `FOLDS`, and can be left out by name. `key` makes of the words what two names must have
in common to count as equal at one of five degrees, `Sameness`. Nothing here knows a terminology:
what only the synonyms of one can teach is in `learned`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from enum import IntEnum
from functools import lru_cache


class Sameness(IntEnum):
    """How far two names had to be folded until they were equal, the nearest first."""

    SPELLING = 0
    ORDER = 1
    NOUNS = 2
    PHRASES = 3
    JOINED = 4

    @property
    def words(self) -> str:
        """The degree in words, for a reason."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Sameness.SPELLING: "equal up to case, punctuation and spelling",
    Sameness.ORDER: "the same words in another order",
    Sameness.NOUNS: "equal once disorder is read as disease and tumor as neoplasm",
    Sameness.PHRASES: "equal once malignant neoplasm is read as cancer, infectious disease as "
    "infection, and type is left out before a number",
    Sameness.JOINED: "the same letters, divided into words in another way",
}

# British to American, as parts of words; applied to words of five letters and more
_AMERICAN = (
    ("tumour", "tumor"), ("colour", "color"), ("behaviour", "behavior"), ("haem", "hem"),
    ("aemi", "emi"), ("oedem", "edem"), ("oesoph", "esoph"), ("foet", "fet"), ("paed", "ped"),
    ("caec", "cec"), ("coeli", "celi"), ("orrhoea", "orrhea"), ("anaesth", "anesth"),
    ("aetiol", "etiol"), ("gynaec", "gynec"), ("oestr", "estr"), ("faec", "fec"),
    ("naev", "nev"), ("taenia", "tenia"), ("sulph", "sulf"), ("fibre", "fiber"),
    ("centre", "center"), ("litre", "liter"), ("goitre", "goiter"), ("isation", "ization"),
    ("ised", "ized"),
)  # fmt: skip
_ROMAN = {
    word: str(number)
    for number, word in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
    )
}
_ROMAN_LETTER = re.compile(r"(i{1,3}|iv|vi{2,3}|ix)([a-e])")
_POSSESSIVE = re.compile(r"['\u2019\u02bc](?:s\b)?")
_WORD = re.compile(r"[^\W_]+")
_GREEK = re.compile(r"[\u0370-\u03ff]")
# carry no meaning of their own in a name; "nos" is "not otherwise specified". Not "in": what lies
# in a bone need not have come from it; nor "with", for "without" is its contrary
FILLERS = frozenset("of the a an nos s and".split())
_NOUNS = {"disorder": "disease", "tumor": "neoplasm"}
_PHRASES = (
    (frozenset({"malignant", "neoplasm"}), "cancer"),
    (frozenset({"infectiou", "disease"}), "infection"),
    (frozenset({"infectious", "disease"}), "infection"),
)
_SHORTEST_JOINED = 8


def fold_marks(text: str) -> str:
    """Return the text in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def spell_greek(text: str) -> str:
    """Return the text with its Greek letters as words: β becomes beta."""
    return _GREEK.sub(lambda letter: _greek_name(letter[0]), text)


def _greek_name(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return f" {name.rpartition(' ')[2].lower()} " if "LETTER" in name else letter


def drop_possessive(text: str) -> str:
    """Return the text without the s of possession: Hodgkin's becomes Hodgkin."""
    return _POSSESSIVE.sub("", text)


@lru_cache(maxsize=1 << 17)
def american(word: str) -> str:
    """Return a word as it is spelt in America: tumour becomes tumor."""
    if len(word) > 4:
        for british, ours in _AMERICAN:
            word = word.replace(british, ours)
    return word


@lru_cache(maxsize=1 << 17)
def singular(word: str) -> str:
    """Return a plural in one form with its singular, which need not be a word."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("omata"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("oses") and len(word) > 6:
        return word[:-2] + "is"
    if word.endswith("sses"):
        return word[:-2]
    return word.removesuffix("s")


def arabic(word: str) -> str:
    """Return a Roman numeral up to twenty as a number, with the letter behind it: IIb, 2b."""
    if word in _ROMAN:
        return _ROMAN[word]
    if found := _ROMAN_LETTER.fullmatch(word):
        return _ROMAN[found[1]] + found[2]
    return word


TEXT_FOLDS: dict[str, Callable[[str], str]] = {
    "possessive": drop_possessive,
    "greek": spell_greek,
}
WORD_FOLDS: dict[str, Callable[[str], str]] = {
    "american": american,
    "plural": singular,
    "numerals": arabic,
}
FOLDS = (*TEXT_FOLDS, *WORD_FOLDS)


@lru_cache(maxsize=1 << 18)
def words(text: str, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the words of a name, folded, in their order.

    Case, accents and punctuation always go; `without` names those of `FOLDS` to leave out.

    Examples
    --------
    >>> words("Tumours of the Oesophagus, Type IIb")
    ('tumor', 'of', 'the', 'esophagus', 'type', '2b')
    >>> words("Alzheimer's disease"), words("β-thalassaemia")
    (('alzheimer', 'disease'), ('beta', 'thalassemia'))
    """
    for name, fold_text in TEXT_FOLDS.items():
        if name not in without:
            text = fold_text(text)
    found = _WORD.findall(fold_marks(text))
    for name, fold in WORD_FOLDS.items():
        if name not in without:
            found = [fold(word) for word in found]
    return tuple(found)


def key(form: tuple[str, ...], degree: Sameness) -> str | frozenset[str]:
    """Return what two names, as words, have in common if they are equal at a degree.

    Empty where a name has nothing to be compared by, such as one that is punctuation only.

    Examples
    --------
    >>> key(words("Malignant Tumor of the Eye"), Sameness.PHRASES) == key(
    ...     words("eye cancer"), Sameness.PHRASES
    ... )
    True
    """
    if degree is Sameness.SPELLING:
        return " ".join(form)
    if degree is Sameness.JOINED:
        joined = "".join(word for word in form if word not in FILLERS)
        return joined if len(joined) >= _SHORTEST_JOINED else ""
    if degree is Sameness.PHRASES:
        form = _without_type(form)
    found = bare(form)
    if degree >= Sameness.NOUNS and not _NOUNS.keys().isdisjoint(found):
        found = frozenset(_NOUNS.get(word, word) for word in found)
    if degree >= Sameness.PHRASES:
        found = _as_words(found)
    return found


def bare(form: Collection[str]) -> frozenset[str]:
    """Return the words of a name that carry meaning, in no order."""
    return frozenset(form) - FILLERS


def _without_type(form: tuple[str, ...]) -> tuple[str, ...]:
    """Leave `type` out where a short word, a number or a letter, stands beside it."""
    if "type" not in form:
        return form
    return tuple(
        word
        for place, word in enumerate(form)
        if word != "type" or not _is_short(form[place + 1 : place + 2])
    )


def _is_short(following: tuple[str, ...]) -> bool:
    return bool(following) and len(following[0]) <= 3 and following[0] not in FILLERS


def _as_words(found: frozenset[str]) -> frozenset[str]:
    for phrase, word in _PHRASES:
        if phrase <= found:
            found = found - phrase | {word}
    return found


def is_abbreviation(text: str) -> bool:
    """Return whether a name is a short one of capitals and digits, which many terms may share.

    Examples
    --------
    >>> is_abbreviation("LAM"), is_abbreviation("Lupus"), is_abbreviation("SCA2")
    (True, False, True)
    """
    if len(text) > 7 or " " in text:
        return False
    return sum(sign.isupper() or sign.isdigit() for sign in text) >= max(2, len(text) - 2)
