"""Read class expressions from the triples of an ontology, and say them in two syntaxes.

An expression or axiom is a nested tuple: its keyword of the OWL 2 functional syntax, then its
parts; a leaf is a token, `<iri>` or a literal. A part that is missing or not declared is an
error, for a reasoner that passes over it in silence would call its answer complete.

References
----------
OWL 2 Mapping to RDF Graphs, W3C Recommendation, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..errors import MalformedAxiomError, UnknownTermError
from ..namespaces import OWL, RDF_TYPE, RDFS_SUBCLASS, XSD

Expression = str | tuple["Expression", ...]
Term = NamedNode | BlankNode | Literal | Triple

RDF = RDF_TYPE.removesuffix("type")
RDFS = RDFS_SUBCLASS.removesuffix("subClassOf")
THING, NOTHING = f"{OWL}Thing", f"{OWL}Nothing"

DECLARED = {
    f"{OWL}Class": "Class",
    f"{OWL}ObjectProperty": "Object",
    f"{OWL}DatatypeProperty": "Data",
    f"{OWL}AnnotationProperty": "Annotation",
    f"{OWL}NamedIndividual": "Individual",
    f"{RDFS}Datatype": "Datatype",
}
_BUILT_IN = {
    THING: "Class",
    NOTHING: "Class",
    f"{OWL}topObjectProperty": "Object",
    f"{OWL}bottomObjectProperty": "Object",
    f"{OWL}topDataProperty": "Data",
    f"{OWL}bottomDataProperty": "Data",
    f"{RDFS}Literal": "Datatype",
    f"{RDF}langString": "Datatype",
    f"{RDF}PlainLiteral": "Datatype",
}
BOOLEAN = {
    f"{OWL}{name}": f"Object{name[0].upper()}{name[1:]}"
    for name in ("intersectionOf", "unionOf", "oneOf", "complementOf")
}
_QUANTIFIED = {f"{OWL}someValuesFrom": "SomeValuesFrom", f"{OWL}allValuesFrom": "AllValuesFrom"}
_CARDINALITY = {
    f"{OWL}minCardinality": "MinCardinality",
    f"{OWL}maxCardinality": "MaxCardinality",
    f"{OWL}cardinality": "ExactCardinality",
    f"{OWL}minQualifiedCardinality": "MinCardinality",
    f"{OWL}maxQualifiedCardinality": "MaxCardinality",
    f"{OWL}qualifiedCardinality": "ExactCardinality",
}


def functional(expression: Expression) -> str:
    """Return an expression or axiom in functional syntax.

    Examples
    --------
    >>> functional(("SubClassOf", "<a>", ("ObjectComplementOf", "<b>")))
    'SubClassOf(<a> ObjectComplementOf(<b>))'
    """
    if isinstance(expression, str):
        return expression
    head, *parts = expression
    return f"{head}({' '.join(map(functional, parts))})"


_WORDS = {
    "ObjectUnionOf": " or ",
    "ObjectOneOf": " or ",
    "SomeValuesFrom": "{} some {}",
    "AllValuesFrom": "{} only {}",
    "HasValue": "{} {}",
    "MinCardinality": "{1} at least {0} {2}",
    "MaxCardinality": "{1} at most {0} {2}",
    "ExactCardinality": "{1} exactly {0} {2}",
    "ObjectComplementOf": "not {}",
    "ObjectHasSelf": "{} itself",
    "ObjectInverseOf": "inverse of {}",
}


def in_words(expression: Expression, name: Callable[[str], str]) -> str:
    """Return an expression in words; `name` turns a token into a label.

    Examples
    --------
    >>> in_words(("ObjectIntersectionOf", "cancer", ("ObjectSomeValuesFrom", "is in", "bone")), str)
    'cancer that is in some bone'
    """
    if isinstance(expression, str):
        return name(expression)
    head, *parts = expression
    texts = [
        f"({text})" if isinstance(part, tuple) and str(part[0]).endswith("UnionOf") else text
        for part, text in ((part, in_words(part, name)) for part in parts)
    ]
    if head == "ObjectIntersectionOf":
        kinds = [text for part, text in zip(parts, texts, strict=True) if isinstance(part, str)]
        traits = [text for part, text in zip(parts, texts, strict=True) if isinstance(part, tuple)]
        return " that ".join(" and ".join(group) for group in (kinds, traits) if group)
    pattern = _WORDS.get(str(head)) or _WORDS[str(head).removeprefix("Object").removeprefix("Data")]
    return pattern.format(*texts, "").strip() if "{" in pattern else pattern.join(texts)


class Definitions:
    """The triples of an ontology, indexed by subject, with the declared kinds of its terms.

    `used` collects the blank nodes that have been read as a part of something.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.nodes: dict[Term, dict[str, list[Term]]] = {}
        self.kinds: dict[str, set[str]] = {iri: {kind} for iri, kind in _BUILT_IN.items()}
        self.used: set[Term] = set()
        for quad in quads:
            values = self.nodes.setdefault(quad.subject, {}).setdefault(quad.predicate.value, [])
            if quad.object in values:
                continue
            values.append(quad.object)
            if quad.predicate.value == RDF_TYPE and isinstance(quad.subject, NamedNode):
                if iri(quad.object) in DECLARED:
                    kinds = self.kinds.setdefault(quad.subject.value, set())
                    kinds.add(DECLARED[iri(quad.object)])

    def one(self, term: Term, predicate: str) -> Term:
        """Return the single value that `term` has for `predicate`."""
        values = self.nodes.get(term, {}).get(predicate, [])
        if len(values) != 1:
            name = predicate.rpartition("#")[2]
            raise MalformedAxiomError(str(term), f"one {name} was expected, found {len(values)}")
        return values[0]

    def members(self, term: Term) -> list[Term]:
        """Return the members of the RDF list at `term`."""
        members: list[Term] = []
        while iri(term) != f"{RDF}nil":
            if term in self.used:
                raise MalformedAxiomError(str(term), "a list is used twice or runs in a circle")
            self.used.add(term)
            members.append(self.one(term, f"{RDF}first"))
            term = self.one(term, f"{RDF}rest")
        return members

    def class_expression(self, term: Term) -> Expression:
        """Return a named class, or the class expression at a blank node.

        Raises
        ------
        MalformedAxiomError
            If a part is missing.
        UnknownTermError
            If a class, property or datatype is not declared.
        """
        if isinstance(term, NamedNode):
            return self.declared(term, "Class")
        node = self.nodes.get(term, {})
        self.used.add(term)
        for predicate in BOOLEAN:
            if predicate in node:
                return self.boolean(term, predicate)
        if f"{OWL}onProperty" in node:
            return self._restriction(term)
        raise MalformedAxiomError(str(term), "a class expression was expected")

    def boolean(self, term: Term, predicate: str) -> Expression:
        """Return the intersection, union, enumeration or complement that `term` is."""
        keyword, value = BOOLEAN[predicate], self.one(term, predicate)
        if keyword == "ObjectComplementOf":
            return (keyword, self.class_expression(value))
        read = individual if keyword == "ObjectOneOf" else self.class_expression
        parts = tuple(read(member) for member in self.members(value))
        if not parts:
            raise MalformedAxiomError(str(term), f"the list of {keyword} is empty")
        return (keyword, *parts) if len(parts) > 1 or keyword == "ObjectOneOf" else parts[0]

    def _restriction(self, term: Term) -> Expression:
        node = self.nodes[term]
        kind, prop = self.property(self.one(term, f"{OWL}onProperty"))
        for predicate, keyword in _QUANTIFIED.items():
            if predicate in node:
                return (f"{kind}{keyword}", prop, self._filler(kind, self.one(term, predicate)))
        if f"{OWL}hasValue" in node:
            value = self.one(term, f"{OWL}hasValue")
            return (
                f"{kind}HasValue",
                prop,
                literal(value) if kind == "Data" else individual(value),
            )
        if f"{OWL}hasSelf" in node:
            return ("ObjectHasSelf", prop)
        for predicate, keyword in _CARDINALITY.items():
            if predicate in node:
                number = str(getattr(self.one(term, predicate), "value", ""))
                on = f"{OWL}onClass" if kind == "Object" else f"{OWL}onDataRange"
                filler = (self._filler(kind, self.one(term, on)),) if on in node else ()
                return (f"{kind}{keyword}", number, prop, *filler)
        raise MalformedAxiomError(str(term), f"the restriction on {functional(prop)} has no filler")

    def _filler(self, kind: str, term: Term) -> Expression:
        return self.class_expression(term) if kind == "Object" else self.data_range(term)

    def data_range(self, term: Term) -> Expression:
        """Return a named datatype; made-up data ranges are refused, no engine here decides them."""
        if not isinstance(term, NamedNode):
            raise MalformedAxiomError(str(term), "only a named datatype is understood here")
        return str(term) if term.value.startswith(XSD) else self.declared(term, "Datatype")

    def property(self, term: Term) -> tuple[str, Expression]:
        """Return "Object", "Data" or "Annotation", and the property or its inverse."""
        if isinstance(term, BlankNode) and f"{OWL}inverseOf" in self.nodes.get(term, {}):
            self.used.add(term)
            return "Object", (
                "ObjectInverseOf",
                self.property(self.one(term, f"{OWL}inverseOf"))[1],
            )
        for kind in ("Object", "Data", "Annotation"):
            if kind in self.kinds.get(iri(term), ()):
                return kind, str(term)
        raise UnknownTermError(iri(term) or str(term), "the definitions")

    def declared(self, term: NamedNode, kind: str) -> str:
        """Return the token of `term` if it is declared as a `kind`."""
        if kind in self.kinds.get(term.value, ()):
            return str(term)
        import difflib

        known = sorted(name for name, kinds in self.kinds.items() if kind in kinds)
        near = difflib.get_close_matches(term.value, known, n=1, cutoff=0.9)
        raise UnknownTermError(term.value, "the definitions", near)


def iri(term: Term) -> str:
    """Return the IRI of a named node, else the empty text."""
    return term.value if isinstance(term, NamedNode) else ""


def individual(term: Term) -> str:
    """Return the token of an individual, named or anonymous."""
    if not isinstance(term, NamedNode | BlankNode):
        raise MalformedAxiomError(str(term), "an individual was expected")
    return str(term)


def literal(term: Term) -> str:
    """Return a literal in functional syntax, which escapes only the quote and the backslash."""
    if not isinstance(term, Literal):
        raise MalformedAxiomError(str(term), "a literal was expected")
    text = term.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"@{term.language}' if term.language else f'"{text}"^^{term.datatype}'
