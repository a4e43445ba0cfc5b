"""CSV and TSV with a column of labels.

TSV has no quotation marks of its own, but spreadsheets write them: a cell that is quoted as a
whole is unquoted, any other mark stays. A `.csv` whose first line has no comma is cut at
semicolons or tabs, as spreadsheets write it in some countries.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from ..errors import SourceFormatError
from .draft import Draftbook
from .packed import inner_name, read_unpacked_text
from .rows import Layout, Row, choose_columns, drafts_of_rows

DELIMITERS = {".csv": ",", ".tsv": "\t", ".psv": "|"}
# these are cut as they stand, for their cells hold no line end and seldom a mark of their own
PLAIN = {"\t": ".tsv", "|": ".psv"}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def read_table(path: Path, layout: Layout) -> Draftbook:
    """Return the drafts of a table: one term a row.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, MissingExtraError
        If the file cannot be read, a column is not there, or a row is broken; with the line.
    """
    name = inner_name(path)
    lines = read_unpacked_text(path).split("\n")
    delimiter = layout.delimiter or DELIMITERS.get(Path(name).suffix.lower(), ",")
    start = next((n for n, line in enumerate(lines) if _is_first(line, delimiter)), 0)
    if layout.delimiter is None and delimiter == "," and "," not in lines[start]:
        delimiter = next((mark for mark in ";\t" if mark in lines[start]), ",")
    is_plain = delimiter in PLAIN and Path(name).suffix.lower() in PLAIN.values()
    split = _split_rows if is_plain else _read_rows
    rows = split(lines[start:], start, delimiter, path)
    first = next(rows)
    if layout.has_header:
        header = [cell.strip() for cell in first[1]]
    else:
        header = [str(n + 1) for n in range(len(first[1]))]
        rows = chain((first,), rows)
    columns = choose_columns(header, layout, path)
    return drafts_of_rows(_named(rows, header, columns, path), columns, name, layout, path)


def _is_first(line: str, delimiter: str) -> bool:
    """Return whether a line is the first of the table, no heading of comments above it."""
    return bool(line.strip()) and (not line.startswith("#") or delimiter in line)


def _split_rows(
    lines: list[str], n_above: int, delimiter: str, path: Path
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with its line."""
    for number, line in enumerate(lines, n_above + 1):
        if line.strip():
            yield number, [_unquoted(cell) for cell in line.split(delimiter)]


def _read_rows(
    lines: list[str], n_above: int, delimiter: str, path: Path
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of CSV that are not empty, each with its first line."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    number = n_above + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield number, row
            number = n_above + reader.line_num + 1
    except csv.Error as error:
        raise SourceFormatError(path, number, f"broken CSV: {error}") from error


def _unquoted(cell: str) -> str:
    match = _QUOTED.fullmatch(cell) if cell.startswith('"') else None
    return match[1].replace('""', '"') if match else cell


def _named(
    rows: Iterable[tuple[int, list[str]]],
    header: Sequence[str],
    columns: dict[str, tuple[str, ...]],
    path: Path,
) -> Iterator[Row]:
    """Yield the cells that are used, by the names of their columns."""
    wanted = {name for names in columns.values() for name in names}
    places = [(n, name) for n, name in enumerate(header) if name in wanted]
    for number, row in rows:
        if any(cell.strip() for cell in row[len(header) :]):
            reason = f"{len(row)} cells, where the first line has {len(header)}"
            raise SourceFormatError(path, number, reason)
        cells: dict[str, list[str]] = {}  # several columns may bear one name
        for n, name in places:
            if n < len(row):
                cells.setdefault(name, []).append(row[n])
        yield Row(number, cells)
