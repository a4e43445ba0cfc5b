"""Files for `neo4j-admin database import full`: nodes, relationships, and the command.

`nodes.csv` has a column for each property and a row for each node, `statements.csv` and
`claims.csv` a row for each relationship, `graph.csv` the one node that says what the columns mean.
Every text is quoted, so that an empty one is told from none. Lists are joined by a character that
no list of the graph holds; it stands in the command and, for the way back, in `graph.csv`.

Rows are put together by hand, for the csv module costs twice the time. The importer would read a
list of one empty string as no value; nodes that have one stand in files of their own
(`nodes-1.csv` …), in whose headers that column is no list.

References
----------
Neo4j 5 Operations Manual, "Import", sections on CSV file headers and options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import OutputError
from ..tables import INFO, Edge, Node, Value
from .database import ID, held, info_properties

if TYPE_CHECKING:
    from ..tables import Tables

# name of a column -> type of its values, and whether it is a list
Columns = dict[str, tuple[str, bool]]

DELIMITERS = ("\x1f", "\x1e", "\x1d", "\x1c", "|", ";", "\ue000", "\ue001", "\ue002", "\ue003")
GRAPH, NODES, STATEMENTS, CLAIMS = "graph.csv", "nodes.csv", "statements.csv", "claims.csv"
COMMAND = "import.sh"
DELIMITER, NODE_COLUMNS = "array_delimiter", "node_columns"
NODE_START = (f"{ID}:ID", ":LABEL")
INFO_START = (*NODE_START, f"{DELIMITER}:IGNORE", f"{NODE_COLUMNS}:IGNORE")
EDGE_START = (":START_ID", ":END_ID", ":TYPE")
TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}

_STATEMENT_COLUMNS: Columns = {"predicate": ("string", False), "graph": ("string", False)}
_KINDS = {str: "string", int: "integer", float: "float", bool: "boolean"}
_CHUNK = 10_000


class _OccursError(Exception):
    """A list of the graph holds the character that was to join lists."""


class _LoneError(Exception):
    """A list holds one empty string and nothing else."""


def write_neo4j_csv(tables: Tables, folder: Path) -> str:
    """Write the files into an empty folder, and return the command that imports them.

    Raises
    ------
    OutputError
        If lists of the graph hold every character that could join them.
    """
    for delimiter in DELIMITERS:
        try:
            return _write(tables, folder, delimiter)
        except _OccursError:
            continue
    tried = ", ".join(map(_code, DELIMITERS))
    raise OutputError(folder, f"lists of the graph hold each of the delimiters {tried}")


def _write(tables: Tables, folder: Path, delimiter: str) -> str:
    cells = _Cells(delimiter)
    columns: Columns = dict(tables.node_columns())
    nodes, n_nodes = _write_nodes(tables, columns, folder, cells)
    edges, n_edges = _write_edges(tables.edges(), folder, cells)
    _write_info(info_properties(tables, n_nodes + n_edges), columns, folder, cells)
    command = _command([GRAPH, *nodes], edges, delimiter)
    _put(folder / COMMAND, ['cd "$(dirname "$0")" || exit', f'{command} "$@"'], "#!/bin/sh")
    (folder / COMMAND).chmod(0o755)
    return f"in that folder: {command}"


def _command(nodes: list[str], edges: list[str], delimiter: str) -> str:
    files = [f"--nodes={name}" for name in nodes] + [f"--relationships={name}" for name in edges]
    options = [f"--array-delimiter={_code(delimiter)}", "--multiline-fields=true"]
    return " ".join(["neo4j-admin database import full neo4j", *files, *options])


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


class _Cells:
    """Values as cells: text quoted, lists joined by a character that they do not hold."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self._labels: dict[tuple[str, ...], str] = {}

    def labels(self, labels: tuple[str, ...]) -> str:
        cell = self._labels.get(labels)
        if cell is None:
            cell = self._labels[labels] = self.texts(labels)
        return cell

    def texts(self, texts: tuple[str, ...] | list[str]) -> str:
        joined = self.delimiter.join(texts)
        if not joined:
            raise _LoneError
        if joined.count(self.delimiter) != len(texts) - 1:
            raise _OccursError
        return text_cell(joined)

    def numbers(self, values: list[Any]) -> str:
        return self.delimiter.join(map(number_cell, values))

    def writers(self, columns: Columns) -> dict[str, Callable[[Any], str]]:
        """Return the function that writes the cells of each column."""
        by_kind = {
            (kind, is_list): (self.texts if is_list else text_cell)
            if kind == "string"
            else (self.numbers if is_list else number_cell)
            for kind, is_list in columns.values()
        }
        return {name: by_kind[kind] for name, kind in columns.items()}


def text_cell(text: str) -> str:
    """Return a text in quotes."""
    return f'"{text}"' if '"' not in text else '"' + text.replace('"', '""') + '"'


def number_cell(value: float) -> str:
    """Return a number or a truth value as Java reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "NaN" if value != value else str(value).replace("inf", "Infinity")


def header(start: Iterable[str], columns: Columns) -> str:
    """Return the first line of a file."""
    typed = [f"{name}:{TYPES[kind]}{'[]' * is_list}" for name, (kind, is_list) in columns.items()]
    return ",".join([*start, *typed])


def _columns_of(rows: Iterable[dict[str, Value]]) -> Columns:
    """Return the columns that rows have, in the order in which they come."""
    columns: Columns = {}
    for row in rows:
        for name, value in row.items():
            if name not in columns:
                is_list = isinstance(value, list)
                columns[name] = (
                    _KINDS[type(value[0] if isinstance(value, list) else value)],
                    is_list,
                )
    return columns


def _write_nodes(
    tables: Tables, columns: Columns, folder: Path, cells: _Cells
) -> tuple[list[str], int]:
    """Write the nodes; return the names of the files and the number of nodes."""
    lone: dict[tuple[str, ...], list[Node]] = {}
    lines = _node_lines(tables.nodes(), columns, cells, lone)
    n_nodes = _put(folder / NODES, lines, header(NODE_START, columns))
    names = [NODES]
    for number, (empty, nodes) in enumerate(sorted(lone.items()), 1):
        names.append(f"nodes-{number}.csv")
        single = columns | dict.fromkeys(empty, ("string", False))
        alone = (node._replace(properties=held(node.properties)) for node in nodes)
        lines = _node_lines(alone, single, cells, {})
        n_nodes += _put(folder / names[-1], lines, header(NODE_START, single))
    return names, n_nodes


def _node_lines(
    nodes: Iterable[Node],
    columns: Columns,
    cells: _Cells,
    lone: dict[tuple[str, ...], list[Node]],
) -> Iterator[str]:
    """Yield the lines of nodes; those with a list of one empty string go to `lone` instead."""
    place = {name: number for number, name in enumerate(columns, len(NODE_START))}
    write = cells.writers(columns)
    blank = [""] * (len(NODE_START) + len(columns))
    for node in nodes:
        line = blank.copy()
        line[0] = text_cell(node.id)
        line[1] = cells.labels(node.labels)
        try:
            for name, value in node.derived.items():
                line[place[name]] = write[name](value)
            for name, value in node.properties.items():
                line[place[name]] = write[name](value)
        except _LoneError:
            empty = (name for name, value in node.properties.items() if value == [""])
            lone.setdefault(tuple(sorted(empty)), []).append(node)
            continue
        yield ",".join(line)


def _write_edges(edges: Iterable[Edge], folder: Path, cells: _Cells) -> tuple[list[str], int]:
    """Write the relationships; return the names of the files and the number of relationships."""
    claims: list[Edge] = []
    lines = _statement_lines(edges, claims)
    n_edges = _put(folder / STATEMENTS, lines, header(EDGE_START, _STATEMENT_COLUMNS))
    if not claims:
        return [STATEMENTS], n_edges
    columns = _columns_of(edge.properties for edge in claims)
    lines = _claim_lines(claims, columns, cells)
    n_edges += _put(folder / CLAIMS, lines, header(EDGE_START, columns))
    return [STATEMENTS, CLAIMS], n_edges


def _statement_lines(edges: Iterable[Edge], claims: list[Edge]) -> Iterator[str]:
    """Yield the lines of statements; `claims` takes the direct edges of claims."""
    known: dict[tuple[Value, ...], str] = {}
    for edge in edges:
        if edge.is_derived:
            claims.append(edge)
            continue
        properties = edge.properties
        tail = (edge.type, properties["predicate"], properties.get("graph", ""))
        rest = known.get(tail)
        if rest is None:
            rest = ",".join([text_cell(str(value)) if value else "" for value in tail])
            known[tail] = rest
        # neither an IRI nor the label of a blank node has a quote
        yield f'"{edge.subject}","{edge.object}",{rest}'


def _claim_lines(edges: Iterable[Edge], columns: Columns, cells: _Cells) -> Iterator[str]:
    write = cells.writers(columns)
    for edge in edges:
        line = [text_cell(text) for text in (edge.subject, edge.object, edge.type)]
        for name in columns:
            value = edge.properties.get(name)
            line.append("" if value is None else write[name](value))
        yield ",".join(line)


def _write_info(info: dict[str, Value], node_columns: Columns, folder: Path, cells: _Cells) -> None:
    rest = {name: value for name, value in info.items() if name != ID}
    columns = _columns_of([rest])
    write = cells.writers(columns)
    start = [text_cell(text) for text in (str(info[ID]), INFO, _code(cells.delimiter))]
    line = [*start, cells.texts(list(node_columns))]
    line += [write[name](value) for name, value in rest.items()]
    _put(folder / GRAPH, [",".join(line)], header(INFO_START, columns))


def _put(path: Path, lines: Iterable[str], first: str) -> int:
    """Write a file of lines, and return how many there are beside the first."""
    number = 0
    rest = iter(lines)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{first}\n")
        while chunk := list(islice(rest, _CHUNK)):
            number += len(chunk)
            stream.write("\n".join(chunk) + "\n")
    return number
