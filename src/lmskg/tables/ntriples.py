"""The fast way in for N-Triples: lines as text, each term checked once.

A line is cut at its first two spaces. A term that was seen before needs no second look; a new one
is checked by pyoxigraph, and so is each line that is not of the plain form in which N-Triples are
written (an escape in a literal, a comment, other spaces). What comes out is what pyoxigraph's
parser gives, in half the time. Faults are not told here: the reader that can name line and column
goes over the file again.

References
----------
RDF 1.1 N-Triples, section 7 (Grammar).
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from .collect import Collected, LiteralRow, add_statements, collector_off, settle, tag_of

_CHUNK = 1 << 20
_BLANK = re.compile(r"_:[A-Za-z0-9]+")
_NONE = " "  # no token, for each ends at a space


def collect_ntriples(path: Path) -> Collected | None:
    """Return what one pass over a file of N-Triples finds.

    Nothing is returned of a file that is not named `.nt` or `.nt.gz`, cannot be read, is empty or
    is not in order.
    """
    name = path.name.lower()
    is_packed = name.endswith(".gz")
    if not name.removesuffix(".gz").endswith(".nt"):
        return None
    reader = _Reader()
    try:
        with collector_off(), gzip.open(path) if is_packed else path.open("rb") as stream:
            for text in _texts(cast(BinaryIO, stream)):
                reader.read(text)
            settle(reader.found)
    except (OSError, EOFError, zlib.error, ValueError, SyntaxError):
        return None
    return reader.found if reader.found.ids else None


def _texts(stream: BinaryIO) -> Iterator[str]:
    """Yield the file as texts of whole lines."""
    rest = b""
    while data := stream.read(_CHUNK):
        end = data.rfind(b"\n") + 1
        if end:
            yield (rest + data[:end]).decode()
            rest = data[end:]
        else:
            rest += data
    yield rest.decode()


class _Reader:
    """What was found so far, and every term that was seen, as it stands in the file."""

    def __init__(self) -> None:
        self.found = Collected()
        self._objects: dict[str, str] = {}
        self._predicates: dict[str, str] = {}
        self._tags: dict[str, str] = {}

    def read(self, text: str) -> None:
        """Add the statements of whole lines.

        Raises
        ------
        SyntaxError, ValueError
            If a line is no N-Triples.
        """
        # spelled out in one loop, for it runs once a line: calls would double its time
        predicates, objects, tags = self._predicates, self._objects, self._tags
        literals, edges = self.found.literals, self.found.edges
        is_odd = "\\" in text or "\r" in text
        rows: list[LiteralRow] | None = None
        last, subject = _NONE, ""
        for line in text.split("\n"):
            try:
                first, second, third = line.split(" ", 2)
                if first != last:
                    subject = self._subject(first)
                    last, rows = first, literals.get(subject)
                predicate = predicates.get(second) or self._predicate(second)
                if third[0] != '"':
                    target = objects.get(third) or self._object(third)
                    edges[subject, predicate, target, ""] = None
                    continue
                end = third.rindex('"', 1)
                value = third[1:end]
                if '"' in value or (is_odd and ("\\" in value or "\r" in value)):
                    raise ValueError(line)
                tag = tags.get(third[end + 1 :])
                if tag is None:
                    tag = self._tag(third[end + 1 :])
                if rows is None:
                    rows = literals[subject] = [(predicate, value, tag, "")]
                else:
                    rows.append((predicate, value, tag, ""))
            except (ValueError, IndexError):
                self._read_unusual(line)
                last = _NONE  # it may have given the subject its first literal

    def _subject(self, token: str) -> str:
        """Return the id of a subject; few are asked for, as many lines share one."""
        is_iri = token[:1] == "<" and token[-1:] == ">"
        return self._iri(token[1:-1]) if is_iri else self._blank(token)

    def _object(self, end: str) -> str:
        """Return the id of a node that ends a line and was not seen before."""
        is_iri = end[:1] == "<" and end[-3:] == "> ."
        id = self._iri(end[1:-3]) if is_iri else self._blank(end.removesuffix(" ."), end)
        self._objects[end] = id
        return id

    def _iri(self, iri: str) -> str:
        ids = self.found.ids
        known = ids.get(iri)
        if known is None or known[0] == "_":  # of a blank node, which no IRI looks like
            NamedNode(iri)
            known = ids[iri] = iri
        return known

    def _blank(self, label: str, end: str = "") -> str:
        if not _BLANK.fullmatch(label) or label == end:
            raise ValueError(label)
        return self.found.ids.setdefault(label, label)

    def _predicate(self, token: str) -> str:
        if not (token[:1] == "<" and token[-1:] == ">"):
            raise ValueError(token)
        predicate = self._predicates[token] = NamedNode(token[1:-1]).value
        return predicate

    def _tag(self, suffix: str) -> str:
        """Return the tag of literals that end in this way, such as `@en .`."""
        (statement,) = parse(f'<urn:x> <urn:x> ""{suffix}', RdfFormat.N_TRIPLES)
        tag = self._tags[suffix] = tag_of(cast(Literal, statement.object), {})
        return tag

    def _read_unusual(self, line: str) -> None:
        statements: list[Quad] = list(parse(line, RdfFormat.N_TRIPLES))
        if any(isinstance(statement.object, Triple) for statement in statements):
            raise ValueError(line)
        add_statements(statements, self.found)
