"""The columns that literals go into, and the values that stand in them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection
from itertools import chain
from operator import itemgetter
from typing import Any

from ..namespaces import XSD
from .collect import LiteralRow
from .names import property_names
from .rows import IN_GRAPH, TAG, Kind, Property, Scalar, Value

_INTEGER = f"{XSD}integer"
_BOOLEAN = f"{XSD}boolean"
_FLOATS = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
_NUMBERS = _FLOATS | {_INTEGER}
_LARGEST = 2**63

READ: dict[Kind, Callable[[str], Scalar]] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": lambda text: text == "true",
}
WRITE: dict[Kind, Callable[[Any], str]] = {
    "string": str,
    "integer": str,
    "float": lambda number: repr(float(number)),
    "boolean": lambda truth: "true" if truth else "false",
}


def columns(
    literals: Collection[list[LiteralRow]], prefixes: dict[str, str]
) -> tuple[dict[str, Property], frozenset[str]]:
    """Return the column of each predicate, by its IRI, and which of them hold numbers as text."""
    tags, repeated = _counted(literals)
    kinds = {predicate: _kind(counted) for predicate, counted in tags.items()}
    for rows in literals if any(kind != "string" for kind in kinds.values()) else ():
        for predicate, text, _, _ in rows:
            if not _is_native(kinds[predicate], text):
                kinds[predicate] = "string"
    names = property_names(tags, prefixes)
    found = {
        iri: Property(names[iri], iri, kinds[iri], iri in repeated, _usual(tags[iri]))
        for iri in sorted(tags)
    }
    as_text = {i for i, p in found.items() if p.kind == "string" and tags[i].keys() <= _NUMBERS}
    return found, frozenset(as_text)


def _counted(
    literals: Collection[list[LiteralRow]],
) -> tuple[dict[str, Counter[str]], set[str]]:
    """Return how often each predicate has each tag, and which predicates a node has twice."""
    repeated: set[str] = set()
    for rows in literals:
        if len(rows) > 1:
            names = {row[0] for row in rows}
            if len(names) < len(rows) and not names <= repeated:
                times = Counter(row[0] for row in rows)
                repeated |= {name for name, number in times.items() if number > 1}
    counted = Counter(map(itemgetter(0, 2), chain.from_iterable(literals)))
    tags: dict[str, Counter[str]] = {}
    for (predicate, tag), number in counted.items():
        tags.setdefault(predicate, Counter())[tag] = number
    return tags, repeated


def _usual(tags: Counter[str]) -> str:
    return min(tags, key=lambda tag: (-tags[tag], tag))


def _kind(tags: Counter[str]) -> Kind:
    if tags.keys() == {_INTEGER}:
        return "integer"
    if tags.keys() == {_BOOLEAN}:
        return "boolean"
    return "float" if tags.keys() <= _FLOATS else "string"


def _is_native(kind: Kind, text: str) -> bool:
    """Return whether a value of this type comes back in the same characters."""
    if kind == "string":
        return True
    try:
        value = READ[kind](text)
    except ValueError:
        return False
    if kind == "integer" and not -_LARGEST <= value < _LARGEST:  # type: ignore[operator] # an int
        return False
    return not (kind == "float" and not math.isfinite(float(value))) and WRITE[kind](value) == text


def properties_of(rows: list[LiteralRow], columns: dict[str, Property]) -> dict[str, Value]:
    """Return the properties that carry the literals of one node."""
    usual = _usual_graph(rows)
    properties: dict[str, Value] = {"graph": usual} if usual else {}
    by_column: dict[str, list[LiteralRow]] = {}
    for row in rows:
        by_column.setdefault(row[0], []).append(row)
    for predicate, values in by_column.items():
        name, _, kind, is_list, usual_tag = columns[predicate]
        if len(values) == 1:  # as most often
            _, text, tag, graph = values[0]
            value: Any = text if kind == "string" else READ[kind](text)
            held: Any = [value] if is_list else value
            properties[name] = held
            if tag != usual_tag:
                properties[name + TAG] = [tag] if is_list else tag
            if graph != usual:
                properties[name + IN_GRAPH] = [graph] if is_list else graph
            continue
        texts = [row[1] for row in values]
        many: Any = texts if kind == "string" else list(map(READ[kind], texts))
        properties[name] = many
        if any(row[2] != usual_tag for row in values):
            properties[name + TAG] = [row[2] for row in values]
        if any(row[3] != usual for row in values):
            properties[name + IN_GRAPH] = [row[3] for row in values]
    return properties


def beside(literals: Collection[list[LiteralRow]], columns: dict[str, Property]) -> set[str]:
    """Return the names of the properties of `properties_of` that stand beside others."""
    found: set[str] = set()
    for rows in literals:
        usual = _usual_graph(rows)
        if usual:
            found.add("graph")
        for predicate, _, tag, graph in rows:
            column = columns[predicate]
            if tag != column.tag:
                found.add(column.name + TAG)
            if graph != usual:
                found.add(column.name + IN_GRAPH)
    return found


def _usual_graph(rows: list[LiteralRow]) -> str:
    first = rows[0][3]
    for row in rows:
        if row[3] != first:
            return _usual(Counter(row[3] for row in rows))
    return first


def number(text: str) -> float | None:
    """Return the number that a literal stands for, or nothing."""
    try:
        return float(text)
    except ValueError:
        return None
