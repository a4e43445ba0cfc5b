"""Tables that have no way back to statements, compared row by row; the order of rows is no matter.

A row is told by its cells and the names of their columns, so that a column more is seen as such.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from ..errors import SourceFormatError
from ..files import read_text
from .difference import Difference, Row


def read_rows(folder: Path) -> Counter[Row]:
    """Return the rows of the CSV files of a folder, each as often as it stands there.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If a file cannot be read, or a row has more cells than there are columns; with the line.
    """
    return Counter(row for path in sorted(folder.glob("*.csv")) for row in _rows(path))


def _rows(path: Path) -> list[Row]:
    text = read_text(path).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return [Row(path.name, _text(cells)) for cells in reader]
    except (csv.Error, TypeError) as error:
        reason = "a row does not fit the columns; export the graph anew"
        raise SourceFormatError(path, reader.line_num, reason) from error


def _text(cells: dict[str, str]) -> str:
    # what has no column stands under None, which cannot be sorted beside the names of the others
    return "; ".join(f"{name}: {cell}" for name, cell in sorted(cells.items()) if cell)


def difference_of_rows(
    left: Counter[Row], right: Counter[Row], losses: tuple[str, ...]
) -> Difference:
    """Return which rows stand on one side alone."""
    only_left, only_right = (
        tuple(sorted((own - other).elements())) for own, other in ((left, right), (right, left))
    )
    return Difference(left.total(), right.total(), only_left, only_right, losses=losses)
