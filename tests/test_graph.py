from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.build import asserted, read_layers
from lmskg.errors import (
    OntologyParseError,
    SourceFormatError,
    SourceNotFoundError,
    UnsupportedFormatError,
)
from lmskg.graph.face import from_rdflib, to_rdflib, turtle
from lmskg.graph.jsonld import jsonld
from lmskg.graph.store import (
    FORMATS,
    as_quads,
    canonical,
    format_of,
    in_graph,
    is_same_graph,
    load_store,
    parse_bytes,
    parse_file,
    serialise,
    store_of,
    triples,
)
from lmskg.namespaces import XSD
from lmskg.resources import Project

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"ex": "https://example.org/", "rdf": RDF, "xsd": XSD, "OBO": "http://obo.org/OBO_"}
EX = "https://example.org/"
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/">
<rdf:Description rdf:about="https://example.org/A"><ex:b>&c;</ex:b></rdf:Description></rdf:RDF>
"""
WORLD = """
@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:A a ex:Class ; ex:label "a"@en , "á"@pt-BR , "a" ; ex:n 1 , 2.50 , true ;
  ex:part [ ex:n 1 ; ex:part [ ex:n 2 ] ] , [ ex:n 3 ] ; ex:list ( ex:B "two" [ ex:n 4 ] ) .
ex:B ex:see <http://obo.org/OBO_1> , <https://other.org/x> ; ex:when "2024-01-31"^^xsd:date .
_:shared ex:n 5 . ex:A ex:part _:shared . ex:B ex:part _:shared .
"""

Writer = Callable[[list[Quad]], bytes]
WRITERS: dict[str, tuple[Writer, RdfFormat]] = {
    "turtle": (lambda quads: turtle(quads, PREFIXES), RdfFormat.TURTLE),
    "nq": (lambda quads: serialise(quads, RdfFormat.N_QUADS, PREFIXES), RdfFormat.N_QUADS),
    "jsonld": (lambda quads: jsonld(quads, PREFIXES), RdfFormat.JSON_LD),
    "rdfxml": (lambda quads: serialise(quads, RdfFormat.RDF_XML, PREFIXES), RdfFormat.RDF_XML),
}
each_writer = pytest.mark.parametrize("name", sorted(WRITERS))


def world() -> list[Quad]:
    return parse_bytes(WORLD.encode(), RdfFormat.TURTLE, "world")


def statement(value: NamedNode | Literal) -> list[Quad]:
    return [Quad(NamedNode(EX + "A"), NamedNode(EX + "p"), value, DefaultGraph())]


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


# --- reading


@pytest.mark.parametrize("read", [parse_file, load_store])
@pytest.mark.parametrize(
    ("data", "line", "column", "reason"),
    [
        (b"@prefix ex: <https://e.org/> .\nex:A ex:b\n  ex:c foo:d .", 3, 8, "prefix foo:"),
        (b"@prefix ex: <https://e.org/> .\nex:A ex:b ;; .", 2, 11, "; is not a valid RDF object"),
        (b"<https://e.org/a> <https://e.org/b> <c> .", 1, 37, "No scheme"),
        (b'<https://e.org/a>\n<https://e.org/b>\n"x .', 3, 1, ""),
    ],
)
def test_syntax_error_has_line_and_column(
    tmp_path: Path,
    read: Callable[[Path], object],
    data: bytes,
    line: int,
    column: int,
    reason: str,
) -> None:
    path = written(tmp_path, "a.ttl", data)
    with pytest.raises(OntologyParseError) as caught:
        read(path)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"{path}:{line}:{column}: ")
    assert reason in caught.value.reason
    assert "Parser error" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.nt", b"<https://e.org/a> <https://e.org/b> .", 1),
        ("a.nq", b"\n<https://e.org/a> .", 2),
        ("a.trig", b"\n\n<https://e.org/g> {", 3),
        ("a.owl", b"<rdf:RDF>", None),
        ("a.jsonld", b'{"@id": ', None),
    ],
)
def test_syntax_error_of_every_format_is_named(
    tmp_path: Path, name: str, data: bytes, line: int | None
) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(OntologyParseError) as caught:
        parse_file(path)
    assert str(caught.value).startswith(f"{path}")
    assert line is None or caught.value.line == line


@pytest.mark.parametrize("read", [parse_file, load_store])
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.ttl", b"", "the file is empty"),
        ("a.ttl", b" \n", "the file is empty"),
        ("a.nq", b"", "the file is empty"),
        ("a.ttl", b"\x7fELF\0\0", "the file is binary"),
        ("a.ttl", b'<https://e.org/a> <https://e.org/b>\n"caf\xe9" .', ":2:5: byte 0xe9"),
        ("a.nq", b'<https://e.org/a> <https://e.org/b> "caf\xe9" .', ":1:41: byte 0xe9"),
        ("a.owl", BOMB, "XML entity declarations are refused"),
    ],
)
def test_unfit_file_is_refused(
    tmp_path: Path, read: Callable[[Path], object], name: str, data: bytes, reason: str
) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(SourceFormatError, match=reason) as caught:
        read(path)
    assert caught.value.path == path


@pytest.mark.parametrize("read", [parse_file, load_store])
def test_missing_file_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file"):
        read(tmp_path / "gone.ttl")


def test_format_comes_from_the_ending() -> None:
    assert format_of(Path("a.b/x.TTL")) == RdfFormat.TURTLE
    with pytest.raises(UnsupportedFormatError) as caught:
        format_of(Path("x.csv"))
    known = ", ".join(f".{name}" for name in FORMATS)
    assert str(caught.value) == f"unknown format 'x.csv'; known are {known}"


def test_file_of_comments_is_an_empty_graph(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", b"# nothing yet\n")
    assert parse_file(path) == []
    assert len(load_store(path)) == 0


def test_same_blank_node_name_in_two_files_is_two_nodes() -> None:
    data = b"_:x <https://e.org/p> 1 ."
    first, second = (parse_bytes(data, RdfFormat.TURTLE, "x")[0].subject for _ in range(2))
    assert first != second


# --- comparing


def test_graphs_are_the_same_up_to_the_names_of_blank_nodes() -> None:
    assert is_same_graph(world(), world())
    assert not is_same_graph(world(), world()[1:])
    assert not is_same_graph(statement(Literal("1")), statement(Literal("1", language="en")))


def test_canonical_quads_are_sorted_once_each_with_blank_nodes_last() -> None:
    quads = canonical([*world(), *world()[:3]])
    assert len(quads) == len(world())
    are_blank = [isinstance(quad.subject, BlankNode) for quad in quads]
    assert are_blank == sorted(are_blank)


def test_graph_name_is_set_and_dropped() -> None:
    named = in_graph(statement(Literal("x")), EX + "g")
    assert [str(quad.graph_name) for quad in named] == [f"<{EX}g>"]
    assert as_quads(triples([*named, *statement(Literal("x"))])) == statement(Literal("x"))


# --- writing


@each_writer
def test_order_of_input_and_names_of_blank_nodes_do_not_matter(name: str) -> None:
    write, _ = WRITERS[name]
    expected = write(world())
    for seed in range(3):
        shuffled = world()
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert write(shuffled) == expected


@each_writer
def test_written_graph_is_read_back_the_same(name: str) -> None:
    write, format = WRITERS[name]
    assert is_same_graph(parse(write(world()), format), world())


@each_writer
def test_written_file_ends_in_one_newline(name: str) -> None:
    data = WRITERS[name][0](world())
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


LITERALS = [
    *[("decimal", text) for text in ("1.10", "1", "-0.5", ".5", "5.", "1e-10", "0.00")],
    *[("integer", text) for text in ("01", "+1", "-0", "12345678901234567890", "four")],
    *[("double", text) for text in ("1e0", "1.10E0", "1.10", "INF", "NaN")],
    *[("boolean", text) for text in ("true", "false", "1", "TRUE")],
    *[("date", text) for text in ("2024-01-31", "2024-13-01")],
    *[("string", text) for text in ("", " x ", 'a\n\t"\\ x\\"', "<&>]]>", "\U0001f600 \u200b’")],
]


@each_writer
@pytest.mark.parametrize(("datatype", "text"), LITERALS)
def test_every_character_of_a_literal_is_kept(name: str, datatype: str, text: str) -> None:
    write, format = WRITERS[name]
    quads = statement(Literal(text, datatype=NamedNode(XSD + datatype)))
    assert list(parse(write(quads), format)) == quads


IRIS = [
    "https://example.org/",
    "https://example.org/a(b)",
    "https://example.org/a.",
    "https://example.org/a%20b,c",
    "https://example.org/a?b=c&d#e",
    "https://example.org/é",
    "https://example.org/a\U0001f600",
    "http://obo.org/OBO_0001",
    "urn:a:b",
]


@each_writer
@pytest.mark.parametrize("iri", IRIS)
def test_every_iri_is_kept(name: str, iri: str) -> None:
    write, format = WRITERS[name]
    quads = statement(NamedNode(iri))
    assert list(parse(write(quads), format)) == quads


def test_predicate_that_cannot_be_shortened_is_written_in_full() -> None:
    predicate = NamedNode(EX + "a\U0001f600")
    quads = [Quad(NamedNode(EX + "A"), predicate, Literal("x"), DefaultGraph())]
    assert list(parse(turtle(quads, {}), RdfFormat.TURTLE)) == quads


def test_turtle_reads_well() -> None:
    quads = parse_bytes(
        b"@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
        b'ex:B ex:n 1.50 ; a ex:C . ex:A ex:list ( 1 [ ex:n 2 ] ) ; ex:d "2024-01-31"^^xsd:date .',
        RdfFormat.TURTLE,
        "x",
    )
    assert turtle(quads, PREFIXES).decode() == (
        "@prefix ex: <https://example.org/> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        'ex:A ex:d "2024-01-31"^^xsd:date ;\n'
        "    ex:list ( 1 [ ex:n 2 ] ) .\n"
        "\n"
        "ex:B a ex:C ;\n"
        "    ex:n 1.50 .\n"
    )


def test_graph_that_rdflib_cannot_write_short_is_still_written_right() -> None:
    # rdflib takes a list for closed though its middle has a second name
    text = (
        "<https://e.org/A> <https://e.org/list> _:1 . <https://e.org/B> <https://e.org/tail> _:2 . "
        "_:1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ; "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:2 . "
        "_:2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 2 ; "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> () ."
    )
    quads = parse_bytes(text.encode(), RdfFormat.TURTLE, "x")
    assert is_same_graph(parse(turtle(quads, PREFIXES), RdfFormat.TURTLE), quads)


def test_ill_typed_literal_is_written_without_a_word_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turtle(statement(Literal("four", datatype=NamedNode(XSD + "integer"))), PREFIXES)
    assert caplog.records == []
    assert not logging.getLogger("rdflib.term").disabled


# rdflib 7.6 uses its own deprecated class when it reads JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_jsonld_is_the_same_graph_for_two_readers() -> None:
    data = jsonld(world(), PREFIXES)
    back = rdflib.Graph().parse(data=data, format="json-ld")
    assert is_same_graph(parse(data, RdfFormat.JSON_LD), world())
    assert is_same_graph(from_rdflib(back), world())


def test_jsonld_is_short() -> None:
    text = jsonld(world(), PREFIXES).decode()
    assert '"@id": "ex:A"' in text
    assert '"OBO:1"' in text
    assert '"@type": "xsd:date"' in text


@pytest.mark.parametrize("name", ["turtle", "jsonld", "rdfxml"])
def test_asserted_graph_of_a_project_survives_each_format(name: str, mini: Project) -> None:
    quads = asserted(read_layers(mini))
    write, format = WRITERS[name]
    assert is_same_graph(parse(write(quads), format), quads)


def test_named_graphs_survive_nquads_and_are_joined_elsewhere() -> None:
    quads = [*in_graph(world()[:3], EX + "g"), *in_graph(world()[:1], EX + "h")]
    assert is_same_graph(parse(WRITERS["nq"][0](quads), RdfFormat.N_QUADS), quads)
    back = list(parse(WRITERS["rdfxml"][0](quads), RdfFormat.RDF_XML))
    assert is_same_graph(back, as_quads(triples(quads)))


SCRIPT = """
import sys
from tests.test_graph import WRITERS, world
for name in sorted(WRITERS):
    sys.stdout.buffer.write(WRITERS[name][0](world()))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8"},
    ],
)
def test_bytes_are_the_same_in_any_environment(environment: dict[str, str]) -> None:
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(root), str(root / "src")])
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | environment | {"PYTHONPATH": path},
        capture_output=True,
        check=True,
    )
    assert run.stdout == b"".join(WRITERS[name][0](world()) for name in sorted(WRITERS))


# --- the face


def test_rdflib_graph_comes_back_the_same() -> None:
    graph = to_rdflib(world(), PREFIXES)
    assert len(graph) == len(world())
    assert is_same_graph(from_rdflib(graph), world())
    assert dict(graph.namespaces()) == {k: rdflib.URIRef(v) for k, v in PREFIXES.items()}


def test_strings_compare_equal_to_plain_literals() -> None:
    graph = to_rdflib(statement(Literal("F", datatype=NamedNode(XSD + "string"))), PREFIXES)
    subject, predicate = rdflib.URIRef(EX + "A"), rdflib.URIRef(EX + "p")
    assert graph.value(subject, predicate) == rdflib.Literal("F")
    assert (subject, predicate, rdflib.Literal("F")) in graph
    typed = rdflib.Graph()
    typed.add((subject, predicate, rdflib.Literal("F", datatype=rdflib.XSD.string)))
    assert from_rdflib(typed) == from_rdflib(graph) == statement(Literal("F"))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("1.10", "decimal"), ("01", "integer"), ("1.0e0", "double"), ("1", "boolean")],
)
def test_lexical_forms_are_kept_in_rdflib(text: str, datatype: str) -> None:
    quads = statement(Literal(text, datatype=NamedNode(XSD + datatype)))
    graph = to_rdflib(quads, PREFIXES)
    assert str(next(graph.objects())) == text
    assert from_rdflib(graph) == quads


def test_store_holds_the_quads_it_is_given() -> None:
    assert len(store_of(world())) == len(world())


def test_dataset_of_rdflib_gives_the_union_of_its_graphs() -> None:
    dataset = rdflib.Dataset()
    for name in ("g", "h"):
        graph = dataset.graph(rdflib.URIRef(EX + name))
        graph.add((rdflib.URIRef(EX + name), rdflib.URIRef(EX + "p"), rdflib.Literal(name)))
    found = {str(quad.subject) for quad in from_rdflib(dataset)}
    assert found == {f"<{EX}g>", f"<{EX}h>"}


def test_triple_terms_are_refused_by_name() -> None:
    data = b"<a:a> <a:b> <<( <a:c> <a:d> <a:e> )>> ."
    with pytest.raises(SourceFormatError, match="triple terms"):
        parse_bytes(data, RdfFormat.TURTLE, "x.ttl")
