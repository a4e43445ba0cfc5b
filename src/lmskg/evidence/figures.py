"""Hold the numbers of a claim against its quotes: each stands there, none there is left out.

Not here: whether a measurement is complete (shapes), except what a quote shows to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..model import Finding
from ..namespaces import KG
from .claims import Measurement, QuotedClaim
from .columns import texts_of
from .numbers import Number, NumberReader
from .texts import shown

_OF_UNIT = (KG.value, KG.low, KG.high)  # the numbers to which the unit of a measurement belongs


def number_findings(claim: QuotedClaim, reader: NumberReader) -> Iterable[Finding]:
    """Yield what is wrong with the numbers of one claim.

    Checks: `number-not-in-quote`, `percent-not-in-quote`, `percent-not-coded`,
    `percent-without-denominator`, `measurement-without-number`, `number-malformed`.
    """
    if not claim.measurements:
        return
    quoted = [number for words in claim.words for number in reader.read(words)]
    said = shown(" … ".join(claim.words), 160)
    for measurement in claim.measurements:
        for name, text in measurement.malformed:
            message = f"{_short(measurement.iri)} {_short(name)}: {text!r} is no number"
            yield Finding("error", "number-malformed", claim.iri, message, name, text)
        if not measurement.numbers and not measurement.malformed:
            message = f"{_short(measurement.iri)} holds no number"
            yield Finding("error", "measurement-without-number", claim.iri, message, KG.value)
        if measurement.is_percent and not texts_of(measurement.properties, KG.denominator):
            message = f"{_short(measurement.iri)} is a percentage; say of what (kg:denominator)"
            check = "percent-without-denominator"
            yield Finding("error", check, claim.iri, message, KG.denominator)
        for name, value in measurement.numbers:
            fault = _fault(measurement, name, value, quoted)
            if fault:
                check, reason = fault
                message = (
                    f"{_short(measurement.iri)} {_short(name)} {_plain(value)}: {reason} {said}"
                )
                yield Finding("error", check, claim.iri, message, name, _plain(value))


def _fault(
    measurement: Measurement, name: str, value: Decimal, quoted: list[Number]
) -> tuple[str, str] | None:
    """Return check and reason why no number of the quotes backs this one, `None` when one does."""
    backing = [number for number in quoted if is_backed(name, value, number)]
    if not backing:
        return "number-not-in-quote", "this number is not in"
    if name in _OF_UNIT and measurement.is_percent != any(n.is_percent for n in backing):
        if measurement.is_percent:
            return "percent-not-in-quote", "it is coded as a percentage, which it is not in"
        return "percent-not-coded", "it is not coded as a percentage (kg:unit), which it is in"
    return None


def is_backed(name: str, value: Decimal, number: Number) -> bool:
    """Return whether a number of a quote is this one; a level of 0.95 is printed as 95 %, too."""
    if number.value == value:
        return True
    return name == KG.level and number.is_percent and number.value == value * 100


def is_coded_number(claim: QuotedClaim, number: Number) -> bool:
    """Return whether a measurement of the claim accounts for a number of its quote."""
    return any(
        is_backed(name, value, number) for m in claim.measurements for name, value in m.numbers
    )


def _plain(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(iri: str) -> str:
    return iri.rpartition("/")[2]
