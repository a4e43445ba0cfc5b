"""Find what a quote says and its claim leaves out: weakening and limiting words, numbers, signs.

What a claim leaves out may belong to another statement in the same words; then another claim has
to code it. Of "is an unusual cancer that usually strikes older people" the claim of rarity need not
code "usually" once another claim does that quotes only "usually strikes older people". For a word
that weakens, the other claim must quote less; two claims with the very same quote both need it. For
other words ("extremely rare and aggressive") it may quote the same.

Only claims are asked: an explanation quotes whole sentences of the claims it joins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Finding, Severity
from ..namespaces import KG
from .anchors import Quote
from .claims import QuotedClaim
from .figures import is_coded_number
from .numbers import Number, NumberReader
from .texts import shown
from .wording import Lexicon, hedges_in

_Found = tuple[str, Severity, int, int]  # check, severity, and where in a quote

_DIGITS = re.compile(r"(?<!\w)\d(?:[\d.,·]*\d)?")
_SIGNS = re.compile("[<>≤≥≈~]")
_BOUNDS = {"≥": KG.low, "≤": KG.high}
_MESSAGES = {
    "hedge-left-out": "the quote says {0}, which weakens it, and the claim does not code it",
    "word-left-out": "the quote says {0}, which the claim does not code",
    "number-left-out": "the quote gives {0}, which no measurement accounts for",
    "sign-left-out": "the quote has {0}, which no measurement accounts for (kg:precision)",
}


@dataclass(frozen=True, slots=True)
class _Omission:
    """What a quote holds at an offset of its text, and the claim that quotes it does not code."""

    check: str
    severity: Severity
    start: int
    end: int


def omission_findings(
    claims: Sequence[QuotedClaim], lexicon: Lexicon, reader: NumberReader
) -> Iterable[Finding]:
    """Yield what quotes hold and neither their claim nor another one with their words codes.

    Checks: `hedge-left-out`, `word-left-out`, `number-left-out`, `sign-left-out`.
    """
    asked = [claim for claim in claims if claim.is_claim]
    omitted = {
        (claim.iri, quote): list(_omissions(claim, quote, lexicon, reader))
        for claim in asked
        for quote in claim.quotes
    }
    places = {of: {(o.start, o.end) for o in found} for of, found in omitted.items()}
    for claim in asked:
        for quote in claim.quotes:
            for omission in omitted[claim.iri, quote]:
                is_hedge = omission.check == "hedge-left-out"
                others = [c for c in asked if c.is_within(quote, strictly=is_hedge)]
                if any(_codes(other, omission, places) for other in others):
                    continue
                words = quote.exact[omission.start - quote.start : omission.end - quote.start]
                message = (
                    f"{_MESSAGES[omission.check].format(shown(words))}: {shown(quote.exact, 160)}"
                )
                yield Finding(
                    omission.severity, omission.check, claim.iri, message, KG.evidence, words
                )


def _codes(
    claim: QuotedClaim,
    omission: _Omission,
    places: dict[tuple[str, Quote], set[tuple[int, int]]],
) -> bool:
    """Return whether a claim quotes the words that another omits, and codes them."""
    return any(
        own.start <= omission.start
        and omission.end <= own.end
        and (omission.start, omission.end) not in places[claim.iri, own]
        for own in claim.quotes
    )


def _omissions(
    claim: QuotedClaim, quote: Quote, lexicon: Lexicon, reader: NumberReader
) -> Iterable[_Omission]:
    """Yield what a quote holds and the claim itself does not code."""
    words = quote.exact
    numbers = reader.read(words)
    found = [
        *_omitted_words(claim, words, numbers, lexicon),
        *_omitted_figures(claim, words, numbers),
    ]
    coded = lexicon.coded(claim, words) if found else []
    for check, severity, start, end in found:
        if not any(first <= start and end <= last for first, last in coded):
            yield _Omission(check, severity, quote.start + start, quote.start + end)


def _omitted_words(
    claim: QuotedClaim, words: str, numbers: Sequence[Number], lexicon: Lexicon
) -> Iterable[_Found]:
    """Yield hedges, and limiting words that no predicate, wording or number accounts for."""
    for start, end in hedges_in(words, lexicon, numbers):
        if not _SIGNS.fullmatch(words, start, end):  # a sign is told as such
            yield "hedge-left-out", "warning", start, end
    for match in lexicon.others.finditer(words):
        start, end = match.span()
        has_number = any(
            start <= n.start and n.end <= end and is_coded_number(claim, n) for n in numbers
        )
        if not (
            has_number
            or lexicon.is_in_predicate(claim, match.group())
            or lexicon.is_in_wording(claim, match.group())
        ):
            yield "word-left-out", "warning", start, end


def _omitted_figures(claim: QuotedClaim, words: str, numbers: Sequence[Number]) -> Iterable[_Found]:
    """Yield numbers, digits that read as no number, and comparison signs; surer when measured."""
    is_sure: Severity = "error" if claim.measurements else "warning"
    for number in numbers:
        if _is_told(claim, number) and not is_coded_number(claim, number):
            yield (
                "number-left-out",
                is_sure if number.is_digits else "warning",
                number.start,
                number.end,
            )
    for match in _DIGITS.finditer(words) if claim.measurements else ():
        if not any(n.start < match.end() and match.start() < n.end for n in numbers):
            yield "number-left-out", "error", *match.span()
    bounds = {name for m in claim.measurements for name, _ in m.numbers}
    for match in _SIGNS.finditer(words):
        if _BOUNDS.get(match.group()) not in bounds:
            yield "sign-left-out", is_sure, *match.span()


def _is_told(claim: QuotedClaim, number: Number) -> bool:
    """Return whether a number is told when it is not coded.

    Of a claim with measurements all digits; of any claim percentages and number words, but not
    "one", which is seldom a number, nor plain digits: those of "type 1" are part of a name.
    """
    if number.is_percent or (number.is_digits and claim.measurements):
        return True
    return not number.is_digits and number.value != 1
