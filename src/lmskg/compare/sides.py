"""Find out in which form a graph is written, read it, and compare it with another."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from ..assemble import load_quads
from ..errors import (
    SourceFormatError,
    SourceNotFoundError,
    StoreContentError,
    StoreUnfinishedError,
    UnsupportedFormatError,
)
from ..export import FORMS, Form
from ..graph.store import FORMATS, canonical
from ..graph.stream import is_stream_file, stream_file
from ..resources import Project
from ..tables import Tables, tables
from .difference import Difference, Row, difference, has_graphs, without_graphs
from .rows import difference_of_rows, read_rows

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
_REMOTE = ("http:", "https:")


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
    rows
        What it holds, in a form that has no way back to statements.
    """

    name: str
    what: str
    quads: list[Quad]
    form: Form | None = None
    is_flat: bool = False
    rows: Counter[Row] | None = field(default=None)


def read_side(name: str) -> Side:
    """Return the graph at a path, in whatever form it is, or in a server.

    Parameters
    ----------
    name
        Path of an RDF file (`.gz` too), of a file or folder that `lmskg export` wrote, the address
        of a Neo4j server, such as `bolt://127.0.0.1:7687`, or of a SPARQL endpoint that `lmskg
        load sparql` filled.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, OntologyParseError, UnsupportedFormatError
        If it cannot be read, or has no way back.
    StoreError
        If the server cannot be used, or its load is not finished.
    """
    if name.startswith(_NEO4J):
        from ..neo4j import read_server

        return Side(name, "Neo4j", list(read_server(name)))
    if name.startswith(_REMOTE):
        return Side(name, "SPARQL", list(_remote(name)))
    path = Path(name)
    if not path.exists():
        raise SourceNotFoundError(path)
    form = _form_of(path)
    return _rdf(path) if form is None else _in_form(path, FORMS[form])


def read_project(project: Project) -> Side:
    """Return all layers of a project's graph."""
    return Side("the project's graph", "N-Quads", load_quads(project))


def _remote(address: str) -> Iterator[Quad]:
    """Yield the statements of the graphs that a load put into a remote store."""
    from ..endpoint.protocol import Endpoint
    from ..endpoint.record import read_record
    from ..stores.content import DEFAULT

    endpoint = Endpoint(address)
    record = read_record(endpoint)
    if record is None:
        reason = "holds no graph that `lmskg load sparql` put there"
        raise StoreContentError(endpoint.address, reason)
    if not record.is_complete:
        raise StoreUnfinishedError(endpoint.address, max(record.n_done, 0), record.n_total)
    for graph in record.graphs:
        name = DefaultGraph() if graph == DEFAULT else NamedNode(graph)
        for triple in endpoint.read_graph(graph):
            yield Quad(triple.subject, triple.predicate, triple.object, name)


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
    lossy = None if form.lossless else form
    if form.reader is None and form.is_folder:
        return Side(str(path), form.name, [], form=lossy, rows=read_rows(path))
    return Side(str(path), form.name, list(form.read(path)), form=lossy)


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
    losses: list[str] = []
    is_alike = left.form is not None and left.form is right.form
    ours, theirs = left, right
    if not is_alike:
        ours = _projected(left, right.form, prefixes, losses)
        theirs = _projected(right, left.form, prefixes, losses)
    if ours.rows is not None and theirs.rows is not None:
        return difference_of_rows(ours.rows, theirs.rows, tuple(losses))
    our_quads, their_quads = ours.quads, theirs.quads
    if left.is_flat != right.is_flat and (has_graphs(our_quads) or has_graphs(their_quads)):
        flat = left if left.is_flat else right
        losses.append(f"{flat.what} leaves out names of graphs")
        our_quads, their_quads = without_graphs(our_quads), without_graphs(their_quads)
    return difference(our_quads, their_quads, tuple(losses))


def _projected(side: Side, form: Form | None, prefixes: dict[str, str], losses: list[str]) -> Side:
    """Return what comes back of a side from a form; `losses` takes what does not."""
    if form is None:
        return side
    if side.rows is not None:
        reason = f"is in the form {side.what} and has no way back; compare it with the whole graph"
        raise SourceFormatError(side.name, None, reason)
    rows = tables(canonical(side.quads), prefixes)
    write: Callable[[Tables, Path], str] = form.write
    losses += [f"{form.name} leaves out {n.count:,} {n.what}" for n in form.left_out(rows)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "graph")
        write(rows, place)
        return _in_form(place, form)
