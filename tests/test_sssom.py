from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from lmskg.errors import SourceFormatError, SourceNotFoundError
from lmskg.graph.store import is_same_graph
from lmskg.resources import Project
from lmskg.sssom import Mapping, mapping_quads, read_mappings

TABLE_LINE = 9  # of the mini project's file: the line of the column names
ROW_LINE = 10


def broken(mini: Project, old: str, new: str) -> Path:
    """Return the mini project's mapping file after one change."""
    path = mini.mappings[0]
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


def test_rows_come_in_order_with_iris_in_full(mini: Project) -> None:
    found = read_mappings(mini.mappings[0], {})
    assert found.metadata["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    slots = {
        "subject_id": "https://example.org/mini/Tumour",
        "subject_label": "tumour",
        "predicate_id": "http://www.w3.org/2004/02/skos/core#exactMatch",
        "object_id": "https://example.org/other/T1",
        "object_label": "Tumor",
        "mapping_justification": "https://w3id.org/semapv/vocab/ManualMappingCuration",
        "object_source_version": "1.0",
    }
    assert found.mappings == (Mapping("https://example.org/mini/mapping/1", slots),)


def test_prefixes_of_the_project_stand_in_for_a_missing_curie_map(mini: Project) -> None:
    path = mini.mappings[0]
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(("#curie", "#  "))))
    prefixes = mini.prefixes() | {"other": "https://example.org/elsewhere/"}
    slots = read_mappings(path, prefixes).mappings[0].slots
    assert slots["object_id"] == "https://example.org/elsewhere/T1"


def test_row_in_rdf(mini: Project) -> None:
    path = broken(mini, "object_source_version\n", "object_source_version\tconfidence\n")
    broken(mini, "\t1.0\n", "\t1.0\t0.90\n")
    expected = """
    @prefix ex: <https://example.org/mini/> . @prefix sssom: <https://w3id.org/sssom/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    ex:Tumour skos:exactMatch <https://example.org/other/T1> .
    <https://example.org/mini/mapping/1> a sssom:Mapping ;
        sssom:subject_id ex:Tumour ; sssom:predicate_id skos:exactMatch ;
        sssom:object_id <https://example.org/other/T1> ;
        sssom:mapping_justification <https://w3id.org/semapv/vocab/ManualMappingCuration> ;
        sssom:subject_label "tumour" ; sssom:object_label "Tumor" ;
        sssom:object_source_version "1.0" ; sssom:confidence 0.90 .
    """
    quads = mapping_quads(read_mappings(path, {}))
    assert is_same_graph(quads, parse(expected.encode(), RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("object_source_version\n", "predicate_modifier\n"),
        ("other:T1", "sssom:NoTermFound"),
    ],
)
def test_row_that_states_nothing_is_not_in_the_graph(mini: Project, old: str, new: str) -> None:
    path = broken(mini, old, new)
    if "modifier" in new:
        broken(mini, "\t1.0\n", "\tNot\n")
    found = read_mappings(path, {})
    assert len(found.mappings) == 1
    assert mapping_quads(found) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("mapping_justification\t", "why\t", TABLE_LINE, "no column mapping_justification"),
        ("\t1.0\n", "\n", ROW_LINE, "8 cells expected"),
        ("\t1.0\n", "\t1.0\tmore\n", ROW_LINE, "8 cells expected"),
        ("other:T1", "othr:T1", ROW_LINE, "unknown prefix 'othr:'; known are "),
        ("other:T1", "T1", ROW_LINE, "'T1' is neither an IRI nor a CURIE"),
        ("other:T1", "", ROW_LINE, "'' is neither an IRI nor a CURIE"),
        ("other:T1", "https://[x", ROW_LINE, "'https://[x' is no IRI"),
        ("mapping:1", "", ROW_LINE, "'' is neither an IRI nor a CURIE"),
        ("\nmapping:1", "\n\nmapping:", ROW_LINE + 1, ""),
    ],
)
def test_bad_row_is_refused_with_its_line(
    mini: Project, old: str, new: str, line: int, reason: str
) -> None:
    path = broken(mini, old, new)
    if not reason:  # an empty line counts, too
        broken(mini, "ex:Tumour", "x:Tumour")
    with pytest.raises(SourceFormatError) as caught:
        read_mappings(path, {})
    assert str(caught.value).startswith(f"{path}:{line}: {reason}")


@pytest.mark.parametrize("confidence", ["1.5", "-0.1", "nan", "high"])
def test_confidence_is_a_share(mini: Project, confidence: str) -> None:
    path = broken(mini, "object_source_version\n", "confidence\n")
    broken(mini, "\t1.0\n", f"\t{confidence}\n")
    with pytest.raises(SourceFormatError, match=confidence) as caught:
        read_mappings(path, {})
    assert caught.value.line == ROW_LINE


def test_record_id_stands_once(mini: Project) -> None:
    path = mini.mappings[0]
    row = path.read_text().splitlines()[-1]
    path.write_text(path.read_text() + row + "\n")
    with pytest.raises(SourceFormatError, match="mapping/1 stands twice"):
        read_mappings(path, {})


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("#license: https", "#license: [https", 3, "heading: expected ',' or ']'"),
        ("#license: ", "#license: a: ", 2, "heading: mapping values are not allowed here"),
        ("#license: ", "#license: !!python/name:os.system ", 2, "heading: could not determine"),
        ("#license: ", "#license: \x01", None, "heading: unacceptable character"),
        ("#  ex: https://example.org/mini/", "#  ex: 4", None, "heading: curie_map must be"),
    ],
)
def test_bad_heading_is_refused(
    mini: Project, old: str, new: str, line: int | None, reason: str
) -> None:
    path = broken(mini, old, new)
    with pytest.raises(SourceFormatError) as caught:
        read_mappings(path, {})
    assert caught.value.reason.startswith(reason)
    assert caught.value.line == line


def without_heading(text: str) -> str:
    return text[text.index("record_id") :]


def only_heading(text: str) -> str:
    return text[: text.index("record_id")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without_heading, ":1: a heading of '#key: value' lines was expected"),
        (only_heading, f":{TABLE_LINE}: no column record_id, subject_id"),
        (lambda text: "", ": the file is empty"),
    ],
)
def test_half_a_file_is_refused(mini: Project, change: Callable[[str], str], reason: str) -> None:
    path = mini.mappings[0]
    path.write_text(change(path.read_text()))
    with pytest.raises(SourceFormatError) as caught:
        read_mappings(path, {})
    assert str(caught.value).startswith(f"{path}{reason}")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file"):
        read_mappings(tmp_path / "gone.sssom.tsv", {})


@pytest.mark.parametrize("label", ['a "quoted" label', "next\x85line", "line\u2028separator"])
def test_label_may_hold_any_character_but_tab_and_line_end(mini: Project, label: str) -> None:
    path = broken(mini, "Tumor", label)
    assert read_mappings(path, {}).mappings[0].slots["object_label"] == label


def test_line_ends_of_windows_are_read(mini: Project) -> None:
    path = mini.mappings[0]
    expected = read_mappings(path, {})
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_mappings(path, {}) == expected


def test_bundled_mappings_are_valid_for_the_reference_reader(project: Project) -> None:
    reason = "sssom-pydantic, the reference reader of SSSOM, is not installed"
    sssom_pydantic = pytest.importorskip("sssom_pydantic", reason=reason)
    assert project.mappings
    for path in project.mappings:
        ours = read_mappings(path, project.prefixes()).mappings
        theirs, converter, *_ = sssom_pydantic.read(path)
        assert [converter.expand(row.record.curie) for row in theirs] == [
            mapping.record for mapping in ours
        ]
        assert [converter.expand(row.object.curie) for row in theirs] == [
            mapping.slots["object_id"] for mapping in ours
        ]


def test_bundled_mappings_say_all_that_a_reader_needs(project: Project) -> None:
    for path in project.mappings:
        found = read_mappings(path, project.prefixes())
        assert {"mapping_set_id", "license"} <= set(found.metadata)
        for mapping in found.mappings:
            needed = {"subject_label", "object_label", "object_source_version"}
            assert needed <= set(mapping.slots), mapping.record
