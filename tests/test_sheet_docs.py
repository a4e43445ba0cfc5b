"""`docs/curating.md`, followed word for word, ends in a valid graph."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lmskg.cli import run
from lmskg.resources import Project, open_project
from lmskg.sheet import change_lines

from .sheet_tools import Book, edited, planned

PAGE = Path(__file__).parents[1] / "docs" / "curating.md"


def examples() -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return the example rows of the page: name to tables with the cells of a row."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    text = PAGE.read_text(encoding="utf-8")
    for name, body in re.findall(r"<!-- example: (\w+) -->\n(.*?)<!-- end -->", text, re.DOTALL):
        parts = re.split(r"^\*\*(\w+)\*\*[^\n]*:\n", body, flags=re.MULTILINE)[1:]
        for table, rows in zip(parts[::2], parts[1::2], strict=True):
            cells = dict(re.findall(r"^\| (\w+) \| (.+?) \|$", rows, re.MULTILINE))
            del cells["column"]
            found.setdefault(name, []).append((table, cells))
    return found


def stored_text() -> tuple[str, str]:
    match = re.search(r"<!-- file: (\S+) -->\n((?:    .*\n)+)", PAGE.read_text(encoding="utf-8"))
    assert match
    return match[1], "".join(line[4:] for line in match[2].splitlines(keepends=True))


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(project.root / name, tmp_path / "project" / name)
    return open_project(tmp_path / "project")


def test_the_page_has_its_examples() -> None:
    assert {name: [table for table, _ in rows] for name, rows in examples().items()} == {
        "outside": ["Sources", "Claims", "Evidence"],
        "stored": ["Sources", "Texts", "Claims", "Evidence", "Spans", "Spans"],
    }


def test_claims_added_changed_and_removed_by_the_page(
    copy: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: two sources and their claims are added, one is changed, all are removed."""
    before = {p: p.read_bytes() for p in (copy.root / "ontology").rglob("*") if p.is_file()}
    name, text = stored_text()
    (copy.texts / name).write_text(text)

    def add(book: Book) -> None:
        for rows in examples().values():
            for table, cells in rows:
                book.add(table, **cells)

    path = edited(copy, tmp_path / "claims.xlsx", add)
    assert run(["claims", "apply", str(path), "--yes", "-C", str(copy.root)]) == 0, (
        capsys.readouterr().out
    )
    assert "9 added, 0 changed, 0 removed" in capsys.readouterr().out

    made = planned(copy, path, lambda b: b.set("Claims", "claim:X002", degree="kg:Very"))
    assert any("degree: (empty) ->" in line for line in change_lines([*made.changes], {}))

    def remove(book: Book) -> None:
        for rows in examples().values():
            for table, cells in rows:
                if table != "Evidence":  # goes with its claim
                    book.remove(table, cells["id"])

    path = edited(copy, tmp_path / "claims.xlsx", remove)
    capsys.readouterr()
    assert run(["claims", "apply", str(path), "--yes", "-C", str(copy.root)]) == 0
    # what is found would follow the number of changes
    assert capsys.readouterr().out.endswith("\n0 added, 0 changed, 9 removed\n")
    (copy.texts / name).unlink()
    after = {p: p.read_bytes() for p in (copy.root / "ontology").rglob("*") if p.is_file()}
    new = {p.name for p in after if p not in before}
    assert {p: data for p, data in after.items() if p in before} == before
    assert new <= {"example.ttl", "example-page.ttl"}
