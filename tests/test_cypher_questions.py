"""Ten questions in Cypher: on Neo4j they have the very rows that their SPARQL has here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from lmskg.neo4j import connect, load_tables
from lmskg.query.bind import bind
from lmskg.query.question import find_question
from lmskg.query.run import ask
from lmskg.resources import Project
from lmskg.tables import tables

from .neo4j_server import shared_server

FOLDER = Path(__file__).parent.parent / "queries" / "cypher"
FILES = sorted(FOLDER.glob("*.cypher"))
NAMES = [path.stem for path in FILES]
KEYS = {"title", "question", "personas", "ids", "param", "example"}


@pytest.fixture
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    with shared_server(tmp_path_factory) as address:
        yield address


def heading(path: Path, mark: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line.removeprefix(mark) for line in lines if line.startswith(f"{mark} ")]
    return [line for line in found if ": " in line and line.split(":")[0].strip() in KEYS]


def test_there_are_ten() -> None:
    assert len(NAMES) == 10


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_heading_is_that_of_the_question(path: Path, project: Project) -> None:
    question = find_question(path.stem, project.answers)
    assert heading(path, "//") == heading(question.path, "#")


def test_inputs_of_the_build_do_not_change_with_cypher(project: Project) -> None:
    assert not any(path.suffix == ".cypher" for path in project.inputs())


def test_answers_are_those_of_sparql(
    uri: str, quads: list[Quad], store: Store, project: Project
) -> None:
    """One test for all, so that the graph is loaded once."""
    prefixes = project.prefixes()
    n_rows = 0
    with connect(uri) as server:
        load_tables(tables(quads, prefixes), server)
        for path in FILES:
            question = find_question(path.stem, project.answers)
            for example in ({}, *question.examples):
                given = bind(question, example, store, prefixes)
                wanted = ask(store, question.sparql, question.path, bindings=given)
                assert not isinstance(wanted, list)
                known = {variable.value: term.value for variable, term in given.items()}
                result = server.session.run(path.read_text(encoding="utf-8"), known)
                assert tuple(result.keys()) == wanted.columns, path.stem
                rows = [["" if v is None else str(v) for v in record] for record in result]
                assert rows == wanted.texts(), f"{path.stem} {example}"
                n_rows += len(rows)
    assert n_rows > 500
