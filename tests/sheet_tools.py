"""What the tests of the curator's sheet share: a sheet of the mini project that a test edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmskg.resources import Project
from lmskg.sheet import Plan, make_sheet, plan, read_sheet

Edit = Callable[["Book"], object]


class Book:
    """A workbook as a person edits it: cells are named by table, id and column."""

    def __init__(self, path: Path) -> None:
        openpyxl = pytest.importorskip("openpyxl", reason="the extra 'sheet' is not installed")
        self.path = path
        self.file: Any = openpyxl.load_workbook(path)

    def row(self, table: str, iri: str) -> int:
        """Return the number of the row of an id."""
        found = [cell.row for cell in self.file[table]["A"] if cell.value == iri]
        assert found, f"no {iri} in {table}"
        return int(found[-1])

    def column(self, table: str, name: str) -> int:
        """Return the number of a column."""
        return [cell.value for cell in self.file[table][1]].index(name) + 1

    def cell(self, table: str, iri: str, name: str) -> Any:
        """Return a cell."""
        return self.file[table].cell(self.row(table, iri), self.column(table, name))

    def set(self, table: str, iri: str, **values: object) -> Book:
        """Type values into the cells of a row."""
        for name, value in values.items():
            self.cell(table, iri, name).value = value
        return self

    def add(self, table: str, **values: object) -> Book:
        """Type a new row below the last one."""
        sheet = self.file[table]
        number = sheet.max_row + 1
        for name, value in values.items():
            sheet.cell(number, self.column(table, name)).value = value
        return self

    def remove(self, table: str, iri: str) -> Book:
        """Delete a row."""
        self.file[table].delete_rows(self.row(table, iri))
        return self

    def save(self) -> None:
        """Save the workbook."""
        self.file.save(self.path)


def edited(project: Project, path: Path, *edits: Edit) -> Path:
    """Return a workbook of a project that was edited."""
    path.write_bytes(make_sheet(project, "xlsx")[""])
    book = Book(path)
    for edit in edits:
        edit(book)
    book.save()
    return path


def planned(project: Project, path: Path, *edits: Edit) -> Plan:
    """Return what a workbook would do after some edits."""
    return plan(project, read_sheet(edited(project, path, *edits)))


def faults(made: Plan) -> list[tuple[str, str]]:
    """Return the faults of a plan: cell and message."""
    return [(f.where.partition(": ")[2], f.message) for f in made.report.findings]


NEW_CLAIM: dict[str, object] = {
    "id": "claim:M4",
    "row": "M4",
    "subject": "ex:Lamp",
    "predicate": "ex:isTreatmentFor",
    "object": "ex:GlimmerTumour",
    "disease": "ex:GlimmerTumour",
    "reading": "kg:EachCase",
    "polarity": "kg:Affirmed",
    "statement": "Lamps serve against it.",
}
NEW_EVIDENCE: dict[str, object] = {
    "id": "ev:M4-1",
    "of": "claim:M4",
    "source": "source:a",
    "quote": "A lamp is a treatment of it",
}


def with_new_claim(book: Book) -> None:
    """Add a claim with its evidence."""
    book.add("Claims", **NEW_CLAIM).add("Evidence", **NEW_EVIDENCE)
