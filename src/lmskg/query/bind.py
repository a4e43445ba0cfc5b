"""Turn the settings of a question's parameters into typed RDF terms.

A value is bound as a term and never becomes part of the query's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, Variable

from ..errors import IdentifierError, QueryParameterError
from ..model import Table
from ..namespaces import OWL, RDF_TYPE, XSD, compress, expand
from .question import Parameter, Question
from .run import Data, ask

_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
}


def bind(
    question: Question, settings: Mapping[str, str], store: Data, prefixes: dict[str, str]
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
            raise QueryParameterError(name, f"unknown; the question '{question.name}' has: {known}")
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
    parameter: Parameter, text: str, store: Data, prefixes: dict[str, str]
) -> NamedNode | Literal:
    if parameter.type in ("disease", "class", "term"):
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


def _named(parameter: Parameter, text: str, store: Data, prefixes: dict[str, str]) -> NamedNode:
    try:
        node = NamedNode(expand(text, prefixes))
    except IdentifierError as error:
        raise QueryParameterError(parameter.name, str(error)) from error
    except ValueError as error:
        raise QueryParameterError(parameter.name, f"'{text}' is no IRI") from error
    if parameter.type in ("disease", "class"):
        kind = (node, NamedNode(RDF_TYPE), NamedNode(OWL + "Class"), None)
        if not any(store.quads_for_pattern(*kind)):
            near = _near_classes(text, store, prefixes)
            raise QueryParameterError(parameter.name, f"'{text}' is no class of this graph{near}")
        if parameter.type == "disease" and not _is_disease(node, store):
            raise QueryParameterError(parameter.name, f"'{text}' is no disease")
    elif not _stands_in(node, store):
        raise QueryParameterError(parameter.name, f"'{text}' does not stand in this graph")
    return node


def _near_classes(text: str, store: Data, prefixes: dict[str, str]) -> str:
    import difflib

    kind = (None, NamedNode(RDF_TYPE), NamedNode(OWL + "Class"), None)
    names = {
        compress(quad.subject.value, prefixes)
        for quad in store.quads_for_pattern(*kind)
        if isinstance(quad.subject, NamedNode)
    }
    near = difflib.get_close_matches(text, sorted(names), n=2, cutoff=0.75)
    return f"; did you mean {' or '.join(near)}?" if near else ""


# a defined class stands below the classes of its definition, also where nothing was entailed yet
_IS_DISEASE = """
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term WHERE {
  ?term (rdfs:subClassOf|owl:equivalentClass|owl:intersectionOf/rdf:rest*/rdf:first)* ?root .
  ?root kg:isDiseaseRoot true
} LIMIT 1
"""


def _is_disease(node: NamedNode, store: Data) -> bool:
    """Return whether the class is the root of diseases or stands below it."""
    found = ask(store, _IS_DISEASE, bindings={Variable("term"): node})
    return isinstance(found, Table) and len(found) > 0


_STANDS_IN = "SELECT ?term WHERE { { ?term ?p ?o } UNION { ?s ?q ?term } } LIMIT 1"


def _stands_in(node: NamedNode, store: Data) -> bool:
    found = ask(store, _STANDS_IN, bindings={Variable("term"): node})
    return isinstance(found, Table) and len(found) > 0
