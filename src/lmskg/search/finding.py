"""Search: look up, compare, and put the terms in order, each with its best name and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from ..errors import IdentifierError
from ..namespaces import compress, expand
from ..terminology.model import Scope
from .candidates import candidates
from .index import Index
from .likeness import explain, likeness
from .query import Asked, misspelt_names, other_readings, read_query

LEAST = 0.4  # score; what is less like is not proposed
_IS_FOUND = 0.85  # from here on no other reading, no misspelling of a whole name is sought
_SCOPES = {
    Scope.LABEL: (1.0, "label"),
    Scope.EXACT: (0.98, "exact synonym"),
    Scope.NARROW: (0.9, "narrow synonym"),
    Scope.BROAD: (0.9, "broad synonym"),
    Scope.RELATED: (0.9, "related synonym"),
}
_OBSOLETE = 0.95
_READ_AS = 0.97


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that a text may mean.

    Attributes
    ----------
    iri, term, label
        The term: its IRI, its CURIE (the IRI where no prefix fits) and its label.
    score
        From 0 to 1, where 1 is a label that is equal to the text; for the order of candidates,
        and no probability.
    matched
        The name that is like the text.
    reason
        What the score rests on, in words.
    """

    iri: str
    term: str
    label: str
    score: float
    matched: str
    reason: str


class _Hit(NamedTuple):
    """The name of this number, with its score; `asked` is `None` for one misspelt as a whole."""

    score: float
    name: int
    asked: Asked | None


def search(text: str, index: Index, *, limit: int = 10) -> list[Candidate]:
    """Return the terms that a text may mean, the likeliest first.

    Parameters
    ----------
    text
        Words, whole or begun, perhaps misspelt; or a CURIE or an IRI.
    index
        Where to search.
    limit
        Most terms to return.

    Returns
    -------
    list of Candidate
        Sorted by score, then by label and IRI; never an obsolete term, never one below `LEAST`.

    Notes
    -----
    The score is the likeness of the best name times a factor of its scope: 1 for a label, 0.98 for
    an exact synonym, 0.9 for another; times 0.95 where the name is that of an obsolete term, and
    0.97 where a word was read as the label of the term that it names.
    """
    best: dict[int, _Hit] = {}
    asked = read_query(text, index)
    if asked:
        _take_all(best, _like([asked], index), index)
    if asked and all(hit.score < _IS_FOUND for hit in best.values()):
        _take_all(best, _like(other_readings(asked, index), index), index)
        _take_all(best, _misspelt(asked, index), index)
    found = nsmallest(
        limit,
        (item for item in best.items() if item[1].score >= LEAST),
        key=lambda item: (-item[1].score, *reversed(index.entries[item[0]])),
    )
    named = [_candidate(hit, index) for _, hit in found]
    identified = _identified(text, index)
    others = [candidate for candidate in named if [candidate.iri] != [c.iri for c in identified]]
    return [*identified, *others][:limit]


def _take_all(best: dict[int, _Hit], hits: Iterator[_Hit], index: Index) -> None:
    """Keep the best hit of each entry."""
    for hit in hits:
        entry = index.names[hit.name].entry
        if entry not in best or hit.score > best[entry].score:
            best[entry] = hit


def _like(readings: Iterable[Asked], index: Index) -> Iterator[_Hit]:
    for asked in readings:
        factor = _READ_AS if asked.note else 1.0
        for number in candidates(asked, index):
            if asked.put.issubset(index.names[number].words):
                value = likeness(asked, number, index) * factor
                yield _Hit(value * _factor(number, index), number, asked)


def _misspelt(asked: Asked, index: Index) -> Iterator[_Hit]:
    for letters, value in misspelt_names(asked, index):
        for number in index.by_letters[letters]:
            yield _Hit(value * _factor(number, index), number, None)


def _factor(number: int, index: Index) -> float:
    name = index.names[number]
    return _SCOPES[name.scope][0] * (_OBSOLETE if name.instead_of else 1.0)


def _candidate(hit: _Hit, index: Index) -> Candidate:
    """Return a hit with its reason."""
    name = index.names[hit.name]
    asked = hit.asked
    rests = explain(asked, name) if asked else "differs by one letter or space"
    reasons = [asked.note if asked else "", f"{_SCOPES[name.scope][1]}: {rests}"]
    if name.instead_of:
        reasons.append(f"it replaces the obsolete '{name.instead_of}'")
    entry = index.entries[name.entry]
    term = compress(entry.iri, index.prefixes)
    score = round(hit.score, 3)
    return Candidate(
        entry.iri, term, entry.label, score, name.text, "; ".join(filter(None, reasons))
    )


def _identified(text: str, index: Index) -> list[Candidate]:
    """Return the term that has this CURIE or IRI."""
    try:
        iri = expand(text, index.prefixes)
    except IdentifierError:
        return []
    found = [entry for entry in index.entries if entry.iri == iri][:1]
    term = compress(iri, index.prefixes)
    return [Candidate(iri, term, entry.label, 1.0, term, "identifier: equal") for entry in found]
