"""From records of KGX back to the graph: only what stands under `rdf_`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from ...errors import PropertyGraphError, SourceFormatError
from ...tables import INFO, Edge, Node, Property, Value, properties_in, quads_of
from ...tables.rows import IN_GRAPH, TAG
from .rows import CARRIED, LABELS, Record

Numbered = Iterator[tuple[int, Record]]

_EDGE_KEYS = frozenset((f"{CARRIED}predicate", f"{CARRIED}graph"))


def quads_from(nodes: tuple[Path, Numbered], edges: tuple[Path, Numbered]) -> Iterator[Quad]:
    """Yield the quads that numbered records carry; each file stands beside its records.

    Raises
    ------
    SourceFormatError
        If a record lacks what it must have, names what is not there, or stands twice.
    """
    reader = Reader(*nodes, *edges)
    info = reader.info()
    try:
        yield from quads_of(reader.nodes(), reader.edges(), info)
    except PropertyGraphError as error:
        raise SourceFormatError(reader.path, reader.line, str(error)) from error


class Reader:
    """Rows from records, with the place of the record at hand."""

    def __init__(self, nodes: Path, node_rows: Numbered, edges: Path, edge_rows: Numbered) -> None:
        self.path, self.line = nodes, 0
        self._edges_path = edges
        self._node_rows, self._edge_rows = node_rows, edge_rows
        self._columns: dict[str, Property] = {}
        self._known: set[str] = set()
        self._iris: dict[str, str] = {}

    def _fault(self, reason: str) -> SourceFormatError:
        return SourceFormatError(self.path, self.line, reason)

    def _numbered(self, rows: Numbered) -> Iterator[Record]:
        for self.line, record in rows:
            yield record

    def info(self) -> dict[str, Value]:
        """Return the dictionary of properties, which the first record holds.

        Raises
        ------
        SourceFormatError
            If it does not.
        """
        first = next(self._numbered(self._node_rows), {})
        if INFO not in first.get(LABELS, ()):
            reason = "the first record is not the dictionary that lmskg writes"
            raise self._fault(reason if first else f"the file is empty: {reason}")
        info = _carried(first)
        try:
            self._columns = properties_in(info)
        except PropertyGraphError as error:
            raise self._fault(str(error)) from error
        names = set(self._columns)
        self._known = {f"{CARRIED}{name}{part}" for name in names for part in ("", TAG, IN_GRAPH)}
        self._known.add(f"{CARRIED}graph")
        return info

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        for record in self._numbered(self._node_rows):
            id, iri = (self._text(record, key) for key in ("id", "iri"))
            if id in self._iris:
                raise self._fault(f"node {id} stands twice")
            self._iris[id] = iri
            self._refuse_unknown(record, self._known)
            yield Node(iri, (), _carried(record), {})

    def edges(self) -> Iterator[Edge]:
        """Yield the edges that carry a statement."""
        self.path = self._edges_path
        for record in self._numbered(self._edge_rows):
            subject, target = (self._end(record, key) for key in ("subject", "object"))
            self._refuse_unknown(record, _EDGE_KEYS)
            if "claim" not in record:
                self._text(record, f"{CARRIED}predicate")
                yield Edge(subject, target, "", _carried(record))

    def _text(self, record: Record, key: str) -> str:
        value = record.get(key)
        if not isinstance(value, str) or not value:
            raise self._fault(f"{key} is missing")
        return value

    def _end(self, record: Record, key: str) -> str:
        id = self._text(record, key)
        if id not in self._iris:
            raise self._fault(f"{key} {id} is no node of the file of nodes")
        return self._iris[id]

    def _refuse_unknown(self, record: Iterable[str], known: Iterable[str]) -> None:
        for key in record:
            if key.startswith(CARRIED) and key not in known:
                raise self._fault(f"key {key} is not in the dictionary of the first node")


def _carried(record: Record) -> dict[str, Any]:
    size = len(CARRIED)
    return {key[size:]: value for key, value in record.items() if key.startswith(CARRIED)}
