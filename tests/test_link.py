"""Terms linked to those of another list: traps of the domain, order, logic, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmskg.cli import run
from lmskg.link import STEPS, Known, link_terms, mapping_set
from lmskg.sssom import serialise_mappings
from lmskg.terminology import Name, Scope, Term, Terminology

EX, OTHER = "http://example.org/a/", "http://example.org/b/"


def term(iri: str, label: str, *synonyms: str, parents: tuple[str, ...] = ()) -> Term:
    names = (Name(label, Scope.LABEL), *(Name(text, Scope.EXACT) for text in synonyms))
    return Term(iri, names, parents=parents)


def listed(*terms: Term, disjoint: tuple[tuple[str, str], ...] = ()) -> Terminology:
    return Terminology("x", None, {found.iri: found for found in terms}, disjoint=disjoint)


def one(label: str, *synonyms: str) -> Terminology:
    return listed(term(EX + "1", label, *synonyms))


TARGET = listed(
    term(OTHER + "lms", "leiomyosarcoma", "LMS"),
    term(OTHER + "bone", "bone leiomyosarcoma", "leiomyosarcoma of bone"),
    term(OTHER + "uterus", "uterine leiomyosarcoma", "leiomyosarcoma of the uterus"),
    term(OTHER + "soft", "soft tissue leiomyosarcoma"),
    term(OTHER + "hyper", "hyperkalemia"),
)


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("Leiomyosarcomas", "lms"),
        ("LEIOMYOSARCOMA, NOS", "lms"),
        ("Uterus, leiomyosarcoma of", "uterus"),
        ("LMS of uterus", "uterus"),
        ("leiomyosarcoma of bone", "bone"),
    ],
)
def test_names_that_differ_in_writing_only_are_the_same(label: str, target: str) -> None:
    assert list(link_terms(one(label), TARGET).exact) == [(EX + "1", OTHER + target)]


@pytest.mark.parametrize(
    "label",
    [
        "leiomyoma",
        "leiomyosarcoma in bone",
        "recurrent leiomyosarcoma",
        "stage II leiomyosarcoma",
        "grade 2 leiomyosarcoma",
        "childhood leiomyosarcoma",
        "mouse leiomyosarcoma",
        "hypokalemia",
    ],
)
def test_what_is_not_the_same_is_no_exact_match(label: str) -> None:
    assert link_terms(one(label), TARGET).exact == {}


def test_a_variant_is_narrower_than_the_plain_term() -> None:
    found = link_terms(one("Recurrent Leiomyosarcoma"), TARGET).suggestions[EX + "1"]
    assert (found.target, found.predicate) == (OTHER + "lms", "broad")


def test_a_disease_of_animals_has_no_counterpart_among_those_of_people() -> None:
    links = link_terms(one("mouse leiomyosarcoma"), TARGET)
    assert (links.suggestions, links.without_counterpart) == ({}, (EX + "1",))


def test_a_variant_that_bears_the_plain_synonym_does_not_take_its_place() -> None:
    source = listed(
        term(EX + "child", "Childhood Leiomyosarcoma", "leiomyosarcoma"),
        term(EX + "plain", "Leiomyosarcoma"),
    )
    assert list(link_terms(source, TARGET).exact) == [(EX + "plain", OTHER + "lms")]


def test_retired_terms_are_not_proposed_their_heirs_are() -> None:
    old = Term(
        OTHER + "old", (Name("myosarcoma", Scope.LABEL),), is_obsolete=True,
        replaced_by=OTHER + "new",
    )  # fmt: skip
    target = listed(old, term(OTHER + "new", "malignant muscle tumor"))
    links = link_terms(one("Myosarcoma"), target)
    linked = {there for _, there in links.exact}
    linked |= {found.target for found in links.suggestions.values()}
    assert OTHER + "old" not in linked


def test_known_pairs_are_kept_and_denied_ones_not_proposed() -> None:
    pair = (EX + "1", OTHER + "lms")
    denied = link_terms(one("leiomyosarcoma"), TARGET, known=Known(different=frozenset({pair})))
    assert (denied.exact, denied.suggestions) == ({}, {})
    kept = link_terms(one("no such name"), TARGET, known=Known(same=frozenset({pair})))
    assert kept.without_counterpart == ()


def test_what_would_put_a_class_below_two_disjoint_ones_goes() -> None:
    source = listed(
        term(EX + "neoplasm", "muscle neoplasm"),
        term(EX + "cancer", "muscle cancer", parents=(EX + "neoplasm",)),
    )
    target = listed(
        term(OTHER + "benign", "benign"),
        term(OTHER + "malignant", "malignant"),
        term(OTHER + "neoplasm", "muscle neoplasm", parents=(OTHER + "benign",)),
        term(OTHER + "cancer", "muscle cancer", parents=(OTHER + "malignant",)),
        disjoint=((OTHER + "benign", OTHER + "malignant"),),
    )
    assert len(link_terms(source, target, without=["repair"]).exact) == 2
    links = link_terms(source, target)
    assert len(links.exact) == 1
    assert len(links.conflicts) == 1


def test_a_circle_of_parents_ends() -> None:
    source = listed(
        term(EX + "1", "leiomyosarcoma", parents=(EX + "2",)),
        term(EX + "2", "uterine leiomyosarcoma", parents=(EX + "1",)),
    )
    assert link_terms(source, TARGET).exact


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_left_out(step: str) -> None:
    links = link_terms(one("Leiomyosarcoma"), TARGET, without=[step])
    assert list(links.exact) == [(EX + "1", OTHER + "lms")]


@pytest.mark.parametrize(
    ("step", "label"),
    [
        ("synonyms", "leiomyosarcoma of the uterus"),
        ("abbreviations", "LMS of uterus"),
    ],
)
def test_without_its_step_a_link_is_lost(step: str, label: str) -> None:
    assert link_terms(one(label), TARGET).exact
    assert not link_terms(one(label), TARGET, without=[step]).exact


def test_rows_say_why() -> None:
    source = one("Leiomyosarcoma", "no name of any")
    links = link_terms(source, TARGET)
    rows = mapping_set(links, source, TARGET)
    (row,) = rows.mappings
    assert row.slots["comment"].endswith(".")
    assert 0 < float(row.slots["confidence"]) <= 1
    assert serialise_mappings(rows) == serialise_mappings(rows)


def test_a_table_is_linked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("label\nleiomyosarcoma\nhangnail\n")
    assert run(["link", str(table), "bundled", "-q"]) == 0
    out = capsys.readouterr().out
    assert "lms:Leiomyosarcoma" in out
    assert "sssom:NoTermFound" in out


def test_an_unknown_step_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["link", "bundled", "bundled", "--without", "nonsense"]) == 2
    assert "no step nonsense" in capsys.readouterr().err
