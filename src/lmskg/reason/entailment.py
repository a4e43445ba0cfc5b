"""What follows from the definitions and is not stated, and which axioms make it follow.

Justifications come from rustdl; where several sets of axioms explain the same, one minimal set
is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..errors import (
    IncompleteReasoningError,
    InconsistentOntologyError,
    TermNotFoundError,
    UnsatisfiableClassError,
)
from ..namespaces import OWL, RDFS_LABEL, RDFS_SUBCLASS, compress
from .axioms import Ontology, read_ontology
from .engines import Engine, classify
from .hierarchy import Hierarchy

EQUIVALENT = f"{OWL}equivalentClass"


def check_consistency(
    quads: Iterable[Quad],
    *,
    engine: Engine = "rustdl",
    prefixes: Mapping[str, str] | None = None,
    timeout_s: float = 60.0,
) -> Hierarchy:
    """Return the hierarchy of definitions that can be true, each class with a possible member.

    Parameters
    ----------
    quads
        The definitions; not changed.
    engine
        Who decides; the axioms at fault are named by rustdl in either case.
    prefixes
        Prefix map that shortens the IRIs of terms without a label in messages.
    timeout_s
        Longest time to spend, in seconds.

    Raises
    ------
    InconsistentOntologyError
        If the axioms contradict one another; it names them.
    UnsatisfiableClassError
        If a class can have no member; it names the first one that does not merely stand below
        another, and the axioms.
    MalformedAxiomError, UnknownTermError, IncompleteReasoningError
        As `classify` does.
    """
    quads = list(quads)
    hierarchy = classify(quads, engine=engine, timeout_s=timeout_s)
    if hierarchy.consistent and not hierarchy.unsatisfiable:
        return hierarchy
    ontology = read_ontology(quads)
    names = term_names(quads, prefixes or {})
    if not hierarchy.consistent:
        raise InconsistentOntologyError(_justify(ontology, ["inconsistent"], names))
    causes = {term: _justify(ontology, ["unsat", term], names) for term in hierarchy.unsatisfiable}
    # a class below an unsatisfiable one needs that one's axioms and its own
    root = min(causes, key=lambda term: (len(causes[term]), term))
    raise UnsatisfiableClassError(names(root), causes[root])


def entailed(
    quads: Iterable[Quad], *, engine: Engine = "rustdl", timeout_s: float = 60.0
) -> list[Quad]:
    """Return what follows about named classes and is not stated.

    Parameters
    ----------
    quads
        The definitions; not changed.
    engine
        Who decides.
    timeout_s
        Longest time to spend, in seconds.

    Returns
    -------
    list of Quad
        `rdfs:subClassOf` for direct subsumptions and `owl:equivalentClass` (from the first IRI
        to the second) for equivalences, both between named classes; in the default graph,
        sorted by subject, predicate and object; no triple that `quads` has.

    Raises
    ------
    InconsistentOntologyError, UnsatisfiableClassError
        If nothing or everything follows.
    MalformedAxiomError, UnknownTermError, IncompleteReasoningError
        As `classify` does.
    """
    quads = list(quads)
    hierarchy = check_consistency(quads, engine=engine, timeout_s=timeout_s)
    stated = {
        (str(quad.subject), quad.predicate.value, str(quad.object))
        for quad in quads
        if quad.predicate.value in (RDFS_SUBCLASS, EQUIVALENT)
    }
    below = [
        (name, RDFS_SUBCLASS, above)
        for name, direct in hierarchy.superclasses.items()
        for above in direct
    ]
    equal = [
        (name, EQUIVALENT, other)
        for name, others in hierarchy.equivalents.items()
        for other in others
        if name < other and (f"<{other}>", EQUIVALENT, f"<{name}>") not in stated
    ]
    return [
        Quad(NamedNode(s), NamedNode(p), NamedNode(o), DefaultGraph())
        for s, p, o in sorted(below + equal)
        if (f"<{s}>", p, f"<{o}>") not in stated
    ]


def explain(
    quads: Iterable[Quad],
    subclass: str,
    superclass: str,
    *,
    prefixes: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the axioms that put `subclass` below `superclass`.

    Parameters
    ----------
    quads
        The definitions; not changed.
    subclass, superclass
        IRIs of two classes that `quads` declares.
    prefixes
        Prefix map that shortens the IRIs of terms without a label.

    Returns
    -------
    list of str
        One minimal set of axioms, sorted, in Manchester syntax with labels in quotes for IRIs;
        empty if the one does not follow to be below the other.

    Raises
    ------
    TermNotFoundError
        If one of the two is not a class of `quads`.
    MalformedAxiomError, UnknownTermError, IncompleteReasoningError
        As `classify` does.
    """
    quads = list(quads)
    ontology = read_ontology(quads)
    for term in (subclass, superclass):
        if term not in ontology.classes:
            raise TermNotFoundError(term)
    names = term_names(quads, prefixes or {})
    return _justify(ontology, ["subclass", subclass, superclass], names)


class TermNames:
    """Names for people: the label in quotes, else the CURIE, else the IRI."""

    def __init__(self, labels: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
        self.labels, self.prefixes = labels, dict(prefixes)

    def __call__(self, iri: str) -> str:
        """Return the name of the term `iri`."""
        label = self.labels.get(iri)
        return f"'{label}'" if label else compress(iri, self.prefixes)


def term_names(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> TermNames:
    """Return the names of the terms that `quads` label."""
    labels = sorted(
        (quad.subject.value, quad.object.value)
        for quad in quads
        if quad.predicate.value == RDFS_LABEL
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
    )
    return TermNames(dict(reversed(labels)), prefixes)


def _justify(ontology: Ontology, question: list[str], names: TermNames) -> list[str]:
    import rustdl

    try:
        prepared = rustdl.prepare_bytes(ontology.functional(), format="ofn")
        axioms = prepared.justify(question)
    except rustdl.RustdlError as error:
        raise IncompleteReasoningError("rustdl", str(error)) from error
    return sorted(re.sub(r"<([^<>\s]+)>", lambda found: names(found[1]), axiom) for axiom in axioms)
