"""Turtle files as statements: the parts are the file, and one record changes alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lmskg.graph.store import parse_file
from lmskg.namespaces import KG, RDF_TYPE
from lmskg.resources import bundled
from lmskg.sheet.blocks import Node, edit_statement, new_statement, split_statements
from lmskg.sheet.book import Record, read_book
from lmskg.sheet.tables import BY_NAME

PROJECT = bundled()
FILES = [*PROJECT.claims, PROJECT.sources]
STATEMENT = f"{KG.iri}statement"


def records(path: Path) -> Iterator[tuple[str, Record]]:
    for iri, record in read_book(PROJECT).records.items():
        if record.path == path:
            yield iri, record


def said(text: str, prefixes: dict[str, str]) -> dict[str, set[object]]:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    found: dict[str, set[object]] = {}
    for quad in parse(head + text, RdfFormat.TURTLE):
        found.setdefault(quad.predicate.value, set()).add(quad.object)
    return found


@pytest.mark.parametrize(
    "path", [*FILES, PROJECT.ontology, PROJECT.vocabulary], ids=lambda p: p.name
)
def test_statements_joined_are_the_file(path: Path) -> None:
    text = path.read_bytes().decode()
    statements = split_statements(text)
    assert statements.text() == text
    subjects = {q.subject.value for q in parse_file(path) if isinstance(q.subject, NamedNode)}
    assert {part.subject for part in statements.parts if part.subject} == subjects


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_changed_and_changed_back_is_the_same_statement(path: Path) -> None:
    statements = split_statements(path.read_bytes().decode())
    parts = {part.subject: part for part in statements.parts}
    for iri, record in records(path):
        names = sorted(set(record.node) - {RDF_TYPE})
        for name in (names[0], names[-1]):
            other: Node = {**record.node, name: (NamedNode("urn:x:y"), Literal("z", language="en"))}
            there = edit_statement(parts[iri], record.node, other, record.spec, statements.prefixes)
            assert there != parts[iri]
            back = edit_statement(there, other, record.node, record.spec, statements.prefixes)
            assert said(back.text, dict(statements.prefixes)) == {
                key: set(own) for key, own in record.node.items()
            }
            # an IRI that was written in full may come back by its short name
            assert back == parts[iri] or "<" in parts[iri].text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_new_statement_says_what_the_record_says(path: Path) -> None:
    prefixes = split_statements(path.read_bytes().decode()).prefixes
    for iri, record in records(path):
        new = new_statement(iri, record.node, record.spec, prefixes, lead="\n")
        assert said(new.text, dict(prefixes)) == {k: set(v) for k, v in record.node.items()}


def test_new_claim_has_the_layout_of_the_seed() -> None:
    """The first claim file is the model: what is new there looks like what is there."""
    path = next(path for path in FILES if path.name == "seed.ttl")
    statements = split_statements(path.read_bytes().decode())
    parts = {part.subject: part.text for part in statements.parts}
    own = dict(records(path))
    for name in ("S001", "S005", "S012"):
        for iri in own:
            if f"/{name}" in iri:
                record = own[iri]
                new = new_statement(iri, record.node, record.spec, statements.prefixes, lead="")
                assert new.text == parts[iri]


TURTLE = """# head
@prefix claim: <https://e.org/c/> .
PREFIX kg: <https://w3id.org/lmskg/vocab/>
claim:A a kg:Claim ; # why
    kg:row "A.;" ;
    kg:statement "one # two"@en .
claim:B.1 a kg:Claim ; kg:row '''x
. ; y''' ; kg:line 4. # tail
"""


def test_split_knows_comments_strings_and_stops() -> None:
    statements = split_statements(TURTLE)
    assert [part.subject for part in statements.parts] == [
        "", "", "https://e.org/c/A", "https://e.org/c/B.1",
    ]  # fmt: skip
    assert statements.tail == " # tail\n"
    assert statements.parts[0].lead == "# head\n"


def node_of(text: str, subject: str) -> Node:
    found: dict[str, tuple[Literal | NamedNode, ...]] = {}
    for quad in parse(text, RdfFormat.TURTLE):
        if quad.subject == NamedNode(subject) and not hasattr(quad.object, "subject"):
            found[quad.predicate.value] = (*found.get(quad.predicate.value, ()), quad.object)
    return found


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("statement", "new", '    kg:row "A.;" ;\n    kg:statement "new"@en .'),
        ("statement", None, 'claim:A a kg:Claim ; # why\n    kg:row "A.;" .'),
        (
            "caution",
            "c",
            'kg:row "A.;" ;\n    kg:caution "c"@en ;\n    kg:statement "one # two"@en .',
        ),
    ],
)
def test_edit_keeps_layout_and_comments(name: str, value: str | None, expected: str) -> None:
    statements = split_statements(TURTLE)
    old = node_of(TURTLE, "https://e.org/c/A")
    values = (Literal(value, language="en"),) if value else ()
    new = {**old, KG.iri + name: values}
    text = edit_statement(
        statements.parts[2], old, new, BY_NAME["Claims"], statements.prefixes
    ).text
    assert text.endswith(expected)
    assert "# why" in text
