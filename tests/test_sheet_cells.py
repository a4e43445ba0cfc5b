"""Cells: every value goes into a cell and comes out of it as it was; slips are named."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from lmskg.sheet.cells import CellError, Kind, decode, encode, escape, split, unescape
from lmskg.sheet.folder import folder_files
from lmskg.sheet.grid import Cell, Grid, address_of

PREFIXES = {"ex": "https://example.org/", "kg": "https://w3id.org/lmskg/vocab/"}
XSD = "http://www.w3.org/2001/XMLSchema#"
KINDS: tuple[Kind, ...] = ("text", "string", "date", "value")

texts = st.text(max_size=30) | st.text('|\\"=+-@ \n\t_x0D5\u00a0', max_size=12)
numbers = st.integers().map(str) | st.decimals(allow_nan=False, allow_infinity=False).map(str)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda t, lang: Literal(t, language=lang), texts, st.sampled_from(["en", "de-at"])),
    st.builds(
        lambda t, kind: Literal(t, datatype=NamedNode(XSD + kind)),
        texts | numbers | st.sampled_from(["true", "1990", "1990-01", "1990-01-02", "1e5"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "gYear", "date", "gYearMonth"]),
    ),
)
names = st.text("abzAZ09._-/", max_size=8)
nodes = st.builds(lambda ns, end: NamedNode(ns + end), st.sampled_from(
    ["https://example.org/", "https://w3id.org/lmskg/vocab/", "urn:x:"]), names)  # fmt: skip
values = st.lists(literals | nodes, max_size=4).map(tuple)


@settings(deadline=None)
@given(values, st.sampled_from(KINDS))
def test_values_survive_a_cell(own: tuple[Literal | NamedNode, ...], kind: Kind) -> None:
    assert decode(encode(own, kind, PREFIXES), kind, PREFIXES) == own


@settings(deadline=None)
@given(texts)
def test_an_escaped_text_is_safe_in_every_spreadsheet(text: str) -> None:
    cell = escape(text)
    assert unescape(cell) == text
    assert split(cell) == [cell]
    assert cell == cell.strip()
    assert not cell.startswith(("=", "+", "-", "@"))
    assert cell.isprintable() or all(char.isprintable() or ord(char) >= 0xA0 for char in cell)


@settings(deadline=None)
@given(st.lists(st.lists(texts.map(escape), min_size=2, max_size=2), min_size=1, max_size=4))
def test_cells_survive_a_tsv_file(rows: list[list[str]]) -> None:
    grid = Grid("T", tuple(tuple(map(Cell, row)) for row in rows))
    text = folder_files({"T": grid})["T.tsv"].decode()
    back = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    assert back == rows


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        ("may | can", "text", [Literal("may", language="en"), Literal("can", language="en")]),
        ('"may"', "text", [Literal("may")]),
        ('"Rare" is a word', "text", [Literal('"Rare" is a word', language="en")]),
        ("a \\| b", "string", [Literal("a | b")]),
        ("kg:May", "value", [NamedNode("https://w3id.org/lmskg/vocab/May")]),
        ("<urn:x:y>", "value", [NamedNode("urn:x:y")]),
        ("5", "value", [Literal("5", datatype=NamedNode(XSD + "integer"))]),
        ("5.0", "value", [Literal("5.0", datatype=NamedNode(XSD + "decimal"))]),
        ('"5"', "value", [Literal("5")]),
        ("true", "value", [Literal("true", datatype=NamedNode(XSD + "boolean"))]),
        ("1990", "date", [Literal("1990", datatype=NamedNode(XSD + "gYear"))]),
        ("1990", "value", [Literal("1990", datatype=NamedNode(XSD + "integer"))]),
        ("2019-05-01", "date", [Literal("2019-05-01", datatype=NamedNode(XSD + "date"))]),
        ('"mot"@fr', "text", [Literal("mot", language="fr")]),
        ("", "text", []),
    ],
)
def test_cell_stands_for(cell: str, kind: Kind, expected: list[Literal | NamedNode]) -> None:
    assert list(decode(cell, kind, PREFIXES)) == expected


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1-Mar", "looks like a date that a spreadsheet made"),
        ("Mar-19", "looks like a date that a spreadsheet made"),
        ("3/5/2019", "looks like a date that a spreadsheet made"),
        ("1E+06", "scientific notation"),
        ("“kg:May”", "curly quotation mark"),
        ("kg:May ", "white space stands at the edge"),
        ("kg:May kg:Can", "white space in it"),
        ("kg:May |", "a value is missing beside"),
        ("nope:May", "unknown prefix 'nope:'"),
        ("may", "is no name of a term"),
        ("kg:{May}", "is no name of a term"),
    ],
)
def test_slip_in_a_value_is_named(cell: str, message: str) -> None:
    with pytest.raises(CellError, match=message.replace("|", r"\|")):
        decode(cell, "value", PREFIXES)


@pytest.mark.parametrize("text", ["a\\q", "a\\"])
def test_a_backslash_that_means_nothing_is_a_fault(text: str) -> None:
    with pytest.raises(CellError, match="means nothing"):
        unescape(text)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_address(column: int, letters: str) -> None:
    assert address_of(7, column) == f"{letters}7"
