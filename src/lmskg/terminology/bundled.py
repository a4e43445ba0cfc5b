"""The terms of a project's own graph: all that it defines and gives a label, not classes alone."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from ..assemble import load_quads
from ..namespaces import DEFINING_LAYERS, OWL, RDF_TYPE, RDFS_LABEL
from ..resources import Project
from .model import Terminology
from .rdf import of_quads


def of_project(project: Project) -> Terminology:
    """Return the terms that a project defines.

    Raises
    ------
    LmskgError
        If a file of the project is missing or broken; see `assemble`.
    """
    quads = load_quads(project, DEFINING_LAYERS)
    return of_quads(_with_all_named(quads), project.prefixes(), str(project.ontology))


def _with_all_named(quads: list[Quad]) -> list[Quad]:
    named = {
        quad.subject
        for quad in quads
        if quad.predicate.value == RDFS_LABEL and isinstance(quad.subject, NamedNode)
    }
    ordered = sorted(named, key=lambda node: node.value)
    return [
        *quads,
        *(Quad(node, NamedNode(RDF_TYPE), NamedNode(f"{OWL}Class")) for node in ordered),
    ]
