"""Read the quads of an RDF file one after the other, without holding the file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from ..errors import OntologyParseError, SourceFormatError, SourceNotFoundError
from .store import FORMATS, format_of, refuse_entities, syntax_reason

_HEAD = 1 << 16


def stream_file(path: Path) -> Iterator[Quad]:
    """Yield the quads of an RDF file in the order of the file; `.gz` is unpacked on the way.

    Blank nodes of N-Triples and N-Quads keep the labels of the file, those of other formats are
    numbered in the order of their appearance; nothing is sorted.

    Raises
    ------
    UnsupportedFormatError
        If the ending names no RDF format.
    SourceNotFoundError, SourceFormatError
        If the file cannot be read, is empty or truncated, or holds a triple term.
    OntologyParseError
        If its syntax is wrong; with line and column.
    """
    is_packed = path.suffix.lower() == ".gz"
    format = format_of(path.with_suffix("") if is_packed else path)
    try:
        with gzip.open(path) if is_packed else path.open("rb") as stream:
            yield from iter_quads(cast(BinaryIO, stream), format, path)
    except FileNotFoundError as error:
        raise SourceNotFoundError(path) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceFormatError(path, None, f"not a whole gzip file: {error}") from error
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or str(error)) from error


def iter_quads(
    stream: BinaryIO, format: RdfFormat, path: Path, prefixes: dict[str, str] | None = None
) -> Iterator[Quad]:
    """Yield the quads of an open RDF file as `stream_file` does; `path` is only named in errors.

    The prefixes that the file declares are put into `prefixes` once it is read.

    Raises
    ------
    SourceFormatError, OntologyParseError
        As `stream_file` does.
    """
    head = stream.read(_HEAD)
    if not head.strip():
        raise SourceFormatError(path, None, "the file is empty")
    refuse_entities(head, format, path)
    stream.seek(0)
    is_empty = True
    is_labelled = format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    numbers: dict[BlankNode, BlankNode] = {}
    try:
        parser = parse(stream, format)
        for quad in parser:
            if type(quad.object) is Triple:
                reason = "triple terms of RDF 1.2 are refused; write RDF 1.1"
                raise SourceFormatError(path, None, reason)
            is_empty = False
            yield quad if is_labelled else _numbered(quad, numbers)
    except SyntaxError as error:
        raise OntologyParseError(path, error.lineno, syntax_reason(error), error.offset) from error
    if is_empty:
        raise SourceFormatError(path, None, "the file holds no statement")
    if prefixes is not None:
        prefixes |= parser.prefixes


def _numbered(quad: Quad, numbers: dict[BlankNode, BlankNode]) -> Quad:
    """Return a quad whose blank nodes are numbered: the parser gives them random labels."""
    parts = (quad.subject, quad.object, quad.graph_name)
    if not any(type(part) is BlankNode for part in parts):
        return quad
    subject, target, graph = (
        numbers.setdefault(part, BlankNode(f"b{len(numbers)}")) if type(part) is BlankNode else part
        for part in parts
    )
    return Quad(subject, quad.predicate, target, graph)  # type: ignore[arg-type] # each as it was


def is_stream_file(path: Path) -> bool:
    """Return whether the ending of `path`, `.gz` or not, names an RDF format."""
    name = path.name.removesuffix(".gz")
    return name.rpartition(".")[2].lower() in FORMATS and "." in name
