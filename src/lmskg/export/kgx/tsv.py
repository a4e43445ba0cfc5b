"""KGX TSV: the records of JSON Lines as tables; what a cell cannot hold is changed and counted.

A list stands in one cell, joined by `|`. KGX splits every cell at that character and knows no
quotes, so no value may have it, nor a tab or a line break; and an empty cell is no value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from ...errors import SourceFormatError
from ...namespaces import XSD
from ...tables import INFO, Property, Tables, properties_in
from ...tables.columns import READ
from ...tables.rows import IN_GRAPH, TAG
from ..lines import read_lines
from ..loss import Loss, losses_of
from .jsonl import write_context
from .reading import quads_from
from .rows import CARRIED, LABELS, Record, Records

NODES, EDGES = "nodes.tsv", "edges.tsv"

BREAKS = "values with a tab or line break, now a space"
BARS = "values with |, now /"
EMPTY = "empty values"

_BREAK = re.compile(r"[\t\n\r]")
# what stands in a cell where a plain string or the default graph has to be said
_PLAIN, _DEFAULT = f"{XSD}string", "default"
_LISTED = frozenset(f"property_{part}" for part in ("names", "iris", "kinds", "lists", "tags"))
_TAGS = f"{CARRIED}property_tags"
_FIRST = ("id", "category", "name", "subject", "predicate", "object")


def write_tsv(tables: Tables, folder: Path) -> tuple[Loss, ...]:
    """Write a graph into an empty folder as KGX TSV; return what it leaves out."""
    lost: Counter[str] = Counter()
    records = Records(tables)
    _write(folder / NODES, records.nodes, lost)
    _write(folder / EDGES, records.edges, lost)
    write_context(folder, records)
    return losses_of(lost)


def _write(path: Path, records: Callable[[], Iterable[Record]], lost: Counter[str]) -> None:
    columns: dict[str, None] = dict.fromkeys(key for record in records() for key in record)
    first = [name for name in _FIRST if name in columns]
    carried = sorted(name for name in columns if name.startswith(CARRIED))
    shown = [name for name in columns if name not in first and not name.startswith(CARRIED)]
    header = [*first, *shown, *carried]
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write("\t".join(header).encode() + b"\n")
        for record in records():
            cells = {key: _cell(key, value, lost) for key, value in record.items()}
            stream.write("\t".join(cells.get(key, "") for key in header).encode() + b"\n")


def _cell(key: str, held: Any, lost: Counter[str]) -> str:
    values = held if isinstance(held, list) else [held]
    if not key.startswith(CARRIED):
        # KGX reads every text as true
        return "|".join(_clean(_text(value)) for value in values if value is not False)
    if key.endswith(TAG) or key == _TAGS:
        return "|".join(value or _PLAIN for value in values)
    if key.endswith(IN_GRAPH):
        return "|".join(value or _DEFAULT for value in values)
    for value in values:
        if isinstance(value, str) and value != _clean(value):
            lost[BREAKS if _BREAK.search(value) else BARS] += 1
    cell = "|".join(_clean(_text(value)) for value in values)
    lost[EMPTY] += not cell
    return cell


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _clean(text: str) -> str:
    return _BREAK.sub(" ", text).replace("|", "/")


def read_tsv(folder: Path) -> Iterator[Quad]:
    """Yield the quads that KGX TSV carries.

    Raises
    ------
    SourceNotFoundError
        If a file is not there.
    SourceFormatError
        If a row has too few cells, a column is missing, a node stands twice, or an edge ends at
        no node; with the line.
    """
    nodes, edges = folder / NODES, folder / EDGES
    yield from quads_from((nodes, _typed(nodes)), (edges, _rows(edges)))


def _rows(path: Path) -> Iterator[tuple[int, Record]]:
    lines = read_lines(path)
    header = next(lines, "").split("\t")
    if len(set(header)) < len(header):
        raise SourceFormatError(path, 1, "two columns have the same name")
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            reason = f"{len(cells)} cells where {len(header)} belong; the file may be cut short"
            raise SourceFormatError(path, number, reason)
        yield number, {key: cell for key, cell in zip(header, cells, strict=True) if cell}


def _typed(path: Path) -> Iterator[tuple[int, Record]]:
    """Yield the records of nodes with values of the types that the dictionary names."""
    columns: dict[str, Property] = {}
    for number, record in _rows(path):
        if not columns and INFO in record.get(LABELS, "").split("|"):
            record = _info(record)
            columns = {
                CARRIED + name: column
                for name, column in properties_in(
                    {k.removeprefix(CARRIED): v for k, v in record.items()}
                ).items()
            }
            yield number, record
            continue
        try:
            yield number, {key: _value(key, cell, columns) for key, cell in record.items()}
        except ValueError as error:
            raise SourceFormatError(path, number, f"a value is not of its type: {error}") from error


def _info(record: Record) -> Record:
    info: Record = dict(record) | {LABELS: record[LABELS].split("|")}
    for name in sorted(_LISTED):
        if CARRIED + name in info:
            info[CARRIED + name] = info[CARRIED + name].split("|")
    lists = f"{CARRIED}property_lists"
    info[lists] = [cell == "true" for cell in info.get(lists, ())]
    info[_TAGS] = ["" if cell == _PLAIN else cell for cell in info.get(_TAGS, ())]
    return info


def _value(key: str, cell: str, columns: dict[str, Property]) -> Any:
    name = key.removesuffix(TAG).removesuffix(IN_GRAPH)
    column = columns.get(name)
    if column is None:
        return cell
    values: list[Any] = cell.split("|") if column.is_list else [cell]
    if key.endswith(TAG):
        values = ["" if value == _PLAIN else value for value in values]
    elif key.endswith(IN_GRAPH):
        values = ["" if value == _DEFAULT else value for value in values]
    else:
        values = [READ[column.kind](value) for value in values]
    return values if column.is_list else values[0]
