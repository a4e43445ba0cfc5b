"""A sheet as it lies in a file: named grids of cells, and where a cell is.

Workbook and folder of TSV files are read into the same grids, so that all checks exist once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from ..model import Finding

CellKind = Literal["text", "number", "truth", "date", "formula", "error"]


class Cell(NamedTuple):
    """What stands in one cell; a formula is never worked out."""

    text: str = ""
    kind: CellKind = "text"


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table, row by row from row 1; `merged` names ranges of merged cells."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of grids. `names` is how a grid is called in a message, where not by its own name."""

    path: Path
    grids: Mapping[str, Grid]
    names: Mapping[str, str] = field(default_factory=dict)

    def place(self, table: str, address: str = "") -> str:
        """Return how a message names a cell: `claims.xlsx: Claims!F12`."""
        called = self.names.get(table, table)
        return f"{self.path.name}: {called}!{address}" if address else f"{self.path.name}: {called}"


def address_of(row: int, column: int) -> str:
    """Return the address of a cell, both counted from 1.

    Examples
    --------
    >>> address_of(12, 28)
    'AB12'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def fault(check: str, where: str, message: str, focus: str = "", value: str = "") -> Finding:
    """Return a finding about a cell or a table."""
    return Finding("error", check, focus, message, "", value, where)


# what makes a file unusable: its cells cannot even be told apart
UNUSABLE = frozenset(
    "table-missing column-missing column-unknown column-twice merged-cells base-broken".split()
)
