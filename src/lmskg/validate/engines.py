"""The two SHACL engines behind one face: shapes and data in, plain results out.

Each engine returns the same `Result`s for the same input, whatever its own way of naming terms:
values are lexical forms without language or type, blank nodes are `[]`, and messages are only
those that the shapes hold.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ..errors import ShapesError
from ..graph.face import to_rdflib
from .shapes import SH, Shapes, declared_prefix, ntriples, sh

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

BLANK = "[]"
_SPARQL = "SPARQLConstraintComponent"
_GRAPH = "the shapes themselves"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One validation result: plain texts, `""` where the engine names nothing."""

    shape: str
    focus: str
    component: str
    severity: str
    path: str
    value: str
    message: str


def run_shacl(quads: Iterable[Quad], shapes: Shapes) -> set[Result]:
    """Return the results of the Rust engine.

    Raises
    ------
    ShapesError
        If a constraint fails while it runs.
    """
    import shacl

    try:
        compiled = shacl.Shapes.from_text(shapes.ntriples(), "ntriples")
        report = compiled.validate_text(ntriples(quads), "ntriples")
    except ValueError as error:
        raise ShapesError("shapes", " ".join(str(error).split())) from error
    return {
        Result(
            shape=_plain(result.source_shape or ""),
            focus=_plain(result.focus_node),
            component=result.component,
            severity=result.severity,
            # a path that is more than one property is taken from the shape, see `report`
            path=_plain(result.path or "") if (result.path or "").startswith("<") else "",
            value=_value(result.value, result.value_plain),
            message=_first(result.messages),
        )
        for result in report.results
    }


def _plain(term: str) -> str:
    if term.startswith("_:"):
        return BLANK
    if term.startswith('"'):
        # a focus node may be a literal: its lexical form, read by a parser and not by hand
        (quad,) = parse(f"<urn:s> <urn:p> {term} .", RdfFormat.N_TRIPLES)
        return quad.object.value if isinstance(quad.object, Literal) else term
    return term.removeprefix("<").removesuffix(">")


def _value(term: str | None, plain: str | None) -> str:
    if term is None or plain is None:
        return ""
    return BLANK if term.startswith("_:") else plain


def run_pyshacl(quads: Iterable[Quad], shapes: Shapes) -> set[Result]:
    """Return the results of the reference engine.

    Raises
    ------
    ShapesError
        If the engine cannot load the shapes, or a constraint fails while it runs.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError
    from rdflib import Graph

    data, shapes_graph = _prepared(to_rdflib(quads, {}), shapes), _shapes_graph(shapes)
    noise = io.StringIO()  # pySHACL writes its load errors to stderr as well
    try:
        with redirect_stderr(noise):
            _, report, text = pyshacl.validate(data, shacl_graph=shapes_graph, inplace=True)
    except (ReportableRuntimeError, RuntimeError, TypeError, ValueError) as error:
        raise ShapesError("shapes", " ".join(str(error).split())) from error
    if not isinstance(report, Graph):
        # a ValidationFailure comes back in place of the report graph
        raise ShapesError("shapes", " ".join(str(text).split()))
    return _results(report, shapes)


def _shapes_graph(shapes: Shapes) -> Graph:
    """Return the shapes for rdflib, made once, without the links to prefixes.

    pySHACL reads the declarations anew for every focus node, which takes a fifth of its time; the
    queries are parsed with the prefixes by `_prepared`.
    """
    if _GRAPH not in shapes.prepared:
        # a prefix that means two things has to be read where it is used
        is_ambiguous = any(
            shapes.prefixes[prefix] != namespace
            for node in shapes.index
            for prefix, namespace in declared_prefix(shapes, node).items()
        )
        kept = [q for q in shapes.quads if is_ambiguous or q.predicate != sh("prefixes")]
        shapes.prepared[_GRAPH] = to_rdflib(kept, {})
    graph: Graph = shapes.prepared[_GRAPH]
    return graph


def _prepared(graph: Graph, shapes: Shapes) -> Graph:
    """Return a view of `graph` that parses each query once and keeps it with the shapes.

    pySHACL asks the same query anew for every focus node, and rdflib spends most of its time on
    parsing it: without this the bundled graph takes 40 times as long.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.sparql import Query

    parsed = shapes.prepared

    class PreparedGraph(rdflib.Graph):
        def query(
            self, query_object: str | Query, *args: Any, **kwargs: Any
        ) -> rdflib.query.Result:
            if isinstance(query_object, str):
                if query_object not in parsed:
                    parsed[query_object] = prepareQuery(query_object, initNs=shapes.prefixes)
                query_object = parsed[query_object]
            return super().query(query_object, *args, **kwargs)

    return PreparedGraph(store=graph.store, identifier=graph.identifier)


def _results(report: Graph, shapes: Shapes) -> set[Result]:
    from rdflib import RDF, URIRef

    def one(node: Node, name: str) -> str:
        found = report.value(node, URIRef(SH + name))
        return "" if found is None else _text(found)

    results = set()
    for node in report.subjects(RDF.type, URIRef(f"{SH}ValidationResult")):
        component = one(node, "sourceConstraintComponent").removeprefix(SH)
        shape = one(node, "sourceShape")
        messages = [str(m) for m in report.objects(node, URIRef(f"{SH}resultMessage"))]
        path = one(node, "resultPath")
        results.add(
            Result(
                shape=shape,
                focus=one(node, "focusNode"),
                component=component,
                severity=one(node, "resultSeverity").removeprefix(SH),
                path="" if path == BLANK else path,
                value=one(node, "value"),
                message=_message(messages, component, shape, shapes),
            )
        )
    return results


def _message(messages: list[str], component: str, shape: str, shapes: Shapes) -> str:
    """Return the message that the shapes hold, as the Rust engine does; never one of pySHACL's own.

    pySHACL reports the message of a SPARQL constraint and that of its shape side by side.
    """
    own = {m.value for m in shapes.values(NamedNode(shape), "message")} if shape != BLANK else set()
    if component == _SPARQL:
        return _first([m for m in messages if m not in own] or messages)
    return _first([m for m in messages if m in own])


def _first(messages: Iterable[str]) -> str:
    return min(messages, default="")


def _text(node: Node) -> str:
    from rdflib import BNode

    return BLANK if isinstance(node, BNode) else str(node)
