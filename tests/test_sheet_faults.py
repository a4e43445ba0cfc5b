"""Bad input of the curator's sheet: each fault is named by its cell, and nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmskg.cli import run
from lmskg.resources import Project
from lmskg.sheet import make_sheet, plan, read_sheet

from .sheet_tools import NEW_CLAIM, NEW_EVIDENCE, Book, edited, faults, planned, with_new_claim

Edit = Callable[[Book], object]
NUMBER = "ex:measurement/M3-1"


def header(book: Book, table: str, old: str, new: str) -> None:
    book.file[table].cell(1, book.column(table, old)).value = new


def claim(**values: object) -> Edit:
    return lambda book: book.set("Claims", "claim:M1", **values)


def number(**values: object) -> Edit:
    return lambda book: book.set("Measurements", NUMBER, **values)


def evidence(**values: object) -> Edit:
    return lambda book: book.set("Evidence", "ev:M1-1", **values)


def source(**values: object) -> Edit:
    return lambda book: book.set("Sources", "source:a", **values)


def new_source(**values: object) -> Edit:
    def edit(book: Book) -> None:
        given: dict[str, object] = {
            "title": "Lamps", "sourceKind": "kg:PatientPage", "dateStated": "kg:NotStated",
            "readAs": "kg:Page",
        }  # fmt: skip
        book.add("Sources", **{"id": "source:b", **given, **values})

    return edit


CELLS: dict[str, tuple[Edit, str, str, str]] = {
    "unknown term": (
        claim(subject="ex:GlimerTumour"),
        "Claims",
        "subject",
        "there is no term 'ex:GlimerTumour'; did you mean ex:GlimmerTumour (glimmer tumour)",
    ),
    "a label for a term": (
        claim(subject="ex:torch"),
        "Claims",
        "subject",
        "there is no term 'ex:torch'; did you mean ex:Lamp (lamp)",
    ),
    "unknown predicate": (
        claim(predicate="ex:cures"),
        "Claims",
        "predicate",
        "'ex:cures' is no claim predicate",
    ),
    "disease that is none": (
        claim(disease="ex:Lamp"),
        "Claims",
        "disease",
        "'ex:Lamp' is no disease",
    ),
    "closed vocabulary": (
        claim(polarity="kg:Perhaps"),
        "Claims",
        "polarity",
        "'kg:Perhaps' is no polarity; one of kg:Affirmed, kg:Denied",
    ),
    "number where a term was": (
        claim(subject=4),
        "Claims",
        "subject",
        "'4' is a number, where a term belongs",
    ),
    "number in a closed vocabulary": (
        claim(polarity="5"),
        "Claims",
        "polarity",
        "'5' is a number, where a term belongs",
    ),
    "term where a number was": (
        number(value="kg:About"),
        "Measurements",
        "value",
        "'kg:About' is a term, where a number",
    ),
    "two values": (
        claim(disease="ex:Tumour | ex:GlimmerTumour"),
        "Claims",
        "disease",
        "2 values stand here",
    ),
    "formula": (number(value="=2+2"), "Measurements", "value", "'=2+2' is a formula"),
    "error of a formula": (number(value="#REF!"), "Measurements", "value", "is an error of the"),
    "date made of a range": (
        number(low=datetime.datetime(2019, 3, 1)),
        "Measurements",
        "low",
        "a spreadsheet made the date 2019-03-01 of it",
    ),
    "text made of a range": (
        number(low="1-Mar"),
        "Measurements",
        "low",
        "'1-Mar' looks like a date",
    ),
    "scientific notation": (number(per="1E+06"), "Measurements", "per", "scientific notation"),
    "scientific number": (number(per=1e20), "Measurements", "per", "scientific notation"),
    "number for words": (
        claim(statement=7),
        "Claims",
        "statement",
        "7 is a number value where words",
    ),
    "truth for words": (claim(statement=True), "Claims", "statement", "true is a truth value"),
    "space at the end": (claim(subject="ex:Lamp "), "Claims", "subject", "white space stands at"),
    "space at the end of words": (claim(statement="Few. "), "Claims", "statement", "white space"),
    "no-break space": (claim(subject="ex:\u00a0Lamp"), "Claims", "subject", "white space in it"),
    "curly quotation marks": (
        claim(object="“LMS”"),
        "Claims",
        "object",
        "curly quotation mark",
    ),
    "line break": (claim(statement="One.\nTwo."), "Claims", "statement", "a line break stands"),
    "words without quotation marks": (
        claim(object="rare"),
        "Claims",
        "object",
        "'rare' is no name of a term",
    ),
    "row moved to an odd file": (
        claim(file="../x.ttl"),
        "Claims",
        "file",
        "is no name of a claim file",
    ),
    "percentage over 100": (
        number(unit="kg:Percent", value="104"),
        "Measurements",
        "value",
        "104 percent lies outside",
    ),
    "interval upside down": (
        number(low="9", high="3"),
        "Measurements",
        "low",
        "the lower end 9 lies above the upper end 3",
    ),
    "value below its interval": (
        number(low="5", high="8"),
        "Measurements",
        "value",
        "the value 4 lies below its interval",
    ),
    "value above its interval": (
        number(low="1", high="3"),
        "Measurements",
        "value",
        "the value 4 lies above its interval",
    ),
    "measurement of nothing": (
        number(of=None),
        "Measurements",
        "of",
        "the measurement belongs to nothing",
    ),
    "measurement of a stranger": (
        number(of="claim:M9"),
        "Measurements",
        "of",
        "'claim:M9' is no id of the table Claims",
    ),
    "source that is not recorded": (
        evidence(source="source:z"),
        "Evidence",
        "source",
        "'source:z' is no id of the table Sources; add its row there first",
    ),
    "quote that stands nowhere": (
        evidence(quote="The glimmer tumour is common"),
        "Evidence",
        "quote",
        "near miss",
    ),
    "quote that stands twice": (
        evidence(quote="a"),
        "Evidence",
        "quote",
        "stands 6 times in a.txt: at",
    ),
    "wrong start": (evidence(start="3"), "Evidence", "quote", "do not stand at 3-29 but at 0-26"),
    "wrong end": (evidence(end="27"), "Evidence", "quote", "the quote ends at 26"),
    "start that is no number": (evidence(start="kg:May"), "Evidence", "quote", "is no offset"),
    "more starts than quotes": (
        evidence(start="0 | 4"),
        "Evidence",
        "quote",
        "1 quotes, but 2 starts",
    ),
    "doi that is none": (source(doi="doi:10.1/x"), "Sources", "doi", "'doi:10.1/x' is no DOI"),
    "pmid that is none": (source(pmid="PMID 1"), "Sources", "pmid", "'PMID 1' is no PMID"),
    "trial number that is none": (
        source(nct="NCT1"),
        "Sources",
        "nct",
        "'NCT1' is no trial number",
    ),
    "address that is none": (source(address="www.x.org"), "Sources", "address", "is no address"),
    "words of a span": (
        lambda b: b.set("Spans", "ex:coverage/a/26-28", start="27", words="xx"),
        "Spans",
        "words",
        '27-28 is " "',
    ),
}


@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_fault_is_named_by_its_cell(mini: Project, tmp_path: Path, name: str) -> None:
    edit, table, column, message = CELLS[name]
    book = Book(edited(mini, tmp_path / "c.xlsx", edit))
    ids = {
        "Claims": "claim:M1",
        "Measurements": NUMBER,
        "Evidence": "ev:M1-1",
        "Sources": "source:a",
    }
    iri = ids.get(table, "ex:coverage/a/26-28")
    cell = book.cell(table, iri, column)
    made = plan(mini, read_sheet(book.path))
    found = [f for f in made.report.findings if message in f.message]
    assert found, faults(made)
    assert found[0].where == f"c.xlsx: {table}!{cell.coordinate}"
    assert found[0].focus == iri
    assert made.is_usable
    assert not made.files


def with_half_a_claim(book: Book) -> None:
    with_new_claim(book)
    book.set("Claims", "claim:M4", statement=None)


ROWS: dict[str, tuple[Edit, str, str]] = {
    "duplicate id": (
        lambda b: b.add("Claims", **{**NEW_CLAIM, "id": "claim:M1"}),
        "Claims!A5",
        "'claim:M1' is the id of c.xlsx: Claims!A2 too; use it once",
    ),
    "no id": (
        lambda b: b.add("Claims", **{**NEW_CLAIM, "id": None}),
        "Claims!A5",
        "the row has no id",
    ),
    "id of another table": (
        lambda b: b.add("Claims", **{**NEW_CLAIM, "id": "source:M4"}),
        "Claims!A5",
        "an id of this table begins with claim:",
    ),
    "id that is a number": (
        lambda b: b.add("Claims", **{**NEW_CLAIM, "id": 4}),
        "Claims!A5",
        "'4' is no id",
    ),
    "text beside the table": (
        lambda b: b.file["Claims"].cell(2, 80, "x"),
        "Claims!CB2",
        "'x' stands beside the table",
    ),
    "source that nothing cites": (new_source(), "Sources!A3", "no row cites this source"),
    "a claim without evidence": (
        lambda b: b.add("Claims", **NEW_CLAIM),
        "Claims!",
        "evidence",
    ),
    "a claim without a statement": (
        with_half_a_claim,
        "Claims!",
        "statement",
    ),
    "a hedge that the quote has not": (claim(hedge="perhaps"), "Claims!", "perhaps"),
    "a number that the quote has not": (number(value="5"), "Measurements!", "5"),
    "a file of text that is missing": (
        lambda b: b.add("Texts", id="ex:text/b", file="b.txt"),
        "Texts!B3",
        "b.txt: no such file",
    ),
    "a span without place": (
        lambda b: b.add(
            "Spans", id="ex:coverage/z", type="kg:Coverage", text="ex:text/a", reason="kg:Layout"
        ),
        "Spans!I5",
        "a span needs start and end, or its words",
    ),
    "a quote from a source without text": (
        lambda b: (
            new_source()(b),
            b.add("Claims", **NEW_CLAIM),
            b.add("Evidence", **{**NEW_EVIDENCE, "source": "source:b"}),
        ),
        "Evidence!E5",
        "no stored text of this source",
    ),
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_fault_of_a_row_is_named(mini: Project, tmp_path: Path, name: str) -> None:
    edit, place, message = ROWS[name]
    made = planned(mini, tmp_path / "c.xlsx", edit)
    found = [where for where, told in faults(made) if message in told and where.startswith(place)]
    assert found, faults(made)
    assert not made.files


def delete_column(table: str, name: str) -> Edit:
    return lambda book: book.file[table].delete_cols(book.column(table, name))


UNUSABLE: dict[str, tuple[Edit, str]] = {
    "missing column": (
        delete_column("Claims", "hedge"),
        "c.xlsx: Claims: the column 'hedge' is missing; put it back, or write a new sheet",
    ),
    "renamed column": (
        lambda b: header(b, "Claims", "hedge", "Hedges"),
        "c.xlsx: Claims!S1: there is no column 'Hedges' in this table; it was 'hedge', call it so",
    ),
    "column of its own": (
        lambda b: b.file["Phases"].cell(1, 30, "notes"),
        "c.xlsx: Phases!AD1: there is no column 'notes' in this table; remove it",
    ),
    "column twice": (
        lambda b: header(b, "Claims", "hedge", "wording"),
        "the column 'wording' stands twice; remove one",
    ),
    "missing table": (
        lambda b: b.file.remove(b.file["Evidence"]),
        "c.xlsx: the table 'Evidence' is missing; write a new sheet",
    ),
    "renamed table": (
        lambda b: setattr(b.file["Evidence"], "title", "Evidences"),
        "c.xlsx: the table 'Evidence' is missing; is it 'Evidences'? name it so again",
    ),
    "merged cells": (
        lambda b: b.file["Claims"].merge_cells("C2:D3"),
        "c.xlsx: Claims!C2:D3: these cells are merged; split them",
    ),
    "no base": (
        lambda b: b.file.remove(b.file["Base"]),
        "c.xlsx: the page 'Base' (hidden in a workbook) is missing or was changed",
    ),
    "base with rubbish": (
        lambda b: b.file["Base"].cell(b.row("Base", "Claims"), 2, "a b"),
        "c.xlsx: Base: 'a b' cannot be read; this page is not to be changed",
    ),
}


@pytest.mark.parametrize("name", sorted(UNUSABLE))
def test_what_is_no_sheet_any_more_ends_in_2(
    mini: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    edit, message = UNUSABLE[name]
    path = edited(mini, tmp_path / "c.xlsx", edit)
    before = mini.claims[0].read_bytes()
    code = run(["claims", "apply", str(path), "--yes", "-C", str(mini.root)])
    out, err = capsys.readouterr()
    assert code == 2
    assert message in out
    assert "nothing was written" in err
    assert mini.claims[0].read_bytes() == before


def test_all_faults_are_told_at_once(mini: Project, tmp_path: Path) -> None:
    made = planned(
        mini,
        tmp_path / "c.xlsx",
        claim(polarity="kg:Perhaps", subject="1-Mar"),
        number(low="9", high="3"),
    )
    assert len(faults(made)) >= 2
    assert {where.partition("!")[0] for where, _ in faults(made)} == {"Claims", "Measurements"}


def test_the_same_faults_in_tsv_are_named_by_file_and_cell(mini: Project, tmp_path: Path) -> None:
    for name, data in make_sheet(mini, "tsv").items():
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "Claims.tsv"
    path.write_text(path.read_text().replace("kg:Affirmed", "kg:Perhaps", 1).replace("Few", "=Few"))
    made = plan(mini, read_sheet(tmp_path))
    where = [f.where for f in made.report.findings]
    assert any(place.endswith(": Claims.tsv!I2") for place in where), where
    assert any("is a formula" in message for _, message in faults(made))


# the command line


def called(*args: Any) -> int:
    return run([str(arg) for arg in args])


def test_the_way_of_a_curator(
    mini: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.xlsx"
    assert called("claims", "sheet", "-o", path, "-C", mini.root) == 0
    book = Book(path)
    with_new_claim(book)
    book.save()
    before = mini.claims[0].read_bytes()
    capsys.readouterr()
    assert called("claims", "apply", path, "--dry-run", "-C", mini.root) == 0
    out, err = capsys.readouterr()
    assert out.startswith("added claim claim:M4: Lamps serve against it.\n  file: a.ttl\n")
    assert "nothing was written" in err
    assert called("claims", "apply", path, "-q", "-C", mini.root) == 1  # nobody there to say yes
    assert mini.claims[0].read_bytes() == before
    err = capsys.readouterr().err
    assert err == "lmskg: nothing was written, for nobody is there to say yes; --yes writes it\n"
    assert called("claims", "apply", path, "--yes", "-C", mini.root) == 0
    assert b"claim:M4 a kg:Claim" in mini.claims[0].read_bytes()
    assert "written: a.ttl" in capsys.readouterr().err
    assert called("claims", "apply", path, "--yes", "-C", mini.root) == 0
    assert "nothing to write" in capsys.readouterr().err


COMPARISON = """\
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix claim: <https://example.org/mini/claim/> .

<https://example.org/mini/comparison/A> a kg:Comparison ;
    kg:compares claim:M1 ; kg:with claim:M3 ;
    kg:verdict kg:Agrees ; kg:reason kg:SameStatement ; kg:diseaseMatch kg:SameDisease ;
    kg:statement "They say the same."@en .
"""
STALE = "warning: ex:comparison/A stays as it is, but claim:{} changes; does it still fit?\n"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (claim(statement="Few people have it."), STALE.format("M1")),
        (number(statistic="kg:Proportion"), STALE.format("M3")),
        (lambda b: b.set("Claims", "claim:M2", statement="Light serves."), ""),
        (
            lambda b: claim(statement="Few people have it.")(
                b.set("Comparisons", "ex:comparison/A", statement="Both say it.")
            ),
            "",
        ),
    ],
)
def test_comparison_that_a_changed_claim_leaves_behind_is_named(
    mini: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Edit, told: str
) -> None:
    (mini.root / "ontology" / "comparisons.ttl").write_text(COMPARISON)
    path = edited(mini, tmp_path / "c.xlsx", edit)
    called("claims", "apply", path, "--dry-run", "-C", mini.root)
    out, err = capsys.readouterr()
    assert err == f"{told}nothing was written\n", out
    assert "warning" not in out


def test_faults_end_in_1(mini: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = edited(mini, tmp_path / "c.xlsx", claim(polarity="kg:Perhaps"))
    assert called("claims", "apply", path, "--yes", "-C", mini.root) == 1
    out, err = capsys.readouterr()
    assert "c.xlsx: Claims!I2: claim:M1: 'kg:Perhaps' is no polarity; one of" in out
    assert err == "1 error(s); nothing was written\n"


def test_a_sheet_of_one_source_and_a_folder(
    mini: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sheet"
    assert (
        called("claims", "sheet", "-q", "-o", folder, "--source", "source:a", "-C", mini.root) == 0
    )
    assert capsys.readouterr() == ("", "")
    assert (folder / "Claims.tsv").is_file()
    assert called("claims", "apply", folder, "-q", "-C", mini.root) == 0
    assert capsys.readouterr().out == "0 added, 0 changed, 0 removed\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("sheet", "-o", "c.csv"), "unknown format 'c.csv'"),
        (("sheet", "-o", "c", "--source", "source:z"), "is no source in"),
        (("sheet", "-o", "c", "--source", "nope:z"), "unknown prefix"),
        (("apply", "missing.xlsx"), "missing.xlsx: no such file"),
    ],
)
def test_bad_use_is_one_line(
    mini: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called("claims", *args, "-C", mini.root) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("lmskg: ")
    assert message in err
    assert err.count("\n") == 1
