"""RDF 1.2: each claim as a reifier of the triple that its source affirms or denies.

A claim with one subject, predicate and object says `claim rdf:reifies <<( s p o )>>` in place of
those three statements; everything else stands as it did. A triple term is spoken of and not
asserted, so a denied claim asserts nothing. A claim without an object stays as it was.

References
----------
RDF 1.2 Concepts and Abstract Data Model, section 1.5 (Triple Terms and Reification).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from ..errors import OntologyParseError, SourceFormatError, SourceNotFoundError
from ..graph.store import syntax_reason
from ..namespaces import KG
from ..tables import quads_of
from .loss import GRAPHS, Loss, losses_of

if TYPE_CHECKING:
    from ..tables import Tables

REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")

_PARTS = tuple(map(NamedNode, (KG.subject, KG.predicate, KG.object)))
_PLACE = {part: place for place, part in enumerate(_PARTS)}
_Key = tuple[NamedNode | BlankNode | Triple, NamedNode | BlankNode | DefaultGraph]


def write_trig(tables: Tables, stream: IO[bytes]) -> None:
    """Write a graph as TriG of RDF 1.2."""
    _write(reified(_quads(tables)), stream, RdfFormat.TRIG, tables.prefixes)


def write_nquads(tables: Tables, stream: IO[bytes]) -> None:
    """Write a graph as N-Quads of RDF 1.2."""
    _write(reified(_quads(tables)), stream, RdfFormat.N_QUADS, {})


def write_turtle(tables: Tables, stream: IO[bytes]) -> tuple[Loss, ...]:
    """Write a graph as Turtle of RDF 1.2, which has no named graphs; return what it leaves out."""
    quads = _quads(tables)
    lost = Counter({GRAPHS: sum(quad.graph_name != DefaultGraph() for quad in quads)})
    triples = dict.fromkeys(quad.triple for quad in quads)
    plain = (Quad(*_ends(triple), DefaultGraph()) for triple in triples)
    _write((quad.triple for quad in reified(plain)), stream, RdfFormat.TURTLE, tables.prefixes)
    return losses_of(lost)


def _ends(
    triple: Triple,
) -> tuple[NamedNode | BlankNode | Triple, NamedNode, NamedNode | BlankNode | Literal | Triple]:
    return triple.subject, triple.predicate, triple.object


def _quads(tables: Tables) -> list[Quad]:
    # by graph, so that TriG has one block for each
    found = quads_of(tables.nodes(), tables.edges(), tables.info)
    return sorted(found, key=lambda quad: (str(quad.graph_name), str(quad.subject)))


def _write(
    items: Iterable[Quad] | Iterable[Triple],
    stream: IO[bytes],
    format: RdfFormat,
    prefixes: dict[str, str],
) -> None:
    serialize(items, stream, format, prefixes=dict(sorted(prefixes.items())))


def reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads with the three parts of each claim as one triple term."""
    ordered = list(quads)
    parts: dict[_Key, list[list[Quad]]] = {}
    for quad in ordered:
        if quad.predicate in _PLACE:
            key = (quad.subject, quad.graph_name)
            parts.setdefault(key, [[], [], []])[_PLACE[quad.predicate]].append(quad)
    whole = {key: _triple(found) for key, found in parts.items()}
    for quad in ordered:
        triple = whole.get((quad.subject, quad.graph_name)) if quad.predicate in _PLACE else None
        if triple is None:
            yield quad
        elif quad.predicate == _PARTS[0]:
            yield Quad(quad.subject, REIFIES, triple, quad.graph_name)


def _triple(found: list[list[Quad]]) -> Triple | None:
    """Return the triple that three statements make, if there is just one of each."""
    if [len(quads) for quads in found] != [1, 1, 1]:
        return None
    subject, predicate, target = (quads[0].object for quads in found)
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        return None
    return Triple(subject, predicate, target)


def read_trig(path: Path) -> Iterator[Quad]:
    """Yield the quads of a graph that was written as TriG of RDF 1.2; see `read_rdf12`."""
    return read_rdf12(path, RdfFormat.TRIG)


def read_nquads(path: Path) -> Iterator[Quad]:
    """Yield the quads of a graph that was written as N-Quads of RDF 1.2; see `read_rdf12`."""
    return read_rdf12(path, RdfFormat.N_QUADS)


def read_turtle(path: Path) -> Iterator[Quad]:
    """Yield the quads of a graph that was written as Turtle of RDF 1.2; see `read_rdf12`."""
    return read_rdf12(path, RdfFormat.TURTLE)


def read_rdf12(path: Path, format: RdfFormat) -> Iterator[Quad]:
    """Yield the quads of a file of RDF 1.2, each reified triple as the three parts of a claim.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    OntologyParseError
        If its syntax is wrong, or it is cut short; with line and column.
    SourceFormatError
        If a triple term is not the object of `rdf:reifies`, or lies in another.
    """
    try:
        with path.open("rb") as stream:
            for quad in parse(stream, format):
                yield from _plain(quad, path)
    except SyntaxError as error:
        raise OntologyParseError(path, error.lineno, syntax_reason(error), error.offset) from error
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or str(error)) from error


def _plain(quad: Quad, path: Path) -> Iterator[Quad]:
    triple = quad.object
    if not isinstance(triple, Triple):
        yield quad
        return
    if quad.predicate != REIFIES or isinstance(triple.object, Triple):
        where = f"{quad.subject} {quad.predicate}"
        reason = f"{where}: a triple term stands only as the object of rdf:reifies, and flat"
        raise SourceFormatError(path, None, reason)
    for part, value in zip(_PARTS, (triple.subject, triple.predicate, triple.object), strict=True):
        yield Quad(quad.subject, part, value, quad.graph_name)
