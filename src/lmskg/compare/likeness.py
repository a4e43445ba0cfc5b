"""Ways to look at statements that do not see one thing: the graph, the language, the digits.

Two statements that look the same are the same but for that thing; two graphs, likewise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..namespaces import XSD
from .fold import Folded, Statement

VALUE = "value"

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_FLOATING = frozenset(f"{XSD}{name}" for name in ("double", "float"))
_EXACT = frozenset(
    f"{XSD}{sign}{name}"
    for name in ("decimal", "integer", "long", "int", "short", "byte", "Integer")
    for sign in ("", "nonNegative", "nonPositive", "positive", "negative")
)
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}


def without_graph(quad: Quad) -> Quad:
    """Return the statement in the default graph."""
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _with_value(quad: Quad, value: Literal) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _without_language(quad: Quad) -> Quad:
    value = quad.object
    if not isinstance(value, Literal) or not value.language:
        return quad
    return _with_value(quad, Literal(value.value, language="en"))


def _without_datatype(quad: Quad) -> Quad:
    value = quad.object
    if not isinstance(value, Literal) or value.language:
        return quad
    return _with_value(quad, Literal(value.value))


def _without_tag(quad: Quad) -> Quad:
    value = quad.object
    return _with_value(quad, Literal(value.value)) if isinstance(value, Literal) else quad


def _without_form(quad: Quad) -> Quad:
    value = quad.object
    known = known_value(value)
    if not isinstance(value, Literal) or known is None:
        return quad
    return _with_value(quad, Literal(str(known), datatype=value.datatype))


def known_value(term: object) -> float | Decimal | str | None:
    """Return the number or truth value that a term is, in whatever digits it is written.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode
    >>> decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    >>> values = [known_value(Literal(text, datatype=decimal)) for text in ("1.10", "1.1")]
    >>> values[0] == values[1]
    True
    """
    if not isinstance(term, Literal):
        return None
    datatype, text = term.datatype.value, term.value
    if datatype == f"{XSD}boolean":
        return _TRUTH.get(text)
    if not _NUMBER.fullmatch(text):
        return None
    if datatype in _FLOATING:
        return float(text)
    return Decimal(text).normalize() if datatype in _EXACT else None


# what is not seen, and how a whole graph then looks
VIEWS: tuple[tuple[str, Callable[[Quad], Quad]], ...] = (
    ("names of graphs", without_graph),
    ("languages", _without_language),
    ("datatypes", _without_datatype),
    ("languages and datatypes", _without_tag),
    ("lexical forms", _without_form),
)


def _but_graph(statement: Statement) -> Hashable:
    return statement._replace(graph=DefaultGraph())


def _but_tag(statement: Statement) -> Hashable:
    value = statement.object
    if not isinstance(value, Literal):
        return statement
    return statement._replace(object=Literal(value.value))


def _but_form(statement: Statement) -> Hashable:
    value, known = statement.object, known_value(statement.object)
    if not isinstance(value, Literal) or known is None:
        return statement
    return statement.subject, statement.predicate, value.datatype, known, statement.graph


def _but_value(statement: Statement) -> Hashable:
    node = statement.subject
    if not isinstance(node, Folded):
        return statement._replace(object=None)
    # a blank node that nothing leads to has no place; what it names is the next best
    return frozenset(part for part in node.parts if isinstance(part[1], NamedNode))


# what differs between two statements that look the same, the likest first
LIKENESSES: tuple[tuple[str, Callable[[Statement], Hashable]], ...] = (
    ("graph", _but_graph),
    ("language or datatype", _but_tag),
    ("lexical form", _but_form),
    (VALUE, _but_value),
)
