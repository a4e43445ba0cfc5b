"""A sheet as a workbook (.xlsx), with a list to choose from wherever the values are closed.

All cells are formatted as text, so that a spreadsheet program turns nothing into a date or a
number. The same sheet gives the same bytes: no clock, no user.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from ..errors import MissingExtraError, OutputError, SourceFormatError
from ..files import read_bytes
from .grid import Cell, CellKind, Grid, Sheet, address_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CHARACTERS = 32767  # what a cell can hold; more would be cut without a word
_SPARE_ROWS = 500  # below the last row, for new ones
_LISTS = "Choices"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_KINDS: dict[str, CellKind] = {
    "f": "formula",
    "e": "error",
    "d": "date",
    "b": "truth",
    "n": "number",
}

Choices = Mapping[tuple[str, str], tuple[tuple[str, ...], bool]]
"""Table and column to the values to choose from, and whether others are refused."""


def _import_openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            "openpyxl", "install it with: pip install 'lmskg[sheet]', or use a folder of TSV files"
        ) from error
    return openpyxl


def workbook_bytes(grids: Mapping[str, Grid], choices: Choices, hidden: frozenset[str]) -> bytes:
    """Return a workbook with a sheet for each grid.

    Parameters
    ----------
    grids
        By name, in the order of the sheets; the first row of each is its header.
    choices
        Where a list to choose from is offered.
    hidden
        Names of grids that are not shown.

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.
    OutputError
        If a text is longer than a cell can be.
    """
    openpyxl = _import_openpyxl()
    book: Workbook = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "lmskg"
    for name, grid in grids.items():
        sheet = book.create_sheet(name)
        _fill(sheet, grid)
        if name in hidden:
            sheet.sheet_state = "hidden"
    _offer(book, grids, choices)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def _fill(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.styles import Alignment, Font

    top = Alignment(vertical="top", wrap_text=True)
    for number, column in enumerate(zip(*grid.rows, strict=True), 1):
        letter = address_of(1, number)[:-1]
        longest = max(len(cell.text) for cell in column)
        sheet.column_dimensions[letter].width = min(max(longest + 2, 10), 48)
        # new rows below take the format of their column
        sheet.column_dimensions[letter].number_format = "@"
    for y, row in enumerate(grid.rows, 1):
        for x, (text, _) in enumerate(row, 1):
            if y > 1 and not text:
                continue
            if len(text) > _MOST_CHARACTERS:
                where = f"{grid.name}!{address_of(y, x)}"
                raise OutputError(where, f"{len(text)} characters do not fit into a cell")
            cell = sheet.cell(y, x)
            cell.value = text
            cell.data_type = "s"  # never a formula
            cell.number_format = "@"
            cell.alignment = top
            if y == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"


def _offer(book: Workbook, grids: Mapping[str, Grid], choices: Choices) -> None:
    """Add the lists to choose from, each once, and bind them to their columns."""
    from openpyxl.worksheet.datavalidation import DataValidation

    page = book.create_sheet(_LISTS)
    page.sheet_state = "hidden"
    places: dict[tuple[str, ...], str] = {}
    for (table, column), (values, is_strict) in choices.items():
        header = [cell.text for cell in grids[table].rows[0]]
        if column not in header or not values:
            continue
        if values not in places:
            number = len(places) + 1
            for y, value in enumerate(values, 1):
                page.cell(y, number).value = value
            letter = address_of(1, number)[:-1]
            places[values] = f"{_LISTS}!${letter}$1:${letter}${len(values)}"
        rule = DataValidation(type="list", formula1=places[values], allow_blank=True)
        rule.showErrorMessage = is_strict
        rule.error = "Choose one of the list."
        letter = address_of(1, header.index(column) + 1)[:-1]
        rule.add(f"{letter}2:{letter}{len(grids[table].rows) + _SPARE_ROWS}")
        book[table].add_data_validation(rule)


def _without_clock(data: bytes) -> bytes:
    """Return the archive with fixed times, inside and out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(item.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return stream.getvalue()


def read_workbook(path: Path) -> Sheet:
    """Return the grids of a workbook; formulas are shown, never worked out.

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.
    SourceNotFoundError, SourceFormatError
        If the file cannot be read or is no workbook.
    """
    data = read_bytes(path)
    if not data:
        raise SourceFormatError(path, None, "the file is empty")
    if not data.startswith(b"PK"):
        reason = "this is no .xlsx workbook; save it as Excel workbook (.xlsx)"
        raise SourceFormatError(path, None, reason)
    openpyxl = _import_openpyxl()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it leaves out is no cell
            book = openpyxl.load_workbook(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError, OSError) as error:
        reason = f"this workbook cannot be read: {' '.join(str(error).split())}"
        raise SourceFormatError(path, None, reason) from error
    return Sheet(path, {sheet.title: _grid(sheet) for sheet in book.worksheets})


def _grid(sheet: Worksheet) -> Grid:
    rows = [tuple(map(_cell, row)) for row in sheet.iter_rows()]
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return Grid(sheet.title, tuple(rows), tuple(sorted(map(str, sheet.merged_cells.ranges))))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    kind: CellKind = _KINDS.get(cell.data_type, "text")
    if kind == "number" and not isinstance(value, int | float):
        kind = "date"  # a time of day, say
    if kind == "formula":
        return Cell(str(getattr(value, "text", value)), kind)
    if kind == "truth":
        return Cell(str(value).lower(), kind)
    # the digits that a spreadsheet shows: the last ones of a binary number are noise
    return Cell(f"{value:.15g}" if isinstance(value, float) else str(value), kind)
