"""The doubtful mappings go to a sheet, and the answers come back; every fault has its cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lmskg.cli import map_review, run
from lmskg.errors import SourceFormatError
from lmskg.mapping.decisions import decide, read_decisions
from lmskg.mapping.pool import Pool, pool_of
from lmskg.mapping.review import BELOW, COLUMNS, CURATED, DECISIONS, REVIEW, doubtful, review_grids
from lmskg.sheet.grid import Cell, Grid, Sheet
from lmskg.sssom import (
    NO_TERM_FOUND,
    SEMAPV,
    Mapping,
    MappingSet,
    read_mapping_set,
    serialise_mappings,
)
from lmskg.terminology import Name, Scope, Term, Terminology

SKOS = "http://www.w3.org/2004/02/skos/core#"
A, B = "https://example.org/a#", "https://example.org/b#"
PREFIXES = {"a": A, "b": B}


def row(left: str, right: str, predicate: str = "exactMatch", **slots: str) -> Mapping:
    return Mapping(
        "",
        {
            "subject_id": A + left,
            "predicate_id": SKOS + predicate,
            "object_id": B + right,
            "mapping_justification": f"{SEMAPV}LexicalMatching",
            **slots,
        },
    )


SURE = row("sure", "1", confidence="0.95")
LOW = row(
    "low", "2", confidence="0.5", object_label="two", comment="same label", match_string="two"
)
BROADER = row("broad", "3", "broadMatch")
FIRST, SECOND = row("many", "4", confidence="0.99"), row("many", "5", confidence="0.91")
DENIED = row("no", "6", predicate_modifier="Not", confidence="0.1")
NONE = row("none", "0", object_id=NO_TERM_FOUND, confidence="0.1")
CURATED_ROW = row("done", "7", confidence="0.1", mapping_justification=CURATED)
ALL = MappingSet({}, (SURE, LOW, BROADER, SECOND, FIRST, DENIED, NONE, CURATED_ROW), PREFIXES)


@pytest.fixture
def pool() -> Pool:
    def term(number: str, label: str, *parents: str, **fields: object) -> Term:
        names = (Name(label, Scope.LABEL),)
        above = tuple(B + parent for parent in parents)
        return Term(B + number, names, "What it is.", above, **fields)  # type: ignore[arg-type] # one of many

    terms = (
        term("2", "two", "1"),
        term("1", "one"),
        term("8", "eight"),
        term("9", "nine", is_obsolete=True, replaced_by=f"{B}8"),
    )
    known = Terminology("b", "1", {item.iri: item for item in terms})
    return pool_of([known], PREFIXES)


def test_doubtful_are_the_low_the_inexact_and_the_ambiguous() -> None:
    found = {tuple(doubt.row.slots.items()): doubt.reasons for doubt in doubtful(ALL.mappings)}
    assert found == {
        tuple(LOW.slots.items()): ("confidence below 0.9",),
        tuple(BROADER.slots.items()): ("broadMatch, not exact",),
        tuple(FIRST.slots.items()): ("one of 2 candidates for the subject",),
        tuple(SECOND.slots.items()): ("one of 2 candidates for the subject",),
    }


def test_those_of_a_subject_stand_together_and_the_surest_first() -> None:
    assert [doubt.row for doubt in doubtful(ALL.mappings)] == [BROADER, LOW, FIRST, SECOND]


def test_bound_and_rows_without_counterpart_are_options() -> None:
    found = doubtful(ALL.mappings, below=0.1, with_unmatched=True)
    assert LOW not in [doubt.row for doubt in found]
    assert (NONE, ("no counterpart was found",)) in found


def test_two_subjects_of_one_object() -> None:
    found = doubtful([row("x", "1"), row("y", "1"), row("z", "1", "closeMatch")])
    assert [doubt.reasons for doubt in found] == [
        ("2 subjects are exact to the object",),
        ("2 subjects are exact to the object",),
        ("closeMatch, not exact",),
    ]


def test_rows_that_state_the_same_stand_once() -> None:
    again = Mapping("", LOW.slots | {"mapping_tool": "other", "confidence": "0.6"})
    assert [doubt.row for doubt in doubtful([LOW, again])] == [again]


def test_sheet_tells_what_the_terms_are(pool: Pool) -> None:
    grids = review_grids(doubtful([LOW]), pool)
    header, cells = ([cell.text for cell in cells] for cells in grids[REVIEW].rows)
    assert header == list(COLUMNS)
    told = dict(zip(header, cells, strict=True))
    assert told["row"]
    assert told | {"row": ""} == dict.fromkeys(COLUMNS, "") | {
        "subject_id": "a:low",
        "predicate_id": "skos:exactMatch",
        "object_id": "b:2",
        "object_label": "two",
        "object_definition": "What it is.",
        "object_parents": "one",
        "confidence": "0.5",
        "doubt": "confidence below 0.9",
        "reason": "same label",
    }
    assert {line[0].text for line in grids["Guide"].rows[1:]} == {*COLUMNS, *DECISIONS}


def filled(pool: Pool, mapping: Mapping, **cells: str) -> Sheet:
    """Return the sheet of one doubtful mapping with some cells filled in."""
    (header, values), _ = (grid.rows for grid in review_grids(_doubt(mapping), pool).values())
    changed = tuple(
        Cell(cells.get(name.text, value.text)) for name, value in zip(header, values, strict=True)
    )
    return Sheet(Path("s.xlsx"), {REVIEW: Grid(REVIEW, (header, changed))})


def _doubt(mapping: Mapping):  # type: ignore[no-untyped-def] # of one mapping
    return doubtful([mapping], below=1, with_unmatched=True)


def decided(pool: Pool, mapping: Mapping, **cells: str) -> tuple[list[Mapping], tuple[str, ...]]:
    answers = read_decisions(filled(pool, mapping, **cells), ALL, pool, reviewer="Ada")
    assert answers.faults == ()
    found, changes = decide(ALL, answers.decisions, pool)
    kept = [old for old in ALL.mappings if old != mapping]
    assert [new for new in found.mappings if new in kept] == kept
    return [new for new in found.mappings if new not in kept], changes


CURATED_LOW = {slot: text for slot, text in LOW.slots.items() if slot != "confidence"} | {
    "mapping_justification": CURATED,
    "reviewer_label": "Ada",
}


def test_accepted_mapping_is_curated_and_has_no_machine_confidence(pool: Pool) -> None:
    rows, changes = decided(pool, LOW, decision="accept")
    assert rows == [Mapping("", CURATED_LOW)]
    assert changes == ("a:low skos:exactMatch b:2: accepted (Ada)",)


def test_rejected_mapping_is_kept_as_a_denial(pool: Pool) -> None:
    rows, _ = decided(pool, LOW, decision="Reject", reviewer="Bo", comment="not so")
    assert rows == [
        Mapping(
            "",
            CURATED_LOW
            | {"predicate_modifier": "Not", "reviewer_label": "Bo", "comment": "not so"},
        )
    ]


@pytest.mark.parametrize("kind", ["broad", "narrow", "close"])
def test_other_predicate(pool: Pool, kind: str) -> None:
    rows, changes = decided(pool, LOW, decision=kind)
    assert rows == [Mapping("", CURATED_LOW | {"predicate_id": f"{SKOS}{kind}Match"})]
    assert changes == (f"a:low skos:exactMatch b:2: now skos:{kind}Match (Ada)",)


def test_other_object_denies_the_first(pool: Pool) -> None:
    rows, changes = decided(pool, LOW, decision="other", other_id="b:8")
    new = CURATED_LOW | {"object_id": f"{B}8", "object_label": "eight"}
    del new["match_string"]  # it was found in the other object
    assert rows == [Mapping("", CURATED_LOW | {"predicate_modifier": "Not"}), Mapping("", new)]
    assert changes == ("a:low skos:exactMatch b:2: denied, b:8 instead (Ada)",)


def test_counterpart_that_nobody_found(pool: Pool) -> None:
    (found,), _ = decided(pool, NONE, decision="other", other_id="b:8")
    assert (found.slots["object_id"], found.is_negative) == (f"{B}8", False)
    assert decided(pool, NONE, decision="accept")[0][0].slots["object_id"] == NO_TERM_FOUND


def test_record_of_another_object_is_its_own(pool: Pool) -> None:
    named = MappingSet({}, (Mapping("https://example.org/m/1", LOW.slots),))
    sheet = filled(pool, LOW, decision="other", other_id="b:8", reviewer="Ada")
    found, _ = decide(named, read_decisions(sheet, named, pool).decisions, pool)
    assert [mapping.record for mapping in found.mappings] == [
        "https://example.org/m/1",
        "https://example.org/m/1-8",
    ]


def test_no_answer_changes_nothing(pool: Pool) -> None:
    answers = read_decisions(filled(pool, LOW), ALL, pool)
    assert (answers.decisions, answers.faults) == ({}, ())
    assert decide(ALL, {}, pool) == (ALL, ())


@pytest.mark.parametrize(
    ("cells", "check", "cell", "message"),
    [
        ({"decision": "acept"}, "decision-unknown", "N2", "'acept' is no decision; did you mean"),
        ({"decision": "yes!"}, "decision-unknown", "N2", "'yes!' is no decision; known are acc"),
        ({"row": "0123"}, "row-unknown", "A2", "this row is not among the mappings"),
        ({"object_id": "b:3"}, "id-changed", "G2", "it was 'b:2'; put it back, or use other_id"),
        ({"subject_id": ""}, "id-changed", "B2", "it was 'a:low'"),
        ({"decision": "other"}, "id-unfit", "O2", "the id of the object that is right is missing"),
        ({"decision": "other", "other_id": "8"}, "id-unfit", "O2", "'8' is neither an IRI nor"),
        ({"decision": "other", "other_id": "b:2"}, "id-unfit", "O2", "this is the object that"),
        ({"decision": "other", "other_id": "b:77"}, "id-unfit", "O2", "b:77 is not among the"),
        (
            {"decision": "other", "other_id": "b:9"},
            "id-unfit",
            "O2",
            "b:9 (nine) is obsolete; use b:8 (eight)",
        ),
        ({"decision": "accept", "other_id": "b:8"}, "id-unused", "O2", "an id here goes with"),
        ({"decision": "accept", "reviewer": ""}, "reviewer-missing", "P2", "who decided this?"),
    ],
)
def test_fault_is_named_by_its_cell(
    pool: Pool, cells: dict[str, str], check: str, cell: str, message: str
) -> None:
    sheet = filled(pool, LOW, **({"reviewer": "Ada"} | cells))
    answers = read_decisions(sheet, ALL, pool)
    assert answers.decisions == {}
    (fault,) = answers.faults
    assert (fault.check, fault.where) == (check, f"s.xlsx: Review!{cell}")
    assert fault.message.startswith(message)


def test_row_that_stands_twice(pool: Pool) -> None:
    sheet = filled(pool, LOW)
    header, line = sheet.grids[REVIEW].rows
    twice = Sheet(sheet.path, {REVIEW: Grid(REVIEW, (header, line, line))})
    (fault,) = read_decisions(twice, ALL, pool).faults
    assert (fault.check, fault.where) == ("row-twice", "s.xlsx: Review!A3")


def test_predicate_for_a_term_without_counterpart(pool: Pool) -> None:
    (fault,) = read_decisions(filled(pool, NONE, decision="broad", reviewer="A"), ALL, pool).faults
    assert fault.check == "decision-unfit"


@pytest.mark.parametrize(
    ("grids", "reason"),
    [
        ({"Claims": Grid("Claims", ())}, "no page 'Review'; there is Claims"),
        ({REVIEW: Grid(REVIEW, ((Cell("row"),),))}, "page 'Review' has no column subject_id"),
    ],
)
def test_file_that_is_no_such_sheet(pool: Pool, grids: dict[str, Grid], reason: str) -> None:
    with pytest.raises(SourceFormatError, match=reason):
        read_decisions(Sheet(Path("s.xlsx"), grids), ALL, pool)


@pytest.mark.parametrize("name", ["s.tsv", "s.xlsx", "folder"])
def test_sheet_goes_out_and_comes_back(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "s.xlsx":
        pytest.importorskip("openpyxl")
    mappings, sheet, out = tmp_path / "m.sssom.tsv", tmp_path / name, tmp_path / "out.sssom.tsv"
    mappings.write_bytes(serialise_mappings(ALL))
    assert run(["map", "review", str(mappings), "-o", str(sheet)]) == 0
    fill(sheet, "a:low", "reject")
    command = ["map", "review", str(mappings), "--apply", str(sheet), "-o", str(out)]
    assert run(command) == 1
    shown = capsys.readouterr()
    assert "reviewer-missing" in shown.out
    assert not out.exists()
    assert run([*command, "--reviewer", "Ada"]) == 0
    assert "a:low skos:exactMatch b:2: denied (Ada)" in capsys.readouterr().err
    found = read_mapping_set(out)
    expected = Mapping("", CURATED_LOW | {"predicate_modifier": "Not"})
    assert expected in found.mappings
    assert len(found.mappings) == len(ALL.mappings)


def fill(sheet: Path, subject: str, decision: str) -> None:
    """Write a decision into a sheet of any form."""
    if sheet.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(sheet)
        for cells in book[REVIEW].iter_rows(min_row=2):
            if cells[1].value == subject:
                cells[13].value = decision
        book.save(sheet)
        return
    path = sheet / "Review.tsv" if sheet.is_dir() else sheet
    with path.open(newline="") as stream:
        lines = list(csv.reader(stream, dialect="excel-tab"))
    for line in lines[1:]:
        line[13] = decision if line[1] == subject else line[13]
    with path.open("w", newline="") as stream:
        csv.writer(stream, dialect="excel-tab").writerows(lines)


def test_bound_of_the_command_is_that_of_the_room() -> None:
    assert map_review._BELOW == BELOW
