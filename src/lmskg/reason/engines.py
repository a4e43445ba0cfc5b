"""Ask a reasoner for the hierarchy of an ontology: rustdl, or HermiT as the second opinion.

Each engine is one entry of `ENGINES`. rustdl reads the functional syntax that `axioms` writes.
HermiT reads the triples as they stand, by the OWL API and not by our mapping, so that the two
share nothing they could both have wrong; it is the one that owlready2 carries, and needs Java.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyoxigraph import DefaultGraph, Quad, RdfFormat

from ..errors import IncompleteReasoningError, MissingExtraError
from ..graph.store import serialise
from ..namespaces import OWL
from .axioms import Ontology, read_ontology
from .expressions import NOTHING, THING
from .hierarchy import Hierarchy, hierarchy_of, inconsistent_hierarchy

if TYPE_CHECKING:
    import rustdl

Engine = Literal["rustdl", "hermit"]

_HERMIT_LINE = re.compile(r"^(SubClassOf|EquivalentClasses)\( ((?:<[^>]+>\s*)+) \)$", re.MULTILINE)


def classify(
    quads: Iterable[Quad], *, engine: Engine = "rustdl", timeout_s: float = 60.0
) -> Hierarchy:
    """Return the hierarchy of all named classes that the definitions declare.

    Parameters
    ----------
    quads
        The definitions; graph names and annotations do not count, nothing is changed.
    engine
        `rustdl`, or `hermit`, which needs Java on the PATH.
    timeout_s
        Longest time to spend, in seconds.

    Returns
    -------
    Hierarchy
        An inconsistent ontology has one too; `check_consistency` makes an error of it.

    Raises
    ------
    MalformedAxiomError, UnknownTermError
        If an axiom is broken or uses a term that is not declared.
    IncompleteReasoningError
        If the engine did not finish or does not support an axiom.
    MissingExtraError
        If `hermit` is asked for and Java is not there.
    """
    quads = list(quads)
    return ENGINES[engine](quads, read_ontology(quads), timeout_s)


def _classify_rustdl(quads: list[Quad], ontology: Ontology, timeout_s: float) -> Hierarchy:
    import rustdl

    data = ontology.functional()
    refuse_dropped_axioms(ontology)
    with warnings.catch_warnings():
        # what the warnings say stands in the properties of the answer
        warnings.simplefilter("ignore", rustdl.IncompleteClassificationWarning)
        try:
            answer = rustdl.classify_bytes(
                data,
                format="ofn",
                per_pair_timeout_ms=0,
                global_timeout_ms=max(1, round(timeout_s * 1000)),
            )
        except rustdl.RustdlError as error:
            raise IncompleteReasoningError("rustdl", str(error)) from error
    _refuse_incomplete(answer, timeout_s)
    if answer.inconsistent:
        return inconsistent_hierarchy(ontology.classes)
    missing = set(ontology.classes) - set(answer.classes)
    if missing:
        raise IncompleteReasoningError("rustdl", f"it does not answer for {', '.join(missing)}")
    unsatisfiable = set(answer.unsatisfiable)
    names = [name for name in ontology.classes if name not in unsatisfiable]
    return hierarchy_of(
        ontology.classes,
        [answer.equivalent_classes(name) for name in names],
        [(name, above) for name in names for above in answer.direct_subsumers(name)],
        unsatisfiable,
    )


def refuse_dropped_axioms(ontology: Ontology) -> None:
    """Raise `IncompleteReasoningError` if rustdl would reason without one of the axioms."""
    import rustdl

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ontology.ofn")
        path.write_bytes(ontology.functional())
        try:
            dropped = rustdl.dropped_axioms(str(path))
            n_read = len(rustdl.render_manchester(str(path)))
        except rustdl.RustdlError as error:
            raise IncompleteReasoningError("rustdl", str(error)) from error
    if dropped:
        raise IncompleteReasoningError("rustdl", f"it leaves out {'; '.join(sorted(dropped))}")
    if n_read != len(ontology.axioms):
        reason = f"it read {n_read} of {len(ontology.axioms)} axioms"
        raise IncompleteReasoningError("rustdl", reason)


def _refuse_incomplete(answer: rustdl.Classification, timeout_s: float) -> None:
    faults = {
        f"not finished within {timeout_s:g} s": not answer.complete or answer.prep_timed_out,
        "it found no proof of consistency": answer.consistency_undetermined,
        "it left the hierarchy of properties out": answer.wedge_hierarchy_blind,
        f"it refused {answer.wedge_clauses_refused} clauses": answer.wedge_clauses_refused > 0,
    }
    found = [reason for reason, is_so in faults.items() if is_so]
    if found:
        raise IncompleteReasoningError("rustdl", "; ".join(found))


def _classify_hermit(quads: list[Quad], ontology: Ontology, timeout_s: float) -> Hierarchy:
    import subprocess

    # HermiT would fetch what is imported; the definitions are whole without it
    triples = [
        Quad(q.subject, q.predicate, q.object, DefaultGraph())
        for q in quads
        if q.predicate.value != f"{OWL}imports"
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ontology.nt")
        path.write_bytes(serialise(triples, RdfFormat.N_TRIPLES, {}))
        command = [*_hermit_command(), "-c", "-I", path.as_uri()]
        try:
            run = subprocess.run(  # noqa: S603 - java from the PATH, arguments of our own
                command, capture_output=True, text=True, timeout=timeout_s, check=False
            )
        except subprocess.TimeoutExpired as error:
            reason = f"not finished within {timeout_s:g} s"
            raise IncompleteReasoningError("HermiT", reason) from error
    if "InconsistentOntologyException" in run.stderr:
        return inconsistent_hierarchy(ontology.classes)
    if run.returncode or "Exception" in run.stderr:
        # left out: the trace, and the note of a JVM that takes options from the environment
        noise = ("\tat ", "Picked up ", "NOTE: Picked up ")
        said = [line for line in run.stderr.splitlines() if not line.startswith(noise)]
        reason = " ".join(said).removeprefix('Exception in thread "main" ')
        raise IncompleteReasoningError("HermiT", reason or f"exit code {run.returncode}")
    return _read_hermit(run.stdout, ontology)


def _read_hermit(output: str, ontology: Ontology) -> Hierarchy:
    known = {*ontology.classes, THING, NOTHING}
    groups: list[set[str]] = []
    edges: list[tuple[str, str]] = []
    for keyword, text in _HERMIT_LINE.findall(output):
        names = re.findall(r"<([^>]+)>", text)
        if not known.issuperset(names):
            raise IncompleteReasoningError("HermiT", f"it names an unknown class: {text}")
        if keyword == "SubClassOf":
            edges.append((names[0], names[1]))
        else:
            groups.append(set(names))
    nothing = next((group for group in groups if NOTHING in group), set())
    top = next((group for group in groups if THING in group), {THING}) - {THING}
    # HermiT leaves out what stands directly below owl:Thing, so below a class equal to it too
    edges = [(lower, upper) for lower, upper in edges if upper != THING]
    members = {name: group for group in groups for name in group}
    placed = {name for lower, _ in edges for name in members.get(lower, {lower})}
    roots = set(ontology.classes) - placed - nothing - top
    edges += [(root, name) for root in roots for name in top]
    return hierarchy_of(
        ontology.classes,
        [group - {THING} for group in groups if NOTHING not in group],
        edges,
        nothing - {NOTHING},
    )


def _hermit_command() -> list[str]:
    """Return the start of the command line of the HermiT that owlready2 carries."""
    import os
    import shutil
    from importlib.util import find_spec

    java = shutil.which("java")
    if java is None:
        raise MissingExtraError("Java", "HermiT runs on it; install a JRE, or use rustdl")
    found = find_spec("owlready2")
    if found is None or found.origin is None:
        raise MissingExtraError("owlready2", "it carries HermiT: pip install owlready2")
    folder = Path(found.origin).parent / "hermit"
    places = os.pathsep.join([str(folder), str(folder / "HermiT.jar")])
    return [java, "-cp", places, "org.semanticweb.HermiT.cli.CommandLine"]


ENGINES: dict[Engine, Callable[[list[Quad], Ontology, float], Hierarchy]] = {
    "rustdl": _classify_rustdl,
    "hermit": _classify_hermit,
}
