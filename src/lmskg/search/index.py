"""The names of terminologies, in blocks in which those like a text are looked up quickly.

A name stands under each of its words, and under its letters without spaces; words stand in blocks
of one length, in which misspelt ones are sought. Names of an obsolete term lead to the term that
replaces it; one without a replacement is left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..link.normalise import FILLERS, words
from ..terminology.model import Scope, Term, Terminology

_LONGEST_CHAIN = 9  # of replacements


class Entry(NamedTuple):
    """A term that may be proposed."""

    iri: str
    label: str


class IndexedName(NamedTuple):
    """A name of the entry number `entry`; `instead_of` is the obsolete term that it named."""

    text: str
    scope: Scope
    entry: int
    instead_of: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What `search` looks up; made by `build_index`.

    Attributes
    ----------
    entries, names
        The terms and their names; all else follows from these.
    prefixes
        Prefixes by which the IRIs are written short.
    by_letters
        Letters of a name, without spaces, to numbers of names.
    by_word
        Word to numbers of names, those of the fewest words first.
    weights
        Word to its weight: the rarer it is, the more it tells.
    totals
        Sum of weights of each name.
    blocks
        Length to the words of this length, and `name_blocks` to letters of whole names.
    words
        All words, sorted.
    """

    entries: tuple[Entry, ...]
    names: tuple[IndexedName, ...]
    prefixes: dict[str, str]
    by_letters: dict[str, list[int]] = field(default_factory=dict)
    by_word: dict[str, list[int]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    totals: list[float] = field(default_factory=list)
    blocks: dict[int, list[str]] = field(default_factory=dict)
    name_blocks: dict[int, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def rarest(self) -> float:
        """The weight of a word that stands in one name only, or in none."""
        return math.log(1 + len(self.names))


def build_index(terminologies: Iterable[Terminology]) -> Index:
    """Return an index of the names of all terms of one or more terminologies.

    Examples
    --------
    >>> from lmskg.terminology import Name, Scope, Term, Terminology
    >>> term = Term("https://example.org/A", (Name("Broken lamp", Scope.LABEL),))
    >>> build_index([Terminology("https://example.org/", None, {term.iri: term})]).words
    ['broken', 'lamp']
    """
    entries: list[Entry] = []
    names: list[IndexedName] = []
    prefixes: dict[str, str] = {}
    for terminology in terminologies:
        prefixes.update(terminology.prefixes)
        places = _add_entries(terminology, entries)
        for term in terminology.terms.values():
            names += _names(term, terminology.terms, places)
    return indexed(entries, names, prefixes)


def meaning_words(text: str) -> tuple[str, ...]:
    """Return the words of a name without those that carry no meaning; all where none does.

    Examples
    --------
    >>> meaning_words("Lamps of the desk"), meaning_words("Or")
    (('lamp', 'desk'), ('or',))
    """
    split = words(text)
    return tuple(word for word in split if word not in FILLERS) or split


def _add_entries(terminology: Terminology, entries: list[Entry]) -> dict[str, int]:
    """Add the terms that may be proposed, and return their numbers by IRI."""
    places: dict[str, int] = {}
    for term in terminology.terms.values():
        if term.names and not term.is_obsolete:
            places[term.iri] = len(entries)
            entries.append(Entry(term.iri, term.label or term.names[0].text))
    return places


def _names(
    term: Term, terms: Mapping[str, Term], places: Mapping[str, int]
) -> Iterator[IndexedName]:
    """Yield the names of a term, each once, for itself or for the one that replaces it."""
    standing = _replacement(term, terms)
    if standing is None or standing.iri not in places:
        return
    instead_of = (term.label or term.iri) if term.is_obsolete else ""
    seen: set[tuple[str, ...]] = set()
    for name in sorted(term.names, key=lambda name: _RANKS[name.scope]):
        split = meaning_words(name.text)
        key = (name.text.casefold(), *split)
        if split and key not in seen:
            seen.add(key)
            yield IndexedName(name.text, name.scope, places[standing.iri], instead_of, split)


_RANKS = {scope: rank for rank, scope in enumerate(Scope)}


def _replacement(term: Term, terms: Mapping[str, Term]) -> Term | None:
    """Return a term itself, or the one that stands for it if it is obsolete."""
    current: Term | None = term
    for _ in range(_LONGEST_CHAIN):
        if current is None or not current.is_obsolete:
            return current
        current = terms.get(current.replaced_by or "")
    return None


def indexed(
    entries: Iterable[Entry], names: Iterable[IndexedName], prefixes: Mapping[str, str]
) -> Index:
    """Return the index of names that are split into words already."""
    # those of the fewest words come first in each block
    ordered = sorted(names, key=lambda name: (len(name.words), name))
    by_word: dict[str, list[int]] = defaultdict(list)
    by_letters: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(ordered):
        by_letters["".join(name.words)].append(number)
        for word in dict.fromkeys(name.words):
            by_word[word].append(number)
    weights = {word: math.log(1 + len(ordered) / len(at)) for word, at in by_word.items()}
    return Index(
        tuple(entries),
        tuple(ordered),
        dict(prefixes),
        dict(by_letters),
        dict(by_word),
        weights,
        [sum(map(weights.__getitem__, name.words)) for name in ordered],
        _by_length(by_word),
        _by_length(by_letters),
        sorted(by_word),
    )


def _by_length(texts: Iterable[str]) -> dict[int, list[str]]:
    blocks: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        blocks[len(text)].append(text)
    return dict(blocks)
