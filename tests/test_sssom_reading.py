"""Mapping files of others: what is supposed is told, what is broken is named by file and line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from lmskg.errors import SourceFormatError
from lmskg.sssom import NO_TERM_FOUND, SEMAPV, MappingSet, read_mapping_set

OBO = "http://purl.obolibrary.org/obo/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SLICE = Path(__file__).parents[2] / "shared/data/crosswalk/mondo_sarcoma_slice.sssom.tsv"
ROW = "NCIT:C1\tskos:exactMatch\tDOID:1\tsemapv:LexicalMatching"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "a.sssom.tsv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def read(folder: Path, *lines: str) -> MappingSet:
    return read_mapping_set(written(folder, *lines))


def only(found: MappingSet) -> dict[str, str]:
    assert len(found.mappings) == 1
    return found.mappings[0].slots


def fault(folder: Path, *lines: str) -> str:
    with pytest.raises(SourceFormatError) as caught:
        read(folder, *lines)
    return str(caught.value).removeprefix(str(folder / "a.sssom.tsv"))


def test_file_without_heading_or_prefixes_is_read_and_what_was_supposed_is_told(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, COLUMNS, ROW, ROW.replace("C1", "C2"))
    assert [mapping.slots for mapping in found.mappings] == [
        {
            "subject_id": f"{OBO}NCIT_{code}",
            "predicate_id": f"{SKOS}exactMatch",
            "object_id": f"{OBO}DOID_1",
            "mapping_justification": f"{SEMAPV}LexicalMatching",
        }
        for code in ("C1", "C2")
    ]
    assert [mapping.record for mapping in found.mappings] == ["", ""]
    assert found.notes == (
        f"a.sssom.tsv does not say what 'DOID:' means; taken for {OBO}DOID_ (2 CURIEs)",
        f"a.sssom.tsv does not say what 'NCIT:' means; taken for {OBO}NCIT_ (2 CURIEs)",
    )


def test_file_that_declares_its_prefixes_is_taken_at_its_word(tmp_path: Path) -> None:
    heading = "#curie_map:", "#  NCIT: https://example.org/n/", "#  DOID: https://example.org/d/"
    found = read(tmp_path, *heading, COLUMNS, ROW)
    assert only(found)["subject_id"] == "https://example.org/n/C1"
    assert found.notes == ()


def test_all_unknown_prefixes_are_named_at_once(tmp_path: Path) -> None:
    row = "foo:1\tskos:exactMatch\tbar:1\tsemapv:LexicalMatching"
    assert fault(tmp_path, COLUMNS, ROW, row) == (
        ":3: no IRI is given for foo:, bar:; say what each means under '#curie_map:' in the "
        "heading, as in '#  ex: https://example.org/'"
    )


def test_given_prefixes_stand_in(tmp_path: Path) -> None:
    path = written(tmp_path, COLUMNS, ROW.replace("NCIT", "foo"))
    found = read_mapping_set(path, {"foo": "https://example.org/"})
    assert only(found)["subject_id"] == "https://example.org/C1"
    assert found.notes[1] == (
        "a.sssom.tsv does not say what 'foo:' means; taken for https://example.org/ (1 CURIE)"
    )


def test_literal_side_needs_no_id(tmp_path: Path) -> None:
    columns = f"subject_label\tsubject_type\t{COLUMNS.removeprefix('subject_id	')}"
    row = f"a word\trdfs literal\t{ROW.removeprefix('NCIT:C1	')}"
    slots = only(read(tmp_path, columns, row))
    assert (slots["subject_label"], slots["subject_type"]) == ("a word", "rdfs literal")
    assert "subject_id" not in slots
    assert "subject_label must hold it" in fault(tmp_path, columns, row.removeprefix("a word"))


def test_literal_side_of_all_rows_stands_in_the_heading(tmp_path: Path) -> None:
    """What `lmskg link` writes of a column of mere words (issue 6)."""
    columns = f"subject_label\t{COLUMNS.removeprefix('subject_id	')}"
    row = f"a word\t{ROW.removeprefix('NCIT:C1	')}"
    slots = only(read(tmp_path, "#subject_type: rdfs literal", columns, row))
    assert (slots["subject_label"], slots["subject_type"]) == ("a word", "rdfs literal")
    assert "subject_id" not in slots


def test_side_without_id_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, COLUMNS, ROW, ROW.removeprefix("NCIT:C1")).startswith(":3: ''")


def test_row_without_counterpart_and_row_that_denies(tmp_path: Path) -> None:
    columns = f"{COLUMNS}\tpredicate_modifier"
    none = ROW.replace("DOID:1", "sssom:NoTermFound") + "\t"
    found = read(tmp_path, columns, none, ROW + "\tNot")
    first, second = found.mappings
    assert (first.slots["object_id"], first.is_unmatched, first.is_negative) == (
        NO_TERM_FOUND,
        True,
        False,
    )
    assert (second.is_unmatched, second.is_negative) == (False, True)
    assert fault(tmp_path, columns, ROW + "\tno").startswith(":2: predicate_modifier no is not Not")


@pytest.mark.parametrize(
    ("text", "found"), [("1", "1"), ("9E-1", "0.9"), ("0.50", "0.50"), ("0", "0")]
)
def test_confidence_is_a_plain_number(tmp_path: Path, text: str, found: str) -> None:
    assert only(read(tmp_path, f"{COLUMNS}\tconfidence", f"{ROW}\t{text}"))["confidence"] == found


@pytest.mark.parametrize("text", ["1.5", "-0.1", "nan", "high", "Infinity"])
def test_wrong_confidence_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    reason = fault(tmp_path, f"{COLUMNS}\tconfidence", f"{ROW}\t0.5", f"{ROW}\t{text}")
    assert reason == f":3: confidence {text} is no number from 0 to 1 such as 0.9"


def test_byte_order_mark_and_mixed_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.sssom.tsv"
    path.write_bytes(f"\ufeff#license: x\r\n{COLUMNS}\r\n{ROW}\n{ROW}\r{ROW}\r\n".encode())
    found = read_mapping_set(path)
    assert found.metadata == {"license": "x"}
    assert {mapping.slots["mapping_justification"] for mapping in found.mappings} == {
        f"{SEMAPV}LexicalMatching"
    }
    assert len(found.mappings) == 3


def test_short_row_is_named_with_its_line(tmp_path: Path) -> None:
    short = "NCIT:C1\tskos:exactMatch"
    reason = ":4: 4 cells expected, as in the line of the columns; here are 2"
    assert fault(tmp_path, "#license: x", COLUMNS, ROW, short) == reason


def test_lines_are_counted_past_a_cell_of_several_lines(tmp_path: Path) -> None:
    columns = f"{COLUMNS}\tcomment"
    long = f'{ROW}\t"one\ntwo ""quoted""\tand a tab"'
    found = only(read(tmp_path, columns, long))
    assert found["comment"] == 'one\ntwo "quoted"\tand a tab'
    assert fault(tmp_path, columns, long, "NCIT:C1").startswith(":4: 5 cells expected")


def test_quotation_mark_that_is_not_closed_is_named_with_its_line(tmp_path: Path) -> None:
    reason = fault(tmp_path, f"{COLUMNS}\tcomment", f"{ROW}\tx", f'{ROW}\t"open', f"{ROW}\tx")
    assert reason.startswith(":3: unexpected end of data; a cell that begins with a quotation mark")


def test_value_of_the_heading_stands_for_all_rows_unless_one_has_its_own(tmp_path: Path) -> None:
    heading = "#mapping_tool: lexmatch", "#subject_match_field: rdfs:label", "#object_type: a"
    columns = f"{COLUMNS}\tobject_type"
    found = read(tmp_path, *heading, columns, f"{ROW}\t", f"{ROW}\tb")
    assert [mapping.slots.get("mapping_tool") for mapping in found.mappings] == ["lexmatch"] * 2
    assert found.mappings[0].slots["subject_match_field"].endswith("rdf-schema#label")
    assert [mapping.slots.get("object_type") for mapping in found.mappings] == [None, "b"]
    assert found.metadata == {"object_type": "a"}


def test_heading_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.sssom.yml").write_text("curie_map:\n  NCIT: https://example.org/\n")
    assert only(read(tmp_path, COLUMNS, ROW))["subject_id"] == "https://example.org/C1"


def test_no_justification_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, COLUMNS.rpartition("\t")[0], ROW.rpartition("\t")[0])
    assert only(found)["mapping_justification"] == f"{SEMAPV}UnspecifiedMatching"
    assert found.notes[-1].startswith("a.sssom.tsv: 1 row(s) without mapping_justification")


def test_source_in_words_is_let_pass(tmp_path: Path) -> None:
    slots = only(read(tmp_path, f"{COLUMNS}\tsubject_source", f"{ROW}\tNCI Thesaurus"))
    assert slots["subject_source"] == "NCI Thesaurus"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("subject_id,object_id", "no column subject_id, predicate_id, object_id; there are"),
        (f"{COLUMNS}\tcomment\tcomment", "column 'comment' stands twice"),
    ],
)
def test_wrong_columns_are_named(tmp_path: Path, columns: str, reason: str) -> None:
    assert fault(tmp_path, columns, ROW).startswith(f":1: {reason}")


def test_packed_file_and_truncated_one(tmp_path: Path) -> None:
    path = tmp_path / "a.sssom.tsv.gz"
    data = gzip.compress(f"{COLUMNS}\n{ROW}\n".encode())
    path.write_bytes(data)
    assert only(read_mapping_set(path))["object_id"] == f"{OBO}DOID_1"
    path.write_bytes(data[:-12])
    with pytest.raises(SourceFormatError, match="not a whole gzip file"):
        read_mapping_set(path)


@pytest.mark.skipif(not SLICE.exists(), reason="../shared/data/crosswalk is not here")
def test_mapping_set_of_mondo_is_read() -> None:
    found = read_mapping_set(SLICE)
    assert len(found.mappings) == 1467
    assert found.mappings[0].slots["object_id"] == f"{OBO}DOID_0050897"
    assert [note.split("'")[1] for note in found.notes] == [
        "DOID:",
        "MONDO:",
        "NCIT:",
        "Orphanet:",
        "mesh:",
        "oboInOwl:",
    ]
