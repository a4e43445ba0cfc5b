"""Read, canonicalise, serialise and hold quads with Oxigraph.

The streaming parser keeps lexical forms as they stand in the file; a `Store` may rewrite them
(`1.10` becomes `1.1`), so outputs are written from quads and never from a store. Bytes are the
same for the same graph: blank nodes are named by RDFC-1.0, and quads are sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from ..errors import OntologyParseError, SourceFormatError, UnsupportedFormatError
from ..files import decode_text, read_bytes

FORMATS: dict[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "owl": RdfFormat.RDF_XML,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
}

_SYNTAX_PREFIX = re.compile(r"^Parser error (at|between) .*?: ", re.DOTALL)


def format_of(path: Path | str) -> RdfFormat:
    """Return the RDF format that the ending of `path` names.

    Raises
    ------
    UnsupportedFormatError
        If the ending is not one of `FORMATS`.
    """
    ending = str(path).rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise UnsupportedFormatError(Path(path).name, [f".{name}" for name in FORMATS])
    return FORMATS[ending]


def parse_file(path: Path) -> list[Quad]:
    """Return the quads of an RDF file, in the order of the file.

    Raises
    ------
    UnsupportedFormatError
        If the file's ending names no RDF format.
    SourceNotFoundError, SourceFormatError
        If it cannot be read, is empty, binary or not UTF-8.
    OntologyParseError
        If its syntax is wrong; with line and column.
    """
    return parse_bytes(read_bytes(path), format_of(path), path)


def parse_bytes(data: bytes, format: RdfFormat, path: Path | str) -> list[Quad]:
    """Return the quads that `data` holds; `path` is only named in errors.

    Raises
    ------
    SourceFormatError
        If `data` is empty, binary or not UTF-8, or holds a triple term.
    OntologyParseError
        If the syntax is wrong; with line and column.
    """
    decode_text(data, path)
    refuse_entities(data, format, path)
    try:
        quads = list(parse(data, format, rename_blank_nodes=True))
    except SyntaxError as error:
        raise OntologyParseError(path, error.lineno, syntax_reason(error), error.offset) from error
    if any(isinstance(quad.object, Triple) for quad in quads):
        raise SourceFormatError(path, None, "triple terms of RDF 1.2 are refused; write RDF 1.1")
    return quads


def syntax_reason(error: SyntaxError) -> str:
    """Return what Oxigraph says of a syntax error, without the place, which stands apart."""
    return _SYNTAX_PREFIX.sub("", error.msg or str(error))


def refuse_entities(data: bytes, format: RdfFormat, path: Path | str) -> None:
    """Refuse RDF/XML that declares entities.

    Raises
    ------
    SourceFormatError
        If `data` declares one; with its line.
    """
    # Oxigraph expands nested entities without a limit
    place = data.find(b"<!ENTITY") if format == RdfFormat.RDF_XML else -1
    if place >= 0:
        line = data.count(b"\n", 0, place) + 1
        reason = "XML entity declarations are refused; save the file without them, or as Turtle"
        raise SourceFormatError(path, line, reason)


def in_graph(quads: Iterable[Quad | Triple], graph: str) -> list[Quad]:
    """Return the same triples in the named graph `graph`."""
    name = NamedNode(graph)
    return [Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads]


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads with blank nodes named by RDFC-1.0, each once, sorted.

    Notes
    -----
    Exponential in the worst case of many interchangeable blank nodes; ontologies have none.

    References
    ----------
    RDF Dataset Canonicalization (RDFC-1.0), W3C Recommendation.
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=_key)


def _key(quad: Quad) -> tuple[bool, str, str, str, str]:
    # blank nodes after IRIs, so that a reader meets the named terms first
    return (
        isinstance(quad.subject, BlankNode),
        str(quad.subject),
        str(quad.predicate),
        str(quad.object),
        str(quad.graph_name),
    )


def triples(quads: Iterable[Quad]) -> list[Triple]:
    """Return the triples of the quads, each once, graph names dropped."""
    return list(dict.fromkeys(quad.triple for quad in quads))


def as_quads(items: Iterable[Triple]) -> list[Quad]:
    """Return the triples as quads of the default graph."""
    return [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in items]


def serialise(quads: Iterable[Quad], format: RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Return canonical quads in `format`; the same graph gives the same bytes.

    A format without named graphs gets the union of the graphs.
    """
    ordered = canonical(quads)
    if format.supports_datasets:
        return _serialised(ordered, format, prefixes)
    return _serialised(triples(ordered), format, prefixes)


def _serialised(
    items: list[Quad] | list[Triple], format: RdfFormat, prefixes: dict[str, str]
) -> bytes:
    data = serialize(items, format=format, prefixes=dict(sorted(prefixes.items()))) or b""
    return data if data.endswith(b"\n") else data + b"\n"


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store in memory that holds the quads."""
    store = Store()
    store.bulk_extend(quads)
    return store


def load_store(path: Path) -> Store:
    """Return a store in memory that holds the RDF file at `path`.

    Raises
    ------
    UnsupportedFormatError, SourceNotFoundError, SourceFormatError, OntologyParseError
        As `parse_file` does.
    """
    data, format = read_bytes(path), format_of(path)
    refuse_entities(data, format, path)
    store = Store()
    try:
        store.bulk_load(data, format)
    except SyntaxError:
        parse_bytes(data, format, path)  # the streaming parser names line and column
        raise
    if not len(store):
        decode_text(data, path)
    return store


def is_same_graph(left: Iterable[Quad], right: Iterable[Quad]) -> bool:
    """Return whether two sets of quads are equal up to the names of blank nodes."""
    return canonical(left) == canonical(right)
