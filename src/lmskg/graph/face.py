"""Turn quads into a plain `rdflib.Graph` and back, and write Turtle that a person can read.

A literal of type `xsd:string` becomes a plain literal and an IRI a `URIRef`, so that
`Literal("F")` compares equal; nothing of Oxigraph is left in the result.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..namespaces import XSD
from .store import as_quads, canonical, serialise, triples

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

# the numbers and truth values that Turtle has a short form for, as its grammar writes them
_SHORT = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    "boolean": re.compile(r"true|false"),
}


def to_rdflib(quads: Iterable[ox.Quad], prefixes: dict[str, str]) -> rdflib.Graph:
    """Return a new `rdflib.Graph` with the triples of the quads, graph names dropped."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in sorted(prefixes.items()):
        graph.bind(prefix, iri, override=True, replace=True)
    node = functools.cache(_node)  # rdflib finds one object again far sooner than an equal one
    for quad in quads:
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graph


def _node(term: object) -> Node:
    """Return the rdflib term of a pyoxigraph term."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"rdflib has no counterpart of {term!r}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == f"{XSD}string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def from_rdflib(graph: rdflib.Graph) -> list[ox.Quad]:
    """Return the triples of an `rdflib.Graph` as quads of the default graph.

    A `Dataset` gives the union of its graphs; the graph is not changed.
    """
    return [
        ox.Quad(_subject(s), ox.NamedNode(str(p)), _object(o), ox.DefaultGraph())
        for s, p, o, *_ in graph
    ]


def from_dataset(dataset: rdflib.Dataset) -> list[ox.Quad]:
    """Return the quads of an `rdflib.Dataset`, each in its graph; the dataset is not changed."""
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    def place(name: Node | None) -> ox.NamedNode | ox.BlankNode | ox.DefaultGraph:
        if name is None or name == DATASET_DEFAULT_GRAPH_ID:
            return ox.DefaultGraph()
        return _subject(name)

    return [
        ox.Quad(_subject(s), ox.NamedNode(str(p)), _object(o), place(g))
        for s, p, o, g in dataset.quads((None, None, None, None))
    ]


def _subject(node: Node) -> ox.NamedNode | ox.BlankNode:
    import rdflib

    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else ox.NamedNode(str(node))


def _object(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return _subject(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    if node.datatype:
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
    return ox.Literal(str(node))


def turtle(quads: Iterable[ox.Quad], prefixes: dict[str, str]) -> bytes:
    """Return Turtle with nested blank nodes and short names; the same graph gives the same bytes.

    rdflib orders subjects, predicates and objects; the names of blank nodes, on which that order
    rests, come from RDFC-1.0. Where its short forms would not give the same graph back, the flat
    Turtle of Oxigraph is returned.
    """
    import rdflib
    from rdflib.plugins.serializers.turtle import TurtleSerializer

    class Serialiser(TurtleSerializer):
        def reset(self) -> None:
            super().reset()
            self.names: dict[tuple[Node, bool], str] = {}

        def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:
            # asked for every place of every statement; the answer stays the same
            if not isinstance(uri, rdflib.URIRef):
                return None
            name = self.names.get((uri, gen_prefix)) or super().get_pname(uri, gen_prefix)
            if name:
                self.names[uri, gen_prefix] = name
            return name

        def label(self, node: Node, position: int) -> str:
            # rdflib rewrites numbers: a decimal "1" as 1.0, a boolean "1" as an integer
            if isinstance(node, rdflib.Literal):
                datatype = (
                    self.get_pname(node.datatype, gen_prefix=False) if node.datatype else None
                )
                return _literal(node, datatype)
            text: str = super().label(node, position)
            return text

    ordered = canonical(quads)
    with _no_log():
        graph = to_rdflib(ordered, prefixes)
    for predicate in sorted({str(p) for p in graph.predicates()}):
        # a namespace without a prefix gets its made-up one here, in an order of our own
        with contextlib.suppress(ValueError):  # no name can be split off: it is written in full
            graph.namespace_manager.compute_qname(predicate)
    stream = io.BytesIO()
    Serialiser(graph).serialize(stream, encoding="utf-8")
    data = stream.getvalue().rstrip(b"\n") + b"\n"
    return data if _holds(data, ordered) else serialise(ordered, ox.RdfFormat.TURTLE, prefixes)


@contextlib.contextmanager
def _no_log() -> Iterator[None]:
    """Keep rdflib from logging, with a traceback, each value that is not of its datatype."""
    import logging

    logger = logging.getLogger("rdflib.term")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was_disabled


def _literal(literal: rdflib.Literal, datatype: str | None) -> str:
    """Return a literal in Turtle, short where its type allows it and no character changes."""
    text, kind = str(literal), str(literal.datatype or "")
    if literal.language:
        return str(ox.Literal(text, language=literal.language))
    short = _SHORT.get(kind.removeprefix(XSD))
    if kind.startswith(XSD) and short and short.fullmatch(text):
        return text
    quoted = str(ox.Literal(text))
    return f"{quoted}^^{datatype or f'<{kind}>'}" if kind else quoted


def _holds(data: bytes, quads: list[ox.Quad]) -> bool:
    """Return whether Turtle holds exactly the triples of the canonical quads."""
    try:
        back = canonical(ox.parse(data, ox.RdfFormat.TURTLE))
    except SyntaxError:
        return False
    is_one_graph = all(quad.graph_name == ox.DefaultGraph() for quad in quads)
    return back == (quads if is_one_graph else canonical(as_quads(triples(quads))))
