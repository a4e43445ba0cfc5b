"""Hold one quote against the stored texts: exact, moved, in another text, near miss or absent.

Equality is of characters, nothing is folded: no digit, sign, `%`, `<` or `>` may differ. Only for
a quote that is not exact does this module look further, to say where the words, or the nearest
ones, stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .anchors import Quote
from .texts import StoredText, shown

Outcome = Literal["exact", "moved", "in another text", "near miss", "absent"]

NEAR_PERCENT = 75.0
"""Least similarity, 0 to 100, of a passage that is shown as a near miss."""

_SLACK = 3  # characters by which a near passage may be longer or shorter at either end
_SHOWN = 3  # places or differences that a message names
_KINDS = (
    ("a digit", str.isdigit),
    ("a percent sign", "%‰".__contains__),
    ("a comparison sign", "<>≤≥=≈~".__contains__),
    ("a sign", "+-\u2212±".__contains__),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a quote stands to its text; `span` is where its words, or nearly those, stand there."""

    outcome: Outcome
    message: str
    span: tuple[int, int] | None = None


def compare_quote(quote: Quote, texts: Mapping[str, StoredText]) -> Verdict:
    """Return how `quote` stands to the texts; its offsets may be any numbers.

    Raises
    ------
    KeyError
        If the quote's text is none of `texts`.
    """
    own = texts[quote.text]
    exact, start, end = quote.exact, quote.start, quote.end
    # a slice would count a negative offset from the end and stop at the end of the text
    if 0 <= start < end <= own.n_characters and own.text[start:end] == exact:
        return Verdict("exact", "", (start, end))
    if not exact:
        return Verdict("absent", "the quote is empty")
    places = _places(exact, own.text)
    if places:
        nearest = min(places, key=lambda place: abs(place - start))
        message = f"the words do not stand at {start}-{end} but at {_listed(places, len(exact))}"
        return Verdict("moved", message, (nearest, nearest + len(exact)))
    return _elsewhere(exact, own, texts) or _nearest(exact, start, own)


def _places(words: str, text: str) -> list[int]:
    """Return every offset at which `words` start in `text`."""
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _listed(places: list[int], length: int) -> str:
    named = ", ".join(f"{place}-{place + length}" for place in places[:_SHOWN])
    more = len(places) - _SHOWN
    return f"{named} and {more} more" if more > 0 else named


def _elsewhere(exact: str, own: StoredText, texts: Mapping[str, StoredText]) -> Verdict | None:
    """Return the verdict for words that stand in another text, `None` when they stand in none."""
    for iri in sorted(texts):
        places = _places(exact, texts[iri].text) if iri != own.iri else []
        if places:
            where = f"{texts[iri].name} at {_listed(places, len(exact))}"
            return Verdict("in another text", f"the words are not in {own.name} but in {where}")
    return None


def _nearest(exact: str, start: int, own: StoredText) -> Verdict:
    """Return a near miss with its first differences, or that the words are absent."""
    found = _passage(exact, start, own.text)
    if found is None:
        return Verdict("absent", f"{own.name} has no such words, nor anything near them")
    first, last = found
    passage = own.text[first:last]
    told = "; ".join(_differences(passage, exact))
    message = f"near miss at {first}-{last}: {told}; the text reads {shown(passage, 160)}"
    return Verdict("near miss", message, found)


def _passage(exact: str, start: int, text: str) -> tuple[int, int] | None:
    """Return the offsets of the passage of `text` that is most like `exact`.

    Of passages that are equally like it the one that cuts no word is meant, then the one that is
    nearest to the recorded place.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel, Levenshtein

    found = fuzz.partial_ratio_alignment(exact, text, score_cutoff=NEAR_PERCENT)
    near = [(found.dest_start, found.dest_end)] if found else []
    there = text[start : start + len(exact)] if start >= 0 else ""
    if fuzz.ratio(exact, there) >= NEAR_PERCENT:
        near.append((start, start + len(there)))
    steps = range(-_SLACK, _SLACK + 1)
    windows = {
        (first + a, last + b)
        for first, last in near
        for a in steps
        for b in steps
        if 0 <= first + a < last + b <= len(text)
    }

    def rank(window: tuple[int, int]) -> tuple[int, int, int, int, int]:
        first, last = window
        n_cut = _is_part(text[first - 1 : first]) + _is_part(text[last : last + 1])
        passage = text[first:last]
        distance = Levenshtein.distance(exact, passage)
        return distance, n_cut, Indel.distance(exact, passage), abs(first - start), last

    return min(windows, key=rank, default=None)


def _is_part(beside: str) -> bool:
    """Return whether a character beside a passage belongs to a word or number that it cuts."""
    return beside.isalnum() or beside in ("%", "‰")


def _differences(passage: str, exact: str) -> Iterable[str]:
    """Yield what differs, first things first, and what kind of character it is."""
    from rapidfuzz.distance import Levenshtein

    changes = [op for op in Levenshtein.opcodes(passage, exact) if op.tag != "equal"]
    for change in changes[:_SHOWN]:
        there = passage[change.src_start : change.src_end]
        here = exact[change.dest_start : change.dest_end]
        kinds = [name for name, is_kind in _KINDS if any(map(is_kind, there + here))]
        kind = f" ({', '.join(kinds)})" if kinds else ""
        if there and here:
            yield f"the text has {shown(there)} where the quote has {shown(here)}{kind}"
        elif there:
            yield f"the quote lacks {shown(there)}{kind}"
        else:
            yield f"the quote adds {shown(here)}{kind}"
    if len(changes) > _SHOWN:
        yield f"{len(changes) - _SHOWN} more differences"
