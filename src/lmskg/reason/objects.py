"""The ontology as Python objects, by owlready2, in a world of its own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from ..errors import IncompleteReasoningError, MissingExtraError
from ..graph.store import serialise
from ..namespaces import OWL, RDF_TYPE

if TYPE_CHECKING:
    import owlready2


def python_objects(quads: Iterable[Quad]) -> owlready2.Ontology:
    """Return the definitions as an owlready2 ontology; each call has its own world.

    Parameters
    ----------
    quads
        The definitions; not changed, graph names dropped.

    Returns
    -------
    owlready2.Ontology
        `ontology.world[iri]` is a term, `ontology.classes()` all classes. Nothing was fetched:
        imports are left out.

    Raises
    ------
    MissingExtraError
        If owlready2 is not installed.
    IncompleteReasoningError
        If owlready2 leaves something out; it only prints a warning then.
    """
    try:
        import owlready2
    except ImportError as error:
        raise MissingExtraError("owlready2", "install it with: pip install owlready2") from error

    kept = [
        Quad(q.subject, q.predicate, q.object, DefaultGraph())
        for q in quads
        if q.predicate.value != f"{OWL}imports"
    ]
    data = serialise(kept, RdfFormat.N_TRIPLES, {})
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        ontology = owlready2.World().get_ontology(_ontology_iri(kept))
        ontology.load(fileobj=io.BytesIO(data), only_local=True)
        # owlready2 makes its classes when they are first asked for, and warns only then
        for entities in (ontology.properties, ontology.classes, ontology.individuals):
            list(entities())
    if said.getvalue().strip():
        first = said.getvalue().strip().partition("\n")[0]
        raise IncompleteReasoningError("owlready2", first)
    return ontology


def _ontology_iri(quads: Iterable[Quad]) -> str:
    """Return the IRI of the first ontology, or one for an ontology without a name."""
    found = sorted(
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and quad.predicate.value == RDF_TYPE
        and quad.object == NamedNode(f"{OWL}Ontology")
    )
    return found[0] if found else "urn:lmskg:ontology"
