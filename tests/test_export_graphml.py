"""GraphML comes back whole, and other programs read it."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from pyoxigraph import Quad, RdfFormat, parse

from lmskg.errors import SourceFormatError, SourceNotFoundError
from lmskg.export.graphml import escape
from lmskg.export.graphml_reading import read_graphml, unescape
from lmskg.tables import tables

from .export_tools import CLAIMS, there_and_back, write
from .graph_strategies import ANY_TEXT, GRAPH_QUADS, NASTY

SMALL = b"""
@prefix ex: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a rdfs:label "one"@en , "two"@en ; ex:knows ex:b ; ex:likes ex:b ; ex:age 7 .
ex:b rdfs:label "b\\u0001"@de ; ex:knows ex:b .
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a small file that a test may break."""
    path = tmp_path / "small.graphml"
    write("graphml", parse(SMALL, RdfFormat.TURTLE), path)
    return path


def test_the_bundled_graph_comes_back(quads: list[Quad]) -> None:
    assert set(there_and_back("graphml", quads)) == set(quads)


def test_every_kind_of_literal_comes_back() -> None:
    assert set(there_and_back("graphml", NASTY)) == set(NASTY)


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(quads: list[Quad]) -> None:
    assert set(there_and_back("graphml", quads)) == set(quads)


@given(ANY_TEXT)
def test_escaped_text_comes_back_and_holds_nothing_that_xml_forbids(text: str) -> None:
    escaped = escape(text)
    assert not any(char < " " and char not in "\t\n" for char in escaped)
    plain = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert unescape(plain.replace("&#13;", "\r").replace("&amp;", "&")) == text


def test_what_looks_like_an_escape_stays_what_it_was() -> None:
    assert unescape(escape(r"\u0041 \\u0041 \u004 \n")) == r"\u0041 \\u0041 \u004 \n"


def test_networkx_reads_every_node_edge_and_value(small: Path) -> None:
    graph = nx.read_graphml(small)
    assert graph.is_multigraph()
    a = graph.nodes["https://example.org/a"]
    assert (a["label"], a["label.2"], a["ex_age"]) == ("one", "two", 7)
    assert a["name"] == "one"
    assert sorted(data["label"] for *_, data in graph.edges(data=True)) == [
        "KNOWS",
        "KNOWS",
        "LIKES",
    ]
    assert graph.has_edge("https://example.org/b", "https://example.org/b")


def test_networkx_reads_the_direct_edges_of_claims(tmp_path: Path) -> None:
    write("graphml", parse(CLAIMS, RdfFormat.TURTLE), tmp_path / "claims.graphml")
    graph = nx.read_graphml(tmp_path / "claims.graphml")
    between = graph["https://example.org/Tea"]["https://example.org/Flu"]
    assert sorted(data["label"] for data in between.values()) == ["CURES", "DENIED_CURES"]


def test_the_bundled_graph_opens_in_networkx(quads: list[Quad], tmp_path: Path) -> None:
    write("graphml", quads, tmp_path / "all.graphml")
    graph, rows = nx.read_graphml(tmp_path / "all.graphml"), tables(quads)
    assert graph.number_of_nodes() == len(list(rows.nodes()))
    assert graph.number_of_edges() == len(list(rows.edges()))


def test_the_same_graph_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write("graphml", parse(SMALL, RdfFormat.TURTLE), tmp_path / "again.graphml")
    assert (tmp_path / "again.graphml").read_bytes() == small.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("</graphml>", "", r":\d+:\d+: not well-formed XML, or cut short"),
        ('<data key="label">', '<data key="lable">', r":\d+: key 'lable' is not declared"),
        (
            'target="https://example.org/b"',
            'target="https://example.org/c"',
            r":\d+: an edge ends at https://example.org/c, which no node is",
        ),
        (
            '<node id="https://example.org/b">',
            '<node id="https://example.org/a">',
            r":\d+: node https://example.org/a stands twice",
        ),
        (' id="https://example.org/b">', ">", r":\d+: a node without an id"),
        (' target="https://example.org/b"', "", r":\d+: an edge without source or target"),
        (
            '<data key="edge.predicate">https://example.org/knows</data>',
            "",
            r":\d+: the edge from .*/a to .*/b has no predicate",
        ),
        ('key="label.2">two', 'key="label.2">two</data><data key="labels">', None),
        ('<data key="label">one</data>', "", r":\d+: property label lacks a value"),
        (">7<", ">seven<", r":\d+: property ex_age: 'seven' is not of its type"),
        ("<graphml", '<!DOCTYPE g [<!ENTITY a "b">]><graphml', r":\d+: document types"),
        ('<key id="label"', "<key", r":\d+: a key without an id"),
        ("tag=@en", "", r":\d+: the description of a key is broken"),
        (
            "https://example.org/knows</data>",
            "no iri</data>",
            r"has an IRI that is none",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    small: Path, old: str, new: str, reason: str | None
) -> None:
    text = small.read_text()
    assert old in text
    small.write_text(text.replace(old, new, 1))
    if reason is None:
        assert list(read_graphml(small))
        return
    with pytest.raises(SourceFormatError, match=reason) as caught:
        list(read_graphml(small))
    assert str(caught.value).startswith(str(small))


def test_a_file_cut_anywhere_is_refused(small: Path) -> None:
    data = small.read_bytes()
    for size in range(0, len(data) - 2, 97):
        small.write_bytes(data[:size])
        with pytest.raises(SourceFormatError):
            list(read_graphml(small))


def test_a_file_saved_by_another_program_is_refused(small: Path) -> None:
    nx.write_graphml(nx.read_graphml(small), small)
    with pytest.raises(SourceFormatError, match="another program saved this file"):
        list(read_graphml(small))


def test_elements_of_other_programs_are_passed_over(small: Path) -> None:
    text = small.read_text()
    text = text.replace("<graphml", '<graphml xmlns:y="http://www.yworks.com/xml/graphml"', 1)
    small.write_text(text.replace("</node>", "<y:node/></node>"))
    assert set(read_graphml(small)) == set(parse(SMALL, RdfFormat.TURTLE))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="gone"):
        list(read_graphml(tmp_path / "gone.graphml"))
