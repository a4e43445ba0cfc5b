"""A Turtle file as its statements, so that one record changes and all else stays as it was written.

`split_statements` cuts the text of a file, comments and layout included; the parts joined are the
file. `edit_statement` puts new values into one statement and keeps the order and the layout of
what is there. `new_statement` writes one in the layout of the claim files. Not here: which
records a file should hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF_TYPE, XSD
from .cells import Value
from .tables import TableSpec, opens_line, rank

Node = Mapping[str, tuple[Value, ...]]

_TOKEN = re.compile(
    r'''(?P<space>\s+)
      | (?P<comment>\#[^\n]*)
      | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
                 | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>\s]*>)
      | (?P<mark>[;,\[\]()])
      | (?P<word>(?:[^\s;,\[\]()<>"'#.\\]|\\.|\.(?=[\w%:\\.-]*[\w%:\\-]))+)
      | (?P<stop>\.)
      | (?P<other>.)''',
    re.VERBOSE | re.DOTALL,
)
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_SHORT = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "boolean": re.compile(r"true|false"),
}
_LINE = "\n    "


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a file: what stands before it, its text with the full stop, its subject.

    `subject` is the IRI of a record, `""` for a prefix or for what is none.
    """

    lead: str
    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of a file, the rest after the last, and the prefixes that it declares."""

    parts: tuple[Statement, ...]
    tail: str
    prefixes: Mapping[str, str]

    def text(self) -> str:
        """Return the text of the file."""
        return "".join(part.lead + part.text for part in self.parts) + self.tail


def split_statements(text: str) -> Statements:
    """Return the statements of a Turtle file whose syntax has been found right."""
    parts: list[Statement] = []
    prefixes: dict[str, str] = {}
    start = at = 0
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup, match[0]
        if kind in ("space", "comment"):
            continue
        if not words:
            at = match.start()
        words.append(word)
        is_sparql_style = words[0].upper() in ("PREFIX", "BASE") and kind == "iri"
        if kind == "stop" or is_sparql_style:
            if words[0].upper() in ("@PREFIX", "PREFIX") and len(words) > 2:
                prefixes[words[1].removesuffix(":")] = words[2][1:-1]
            subject = _subject(words[0], prefixes)
            parts.append(Statement(text[start:at], text[at : match.end()], subject))
            start, words = match.end(), []
    return Statements(tuple(parts), text[start:], prefixes)


def _subject(word: str, prefixes: Mapping[str, str]) -> str:
    if word.startswith("<"):
        return word[1:-1]
    prefix, colon, name = word.partition(":")
    if not colon or prefix not in prefixes:
        return ""
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", name)


@dataclass(frozen=True, slots=True)
class _Part:
    """One predicate with its objects in a statement, with the layout around them."""

    lead: str
    verb: str
    gap: str
    objects: str
    trail: str
    iri: str


def edit_statement(
    statement: Statement, old: Node, new: Node, spec: TableSpec, prefixes: Mapping[str, str]
) -> Statement:
    """Return a statement that says `new` where it said `old`; what is in both stays as it is."""
    head, parts = _parts(statement.text, prefixes)
    for iri in sorted({*old, *new}, key=lambda iri: _place(spec, iri)):
        if old.get(iri, ()) == new.get(iri, ()):
            continue
        places = [n for n, part in enumerate(parts) if part.iri == iri]
        if not new.get(iri):
            parts = _without(parts, places)
        elif places:
            objects = _objects(new[iri], prefixes)
            parts[places[0]] = replace(parts[places[0]], objects=objects)
            parts = _without(parts, places[1:])
        else:
            parts = _with(parts, iri, new[iri], spec, prefixes)
    body = ";".join(p.lead + p.verb + p.gap + p.objects + p.trail for p in parts)
    return replace(statement, text=f"{head}{body}.")


def _place(spec: TableSpec, iri: str) -> tuple[int, int, str]:
    return (-1, 0, "") if iri == RDF_TYPE else rank(spec, iri)


def _parts(text: str, prefixes: Mapping[str, str]) -> tuple[str, list[_Part]]:
    """Return the subject of a statement and its predicates, each with its layout."""
    tokens = [(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(text)][:-1]
    head, rest = tokens[0][1], tokens[1:]
    chunks: list[list[tuple[str, str]]] = [[]]
    depth = 0
    for kind, word in rest:
        depth += (word in "[(") - (word in "])") if kind == "mark" else 0
        if kind == "mark" and word == ";" and depth == 0:
            chunks.append([])
        else:
            chunks[-1].append((kind, word))
    return head, [_part(chunk, prefixes) for chunk in chunks]


def _part(tokens: list[tuple[str, str]], prefixes: Mapping[str, str]) -> _Part:
    solid = [n for n, (kind, _) in enumerate(tokens) if kind not in ("space", "comment")]

    def joined(start: int, end: int | None) -> str:
        return "".join(word for _, word in tokens[start:end])

    if len(solid) < 2:  # a ';' too many
        return _Part(joined(0, None), "", "", "", "", "")
    verb, first, last = solid[0], solid[1], solid[-1]
    word = tokens[verb][1]
    iri = RDF_TYPE if word == "a" else _subject(word, prefixes)
    return _Part(
        joined(0, verb), word, joined(verb + 1, first), joined(first, last + 1),
        joined(last + 1, None), iri,
    )  # fmt: skip


def _without(parts: list[_Part], places: Iterable[int]) -> list[_Part]:
    """Return the parts without some; where one began a line, the next one does."""
    kept = list(parts)
    for place in sorted(places, reverse=True):
        gone = kept.pop(place)
        if place < len(kept) and "\n" in gone.lead and "\n" not in kept[place].lead:
            kept[place] = replace(kept[place], lead=gone.lead)
        elif place == len(kept) and kept:
            kept[-1] = replace(kept[-1], trail=gone.trail)
    return kept


def _with(
    parts: list[_Part],
    iri: str,
    values: tuple[Value, ...],
    spec: TableSpec,
    prefixes: Mapping[str, str],
) -> list[_Part]:
    """Return the parts with one more, before the first that comes after it by the table."""
    own = _place(spec, iri)
    later = (n for n, part in enumerate(parts) if part.iri and _place(spec, part.iri) > own)
    place = next(later, len(parts))
    verb = _name(NamedNode(iri), prefixes)
    lead = _LINE if opens_line(spec, iri) else " "
    after = parts[place] if place < len(parts) else None
    kept = list(parts)
    if after and lead == " " and "\n" in after.lead and place <= 1:
        lead = after.lead
    if after and "\n" in lead and not opens_line(spec, after.iri):
        kept[place] = replace(after, lead=" ")
    kept.insert(place, _Part(lead, verb, " ", _objects(values, prefixes), " ", iri))
    if place == len(parts) and kept[place - 1].trail == "":
        kept[place - 1] = replace(kept[place - 1], trail=" ")
    return kept


def new_statement(
    iri: str, node: Node, spec: TableSpec, prefixes: Mapping[str, str], *, lead: str
) -> Statement:
    """Return a statement in the layout of the claim files.

    Parameters
    ----------
    iri, node
        The record: its IRI, and property to values.
    spec
        Its table, which gives order and layout.
    prefixes
        Those that the file declares; what has none of them is written in full.
    lead
        What is to stand before the statement.
    """
    types = _objects(node[RDF_TYPE], prefixes)
    lines = [f"{_name(NamedNode(iri), prefixes)} a {types}"]
    for name in sorted(set(node) - {RDF_TYPE}, key=lambda name: _place(spec, name)):
        if node[name]:
            said = f"{_name(NamedNode(name), prefixes)} {_objects(node[name], prefixes)}"
            is_first = len(lines) == 1 and not spec.is_compact
            lines.append((_LINE if is_first or opens_line(spec, name) else " ") + said)
    return Statement(lead, " ;".join(lines) + " .", iri)


def _objects(values: Iterable[Value], prefixes: Mapping[str, str]) -> str:
    return " , ".join(
        _name(v, prefixes) if isinstance(v, NamedNode) else _literal(v, prefixes) for v in values
    )


def _name(node: NamedNode, prefixes: Mapping[str, str]) -> str:
    """Return an IRI as a short name where that is plain to read, else in full."""
    fitting = [(ns, prefix) for prefix, ns in prefixes.items() if node.value.startswith(ns)]
    for namespace, prefix in sorted(fitting, key=lambda pair: (-len(pair[0]), pair[1])):
        name = node.value[len(namespace) :]
        if _SIMPLE_NAME.fullmatch(name):
            return f"{prefix}:{name}"
    return str(node)


def _literal(literal: Literal, prefixes: Mapping[str, str]) -> str:
    datatype = literal.datatype.value
    short = _SHORT.get(datatype.removeprefix(XSD))
    if datatype.startswith(XSD) and short and short.fullmatch(literal.value):
        return literal.value
    if literal.language or datatype == f"{XSD}string":
        return str(literal)
    return f"{Literal(literal.value)}^^{_name(NamedNode(datatype), prefixes)}"
