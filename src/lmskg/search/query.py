"""What is asked: its words, and for each word those of the index that it may be.

A word may stand for itself; the last one for any that begins with it, for it may not be typed to
its end; and one that the index does not know for those that differ by a letter, by two from eight
letters on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .index import Index, meaning_words

MOST_WORDS = 24
_MOST_CHANGES = 4
_MOST_MEANINGS = 3
_LONGEST_LABEL = 4
_MOST_ENDINGS = 200
_SHORTEST_BEGINNING = 3
_MOST_MISSPELT = 12
_SHORTEST_NAME = 5


class Reading(NamedTuple):
    """A word of the index that a word of the query may be: how like it is (0 to 1), and why."""

    likeness: float
    reason: str


class Asked(NamedTuple):
    """A text to search for, in words.

    `put` are words that were read into it, which a name must have; `note` says so.
    """

    text: str
    words: tuple[str, ...]
    readings: tuple[dict[str, Reading], ...]
    put: frozenset[str] = frozenset()
    note: str = ""


def read_query(text: str, index: Index) -> Asked | None:
    """Return what a text asks for, `None` where it has no word."""
    split = meaning_words(text)[:MOST_WORDS]
    return Asked(text, split, tuple(_readings(split, index))) if split else None


def other_readings(asked: Asked, index: Index) -> list[Asked]:
    """Return what may be asked for too, with short or everyday names put plainly.

    A word that is all of a term's name ("womb", an abbreviation) is read as the term's label,
    where it is not all that is asked.
    """
    split = asked.words
    meant = enumerate(split) if len(split) > 1 else ()
    plain = {place: _labels(word, index) for place, word in meant}
    plain = {place: labels for place, labels in plain.items() if labels}
    changes = [{place: label} for place, labels in plain.items() for label in labels]
    if len(plain) > 1:
        changes.insert(0, {place: labels[0] for place, labels in plain.items()})
    return [_put(split, change, index) for change in changes[:_MOST_CHANGES]]


def _labels(word: str, index: Index) -> list[tuple[str, ...]]:
    """Return the labels, in words, of the few terms that have this word for a name."""
    entries = dict.fromkeys(index.names[number].entry for number in index.by_letters.get(word, ()))
    if len(entries) > _MOST_MEANINGS:
        return []
    labels = dict.fromkeys(meaning_words(index.entries[entry].label) for entry in entries)
    return [label for label in labels if word not in label and len(label) <= _LONGEST_LABEL]


def _put(split: tuple[str, ...], change: Mapping[int, tuple[str, ...]], index: Index) -> Asked:
    """Return what is asked with the words at some places put otherwise."""
    put = [change.get(place, (word,)) for place, word in enumerate(split)]
    now = tuple(word for part in put for word in part)
    said = [f"'{split[place]}' read as '{' '.join(label)}'" for place, label in change.items()]
    new = frozenset(word for label in change.values() for word in label)
    return Asked(" ".join(now), now, tuple(_readings(now, index)), new, "; ".join(said))


def _readings(split: tuple[str, ...], index: Index) -> Iterator[dict[str, Reading]]:
    for place, word in enumerate(split):
        is_known = word in index.by_word
        found = {} if is_known else dict(_misspelt(word, index))
        if place == len(split) - 1:
            found.update(_begun(word, index))
        if is_known:
            found[word] = Reading(1.0, "")
        yield found


def most_edits(length: int) -> int:
    """Return how many letters may differ in a word of this length."""
    return 0 if length < 4 else 1 if length < 8 else 2


def _misspelt(word: str, index: Index) -> Iterator[tuple[str, Reading]]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = most_edits(len(word))
    if not most or word.isdigit():
        return
    for length in range(len(word) - most, len(word) + most + 1):
        block = index.blocks.get(length, [])
        near = process.extract(
            word, block, scorer=OSA.distance, score_cutoff=most, limit=_MOST_MISSPELT
        )
        for other, distance, _ in near:
            if distance and not other.isdigit():
                letters = "one letter" if distance == 1 else f"{distance} letters"
                reason = f"'{word}' differs from '{other}' by {letters}"
                yield other, Reading(1 - 1.2 * distance / max(len(word), length), reason)


def misspelt_names(asked: Asked, index: Index) -> Iterator[tuple[str, float]]:
    """Yield the letters of names that differ as a whole by one, wherever spaces are; how like."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    letters = "".join(asked.words)
    if len(letters) < _SHORTEST_NAME:
        return
    for length in range(len(letters) - 1, len(letters) + 2):
        block = index.name_blocks.get(length, [])
        near = process.extract(letters, block, scorer=OSA.distance, score_cutoff=1, limit=5)
        for other, _, _ in near:
            yield other, 0.97 - 1.2 / length


def _begun(word: str, index: Index) -> Iterator[tuple[str, Reading]]:
    if len(word) < _SHORTEST_BEGINNING:
        return
    start = bisect_left(index.words, word)
    for other in index.words[start : start + _MOST_ENDINGS]:
        if not other.startswith(word):
            return
        yield other, Reading(0.5 + 0.45 * len(word) / len(other), f"'{word}' begins '{other}'")
