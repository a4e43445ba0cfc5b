"""Give variables their terms within the text of a query, as SPARQL's own `VALUES`.

The engine at hand binds a variable before the query runs; the protocol knows no such thing. So
the query is cut into its groups, and each group in which a variable counts opens with its value.
What counts is what the engine at hand sees too: the outermost group; a group in it that names
the variable; of a sub-SELECT one that selects it. In `EXISTS` the value comes from without. A
term is written by its own serialiser and put between tokens, never into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Variable

from .refuse import TOKEN


def with_values(sparql: str, bindings: Mapping[Variable, NamedNode | Literal]) -> str:
    """Return a correct SELECT query with the variables of `bindings` given their terms.

    Examples
    --------
    >>> with_values("SELECT ?x ?y { ?x ?p ?y }", {Variable("y"): Literal("1")})
    'SELECT ?x ?y { VALUES (?y) { ("1") } ?x ?p ?y }'
    """
    terms = {variable.value: str(term) for variable, term in bindings.items()}
    reader = _Reader(frozenset(terms))
    for match in TOKEN.finditer(sparql):
        reader.read(match[0], match.start(), match.end())
    inserts: list[tuple[int, str]] = []
    for group in reader.groups:
        if names := sorted(group.given):
            inserts += group.inserts(_values(names, terms))
    return _inserted(sparql, inserts)


def _values(names: Iterable[str], terms: Mapping[str, str]) -> str:
    variables = " ".join(f"?{name}" for name in names)
    row = " ".join(terms[name] for name in names)
    return f" VALUES ({variables}) {{ ({row}) }}"


def _inserted(text: str, inserts: Iterable[tuple[int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for place, part in sorted(inserts):
        parts += [text[last:place], part]
        last = place
    return "".join([*parts, text[last:]])


@dataclass(slots=True)
class _Group:
    """A pair of braces; `visible` are the variables whose value reaches into it."""

    start: int
    visible: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()  # given here, named or not
    named: set[str] = field(default_factory=set)
    end: int = -1
    opens_with_select: bool = False

    @property
    def given(self) -> frozenset[str]:
        """The variables that get their value in this group."""
        return self.visible & (self.always | self.named)

    def inserts(self, values: str) -> list[tuple[int, str]]:
        """Return where to put what; beside a sub-SELECT nothing may stand in its braces."""
        if self.opens_with_select:
            return [(self.start, values + " {"), (self.end, "} ")]
        return [(self.start, values)]


@dataclass(slots=True)
class _Head:
    """A SELECT before its group: what it selects, and how deep in parentheses it stands."""

    level: int
    depth: int
    selected: set[str] = field(default_factory=set)


class _Reader:
    """Takes the marks of a query one by one, and keeps its groups."""

    def __init__(self, names: frozenset[str]) -> None:
        self.groups: list[_Group] = []
        self._names = names
        self._open: list[_Group] = []
        self._heads: list[_Head] = []
        self._depth = 0  # of parentheses
        self._last = ""  # the word or sign before
        self._kind = ""  # what the next braces are, where a word has said it

    def read(self, mark: str, start: int, end: int) -> None:
        """Take the next mark and where it stands."""
        if mark.isspace() or mark.startswith("#"):
            return
        word = mark.upper()
        if mark == "{":
            self._enter(end)
        elif mark == "}":
            self._open.pop().end = start
        elif word == "SELECT":
            self._select()
        elif word in ("EXISTS", "MINUS"):
            self._kind = word
        else:
            self._depth += (mark == "(") - (mark == ")")
            self._name(mark)
        self._last = word

    def _select(self) -> None:
        if self._last == "{":
            self._open[-1].opens_with_select = True
        self._heads.append(_Head(len(self._open), self._depth))

    def _name(self, mark: str) -> None:
        head = self._heads[-1] if self._heads else None
        is_selected = head is not None and self._depth == head.depth
        if mark == "*" and is_selected and head:
            head.selected |= self._names
        if mark[0] not in "?$" or mark[1:] not in self._names:
            return
        if is_selected and head:
            head.selected.add(mark[1:])
        for group in reversed(self._open):
            group.named.add(mark[1:])
            if group.visible:  # else EXISTS: the group around it gives the value
                break

    def _enter(self, end: int) -> None:
        kind, self._kind = self._kind, ""
        group = _Group(end)
        around = self._open[-1].visible if self._open else self._names
        if kind == "EXISTS":  # it has its values from around it
            pass
        elif self._heads and self._heads[-1].level == len(self._open):
            group.visible = group.always = around & self._chosen()
        else:
            group.visible = around
            # the engine at hand has the value on both sides, so that MINUS finds it shared
            group.always = around if kind == "MINUS" else frozenset()
        self._open.append(group)
        self.groups.append(group)

    def _chosen(self) -> frozenset[str]:
        """Return what the SELECT whose group begins has selected; the outermost selects all."""
        head = self._heads.pop()
        return frozenset(head.selected) if self._open else self._names
