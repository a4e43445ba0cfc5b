"""Turn the settings of a question's parameters into typed RDF terms.

A value is bound as a term and never becomes part of the query's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, Store, Variable

from ..errors import IdentifierError, QueryParameterError
from ..namespaces import OWL, RDF_TYPE, XSD, expand
from .question import Parameter, Question

_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
}


def bind(
    question: Question, settings: Mapping[str, str], store: Store, prefixes: dict[str, str]
) -> dict[Variable, NamedNode | Literal]:
    """Return the term of each parameter: the setting, else the default.

    Parameters
    ----------
    question
        The question whose parameters are bound.
    settings
        Parameter name to text: a CURIE or IRI for a class or term, else the lexical form.
    store
        The data that will be asked; a class or term must stand in it.
    prefixes
        The prefix map for CURIEs.

    Raises
    ------
    QueryParameterError
        If a parameter is unknown, missing, of the wrong type, or names no class or term of `store`.
    """
    for name in settings:
        if question.parameter(name) is None:
            known = ", ".join(p.name for p in question.parameters) or "none"
            raise QueryParameterError(name, f"'{question.name}' has no such one; it has: {known}")
    bound: dict[Variable, NamedNode | Literal] = {}
    for parameter in question.parameters:
        text = settings.get(parameter.name, parameter.default)
        if text is None:
            raise QueryParameterError(
                parameter.name,
                f"is required ({parameter.description}); give --set {parameter.name}=…",
            )
        bound[Variable(parameter.name)] = _term(parameter, text, store, prefixes)
    return bound


def _term(
    parameter: Parameter, text: str, store: Store, prefixes: dict[str, str]
) -> NamedNode | Literal:
    if parameter.type in ("class", "term"):
        return _named(parameter, text, store, prefixes)
    if not _is_valid(parameter.type, text):
        raise QueryParameterError(parameter.name, f"'{text}' is no {parameter.type}")
    return Literal(text, datatype=NamedNode(XSD + parameter.type))


def _is_valid(kind: str, text: str) -> bool:
    if kind in _FORMS:
        return _FORMS[kind].fullmatch(text) is not None
    if kind == "date":
        try:
            return date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False
    return True


def _named(parameter: Parameter, text: str, store: Store, prefixes: dict[str, str]) -> NamedNode:
    try:
        node = NamedNode(expand(text, prefixes))
    except IdentifierError as error:
        raise QueryParameterError(parameter.name, str(error)) from error
    except ValueError as error:
        raise QueryParameterError(parameter.name, f"'{text}' is no IRI") from error
    if parameter.type == "class":
        kind = (node, NamedNode(RDF_TYPE), NamedNode(OWL + "Class"), None)
        if not any(store.quads_for_pattern(*kind)):
            raise QueryParameterError(parameter.name, f"'{text}' is no class of this graph")
    elif not _stands_in(node, store):
        raise QueryParameterError(parameter.name, f"'{text}' does not stand in this graph")
    return node


def _stands_in(node: NamedNode, store: Store) -> bool:
    return any(store.quads_for_pattern(node, None, None, None)) or any(
        store.quads_for_pattern(None, None, node, None)
    )
