"""KGX JSON Lines: `nodes.jsonl`, `edges.jsonl`, and the prefixes of their identifiers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad

from ...errors import SourceFormatError
from ...tables import Tables
from ..lines import read_lines
from .reading import quads_from
from .rows import Record, Records

NODES, EDGES, CONTEXT = "nodes.jsonl", "edges.jsonl", "context.jsonld"


def write_jsonl(tables: Tables, folder: Path) -> None:
    """Write a graph into an empty folder as KGX JSON Lines."""
    records = Records(tables)
    _write(folder / NODES, records.nodes())
    _write(folder / EDGES, records.edges())
    write_context(folder, records)


def write_context(folder: Path, records: Records) -> None:
    """Write the prefixes that identifiers use, as a JSON-LD context."""
    text = json.dumps({"@context": records.ids.context()}, indent=2, ensure_ascii=False)
    (folder / CONTEXT).write_text(text + "\n", encoding="utf-8")


def _write(path: Path, records: Iterable[Record]) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with path.open("wb", buffering=1 << 20) as stream:
        for record in records:
            stream.write(encode(record).encode() + b"\n")


def read_jsonl(folder: Path) -> Iterator[Quad]:
    """Yield the quads of a graph that was written as KGX JSON Lines.

    Raises
    ------
    SourceNotFoundError
        If a file is not there.
    SourceFormatError
        If one is cut short or broken, lacks a key, has one that its dictionary does not know,
        names the same node twice, or an edge ends at no node; with the line.
    """
    nodes, edges = folder / NODES, folder / EDGES
    yield from quads_from((nodes, _read(nodes)), (edges, _read(edges)))


def _read(path: Path) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(read_lines(path), start=1):
        try:
            record = json.loads(line)
        except ValueError as error:
            reason = f"not a whole JSON object: {error}; the file may be cut short"
            raise SourceFormatError(path, number, reason) from error
        if not isinstance(record, dict):
            raise SourceFormatError(path, number, "a JSON object was expected")
        yield number, record
