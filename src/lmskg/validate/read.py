"""Read shape files, and refuse broken shapes before any engine sees them.

Blank property shapes get IRIs, so that a result can name the shape it came from. Whichever engine
is to run, the Rust engine compiles the shapes once: it is the stricter of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ..errors import ShapesError, SourceError, SourceFormatError
from ..graph.store import parse_file
from .faults import iter_faults
from .shapes import SKOLEM, Node, Shapes, index_shapes, local_name, ntriples, sh


def read_shapes(paths: Iterable[Path]) -> Shapes:
    """Return the shapes of the files as one graph, or say what is broken in them.

    Raises
    ------
    ShapesError
        If a file is missing or malformed, uses a SHACL term that is misspelt or that only one of
        the engines knows, holds an ill-formed shape, a SPARQL constraint that does not parse, or
        a shape that nothing selects; if no file holds a shape.
    """
    files = list(paths)
    quads: list[Quad] = []
    places: dict[Node, Path] = {}
    for path in files:
        for quad in _parsed(path):
            quads.append(quad)
            if not isinstance(quad.subject, Triple):
                places.setdefault(quad.subject, path)
    shapes = index_shapes(_named_property_shapes(quads, places), places)
    where: Path | str = files[0].parent if files else "shapes"
    if not shapes.targeted():
        raise ShapesError(where, "no shape with a target in it, so nothing would be checked")
    for subject, reason in iter_faults(shapes):
        raise ShapesError(shapes.files.get(subject, where), f"{local_name(subject)}: {reason}")
    _compile(shapes, files)
    return shapes


def _parsed(path: Path) -> list[Quad]:
    try:
        return parse_file(path)
    except SourceFormatError as error:
        place = ":".join(str(part) for part in (path, error.line, error.column) if part)
        raise ShapesError(place, error.reason) from error
    except SourceError as error:
        raise ShapesError(path, str(error)) from error


def _named_property_shapes(quads: list[Quad], places: dict[Node, Path]) -> list[Quad]:
    """Return the quads with an IRI in place of each blank property shape; `places` learns them."""
    names: dict[object, NamedNode] = {}
    for quad in quads:
        node = quad.object
        if quad.predicate == sh("property") and isinstance(node, BlankNode) and node not in names:
            names[node] = NamedNode(f"{SKOLEM}{len(names)}")
            if node in places:
                places[names[node]] = places[node]
    return [
        Quad(names.get(q.subject, q.subject), q.predicate, names.get(q.object, q.object))
        for q in quads
    ]


def _compile(shapes: Shapes, files: list[Path]) -> None:
    """Let the Rust engine compile the shapes; name the first file in which it finds a fault."""
    reason = _compile_fault(shapes.ntriples())
    if reason is None:
        return
    shared = {sh("declare"), sh("prefix"), sh("namespace")}
    for path in files:
        own = {subject for subject, place in shapes.files.items() if place == path}
        part = [q for q in shapes.quads if q.predicate in shared or q.subject in own]
        own_reason = _compile_fault(ntriples(part))
        if own_reason is not None:
            raise ShapesError(path, own_reason)
    raise ShapesError(files[0].parent, reason)


def _compile_fault(text: str) -> str | None:
    import shacl

    try:
        shacl.Shapes.from_text(text, "ntriples")
    except ValueError as error:
        return " ".join(str(error).split())
    return None
