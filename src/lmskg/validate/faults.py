"""What is broken in a shapes graph, by the rules of SHACL and by what both engines understand.

Both engines are lenient where it hurts: a misspelt `sh:minCuont`, a `sh:rule`, a property shape
without a path or a shape that selects nothing is skipped without a word, and the report then
conforms. So every SHACL term is held against those that both engines understand alike, and every
SPARQL constraint is parsed, also one that no data would reach.

References
----------
Shapes Constraint Language (SHACL), W3C Recommendation, sections 2, 4, 5 and appendix A.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from .shapes import SH, TARGETS, Node, Shapes, Value, declared_prefix, local_name, sh

# parameters that may stand once on a shape; a second one is read differently by each engine
_SINGLE = frozenset(
    """closed datatype deactivated flags ignoredProperties in languageIn maxCount maxExclusive
    maxInclusive maxLength minCount minExclusive minInclusive minLength nodeKind path pattern
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint select
    severity uniqueLang""".split()
)
_IRI_VALUED = frozenset(
    "class datatype nodeKind severity targetClass targetObjectsOf targetSubjectsOf prefixes".split()
)
_TERMS = (
    _SINGLE
    | _IRI_VALUED
    | frozenset(TARGETS)
    | frozenset(
        """alternativePath and declare defaultValue description disjoint equals group hasValue Info
        inversePath IRI Literal BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral lessThan
        lessThanOrEquals message name namespace node NodeShape not oneOrMorePath or order prefix
        PrefixDeclaration property PropertyGroup PropertyShape SPARQLConstraint sparql this
        Violation Warning xone zeroOrMorePath zeroOrOnePath""".split()
    )
)
_SEVERITIES = {sh("Violation"), sh("Warning"), sh("Info")}
_REFERRING = ("property", "node", "not", "qualifiedValueShape")
_LIST_REFERRING = ("and", "or", "xone")
_STRING_IRI_OR_COMMENT = re.compile(
    r"""\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>|\#[^\n]*"""
)
_REFUSED_KEYWORD = re.compile(r"\b(MINUS|VALUES|SERVICE)\b", re.IGNORECASE)
_SELECT_THIS = re.compile(r"\bSELECT\b[^{]*[$?]this\b", re.IGNORECASE)


def iter_faults(shapes: Shapes) -> Iterator[tuple[Node, str]]:
    """Yield each subject of the shapes graph that is broken, with the reason."""
    parts = set(shapes.parents())
    referred = set(_referred(shapes))
    for subject in sorted(shapes.index, key=str):
        is_property = subject in parts or shapes.has_type(subject, "PropertyShape")
        reasons = [
            *_term_faults(shapes, subject),
            *_shape_faults(shapes, subject, is_property=is_property, referred=subject in referred),
            *_constraint_faults(shapes, subject),
        ]
        yield from ((subject, reason) for reason in reasons)


def _referred(shapes: Shapes) -> Iterator[Value]:
    """Yield each node that a shape refers to as a shape, members of lists too."""
    for subject in shapes.index:
        for name in _REFERRING:
            yield from shapes.values(subject, name)
        for name in _LIST_REFERRING:
            for head in shapes.values(subject, name):
                yield from shapes.members(head)


def _term_faults(shapes: Shapes, subject: Node) -> Iterator[str]:
    for predicate, objects in shapes.index[subject].items():
        for iri in (predicate, *(o.value for o in objects if isinstance(o, NamedNode))):
            name = iri.removeprefix(SH)
            if name != iri and name not in _TERMS:
                near = difflib.get_close_matches(name, sorted(_TERMS), n=1)
                hint = f"; did you mean sh:{near[0]}?" if near else ""
                yield f"sh:{name} is not known, or not to both engines{hint}"
        if predicate.startswith(SH):
            yield from _value_faults(predicate.removeprefix(SH), objects)


def _value_faults(name: str, objects: list[Value]) -> Iterator[str]:
    if name in _SINGLE and len(objects) > 1:
        yield f"sh:{name} stands {len(objects)} times, once is allowed"
    if name in _IRI_VALUED and not all(isinstance(item, NamedNode) for item in objects):
        yield f"the value of sh:{name} must be an IRI"
    if name == "severity" and not set(objects) <= _SEVERITIES:
        yield "sh:severity must be sh:Violation, sh:Warning or sh:Info"


def _shape_faults(
    shapes: Shapes, subject: Node, *, is_property: bool, referred: bool
) -> Iterator[str]:
    if is_property and not shapes.values(subject, "path"):
        yield "a property shape needs one sh:path"
    for part in shapes.values(subject, "property"):
        if part not in shapes.index:
            yield f"its property shape {local_name(part)} is not in the shapes"
    is_shape = is_property or shapes.has_type(subject, "NodeShape")
    has_target = any(shapes.values(subject, name) for name in TARGETS)
    if is_shape and not (has_target or referred):
        yield "nothing selects this shape; give it a target, or refer to it from another shape"
    if has_target and not is_shape:
        yield "it has a target, but is no sh:NodeShape and no sh:PropertyShape; declare it as one"


def _constraint_faults(shapes: Shapes, subject: Node) -> Iterator[str]:
    for constraint in shapes.values(subject, "sparql"):
        if not shapes.values(constraint, "select"):
            yield "its sh:sparql has no sh:select"
    for select in shapes.values(subject, "select"):
        reason = _select_fault(shapes, subject, select.value)
        if reason:
            yield reason


def _select_fault(shapes: Shapes, constraint: Node, select: str) -> str | None:
    """Return what is wrong with a SPARQL constraint, if anything."""
    bare = _STRING_IRI_OR_COMMENT.sub(" ", select)
    refused = _REFUSED_KEYWORD.search(bare)
    if refused:
        # the first two cannot be combined with the binding of $this, the last goes out
        return f"{refused[1].upper()} may not stand in sh:select"
    if not _SELECT_THIS.search(bare):
        return "sh:select must be a SELECT of $this"
    declared: dict[str, str] = {}
    for node in shapes.values(constraint, "prefixes"):
        for item in shapes.values(node, "declare"):
            declared |= declared_prefix(shapes, item)
    try:
        Store().query(select.replace("$PATH", "<urn:path>"), prefixes=declared)
    except SyntaxError as error:
        return f"sh:select is not SPARQL: {_one_line(error)}"
    except (OSError, RuntimeError) as error:
        return f"sh:select cannot be evaluated: {_one_line(error)}"
    return None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
