"""Validate data against shapes and tell the outcome as a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal as Choice

from pyoxigraph import BlankNode, NamedNode, Quad

from ..model import Finding, Report, Severity
from ..namespaces import compress
from .engines import BLANK, Result, run_pyshacl, run_shacl
from .read import read_shapes
from .shapes import SKOLEM, Node, Shapes, Value, path_text
from .targets import count_targets

Engine = Choice["shacl", "pyshacl"]
ENGINES: dict[Engine, Callable[[list[Quad], Shapes], set[Result]]] = {
    "shacl": run_shacl,
    "pyshacl": run_pyshacl,
}
_SEVERITY: dict[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "info"}


def validate(
    quads: Iterable[Quad], shapes: Iterable[Path] | Shapes, *, engine: Engine = "shacl"
) -> Report:
    """Return what `shapes` find in `quads`; both engines give equal reports.

    Parameters
    ----------
    quads
        The data: all layers, taken as one graph; not changed.
    shapes
        Shape files, or shapes that were read.
    engine
        `shacl` (Rust) or `pyshacl` (the reference, about a hundred times slower).

    Returns
    -------
    Report
        One finding per validation result, sorted. `check` is the CURIE of the nearest shape with
        an IRI, `path` the path of the property in SPARQL syntax; names are shortened by the
        prefixes that the shapes declare. Counts: triples, shapes with a target, focus nodes.

    Raises
    ------
    ShapesError
        If the shapes are broken.
    """
    read = shapes if isinstance(shapes, Shapes) else read_shapes(shapes)
    data = list(quads)
    results = ENGINES[engine](data, read)
    parents = read.parents()
    findings = {_finding(result, read, parents) for result in results}
    targets = count_targets(data, read)
    counts = {
        "triples": len({quad.triple for quad in data}),
        "shapes": len(targets),
        "focus nodes": sum(targets.values()),
    }
    return Report(tuple(sorted(findings)), counts)


def _finding(result: Result, shapes: Shapes, parents: dict[Value, Node]) -> Finding:
    shape: Value = NamedNode(result.shape) if result.shape != BLANK else BlankNode()
    path = result.path
    own_path = shapes.values(shape, "path")
    if own_path:
        path = path_text(own_path[0], shapes)
    elif path:
        path = compress(path, shapes.prefixes)
    while shape in parents and shape.value.startswith(SKOLEM):
        shape = parents[shape]
    short = shape.value if isinstance(shape, NamedNode) else BLANK
    return Finding(
        severity=_SEVERITY[result.severity],
        check=compress(short, shapes.prefixes),
        focus=compress(result.focus, shapes.prefixes),
        message=" ".join(result.message.split()) or f"breaks the shape's {result.component}",
        path=path,
        # SHACL gives the focus node where a SPARQL constraint names no value: nothing new
        value=compress(result.value, shapes.prefixes) if result.value != result.focus else "",
    )
