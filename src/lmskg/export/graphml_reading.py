"""From a GraphML file back to the graph, element by element, with the line of each fault.

Reads files that `graphml` wrote. A file that another program has saved anew lacks the
descriptions of the keys, and is refused. Document types and entities are refused too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyoxigraph import Quad

from ..errors import PropertyGraphError, SourceFormatError, SourceNotFoundError
from ..tables import Edge, Node, Property, Value, quads_of
from ..tables.columns import READ, WRITE
from .graphml import EDGE, NAMESPACE, base_name, is_about

_CHUNK = 1 << 20
_OURS = "graph.schema"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_DESCRIBED = re.compile(r"iri=(\S+) kind=(\w+) list=(true|false) tag=(\S*)")


def read_graphml(path: Path) -> Iterator[Quad]:
    """Yield the quads of a graph that was written as GraphML.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If it is cut short, holds a document type, names a key or node that is not there or the
        same node twice, or has lost the descriptions of its keys; with the line.
    """
    reader = _Reader(path)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield from reader.feed(chunk)
            yield from reader.feed(b"", is_last=True)
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or str(error)) from error
    reader.check_ends()


class _Reader:
    """The state between elements: what is open, what was declared, what was seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._columns: dict[str, Property] = {}
        self._keys: set[str] = set()
        self._ids: set[str] = set()
        self._wanted: dict[str, int] = {}
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._item: dict[str, str] = {}
        self._held: dict[str, Any] = {}
        self._key: str | None = None
        self._text: list[str] | None = None
        self._line = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, is_last: bool = False) -> Iterator[Quad]:
        """Yield the quads of the elements that end within this chunk."""
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            reason = f"not well-formed XML, or cut short: {expat.ErrorString(error.code)}"
            raise SourceFormatError(self._path, error.lineno, reason, error.offset + 1) from error
        nodes, edges = self._nodes, self._edges
        self._nodes, self._edges = [], []
        try:
            yield from quads_of(nodes, edges, self._info())
        except PropertyGraphError as error:
            raise SourceFormatError(self._path, None, str(error)) from error

    def check_ends(self) -> None:
        """Refuse edges whose ends were never declared, and files without a graph."""
        self._check_keys()
        for id, line in self._wanted.items():
            if id not in self._ids:
                raise SourceFormatError(self._path, line, f"an edge ends at {id}, which no node is")

    def _info(self) -> dict[str, Value]:
        columns = list(self._columns.values())
        return {
            "property_names": [column.name for column in columns],
            "property_iris": [column.iri for column in columns],
            "property_kinds": [str(column.kind) for column in columns],
            "property_lists": [column.is_list for column in columns],
            "property_tags": [column.tag for column in columns],
        }

    def _fault(self, reason: str) -> SourceFormatError:
        return SourceFormatError(self._path, self._parser.CurrentLineNumber, reason)

    def _doctype(self, *_: object) -> None:
        raise self._fault("document types and entities are refused; save the file without them")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace and namespace != NAMESPACE:
            return
        if element == "key":
            self._declare(attributes)
        elif element == "graph":
            self._check_keys()
        elif element in ("node", "edge"):
            self._item, self._held, self._line = attributes, {}, self._parser.CurrentLineNumber
        elif element == "data":
            self._key = attributes.get("key", "")
            self._text = []
        elif element == "desc":
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace and namespace != NAMESPACE:
            return
        if element == "data":
            self._hold("".join(self._text or []))
        elif element == "desc" and self._key is None:
            self._describe("".join(self._text or []))
        elif element == "node":
            self._nodes.append(self._node())
        elif element == "edge":
            self._edges.append(self._edge())
        if element in ("data", "desc"):
            self._key, self._text = None, None

    def _declare(self, attributes: dict[str, str]) -> None:
        if "id" not in attributes:
            raise self._fault("a key without an id")
        self._item = attributes
        self._keys.add(attributes["id"])

    def _describe(self, text: str) -> None:
        found = _DESCRIBED.fullmatch(unescape(text))
        if text.startswith("iri=") and not found:
            raise self._fault(f"the description of a key is broken: {text}")
        if found and found[2] in WRITE and "attr.name" in self._item:
            name = self._item["attr.name"]
            is_list = found[3] == "true"
            self._columns[name] = Property(name, found[1], found[2], is_list, found[4])

    def _check_keys(self) -> None:
        if _OURS not in self._keys:
            reason = "another program saved this file: its keys lack their descriptions"
            raise self._fault(f"{reason}; export the graph anew")

    def _hold(self, text: str) -> None:
        if self._key not in self._keys:
            raise self._fault(f"key {self._key!r} is not declared")
        self._held[self._key or ""] = unescape(text)

    def _node(self) -> Node:
        id = self._item.get("id")
        if id is None:
            raise self._fault("a node without an id")
        id = unescape(id)
        if id in self._ids:
            raise self._fault(f"node {id} stands twice")
        self._ids.add(id)
        return Node(id, (), self._properties(), {})

    def _properties(self) -> dict[str, Value]:
        lists: dict[str, dict[int, Any]] = {}
        for key, text in self._held.items():
            name, number = base_name(key)
            if is_about(name, self._columns):
                lists.setdefault(name, {})[number] = self._value(name, text)
        return {name: self._shaped(name, values) for name, values in lists.items()}

    def _value(self, name: str, text: str) -> Any:
        column = self._columns.get(name)
        try:
            return READ[column.kind](text) if column else text
        except ValueError as error:
            raise self._fault(f"property {name}: {text!r} is not of its type") from error

    def _shaped(self, name: str, values: dict[int, Any]) -> Value:
        if sorted(values) != list(range(1, len(values) + 1)):
            raise self._fault(f"property {name} lacks a value: it has the numbers {sorted(values)}")
        ordered = [values[number] for number in sorted(values)]
        return ordered if len(ordered) > 1 else ordered[0]

    def _edge(self) -> Edge:
        ends = [self._item.get("source"), self._item.get("target")]
        if None in ends:
            raise self._fault("an edge without source or target")
        subject, target = (unescape(str(end)) for end in ends)
        for id in (subject, target):
            if id not in self._ids:
                self._wanted.setdefault(id, self._line)
        held = {key.removeprefix(EDGE): value for key, value in self._held.items()}
        if "predicate" not in held:
            raise self._fault(f"the edge from {subject} to {target} has no predicate")
        kept: dict[str, Value] = {n: held[n] for n in ("predicate", "graph") if n in held}
        return Edge(subject, target, "", kept, is_derived="claim" in held)


def unescape(text: str) -> str:
    r"""Return text as it was before `graphml.escape`.

    Examples
    --------
    >>> unescape("b\\u0001 \\u005cu0001")
    'b\x01 \\u0001'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "\\u" in text else text
