"""Read the claims that quote a stored text as frozen records, with their numbers.

Claims whose evidence quotes nothing have no words to be held against; here they are only counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Store

from ..namespaces import KG, RDF_TYPE
from .anchors import Quote, read_anchors
from .columns import Column, column, key, members, properties_of, texts_of
from .numbers import to_decimal


@dataclass(frozen=True, slots=True)
class Measurement:
    """The numbers of one measurement, by property; `malformed` are those that are no number."""

    iri: str
    properties: Column
    numbers: tuple[tuple[str, Decimal], ...]
    malformed: tuple[tuple[str, str], ...]

    @property
    def is_percent(self) -> bool:
        """Whether the unit of value, low and high is percent."""
        return KG.Percent in texts_of(self.properties, KG.unit)


@dataclass(frozen=True, slots=True)
class QuotedClaim:
    """A claim, explanation or attribution with its own words, its properties and its numbers."""

    iri: str
    is_claim: bool
    quotes: tuple[Quote, ...]
    properties: Column
    measurements: tuple[Measurement, ...]

    @property
    def words(self) -> list[str]:
        """The quoted words, one string for each quote."""
        return [quote.exact for quote in self.quotes]

    def coded(self) -> Iterable[tuple[str, str]]:
        """Yield property and value, as text, of the claim and of its measurements."""
        for properties in (self.properties, *(m.properties for m in self.measurements)):
            for name, values in properties.items():
                for value in values:
                    yield name, key(value)

    def is_within(self, quote: Quote, *, strictly: bool) -> bool:
        """Return whether all this claim quotes lies inside `quote`, and is less if strictly."""
        return all(
            own.text == quote.text and quote.start <= own.start and own.end <= quote.end
            for own in self.quotes
        ) and not (
            strictly
            and any((own.start, own.end) == (quote.start, quote.end) for own in self.quotes)
        )


NUMBERS = (KG.value, KG.per, KG.low, KG.high, KG.total, KG.count, KG.level, KG.pValue)


def read_claims(store: Store) -> list[QuotedClaim]:
    """Return all that rests on a quote, sorted by IRI."""
    anchors, _ = read_anchors(store)
    quotes: dict[str, list[Quote]] = {}
    for anchor in anchors:
        for bearer in anchor.bearers:
            quotes.setdefault(bearer, []).extend(anchor.quotes)
    claims: list[QuotedClaim] = []
    for iri in sorted(quotes):
        if not quotes[iri]:
            continue
        properties = properties_of(store, iri)
        measurements = tuple(
            _measurement(m, properties_of(store, m)) for m in texts_of(properties, KG.measurement)
        )
        is_claim = KG.Claim in texts_of(properties, RDF_TYPE)
        claims.append(QuotedClaim(iri, is_claim, tuple(quotes[iri]), properties, measurements))
    return claims


def count_unquoted(store: Store, quoted: Iterable[QuotedClaim]) -> tuple[int, int]:
    """Return how many claims quote no words, and how many numbers they give.

    Nothing here can tell whether these numbers are the source's; it says what was read instead.
    """
    unquoted = set(members(store, [KG.Claim])) - {claim.iri for claim in quoted}
    measurements = column(store, KG.measurement)
    n_numbers = 0
    for iri in unquoted:
        for measurement in texts_of(measurements, iri):
            n_numbers += len(_measurement(measurement, properties_of(store, measurement)).numbers)
    return len(unquoted), n_numbers


def _measurement(iri: str, properties: Column) -> Measurement:
    numbers: list[tuple[str, Decimal]] = []
    malformed: list[tuple[str, str]] = []
    for name in NUMBERS:
        for text in texts_of(properties, name):
            value = to_decimal(text)
            if value is None:
                malformed.append((name, text))
            else:
                numbers.append((name, value))
    return Measurement(iri, properties, tuple(numbers), tuple(malformed))
