"""From the grids of a file to rows: every header, id and cell is read, every fault has its place.

Not here: whether what the cells say fits together; see `checks`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from ..model import Finding
from ..namespaces import KG, compress
from .book import Row
from .cells import CellError, Value, decode
from .grid import EMPTY, Cell, Grid, Sheet, address_of, fault
from .layout import BASE, BASE_HEADER, Layout
from .tables import FILE, ID, TABLES, WORDS, Column

_NUMERIC_CODES = frozenset({f"{KG.iri}pmid"})  # of digits alone, so a number loses nothing


@dataclass(slots=True)
class Reading:
    """What a file says.

    Attributes
    ----------
    rows
        By IRI; a cell at fault is missing from its row.
    base
        IRI to the SHA-256 of the row when the sheet was written.
    words
        IRI of a span to the words that its row gives.
    faults
        What cannot be read.
    faulty
        IRIs of rows with a fault.
    """

    sheet: Sheet
    rows: dict[str, Row] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    _rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(self, iri: str, name: str = ID) -> str:
        """Return where a cell is: `claims.xlsx: Claims!F12`; of its row's id where it has none."""
        if iri not in self._rows:
            return str(self.sheet.path.name)
        table, number = self._rows[iri]
        column = self._columns.get((table, name), self._columns.get((table, ID), 1))
        return self.sheet.place(table, address_of(number, column))

    def has(self, iri: str, name: str) -> bool:
        """Return whether a row of the file has a column for `name`."""
        return iri in self._rows and (self._rows[iri][0], name) in self._columns


def read_rows(sheet: Sheet, layout: Layout, current: Mapping[str, Row]) -> Reading:
    """Return the rows of a file, and all that is wrong with its headers and cells.

    Parameters
    ----------
    sheet
        The grids of the file.
    layout
        The tables and columns of the project.
    current
        The rows of the project: a number that a spreadsheet shows otherwise is still the same.
    """
    reading = Reading(sheet)
    written = _read_base(reading, layout)
    for spec in TABLES:
        grid = sheet.grids.get(spec.name)
        if grid is None:
            near = difflib.get_close_matches(spec.name, sorted(sheet.grids), n=1)
            hint = f"; is it '{near[0]}'? name it so again" if near else "; write a new sheet"
            message = f"the table '{spec.name}' is missing{hint}"
            reading.faults.append(fault("table-missing", sheet.path.name, message))
            continue
        for area in grid.merged:
            message = "these cells are merged; split them, each row has cells of its own"
            reading.faults.append(fault("merged-cells", sheet.place(spec.name, area), message))
        header = _header(reading, grid, layout.columns[spec.name], written.get(spec.name, ()))
        if header is not None:
            _read_table(reading, grid, header, layout, current)
    return reading


def _read_base(reading: Reading, layout: Layout) -> dict[str, tuple[str, ...]]:
    """Read what was written into the sheet; return the columns of each table then."""
    grid = reading.sheet.grids.get(BASE)
    rows = [tuple(cell.text for cell in row) for row in grid.rows] if grid else []
    written: dict[str, tuple[str, ...]] = {}
    if not rows or rows[0][:3] != BASE_HEADER:
        message = (
            f"the page '{BASE}' (hidden in a workbook) is missing or was changed, so nobody can "
            "tell what you changed; write a new sheet"
        )
        reading.faults.append(fault("base-broken", reading.sheet.path.name, message))
        return written
    for table, name, value, *_ in (row for row in rows[1:] if len(row) >= 3):
        if not name:
            written[table] = tuple(value.split())
            continue
        try:
            for item in decode(name, "value", layout.prefixes):
                reading.base[item.value] = value
        except CellError:
            message = f"'{name}' cannot be read; this page is not to be changed"
            reading.faults.append(fault("base-broken", reading.sheet.place(BASE), message))
    return written


def _header(
    reading: Reading, grid: Grid, columns: tuple[Column, ...], written: tuple[str, ...]
) -> dict[int, Column] | None:
    """Return number to column, `None` when the header is at fault."""
    known = {column.name: column for column in columns}
    found: dict[int, Column] = {}
    faults: list[Finding] = []
    names = [cell.text for cell in grid.rows[0]] if grid.rows else []
    missing = [name for name in (written or known) if name not in names and name in known]

    def add(check: str, number: int, message: str) -> None:
        place = reading.sheet.place(grid.name, address_of(1, number))
        faults.append(fault(check, place, message))

    for number, name in enumerate(names, 1):
        if name in known and known[name] in found.values():
            add("column-twice", number, f"the column '{name}' stands twice; remove one")
        elif name in known:
            found[number] = known[name]
        elif name:
            near = difflib.get_close_matches(
                name.strip().lower(), [n.lower() for n in missing], n=1
            )
            hint = next((n for n in missing if near and n.lower() == near[0]), "")
            told = f"it was '{hint}', call it so again" if hint else "remove it"
            add("column-unknown", number, f"there is no column '{name}' in this table; {told}")
    for name in missing:
        message = f"the column '{name}' is missing; put it back, or write a new sheet"
        faults.append(fault("column-missing", reading.sheet.place(grid.name), message))
    reading.faults.extend(faults)
    if faults:
        return None
    for number, column in found.items():
        reading._columns[grid.name, column.iri or column.name] = number
    return found


def _read_table(
    reading: Reading,
    grid: Grid,
    header: Mapping[int, Column],
    layout: Layout,
    current: Mapping[str, Row],
) -> None:
    prefixes_in_use = {
        compress(iri, layout.prefixes).partition(":")[0]
        for iri, row in current.items()
        if row.table == grid.name
    }
    for number, cells in enumerate(grid.rows[1:], 2):
        if not any(cell.text for cell in cells):
            continue
        iri = _read_id(reading, grid, number, cells, header, layout, prefixes_in_use)
        if iri is None:
            continue
        reading._rows[iri] = grid.name, number
        values: dict[str, tuple[Value, ...]] = {}
        for position, cell in enumerate(cells, 1):
            column = header.get(position)
            name = compress(iri, layout.prefixes)
            place = reading.sheet.place(grid.name, address_of(number, position))
            try:
                if column is None and cell.text:
                    raise CellError(f"'{cell.text}' stands beside the table; remove it")
                if column is None or column.name == ID or not cell.text:
                    continue
                if column.name == WORDS:
                    reading.words[iri] = cell.text
                    continue
                key = column.iri or column.name
                old = current[iri].cells.get(key, ()) if iri in current else ()
                values[key] = read_cell(cell, column, layout.prefixes, old)
            except CellError as error:
                reading.faults.append(fault("cell", place, str(error), name, cell.text))
                reading.faulty.add(iri)
        reading.rows[iri] = Row(iri, grid.name, {k: v for k, v in values.items() if v})


def _read_id(
    reading: Reading,
    grid: Grid,
    number: int,
    cells: tuple[Cell, ...],
    header: Mapping[int, Column],
    layout: Layout,
    known: Iterable[str],
) -> str | None:
    """Return the IRI of a row, `None` when its id is at fault."""
    position = next((n for n, column in header.items() if column.name == ID), 1)
    cell = cells[position - 1] if position <= len(cells) else EMPTY
    place = reading.sheet.place(grid.name, address_of(number, position))
    prefixes = sorted(known)
    try:
        if not cell.text:
            example = f"{prefixes[0]}:X001" if prefixes else "prefix:X001"
            raise CellError(f"the row has no id; give it one that is used nowhere, as {example}")
        values = read_cell(cell, Column(ID), layout.prefixes, ())
        if len(values) != 1 or not isinstance(values[0], NamedNode):
            raise CellError(f"'{cell.text}' is no id; write it as prefix:name, without white space")
        iri = values[0].value
        if prefixes and compress(iri, layout.prefixes).partition(":")[0] not in prefixes:
            told = " or ".join(f"{prefix}:" for prefix in prefixes)
            raise CellError(f"'{cell.text}': an id of this table begins with {told}")
        if iri in reading.rows:
            raise CellError(f"'{cell.text}' is the id of {reading.place(iri)} too; use it once")
    except CellError as error:
        reading.faults.append(fault("id", place, str(error), cell.text, cell.text))
        return None
    return iri


def read_cell(
    cell: Cell, column: Column, prefixes: dict[str, str], old: tuple[Value, ...]
) -> tuple[Value, ...]:
    """Return the values of a cell; `old` are those that it had.

    Raises
    ------
    CellError
        If it cannot be read, or if a spreadsheet has made something else of what was typed.
    """
    kind = "string" if column.name == FILE else column.kind
    for reason in _unfit(cell, column):
        raise CellError(reason)
    if cell.kind == "number" and len(old) == 1 and _number(old[0].value) == _number(cell.text):
        return old
    text = cell.text
    if "\n" in text or "\r" in text:
        if column.name != "quote":
            raise CellError("a line break stands in the cell; write it on one line")
        text = text.replace("\r\n", "\n").replace("\r", r"\r").replace("\n", r"\n")
    return decode(text, kind, prefixes)


def _unfit(cell: Cell, column: Column) -> Iterator[str]:
    """Yield why a cell cannot hold what was typed, if so."""
    again = "format the cell as text and type it again"
    if cell.kind == "formula":
        yield (
            f"'{cell.text}' is a formula; put its result there as text, "
            r"or write \= for words that begin with ="
        )
    if cell.kind == "error":
        yield f"'{cell.text}' is an error of the spreadsheet program; {again}"
    if cell.kind == "date":
        yield f"a spreadsheet made the date {cell.text.removesuffix(' 00:00:00')} of it; {again}"
    is_text = column.kind in ("text", "string") and column.iri not in _NUMERIC_CODES
    if cell.kind in ("number", "truth") and is_text:
        yield f"{cell.text} is a {cell.kind} value where words or a code belong; {again}"


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def form_of(value: Value) -> str:
    """Return what kind of thing a value is: term, number, truth, date or words."""
    if not isinstance(value, Literal):
        return "term"
    kind = value.datatype.value.rpartition("#")[2]
    forms = {"integer": "number", "decimal": "number", "double": "number", "boolean": "truth"}
    return forms.get(kind, "words" if "tring" in kind else "date")
