"""One pass over a graph: each statement goes to its subject's literals or to the edges."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ..namespaces import RDF_TYPE, RDFS_SUBCLASS, RDFS_SUBPROPERTY, XSD

# predicate, lexical form, tag, graph ("" is the default graph)
LiteralRow = tuple[str, str, str, str]
# subject, predicate, object, graph
EdgeRow = tuple[str, str, str, str]

_STRING = NamedNode(f"{XSD}string")


@dataclass
class Collected:
    """What one pass over a graph has found, in the order of the graph, each statement once.

    Attributes
    ----------
    ids
        The id of each node, in the order of their first appearance.
    literals
        By id of the subject.
    edges
        The statements between two nodes.
    types, superclasses, superproperties
        `rdf:type`, `rdfs:subClassOf` and `rdfs:subPropertyOf`, by id of the subject.
    """

    ids: dict[str, str] = field(default_factory=dict)
    literals: dict[str, list[LiteralRow]] = field(default_factory=dict)
    edges: dict[EdgeRow, None] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)
    superclasses: dict[str, list[str]] = field(default_factory=dict)
    superproperties: dict[str, list[str]] = field(default_factory=dict)

    def objects(self, subject: str, predicate: str) -> Iterator[str]:
        """Yield the lexical forms that a predicate gives a subject."""
        return (row[1] for row in self.literals.get(subject, ()) if row[0] == predicate)


def collect(statements: Iterable[Quad | Triple]) -> Collected:
    """Return what one pass over the statements finds."""
    found = Collected()
    with collector_off():
        add_statements(statements, found)
        settle(found)
    return found


def add_statements(statements: Iterable[Quad | Triple], found: Collected) -> None:
    """Add statements to what was found; `settle` has to follow."""
    # spelled out in one loop, for it runs once a statement: calls would double its time
    ids, literals, edges = found.ids, found.literals, found.edges
    same: dict[str, str] = {}
    last: object = None
    subject = graph = ""
    for statement in statements:
        node = statement.subject
        if node != last:  # the statements of one subject mostly stand together
            last = node
            text = node.value if type(node) is NamedNode else str(node)
            subject = ids.setdefault(text, text)
        text = statement.predicate.value
        predicate = same.setdefault(text, text)
        if type(statement) is Quad:
            name = statement.graph_name
            graph = "" if type(name) is DefaultGraph else _graph(name, same)
        else:
            graph = ""
        target = statement.object
        if type(target) is Literal:
            tag = "" if target.datatype == _STRING else tag_of(target, same)
            row = (predicate, target.value, tag, graph)
            rows = literals.get(subject)
            if rows is None:
                literals[subject] = [row]
            else:
                rows.append(row)
        else:
            text = target.value if type(target) is NamedNode else str(target)
            edges[subject, predicate, ids.setdefault(text, text), graph] = None


def _graph(name: NamedNode | BlankNode | DefaultGraph, same: dict[str, str]) -> str:
    text = name.value if type(name) is NamedNode else str(name)
    return same.setdefault(text, text)


def tag_of(literal: Literal, same: dict[str, str]) -> str:
    """Return language or datatype of a literal, each tag as one and the same text."""
    if literal.datatype == _STRING:
        return ""
    language = literal.language
    if language:
        direction = f"--{literal.direction.value}" if literal.direction else ""
        tag = f"@{language}{direction}"
    else:
        tag = literal.datatype.value
    return same.setdefault(tag, tag)


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """Keep the collector of cycles from running: millions of tuples hold none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                # straight into the oldest generation, else all would be looked through as new
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def settle(found: Collected) -> None:
    """Keep each literal once, and index the statements that say what a node is."""
    for subject, rows in found.literals.items():
        if len(rows) > 1:
            found.literals[subject] = list(dict.fromkeys(rows))
    into = {
        RDF_TYPE: found.types,
        RDFS_SUBCLASS: found.superclasses,
        RDFS_SUBPROPERTY: found.superproperties,
    }
    for subject, predicate, target, _ in found.edges:
        index = into.get(predicate)
        if index is not None:
            index.setdefault(subject, []).append(target)
