"""Find words of the data in a quote: word forms of coded values, and numbers written out.

A form is looked for without regard to case; where it begins or ends with a letter or digit it
must not run on into further ones, so that "can" is not found in "cancer".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Stretch = tuple[int, int]

NOTHING = re.compile(r"(?!)")
"""Matches nowhere: the pattern of no words at all."""


def pattern_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the forms as whole words, the longest first.

    Examples
    --------
    >>> bool(pattern_of(["can"]).search("cancer")), bool(pattern_of(["can"]).search("It can."))
    (False, True)
    >>> pattern_of(["<", "less than"]).search("in <5 %").group()
    '<'
    """
    ordered = sorted({form for form in forms if form.strip()}, key=lambda form: (-len(form), form))
    if not ordered:
        return NOTHING
    # one bound for all plain words: their alternatives are tried at the starts of words only
    words = [re.escape(form) for form in ordered if form[0].isalnum() and form[-1].isalnum()]
    parts = [_bounded(form) for form in ordered if re.escape(form) not in words]
    if words:
        parts.append(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    return re.compile("|".join(parts), re.IGNORECASE)


def _bounded(form: str) -> str:
    before = r"(?<!\w)" if form[0].isalnum() else ""
    after = r"(?!\w)" if form[-1].isalnum() else ""
    return f"{before}{re.escape(form)}{after}"


def stretches_of(forms: Iterable[str], quote: str, *, ignore_case: bool = True) -> list[Stretch]:
    """Return where any of the forms stands in a quote as whole words, in no order.

    The same rule as `pattern_of`, for forms that are looked for once: nothing is compiled.

    Examples
    --------
    >>> stretches_of(["can", "could"], "Cancer can come back.")
    [(7, 10)]
    """
    text = quote.lower() if ignore_case else quote
    found: list[Stretch] = []
    for form in forms:
        words = form.lower() if ignore_case else form
        at = text.find(words) if words.strip() else -1
        while at >= 0:
            end = at + len(words)
            if not (_runs_on(text, at, words[0]) or _runs_on(text, end + 1, words[-1])):
                found.append((at, end))
            at = text.find(words, at + 1)
    return found


def _runs_on(text: str, after: int, edge: str) -> bool:
    """Return whether a word edge has a letter or digit beside it, just before `after`."""
    beside = text[after - 1 : after] if after > 0 else ""
    return edge.isalnum() and (beside.isalnum() or beside == "_")
