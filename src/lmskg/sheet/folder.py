"""A sheet as a folder of tab-separated files, one for each table; it needs no further package."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ..errors import SourceFormatError, SourceNotFoundError
from ..files import read_text
from .grid import Cell, Grid, Sheet

_ENDING = ".tsv"
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")


def folder_files(grids: Mapping[str, Grid]) -> dict[str, bytes]:
    """Return the files of a sheet: name to bytes."""
    return {f"{name}{_ENDING}": _tsv(grid) for name, grid in grids.items()}


def _tsv(grid: Grid) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, dialect="excel-tab", lineterminator="\n")
    writer.writerows([cell.text for cell in row] for row in grid.rows)
    return stream.getvalue().encode()


def read_folder(path: Path) -> Sheet:
    """Return the grids of all TSV files of a folder.

    Raises
    ------
    SourceNotFoundError
        If the folder holds no TSV file.
    SourceFormatError
        If a file is empty, binary, not UTF-8, or breaks the rules of quoting.
    """
    files = sorted(path.glob(f"*{_ENDING}"))
    if not files:
        raise SourceNotFoundError(path, f"no {_ENDING} file in this folder")
    grids = {file.stem: read_grid(file) for file in files}
    return Sheet(path, grids, {name: f"{name}{_ENDING}" for name in grids})


def read_grid(path: Path) -> Grid:
    """Return the grid of one TSV file, named as the file is.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        As `read_folder`.
    """
    text = read_text(path).removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True)
    try:
        rows = [tuple(map(_cell, row)) for row in reader]
    except csv.Error as error:
        reason = f"{error}; a cell with a quotation mark or a line break stands in quotation marks"
        raise SourceFormatError(path, reader.line_num, reason) from error
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return Grid(path.stem, tuple(rows))


def _cell(text: str) -> Cell:
    if text.startswith("="):
        return Cell(text, "formula")
    return Cell(text, "error" if text in _ERRORS else "text")
