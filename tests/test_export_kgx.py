"""KGX: what its users ask for is there, its own validator accepts it, and it comes back whole."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.errors import SourceFormatError, SourceNotFoundError
from lmskg.export import find_form
from lmskg.export.kgx.facts import knowledge
from lmskg.export.kgx.ids import Ids
from lmskg.export.kgx.jsonl import read_jsonl
from lmskg.export.kgx.tsv import BARS, BREAKS, EMPTY, read_tsv
from lmskg.export.loss import Loss
from lmskg.namespaces import GRAPH
from lmskg.tables import tables

from .export_tools import CLAIMS, PREFIXES, there_and_back, write
from .graph_strategies import GRAPH_QUADS, NASTY

VALIDATE = Path(__file__).parent / "kgx" / "validate.py"
TEA = list(parse(CLAIMS, RdfFormat.TURTLE))

Record = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder of JSON Lines that a test may break."""
    write("kgx-jsonl", TEA, tmp_path / "tea")
    return tmp_path / "tea"


def records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def by_id(path: Path) -> dict[str, Record]:
    return {record["id"]: record for record in records(path)}


# ---------------------------------------------------------------- there and back


def test_the_bundled_graph_comes_back(quads: list[Quad]) -> None:
    assert set(there_and_back("kgx-jsonl", quads)) == set(quads)


def test_the_bundled_graph_comes_back_from_tsv_too(quads: list[Quad], tmp_path: Path) -> None:
    """It has no value that a cell cannot hold."""
    assert write("kgx-tsv", quads, tmp_path / "all") == ""
    assert set(read_tsv(tmp_path / "all")) == set(quads)


def test_every_kind_of_literal_comes_back() -> None:
    assert set(there_and_back("kgx-jsonl", NASTY)) == set(NASTY)


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(quads: list[Quad]) -> None:
    assert set(there_and_back("kgx-jsonl", quads)) == set(quads)


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
def test_tsv_loses_just_what_it_states(quads: list[Quad]) -> None:
    """A value is lost if it is empty, and changed if it has a tab, a line break or a bar."""
    kept = {cleaned(quad) for quad in quads}
    empty = find_form("kgx-tsv").left_out(tables(quads, PREFIXES))
    back = set(there_and_back("kgx-tsv", quads))
    lost = kept - back
    assert back <= kept
    assert all(isinstance(quad.object, Literal) and not quad.object.value for quad in lost)
    assert len(lost) == sum(loss.count for loss in empty if loss.what == EMPTY)
    changed = sum(loss.count for loss in empty if loss.what != EMPTY)
    assert changed == len({quad for quad in quads if cleaned(quad) != quad})


def cleaned(quad: Quad) -> Quad:
    """Return the quad with its value as a cell of TSV can hold it."""
    value = quad.object
    if not isinstance(value, Literal):
        return quad
    text = value.value
    for char in "\t\r\n":
        text = text.replace(char, " ")
    text = text.replace("|", "/")
    if value.language:
        clean = Literal(text, language=value.language, direction=value.direction)
    else:
        clean = Literal(text, datatype=value.datatype)
    return Quad(quad.subject, quad.predicate, clean, quad.graph_name)


def test_tsv_counts_each_kind_of_loss() -> None:
    a, p = NamedNode("https://example.org/a"), NamedNode("https://example.org/p")
    texts = ("a\tb", "a\nb|c", "x|y", "x|z", "x")
    quads = [Quad(a, p, Literal(text), DefaultGraph()) for text in texts]
    quads.append(
        Quad(
            NamedNode("https://example.org/b"),
            NamedNode("https://example.org/q"),
            Literal(""),
            DefaultGraph(),
        )
    )
    expected = {Loss(BREAKS, 2), Loss(BARS, 2), Loss(EMPTY, 1)}
    assert set(find_form("kgx-tsv").left_out(tables(quads))) == expected


# ---------------------------------------------------------------- what the records say


def test_a_term_is_a_node_of_the_biolink_model(folder: Path) -> None:
    tea = by_id(folder / "nodes.jsonl")["ex:Tea"]
    assert tea["category"] == ["biolink:NamedThing"]
    assert (tea["name"], tea["description"]) == ("tea", "Leaves in hot water.")
    assert tea["iri"] == "https://example.org/Tea"
    flu = by_id(folder / "nodes.jsonl")["ex:Flu"]
    assert flu["category"] == ["biolink:Disease"]


def test_a_claim_is_an_association(folder: Path) -> None:
    edge = by_id(folder / "edges.jsonl")["ex:yes"]
    assert (edge["subject"], edge["predicate"], edge["object"]) == (
        "ex:Tea",
        "biolink:treats",  # that of the predicate above
        "ex:Flu",
    )
    assert edge["original_predicate"] == "ex:cures"
    assert edge["negated"] is False
    assert edge["primary_knowledge_source"] == "ex:paper"
    assert edge["publications"] == ["PMID:123"]
    assert edge["has_evidence"] == ["ex:e1"]
    assert edge["frequency_qualifier"] == "https:%2F%2Fw3id.org%2Flmskg%2Fvocab%2FUsually"
    assert edge["disease_context_qualifier"] == "ex:Flu"
    assert (edge["knowledge_level"], edge["agent_type"]) == ("knowledge_assertion", "not_provided")


def test_a_denied_claim_is_negated_and_names_each_work(folder: Path) -> None:
    edge = by_id(folder / "edges.jsonl")["ex:no"]
    assert edge["negated"] is True
    assert edge["publications"] == ["https://example.org/tea", "ex:copy"]
    assert edge["primary_knowledge_source"] == "ex:page"


def test_a_match_to_a_qualifier_is_no_predicate(folder: Path) -> None:
    edges = records(folder / "edges.jsonl")
    disease = [e for e in edges if e.get("rdf_predicate", "").endswith("vocab/disease")]
    assert {edge["predicate"] for edge in disease} == {"biolink:related_to"}


def test_tsv_has_the_ids_of_json_lines(folder: Path, tmp_path: Path) -> None:
    write("kgx-tsv", TEA, tmp_path / "tsv")
    for name in ("nodes", "edges"):
        lines = (tmp_path / "tsv" / f"{name}.tsv").read_text().splitlines()[1:]
        ids = [line.partition("\t")[0] for line in lines]
        assert ids == [record["id"] for record in records(folder / f"{name}.jsonl")]


def test_a_claim_whose_object_is_a_text_has_no_edge_of_its_own(folder: Path) -> None:
    assert "ex:named" not in by_id(folder / "edges.jsonl")


def test_a_claim_without_evidence_has_the_graph_as_its_source(tmp_path: Path) -> None:
    text = CLAIMS.replace(b"kg:evidence ex:e1 ;", b"").replace(b"; kg:evidence ex:e1 .", b".")
    onto = b"ex:onto a owl:Ontology . ex:Tea owl:deprecated true ."
    write("kgx-jsonl", parse(text + onto, RdfFormat.TURTLE), tmp_path / "tea")
    edge = by_id(tmp_path / "tea" / "edges.jsonl")["ex:yes"]
    assert (edge["publications"], edge["has_evidence"]) == ([], [])
    assert edge["primary_knowledge_source"] == "ex:onto"
    nodes = by_id(tmp_path / "tea" / "nodes.jsonl")
    assert nodes["ex:Tea"]["deprecated"] is True
    assert "deprecated" not in nodes["ex:Flu"]


def test_every_id_is_one_of_a_kind(quads: list[Quad], tmp_path: Path) -> None:
    write("kgx-jsonl", quads, tmp_path / "all")
    for name in ("nodes", "edges"):
        ids = [record["id"] for record in records(tmp_path / "all" / f"{name}.jsonl")]
        assert len(ids) == len(set(ids))


def test_every_association_has_what_the_biolink_model_demands(
    quads: list[Quad], tmp_path: Path
) -> None:
    write("kgx-jsonl", quads, tmp_path / "all")
    demanded = {"id", "subject", "predicate", "object", "knowledge_level", "agent_type"}
    for edge in records(tmp_path / "all" / "edges.jsonl"):
        assert demanded <= edge.keys()
        assert edge["predicate"].startswith("biolink:")
    assert not any(
        "infores:" in json.dumps(edge) for edge in records(tmp_path / "all" / "edges.jsonl")
    )


def test_each_prefix_of_an_id_is_in_the_context(quads: list[Quad], tmp_path: Path) -> None:
    write("kgx-jsonl", quads, tmp_path / "all")
    context = json.loads((tmp_path / "all" / "context.jsonld").read_text())["@context"]
    for node in records(tmp_path / "all" / "nodes.jsonl"):
        prefix, _, local = node["id"].partition(":")
        assert prefix in context
        assert not set(local) & set("/: ")


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("claims", ("knowledge_assertion", "not_provided")),
        ("entailed", ("logical_entailment", "automated_agent")),
        ("standing", ("logical_entailment", "automated_agent")),
        ("someone-elses", ("not_provided", "not_provided")),
    ],
)
def test_the_layer_tells_how_a_statement_is_known(layer: str, expected: tuple[str, str]) -> None:
    assert knowledge(GRAPH + layer) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://example.org/a", "ex:a"),
        ("https://example.org/a/b", "ex:a%2Fb"),
        ("https://example.org/a%2Fb", "ex:a%252Fb"),
        ("https://example.org/", "https:%2F%2Fexample.org%2F"),
        ("https://other.org/a", "https:%2F%2Fother.org%2Fa"),
        ("http://purl.obolibrary.org/obo/MONDO_0005058", "MONDO:0005058"),
        ("http://identifiers.org/hgnc/886", "HGNC:886"),
        ("urn:a:b", "urn_:a%3Ab"),
        ("_:b0", "bnode:b0"),
    ],
)
def test_an_iri_becomes_an_identifier(iri: str, expected: str) -> None:
    prefixes = {"ex": "https://example.org/", "hgnc": "http://identifiers.org/hgnc/", "urn": "u:"}
    assert Ids(prefixes)[iri] == expected


def test_tsv_marks_only_what_is_denied(tmp_path: Path) -> None:
    """KGX reads the text `false` as true."""
    write("kgx-tsv", TEA, tmp_path / "tea")
    header, *rows = (tmp_path / "tea" / "edges.tsv").read_text().splitlines()
    place = header.split("\t").index("negated")
    assert {row.split("\t")[place] for row in rows} == {"", "true"}


def test_the_same_graph_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write("kgx-jsonl", TEA, tmp_path / "again")
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("nodes", '"GraphInfo"', '"Graph"', r"nodes.jsonl:1: the first record is not the dict"),
        ("nodes", '"rdf_label"', '"rdf_lable"', r"nodes.jsonl:\d+: key rdf_lable is not in"),
        ("nodes", '"id":"ex:Flu"', '"id":"ex:Tea"', r"nodes.jsonl:\d+: node ex:Tea stands twice"),
        ("nodes", '"iri":"https://example.org/Tea",', "", r"nodes.jsonl:\d+: iri is missing"),
        ("nodes", '"rdf_property_kinds":["string"', '"rdf_property_kinds":["word"', "unknown kind"),
        ("edges", '"object":"ex:Flu"', '"object":"ex:Cold"', r"edges.jsonl:\d+: object ex:Cold is"),
        ("edges", '"subject":"ex:Tea",', "", r"edges.jsonl:\d+: subject is missing"),
        ("edges", '"rdf_predicate"', '"predicat"', r"edges.jsonl:\d+: rdf_predicate is missing"),
        ("edges", '"rdf_predicate":"', '"rdf_predicate":"no iri ', r"edges.jsonl:\d+: .* IRI"),
        ("edges", "}\n", "\n", r"edges.jsonl:1: not a whole JSON object: .*; the file may be cut"),
        ("edges", "{", "[1]\n{", r"edges.jsonl:1: a JSON object was expected"),
    ],
)
def test_broken_json_lines_are_refused_with_their_place(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    path = folder / f"{file}.jsonl"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(SourceFormatError, match=reason):
        list(read_jsonl(folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("nodes", "\n", "\tx\n", r"nodes.tsv:2: \d+ cells where \d+ belong; the file may be cut"),
        ("nodes", "\tiri\t", "\tirl\t", r"nodes.tsv:\d+: iri is missing"),
        ("nodes", "\tname\t", "\tid\t", r"nodes.tsv:1: two columns have the same name"),
        ("nodes", "GraphInfo", "Info", r"nodes.tsv:2: the first record is not the dictionary"),
        ("edges", "subject\t", "subjekt\t", r"edges.tsv:2: subject is missing"),
    ],
)
def test_broken_tsv_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, reason: str
) -> None:
    write("kgx-tsv", TEA, tmp_path / "tea")
    path = tmp_path / "tea" / f"{file}.tsv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(SourceFormatError, match=reason):
        list(read_tsv(tmp_path / "tea"))


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    quads = list(parse("<https://e.org/a> <https://e.org/p> 5 .", RdfFormat.TURTLE))
    write("kgx-tsv", quads, tmp_path / "five")
    path = tmp_path / "five" / "nodes.tsv"
    path.write_text(path.read_text().replace("\t5\t", "\tfive\t").replace("\t5\n", "\tfive\n"))
    with pytest.raises(SourceFormatError, match=r"nodes.tsv:3: a value is not of its type"):
        list(read_tsv(tmp_path / "five"))


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "the file is empty"), (b'{"a": "\xff"}\n', "not UTF-8")]
)
def test_a_file_that_is_no_text_is_refused(folder: Path, data: bytes, reason: str) -> None:
    (folder / "nodes.jsonl").write_bytes(data)
    with pytest.raises(SourceFormatError, match=reason):
        list(read_jsonl(folder))


def test_a_folder_in_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "edges.jsonl").unlink()
    (folder / "edges.jsonl").mkdir()
    with pytest.raises(SourceNotFoundError, match=r"edges.jsonl"):
        list(read_jsonl(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "edges.jsonl").unlink()
    with pytest.raises(SourceNotFoundError, match=r"edges.jsonl"):
        list(read_jsonl(folder))


# ---------------------------------------------------------------- KGX itself


def validated(folder: Path, form: str) -> Record:
    """Return what KGX's own validator says, or skip."""
    python = os.environ.get("LMSKG_KGX_PYTHON")
    if not python:
        pytest.skip("LMSKG_KGX_PYTHON names no Python that has tests/kgx/requirements.txt")
    command = [python, str(VALIDATE), str(folder), form]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    found: Record = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_the_bundled_graph_is_valid_for_kgx(quads: list[Quad], tmp_path: Path, form: str) -> None:
    write(f"kgx-{form}", quads, tmp_path / "all")
    found = validated(tmp_path / "all", form)
    rows = tables(quads)
    assert found["nodes"] == len(list(rows.nodes())) + 1  # the dictionary
    assert found["edges"] == len(list(rows.edges()))
    assert found["errors"] == {}


def test_kgx_refuses_an_association_without_its_level(folder: Path) -> None:
    path = folder / "edges.jsonl"
    path.write_text(path.read_text().replace('"knowledge_level"', '"level"'))
    assert "MISSING_EDGE_PROPERTY" in validated(folder, "jsonl")["errors"]["ERROR"]
