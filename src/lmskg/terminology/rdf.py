"""RDF and OWL in any syntax, and graphs in memory.

One pass over the statements collects what is said of each IRI and the blank nodes of OWL's
axioms; then the axioms are put together: a restriction or an intersection that a class is under
gives parents and relations, one that it equals gives its logical definition. SKOS concepts are
terms too, and `skos:broader` is their parent.

Neither cross-references (`oboInOwl:hasDbXref`) nor mappings (`skos:exactMatch` and its kin, an
equivalence of two named classes) are ever read: a matcher must not see them.

References
----------
OWL 2 Mapping to RDF Graphs, https://www.w3.org/TR/owl2-mapping-to-rdf/
SKOS Reference, https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ..graph.store import format_of
from ..graph.stream import iter_quads
from ..namespaces import (
    KG,
    OBO_IN_OWL,
    OWL,
    RDF_TYPE,
    RDFS_LABEL,
    RDFS_SUBCLASS,
    SKOS,
)
from .axioms import PARTS, RDF, Axioms, is_blank
from .draft import ALTERNATIVE_ID, IAO_REPLACED_BY, OBO, Draft, Draftbook, count, rank
from .finish import finish
from .model import Scope, Terminology
from .obo import OboIds
from .packed import inner_name, read_unpacked

# Alternative labels of SKOS and of IAO name the very thing; a hidden one may be a misspelling,
# an everyday word of the claim vocabulary is looser than its term.
SCOPES: dict[str, Scope] = {
    RDFS_LABEL: Scope.LABEL,
    f"{SKOS}prefLabel": Scope.LABEL,
    OBO_IN_OWL.hasExactSynonym: Scope.EXACT,
    OBO_IN_OWL.hasBroadSynonym: Scope.BROAD,
    OBO_IN_OWL.hasNarrowSynonym: Scope.NARROW,
    OBO_IN_OWL.hasRelatedSynonym: Scope.RELATED,
    f"{SKOS}altLabel": Scope.EXACT,
    f"{OBO}IAO_0000118": Scope.EXACT,
    f"{SKOS}hiddenLabel": Scope.RELATED,
    KG.everydayWord: Scope.RELATED,
}
DEFINITIONS = (f"{OBO}IAO_0000115", f"{SKOS}definition")
CLASSES = (f"{OWL}Class", "http://www.w3.org/2000/01/rdf-schema#Class", f"{SKOS}Concept")
ONTOLOGIES = (f"{OWL}Ontology", f"{SKOS}ConceptScheme")

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def read_rdf(path: Path) -> Draftbook:
    """Return the drafts of an RDF file, packed or not.

    Raises
    ------
    UnsupportedFormatError
        If the ending names no RDF format.
    SourceNotFoundError, SourceFormatError, OntologyParseError, MissingExtraError
        If the file cannot be read, is empty or broken; with line and column.
    """
    name = inner_name(path)
    prefixes: dict[str, str] = {}
    stream = io.BytesIO(read_unpacked(path))
    statements = _Statements()
    statements.gather(iter_quads(stream, format_of(name), path, prefixes))
    return statements.book(statements.ontology or name, prefixes)


def of_quads(
    quads: Iterable[Quad], prefixes: dict[str, str], iri: str, *, id_spaces: Sequence[str] = ()
) -> Terminology:
    """Return the terms of a graph in memory.

    Parameters
    ----------
    quads
        Statements; the names of their graphs do not count.
    prefixes
        Prefixes by which its IRIs are written short.
    iri
        IRI of the ontology; also named in errors.
    id_spaces
        Prefixes, or starts of IRIs, of its own terms; see `own_terms`.

    Raises
    ------
    SourceFormatError
        If there is no term, or none has a label.
    """
    statements = _Statements()
    statements.gather(quads)
    return finish(statements.book(iri, prefixes), iri, id_spaces)


class _Statements:
    """What the statements say, by subject; the key of a blank node begins with `_:`."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.classes: dict[str, None] = {}
        self.others: set[str] = set()
        self.axioms = Axioms()
        self.ontology = ""
        self.versions: dict[tuple[str, str], str] = {}
        self.ranks: dict[str, int] = {}
        self.ids = OboIds("")

    def gather(self, quads: Iterable[Quad]) -> None:
        """Take in each statement whose predicate is in `FILLERS`."""
        for subject, predicate, value, _ in quads:
            fill = FILLERS.get(predicate.value)
            if fill is not None:
                fill(self, _key(subject), value, predicate.value)

    def draft(self, key: str) -> Draft:
        """Return the draft of a subject, a new one if there is none."""
        found = self.drafts.get(key)
        if found is None:
            found = self.drafts[key] = Draft()
        return found

    def book(self, iri: str, prefixes: dict[str, str]) -> Draftbook:
        """Return the drafts of the classes, or where none is declared of all that has a label."""
        book = Draftbook(iri, self._version(iri), prefixes=dict(prefixes))
        book.owns_all = not self.ontology
        labelled = (key for key in self.drafts if key not in self.others)
        for key in list(self.classes or labelled):
            if not is_blank(key):
                book.drafts[key] = self.draft(key)
        self.axioms.fill(book.drafts)
        if self.axioms.n_passed_over:
            number = count(
                self.axioms.n_passed_over, "class expression is", "class expressions are"
            )
            book.notes.append(f"{number} of a kind that is passed over")
        return book

    def _version(self, iri: str) -> str | None:
        names = ("versionIRI", "versionInfo")
        found = (self.versions.get((iri, f"{OWL}{name}")) for name in names)
        return next((version for version in found if version), None)


def _key(node: Node | Value) -> str:
    return f"_:{node.value}" if type(node) is BlankNode else node.value


def _type(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    kind = value.value
    if kind in CLASSES:
        all.classes[subject] = None
    elif kind in ONTOLOGIES:
        all.others.add(subject)
        all.ontology = all.ontology or subject
    elif kind == f"{OWL}AllDisjointClasses":
        all.axioms.disjoint_groups.append(subject)
    elif kind.startswith((OWL, RDF)):  # a property, an individual
        all.others.add(subject)


def _name(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    if isinstance(value, Literal):
        all.draft(subject).add_name(value.value, SCOPES[predicate], value.language or "")


def _definition(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    place = rank((value.language or "") if isinstance(value, Literal) else "")
    if place < all.ranks.get(subject, 99):
        all.ranks[subject] = place
        all.draft(subject).definition = value.value


def _under(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.axioms.under.append((subject, _key(value)))
    if predicate == RDFS_SUBCLASS and not is_blank(subject):  # declared or not, it is a class
        all.classes.setdefault(subject)


def _over(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.axioms.under.append((_key(value), subject))


def _equal(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    # an equivalence of two names is a mapping
    for one, other in ((subject, _key(value)), (_key(value), subject)):
        if is_blank(other) and not is_blank(one):
            all.axioms.equal.append((one, other))


def _disjoint(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.axioms.disjoint.append((subject, _key(value)))


def _part(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.axioms.parts[predicate][subject] = _key(value)


def _deprecated(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    if value.value in ("true", "1"):
        all.draft(subject).is_obsolete = True


def _replaced(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.draft(subject).replacements.append(all.ids.expand(value.value))


def _alternative(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.draft(subject).alternatives.append(all.ids.expand(value.value))


def _version(all: _Statements, subject: str, value: Value, predicate: str) -> None:
    all.versions.setdefault((subject, predicate), value.value)


Fill = Callable[[_Statements, str, Value, str], None]
FILLERS: dict[str, Fill] = {
    RDF_TYPE: _type,
    **dict.fromkeys(SCOPES, _name),
    **dict.fromkeys(DEFINITIONS, _definition),
    **dict.fromkeys((RDFS_SUBCLASS, f"{SKOS}broader"), _under),
    f"{SKOS}narrower": _over,
    f"{OWL}equivalentClass": _equal,
    f"{OWL}disjointWith": _disjoint,
    **dict.fromkeys(PARTS, _part),
    f"{OWL}deprecated": _deprecated,
    **dict.fromkeys((IAO_REPLACED_BY, "http://purl.org/dc/terms/isReplacedBy"), _replaced),
    ALTERNATIVE_ID: _alternative,
    **dict.fromkeys((f"{OWL}versionIRI", f"{OWL}versionInfo"), _version),
}
