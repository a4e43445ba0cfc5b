"""Whether what the cells say can be: known terms, references that lead somewhere, numbers, codes.

Only rows that were changed are checked, so that a curator answers for nobody else. What the shapes
demand beyond this is asked of the whole graph; see `proof`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from ..model import Finding
from ..namespaces import KG, compress
from .book import Row
from .cells import Value
from .grid import fault
from .lexicon import Lexicon, demand
from .reading import Reading, form_of
from .tables import BY_NAME, FILE, ID, OF, QUOTE_PARTS, TYPE, kind_of

_CODES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "doi": (re.compile(r"10\.[0-9]{4,9}/\S+"), "DOI, such as 10.1000/xyz123"),
    "pmid": (re.compile(r"[1-9][0-9]{0,8}"), "PMID, digits alone"),
    "pmcid": (re.compile(r"PMC[0-9]+"), "PMCID, such as PMC1234567"),
    "nct": (re.compile(r"NCT[0-9]{8}"), "trial number, such as NCT01234567"),
    "nbk": (re.compile(r"NBK[0-9]+"), "bookshelf number, such as NBK12345"),
    "address": (re.compile(r"https?://\S+"), "address, such as https://example.org/page"),
}
_LISTED = 8  # values that a message names


@dataclass(frozen=True, slots=True)
class _Context:
    rows: Mapping[str, Row]
    current: Mapping[str, Row]
    lexicon: Lexicon
    prefixes: dict[str, str]
    forms: Mapping[tuple[str, str], set[str]]
    own: frozenset[str]

    def short(self, iri: str) -> str:
        return compress(iri, self.prefixes)


def check_rows(
    rows: Mapping[str, Row],
    current: Mapping[str, Row],
    lexicon: Lexicon,
    reading: Reading,
    prefixes: dict[str, str],
) -> list[Finding]:
    """Return what cannot be in the rows that differ from those of the project.

    Parameters
    ----------
    rows, current
        What the project is to hold, and what it holds.
    lexicon
        Terms, closed vocabularies and references.
    reading
        The file, for the place of a cell; rows with an unread cell are passed over.
    prefixes
        To name a term.
    """
    names = [*lexicon.declared, *current]
    context = _Context(
        rows, current, lexicon, prefixes, _forms(current), frozenset(map(_namespace, names))
    )
    found: list[Finding] = []
    for iri in sorted(reading.faulty):  # its other cells may be at fault too
        found.extend(
            fault("check", reading.place(iri, name), message, context.short(iri))
            for name, message in _cell_faults(reading.rows[iri], context)
        )
    for iri, row in rows.items():
        if iri in reading.faulty:
            continue
        is_changed = row is not current.get(iri)
        tests = (_changed if is_changed else _left_alone)(row, context)
        found.extend(
            fault("check", reading.place(iri, name), message, context.short(iri))
            for name, message in tests
        )
    return found


def _forms(current: Mapping[str, Row]) -> dict[tuple[str, str], set[str]]:
    """Return table and column to the kinds of value that stand in it."""
    forms: dict[tuple[str, str], set[str]] = {}
    for row in current.values():
        for name, values in row.cells.items():
            forms.setdefault((row.table, name), set()).update(map(form_of, values))
    return forms


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _changed(row: Row, context: _Context) -> Iterator[tuple[str, str]]:
    """Yield column and fault of a row that is new or changed."""
    spec = BY_NAME[row.table]
    if spec.link and not row.cells.get(OF):
        yield OF, f"the {spec.noun} belongs to nothing; name its claim here"
    yield from _cell_faults(row, context)
    yield from _number_faults(row)
    yield from _citation_faults(row, context)


def _cell_faults(row: Row, context: _Context) -> Iterator[tuple[str, str]]:
    """Yield column and fault of each cell, taken alone."""
    spec = BY_NAME[row.table]
    for name, values in row.cells.items():
        if name == FILE:
            continue
        key = demand(spec, name)
        is_single = key in context.lexicon.single or name in (TYPE,)
        if is_single and len(values) > 1 and name not in QUOTE_PARTS:
            yield name, f"{len(values)} values stand here, one is allowed"
        for value in values:
            for message in _value_faults(row, name, value, context):
                yield name, message


def _left_alone(row: Row, context: _Context) -> Iterator[tuple[str, str]]:
    """Yield where a row that nobody changed refers to one that is gone."""
    for name, values in row.cells.items():
        for value in values:
            if isinstance(value, NamedNode) and _is_gone(value.value, context):
                gone = context.short(value.value)
                yield name, f"'{gone}' was removed, but this row refers to it; change or remove it"
    if row.table == "Sources" and _is_uncited(row, context):
        was = any(row.iri in _values(other) for other in context.current.values())
        if was:
            yield ID, "nothing cites this source any more; remove it, or keep a citation"


def _is_gone(iri: str, context: _Context) -> bool:
    return iri in context.current and iri not in context.rows


def _values(row: Row) -> set[str]:
    return {v.value for values in row.cells.values() for v in values if isinstance(v, NamedNode)}


def _is_uncited(row: Row, context: _Context) -> bool:
    if row.iri in context.lexicon.cited:
        return False
    return not any(row.iri in _values(o) for o in context.rows.values() if o.iri != row.iri)


def _value_faults(row: Row, name: str, value: Value, context: _Context) -> Iterator[str]:
    """Yield what is wrong with one value of a cell."""
    spec = BY_NAME[row.table]
    key = demand(spec, name)
    shown = context.short(value.value)
    if name == TYPE:
        if value.value not in spec.classes:
            yield f"'{shown}' is no kind of record of this table; {_one_of(spec.classes, context)}"
        return
    form = form_of(value)
    forms = set(context.forms.get((row.table, name), ()))
    if name == OF or kind_of(name) == "date":
        forms |= {"term"} if name == OF else {"term", "date"}
    is_term = key in context.lexicon.closed or key in context.lexicon.references
    if form != "words" and (form != "term" if is_term else forms and form not in forms):
        expected = "term" if is_term or "term" in forms else sorted(forms)[0]
        yield (
            f"'{shown}' is a {form}, where a {expected} belongs; "
            "has a spreadsheet changed what was typed?"
        )
    elif key in context.lexicon.closed:
        label, allowed = context.lexicon.closed[key]
        if value.value not in allowed:
            yield f"'{shown}' is no {label}; {_one_of(allowed, context, value.value)}"
    elif name == OF:
        owner = context.rows.get(value.value)
        if owner is None or owner.table not in ("Claims", "Explanations", "Attributions"):
            yield f"'{shown}' is no id of the table Claims (or Explanations, Attributions)"
    elif key in context.lexicon.references:
        table = context.lexicon.references[key]
        owner = context.rows.get(value.value)
        if owner is None or owner.table != table:
            yield f"'{shown}' is no id of the table {table}; add its row there first"
    elif form == "term":
        yield from _term_faults(value.value, shown, context)


def _one_of(allowed: tuple[str, ...], context: _Context, iri: str = "") -> str:
    near = [n for n in context.lexicon.near(iri) if n in allowed] if iri else []
    listed = [context.short(value) for value in (near if len(allowed) > _LISTED else allowed)]
    if not listed:
        return "choose one of the list; the page 'Terms' has them all"
    return ("did you mean " if len(allowed) > _LISTED else "one of ") + ", ".join(listed)


def _term_faults(iri: str, shown: str, context: _Context) -> Iterator[str]:
    is_known = iri in context.lexicon.declared or iri in context.rows
    if is_known or _namespace(iri) not in context.own:
        return
    near = [f"{context.short(n)} ({context.lexicon.label(n)})" for n in context.lexicon.near(iri)]
    hint = f"did you mean {' or '.join(near)}?" if near else "the page 'Terms' has them all"
    yield f"there is no term '{shown}'; {hint}"


def _number_faults(row: Row) -> Iterator[tuple[str, str]]:
    """Yield shares over 100 percent, and intervals that are upside down or miss their value."""
    names = [f"{KG.iri}{name}" for name in ("low", "value", "high")]
    numbers: dict[str, Decimal] = {}
    for name in names:
        try:
            numbers[name] = Decimal(row.cells[name][0].value)
        except (KeyError, InvalidOperation):
            continue
    low, value, high = map(numbers.get, names)
    unit = row.one(KG.unit)
    if unit is not None and unit.value == KG.Percent:
        for name, number in numbers.items():
            statistic = row.one(f"{KG.iri}statistic")
            is_share = statistic is not None and statistic.value.endswith(("Proportion", "Share"))
            if not 0 <= number <= 100 and (is_share or number > 100):
                yield name, f"{number} percent lies outside 0 to 100"
    if low is not None and high is not None and low > high:
        yield names[0], f"the lower end {low} lies above the upper end {high}"
    elif value is not None and low is not None and value < low:
        yield names[1], f"the value {value} lies below its interval, which begins at {low}"
    elif value is not None and high is not None and value > high:
        yield names[1], f"the value {value} lies above its interval, which ends at {high}"


def _citation_faults(row: Row, context: _Context) -> Iterator[tuple[str, str]]:
    """Yield identifiers of a source that are none, and a source that nothing cites."""
    if row.table != "Sources":
        return
    for name, (pattern, told) in _CODES.items():
        for value in row.cells.get(KG.iri + name, ()):
            if not pattern.fullmatch(value.value):
                yield KG.iri + name, f"'{value.value}' is no {told}"
    if _is_uncited(row, context):
        yield ID, "no row cites this source; add its evidence, or leave the source out"
