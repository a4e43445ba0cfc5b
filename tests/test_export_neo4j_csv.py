"""Files for Neo4j's bulk import: written, read back, refused where broken.

The real import is in `test_neo4j_admin.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.cli import run
from lmskg.errors import OutputError, PropertyGraphError, SourceFormatError, SourceNotFoundError
from lmskg.export import find_form
from lmskg.export.neo4j_csv import DELIMITERS, number_cell, text_cell
from lmskg.graph.store import is_same_graph
from lmskg.resources import Project
from lmskg.tables import tables

from .export_tools import CLAIMS, there_and_back, write
from .graph_strategies import GRAPH_QUADS, NASTY

NAME = "neo4j-csv"
LAST = 0  # stands for the last line of the file
P = NamedNode("https://example.org/p")


def named(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def texts(*values: str) -> list[Quad]:
    return [Quad(named("a"), P, Literal(value)) for value in values]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the files of a small graph with claims."""
    write(NAME, parse(CLAIMS, RdfFormat.TURTLE), tmp_path / "out")
    return tmp_path / "out"


def read(folder: Path) -> list[Quad]:
    return list(find_form(NAME).read(folder))


@settings(max_examples=60, deadline=None)
@given(GRAPH_QUADS)
def test_any_graph_comes_back(quads: list[Quad]) -> None:
    assert is_same_graph(there_and_back(NAME, quads), quads)


def test_each_nasty_value_comes_back() -> None:
    assert is_same_graph(there_and_back(NAME, NASTY), NASTY)


def test_bundled_graph_comes_back(quads: list[Quad], project: Project, tmp_path: Path) -> None:
    find_form(NAME).write(tables(quads, project.prefixes()), tmp_path / "out")
    assert is_same_graph(read(tmp_path / "out"), quads)


def test_files_are_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    write(NAME, parse(CLAIMS, RdfFormat.TURTLE), tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_header_names_types_and_lists(tmp_path: Path) -> None:
    quads = [
        *texts("one", "two"),
        Quad(named("a"), named("n"), Literal(7)),
        Quad(named("a"), named("d"), Literal(1.5)),
        Quad(named("a"), named("b"), Literal(True)),
        Quad(named("a"), P, Literal("drei", language="de")),
    ]
    write(NAME, quads, tmp_path / "out")
    header, row = (tmp_path / "out" / "nodes.csv").read_text().splitlines()
    assert header == (
        "iri:ID,:LABEL,name:string,curie:string,category:string,"
        "ex_b:boolean,ex_d:double,ex_n:long,ex_p:string[],ex_p__tag:string[]"
    )
    assert row == (
        '"https://example.org/a","Resource","ex:a","ex:a","biolink:NamedThing",'
        'true,1.5,7,"one\x1ftwo\x1fdrei","\x1f\x1f@de"'
    )


def test_denied_and_parallel_claims_are_rows_of_their_own(folder: Path) -> None:
    header, *rows = (folder / "claims.csv").read_text().splitlines()
    assert header.startswith(":START_ID,:END_ID,:TYPE,claim:string,predicate:string,polarity")
    ends = '"https://example.org/Tea","https://example.org/Flu",'
    assert sorted(row.removeprefix(ends).split(",")[0] for row in rows) == [
        '"CURES"',
        '"DENIED_CURES"',
    ]


def test_command_names_each_file_and_no_place_of_this_machine(folder: Path) -> None:
    script = (folder / "import.sh").read_text()
    csv = {path.name for path in folder.glob("*.csv")}
    assert set(re.findall(r"--(?:nodes|relationships)=(\S+)", script)) == csv
    assert "--array-delimiter=U+001F --multiline-fields=true" in script
    assert str(folder) not in script
    assert (folder / "import.sh").stat().st_mode & 0o111


@pytest.mark.parametrize("used", [1, 4, len(DELIMITERS) - 1])
def test_lists_are_joined_by_what_no_list_holds(used: int, tmp_path: Path) -> None:
    quads = texts("x", "".join(DELIMITERS[:used]))
    told = write(NAME, quads, tmp_path / "out")
    assert f"--array-delimiter=U+{ord(DELIMITERS[used]):04X}" in told
    assert is_same_graph(read(tmp_path / "out"), quads)


def test_lists_that_hold_all_delimiters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"lists of the graph hold each of the delimiters U\+001F"
    ):
        write(NAME, texts("x", "".join(DELIMITERS)), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_list_of_one_empty_string_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    quads = [*texts("x", "y"), Quad(named("b"), P, Literal("")), Quad(named("c"), P, Literal("z"))]
    write(NAME, quads, tmp_path / "out")
    header, row = (tmp_path / "out" / "nodes-1.csv").read_text().splitlines()
    assert header.endswith(",ex_p:string")
    assert row.endswith(',"biolink:NamedThing",""')
    assert is_same_graph(read(tmp_path / "out"), quads)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "true"),
        (-7, "-7"),
        (1e-7, "1e-07"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_are_written_as_java_reads_them(value: float, cell: str) -> None:
    assert number_cell(value) == cell


def test_quotes_are_doubled() -> None:
    assert text_cell('a "b"') == '"a ""b"""'


def without_column(name: str) -> Callable[[str], str]:
    """Return what takes a column out of a file without line breaks in its cells."""

    def edit(text: str) -> str:
        rows = [re.findall(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', line) for line in text.splitlines()]
        place = rows[0].index(name)
        return "".join(
            ",".join(cell for n, cell in enumerate(row[:-1]) if n != place) + "\n" for row in rows
        )

    return edit


def with_last_line(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}{line}\n"


def doubled(text: str) -> str:
    return text + text.splitlines()[1] + "\n"


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    ("name", "edit", "line", "message"),
    [
        ("nodes.csv", without_column(":LABEL"), 1, "column ':LABEL' is missing"),
        ("nodes.csv", without_column("label:string"), 1, "column 'label' is missing"),
        ("statements.csv", without_column(":END_ID"), 1, "column ':END_ID' is missing"),
        ("claims.csv", without_column(":TYPE"), 1, "column ':TYPE' is missing"),
        ("graph.csv", without_column("array_delimiter:IGNORE"), 1, "'array_delimiter:IGNORE' is"),
        ("graph.csv", replaced("U+001F", "tab"), 2, "array_delimiter is 'tab'; a code such as"),
        ("graph.csv", lambda text: text.splitlines()[0], 1, "the row of the graph is missing"),
        ("nodes.csv", doubled, LAST, "stands twice"),
        ("nodes.csv", with_last_line("," * 11), LAST, "a node without an id"),
        ("nodes.csv", replaced("label:string", "label:text"), 1, "column 'label:text': known"),
        ("nodes.csv", with_last_line('"x","y"'), LAST, "2 cells where 12 belong"),
        ("nodes.csv", with_last_line('"x","y'), LAST, "a quote is not closed"),
        ("nodes.csv", with_last_line('"x"y,"z"'), LAST, "a quote stands where none belongs"),
        (
            "statements.csv",
            with_last_line('"https://example.org/yes","urn:gone","T","urn:p",'),
            LAST,
            "the edge ends at urn:gone, which is no node",
        ),
        (
            "claims.csv",
            replaced("https://example.org/Flu", "urn:gone"),
            2,
            "the edge ends at urn:gone, which is no node",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_broken_files_are_named_with_the_line(
    folder: Path, name: str, edit: Callable[[str], str], line: int, message: str
) -> None:
    path = folder / name
    path.write_text(edit(path.read_text()))
    with pytest.raises(SourceFormatError) as caught:
        read(folder)
    line = line or len(path.read_text().splitlines())
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_value_that_is_not_of_its_type_is_named(tmp_path: Path) -> None:
    write(NAME, [Quad(named("a"), P, Literal(7))], tmp_path / "out")
    path = tmp_path / "out" / "nodes.csv"
    path.write_text(path.read_text().replace(",7", ",seven"))
    with pytest.raises(SourceFormatError, match=r"nodes\.csv:2: column 'ex_p': seven is not of"):
        read(tmp_path / "out")


def test_unknown_file_is_named(folder: Path) -> None:
    (folder / "more.csv").touch()
    with pytest.raises(SourceFormatError, match=r"more\.csv: no file of this form; take it away"):
        read(folder)


@pytest.mark.parametrize("name", ["graph.csv", "nodes.csv", "statements.csv"])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceNotFoundError, match=f"{name}: no such file"):
        read(folder)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="gone: no such folder"):
        read(tmp_path / "gone")


def test_statement_without_a_predicate_is_named(folder: Path) -> None:
    path = folder / "statements.csv"
    path.write_text(
        with_last_line('"https://example.org/yes","https://example.org/no","T",,')(path.read_text())
    )
    with pytest.raises(PropertyGraphError, match="has no property 'predicate'"):
        read(folder)


def test_lines_may_end_as_on_windows(folder: Path) -> None:
    expected = read(folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == expected


def test_an_edited_label_comes_back_and_an_edited_name_does_not(folder: Path) -> None:
    path = folder / "nodes.csv"
    text = path.read_text()
    assert text.count('"flu"') == 2
    path.write_text(text.replace('"flu"', '"influenza"'))
    back = read(folder)
    label = Literal("influenza", language="en")
    assert [str(quad.subject) for quad in back if quad.object == label] == [
        "<https://example.org/Flu>"
    ]


def test_command_line_goes_out_and_comes_back(
    tmp_path: Path, quads: list[Quad], capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert run(["export", NAME, "-o", out]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "neo4j-admin database import full neo4j --nodes=graph.csv" in said.err
    assert run(["import", NAME, out, "-o", str(tmp_path / "back.nq")]) == 0
    back = parse((tmp_path / "back.nq").read_bytes(), RdfFormat.N_QUADS)
    assert is_same_graph(back, quads)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", NAME], "is a folder of files; name it with -o"),
        (["export"], "name a format; --list shows them"),
        (["export", "neo5j"], "unknown format 'neo5j'; known are neo4j-csv, cypher"),
        (["import", NAME], "neo4j-csv is read from a file or folder; name it as PATH"),
        (["import", "neo4j"], "neo4j is read from a server; name it with --uri"),
        (["import", "cypher", "x"], "no way back from the form cypher"),
        (["import", NAME, "gone"], "gone: no such folder"),
    ],
)
def test_bad_use_is_told_in_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert len(said.err.splitlines()) == 1


def test_folder_that_is_not_empty_is_refused_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    assert run(["export", NAME, "-o", str(tmp_path)]) == 2
    assert "it is there and not empty; name a new or an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_forms_are_listed() -> None:
    from lmskg.cli import cli

    listed = CliRunner().invoke(cli, ["export", "--list"]).output
    assert re.search(
        r"^neo4j-csv +files for neo4j-admin database import +yes +nothing$", listed, re.M
    )


def test_a_graph_whose_lists_hold_the_first_delimiters_comes_back(tmp_path: Path) -> None:
    text = '<urn:i> <urn:q> "a\\u001F\\u001E\\u001D\\u001C", "b" ; <urn:r> "z" .'
    quads = list(parse(text.encode(), RdfFormat.TURTLE))
    find_form(NAME).write(tables(quads), tmp_path / "out")
    assert set(find_form(NAME).read(tmp_path / "out")) == set(quads)
