"""Files that hold no list of terms, or a broken one: one named error each, in one line."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmskg.errors import (
    LmskgError,
    OntologyParseError,
    SourceFormatError,
    SourceNotFoundError,
    UnsupportedFormatError,
)
from lmskg.terminology import READERS, read_terminology
from lmskg.terminology.obo import TAGS


def written(folder: Path, name: str, text: str) -> Path:
    """Return a file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_an_unknown_ending_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnsupportedFormatError, match=r"'terms.docx'; known are \.obo, \.json, "):
        read_terminology(Path("terms.docx"))
    with pytest.raises(UnsupportedFormatError):
        read_terminology(Path("terms.gz"))


def test_a_missing_file() -> None:
    with pytest.raises(SourceNotFoundError, match="check the path"):
        read_terminology(Path("nowhere.obo.gz"))


EMPTY = {
    "x.obo": "ontology: x\n",
    "x.json": '{"graphs": [{"id": "http://example.org/x", "nodes": []}]}',
    "x.ttl": "<http://example.org/x> a <http://www.w3.org/2002/07/owl#Ontology> .",
    "x.csv": "label\n",
    "x.obo.gz": "",
}
NO_LABEL = {
    "x.obo": "[Term]\nid: A:1\n",
    "x.json": '{"graphs": [{"nodes": [{"id": "A:1", "type": "CLASS"}]}]}',
    "x.ttl": "<http://example.org/x> a <http://www.w3.org/2002/07/owl#Class> .",
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_ontology_is_refused(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, EMPTY[name])
    with pytest.raises(SourceFormatError, match=r"no term is in it|not a whole gzip|is empty"):
        read_terminology(path)


@pytest.mark.parametrize("name", NO_LABEL)
def test_an_ontology_without_labels_is_refused(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, NO_LABEL[name])
    with pytest.raises(SourceFormatError, match=r"none of its 1 term has a label"):
        read_terminology(path)


BROKEN = {
    "x.obo": ("ontology: x\n\n[Term]\nid: A:1\nno pair\n", r"x\.obo:5: 'no pair' is no line"),
    "no-id.obo": ("[Term]\nname: a\n", r"obo:1: this term has no id"),
    "empty-id.obo": ("[Term]\nid:\nname: a\n", r"obo:1: this term has no id"),
    "def.obo": ("[Term]\nid: A:1\ndef: bare\n", r"obo:3: def: a text in quotation marks"),
    "open.obo": ('[Term]\nid: A:1\nsynonym: "open EXACT []\n', r"obo:3: synonym: a text in"),
    "rel.obo": ("[Term]\nid: A:1\nrelationship: r\n", r"obo:3: relationship: the ids of"),
    "isa.obo": ("[Term]\nid: A:1\nis_a: ! none\n", r"obo:3: is_a: an id was expected"),
    "x.json": ('{"graphs": [\n', r"x\.json:2:1: broken JSON: Expecting value"),
    "deep.json": ("[" * 100_000, r"nested too deeply"),
    "other.json": ('{"a": 1}', r"neither OBO Graphs nor a list of records"),
    "ld.json": ('{"@context": {}, "@graph": []}', r"this is JSON-LD; name the file \.jsonld"),
    "list.json": ("[]", r"neither OBO Graphs nor a list of records"),
    "kind.json": ('{"graphs": {}}', r"no OBO Graphs JSON: the document\.graphs must be a list"),
    "node.json": ('{"graphs": [{"nodes": [3]}]}', r"graphs\[0\]\.nodes\[0\] must be an object"),
    "edge.json": ('{"graphs": [{"edges": [{}]}]}', r"graphs\[0\]\.edges\[0\]\.sub must be a text"),
    "x.nul.obo": ("\0", "binary"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_one_line_with_its_place(name: str, tmp_path: Path) -> None:
    text, expected = BROKEN[name]
    with pytest.raises(SourceFormatError, match=expected) as caught:
        read_terminology(written(tmp_path, name, text))
    assert "\n" not in str(caught.value)


def test_broken_turtle_keeps_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(OntologyParseError, match=r"x\.ttl:2:"):
        read_terminology(written(tmp_path, "x.ttl", "\n<a> b\n"))


KEYS = (
    "graphs nodes edges id lbl type meta definition val synonyms pred sub obj deprecated classIds "
    "basicPropertyValues logicalDefinitionAxioms definedClassId genusIds restrictions version "
    "disjointClassAxioms propertyId fillerId name label children parents is_a"
).split()
LEAVES = st.sampled_from(["CLASS", "is_a", "A:1", "A:2", "", "//", 3, 0.5, True, None])
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=12,
)
TAGS_AND_MORE = [*TAGS, "id", "xref", "ontology", "[Term]", "[Typedef]", "no tag"]
VALUES = st.sampled_from(["A:1", "A:2 ! b", "r A:3", '"q" EXACT []', '"open', "true", "", "{a="])
GRAPH = st.dictionaries(
    st.sampled_from(KEYS), st.lists(st.dictionaries(st.sampled_from(KEYS), JSON), max_size=3)
)


@settings(max_examples=60, deadline=None)
@given(JSON | GRAPH.map(lambda graph: {"graphs": [graph]}))
def test_any_json_is_a_terminology_or_a_named_error(document: object) -> None:
    accepted_or_named("x.json", json.dumps(document))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TAGS_AND_MORE), VALUES)))
def test_any_obo_is_a_terminology_or_a_named_error(lines: list[tuple[str, str]]) -> None:
    texts = (tag if " " in tag or "[" in tag else f"{tag}: {value}" for tag, value in lines)
    accepted_or_named("x.obo", "[Term]\nid: A:1\n" + "\n".join(texts))


def accepted_or_named(name: str, text: str) -> None:
    """Read a file of this text; only named errors may come out."""
    with TemporaryDirectory() as folder, suppress(LmskgError):
        read_terminology(written(Path(folder), name, text))


def test_every_error_of_a_reader_is_named(tmp_path: Path) -> None:
    for ending in READERS:
        path = tmp_path / f"x{ending}"
        for data in (
            b"",
            b"\xff\xfe\x00",
            b"\x1f\x8b",
            b"<",
            b"{",
            b"[1]",
            b'"',
            b"#",
            b"\n[Term]",
        ):
            path.write_bytes(data)
            with pytest.raises(LmskgError):
                read_terminology(path)
