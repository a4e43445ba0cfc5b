"""Terms of CSV, TSV and JSON records: columns found and named, ids, and what is wrong with rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmskg.errors import SourceFormatError
from lmskg.terminology import Name, Scope, Terminology, read_terminology
from lmskg.terminology.rows import COLUMNS

OBO = "http://purl.obolibrary.org/obo/"


def read(folder: Path, name: str, text: str, **options: Any) -> Terminology:
    """Return what a file of this text holds."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_terminology(path, **options)


def labels(found: Terminology) -> dict[str, str | None]:
    """Return the label of each term by its IRI."""
    return {iri: term.label for iri, term in found.terms.items()}


def test_a_column_of_words_has_no_identifiers(tmp_path: Path) -> None:
    found = read(
        tmp_path, "x.csv", "label,synonyms,parent\nwomb,uterus|matrix,organ\nskin,,\nskin,,\n"
    )
    assert not found.has_identifiers
    assert found.notes == ("1 row repeats an id or a bare label; they are taken together",)
    womb, skin = found.terms.values()
    assert [name.text for name in womb.names] == ["womb", "uterus", "matrix"]
    assert (womb.parents, skin.label) == ((), "skin")
    assert found.own == found.terms.keys()


@pytest.mark.parametrize("header", COLUMNS["label"])
def test_usual_names_of_the_label_column(header: str, tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", f"ID,{header.title().replace(' ', '_')}\nA:1,one\n")
    assert labels(found) == {f"{OBO}A_1": "one"}


def test_the_best_of_several_usual_columns_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "name,label,code,id\nn,l,C1,A:1\n")
    assert labels(found) == {f"{OBO}A_1": "l"}


def test_columns_that_are_named(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "x.tsv",
        "key\tsymbol\tlabel\tother\nH:5\tAB1\talpha\tx, y\n",
        label_column="symbol",
        id_column="key",
        synonym_columns=("label", "other"),
        separator=", ",
        prefixes={"H": "http://h.example/"},
    )
    (term,) = found.terms.values()
    assert term.iri == "http://h.example/5"
    assert [name.text for name in term.names] == ["AB1", "alpha", "x", "y"]
    assert found.prefixes == {"H": "http://h.example/"}
    assert found.notes == ()


def test_columns_by_number_where_there_is_no_header(tmp_path: Path) -> None:
    options = {"label_column": "2", "id_column": "1", "id_prefix": "N"}
    found = read(tmp_path, "x.psv", "C1|one\nC2|two\n", **options)
    assert labels(found) == {f"{OBO}N_C1": "one", f"{OBO}N_C2": "two"}
    assert found.notes == ("taken for id spaces of OBO: N",)


def test_scopes_of_synonym_columns(tmp_path: Path) -> None:
    text = "label,exact synonym,Narrow_Synonyms,broad synonym,related synonyms\na,b,c,d,e|f\n"
    (term,) = read(tmp_path, "x.csv", text).terms.values()
    scopes = {name.text: name.scope.value for name in term.names}
    kinds = ["label", "exact", "narrow", "broad", "related", "related"]
    assert scopes == dict(zip("abcdef", kinds, strict=True))


@pytest.mark.parametrize("option", ["label_column", "id_column", "definition_column"])
def test_a_column_that_is_not_there(option: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"no column 'nam'; the columns are: name, id$"):
        read(tmp_path, "x.csv", "name,id\na,A:1\n", **{option: "nam"})


def test_no_column_of_labels(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"hold labels; name it, .*: patient, finding$"):
        read(tmp_path, "x.csv", "patient,finding\n1,cough\n")
    with pytest.raises(SourceFormatError, match=r" …$"):
        read(tmp_path, "x.csv", ",".join(f"column {n}" for n in range(99)))


@pytest.mark.parametrize("name", ["x.tsv", "x.sssom.tsv"])
def test_mappings_are_no_list_of_terms(name: str, tmp_path: Path) -> None:
    text = "#mapping_set_id: x\nsubject_id\tpredicate_id\tobject_id\tlabel\nA:1\tb\tC:1\td\n"
    with pytest.raises(SourceFormatError, match=r"a set of mappings \(SSSOM\), no list of terms"):
        read(tmp_path, name, text)


def test_rows_without_label_or_id_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "id,label\nA:1,a\nA:2,\n,b\n,\n\nA:3, \n")
    assert labels(found) == {f"{OBO}A_1": "a"}
    assert found.notes[1:] == ("2 rows without label left out", "1 row without id left out")


def test_rows_that_repeat_an_id_are_taken_together(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "id,label,synonym\nA:1,a,s\nA:1,b,t\nA:1,a,s\n")
    texts = {name.text: name.scope.value for name in found.terms[f"{OBO}A_1"].names}
    assert texts == {"a": "label", "s": "exact", "b": "exact", "t": "exact"}
    assert found.notes[1:] == (
        "2 rows repeat an id or a bare label; they are taken together",
        "1 second label of one language taken as synonyms",
    )


def test_ids_of_every_kind(tmp_path: Path) -> None:
    rows = "id,label\nhttp://a.example/x?y=1,iri\nA:b/c d,bare\nB:7,curie\nE 9,code\n"
    found = read(tmp_path, "my list.csv", rows, prefixes={"B": "http://b.example/"})
    assert labels(found) == {
        "http://a.example/x?y=1": "iri",
        "urn:lmskg:my_list:A%3Ab%2Fc%20d": "bare",
        "http://b.example/7": "curie",
        "urn:lmskg:my_list:E%209": "code",
    }
    assert found.notes == ("bare codes got the made-up prefix my_list; name their own",)
    with pytest.raises(SourceFormatError, match=r"x\.csv:3: 'http://a b' is no IRI"):
        read(tmp_path, "x.csv", "id,label\nA:1,a\nhttp://a b,b\n")
    with pytest.raises(SourceFormatError, match=r"x\.csv:2: 'urn:a b' is no IRI"):
        read(tmp_path, "x.csv", "id,label,parent\nA:1,a,urn:a b\n")


def test_columns_of_one_name_are_taken_together(tmp_path: Path) -> None:
    (term,) = read(tmp_path, "x.csv", "label,synonym,synonym\na,b,c|d\n").terms.values()
    assert [name.text for name in term.names] == list("abcd")


def test_line_ends_of_all_kinds_and_a_byte_order_mark(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "\ufeffid,label\r\nA:1,a\rA:2,b\nA:3,c")
    assert list(labels(found).values()) == ["a", "b", "c"]


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_csv_of_other_countries(mark: str, tmp_path: Path) -> None:
    text = f'id{mark}label\nA:1{mark}"a{mark} b"\n'
    assert labels(read(tmp_path, "x.csv", text)) == {f"{OBO}A_1": " ".join(f"a{mark} b".split())}


def test_a_delimiter_that_is_given(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "id;label, short\nA:1;a\n", delimiter=";", label_column="id")
    assert [term.label for term in found.terms.values()] == ["A:1"]


def test_quotation_marks_in_tsv_are_letters_unless_around_a_cell(tmp_path: Path) -> None:
    text = 'id\tlabel\nA:1\t"5" wide\nA:2\t"a ""b"""\nA:3\tc "d"\nA:4\t"e\n'
    assert list(labels(read(tmp_path, "x.tsv", text)).values()) == [
        '"5" wide',
        'a "b"',
        'c "d"',
        '"e',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('id,label\nA:1,"open\n', r"x\.csv:2: broken CSV: unexpected end of data"),
        ('id,label\nA:1,"a" b\n', r"x\.csv:2: broken CSV: "),
        ("id,label\nA:1,a\nA:2,b,c\n", r"x\.csv:3: 3 cells, where the first line has 2"),
        ('id,label\nA:1,"a\nb"\nA:2,b,c\n', r"x\.csv:4: 3 cells"),
    ],
    ids=["open", "behind", "longer", "line"],
)
def test_broken_rows(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=expected):
        read(tmp_path, "x.csv", text)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1))
def test_whatever_csv_quotes_comes_back(rows: list[tuple[str, str]]) -> None:
    from tempfile import TemporaryDirectory

    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("id", "label"))
    writer.writerows((f"A:{n}", f"x{label}x") for n, (label, _) in enumerate(rows))
    with TemporaryDirectory() as folder:
        found = read(Path(folder), "x.csv", stream.getvalue())
    expected = [" ".join(f"x{label}x".split()) for label, _ in rows]
    assert list(labels(found).values()) == expected


def test_json_records_in_a_list(tmp_path: Path) -> None:
    text = """[
     {"id": "A:1", "name": "one", "synonyms": ["eins", "un"], "relations": {"is_a": ["A:2"]}},
     {"id": "A:2", "name": "two", "deprecated": true, "size": 3}
    ]"""
    found = read(tmp_path, "x.json", text, parent_column="relations.is_a")
    one, two = found.terms.values()
    assert one.names[1:] == (Name("eins", Scope.EXACT), Name("un", Scope.EXACT))
    assert (one.parents, two.is_obsolete) == ((two.iri,), True)
    assert labels(read(tmp_path, "x.json", '{"terms": ' + text + ', "version": 1}')) == labels(
        found
    )


def test_json_records_by_id_and_in_a_tree(tmp_path: Path) -> None:
    text = """{"T": {"name": "top", "children": {
        "L": {"name": "left", "parent": "T", "children": {}},
        "R": {"name": "right", "parent": "T", "children": [{"id": "D", "name": "deep"}]}}}}"""
    found = read(tmp_path, "x.json", text, id_prefix="X")
    assert list(labels(found).values()) == ["top", "left", "right", "deep"]
    assert list(found.terms) == [f"{OBO}X_{code}" for code in "TLRD"]
    assert found.terms[f"{OBO}X_L"].parents == (f"{OBO}X_T",)


def test_json_records_without_a_label(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"hold labels; name it, .*: id, x$"):
        read(tmp_path, "x.json", '[{"id": "A:1", "x": "one"}]')
    with pytest.raises(SourceFormatError, match=r"no column 'a\.b'; the columns are: id, x$"):
        read(tmp_path, "x.json", '[{"id": "A:1", "x": "one"}]', label_column="a.b")
