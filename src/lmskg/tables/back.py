"""From nodes and edges back to the graph: only what is carried is read, never what is derived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad

from ..errors import PropertyGraphError
from .columns import WRITE
from .rows import IN_GRAPH, INFO, TAG, Edge, Node, Property, Value

_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}
_PARTS = ("names", "iris", "kinds", "lists", "tags")


def is_info(node: Node) -> bool:
    """Return whether a node is the one that holds the dictionary."""
    return INFO in node.labels


def info_of(nodes: Iterable[Node]) -> dict[str, Value]:
    """Return what the one node of `info` among the nodes holds.

    Raises
    ------
    PropertyGraphError
        If there is none, or there are several.
    """
    found = [node for node in nodes if is_info(node)]
    if len(found) != 1:
        raise PropertyGraphError("the graph", f"has {len(found)} nodes {INFO} in place of one")
    return found[0].properties


def properties_in(info: dict[str, Value]) -> dict[str, Property]:
    """Return the dictionary of properties that `info` holds, by their names.

    Raises
    ------
    PropertyGraphError
        If it is not whole.
    """
    parts = [_listed(info.get(f"property_{part}", [])) for part in _PARTS]
    if len(set(map(len, parts))) != 1:
        raise PropertyGraphError("the dictionary of properties", "is not whole")
    found = {}
    for name, iri, kind, is_list, tag in zip(*parts, strict=True):
        if kind not in WRITE:
            raise PropertyGraphError(f"property {name}", f"has the unknown kind {kind!r}")
        found[name] = Property(name, iri, kind, is_list, tag)
    return found


def quads_of(
    nodes: Iterable[Node], edges: Iterable[Edge], info: dict[str, Value]
) -> Iterator[Quad]:
    """Yield the statements that nodes and edges carry.

    Parameters
    ----------
    nodes, edges
        Rows as `tables` gives them; what is derived is passed over.
    info
        As `Tables.info`: the dictionary, without which a property has no IRI.

    Raises
    ------
    PropertyGraphError
        If the dictionary is not whole, or a row is not what it says.
    """
    columns = properties_in(info)
    for node in nodes:
        if not is_info(node):
            yield from _literals(node, columns)
    for edge in edges:
        if not edge.is_derived:
            yield _statement(edge)


def _statement(edge: Edge) -> Quad:
    what = f"edge {edge.type} from {edge.subject}"
    if "predicate" not in edge.properties:
        raise PropertyGraphError(what, "has no property 'predicate'")
    graph = str(edge.properties.get("graph", ""))
    try:
        return Quad(
            _node(edge.subject),
            NamedNode(edge.predicate),
            _node(edge.object),
            _node(graph) if graph else DefaultGraph(),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PropertyGraphError(what, f"has an IRI that is none: {error}") from error


def _node(id: str) -> NamedNode | BlankNode:
    return BlankNode(id[2:]) if id.startswith("_:") else NamedNode(id)


def _literals(node: Node, columns: dict[str, Property]) -> Iterator[Quad]:
    usual = str(node.properties.get("graph", ""))
    for name, held in node.properties.items():
        column = columns.get(name)
        if column is None:
            continue
        values = _listed(held)
        tags = _beside(node, name + TAG, column.tag, len(values))
        graphs = _beside(node, name + IN_GRAPH, usual, len(values))
        for value, tag, graph in zip(values, tags, graphs, strict=True):
            try:
                yield Quad(
                    _node(node.id),
                    NamedNode(column.iri),
                    _literal(WRITE[column.kind](value), tag),
                    _node(graph) if graph else DefaultGraph(),
                )
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise PropertyGraphError(f"node {node.id}", f"property {name}: {error}") from error


def _listed(held: Value) -> list[Any]:
    return held if isinstance(held, list) else [held]


def _beside(node: Node, name: str, usual: str, size: int) -> list[str]:
    if name not in node.properties:
        return [usual] * size
    found = _listed(node.properties[name])
    if len(found) != size:
        reason = f"property {name} has {len(found)} values where {size} belong"
        raise PropertyGraphError(f"node {node.id}", reason)
    return found


def _literal(text: str, tag: str) -> Literal:
    if not tag:
        return Literal(text)
    if not tag.startswith("@"):
        return Literal(text, datatype=NamedNode(tag))
    language, _, direction = tag[1:].partition("--")
    if direction:
        return Literal(text, language=language, direction=_DIRECTIONS[direction])
    return Literal(text, language=language)
