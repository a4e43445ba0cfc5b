"""Axioms on blank nodes that OBO Graphs has a place for, found only where nothing would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from ..namespaces import OWL, RDF_TYPE

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (f"{_RDF}{name}" for name in ("first", "rest", "nil"))
_MEMBERS = f"{OWL}intersectionOf"
_PROPERTY, _FILLER = f"{OWL}onProperty", f"{OWL}someValuesFrom"
_CLASS, _RESTRICTION = NamedNode(f"{OWL}Class"), NamedNode(f"{OWL}Restriction")


class Relation(NamedTuple):
    """A relation that each member of a class has to some member of another."""

    property: str
    filler: str
    blank_nodes: frozenset[str]


class Definition(NamedTuple):
    """A class is what is of these kinds and has these relations."""

    kinds: tuple[str, ...]
    relations: tuple[Relation, ...]
    blank_nodes: frozenset[str]

    def to_json(self) -> dict[str, Any]:
        """Return the definition as OBO Graphs has it, without the class that it defines."""
        return {
            "genusIds": list(self.kinds),
            "restrictions": [
                {"propertyId": relation.property, "fillerId": relation.filler}
                for relation in self.relations
            ],
        }


class Axioms:
    """The statements of all blank nodes of a graph."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._held: dict[str, dict[str, list[Any]]] = {}
        self._uses: dict[str, int] = {}
        for triple in triples:
            if isinstance(triple.subject, BlankNode):
                held = self._held.setdefault(str(triple.subject), {})
                held.setdefault(triple.predicate.value, []).append(triple.object)
            if isinstance(triple.object, BlankNode):
                key = str(triple.object)
                self._uses[key] = self._uses.get(key, 0) + 1

    def _parts(self, node: object, *predicates: str) -> list[Any] | None:
        """Return the one value of each predicate, if the node has these and nothing else."""
        held = self._held.get(str(node), {})
        if set(held) != set(predicates) or self._uses.get(str(node)) != 1:
            return None
        if any(len(values) != 1 for values in held.values()):
            return None
        return [held[predicate][0] for predicate in predicates]

    def relation(self, node: object) -> Relation | None:
        """Return what a blank node says, if it is a relation to a named class."""
        parts = self._parts(node, RDF_TYPE, _PROPERTY, _FILLER)
        if parts is None or parts[0] != _RESTRICTION:
            return None
        if not all(isinstance(part, NamedNode) for part in parts):
            return None
        return Relation(parts[1].value, parts[2].value, frozenset((str(node),)))

    def definition(self, node: object) -> Definition | None:
        """Return what a blank node says, if it is kinds followed by relations."""
        parts = self._parts(node, RDF_TYPE, _MEMBERS)
        members = self._list(parts[1]) if parts and parts[0] == _CLASS else None
        if members is None:
            return None
        kinds: list[str] = []
        relations: list[Relation] = []
        for member in members[0]:
            if isinstance(member, NamedNode) and not relations:
                kinds.append(member.value)
            elif found := self.relation(member):
                relations.append(found)
            else:
                return None
        within = [relation.blank_nodes for relation in relations]
        blank_nodes = members[1].union({str(node)}, *within)
        return Definition(tuple(kinds), tuple(relations), blank_nodes)

    def _list(self, head: object) -> tuple[list[Any], frozenset[str]] | None:
        """Return the members of a list and its cells."""
        members, cells = [], set()
        while head != NamedNode(_NIL):
            parts = self._parts(head, _FIRST, _REST)
            if parts is None or str(head) in cells:
                return None
            cells.add(str(head))
            members.append(parts[0])
            head = parts[1]
        return members, frozenset(cells)
