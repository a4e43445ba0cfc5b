"""Two graphs in any forms are the same or not, and what differs is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

import lmskg
from lmskg.cli import run
from lmskg.compare import Difference, compare_sides, read_side, to_text
from lmskg.compare.difference import difference
from lmskg.errors import SourceFormatError, SourceNotFoundError, UnsupportedFormatError
from lmskg.export import FORMS
from lmskg.graph.store import serialise
from lmskg.resources import Project
from lmskg.tables import tables

from .graph_strategies import GRAPH_QUADS, NASTY, OWL, RDFS

CONTEXT = Path(__file__).parent / "data" / "mini" / "ontology" / "mini.ttl"
PREFIXES = {"ex": "https://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
TEXT = """
@prefix ex: <https://example.org/> .
ex:a ex:p "one"@en , 2 ; ex:q [ ex:p "inner" ] .
ex:b ex:p "old" .
"""
NAMES = {"graphml": "g.graphml", "obographs": "g.json", "trig12": "g.trig", "nq12": "g.nq"}


def quads_of(text: str) -> list[Quad]:
    return list(parse(text.encode(), RdfFormat.TRIG))


def differ(left: str, right: str) -> Difference:
    return difference(quads_of(left), quads_of(right))


def both(tmp_path: Path, left: str, right: str, ending: str = "ttl") -> list[str]:
    names = []
    for name, text in (("left", left), ("right", right)):
        path = tmp_path / f"{name}.{ending}"
        path.write_text(text)
        names.append(str(path))
    return names


def test_a_graph_is_the_same_whatever_its_blank_nodes_are_called() -> None:
    assert differ(TEXT, TEXT.replace("[ ex:p", "_:x . _:x ex:p").replace(" ] .", " .")).is_same


@settings(max_examples=25, deadline=None)
@given(GRAPH_QUADS)
def test_a_graph_is_itself_and_not_itself_without_a_statement(quads: list[Quad]) -> None:
    assert difference(quads, list(reversed(quads))).is_same
    distinct = list(dict.fromkeys(quads))
    if distinct:
        assert not difference(distinct, distinct[1:]).is_same


def test_what_differs_is_put_in_order() -> None:
    found = differ(TEXT, TEXT.replace('"old"', '"new"').replace(", 2 ;", ", 2 , 3 ;"))
    assert [(str(c.left.object), str(c.right.object)) for c in found.changed] == [
        ('"old"', '"new"')
    ]
    assert [str(quad.object.value) for quad in found.only_right] == ["3"]  # type: ignore[union-attr] # a literal
    assert found.only_left == ()


@pytest.mark.parametrize(
    ("left", "right", "cause"),
    [
        ("{T}", "<urn:g> {T}", "names of graphs"),
        ("<urn:a> <urn:p> 'x'@en .", "<urn:a> <urn:p> 'x'@de .", "languages"),
        ("<urn:a> <urn:p> 'x'@en .", "<urn:a> <urn:p> 'x' .", "languages and datatypes"),
        ("<urn:a> <urn:p> '1' .", "<urn:a> <urn:p> 1 .", "languages and datatypes"),
        ("<urn:a> <urn:p> '1' .", "<urn:a> <urn:p> '2' .", ""),
    ],
)
def test_the_one_cause_of_all_differences_is_named(left: str, right: str, cause: str) -> None:
    triple = "<urn:a> <urn:p> 'x' ."
    found = differ(
        left.replace("T", triple) if "{" in left else left,
        right.replace("T", triple) if "{" in right else right,
    )
    assert found.only_in == cause
    assert not found.is_same


@pytest.mark.parametrize("form", [form.name for form in FORMS.values() if form.reader])
def test_a_graph_and_its_export_are_the_same_but_for_stated_losses(
    form: str, quads: list[Quad], project: Project, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.nq"
    # the tests of each form take the whole; a claim, which RDF 1.2 makes a reifier, is in
    some = list(dict.fromkeys([*(q for q in quads if "claim/S050>" in str(q)), *quads[::4]]))
    whole.write_bytes(serialise(some, RdfFormat.N_QUADS, {}))
    place = tmp_path / NAMES.get(form, "g.ttl" if form == "ttl12" else "folder")
    rows = tables(some, project.prefixes())
    FORMS[form].write(rows, place)
    left, right = read_side(str(whole)), read_side(str(place))
    found = compare_sides(left, right, project.prefixes())
    assert found.is_same
    stated = [f"{form} leaves out {n.count:,} {n.what}" for n in FORMS[form].left_out(rows)]
    assert list(found.losses) == stated
    assert compare_sides(right, left, project.prefixes()).is_same


def test_a_change_beside_stated_losses_is_seen(tmp_path: Path) -> None:
    text = f"<urn:a> <{RDFS}label> '%s'@en ; a <{OWL}Class> ."
    left, _ = both(tmp_path, text % "one", "")
    FORMS["obographs"].write(tables(quads_of(text % "two")), tmp_path / "o.json")
    found = compare_sides(read_side(left), read_side(str(tmp_path / "o.json")), PREFIXES)
    assert not found.is_same
    assert [str(pair.right.object) for pair in found.changed] == ['"two"']


def test_nasty_values_in_two_forms_are_the_same(tmp_path: Path) -> None:
    rows = tables(NASTY, PREFIXES)
    FORMS["graphml"].write(rows, tmp_path / "g.graphml")
    FORMS["neo4j-csv"].write(rows, tmp_path / "csv")
    left, right = (read_side(str(tmp_path / name)) for name in ("g.graphml", "csv"))
    assert compare_sides(left, right, PREFIXES).is_same


def test_a_format_without_graphs_is_held_against_the_triples(tmp_path: Path) -> None:
    triple = "<urn:a> <urn:p> <urn:b>"
    (tmp_path / "a.nt").write_text(f"{triple} .\n")
    (tmp_path / "a.nq.gz").write_bytes(gzip.compress(f"{triple} <urn:g> .\n".encode()))
    left, right = (read_side(str(tmp_path / name)) for name in ("a.nt", "a.nq.gz"))
    found = compare_sides(left, right, PREFIXES)
    assert found.is_same
    assert found.losses == ("nt leaves out names of graphs",)
    assert right.quads[0].graph_name == NamedNode("urn:g"), "the sides are as they were"


def test_the_words(tmp_path: Path) -> None:
    names = both(
        tmp_path,
        TEXT,
        TEXT.replace('"old"', '"new"').replace('"one"@en , 2', '"one"@en , 2 , 3 , 4'),
    )
    left, right = (read_side(name) for name in names)
    said = to_text(compare_sides(left, right, PREFIXES), left, right, PREFIXES, limit=1)
    assert said.replace(str(tmp_path) + "/", "") == (
        "not the same graph: left.ttl (ttl) and right.ttl (ttl); 1 changed, 0 only in the first, "
        "2 only in the second of 5 and 7 statements\n"
        "only in right.ttl: 2\n"
        '  ex:a ex:p "3"^^xsd:integer\n'
        "  … and 1 more\n"
        "changed: 1\n"
        '  ex:b ex:p "old"  ->  "new"\n'
    )


def test_the_function() -> None:
    assert lmskg.compare(CONTEXT, CONTEXT).is_same


def test_the_command_and_its_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = both(tmp_path, TEXT, TEXT)
    assert run(["compare", *same]) == 0
    assert capsys.readouterr().out.startswith("the same graph: ")
    Path(same[1]).write_text(TEXT.replace("old", "new"))
    assert run(["compare", *same, "-f", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["same"] is False
    assert told["changed"][0]["right"] == '<https://example.org/b> <https://example.org/p> "new"'


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.ttl", None, SourceNotFoundError, "no such file"),
        ("a.ttl", "", SourceFormatError, "empty"),
        ("a.xyz", "x", UnsupportedFormatError, "graphml"),
        ("a.cypher", "x", SourceFormatError, "no way back from the form cypher"),
        ("a.graphml", "x", SourceFormatError, "a.graphml"),
        ("folder", "folder", SourceFormatError, "statements.csv \\(neo4j-csv\\)"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, name: str, data: str | None, error: type[Exception], said: str
) -> None:
    path = tmp_path / name
    if data == "folder":
        path.mkdir()
    elif data is not None:
        path.write_text(data)
    with pytest.raises(error, match=said):
        read_side(str(path))
