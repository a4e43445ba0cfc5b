"""Statements as a person reads them: short names, blank nodes in square brackets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode

from ..namespaces import RDF_TYPE, XSD
from ..tables.names import curies
from .difference import Changed, Row
from .fold import Folded, Part, Statement, Term

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_TYPE = NamedNode(RDF_TYPE)
_STRING = f"{XSD}string"


class Words:
    """The words for what differs.

    Parameters
    ----------
    prefixes
        Prefix to namespace.
    most
        Number of statements that are shown of a blank node and of those below it.
    """

    def __init__(self, prefixes: dict[str, str], most: int) -> None:
        self._curie = curies(prefixes)
        self._most = self._room = most

    def say(self, item: Statement | Row) -> str:
        """Return a statement, or a row of a table, in one line."""
        if isinstance(item, Row):
            return f"{item.file}  {item.text}"
        return self.line(item._replace(graph=DefaultGraph())) + self._place(item)

    def line(self, item: Statement | Row) -> str:
        """Return a statement in one line, its graph as in N-Quads."""
        if isinstance(item, Row):
            return self.say(item)
        has_graph = item.graph != DefaultGraph()
        terms = (*item[:3], item.graph if has_graph else None)
        return " ".join(self.term(term) for term in terms if term is not None)

    def change(self, pair: Changed) -> str:
        """Return both statements in one line; what they share is said once."""
        left, right = pair.left, pair.right
        if pair.what == "graph":
            return f"{self.say(left)}  ->{self._place(right) or '  in no graph'}"
        if isinstance(left.subject, Folded) and isinstance(right.subject, Folded):
            return self._inside(left.subject, right.subject)
        place = f"{self.term(left.subject)} {self.term(left.predicate)}"
        if isinstance(left.object, Folded) and isinstance(right.object, Folded):
            return f"{place} {self._inside(left.object, right.object)}{self._place(left)}"
        return f"{place} {self.term(left.object)}  ->  {self.term(right.object)}{self._place(left)}"

    def _place(self, statement: Statement) -> str:
        graph = statement.graph
        return "" if graph == DefaultGraph() else f"  in {self.term(graph)}"

    def _inside(self, left: Folded, right: Folded) -> str:
        """Return where two blank nodes differ, and in what."""
        path = [self.term(value) for predicate, value in left.parts if predicate == _TYPE]
        lone = _lone_parts(left, right)
        while len(lone[0]) == len(lone[1]) == 1:
            (ours,), (theirs,) = lone
            if ours[0] != theirs[0] or not (
                isinstance(ours[1], Folded) and isinstance(theirs[1], Folded)
            ):
                break
            if ours[0] != _REST:
                path.append(self.term(ours[0]))
            lone = _lone_parts(ours[1], theirs[1])
        said = [
            f"{sign} {self.term(predicate)} {self.term(value)}"
            for sign, parts in zip("-+", lone, strict=True)
            for predicate, value in parts
        ]
        return f"[ … {' '.join([*path, ''])}]: {', '.join(said) or 'in another graph'}"

    def term(self, term: object) -> str:
        """Return a term; of a blank node, what stands below it, as far as there is room."""
        self._room = self._most
        return self._text(term)

    def _text(self, term: object) -> str:
        if isinstance(term, Folded):
            items = _items(term)
            if items is not None:
                return f"( {' '.join(self._shown((None, item) for item in items))} )"
            return f"[ {' ; '.join(self._shown(term.parts))} ]"
        if isinstance(term, NamedNode):
            short = self._curie(term.value)
            return short if short != term.value else str(term)
        if isinstance(term, Literal) and not term.language and term.datatype.value != _STRING:
            return f"{Literal(term.value)}^^{self._text(term.datatype)}"
        return str(term)

    def _shown(self, parts: Iterable[tuple[NamedNode | None, Term]]) -> Iterator[str]:
        for predicate, value in parts:
            self._room -= 1
            if self._room < 0:
                yield "…"
                return
            text = self._text(value)
            yield f"{self._text(predicate)} {text}" if predicate else text


def _lone_parts(left: Folded, right: Folded) -> tuple[list[Part], list[Part]]:
    """Return the statements below each of two blank nodes that the other has not."""
    ours, theirs = Counter(left.parts), Counter(right.parts)
    return list((ours - theirs).elements()), list((theirs - ours).elements())


def _items(node: Folded) -> list[Term] | None:
    """Return the items of a list, `None` if the node is none."""
    items: list[Term] = []
    seen: set[str] = set()
    while True:
        parts = dict(node.parts)
        if len(node.parts) != 2 or parts.keys() != {_FIRST, _REST} or node.signature in seen:
            return None
        seen.add(node.signature)
        items.append(parts[_FIRST])
        rest = parts[_REST]
        if rest == _NIL:
            return items
        if not isinstance(rest, Folded):
            return None
        node = rest
