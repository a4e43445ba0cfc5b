"""GraphML: one file that Gephi, yEd, Cytoscape and networkx open, without loss both ways.

A property of a node is a `data` element; a second value is one of its own (`label.2`), for GraphML
has no lists. What the way back needs of a property (predicate, datatype or language, whether it
is a list) stands in the `desc` of its key, so no node is there for the machine's sake. Keys
stand before the graph, so the body goes to a temporary file first. `graphml_reading` comes back.

References
----------
GraphML Specification, http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from ..tables.rows import IN_GRAPH, TAG

if TYPE_CHECKING:
    from ..tables import Edge, Node, Property, Tables, Value
    from ..tables.rows import Scalar

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# ids of keys are unique in a file, and a node and an edge may both have `graph`
EDGE = "edge."

_TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double", str: "string"}
_KINDS = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}
# what XML 1.0 forbids, and what would be read as its escape
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\\\\(?=u[0-9a-f]{4})")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_MARKUP[ord("\r")] = "&#13;"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="{NAMESPACE} {NAMESPACE}/1.0/graphml.xsd">
"""


def write_graphml(tables: Tables, stream: IO[bytes]) -> None:
    """Write the nodes and edges of a graph as GraphML."""
    keys: dict[str, str] = {}
    with tempfile.TemporaryFile() as body:
        for element in _elements(tables, keys):
            body.write(element.encode())
        stream.write(_HEAD.encode())
        for line in _declarations(keys, tables.properties):
            stream.write(line.encode())
        stream.write(b'<graph edgedefault="directed">\n')
        for name in ("graph_id", "schema", "sha256"):
            stream.write(_data(f"graph.{name}", str(tables.info[name])).encode() + b"\n")
        body.seek(0)
        shutil.copyfileobj(body, stream, 1 << 20)
        stream.write(b"</graph>\n</graphml>\n")


def _elements(tables: Tables, keys: dict[str, str]) -> Iterator[str]:
    """Yield the elements of nodes and edges; `keys` takes the type of each key that they use."""
    kinds = {name: _KINDS[column.kind] for name, column in tables.properties.items()}
    for node in tables.nodes():
        yield f'<node id="{escape(node.id)}">{_node_data(node, kinds, keys)}</node>\n'
    for number, edge in enumerate(tables.edges(), start=1):
        yield (
            f'<edge id="e{number}" source="{escape(edge.subject)}"'
            f' target="{escape(edge.object)}">{_edge_data(edge, keys)}</edge>\n'
        )


def _node_data(node: Node, kinds: dict[str, str], keys: dict[str, str]) -> str:
    labels = ":" + ":".join(node.labels)
    parts = []
    shown: dict[str, Value] = {"labels": labels, **node.derived}
    for properties in (shown, node.properties):
        for name, held in properties.items():
            for key, value in _numbered(name, held):
                if key not in keys:
                    keys[key] = kinds.get(name) or _TYPES[type(value)]
                parts.append(_data(key, value))
    return "".join(parts)


def _edge_data(edge: Edge, keys: dict[str, str]) -> str:
    parts = []
    for name, held in {"label": edge.type, **edge.properties}.items():
        for key, value in _numbered(EDGE + name, held):
            if key not in keys:
                keys[key] = _TYPES[type(value)]
            parts.append(_data(key, value))
    return "".join(parts)


def _numbered(name: str, held: Value) -> Iterable[tuple[str, Scalar]]:
    """Return each value with its key: `label`, `label.2`, `label.3`."""
    if not isinstance(held, list):
        return ((name, held),)
    values: list[Scalar] = list(held)
    return [(f"{name}.{n}" if n > 1 else name, value) for n, value in enumerate(values, start=1)]


def _data(key: str, value: Scalar) -> str:
    return f'<data key="{key}">{_text(value)}</data>'


def _text(value: Scalar) -> str:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    # the names of what is no finite number that Java and Python both read
    return repr(value).replace("inf", "Infinity").replace("nan", "NaN")


def escape(text: str) -> str:
    r"""Return text for an XML element or attribute; what XML cannot hold becomes `\u` and digits.

    Examples
    --------
    >>> escape("a < b\x01 \\u0001")
    'a &lt; b\\u0001 \\u005cu0001'
    """
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.translate(_MARKUP)


def _declarations(keys: dict[str, str], columns: dict[str, Property]) -> Iterator[str]:
    for name in ("graph_id", "sha256"):
        yield _declaration(f"graph.{name}", "graph", name, "string")
    yield _declaration("graph.schema", "graph", "schema", "long")
    for key in sorted(keys):
        name = key.removeprefix(EDGE)
        scope = "edge" if key.startswith(EDGE) else "node"
        column = columns.get(name) if scope == "node" else None
        yield _declaration(key, scope, name, keys[key], describe(column) if column else "")


def _declaration(id: str, scope: str, name: str, type: str, description: str = "") -> str:
    start = f'<key id="{id}" for="{scope}" attr.name="{name}" attr.type="{type}"'
    return f"{start}><desc>{description}</desc></key>\n" if description else f"{start}/>\n"


def describe(column: Property) -> str:
    """Return what the way back needs of a property, as `name=value` parts.

    Examples
    --------
    >>> from lmskg.tables import Property
    >>> describe(Property("label", "https://e.org/label", "string", True, "@en"))
    'iri=https://e.org/label kind=string list=true tag=@en'
    """
    is_list = "true" if column.is_list else "false"
    return escape(f"iri={column.iri} kind={column.kind} list={is_list} tag={column.tag}")


def base_name(key: str) -> tuple[str, int]:
    """Return the property and the number of a value's key.

    Examples
    --------
    >>> base_name("label.2")
    ('label', 2)
    """
    name, _, number = key.rpartition(".")
    return (name, int(number)) if name and number.isdigit() else (key, 1)


def is_about(name: str, columns: dict[str, Property]) -> bool:
    """Return whether a name is that of a carried property, or of its tags or graphs."""
    return name.removesuffix(TAG).removesuffix(IN_GRAPH) in columns or name == "graph"
