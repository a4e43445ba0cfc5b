"""What is to be loaded: who the graph is, how much it is, and its statements, again and again.

A load reads its source twice, once to measure and once to send, so a file never has to fit in
memory; all that is kept of it is where its blank nodes belong together.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from ..endpoint.record import RECORD
from ..errors import SourceFormatError
from ..graph.stream import stream_file
from ..namespaces import GRAPH, OWL, RDF_TYPE
from .batches import Clusters

DEFAULT = f"{GRAPH}default"  # where statements outside of named graphs go
_MOST_COUNTED = 1_000_000  # statements that are looked at for repetitions
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """A graph to load.

    `counts` holds the number of statements in each named graph, `is_exact` whether each was
    counted once. `read` gives the statements anew at each call, in the same order.
    """

    graph_id: str
    sha256: str
    counts: dict[str, int]
    n_total: int
    is_exact: bool
    clusters: Clusters
    read: Callable[[], Iterator[Quad]]


def content_of_file(path: Path) -> Content:
    """Return what an RDF file holds, `.gz` too; nothing but its measures is kept.

    Raises
    ------
    UnsupportedFormatError, SourceNotFoundError, SourceFormatError, OntologyParseError
        If the file cannot be used.
    """
    return _measured(lambda: _named(stream_file(path)), lambda: _sha256(path))


def content_of(quads: Iterable[Quad], sha256: str) -> Content:
    """Return what quads at hand hold; `sha256` is that of their form as canonical N-Quads."""
    kept = list(_named(quads))
    return _measured(lambda: iter(kept), lambda: sha256)


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield each quad in a named graph: the protocols have no name for the default one."""
    default = NamedNode(DEFAULT)
    for quad in quads:
        name = quad.graph_name
        if type(name) is NamedNode:
            if name.value == RECORD:
                reason = f"<{RECORD}> is where a store notes loads; take that graph out"
                raise SourceFormatError("the graph", None, reason)
            yield quad
        elif type(name) is DefaultGraph:
            yield Quad(quad.subject, quad.predicate, quad.object, default)
        else:
            reason = "a graph whose name is a blank node cannot be loaded; name it by an IRI"
            raise SourceFormatError("the graph", None, reason)


def _measured(read: Callable[[], Iterator[Quad]], digest: Callable[[], str]) -> Content:
    counts: Counter[str] = Counter()
    clusters, ontologies = Clusters(), []
    seen: set[int] = set()
    n_total = 0
    kind, ontology = NamedNode(RDF_TYPE), NamedNode(f"{OWL}Ontology")
    for quad in read():
        clusters.add(quad)
        n_total += 1
        if n_total <= _MOST_COUNTED:
            before = len(seen)
            seen.add(hash(quad))
            if len(seen) == before:
                continue
        counts[quad.graph_name.value] += 1  # type: ignore[union-attr] # each has a name
        if quad.object == ontology and quad.predicate == kind:
            ontologies.append(quad.subject)
    sha256 = digest()
    names = [node.value for node in ontologies if isinstance(node, NamedNode)]
    graph_id = min(names, default=f"urn:sha256:{sha256}")
    is_exact = n_total <= _MOST_COUNTED
    return Content(graph_id, sha256, dict(counts), n_total, is_exact, clusters.closed(), read)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
