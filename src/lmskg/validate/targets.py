"""How many nodes each shape selects: proof that a shape without findings looked at something."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..namespaces import RDF_TYPE, RDFS_SUBCLASS, compress
from .read import read_shapes
from .shapes import Shapes

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


def count_targets(quads: Iterable[Quad], shapes: Iterable[Path] | Shapes) -> dict[str, int]:
    """Return how many focus nodes each shape with a target has in `quads`, by CURIE of the shape.

    Parameters
    ----------
    quads
        The data; graph names are dropped.
    shapes
        Shape files, or shapes that were read.

    Raises
    ------
    ShapesError
        If the shapes are broken.
    """
    read = shapes if isinstance(shapes, Shapes) else read_shapes(shapes)
    nodes = _focus_nodes(list(quads), read)
    return {compress(name, read.prefixes): len(found) for name, found in sorted(nodes.items())}


def _focus_nodes(quads: list[Quad], shapes: Shapes) -> dict[str, set[Term]]:
    subjects: dict[str, set[Term]] = {}
    objects: dict[str, set[Term]] = {}
    members: dict[Term, set[Term]] = {}
    narrower: dict[Term, set[Term]] = {}
    for quad in quads:
        subjects.setdefault(quad.predicate.value, set()).add(quad.subject)
        objects.setdefault(quad.predicate.value, set()).add(quad.object)
        if quad.predicate.value == RDF_TYPE:
            members.setdefault(quad.object, set()).add(quad.subject)
        elif quad.predicate.value == RDFS_SUBCLASS:
            narrower.setdefault(quad.object, set()).add(quad.subject)
    found: dict[str, set[Term]] = {}
    for shape in shapes.targeted():
        nodes = found.setdefault(shape.value, set())
        nodes.update(shapes.values(shape, "targetNode"))
        for item in shapes.values(shape, "targetClass"):
            nodes.update(*(members.get(c, ()) for c in _with_narrower(item, narrower)))
        for item in shapes.values(shape, "targetSubjectsOf"):
            nodes.update(subjects.get(item.value, ()))
        for item in shapes.values(shape, "targetObjectsOf"):
            nodes.update(objects.get(item.value, ()))
    return found


def _with_narrower(term: Term, narrower: dict[Term, set[Term]]) -> set[Term]:
    """Return a class and all that `rdfs:subClassOf` places below it."""
    seen: set[Term] = set()
    waiting = [term]
    while waiting:
        item = waiting.pop()
        if item not in seen:
            seen.add(item)
            waiting.extend(narrower.get(item, ()))
    return seen
