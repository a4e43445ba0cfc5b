"""CSV: three tables that a person reads in a spreadsheet, and what they leave out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lmskg.errors import SourceFormatError
from lmskg.export import find_form
from lmskg.export.csv_sheets import safe, write_csv
from lmskg.export.loss import GRAPHS, TAGS, Loss
from lmskg.namespaces import KG, RDF_TYPE
from lmskg.tables import tables

from .export_tools import CLAIMS, PREFIXES, write
from .graph_strategies import ANY_TEXT

TEA = list(parse(CLAIMS, RdfFormat.TURTLE))

Row = dict[str, str]


def sheet(path: Path) -> list[Row]:
    """Return the rows as a spreadsheet or a csv reader has them."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def of_type(quads: list[Quad], kind: str) -> set[object]:
    return {
        q.subject for q in quads if q.predicate.value == RDF_TYPE and q.object == NamedNode(kind)
    }


@pytest.fixture(scope="module")
def bundled(quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the bundled graph's tables."""
    folder = tmp_path_factory.mktemp("csv")
    write_csv(tables(quads, {"lms": "https://w3id.org/lmskg/", "kg": KG.iri}), folder)
    return folder


def test_a_claim_is_one_row(bundled: Path, quads: list[Quad]) -> None:
    rows = sheet(bundled / "claims.csv")
    claims = of_type(quads, KG.Claim)
    assert len(rows) == len(claims)
    assert len({row["iri"] for row in rows}) == len(claims)


def test_a_claim_is_read_in_words(bundled: Path) -> None:
    row = next(r for r in sheet(bundled / "claims.csv") if r["iri"].endswith("/claim/S001"))
    assert (row["subject"], row["predicate"], row["object"]) == (
        "leiomyosarcoma",
        "is kind of",
        "cancer",
    )
    assert (row["subject id"], row["object id"]) == ("lms:Leiomyosarcoma", "lms:Cancer")
    assert (row["polarity"], row["disease"]) == ("affirmed", "leiomyosarcoma")
    assert row["quotes"].startswith("LeioMyoSarcoma (LMS) is an extremely rare")
    assert row["sources"]
    assert "row: S001" in row["further"]


def test_the_numbers_of_a_claim_stand_in_its_row(bundled: Path) -> None:
    row = next(r for r in sheet(bundled / "claims.csv") if r["iri"].endswith("/claim/E001"))
    for part in ("10", "20", "percent", "proportion"):
        assert part in row["numbers"]


def test_a_term_and_a_source_are_one_row_each(bundled: Path, quads: list[Quad]) -> None:
    term = next(r for r in sheet(bundled / "terms.csv") if r["label"] == "leiomyosarcoma")
    assert (term["kind"], term["category"]) == ("class", "biolink:Disease")
    assert "sarcoma" in term["parents"].split("; ")
    assert len(sheet(bundled / "sources.csv")) == len(of_type(quads, KG.Source))


def test_every_claim_with_an_object_that_is_a_text_shows_it(tmp_path: Path) -> None:
    write("csv", TEA, tmp_path / "tea")
    rows = {row["id"]: row for row in sheet(tmp_path / "tea" / "claims.csv")}
    assert rows["ex:named"]["object"] == "grippe"
    assert rows["ex:alone"]["object"] == ""
    assert rows["ex:no"]["source ids"] == "ex:page; ex:copy; ex:paper"


def test_each_kind_of_loss_is_counted() -> None:
    """Of the claims, all but the evidence's own type is shown; of the predicates, nothing."""
    lost = dict.fromkeys(find_form("csv").left_out(tables(TEA, PREFIXES)))
    assert set(lost) == {
        Loss(TAGS, 4),
        Loss("statements about Evidence", 3),
        Loss("statements about other things", 6),
    }


def test_the_losses_of_the_bundled_graph_add_up(quads: list[Quad]) -> None:
    losses = find_form("csv").left_out(tables(quads))
    lost = sum(loss.count for loss in losses if loss.what.startswith("statements about"))
    assert 0 < lost < len({quad.triple for quad in quads}) / 2
    assert {loss.what for loss in losses} >= {TAGS, GRAPHS, "statements about Comparison"}
    assert not any(loss.what == "statements about Claim" for loss in losses)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_as_a_formula(tmp_path: Path, start: str) -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [
        *(q for q in TEA if q.predicate != label),
        Quad(NamedNode("https://example.org/Tea"), label, Literal(f"{start}cmd|' /C calc'!A1")),
    ]
    write("csv", quads, tmp_path / "out")
    for name in ("terms", "claims", "sources"):
        for row in sheet(tmp_path / "out" / f"{name}.csv"):
            assert not any(cell.startswith(start) for cell in row.values())
    assert any(
        row["subject"].startswith(f"'{start}cmd") for row in sheet(tmp_path / "out" / "claims.csv")
    )


@pytest.mark.parametrize("number", ["-0.5", "+3", "-12%", "1,000"])
def test_a_number_stays_a_number(number: str) -> None:
    assert safe(number) == number


@given(ANY_TEXT)
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert safe(text) in (text, f"'{text}")
    assert safe(text)[:1] not in ("=", "@", "\t", "\r")


def test_line_breaks_quotes_and_other_scripts_come_through(tmp_path: Path) -> None:
    text = 'a "quoted"\nline; with, \u202eright to left and 👩\u200d⚕️'
    quads = [
        *TEA,
        Quad(NamedNode("https://example.org/yes"), NamedNode(KG.statement), Literal(text)),
    ]
    write("csv", quads, tmp_path / "out")
    rows = {row["id"]: row for row in sheet(tmp_path / "out" / "claims.csv")}
    assert rows["ex:yes"]["statement"] == text


def test_a_table_is_marked_as_utf_8_for_excel(tmp_path: Path) -> None:
    write("csv", TEA, tmp_path / "out")
    assert (tmp_path / "out" / "terms.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_column_that_no_row_fills_is_not_there(tmp_path: Path) -> None:
    write("csv", TEA, tmp_path / "out")
    header = sheet(tmp_path / "out" / "claims.csv")[0]
    assert "quotes" not in header
    assert list(header)[-1] == "iri"


def test_a_graph_without_claims_gives_empty_tables(tmp_path: Path) -> None:
    write("csv", [], tmp_path / "out")
    assert sheet(tmp_path / "out" / "claims.csv") == []


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write("csv", TEA, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_there_is_no_way_back(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="no way back"):
        find_form("csv").read(tmp_path)
