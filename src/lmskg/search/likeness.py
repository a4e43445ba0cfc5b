"""How like two names are, from 0 to 1, and why, in words.

Equal as written counts 1; equal but for case, for spelling, for spaces, for the order of words a
little less each. Else the weights of the words that both have are held against those of all words
of either (their harmonic mean, F1): a rare word that is missing costs more than a common one. A
word that is misspelt or not typed to its end counts by its own likeness.
"""

from __future__ import annotations

from .index import Index, IndexedName
from .query import Asked

EQUAL, BUT_CASE, BUT_SPELLING, BUT_SPACES = 1.0, 0.99, 0.98, 0.97
ANOTHER_ORDER = 0.03  # less
PARTLY = 0.9  # of F1, where words are missing on either side

_AS_A_WHOLE = {
    EQUAL: "equal",
    BUT_CASE: "equal but for case",
    BUT_SPELLING: "equal but for punctuation, spelling, number or small words",
    BUT_SPACES: "equal but for spaces and hyphens",
}


def likeness(asked: Asked, number: int, index: Index) -> float:
    """Return how like the name of this number is to what is asked, from 0 to 1."""
    name = index.names[number]
    whole = _as_a_whole(asked, name)
    if whole:
        return whole
    places = _paired(asked, name.words)
    shared = sought = 0.0
    for at, word in enumerate(asked.words):
        if at not in places:
            sought += index.weights.get(word, index.rarest)
            continue
        other = name.words[places[at]]
        weight = index.weights[other]
        sought += weight
        shared += weight * asked.readings[at][other].likeness
    if len(places) == len(asked.words) == len(name.words):
        return BUT_SPELLING * shared / sought - (ANOTHER_ORDER if _is_moved(places) else 0.0)
    return PARTLY * 2 * shared / (sought + index.totals[number])


def explain(asked: Asked, name: IndexedName) -> str:
    """Return in words what the likeness of a name to what is asked rests on."""
    whole = _as_a_whole(asked, name)
    if whole:
        return _AS_A_WHOLE[whole]
    places = _paired(asked, name.words)
    read = [asked.readings[at][name.words[place]].reason for at, place in sorted(places.items())]
    return "; ".join(filter(None, [_extent(asked, name, places), *read]))


def _as_a_whole(asked: Asked, name: IndexedName) -> float:
    """Return how like two names are that are equal but for what does not count, else 0."""
    if asked.words == name.words:
        if asked.text == name.text:
            return EQUAL
        return BUT_CASE if asked.text.casefold() == name.text.casefold() else BUT_SPELLING
    return BUT_SPACES if "".join(asked.words) == "".join(name.words) else 0.0


def _paired(asked: Asked, other: tuple[str, ...]) -> dict[int, int]:
    """Return the place of each word in another name, if it is there: equal before like ones."""
    places: dict[int, int] = {}
    free = list(range(len(other)))
    for at, word in enumerate(asked.words):
        for place in free:
            if other[place] == word:
                places[at] = place
                free.remove(place)
                break
    for at, found in enumerate(asked.readings):
        if at not in places:
            like = [
                (-found[other[place]].likeness, place) for place in free if other[place] in found
            ]
            if like:
                places[at] = min(like)[1]
                free.remove(places[at])
    return places


def _is_moved(places: dict[int, int]) -> bool:
    order = [places[at] for at in sorted(places)]
    return order != sorted(order)


def _extent(asked: Asked, name: IndexedName, places: dict[int, int]) -> str:
    """Return in words which words one of the two has and the other has not."""
    missing = [word for at, word in enumerate(asked.words) if at not in places]
    taken = set(places.values())
    extra = [word for place, word in enumerate(name.words) if place not in taken]
    n_words = len(asked.words)
    if missing:
        said = f"has {len(places)} of {n_words} words, without {_quoted(missing)}"
    elif not extra:
        return "has all words, in another order" if _is_moved(places) else ""
    elif [places[at] for at in range(n_words)] == list(range(n_words)):
        said = "begins with this"
    else:
        said = "has the word" if n_words == 1 else f"has all {n_words} words"
    return f"{said}; says {_quoted(extra)} too" if extra else said


def _quoted(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
