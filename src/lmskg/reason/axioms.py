"""Read the axioms of an ontology from its triples, leaving none unread.

Reasoners read RDF leniently: rustdl's reader of RDF/XML passes over a restriction on an undeclared
property and a whole `owl:AllDisjointClasses`, and still calls its answer complete. So the triples
are mapped here to the functional syntax, and one that looks logical and fits no rule is an error.
Annotations are left out; a property that nobody declares counts as one, as in the OWL API.

References
----------
OWL 2 Mapping to RDF Graphs, W3C Recommendation, section 3.2.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad

from ..errors import MalformedAxiomError
from ..namespaces import OWL, RDF_TYPE, RDFS_SUBCLASS, RDFS_SUBPROPERTY
from .expressions import (
    BOOLEAN,
    DECLARED,
    NOTHING,
    RDF,
    RDFS,
    THING,
    Definitions,
    Expression,
    Term,
    functional,
    individual,
    iri,
    literal,
)

Axiom = tuple[Expression, ...]

_CHARACTERISTICS = {
    f"{OWL}{name}Property": name
    for name in """Functional InverseFunctional Reflexive Irreflexive Symmetric Asymmetric
    Transitive""".split()
}
# types of nodes that carry or annotate an axiom and are none themselves
_NO_AXIOM = {f"{OWL}{name}" for name in ("Ontology", "Restriction", "Axiom", "Annotation")}
_NO_AXIOM |= {f"{RDF}List", *DECLARED}
_ANNOTATIONS = {f"{RDFS}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")}
_ANNOTATIONS |= {
    f"{OWL}{name}"
    for name in """versionInfo versionIRI priorVersion backwardCompatibleWith incompatibleWith
    deprecated annotatedSource annotatedProperty annotatedTarget""".split()
}
_PARTS = {f"{RDF}first", f"{RDF}rest"} | {
    f"{OWL}{name}"
    for name in """onProperty onClass onDataRange someValuesFrom allValuesFrom hasValue hasSelf
    minCardinality maxCardinality cardinality minQualifiedCardinality maxQualifiedCardinality
    qualifiedCardinality members distinctMembers sourceIndividual assertionProperty
    targetIndividual targetValue""".split()
}


@dataclass(frozen=True, slots=True)
class Ontology:
    """The logical content of an ontology: its named classes and its axioms, both sorted."""

    classes: tuple[str, ...]
    axioms: tuple[Axiom, ...]

    def functional(self) -> bytes:
        """Return the ontology in functional syntax, one axiom a line."""
        lines = [f"Declaration(Class(<{name}>))" for name in self.classes]
        lines += [functional(axiom) for axiom in self.axioms]
        return ("Ontology(\n" + "\n".join(lines) + "\n)\n").encode()


def read_ontology(quads: Iterable[Quad]) -> Ontology:
    """Return the logical content of the definitions.

    Raises
    ------
    MalformedAxiomError
        If an axiom lacks a part, a part belongs to no axiom, or a term of OWL is not understood.
    UnknownTermError
        If an axiom uses a class, property or datatype that is not declared.
    """
    definitions = Definitions(quads)
    found: set[Axiom] = set()
    for node in definitions.nodes:
        try:
            found.update(_axioms_of(definitions, node))
        except RecursionError as error:
            raise MalformedAxiomError("a class expression", "it is nested too deeply") from error
        except MalformedAxiomError as error:
            place = _place(definitions, node, error.subject)
            raise MalformedAxiomError(place, error.reason) from error
    _refuse_loose_parts(definitions)
    classes = {name for name, kinds in definitions.kinds.items() if "Class" in kinds}
    return Ontology(tuple(sorted(classes - {THING, NOTHING})), tuple(sorted(found, key=functional)))


def _axioms_of(definitions: Definitions, subject: Term) -> Iterator[Axiom]:
    for predicate, values in definitions.nodes[subject].items():
        read = _typed if predicate == RDF_TYPE else _STATEMENTS.get(predicate)
        for value in values:
            if read:
                yield from read(definitions, subject, value)
            else:
                yield from _other(definitions, subject, predicate, value)


def _place(definitions: Definitions, node: Term, at: str) -> str:
    """Return where a person finds the axiom of `node` that is broken `at` a node or value."""
    if isinstance(node, NamedNode):
        return at if at == str(node) else f"{node}, {'in a part' if at.startswith('_:') else at}"
    waiting: list[Term] = [node]
    seen: set[Term] = set()
    while waiting:
        term = waiting.pop(0)
        if isinstance(term, NamedNode) and not term.value.startswith((OWL, RDF, RDFS)):
            return f"a node without a name, near {term}"
        if term not in seen:
            seen.add(term)
            waiting += [v for values in definitions.nodes.get(term, {}).values() for v in values]
    return at


def _refuse_loose_parts(definitions: Definitions) -> None:
    for subject, node in definitions.nodes.items():
        loose = (_PARTS | set(BOOLEAN)).intersection(node)
        if isinstance(subject, NamedNode):
            loose -= set(BOOLEAN)
        if loose and subject not in definitions.used:
            names = ", ".join(sorted(name.rpartition("#")[2] for name in loose))
            place = _place(definitions, subject, str(subject))
            raise MalformedAxiomError(place, f"{names} stands in no axiom")


def _other(definitions: Definitions, subject: Term, predicate: str, value: Term) -> Iterator[Axiom]:
    kinds = definitions.kinds.get(predicate, set())
    if "Object" in kinds:
        yield ("ObjectPropertyAssertion", f"<{predicate}>", individual(subject), individual(value))
    elif "Data" in kinds:
        yield "DataPropertyAssertion", f"<{predicate}>", individual(subject), literal(value)
    elif predicate in BOOLEAN and isinstance(subject, NamedNode):
        # a definition in the manner of OWL 1
        expression = definitions.boolean(subject, predicate)
        yield "EquivalentClasses", definitions.class_expression(subject), expression
    elif predicate.startswith((OWL, RDF, RDFS)) and predicate not in (
        _ANNOTATIONS | _PARTS | set(BOOLEAN)
    ):
        raise MalformedAxiomError(str(subject), f"{predicate} is not understood")


def _typed(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    name = iri(value)
    if name in _NO_AXIOM:
        return
    if name in _CHARACTERISTICS:
        kind, prop = definitions.property(subject)
        yield f"{_CHARACTERISTICS[name]}{kind}Property", prop
    elif name in _NODES:
        definitions.used.add(subject)
        yield _NODES[name](definitions, subject)
    else:
        yield "ClassAssertion", definitions.class_expression(value), individual(subject)


# ---------------------------------------------------------------- one triple, one axiom


def _classes(keyword: str) -> Callable[[Definitions, Term, Term], Iterator[Axiom]]:
    def read(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
        yield (keyword, definitions.class_expression(subject), definitions.class_expression(value))

    return read


def _properties(keyword: str) -> Callable[[Definitions, Term, Term], Iterator[Axiom]]:
    def read(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
        kind, prop = definitions.property(subject)
        if kind != "Annotation":
            other, value_prop = definitions.property(value)
            if other != kind:
                raise MalformedAxiomError(str(subject), f"{value} is a property of another kind")
            yield keyword.format(kind), prop, value_prop

    return read


def _individuals(keyword: str) -> Callable[[Definitions, Term, Term], Iterator[Axiom]]:
    def read(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
        yield keyword, individual(subject), individual(value)

    return read


def _domain(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    kind, prop = definitions.property(subject)
    if kind != "Annotation":
        yield f"{kind}PropertyDomain", prop, definitions.class_expression(value)


def _range(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    kind, prop = definitions.property(subject)
    if kind == "Object":
        yield "ObjectPropertyRange", prop, definitions.class_expression(value)
    elif kind == "Data":
        yield "DataPropertyRange", prop, definitions.data_range(value)


def _inverse(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    if not isinstance(subject, BlankNode):  # a blank node is the inverse itself, a part
        inverse = definitions.property(value)[1]
        yield "InverseObjectProperties", definitions.property(subject)[1], inverse


def _chain(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    links = [definitions.property(member)[1] for member in definitions.members(value)]
    yield ("SubObjectPropertyOf", ("ObjectPropertyChain", *links), definitions.property(subject)[1])


def _disjoint_union(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    parts = [definitions.class_expression(member) for member in definitions.members(value)]
    yield "DisjointUnion", definitions.class_expression(subject), *parts


def _key(definitions: Definitions, subject: Term, value: Term) -> Iterator[Axiom]:
    keys = [definitions.property(member) for member in definitions.members(value)]
    objects = ("", *(prop for kind, prop in keys if kind == "Object"))
    data = ("", *(prop for kind, prop in keys if kind == "Data"))
    yield "HasKey", definitions.class_expression(subject), objects, data


_STATEMENTS: dict[str, Callable[[Definitions, Term, Term], Iterator[Axiom]]] = {
    RDFS_SUBCLASS: _classes("SubClassOf"),
    f"{OWL}equivalentClass": _classes("EquivalentClasses"),
    f"{OWL}disjointWith": _classes("DisjointClasses"),
    f"{OWL}disjointUnionOf": _disjoint_union,
    f"{OWL}hasKey": _key,
    RDFS_SUBPROPERTY: _properties("Sub{}PropertyOf"),
    f"{OWL}equivalentProperty": _properties("Equivalent{}Properties"),
    f"{OWL}propertyDisjointWith": _properties("Disjoint{}Properties"),
    f"{OWL}propertyChainAxiom": _chain,
    f"{OWL}inverseOf": _inverse,
    f"{RDFS}domain": _domain,
    f"{RDFS}range": _range,
    f"{OWL}sameAs": _individuals("SameIndividual"),
    f"{OWL}differentFrom": _individuals("DifferentIndividuals"),
}


# ---------------------------------------------------------------- one node, one axiom


def _all_disjoint_classes(definitions: Definitions, node: Term) -> Axiom:
    members = definitions.members(definitions.one(node, f"{OWL}members"))
    return "DisjointClasses", *(definitions.class_expression(member) for member in members)


def _all_disjoint_properties(definitions: Definitions, node: Term) -> Axiom:
    members = definitions.members(definitions.one(node, f"{OWL}members"))
    properties = [definitions.property(member) for member in members]
    kind = properties[0][0] if properties else "Object"
    return f"Disjoint{kind}Properties", *(prop for _, prop in properties)


def _all_different(definitions: Definitions, node: Term) -> Axiom:
    old = f"{OWL}distinctMembers"
    place = old if old in definitions.nodes[node] else f"{OWL}members"
    members = definitions.members(definitions.one(node, place))
    return "DifferentIndividuals", *map(individual, members)


def _negative_assertion(definitions: Definitions, node: Term) -> Axiom:
    kind, prop = definitions.property(definitions.one(node, f"{OWL}assertionProperty"))
    source = individual(definitions.one(node, f"{OWL}sourceIndividual"))
    if kind == "Data":
        target = literal(definitions.one(node, f"{OWL}targetValue"))
    else:
        target = individual(definitions.one(node, f"{OWL}targetIndividual"))
    return f"Negative{kind}PropertyAssertion", prop, source, target


_NODES: dict[str, Callable[[Definitions, Term], Axiom]] = {
    f"{OWL}AllDisjointClasses": _all_disjoint_classes,
    f"{OWL}AllDisjointProperties": _all_disjoint_properties,
    f"{OWL}AllDifferent": _all_different,
    f"{OWL}NegativePropertyAssertion": _negative_assertion,
}
