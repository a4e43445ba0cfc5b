"""What a Neo4j database holds of a graph, whichever way it came there: bulk files, script or load.

Each node has its id as the property `iri`, unique among `:Resource`, and beside what it carries
also what is derived. The one node `:GraphInfo` has the dictionary, and how far the graph is there.
The three ways leave the same nodes and relationships, property by property.

Neo4j's bulk importer takes a list of one empty string for no value, so such a list is held as the
empty string alone; `quads_of` reads both alike.
"""

from __future__ import annotations

from typing import Any

from ..tables import Edge, Node, Tables, Value, info_node

ID = "iri"
STATE = "state"
ROWS = "rows"
COMPLETE = "complete"

# a statement has a predicate, the direct relationship of a claim has the claim too
_CLAIM = "claim"


def held(properties: dict[str, Value]) -> dict[str, Value]:
    """Return properties as the database holds them; the same object where nothing changes."""
    if [""] not in properties.values():
        return properties
    return {name: "" if value == [""] else value for name, value in properties.items()}


def node_properties(node: Node) -> dict[str, Value]:
    """Return all properties of a node in the database."""
    return {ID: node.id, **node.derived, **held(node.properties)}


def info_properties(tables: Tables, n_rows: int) -> dict[str, Value]:
    """Return all properties of the node that says which graph is there, and that it is all there.

    Parameters
    ----------
    tables
        The graph.
    n_rows
        Number of its nodes and edges.
    """
    node = info_node(tables.info)
    return node_properties(node) | {STATE: COMPLETE, ROWS: n_rows}


def carried_info(properties: dict[str, Any]) -> dict[str, Value]:
    """Return what the node of the graph holds as `Tables.info` gives it."""
    return {
        name: [value] if name.startswith("property_") and not isinstance(value, list) else value
        for name, value in properties.items()
    }


def node_of(labels: list[str], properties: dict[str, Any]) -> Node:
    """Return a node of the database as a row; `quads_of` passes over what is derived."""
    return Node(str(properties.get(ID, "")), tuple(labels), properties, {})


def edge_of(subject: str, target: str, type: str, properties: dict[str, Any]) -> Edge:
    """Return a relationship of the database as a row."""
    return Edge(subject, target, type, properties, is_derived=_CLAIM in properties)
