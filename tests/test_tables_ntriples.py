"""The fast reader of N-Triples finds what pyoxigraph's parser finds, or leaves the file to it."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, serialize

from lmskg.errors import LmskgError
from lmskg.graph.stream import stream_file
from lmskg.tables.collect import Collected, collect
from lmskg.tables.ntriples import collect_ntriples

from .graph_strategies import GRAPH_QUADS, NASTY

A = "<https://e.org/a>"
PLAIN = f"{A} <https://e.org/p> <https://e.org/b> .\n"
TOKENS = (
    A,
    A,
    "<https://e.org/é>",
    "<no-scheme>",
    "<_:b>",
    "https://e.org/a",
    "_:b",
    "_:b.c",
    '"x"',
    '""',
    '"',
    '"x" . ',
    '"x\\"y"',
    '"x\\u00e9"',
    '"x"@en',
    '"x"@en-GB',
    '"x"@he--rtl',
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"1"^^<http://www.w3.org/2001/XMLSchema#string>',
    '"1"^^',
    "<<( <urn:a> <urn:b> <urn:c> )>>",
    "# comment",
    " .",
    ".",
    " ",
    " ",
    "\t",
    "\r",
    "\n",
    "\n",
    "\0",
    "\u2028",
    "\x85",
)
TEXTS = st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=3)), max_size=25).map("".join)
LINES = st.lists(
    st.tuples(*[st.sampled_from(TOKENS)] * 3).map(lambda terms: " ".join(terms) + " .\n"),
    max_size=4,
).map("".join)


def by_parser(path: Path) -> Collected | None:
    try:
        return collect(stream_file(path))
    except LmskgError:
        return None


def in_order(found: Collected | None) -> object:
    return found and (
        list(found.ids),
        list(found.literals.items()),
        list(found.edges),
        list(found.types.items()),
    )


def check(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.nt")
        path.write_bytes(text.encode())
        assert in_order(collect_ntriples(path)) == in_order(by_parser(path))


@settings(max_examples=120, deadline=None)
@given(TEXTS)
@example("")
@example("# nothing\n")
@example(f" {A} {A} .\n")
@example(f"\n {A} {A} .\n")
@example(f"{PLAIN}{A} <https://e.org/p> <https://e.org/b>\n")
@example(f'{PLAIN}{A} <https://e.org/p> "x"@en .\n{A} <https://e.org/p> "x"@en\n')
@example(f'{A} <https://e.org/p> " .\n')
@example(f'{A} <https://e.org/p> "x" "y" .\n')
@example(PLAIN.replace("\n", "\r\n") * 2)
@example(PLAIN.replace(" .", "."))
@example(PLAIN.replace("<https://e.org/b>", A))
@example(f"_:b <https://e.org/p> _:b .\n{A} <https://e.org/p> <_:b> .\n")
@example(f"{PLAIN}https://e.org/a <https://e.org/p> {A} .\n")
@example(f'{A} <https://e.org/p> "\\t" .\n{A} <https://e.org/p> "x" .\n{A} <https://e.org/p> "y" .')
def test_any_text_is_read_as_the_parser_reads_it(text: str) -> None:
    check(text)


@settings(max_examples=120, deadline=None)
@given(LINES)
def test_any_lines_are_read_as_the_parser_reads_them(text: str) -> None:
    check(text)


def written(quads: Iterable[Quad]) -> str:
    return (serialize([quad.triple for quad in quads], None, RdfFormat.N_TRIPLES) or b"").decode()


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
@example(NASTY)
def test_any_graph_is_read_as_the_parser_reads_it(quads: list[Quad]) -> None:
    check(written(quads))


def test_a_literal_that_needs_the_parser_keeps_its_place() -> None:
    first, odd, last = (f'{A} <https://e.org/p> "{text}" .\n' for text in ("x", "\\t", "y"))
    check(odd + first + last + first)


def test_a_file_of_many_chunks_is_read_whole(tmp_path: Path) -> None:
    lines = [f'<urn:n{n}> <urn:p> "{"x" * 50}{n}" .\n' for n in range(30_000)]
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress("".join(lines).encode(), 1))
    found = collect_ntriples(tmp_path / "a.nt.gz")
    assert found is not None
    assert [rows[0][1] for rows in found.literals.values()] == [
        f"{'x' * 50}{n}" for n in range(30_000)
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.ttl", PLAIN.encode()),
        ("a.nt.gz", gzip.compress(PLAIN.encode(), mtime=0)[:-9]),
        ("a.nt.gz", PLAIN.encode()),
        ("a.nt", PLAIN.encode() + b"\xff"),
        ("a.nt", b""),
        ("a.nt", None),
    ],
)
def test_what_is_not_in_order_is_left_to_the_parser(
    tmp_path: Path, name: str, data: bytes | None
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert collect_ntriples(tmp_path / name) is None
