"""Two graphs in any forms are the same or not, and what differs is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

import lmskg
from lmskg.cli import run
from lmskg.compare import Difference, compare_sides, read_side, to_text
from lmskg.compare.difference import SHARING, difference
from lmskg.compare.fold import Statement
from lmskg.compare.words import Words
from lmskg.endpoint.protocol import Endpoint
from lmskg.errors import (
    SourceFormatError,
    SourceNotFoundError,
    StoreContentError,
    UnsupportedFormatError,
)
from lmskg.export import FORMS
from lmskg.graph.store import canonical, serialise
from lmskg.resources import Project
from lmskg.stores.content import content_of
from lmskg.stores.loading import load_content
from lmskg.tables import tables

from .graph_strategies import GRAPH_QUADS, NASTY, OWL, RDF_TYPE, RDFS, XSD
from .sparql_server import serving

PREFIXES = {"ex": "https://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
TEXT = """
@prefix ex: <https://example.org/> .
ex:a ex:p "one"@en , 2 ; ex:q [ ex:p "inner" ] .
ex:b ex:p "old" .
"""
HEAD = """
@prefix ex: <https://example.org/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
AXIOM = f"""{HEAD}
ex:A owl:equivalentClass [ owl:intersectionOf ( ex:B [ owl:someValuesFrom ( ex:a %s ex:c ) ] ) ] .
"""
CLAIM = f"""{HEAD}
ex:tea a owl:Class ; rdfs:label "tea"@en .
ex:1 a kg:Claim ; kg:subject ex:tea ; kg:predicate ex:helps ; kg:object ex:sleep ;
  kg:statement "Tea helps." .
"""
WORDS = Words(PREFIXES | {"owl": OWL, "rdf": RDF_TYPE.removesuffix("type"), "rdfs": RDFS}, 12)
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


def tables_of(tmp_path: Path, *texts: str) -> list[Path]:
    folders = [tmp_path / f"csv-{number}" for number, _ in enumerate(texts)]
    for folder, text in zip(folders, texts, strict=True):
        FORMS["csv"].write(tables(quads_of(text), PREFIXES), folder)
    return folders


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
        ("<urn:a> <urn:p> '1' .", "<urn:a> <urn:p> 1 .", "datatypes"),
        ("<urn:a> <urn:p> 1.10 .", "<urn:a> <urn:p> 1.1 .", "lexical forms"),
        ("<urn:a> <urn:p> 1e0 .", "<urn:a> <urn:p> 1.0e0 .", "lexical forms"),
        ("<urn:a> <urn:p> true .", f"<urn:a> <urn:p> '1'^^<{XSD}boolean> .", "lexical forms"),
        ("<urn:a> <urn:p> '1.10' .", "<urn:a> <urn:p> '1.1' .", ""),
        (
            "<urn:a> <urn:p> [ <urn:q> '\u00b5'@en ] .",
            "<urn:a> <urn:p> [ <urn:q> '\u00b5'@de ] .",
            "languages",
        ),
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


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS, GRAPH_QUADS)
def test_two_graphs_are_the_same_if_their_canonical_forms_are(
    left: list[Quad], right: list[Quad]
) -> None:
    found, back = difference(left, right), difference(right, left)
    assert found.is_same == (canonical(left) == canonical(right))
    assert (found.only_left, found.only_right) == (back.only_right, back.only_left)
    assert len(found.changed) == len(back.changed)


def test_a_change_below_a_blank_node_is_told_where_it_is() -> None:
    found = differ(AXIOM % "ex:b", AXIOM % "ex:z")
    assert (found.only_left, found.only_right) == ((), ())
    assert [WORDS.change(pair) for pair in found.changed] == [
        "ex:A owl:equivalentClass [ … owl:intersectionOf rdf:first owl:someValuesFrom ]: "
        "- rdf:first ex:b, + rdf:first ex:z"
    ]


def test_a_blank_node_more_does_not_show_at_the_others() -> None:
    more = "ex:B rdfs:subClassOf [ owl:onProperty ex:p ; owl:someValuesFrom ex:b ] ."
    found = differ(AXIOM % "ex:b", f"{AXIOM % 'ex:b'} {more}")
    assert not found.changed
    assert not found.only_left
    assert [WORDS.say(statement) for statement in found.only_right] == [
        "ex:B rdfs:subClassOf [ owl:onProperty ex:p ; owl:someValuesFrom ex:b ]"
    ]


def test_a_blank_node_that_nothing_leads_to_is_told_whole() -> None:
    note = "[ a owl:Axiom ; owl:annotatedSource ex:A ; rdfs:comment '%s' ] ."
    found = differ(HEAD + note % "one", HEAD + note % "two")
    assert [WORDS.change(pair) for pair in found.changed] == [
        '[ … owl:Axiom ]: - rdfs:comment "one", + rdfs:comment "two"'
    ]
    (lone,) = differ(HEAD + note % "one", HEAD + "ex:a ex:p ex:b .").only_left
    assert WORDS.say(lone) == (
        '[ rdf:type owl:Axiom ; rdfs:comment "one" ; owl:annotatedSource ex:A ]'
    )


def test_circles_of_blank_nodes_are_told_and_end() -> None:
    circle = "_:a ex:p _:b . _:b ex:p _:c . _:c ex:p _:a ."
    assert differ(HEAD + circle, HEAD + circle.replace("_:a", "_:z")).is_same
    found = differ(HEAD + circle, HEAD + circle.replace("_:c ex:p _:a", "_:c ex:p _:c"))
    assert not found.is_same
    assert all("…" in WORDS.say(statement) for statement in (*found.only_left, *found.only_right))


def test_a_circle_is_told_with_what_leads_to_it() -> None:
    tail = "_:a ex:p _:b . _:b ex:p _:a , _:end . _:end ex:q ex:z . _:root ex:p _:a ."
    (lone,) = differ(HEAD + tail, HEAD + "ex:a ex:p ex:b .").only_left
    assert WORDS.say(lone).startswith("[ ex:p [ ex:p [ ex:")


def test_a_list_that_bites_its_tail_is_told_and_ends() -> None:
    found = differ(HEAD + "ex:a ex:p _:l . _:l rdf:first ex:x ; rdf:rest _:l .", HEAD)
    (said,) = map(WORDS.say, found.only_left)
    assert said.startswith("ex:a ex:p [ rdf:first ex:x ; rdf:rest [ ")
    assert "…" in said


def test_of_a_long_list_the_start_is_told() -> None:
    found = differ(f"{HEAD} ex:a ex:p ({' ex:x' * 99} ) .", HEAD)
    (said,) = map(WORDS.say, found.only_left)
    assert said == f"ex:a ex:p ({' ex:x' * 12} … )"


def test_of_like_texts_the_likest_are_put_together() -> None:
    found = differ(
        "<urn:a> <urn:p> 'aaaa bbbb cccc', 'other words' .",
        "<urn:a> <urn:p> 'aaaa bbbb aaaa', 'aaaa bbbb cccd' .",
    )
    assert [str(pair.right.object) for pair in found.changed] == ['"aaaa bbbb cccd"']


def test_one_blank_node_is_not_two_that_are_alike() -> None:
    found = differ("<urn:a> <urn:p> _:x , _:y .", "<urn:a> <urn:p> _:x . <urn:b> <urn:p> _:y .")
    assert not found.is_same
    found = differ("<urn:a> <urn:p> _:x . <urn:b> <urn:p> _:x .",
                   "<urn:a> <urn:p> _:x . <urn:b> <urn:p> _:y .")  # fmt: skip
    assert found.only_in == SHARING
    assert not found.is_same


def test_the_likest_values_are_put_together() -> None:
    found = differ(
        "<urn:a> <urn:p> 'one long text', 'something else', 'x'@en, 1.0, <urn:b> .",
        "<urn:a> <urn:p> 'one long test', 'nothing of the sort', 'x'@de, 1.00, <urn:c>, <urn:d> .",
    )
    assert [(str(p.left.object), str(p.right.object), p.what) for p in found.changed] == [
        ('"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
         '"1.00"^^<http://www.w3.org/2001/XMLSchema#decimal>', "lexical form"),
        ('"one long text"', '"one long test"', "value"),
        ('"x"@en', '"x"@de', "language or datatype"),
    ]  # fmt: skip
    assert [str(s.object) for s in found.only_left if isinstance(s, Statement)] == [
        '"something else"',
        "<urn:b>",
    ]


def test_a_statement_in_another_graph_is_told_as_that() -> None:
    found = differ("<urn:g> { <urn:a> <urn:p> 'x' }", "<urn:a> <urn:p> 'x' .")
    assert [WORDS.change(pair) for pair in found.changed] == [
        '<urn:a> <urn:p> "x"  in <urn:g>  ->  in no graph'
    ]


def test_tables_are_compared_row_by_row(tmp_path: Path) -> None:
    left, right = (read_side(str(path)) for path in tables_of(tmp_path, CLAIM, CLAIM))
    assert compare_sides(left, right, PREFIXES).is_same
    whole = both(tmp_path, CLAIM, CLAIM.replace("Tea helps", "Tea harms"))
    found = compare_sides(left, read_side(whole[0]), PREFIXES)
    assert found.is_same
    assert any(loss.startswith("csv leaves out") for loss in found.losses)
    found = compare_sides(read_side(whole[1]), right, PREFIXES)
    assert [row.file for row in found.only_left] == ["claims.csv"]  # type: ignore[union-attr] # a row
    assert "Tea harms." in to_text(found, left, right, PREFIXES)


def test_tables_and_another_form_that_leaves_out_more_cannot_be_compared(tmp_path: Path) -> None:
    folder, _ = tables_of(tmp_path, CLAIM, CLAIM)
    FORMS["obographs"].write(tables(quads_of(CLAIM)), tmp_path / "o.json")
    with pytest.raises(SourceFormatError, match="has no way back"):
        compare_sides(read_side(str(folder)), read_side(str(tmp_path / "o.json")), PREFIXES)


def test_a_table_that_was_broken_is_named(tmp_path: Path) -> None:
    folder, _ = tables_of(tmp_path, CLAIM, CLAIM)
    with (folder / "claims.csv").open("a") as stream:
        stream.write("," * 99 + "x\n")
    with pytest.raises(SourceFormatError, match=r"claims.csv:3: a row does not fit"):
        read_side(str(folder))


def test_a_remote_store_is_a_side(tmp_path: Path) -> None:
    some = [*quads_of(CLAIM), *quads_of("<urn:g> { <urn:a> <urn:p> [ <urn:p> 'x'@en ] }")]
    (tmp_path / "a.nq").write_bytes(serialise(some, RdfFormat.N_QUADS, {}))
    with serving() as server:
        with pytest.raises(StoreContentError, match="holds no graph"):
            read_side(server.address)
        load_content(content_of(some, "0" * 64), Endpoint(server.address))
        remote = read_side(server.address)
    found = compare_sides(read_side(str(tmp_path / "a.nq")), remote, PREFIXES)
    assert found.is_same
    assert (found.n_left, found.losses) == (len(some), ())


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


def test_the_function_takes_graphs_of_all_sorts(tmp_path: Path) -> None:
    (path,) = both(tmp_path, CLAIM, "")[:1]
    graph = rdflib.Graph().parse(path)
    dataset = rdflib.Dataset().parse(path, format="turtle")
    sides: list[Any] = [path, Path(path), graph, dataset, lmskg.to_networkx(graph), quads_of(CLAIM)]
    assert all(lmskg.compare(path, side).is_same for side in sides)
    graph.remove((None, rdflib.RDFS.label, None))
    assert len(lmskg.compare(path, graph).only_left) == 1


def test_the_bundled_graph_is_the_other_side_where_none_is_named(
    quads: list[Quad], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "whole.nq"
    path.write_bytes(serialise(quads, RdfFormat.N_QUADS, {}))
    assert run(["compare", str(path)]) == 0
    assert "and the project's graph (N-Quads), " in capsys.readouterr().out
    assert lmskg.compare(None, path).is_same


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
