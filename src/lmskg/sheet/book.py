"""A project's claim files as records, and the records as the rows of the sheet, both ways.

A record is one node of a file (a claim, a quote); a row is what a person sees of it. They differ
in two places: a row of evidence holds its quotes, and a row names what it belongs to (`of`),
where in Turtle the claim names its evidence, measurements and phases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import SourceFormatError
from ..files import decode_text, read_bytes
from ..graph.store import format_of, parse_bytes
from ..namespaces import RDF_TYPE
from ..resources import Project
from .blocks import Node, Statements, split_statements
from .cells import Value
from .tables import (
    BY_CLASS,
    BY_NAME,
    FILE,
    IN_CLAIM_FILES,
    LINKS,
    OF,
    QUOTE_PARTS,
    QUOTES,
    SELECTOR,
    TYPE,
    TableSpec,
)

Cells = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Record:
    """A node of a file: its table, its values, and the file that it stands in."""

    spec: TableSpec
    node: Node
    path: Path


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet: property, or name of a special column, to its values."""

    iri: str
    table: str
    cells: Cells

    def one(self, name: str) -> Value | None:
        """Return the first value of a column, `None` when it is empty."""
        return next(iter(self.cells.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class Book:
    """The files of a project that the sheet may change, and the records in them, in their order."""

    files: Mapping[Path, Statements]
    records: Mapping[str, Record]
    content: Mapping[Path, bytes]


def read_book(project: Project) -> Book:
    """Return the claim files, the comparisons and the sources of a project as records.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, OntologyParseError
        If a file is missing or broken, or if a record stands in two files.
    """
    return book_of({path: read_bytes(path) for path in (*project.claims, project.sources)})


def book_of(content: Mapping[Path, bytes]) -> Book:
    """Return the records of Turtle files that are given by path and content.

    Raises
    ------
    SourceFormatError, OntologyParseError
        As `read_book` does.
    """
    files: dict[Path, Statements] = {}
    records: dict[str, Record] = {}
    for path, data in content.items():
        nodes = _nodes(parse_bytes(data, format_of(path), path))
        files[path] = split_statements(decode_text(data, path))
        for iri, node in nodes.items():
            spec = _spec(node)
            if spec is None:
                continue
            if iri in records:
                raise SourceFormatError(path, None, f"{iri} stands in {records[iri].path} too")
            records[iri] = Record(spec, node, path)
    return Book(files, records, content)


def _nodes(quads: Iterable[Quad]) -> dict[str, Node]:
    found: dict[str, dict[str, dict[Value, None]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            node = found.setdefault(quad.subject.value, {})
            node.setdefault(quad.predicate.value, {})[quad.object] = None
    return {iri: {k: tuple(v) for k, v in node.items()} for iri, node in found.items()}


def _spec(node: Node) -> TableSpec | None:
    for kind in node.get(RDF_TYPE, ()):
        if kind.value in QUOTES.classes:
            return QUOTES
        if kind.value in BY_CLASS:
            return BY_CLASS[kind.value]
    return None


def rows_of(book: Book) -> dict[str, Row]:
    """Return the rows of all records, by IRI, in the order of the files.

    Raises
    ------
    SourceFormatError
        If a quote lacks its words or its place.
    """
    owners: dict[str, list[Value]] = {}
    for iri, record in book.records.items():
        for link in LINKS:
            for value in record.node.get(link, ()):
                owners.setdefault(value.value, []).append(NamedNode(iri))
    return {
        iri: _row(iri, record, book, tuple(owners.get(iri, ())))
        for iri, record in book.records.items()
        if record.spec is not QUOTES
    }


def _row(iri: str, record: Record, book: Book, owners: tuple[Value, ...]) -> Row:
    special = {RDF_TYPE, SELECTOR, *LINKS}
    cells = {name: values for name, values in record.node.items() if name not in special}
    if record.spec.link:
        cells[OF] = owners
    if len(record.spec.classes) > 1:
        cells[TYPE] = record.node[RDF_TYPE]
    if record.spec.name in IN_CLAIM_FILES:
        cells[FILE] = (Literal(record.path.name),)
    quotes = [book.records[value.value].node for value in record.node.get(SELECTOR, ())]
    for part in QUOTE_PARTS if quotes else ():
        found = [quote.get(part, ()) for quote in quotes]
        if any(len(values) != 1 for values in found):
            reason = f"a quote of {iri} lacks its words or its place; see lmskg evidence verify"
            raise SourceFormatError(record.path, None, reason)
        cells[part] = tuple(values[0] for values in found)
    return Row(iri, record.spec.name, cells)


def nodes_of(rows: Mapping[str, Row], book: Book) -> dict[str, Node]:
    """Return the nodes that rows stand for, quotes included; what was there keeps its order."""
    owned: dict[tuple[str, str], list[Value]] = {}
    for row in rows.values():
        link = BY_NAME[row.table].link
        for owner in row.cells.get(OF, ()) if link else ():
            owned.setdefault((owner.value, link), []).append(NamedNode(row.iri))
    nodes: dict[str, Node] = {}
    for iri, row in rows.items():
        spec = BY_NAME[row.table]
        node = {name: values for name, values in row.cells.items() if name in _stored(row)}
        node[RDF_TYPE] = row.cells.get(TYPE) or (NamedNode(spec.classes[0]),)
        old = book.records[iri].node if iri in book.records else {}
        for link in LINKS:
            node[link] = tuple(owned.get((iri, link), ()))
        quotes = _quotes(row, old, book)
        node[SELECTOR] = tuple(NamedNode(name) for name in quotes)
        nodes[iri] = {k: _in_order(v, old.get(k, ())) for k, v in node.items() if v}
        nodes |= quotes
    return nodes


def _stored(row: Row) -> set[str]:
    """Return the properties of a row that stand with its own record."""
    quoted = set(QUOTE_PARTS) if row.table == "Evidence" else set()
    return set(row.cells) - quoted - {OF, TYPE, FILE}


def _in_order(values: tuple[Value, ...], old: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return the values, those that were there before in their old order."""
    kept = [value for value in old if value in values]
    return tuple(dict.fromkeys([*kept, *values]))


def _quotes(row: Row, old: Node, book: Book) -> dict[str, Node]:
    """Return the quotes of a row of evidence as nodes; the first keep the names that they have."""
    if row.table != "Evidence":
        return {}
    names = [value.value for value in old.get(SELECTOR, ())]
    parts = [row.cells.get(part, ()) for part in QUOTE_PARTS]
    nodes: dict[str, Node] = {}
    for number, values in enumerate(zip(*parts, strict=True)):
        is_only = len(parts[0]) == 1
        minted = f"{row.iri}/selector" + ("" if is_only else f"-{number + 1}")
        name = names[number] if number < len(names) else minted
        kept = dict(book.records[name].node) if name in book.records else {}
        kept.setdefault(RDF_TYPE, tuple(map(NamedNode, QUOTES.classes)))
        nodes[name] = kept | {p: (v,) for p, v in zip(QUOTE_PARTS, values, strict=True)}
    return nodes
