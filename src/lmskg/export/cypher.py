"""One Cypher script that puts a graph into Neo4j: batches of literal rows, each row merged.

A second run changes nothing, and one that broke off is completed by running the script again.
Each statement ends with `;` at the end of a line, and no other line ends so, for line breaks
within text are escaped. The last statement makes the node `:GraphInfo`: without it the graph is
not whole.

References
----------
Neo4j 5 Cypher Manual, "Literals", "Naming rules" and "MERGE".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, TypeVar

from ..tables import INFO, RESOURCE, Edge, Node, Value
from .database import ID, info_properties, node_properties

if TYPE_CHECKING:
    from ..tables import Tables

BATCH = 200

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")

_CONSTRAINT = "CREATE CONSTRAINT IF NOT EXISTS FOR (n:{}) REQUIRE n.{} IS UNIQUE"
_ENDS = f"MATCH (a:{RESOURCE} {{{ID}: row[0]}}) MATCH (b:{RESOURCE} {{{ID}: row[1]}})"
_ESCAPED = re.compile(r"[\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORT = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_cypher(tables: Tables, stream: IO[bytes]) -> None:
    """Write a graph as a script; it holds what `database` says, property by property."""
    parts = chain(
        (_CONSTRAINT.format(label, ID) for label in (RESOURCE, INFO)),
        _node_statements(tables.nodes()),
        # MERGE takes a relationship with a graph for one without: those without come first
        _edge_statements(edge for edge in tables.edges() if "graph" not in edge.properties),
        _edge_statements(edge for edge in tables.edges() if "graph" in edge.properties),
    )
    for part in parts:
        stream.write(f"{part};\n".encode())
    note = info_properties(tables, tables.n_nodes + tables.n_edges)
    merge = f"MERGE (i:{INFO} {{{ID}: {literal(note[ID])}}}) SET i = {_map(note)}"
    stream.write(f"{merge};\n".encode())


def _node_statements(nodes: Iterable[Node]) -> Iterator[str]:
    for labels, group in _batches(nodes, lambda node: node.labels):
        rows = ",\n".join(_map(node_properties(node)) for node in group)
        merge = f"MERGE (n:{RESOURCE} {{{ID}: row.{ID}}}) SET n = row"
        more = "".join(f":{quoted(label)}" for label in labels if label != RESOURCE)
        yield _unwind(rows, merge + (f" SET n{more}" if more else ""))


def _edge_statements(edges: Iterable[Edge]) -> Iterator[str]:
    for (type, shared, is_derived), group in _batches(edges, _kind):
        if is_derived:
            rows = ",\n".join(f"[{_ends(edge)}, {_map(edge.properties)}]" for edge in group)
            key, after = "{claim: row[2].claim, predicate: row[2].predicate}", " SET r = row[2]"
        else:
            rows = ",\n".join(f"[{_ends(edge)}]" for edge in group)
            key, after = shared, ""
        yield _unwind(rows, f"{_ENDS} MERGE (a)-[r:{quoted(type)} {key}]->(b){after}")


def _kind(edge: Edge) -> tuple[str, str, bool]:
    """Return what the edges of one statement have in common."""
    return edge.type, "" if edge.is_derived else _map(edge.properties), edge.is_derived


def _ends(edge: Edge) -> str:
    return f"{literal(edge.subject)}, {literal(edge.object)}"


def _unwind(rows: str, rest: str) -> str:
    return f"UNWIND [\n{rows}\n] AS row {rest}"


def _batches(rows: Iterable[Row], key: Callable[[Row], Key]) -> Iterator[tuple[Key, list[Row]]]:
    """Yield rows of one key together, never more than a batch; all are yielded in the end."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        kind = key(row)
        group = groups.setdefault(kind, [])
        group.append(row)
        if len(group) == BATCH:
            yield kind, groups.pop(kind)
    yield from groups.items()


def quoted(name: str) -> str:
    """Return a label, a type or a key as Cypher writes it.

    Examples
    --------
    >>> quoted("a`b")
    '`a``b`'
    """
    return "`" + name.replace("`", "``") + "`"


def literal(value: Value) -> str:
    r"""Return a value as Cypher writes it; a text never holds a line break.

    Examples
    --------
    >>> literal(["it's", "a;\nb"])
    "['it\\'s', 'a;\\nb']"
    >>> literal(float("-inf")), literal(True), literal(2.0), literal(2)
    ('-Infinity', 'true', '2.0', '2')
    """
    if isinstance(value, str):
        return f"'{_ESCAPED.sub(_escape, value)}'"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return _number(value)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "NaN" if value != value else str(value).replace("inf", "Infinity")


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _map(properties: dict[str, Any]) -> str:
    pairs = (f"{quoted(name)}: {literal(value)}" for name, value in properties.items())
    return f"{{{', '.join(pairs)}}}"
