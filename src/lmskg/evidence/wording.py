"""Hold the words of a claim against its quotes: literals that repeat it, and values that code it.

Whatever in the data has a `kg:wordForm`, be it a value or a property, says of itself that it can be
found in words; so a claim that uses it must quote one of these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, Store

from ..model import Finding
from ..namespaces import KG, RDFS_LABEL
from .claims import QuotedClaim
from .columns import column, key, members, properties_of, texts_of
from .numbers import Number
from .texts import shown
from .words import Stretch, pattern_of, stretches_of

_REPEATED = (KG.hedge, KG.wording, KG.connective)
_IN_WORDS = (KG.modality, KG.frequency, KG.quantifier, KG.objectQuantifier, KG.degree, KG.precision)

_LIMITS = (KG.exclusive, KG.onlyAmong)
_OTHERS = (
    KG.Basis, KG.Degree, KG.DurationExpression, KG.ListKind, KG.Polarity, KG.Quantifier,
    KG.TimeExpression,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the data: forms by term, which terms weaken a claim, and which words are told.

    A word is told when a quote holds it and the claim does not code it. `hedges` weaken a claim,
    `hedges_of_number` (such as "about") weaken only the number they stand before;
    `others` limit it.
    """

    forms: Mapping[str, list[str]]
    labels: Mapping[str, str]
    weakening: frozenset[str]
    hedges: re.Pattern[str]
    hedges_of_number: re.Pattern[str]
    others: re.Pattern[str]

    def coded(self, claim: QuotedClaim, quote: str) -> list[Stretch]:
        """Return where words of the values and properties of a claim stand in a quote."""
        terms = {term for pair in claim.coded() for term in pair if term in self.forms}
        return [s for term in terms for s in stretches_of(self.forms[term], quote)]

    def is_in_predicate(self, claim: QuotedClaim, words: str) -> bool:
        """Return whether the label or the readable name of a claim's predicate holds the words."""
        names = texts_of(claim.properties, KG.predicate)
        held = [text for name in names for text in (self.labels.get(name, ""), _spaced(name))]
        return any(stretches_of([words], text) for text in held)

    def is_in_wording(self, claim: QuotedClaim, words: str) -> bool:
        """Return whether a claim keeps, as wording, a word for a property, such as "only"."""
        kept = texts_of(claim.properties, KG.wording)
        limits = {form.lower() for name in _LIMITS for form in self.forms.get(name, ())}
        return words.lower() in limits and any(stretches_of([words], text) for text in kept)


def lexicon(store: Store) -> Lexicon:
    """Return the words that `store` holds.

    The values of modality, frequency and precision weaken a claim; only `kg:Needed` does not.
    Directions and trends are not told: "more", "better" and "older" say too many other things.
    """
    words = column(store, KG.wordForm)
    forms = {term: texts_of(words, term) for term in words}
    general = set(members(store, [KG.Modality, KG.Frequency])) - {KG.Needed}
    precise = set(members(store, [KG.Precision]))
    others = {KG.Needed, *_LIMITS, *members(store, _OTHERS)}

    def pattern(terms: set[str]) -> re.Pattern[str]:
        return pattern_of(form for term in terms for form in forms.get(term, ()))

    return Lexicon(
        forms,
        _labels(store),
        frozenset(general | precise),
        pattern(general),
        pattern(precise),
        pattern(others),
    )


def _labels(store: Store) -> dict[str, str]:
    """Return the labels of the predicates that claims use."""
    predicates = {key(term) for terms in column(store, KG.predicate).values() for term in terms}
    return {
        iri: " / ".join(texts_of(properties_of(store, iri), RDFS_LABEL))
        for iri in sorted(predicates)
    }


def word_findings(claim: QuotedClaim, lexicon: Lexicon) -> Iterable[Finding]:
    """Yield what is wrong with the words of one claim.

    Checks: `phrase-not-in-quote`, `value-not-in-quote`, `value-without-words`,
    `hedge-not-coded`, `hedge-missing`.
    """
    yield from _phrases(claim)
    yield from _values(claim, lexicon)
    if claim.is_claim:
        yield from _hedges(claim, lexicon)


def _phrases(claim: QuotedClaim) -> Iterable[Finding]:
    """Yield a finding for each literal that should repeat the quote and does not."""
    repeated = [(name, text) for name in _REPEATED for text in texts_of(claim.properties, name)]
    for term in claim.properties.get(KG.object, ()):
        if isinstance(term, Literal):
            repeated.append((KG.object, term.value))
    for name, text in repeated:
        if not any(stretches_of([text], words, ignore_case=False) for words in claim.words):
            message = f"{shown(text)} does not stand in the quote {_said(claim)}"
            yield Finding("error", "phrase-not-in-quote", claim.iri, message, name, text)


def _values(claim: QuotedClaim, lexicon: Lexicon) -> Iterable[Finding]:
    """Yield a finding for each coded value or property whose words the quote does not hold."""
    for name, value in claim.coded():
        if (name in _IN_WORDS or value == KG.Denied) and not lexicon.forms.get(value):
            message = f"the data give no word for {_short(value)}; add kg:wordForm to it"
            yield Finding("error", "value-without-words", claim.iri, message, name, value)
        # a false property ("kg:exclusive false") says nothing that a quote would have to say
        for term in (value,) if value == "false" else (name, value):
            forms = lexicon.forms.get(term)
            if forms and not any(stretches_of(forms, words) for words in claim.words):
                listed = ", ".join(forms)
                message = (
                    f"no word for {_short(term)} ({listed}) stands in the quote {_said(claim)}"
                )
                yield Finding("error", "value-not-in-quote", claim.iri, message, name, value)


def _hedges(claim: QuotedClaim, lexicon: Lexicon) -> Iterable[Finding]:
    """Yield hedges that no value codes, and weakening values that no hedge repeats."""
    hedges = texts_of(claim.properties, KG.hedge)
    for hedge in hedges:
        if not lexicon.coded(claim, hedge):
            message = f"{shown(hedge)} is the word of no value that the claim codes"
            yield Finding("error", "hedge-not-coded", claim.iri, message, KG.hedge, hedge)
    for name, value in claim.coded():
        forms = lexicon.forms.get(value, ())
        if value in lexicon.weakening and not any(stretches_of(forms, h) for h in hedges):
            message = f"{_short(value)} is coded, but no kg:hedge gives the quote's word for it"
            yield Finding("error", "hedge-missing", claim.iri, message, name, value)


def hedges_in(quote: str, lexicon: Lexicon, numbers: Iterable[Number]) -> list[Stretch]:
    """Return where words that weaken a claim stand in a quote, whose numbers are given."""
    found = [match.span() for match in lexicon.hedges.finditer(quote)]
    starts = {number.start for number in numbers}
    for match in lexicon.hedges_of_number.finditer(quote):
        space = len(quote[match.end() :]) - len(quote[match.end() :].lstrip())
        if match.end() + space in starts:
            found.append(match.span())
    return sorted(found)


def _said(claim: QuotedClaim) -> str:
    return shown(" … ".join(claim.words), 160)


def _short(iri: str) -> str:
    return iri.rpartition("/")[2]


def _spaced(iri: str) -> str:
    """Return the last part of an IRI, `isNeededFor`, as `is needed for`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _short(iri)).lower()
