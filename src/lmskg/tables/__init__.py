"""A graph as nodes and edges: the one property-graph schema that all exporters share.

`tables` makes one pass over a graph; `quads_of` comes back. `docs/property-graph.md` explains
the schema.

>>> from pyoxigraph import RdfFormat, parse
>>> quads = parse(b"<https://e.org/a> <https://e.org/knows> <https://e.org/b> .", RdfFormat.TURTLE)
>>> [(edge.subject, edge.type, edge.object) for edge in tables(quads).edges()]
[('https://e.org/a', 'KNOWS', 'https://e.org/b')]
"""

from __future__ import annotations

from .back import info_of, is_info, properties_in, quads_of
from .collect import collector_off
from .rows import INFO, RESOURCE, Edge, Node, Property, Value
from .table import Tables, info_node, tables

__all__ = [
    "INFO",
    "RESOURCE",
    "Edge",
    "Node",
    "Property",
    "Tables",
    "Value",
    "collector_off",
    "info_node",
    "info_of",
    "is_info",
    "properties_in",
    "quads_of",
    "tables",
]
