"""Rows laid out as a sheet: the tables, the page that explains them, the terms, and the base.

The base lists every row that was written with the SHA-256 of its cells, and the columns of each
table. By it, what a person changed is told from what others have changed since, and a row that was
removed from a row that was never there; so a sheet of one source touches no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..namespaces import KG, compress
from .book import Row
from .cells import encode
from .grid import Cell, Grid
from .lexicon import Lexicon, demand
from .tables import (
    FILE,
    ID,
    OF,
    TABLES,
    TYPE,
    WORDS,
    Column,
    TableSpec,
    columns_of,
)

BASE, COLUMNS, TERMS = "Base", "Columns", "Terms"
BASE_HEADER = ("table", "id", "sha256")

_SPECIAL = {
    ID: "The name of the row, used once in the sheet. A new claim is called claim:X001, say.",
    OF: "The claim (or explanation, or attribution) that this row belongs to.",
    TYPE: "The kind of record.",
    FILE: "The claim file in which it stands. Leave it empty for a new one: it goes where the "
    "claims of its source are, or into a new file that is named after the source.",
    WORDS: "The words of the span, for reading. Give them and leave start and end empty, and they "
    "are looked up in the text.",
}
_HOW = {
    "text": "words",
    "string": "words or a code",
    "date": "a date, year or term",
    "value": "a term or number",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a project with their columns, and what is needed to read and write a cell."""

    columns: Mapping[str, tuple[Column, ...]]
    prefixes: dict[str, str]

    def texts(self, row: Row, words: str = "") -> dict[str, str]:
        """Return the cells of a row by the names of their columns; `words` is what a span says."""
        found = {ID: compress(row.iri, self.prefixes), WORDS: words}
        for column in self.columns[row.table]:
            if column.name not in found:
                kind = "string" if column.name == FILE else column.kind
                values = row.cells.get(column.iri or column.name, ())
                found[column.name] = encode(values, kind, self.prefixes)
        return {column.name: found[column.name] for column in self.columns[row.table]}

    def digest(self, row: Row) -> str:
        """Return the SHA-256 of the cells of a row that are not empty."""
        cells = sorted((k, v) for k, v in self.texts(row).items() if v and k != WORDS)
        return hashlib.sha256(repr(cells).encode()).hexdigest()[:32]


def layout_of(rows: Iterable[Row], lexicon: Lexicon, prefixes: dict[str, str]) -> Layout:
    """Return the tables with the columns that the rows, and the vocabulary, ask for."""
    used: dict[str, set[str]] = {spec.name: set() for spec in TABLES}
    for row in rows:
        used[row.table].update(row.cells)
    columns: dict[str, tuple[Column, ...]] = {}
    for spec in TABLES:
        allowed = {iri for kind in spec.classes for iri in lexicon.qualifiers.get(kind, ())}
        found = (used[spec.name] | allowed) - {OF, TYPE, FILE, f"{KG.iri}standing"}
        columns[spec.name] = columns_of(spec, found, prefixes)
    return Layout(columns, prefixes)


def grids_of(
    rows: Iterable[Row], layout: Layout, lexicon: Lexicon, words: Mapping[str, str]
) -> dict[str, Grid]:
    """Return the grids of a sheet, by name, in their order.

    Parameters
    ----------
    rows
        What the sheet is to hold.
    layout, lexicon
        The columns, and what is told of them.
    words
        The words of each span, by its IRI.
    """
    held: dict[str, list[Row]] = {spec.name: [] for spec in TABLES}
    for row in rows:
        held[row.table].append(row)
    grids: dict[str, Grid] = {}
    for name, own in held.items():
        lines = [layout.texts(row, words.get(row.iri, "")) for row in own]
        header = tuple(column.name for column in layout.columns[name])
        grids[name] = _grid(name, [header, *(tuple(line.values()) for line in lines)])
        if len(grids) == 1:
            grids[COLUMNS] = _explained(layout, lexicon)
    grids[TERMS] = _terms(layout, lexicon)
    # a line without an id holds the names of the columns as they were written
    heads = [(name, "", " ".join(column.name for column in layout.columns[name])) for name in held]
    base = [
        (row.table, compress(row.iri, layout.prefixes), layout.digest(row))
        for own in held.values()
        for row in own
    ]
    grids[BASE] = _grid(BASE, [BASE_HEADER, *heads, *base])
    return grids


def _grid(name: str, rows: Iterable[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(tuple(map(Cell, row)) for row in rows))


def _explained(layout: Layout, lexicon: Lexicon) -> Grid:
    """Return the page that says what each column holds."""
    rows: list[tuple[str, ...]] = [("table", "column", "what it holds", "values", "filled")]
    for spec in TABLES:
        for column in layout.columns[spec.name]:
            rows.append((spec.name, column.name, *_explain(spec, column, layout, lexicon)))
    return _grid(COLUMNS, rows)


def _explain(
    spec: TableSpec, column: Column, layout: Layout, lexicon: Lexicon
) -> tuple[str, str, str]:
    key = demand(spec, column.iri)
    told = lexicon.definitions.get(column.iri, "") if column.iri else _SPECIAL[column.name]
    is_needed = column.name in (ID, OF, TYPE) or key in lexicon.required
    filled = "always" if is_needed else "where it applies"
    if not column.iri:
        return told, "one" if column.name != OF else "one or more, with | between", filled
    if key in lexicon.closed:
        values = f"one of the list: {lexicon.closed[key][0]}"
    elif key in lexicon.references:
        values = f"an id of the table {lexicon.references[key]}"
    else:
        values = _HOW[column.kind]
    several = "" if key in lexicon.single else "; several with | between"
    name = compress(column.iri, layout.prefixes)
    return f"{told or lexicon.label(column.iri)} ({name})".strip(), values + several, filled


def _terms(layout: Layout, lexicon: Lexicon) -> Grid:
    """Return the page of all terms, to look one up by its label."""
    rows = [
        (compress(iri, layout.prefixes), lexicon.label(iri), lexicon.definitions.get(iri, ""))
        for iri in lexicon.declared
        if lexicon.label(iri)
    ]
    return _grid(TERMS, [("term", "label", "meaning"), *sorted(rows)])
