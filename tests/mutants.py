"""Every small change of the claims of a project: the mutants of promise 4.

A mutant takes one statement out of the data, or puts another valid value in its place: another
member of the same enumeration, a sibling class, another claim, another number, another word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from lmskg.model import plain
from lmskg.namespaces import GRAPH, KG, OA, OWL, RDF_TYPE, RDFS_SUBCLASS, RDFS_SUBPROPERTY, XSD

if TYPE_CHECKING:
    from lmskg.model import Term

TYPE = NamedNode(RDF_TYPE)
CLAIMS = NamedNode(GRAPH + "claims")
_NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of the data: quads taken out, quads put in, and its name."""

    name: str
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...] = ()


def row_of(store: Store) -> dict[str, str]:
    """Return the table row that each node of the claims layer belongs to: IRI to row id."""
    rows: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, NamedNode(KG.row), None, CLAIMS):
        rows[_text(quad.subject)] = _text(quad.object)
    own = {_text(quad.subject) for quad in store.quads_for_pattern(None, None, None, CLAIMS)}
    for _ in range(3):  # claim -> evidence, measurement, list -> selector
        for quad in store.quads_for_pattern(None, None, None, CLAIMS):
            inner, outer = _text(quad.object), rows.get(_text(quad.subject))
            if outer and isinstance(quad.object, NamedNode) and inner in own:
                rows.setdefault(inner, outer)
    for iri in own:
        rows.setdefault(iri, "coverage")
    return rows


def mutants(store: Store, node: NamedNode) -> Iterator[Mutant]:
    """Yield every mutant of one node of the claims layer."""
    own = list(store.quads_for_pattern(node, None, None, CLAIMS))
    name = node.value.rpartition("lmskg/")[2]
    yield Mutant(f"{name} gone", tuple(own))
    for quad in own:
        prop = quad.predicate.value.rpartition("/")[2].rpartition("#")[2]
        label = f"{name} {prop} {_text(quad.object):.40}"
        yield Mutant(f"{label} gone", (quad,))
        for value in replacements(store, quad):
            changed = Quad(quad.subject, quad.predicate, value, quad.graph_name)
            yield Mutant(f"{label} -> {value.value!s:.60}", (quad,), (changed,))


def replacements(store: Store, quad: Quad) -> Iterator[NamedNode | Literal]:
    """Yield other valid values for the object of a quad."""
    value = quad.object
    if isinstance(value, NamedNode):
        yield from _neighbours(value, _kin(store, quad, value))
    elif isinstance(value, Literal):
        yield from _literals(quad, value)


def _neighbours(value: NamedNode, kin: set[str]) -> Iterator[NamedNode]:
    """Yield the kin before and after a value in the order of IRIs: a fixed choice of two."""
    ordered = sorted(kin | {value.value})
    place = ordered.index(value.value)
    for iri in dict.fromkeys((ordered[place - 1], ordered[(place + 1) % len(ordered)])):
        if iri != value.value:
            yield NamedNode(iri)


def _kin(store: Store, quad: Quad, value: NamedNode) -> set[str]:
    """Return what could stand in a value's place: members of its class, siblings, other claims."""
    if quad.predicate == TYPE:
        return {KG.Claim, KG.Explanation, KG.Attribution, KG.Coverage, KG.Measurement}
    found: set[str] = set()
    for link in (TYPE, NamedNode(RDFS_SUBCLASS), NamedNode(RDFS_SUBPROPERTY)):
        for up in store.quads_for_pattern(value, link, None, None):
            if _text(up.object).startswith(OWL):
                continue
            for down in store.quads_for_pattern(None, link, up.object, None):
                if isinstance(down.subject, NamedNode):
                    found.add(down.subject.value)
    return found


def _literals(quad: Quad, value: Literal) -> Iterator[Literal]:
    datatype = value.datatype.value
    if datatype in _NUMBERS:
        number = Decimal(value.value)
        for other in {number + 1, number * 10} - {number}:
            yield Literal(str(other), datatype=value.datatype)
    elif datatype == f"{XSD}boolean":
        yield Literal("false" if value.value == "true" else "true", datatype=value.datatype)
    else:
        words = value.value.split(" ")
        for place in range(len(words)):
            for put in ((), ("quux",)):
                text = " ".join([*words[:place], *put, *words[place + 1 :]])
                if quad.predicate.value == OA.exact or text.strip():
                    yield _as(text, value)


def _as(text: str, like: Literal) -> Literal:
    return Literal(text, language=like.language) if like.language else Literal(text)


def _text(term: Term) -> str:
    return plain(term) or ""
