"""The graph back from the files for `neo4j-admin database import`, each row checked.

The files are read as streams; only the ids of nodes are held, for an edge must end at nodes that
there are. What is derived is checked too, for it would stop Neo4j's importer, and then passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SourceFormatError, SourceNotFoundError
from ..tables import Edge, Node, Value, quads_of
from .database import ID, carried_info, edge_of, node_of
from .lines import read_lines
from .neo4j_csv import (
    CLAIMS,
    DELIMITER,
    EDGE_START,
    GRAPH,
    INFO_START,
    NODE_COLUMNS,
    NODE_START,
    NODES,
    STATEMENTS,
    TYPES,
)

if TYPE_CHECKING:
    from pyoxigraph import Quad

# quoted or bare, up to the comma; a comma is set behind the last cell
_CELL = re.compile(r'("(?:[^"]|"")*+"|[^",]*),')
_NODE_FILE = re.compile(r"nodes(-[0-9]+)?\.csv")
_CODE = re.compile(r"U\+([0-9A-F]{4,6})")
_TRUTH = {"true": True, "false": False}
_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "long": int,
    "double": float,
    "boolean": _TRUTH.__getitem__,
    "IGNORE": str,
}


def read_neo4j_csv(folder: Path) -> Iterator[Quad]:
    """Yield the quads of a folder that `write_neo4j_csv` wrote.

    Raises
    ------
    SourceNotFoundError
        If the folder or a file is missing.
    SourceFormatError
        If there is an unknown file or a broken row: a missing column, a cell too few, a value
        that is not of its type, a doubled id, an edge that ends nowhere; with the line.
    PropertyGraphError
        If the dictionary of properties is not whole.
    """
    names = _names(folder)
    line, info = next(_Sheet(folder / GRAPH, INFO_START, "").rows(), (1, None))
    if info is None:
        raise SourceFormatError(folder / GRAPH, line, "the row of the graph is missing")
    code = _CODE.fullmatch(str(info.get(DELIMITER)))
    if code is None:
        reason = f"{DELIMITER} is {info.get(DELIMITER)!r}; a code such as U+001F was expected"
        raise SourceFormatError(folder / GRAPH, line, reason)
    delimiter = chr(int(code[1], 16))
    _, info = next(_Sheet(folder / GRAPH, INFO_START, delimiter).rows())
    wanted = str(info.get(NODE_COLUMNS, "")).split(delimiter)
    ids: set[str] = set()
    files = [name for name in names if _NODE_FILE.fullmatch(name)]
    nodes = (n for name in files for n in _nodes(folder / name, delimiter, wanted, ids))
    edges = (e for name in (STATEMENTS, CLAIMS) if name in names
             for e in _edges(folder / name, delimiter, ids))  # fmt: skip
    return quads_of(nodes, edges, carried_info(info))


def _names(folder: Path) -> list[str]:
    """Return the names of the files, sorted."""
    if not folder.is_dir():
        raise SourceNotFoundError(folder, "no such folder")
    names = sorted(path.name for path in folder.glob("*.csv"))
    for name in names:
        if not _NODE_FILE.fullmatch(name) and name not in (GRAPH, STATEMENTS, CLAIMS):
            raise SourceFormatError(folder / name, None, "no file of this form; take it away")
    for name in (GRAPH, NODES, STATEMENTS):
        if name not in names:
            raise SourceNotFoundError(folder / name)
    return names


class _Sheet:
    """A file of rows under a header that types its columns."""

    def __init__(self, path: Path, start: tuple[str, ...], delimiter: str) -> None:
        self._path = path
        self._records = _records(path)
        _, first = next(self._records, (1, ""))
        names = first.removesuffix("\r").split(",")
        for name in start:
            if name not in names:
                raise SourceFormatError(path, 1, f"column '{name}' is missing")
        self.columns = [self._column(name, delimiter) for name in names]

    def _column(self, title: str, delimiter: str) -> tuple[str, Callable[[str], Any]]:
        if title in EDGE_START or title == NODE_START[1]:
            return title, _list_of(str, delimiter) if title == NODE_START[1] else _unquoted
        name, _, type = title.rpartition(":")
        read = _READ.get("string" if type == "ID" else type.removesuffix("[]"))
        if read is None or not name:
            known = ", ".join(TYPES.values())
            raise SourceFormatError(self._path, 1, f"column '{title}': known types are {known}")
        if type.endswith("[]"):
            # before the delimiter is known, a list is one text
            return name, _list_of(read, delimiter) if delimiter else _unquoted
        return name, _unquoted if read is str else (lambda raw: read(_unquoted(raw)))

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the line and the cells of each row by their columns, without the empty ones."""
        size = len(self.columns)
        for line, record in self._records:
            cells = _CELL.findall(record + ",")
            if len(cells) != size or sum(map(len, cells)) + size != len(record) + 1:
                self._complain(line, record, cells)
            row = {}
            for (name, read), cell in zip(self.columns, cells, strict=True):
                if cell:
                    try:
                        row[name] = read(cell)
                    except (ValueError, KeyError) as error:
                        reason = f"column '{name}': {cell} is not of the column's type"
                        raise SourceFormatError(self._path, line, reason) from error
            yield line, row

    def _complain(self, line: int, record: str, cells: list[str]) -> None:
        if sum(map(len, cells)) + len(cells) != len(record) + 1:
            reason = "a quote stands where none belongs"
        else:
            reason = f"{len(cells)} cells where {len(self.columns)} belong"
        raise SourceFormatError(self._path, line, reason)


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell[0] == '"' else cell


def _list_of(read: Callable[[str], Any], delimiter: str) -> Callable[[str], list[Any]]:
    return lambda cell: [read(text) for text in _unquoted(cell).split(delimiter or None)]


def _records(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the rows of a file with their first lines; a quoted cell may go over several."""
    parts: list[str] = []
    start, is_open = 1, False
    for number, line in enumerate(read_lines(path), 1):
        if not parts:
            start = number
        parts.append(line)
        is_open ^= line.count('"') % 2 == 1
        if not is_open:
            record = "\n".join(parts) if len(parts) > 1 else line
            yield start, record.removesuffix("\r")
            parts = []
    if parts:
        raise SourceFormatError(path, start, "a quote is not closed")


def _nodes(path: Path, delimiter: str, wanted: list[str], ids: set[str]) -> Iterator[Node]:
    sheet = _Sheet(path, NODE_START, delimiter)
    present = {name for name, _ in sheet.columns}
    for name in wanted:
        if name and name not in present:
            raise SourceFormatError(path, 1, f"column '{name}' is missing")
    for line, row in sheet.rows():
        id = row.get(ID)
        if not id:
            raise SourceFormatError(path, line, "a node without an id")
        if id in ids:
            raise SourceFormatError(path, line, f"node {id} stands twice")
        ids.add(id)
        yield node_of(row.pop(NODE_START[1], []), row)


def _edges(path: Path, delimiter: str, ids: set[str]) -> Iterator[Edge]:
    start, end, type = EDGE_START
    for line, row in _Sheet(path, (*EDGE_START, "predicate:string"), delimiter).rows():
        ends: list[str] = []
        for place in (start, end):
            id = row.pop(place, "")
            if id not in ids:
                raise SourceFormatError(
                    path, line, f"the edge ends at {id or 'nothing'}, which is no node"
                )
            ends.append(id)
        properties: dict[str, Value] = row
        yield edge_of(ends[0], ends[1], str(properties.pop(type, "")), properties)
