"""Read the numbers of a quote: digits with sign and decimals, number words, percentages.

A number is a whole token: the "15" of a quote is no 5, "1,5" is neither 1 nor 5, and the 1 of
"S1" is a name. Words combine as English does: "four million" is one number, "twenty-five" too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import Store

from ..namespaces import KG
from .columns import column, members, texts_of
from .words import pattern_of

_DIGITS = re.compile(
    r"(?<!\w)(?<!\d[.,·])"  # no tail of a name or of a longer number
    r"(?P<sign>(?<![\w)%\]])[-\u2212])?"  # a dash after a number or a word is a hyphen or a range
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:[.·]\d+)?|\d+(?:[.·]\d+)?|[.·]\d+)"
    r"(?![.,·]?\d|[²³¹⁰-⁹])"
)
_RANGE = re.compile(r"\s*(?:[-–—,]|to|and|or)\s*")
_JOINTS = frozenset(" -\u00a0\u2011")
_LEAST_SCALE = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands in a quote: its value, its place there, and how it is written."""

    value: Decimal
    start: int
    end: int
    is_digits: bool
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads numbers with the number words and the words for percent that the data hold."""

    values: Mapping[str, Decimal]
    words: re.Pattern[str]
    percent: re.Pattern[str]

    def read(self, quote: str) -> list[Number]:
        """Return the numbers of a quote, in order.

        A percentage is a number before `%` or a word for it; in a range ("36 to 40 %") each
        of the two.
        """
        found = [
            Number(_value(match), match.start(), match.end(), True)
            for match in _DIGITS.finditer(quote)
        ]
        found += [
            Number(self.values[match.group().casefold()], match.start(), match.end(), False)
            for match in self.words.finditer(quote)
        ]
        joined: list[Number] = []
        for number in sorted(found, key=lambda number: number.start):
            before = joined[-1] if joined else None
            if before and quote[before.end : number.start] in _JOINTS:
                value = _joined(before, number)
                if value is not None:
                    joined[-1] = Number(value, before.start, number.end, before.is_digits)
                    continue
            joined.append(number)
        return self._with_percent(joined, quote)

    def _with_percent(self, numbers: list[Number], quote: str) -> list[Number]:
        """Return the same numbers, each knowing whether it is a percentage."""
        marked: list[Number] = []
        follows = False  # whether the number after this one is a percentage
        reach = len(quote)
        for number in reversed(numbers):
            is_range = follows and _RANGE.fullmatch(quote, number.end, reach) is not None
            follows = is_range or self.percent.match(quote, number.end) is not None
            reach = number.start
            marked.append(Number(number.value, number.start, number.end, number.is_digits, follows))
        return marked[::-1]


def number_reader(store: Store) -> NumberReader:
    """Return a reader that knows the number words and the words for percent of `store`."""
    forms, values = column(store, KG.wordForm), column(store, KG.value)
    words: dict[str, Decimal] = {}
    for iri in members(store, [KG.NumberWord]):
        for text in texts_of(values, iri):
            value = to_decimal(text)
            if value is not None:
                words.update((form.casefold(), value) for form in texts_of(forms, iri))
    percent = pattern_of(["%", *texts_of(forms, KG.Percent)])
    return NumberReader(
        words, pattern_of(words), re.compile(rf"\s*(?:{percent.pattern})", re.IGNORECASE)
    )


def to_decimal(text: str) -> Decimal | None:
    """Return a lexical form as a finite number, `None` when it is none.

    Examples
    --------
    >>> to_decimal("5.0") == to_decimal("5"), to_decimal("five")
    (True, None)
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _value(match: re.Match[str]) -> Decimal:
    value = Decimal(match["number"].replace(",", "").replace("·", "."))
    return -value if match["sign"] else value


def _joined(before: Number, after: Number) -> Decimal | None:
    """Return the value of two numbers side by side, `None` when they are two numbers."""
    if after.is_digits:
        return None
    if _is_scale(after.value):
        return before.value * after.value
    is_tens = not before.is_digits and 20 <= before.value <= 90 and before.value % 10 == 0
    return before.value + after.value if is_tens and 1 <= after.value <= 9 else None


def _is_scale(value: Decimal) -> bool:
    """Return whether a value is a hundred, a thousand, a million and so on."""
    return value >= _LEAST_SCALE and set(str(int(value)).lstrip("1")) <= {"0"}
