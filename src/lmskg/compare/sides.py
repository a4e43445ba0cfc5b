"""Find out in which form a graph is written, read it, and compare it with another."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from ..errors import SourceFormatError, SourceNotFoundError, UnsupportedFormatError
from ..export import FORMS, Form
from ..graph.store import FORMATS, canonical
from ..graph.stream import is_stream_file, stream_file
from ..tables import Tables, tables
from .difference import Difference, difference, has_graphs, without_graphs

# a file of a folder -> the form of the folder
_FOLDERS = {
    "statements.csv": "neo4j-csv",
    "nodes.jsonl": "kgx-jsonl",
    "nodes.tsv": "kgx-tsv",
    "terms.csv": "csv",
}
_FILES = {".graphml": "graphml", ".json": "obographs", ".cypher": "cypher"}
_RDF_12 = {".trig": "trig12", ".nq": "nq12", ".ttl": "ttl12"}
_NEO4J = ("bolt:", "bolt+s:", "bolt+ssc:", "neo4j:", "neo4j+s:", "neo4j+ssc:")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two graphs to compare.

    Attributes
    ----------
    name
        The path or address, as given.
    what
        Its form, in a word.
    quads
        What it holds.
    form
        The form, if it leaves something out.
    is_flat
        Whether the form has no place for the names of graphs.
    """

    name: str
    what: str
    quads: list[Quad]
    form: Form | None = None
    is_flat: bool = False


def read_side(name: str) -> Side:
    """Return the graph at a path, in whatever form it is, or in a Neo4j server.

    Parameters
    ----------
    name
        Path of an RDF file (`.gz` too), of a file or folder that `lmskg export` wrote, or
        the address of a Neo4j server, such as `bolt://127.0.0.1:7687`.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, OntologyParseError, UnsupportedFormatError
        If it cannot be read, or has no way back.
    StoreError
        If the server cannot be used.
    """
    if name.startswith(_NEO4J):
        from ..neo4j import read_server

        return Side(name, "Neo4j", list(read_server(name)))
    path = Path(name)
    if not path.exists():
        raise SourceNotFoundError(path)
    form = _form_of(path)
    return _rdf(path) if form is None else _in_form(path, FORMS[form])


def _form_of(path: Path) -> str | None:
    """Return the name of the form of a file or folder; nothing for RDF."""
    if path.is_dir():
        for name, form in _FOLDERS.items():
            if (path / name).is_file():
                return form
        known = ", ".join(f"{name} ({form})" for name, form in _FOLDERS.items())
        raise SourceFormatError(path, None, f"no folder of a known form; each holds one of {known}")
    if path.suffix.lower() in _FILES:
        return _FILES[path.suffix.lower()]
    if not is_stream_file(path):
        raise UnsupportedFormatError(path.name, [*_FILES, *(f".{name}" for name in FORMATS)])
    return None


def _in_form(path: Path, form: Form) -> Side:
    quads = list(form.read(path))
    return Side(str(path), form.name, quads, form=None if form.lossless else form)


def _rdf(path: Path) -> Side:
    ending = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    has_no_graphs = not FORMATS[ending.lower().removeprefix(".")].supports_datasets
    try:
        quads = list(stream_file(path))
    except SourceFormatError as error:
        newer = _RDF_12.get(path.suffix.lower())
        if newer is None or "RDF 1.2" not in error.reason:
            raise
        return _in_form(path, FORMS[newer])
    return Side(str(path), ending.removeprefix("."), quads, is_flat=has_no_graphs)


def compare_sides(left: Side, right: Side, prefixes: dict[str, str]) -> Difference:
    """Return what differs between two sides, but for what a side's form leaves out.

    A side in a form that leaves something out is compared with the other side put into that form
    and read back; so what the form states to leave out, and nothing else, is passed over.
    """
    ours, theirs = left.quads, right.quads
    losses: list[str] = []
    is_alike = left.form is not None and left.form is right.form
    if not is_alike:
        if right.form:
            ours, lost = _projected(ours, right.form, prefixes)
            losses += [f"{right.form.name} leaves out {item}" for item in lost]
        if left.form:
            theirs, lost = _projected(theirs, left.form, prefixes)
            losses += [f"{left.form.name} leaves out {item}" for item in lost]
    if left.is_flat != right.is_flat and (has_graphs(ours) or has_graphs(theirs)):
        flat = left if left.is_flat else right
        losses.append(f"{flat.what} leaves out names of graphs")
        ours, theirs = without_graphs(ours), without_graphs(theirs)
    return difference(ours, theirs, tuple(losses))


def _projected(
    quads: list[Quad], form: Form, prefixes: dict[str, str]
) -> tuple[list[Quad], list[str]]:
    """Return what comes back of a graph from a form, and what does not."""
    rows = tables(canonical(quads), prefixes)
    write: Callable[[Tables, Path], str] = form.write
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "graph")
        write(rows, place)
        back = list(form.read(place))
    return back, [f"{loss.count:,} {loss.what}" for loss in form.left_out(rows)]
