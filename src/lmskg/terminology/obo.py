"""OBO flat files, versions 1.0 to 1.4.

Line by line: a stanza is a term, a tag names what its line says. Tags that say nothing of names,
place or fate of a term are passed over, as the format's guide asks of a reader, so that a fault in
a date or a cross-reference does not cost the file. Cross-references (`xref`, and the lists in
brackets) are never read: a matcher must not see them.

References
----------
OBO Flat File Format 1.4 Syntax and Semantics, http://oboformat.googlecode.com/svn/branches/2011-11-29/doc/obo-syntax.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..errors import SourceFormatError
from .draft import OBO, Draft, Draftbook, count
from .model import Relation, Scope
from .packed import inner_name, read_unpacked_text

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)')
# a comment, or modifiers such as {source="x"}, at the end of a line
_TAIL = re.compile(
    r"""(?:\s+|^)(?:\{\s*[^\s={}"]+\s*=(?:"(?:[^"\\]|\\.)*"|[^"{}])*\}\s*)?(?:!.*)?$"""
)
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "W": " ", "t": "\t"}


@dataclass(slots=True)
class OboIds:
    """Turns ids into IRIs, once each, by the rules of the OBO Foundry."""

    ontology: str
    spaces: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def expand(self, text: str) -> str:
        """Return the IRI of an id: `DOID:4` by its id space, `part_of` under the ontology."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._expand(unescape(text))
        return found

    def _expand(self, text: str) -> str:
        prefix, mark, local = text.partition(":")
        if not mark:
            return f"{OBO}{self.ontology}#{text}"
        if local.startswith("//") or prefix == "urn":
            return text
        return self.spaces.setdefault(prefix, f"{OBO}{prefix}_") + local


def unescape(text: str) -> str:
    r"""Return a value with its escapes resolved: `\n`, `\W`, `\t`, else the character itself.

    Examples
    --------
    >>> unescape(r"a \"b\"\Wc")
    'a "b" c'
    """
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), text)


def read_obo(path: Path) -> Draftbook:
    """Return the drafts of an OBO file.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, MissingExtraError
        If the file cannot be read, or a line is wrong; with the line.
    """
    lines = read_unpacked_text(path).split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith("[")]
    book, ids = _header(lines[: starts[0] if starts else len(lines)], path)
    for start, end in pairwise([*starts, len(lines)]):
        if lines[start].startswith("[Term]"):
            _stanza(lines, start, end, book, ids, path)
    book.prefixes |= ids.spaces
    return book


def _header(lines: list[str], path: Path) -> tuple[Draftbook, OboIds]:
    values: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        tag, value = _pair(line, number, path)
        values.setdefault(tag, []).append(value)
    name = values.get("ontology", [""])[0]
    book = Draftbook(_ontology_iri(name) or inner_name(path), owns_all=not name)
    book.version = next(iter(values.get("data-version", values.get("version", []))), None)
    short = name.rpartition("/")[2].removesuffix(".owl") if "//" in name else name
    ids = OboIds(short or inner_name(path).partition(".")[0])
    for space in values.get("idspace", []):
        prefix, iri = [*space.split(), "", ""][:2]
        if iri:
            ids.spaces[prefix] = iri
    if imports := values.get("import"):
        book.notes.append(f"{count(len(imports), 'import is', 'imports are')} not followed")
    return book, ids


def _ontology_iri(name: str) -> str:
    return name if "//" in name or not name else f"{OBO}{name}.owl"


def _pair(line: str, number: int, path: Path) -> tuple[str, str]:
    """Return tag and value of a line, both empty where it says nothing."""
    if not line.strip() or line.lstrip().startswith("!"):
        return "", ""
    tag, mark, value = line.partition(":")
    if not mark:
        raise SourceFormatError(path, number + 1, f"'{line[:40]}' is no line 'tag: value'")
    return tag.strip(), value.strip()


def _stanza(
    lines: list[str], start: int, end: int, book: Draftbook, ids: OboIds, path: Path
) -> None:
    pairs = [(n, *_pair(lines[n], n, path)) for n in range(start + 1, end)]
    found = next((_tokens(value) for _, tag, value in pairs if tag == "id"), None)
    if not found:
        raise SourceFormatError(path, start + 1, "this term has no id")
    draft = book.draft(ids.expand(found[0]))
    for number, tag, value in pairs:
        fill = TAGS.get(tag)
        if fill is None:
            continue
        try:
            fill(draft, value, ids)
        except ValueError as error:
            raise SourceFormatError(path, number + 1, f"{tag}: {error}") from error


def _tokens(value: str) -> list[str]:
    """Return the ids in a value, what is behind them (modifiers, comment) left out."""
    found = []
    for token in value.split():
        if token[0] in "!{":
            break
        found.append(token)
    return found


def _id(value: str, ids: OboIds) -> str:
    tokens = _tokens(value)
    if not tokens:
        raise ValueError("an id was expected")
    return ids.expand(tokens[0])


def _relation(value: str, ids: OboIds) -> Relation:
    tokens = _tokens(value)
    if len(tokens) != 2:
        raise ValueError("the ids of a relation and of a term were expected")
    return Relation(ids.expand(tokens[0]), ids.expand(tokens[1]))


def _quoted(value: str) -> tuple[str, str]:
    """Return the text in quotation marks and the word of capitals behind it."""
    match = _QUOTED.match(value)
    if match is None:
        raise ValueError("a text in quotation marks was expected")
    return unescape(match[1]), match[2]


def _name(draft: Draft, value: str, ids: OboIds) -> None:
    draft.add_name(
        unescape(_TAIL.sub("", value) if "!" in value or "{" in value else value), Scope.LABEL
    )


def _definition(draft: Draft, value: str, ids: OboIds) -> None:
    draft.definition = draft.definition or _quoted(value)[0]


def _synonym(draft: Draft, value: str, ids: OboIds) -> None:
    text, scope = _quoted(value)
    # without a scope a synonym is related (OBO 1.2)
    draft.add_name(text, _SCOPES.get(scope, Scope.RELATED))


def _scoped(scope: Scope) -> Fill:
    """Return the filler of a tag of OBO 1.0, whose name is the scope."""
    return lambda draft, value, ids: draft.add_name(_quoted(value)[0], scope)


def _intersection(draft: Draft, value: str, ids: OboIds) -> None:
    if len(_tokens(value)) == 1:
        draft.genera.append(_id(value, ids))
    else:
        draft.differentia.append(_relation(value, ids))


def _obsolete(draft: Draft, value: str, ids: OboIds) -> None:
    draft.is_obsolete = _tokens(value)[:1] in (["true"], ["True"], ["1"])


Fill = Callable[[Draft, str, OboIds], None]
_SCOPES = {scope.name: scope for scope in Scope if scope is not Scope.LABEL}
TAGS: dict[str, Fill] = {
    "name": _name,
    "def": _definition,
    "synonym": _synonym,
    **{f"{scope.value}_synonym": _scoped(scope) for scope in _SCOPES.values()},
    "is_a": lambda draft, value, ids: draft.parents.append(_id(value, ids)),
    "relationship": lambda draft, value, ids: draft.relations.append(_relation(value, ids)),
    "intersection_of": _intersection,
    "disjoint_from": lambda draft, value, ids: draft.disjoint.append(_id(value, ids)),
    "is_obsolete": _obsolete,
    "replaced_by": lambda draft, value, ids: draft.replacements.append(_id(value, ids)),
    "alt_id": lambda draft, value, ids: draft.alternatives.append(_id(value, ids)),
}
