"""Read a store by whole properties: one scan for each property, not one lookup for each node.

The same triple in several named graphs counts once; values are sorted, so that no result
depends on the order in which a store hands out its quads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Store

from ..model import plain
from ..namespaces import RDF_TYPE

if TYPE_CHECKING:
    from ..model import Term

Column = dict[str, list["Term"]]

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")


def key(term: Term) -> str:
    """Return the text of a term; a blank node as `_:name`, so that it can be told and looked up."""
    return str(term) if isinstance(term, BlankNode) else plain(term) or ""


def properties_of(store: Store, subject: str) -> Column:
    """Return property to values of one node, which is named as `key` names it."""
    try:
        node = BlankNode(subject[2:]) if subject.startswith("_:") else NamedNode(subject)
    except ValueError:  # a literal stands where a node is expected, which the shapes tell
        return {}
    found: dict[str, set[Term]] = {}
    for quad in store.quads_for_pattern(node, None, None):
        found.setdefault(quad.predicate.value, set()).add(quad.object)
    return {name: sorted(found[name], key=str) for name in sorted(found)}


def column(store: Store, predicate: str) -> Column:
    """Return the values of one property: subject to its values, each once, sorted."""
    found: dict[str, set[Term]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
        found.setdefault(key(quad.subject), set()).add(quad.object)
    return {subject: sorted(values, key=str) for subject, values in found.items()}


def texts_of(column: Column, subject: str) -> list[str]:
    """Return the values that `subject` has in a column, as plain text."""
    return [key(value) for value in column.get(subject, ())]


def members(store: Store, classes: Iterable[str]) -> list[str]:
    """Return the instances that are declared of any of the classes, sorted."""
    found = {
        key(quad.subject)
        for iri in classes
        for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(iri))
    }
    return sorted(found)


def to_integer(text: str) -> int | None:
    """Return a lexical form as an integer, `None` when it is none."""
    return int(text) if _INTEGER.fullmatch(text) else None
