"""The curator's sheet: out and back unchanged, and what a person adds, changes and removes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from lmskg.assemble import assemble
from lmskg.errors import (
    MissingExtraError,
    OutputError,
    SourceFormatError,
    SourceNotFoundError,
    UnsupportedFormatError,
)
from lmskg.evidence import read_texts, verify
from lmskg.graph.store import store_of
from lmskg.resources import Project, open_project
from lmskg.sheet import Plan, change_lines, make_sheet, plan, read_sheet, write_plan
from lmskg.sheet import workbook as workbook_module
from lmskg.sheet.book import nodes_of, read_book, rows_of
from lmskg.sheet.writing import new_files
from lmskg.validate import validate

from .sheet_tools import Book, edited, faults, planned, with_new_claim

SOURCE = "https://example.org/mini/source/a"


def sheet_at(project: Project, path: Path, format: str, source: str = "") -> Path:
    for name, data in make_sheet(project, format, source=source).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if name:
            path.mkdir(exist_ok=True)
        (path / name if name else path).write_bytes(data)
    return path


def snapshot(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}


def lines(made: Plan, project: Project) -> list[str]:
    return [*change_lines([*made.changes], project.prefixes())]


def assert_valid(project: Project) -> None:
    quads = assemble(project)
    store = store_of(quads)
    assert verify(store, read_texts(project, store)).findings == ()
    assert validate(quads, project.shapes).count("error") == 0


# out and back


@pytest.mark.parametrize("format", ["xlsx", "tsv"])
@pytest.mark.parametrize("source", ["", "https://w3id.org/lmskg/source/seed"])
def test_out_and_back_changes_nothing(
    project: Project, tmp_path: Path, format: str, source: str
) -> None:
    before = {path: path.read_bytes() for path in [*project.claims, project.sources]}
    path = sheet_at(project, tmp_path / f"claims.{format}", format, source)
    made = plan(project, read_sheet(path))
    assert (made.changes, made.report.findings, dict(made.files)) == ((), (), {})
    write_plan(made)
    assert {path: path.read_bytes() for path in before} == before


def test_rows_hold_every_record_of_every_claim_file(project: Project) -> None:
    book = read_book(project)
    rows = rows_of(book)
    assert {iri: record.node for iri, record in book.records.items()} == nodes_of(rows, book)
    assert new_files(project, book, rows) == {}


def test_files_written_anew_hold_the_same_records(project: Project) -> None:
    """Every record of every file is taken out and put in again through the writer."""
    book = read_book(project)
    rows = rows_of(book)
    bare = {path: b"".join(line for line in data.splitlines(True) if line.startswith((b"#", b"@")))
            for path, data in book.content.items()}  # fmt: skip
    from lmskg.sheet.book import book_of

    empty = book_of(bare)
    again = book_of({**bare, **new_files(project, empty, rows)})
    assert nodes_of(rows_of(again), again) == nodes_of(rows, book)


@pytest.mark.parametrize("format", ["xlsx", "tsv"])
def test_the_same_project_gives_the_same_bytes(mini: Project, format: str) -> None:
    assert make_sheet(mini, format) == make_sheet(mini, format)


def test_a_sheet_of_one_source_leaves_the_others_alone(project: Project, tmp_path: Path) -> None:
    path = sheet_at(project, tmp_path / "s", "tsv", "https://w3id.org/lmskg/source/seed")
    ids = [line.split("\t")[0] for line in (path / "Claims.tsv").read_text().splitlines()]
    assert "claim:S001" in ids
    assert not any(name.startswith("claim:E") for name in ids)


def test_of_an_unknown_source_there_is_no_sheet(mini: Project) -> None:
    with pytest.raises(SourceNotFoundError, match="is no source in"):
        make_sheet(mini, "tsv", source="https://example.org/mini/source/z")


def test_workbook_offers_the_closed_vocabularies(mini: Project, tmp_path: Path) -> None:
    book = Book(edited(mini, tmp_path / "c.xlsx"))
    sheet = book.file["Claims"]
    letter = book.cell("Claims", "claim:M1", "polarity").column_letter
    own = [
        v for v in sheet.data_validations.dataValidation if str(v.sqref).startswith(f"{letter}2:")
    ]
    page, _, area = own[0].formula1.partition("!")
    offered = [cell.value for row in book.file[page][area.replace("$", "")] for cell in row]
    assert offered == ["kg:Affirmed", "kg:Denied"]
    assert own[0].showErrorMessage
    assert book.file.sheetnames[:2] == ["Claims", "Columns"]
    assert book.file["Base"].sheet_state == "hidden"


def test_every_column_is_explained(mini: Project, tmp_path: Path) -> None:
    book = Book(edited(mini, tmp_path / "c.xlsx"))
    told = {(row[0].value, row[1].value): row[2].value for row in book.file["Columns"].iter_rows()}
    for table in book.file.worksheets:
        if table.title not in ("Columns", "Terms", "Base", "Choices"):
            for cell in table[1]:
                assert told[table.title, cell.value], (table.title, cell.value)


# change


def test_a_changed_claim_changes_one_line(mini: Project, tmp_path: Path) -> None:
    path = mini.claims[0]
    before = path.read_text()
    made = planned(
        mini, tmp_path / "c.xlsx", lambda b: b.set("Claims", "claim:M1", statement="It is seldom.")
    )
    assert lines(made, mini) == [
        "changed claim claim:M1: It is seldom.",
        "  statement: Few have this tumour. -> It is seldom.",
        "0 added, 1 changed, 0 removed",
    ]
    write_plan(made)
    assert path.read_text() == before.replace("Few have this tumour.", "It is seldom.")
    assert_valid(mini)


def test_changed_and_changed_back_gives_the_same_bytes(mini: Project, tmp_path: Path) -> None:
    before = snapshot(mini)
    for text in ("It is seldom.", "Few have this tumour."):
        path = edited(mini, tmp_path / "c.xlsx")
        book = Book(path).set("Claims", "claim:M1", statement=text)
        book.save()
        made = plan(mini, read_sheet(path))
        assert len(made.changes) == 1
        write_plan(made)
    assert snapshot(mini) == before


def test_a_new_quote_is_found_in_the_text(mini: Project, tmp_path: Path) -> None:
    made = planned(
        mini,
        tmp_path / "c.xlsx",
        lambda b: b.set("Evidence", "ev:M1-1", quote="glimmer tumour is rare"),
    )
    assert "  start: 0 -> 4" in lines(made, mini)
    assert "  end: 26 -> 26" not in lines(made, mini)
    # the four characters before it are now in no quote
    assert [message[:20] for _, message in faults(made)] == ["characters 0-4 are i"]


def test_a_number_typed_as_a_number_is_no_change(mini: Project, tmp_path: Path) -> None:
    def edit(book: Book) -> None:
        iri = book.file["Measurements"]["A2"].value
        book.set("Measurements", iri, value=4.0, per=100)

    assert planned(mini, tmp_path / "c.xlsx", edit).changes == ()


def test_order_of_rows_and_columns_does_not_count(mini: Project, tmp_path: Path) -> None:
    path = sheet_at(mini, tmp_path / "t", "tsv")
    rows = [line.split("\t") for line in (path / "Claims.tsv").read_text().splitlines()]
    turned = [row[:1] + row[:0:-1] for row in [rows[0], *rows[:0:-1]]]
    (path / "Claims.tsv").write_text("".join("\t".join(row) + "\n" for row in turned))
    assert plan(mini, read_sheet(path)).changes == ()


def test_a_byte_order_mark_is_passed_over(mini: Project, tmp_path: Path) -> None:
    path = sheet_at(mini, tmp_path / "t", "tsv")
    (path / "Claims.tsv").write_text("\ufeff" + (path / "Claims.tsv").read_text())
    assert plan(mini, read_sheet(path)).report.findings == ()


# add


# as it is in the file, but for shorter lines
BLOCK = """
claim:M4 a kg:Claim ;
    kg:row "M4" ;
    kg:subject ex:Lamp ;
    kg:predicate ex:isTreatmentFor ;
    kg:object ex:GlimmerTumour ;
    kg:disease ex:GlimmerTumour ;
    kg:reading kg:EachCase ;
    kg:polarity kg:Affirmed ;
    kg:statement "Lamps serve against it."@en ;
    kg:evidence ev:M4-1 .
ev:M4-1 a kg:Evidence ;
    dcterms:source source:a ;
    oa:hasSource <text/a> ;
    oa:hasSelector <evidence/M4-1/selector> .
<evidence/M4-1/selector> a oa:TextQuoteSelector , oa:TextPositionSelector ;
    oa:exact "A lamp is a treatment of it" ;
    oa:start 28 ;
    oa:end 55 .
"""


def test_a_claim_is_added_behind_the_last_one(mini: Project, tmp_path: Path) -> None:
    made = planned(mini, tmp_path / "c.xlsx", with_new_claim)
    assert made.report.findings == ()
    told = lines(made, mini)
    assert "  object: glimmer tumour (ex:GlimmerTumour)" in told
    assert "  start: 28" in told
    write_plan(made)
    text = mini.claims[0].read_text()
    text = text.replace("<https://example.org/mini/", "<").replace(" ; oa:", " ;\n    oa:")
    assert f"\n{BLOCK}<coverage/a/26-28>" in text
    assert_valid(mini)


def test_added_and_removed_again_gives_the_same_bytes(mini: Project, tmp_path: Path) -> None:
    before = snapshot(mini)
    write_plan(planned(mini, tmp_path / "c.xlsx", with_new_claim))
    made = planned(mini, tmp_path / "d.xlsx", lambda b: b.remove("Claims", "claim:M4"))
    assert lines(made, mini)[-1] == "0 added, 0 changed, 2 removed"
    write_plan(made)
    assert snapshot(mini) == before


def test_a_claim_of_a_new_source_without_text_goes_into_a_file_of_its_own(
    mini: Project, tmp_path: Path
) -> None:
    def edit(book: Book) -> None:
        with_new_claim(book)
        book.set("Evidence", "ev:M4-1", source="source:b", quote="", readAs="kg:Abstract")
        book.set("Evidence", "ev:M4-1", design="kg:DesignNotReported")
        book.add(
            "Sources", id="source:b", title="Lamps, seen again", sourceKind="kg:PatientPage",
            dateStated="2019", readAs="kg:Abstract",
        )  # fmt: skip

    made = planned(mini, tmp_path / "c.xlsx", edit)
    assert faults(made) == []
    write_plan(made)
    text = (mini.root / "ontology/claims/b.ttl").read_text()
    assert text.startswith("# What a source says")
    assert "claim:M4 a kg:Claim ;\n" in text
    # the file declares no prefix for the datatypes
    year = 'kg:dateStated "2019"^^<http://www.w3.org/2001/XMLSchema#gYear> ;'
    assert year in mini.sources.read_text()
    assert_valid(mini)


def test_a_source_with_its_text_is_added(mini: Project, tmp_path: Path) -> None:
    (mini.texts / "b.txt").write_text("A lamp helps.\n")

    def edit(book: Book) -> None:
        with_new_claim(book)
        book.set("Evidence", "ev:M4-1", source="source:b", quote="A lamp helps")
        book.add(
            "Sources", id="source:b", title="Lamps help", sourceKind="kg:PatientPage",
            dateStated="kg:NotStated", readAs="kg:StoredText", text="ex:text/b",
        )  # fmt: skip
        book.add("Texts", id="ex:text/b", file="b.txt", language="en", rights="Nobody's.")
        book.add("Spans", id="ex:coverage/b/12-14", type="kg:Coverage", reason="kg:Layout",
                 text="ex:text/b", words=r".\n")  # fmt: skip

    made = planned(mini, tmp_path / "c.xlsx", edit)
    assert faults(made) == []
    assert "  characters: 14" in lines(made, mini)
    assert "  file: b.ttl" in lines(made, mini)
    write_plan(made)
    assert_valid(mini)
    assert planned(mini, tmp_path / "d.xlsx").changes == ()


def test_a_measurement_stands_before_the_evidence(mini: Project, tmp_path: Path) -> None:
    new: dict[str, object] = {"statistic": "kg:Rate", "value": "4", "per": "100"}
    new |= {"id": "ex:measurement/M3-2", "of": "claim:M3", "denominator": "ex:Person"}
    made = planned(
        mini, tmp_path / "c.xlsx", lambda b: b.add("Measurements", precision="kg:About", **new)
    )
    assert faults(made) == []
    text = made.files[mini.claims[0]].decode()
    assert "kg:measurement measure:M3-1 , measure:M3-2 ;" in text
    assert text.index("measure:M3-1 a ") < text.index("measure:M3-2 a ") < text.index("ev:M3-1 a ")


def test_a_comparison_makes_its_file(mini: Project, tmp_path: Path) -> None:
    def edit(book: Book) -> None:
        with_new_claim(book)
        book.add("Comparisons", id="ex:comparison/M4-M2", compares="claim:M4", statement="As is.")
        book.set(
            "Comparisons", "ex:comparison/M4-M2", verdict="kg:SameText", **{"with": "claim:M2"}
        )
        book.set("Comparisons", "ex:comparison/M4-M2", reason="kg:CopiedText")
        book.set("Comparisons", "ex:comparison/M4-M2", diseaseMatch="kg:SameDisease")

    made = planned(mini, tmp_path / "c.xlsx", edit)
    assert faults(made) == []
    text = made.files[mini.root / "ontology" / "comparisons.ttl"].decode()
    assert (
        text.partition("\n\n")[2]
        == """\
<https://example.org/mini/comparison/M4-M2> a kg:Comparison ;
    kg:compares claim:M4 ; kg:with claim:M2 ;
    kg:verdict kg:SameText ; kg:reason kg:CopiedText ; kg:diseaseMatch kg:SameDisease ;
    kg:statement "As is."@en .
"""
    )


# remove


def test_removing_a_claim_removes_what_is_its_own(mini: Project, tmp_path: Path) -> None:
    def edit(book: Book) -> None:
        book.remove("Claims", "claim:M2")
        book.add(
            "Spans", id="ex:coverage/a/28-55", type="kg:Coverage", reason="kg:Rhetoric",
            text="ex:text/a", words="A lamp is a treatment of it",
        )  # fmt: skip

    made = planned(mini, tmp_path / "c.xlsx", edit)
    assert faults(made) == []
    assert lines(made, mini)[-1] == "1 added, 0 changed, 2 removed"
    write_plan(made)
    text = mini.claims[0].read_text()
    assert "M2" not in text
    assert "oa:start 28 ; oa:end 55" in text
    assert_valid(mini)


def test_a_claim_that_others_refer_to_is_not_removed(tmp_path: Path, project: Project) -> None:
    made = planned(project, tmp_path / "c.xlsx", lambda b: b.remove("Claims", "claim:S017"))
    assert "'claim:S017' was removed, but this row refers to it; change or remove it" in [
        message for _, message in faults(made)
    ]


# two hands


def test_what_others_changed_since_stays(mini: Project, tmp_path: Path) -> None:
    path = edited(
        mini, tmp_path / "c.xlsx", lambda b: b.set("Claims", "claim:M1", statement="Mine.")
    )
    file = mini.claims[0]
    file.write_text(file.read_text().replace("Light is used against it.", "Theirs."))
    made = plan(mini, read_sheet(path))
    assert [change.iri.rpartition("/")[2] for change in made.changes] == ["M1"]
    write_plan(made)
    assert "Mine." in file.read_text()
    assert "Theirs." in file.read_text()
    assert plan(mini, read_sheet(path)).changes == ()  # applied before


def test_what_both_changed_is_a_fault(mini: Project, tmp_path: Path) -> None:
    path = edited(
        mini, tmp_path / "c.xlsx", lambda b: b.set("Claims", "claim:M1", statement="Mine.")
    )
    file = mini.claims[0]
    file.write_text(file.read_text().replace("Few have this tumour.", "Theirs."))
    made = plan(mini, read_sheet(path))
    assert faults(made)[0][0] == "Claims!A2"
    assert "was changed in the project's files after this sheet" in faults(made)[0][1]
    assert not made.files


# nothing is written by halves


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (OSError(28, "No space left on device"), OutputError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_nothing_is_written_when_a_file_cannot_be(
    mini: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    expected: type[BaseException],
) -> None:
    made = planned(
        mini, tmp_path / "c.xlsx", lambda b: b.set("Claims", "claim:M1", statement="It is seldom.")
    )
    before = snapshot(mini)
    two = Plan(made.changes, made.report, {**made.files, mini.sources: b"# new\n"})
    replaced: list[str] = []
    real = os.replace

    def failing(old: str, new: str) -> None:
        if replaced:
            raise failure
        replaced.append(str(new))
        real(old, new)

    monkeypatch.setattr("lmskg.sheet.apply.os.replace", failing)
    with pytest.raises(expected):
        write_plan(two)
    assert replaced
    assert snapshot(mini) == before


# files


def test_wrong_kinds_of_file(mini: Project, tmp_path: Path) -> None:
    for name, data, error, message in (
        ("a.csv", b"x", UnsupportedFormatError, "unknown format"),
        ("a.xls", b"x", UnsupportedFormatError, "unknown format"),
        ("a.xlsx", b"", SourceFormatError, "the file is empty"),
        ("b.xlsx", b"id\tfile\n", SourceFormatError, "this is no .xlsx workbook"),
        ("c.xlsx", b"PK\x03\x04 rest", SourceFormatError, "cannot be read"),
        ("a.tsv", b"id\n", SourceFormatError, "a folder of files"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(error, match=message):
            read_sheet(tmp_path / name)
    with pytest.raises(SourceNotFoundError):
        read_sheet(tmp_path / "nothing.xlsx")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceNotFoundError, match=r"no \.tsv file"):
        read_sheet(tmp_path / "empty")
    path = sheet_at(mini, tmp_path / "t", "tsv")
    (path / "Claims.tsv").write_text('id\tfile\n"claim:M1"x\ta\n')
    with pytest.raises(SourceFormatError, match=r"Claims\.tsv:2"):
        read_sheet(path)


def test_without_openpyxl_the_extra_is_named(
    mini: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'lmskg\[sheet\]'"):
        make_sheet(mini, "xlsx")
    assert plan(mini, read_sheet(sheet_at(mini, tmp_path / "t", "tsv"))).changes == ()


def test_a_text_that_fits_no_cell_is_refused(mini: Project) -> None:
    file = mini.claims[0]
    long = "x" * (workbook_module._MOST_CHARACTERS + 1)
    file.write_text(file.read_text().replace("Few have this tumour.", long))
    with pytest.raises(OutputError, match="do not fit into a cell"):
        make_sheet(mini, "xlsx")


def test_a_record_in_two_files_is_refused(mini: Project) -> None:
    shutil.copy(mini.claims[0], mini.claims[0].with_name("b.ttl"))
    with pytest.raises(SourceFormatError, match="stands in"):
        make_sheet(open_project(mini.root), "tsv")


def test_the_first_comparison_leaves_its_blank_line(mini: Project, tmp_path: Path) -> None:
    path = mini.root / "ontology" / "comparisons.ttl"
    one = (
        "<https://example.org/mini/comparison/{0}> a kg:Comparison ;\n"
        "    kg:compares claim:M1 ; kg:with claim:M2 ;\n"
        "    kg:verdict kg:Agrees ; kg:reason kg:SameStatement ; kg:diseaseMatch kg:SameDisease ;\n"
        '    kg:statement "{0}"@en .\n'
    )
    head = (
        "# How they compare.\n@prefix kg: <https://w3id.org/lmskg/vocab/> .\n"
        "@prefix claim: <https://example.org/mini/claim/> .\n\n"
    )
    path.write_text(head + one.format("A") + one.format("B"))
    made = planned(mini, tmp_path / "c.xlsx", lambda b: b.remove("Comparisons", "ex:comparison/A"))
    assert made.changes[0].what == "removed"
    book = read_book(mini)
    rows = {i: row for i, row in rows_of(book).items() if not i.endswith("/A")}
    assert new_files(mini, book, rows)[path].decode() == head + one.format("B")


def test_a_comment_before_a_removed_record_stays(mini: Project) -> None:
    file = mini.claims[0]
    file.write_text(file.read_text().replace("\nclaim:M2 a", "\n# Of lamps.\nclaim:M2 a"))
    book = read_book(mini)
    rows = {i: row for i, row in rows_of(book).items() if "M2" not in i}
    text = new_files(mini, book, rows)[file].decode()
    assert "M2" not in text
    assert "\n# Of lamps.\n" in text
