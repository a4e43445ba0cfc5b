"""Each check finds its fault, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmskg.cli import run
from lmskg.mapping.check import CHECKS, check_mappings
from lmskg.mapping.pool import Pool, local_id, pool_of
from lmskg.model import Finding
from lmskg.resources import Project
from lmskg.sssom import SEMAPV, Mapping, MappingSet, serialise_mappings
from lmskg.terminology import Name, Scope, Term, Terminology, namespace_of

SKOS = "http://www.w3.org/2004/02/skos/core#"
SPACES = {prefix: f"https://example.org/{prefix}#" for prefix in "abc"}


def iri(name: str) -> str:
    """Return the IRI of `a1`: term 1 of vocabulary a."""
    return f"{SPACES[name[0]]}{name[1:]}"


def row(left: str, right: str, predicate: str = "exactMatch", **slots: str) -> Mapping:
    return Mapping(
        "",
        {
            "subject_id": iri(left),
            "predicate_id": SKOS + predicate,
            "object_id": iri(right),
            "mapping_justification": f"{SEMAPV}LexicalMatching",
            **slots,
        },
    )


def term(name: str, *parents: str, label: str = "", synonym: str = "", **fields: object) -> Term:
    names = [Name(label or name, Scope.LABEL)]
    names += [Name(synonym, Scope.EXACT)] if synonym else []
    return Term(
        iri(name),
        tuple(names),
        parents=tuple(map(iri, parents)),
        **fields,  # type: ignore[arg-type] # one of many
    )


def pool(*terms: Term, disjoint: tuple[tuple[str, str], ...] = ()) -> Pool:
    pairs = tuple((iri(left), iri(right)) for left, right in disjoint)
    known = Terminology("t", None, {item.iri: item for item in terms}, SPACES, pairs)
    return pool_of([known], {})


def found(*rows: Mapping, known: Pool | None = None) -> tuple[Finding, ...]:
    return check_mappings({Path("m.sssom.tsv"): MappingSet({}, rows)}, known or pool()).findings


def told(*rows: Mapping, known: Pool | None = None) -> list[tuple[str, str, str]]:
    return [(f.severity, f.check, f.message) for f in found(*rows, known=known or pool())]


CLEAN = (row("a1", "b1"), row("a2", "b2"), row("a1", "c1"), row("a2", "b1", "closeMatch"))


def test_mappings_in_order_have_no_finding() -> None:
    report = check_mappings({Path("m"): MappingSet({}, CLEAN)}, pool(term("a1"), term("a2")))
    assert report.conforms
    assert report.counts == {"files": 1, "mappings": 4, "exact": 3, "terms": 2}


def test_obsolete_term_is_named_with_its_replacement() -> None:
    known = pool(
        term("b1", label="old", is_obsolete=True, replaced_by=iri("b2")), term("b2", label="new")
    )
    assert told(row("a1", "b1", object_label="gone"), known=known) == [
        ("error", "obsolete-term", "b:1 (old) is obsolete; use b:2 (new)")
    ]


def test_unknown_term_of_a_known_vocabulary() -> None:
    rows = row("a1", "b1"), row("a2", "c1", object_source_version="9")
    message = "c:1 is not among the terms of its vocabulary that are at hand"
    assert told(*rows, known=pool(term("b1"), term("c2"))) == [
        ("warning", "unknown-term", f"{message}; the row is of version 9")
    ]
    others = pool_of([Terminology("t", None, {iri("c2"): term("c2")})], SPACES, [iri("c1")])
    assert told(*rows, known=others) == []


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("label", []),
        ("other", [("error", "label-changed", "'other' is no label of b:1 (label)")]),
        (
            "synonym",
            [("warning", "label-synonym", "'synonym' is a synonym of b:1 (label), not its label")],
        ),
        (
            "Label",
            [("warning", "label-synonym", "'Label' is the label of b:1 (label) spelt otherwise")],
        ),
    ],
)
def test_label_is_that_of_the_term(label: str, expected: list[tuple[str, str, str]]) -> None:
    known = pool(term("b1", label="label", synonym="synonym"))
    assert told(row("a1", "b1", object_label=label), known=known) == expected


def test_one_to_many_from_either_side() -> None:
    rows = row("a1", "b1"), row("a1", "b2"), row("a3", "b3"), row("a4", "b3")
    known = pool(*(term(name) for name in ("a1", "a3", "a4", "b1", "b2", "b3")))
    assert [line[1] for line in told(*rows, known=known)] == ["one-to-many"] * 2
    assert told(*rows) == [
        ("error", "one-to-many", "a:1 is exact to 2 terms: b:1, b:2"),
        ("error", "one-to-many", "b:3 is exact to 2 terms: a:3, a:4"),
    ]


def test_chain_over_several_files_that_closes_on_another_class() -> None:
    files = {
        Path("one"): MappingSet({}, (row("a1", "b1"),)),
        Path("two"): MappingSet({}, (row("b1", "c1"), row("c1", "a2"), row("a9", "b9"))),
    }
    (finding,) = check_mappings(files, pool()).findings
    assert (finding.check, finding.where) == ("chain", "one, two")
    assert finding.message == "exact mappings make two classes one: a:1 = b:1 = c:1 = a:2"


def test_hierarchy_turned_round_merges_classes() -> None:
    # a2 is_a a1, b1 is_a b2, and the mappings cross
    known = pool(term("a1"), term("a2", "a1"), term("b1", "b2"), term("b2"))
    rows = row("a1", "b1"), row("a2", "b2")
    assert told(*rows, known=known) == [
        (
            "error",
            "merged-classes",
            "a:1 (a1) and a:2 (a2) become one: a:1 (a1) = b:1 (b1); b:1 (b1) is_a b:2 (b2); "
            "b:2 (b2) = a:2 (a2); a:2 (a2) is_a a:1 (a1)",
        )
    ]
    straight = pool(term("a1"), term("a2", "a1"), term("b1"), term("b2", "b1"))
    assert told(*rows, known=straight) == []


def test_circle_in_a_terminology_is_not_the_mappings_fault() -> None:
    known = pool(term("a1", "a2"), term("a2", "a1"), term("b1"))
    assert told(row("a1", "b1"), known=known) == []


def test_class_under_two_disjoint_ones_is_empty() -> None:
    # b2 is_a b1; a1 = b1, a2 = b2, and a1, a2 are under disjoint classes
    known = pool(
        term("a8"),
        term("a9"),
        term("a1", "a8"),
        term("a2", "a9"),
        term("a3", "a2"),
        term("b1"),
        term("b2", "b1"),
        disjoint=(("a8", "a9"),),
    )
    (finding,) = found(row("a1", "b1"), row("a2", "b2"), known=known)
    assert (finding.severity, finding.check, finding.where) == (
        "error",
        "empty-class",
        "m.sssom.tsv",
    )
    assert finding.message == (
        "a:2 (a2) can have no instance: a:2 (a2) = b:2 (b2); b:2 (b2) is_a b:1 (b1); "
        "b:1 (b1) = a:1 (a1); a:1 (a1) is_a a:8 (a8); a:2 (a2) is_a a:9 (a9); "
        "a:8 (a8) and a:9 (a9) are disjoint"
    )
    assert told(row("a1", "b1"), known=known) == []


def test_class_that_its_own_terminology_makes_empty_is_not_the_mappings_fault() -> None:
    known = pool(
        term("a8"), term("a9"), term("a1", "a8", "a9"), term("b1"), disjoint=(("a8", "a9"),)
    )
    assert told(row("a8", "b1"), known=known) == []


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (row("a1", "b1", "broadMatch"), "a:1 to b:1 is broad and exact at once"),
        (row("b1", "a1", "narrowMatch"), "a:1 to b:1 is broad and exact at once"),
        (row("a1", "b1", predicate_modifier="Not"), "a:1 to b:1 is exact and not exact at once"),
    ],
)
def test_contradictions(second: Mapping, message: str) -> None:
    assert told(row("a1", "b1"), second) == [("error", "contradiction", message)]


def test_what_is_no_contradiction() -> None:
    rows = (
        row("a1", "b1"),
        row("a1", "b1", "closeMatch"),
        row("a2", "b2", "broadMatch"),
        row("b2", "a2", "narrowMatch"),
        row("a3", "b3", predicate_modifier="Not"),
        row("a3", "b3", "broadMatch"),
    )
    assert told(*rows) == []


def test_term_that_is_mapped_to_itself() -> None:
    assert told(row("a1", "a1")) == [("error", "itself", "a term is mapped to itself")]


def test_every_check_has_a_test() -> None:
    text = Path(__file__).read_text()
    assert [check.name for check in CHECKS if f'"{check.name}"' not in text] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://purl.obolibrary.org/obo/NCIT_C3158", "C3158"),
        ("http://www.orpha.net/ORDO/Orphanet_104076", "104076"),
        ("https://example.org/some_name", "some_name"),
        ("DOID:2388", "2388"),
        ("C3158", "C3158"),
    ],
)
def test_local_id(text: str, code: str) -> None:
    assert local_id(text) == code
    assert namespace_of(text) + code == text


def test_bundled_mappings_have_no_error(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["map", "check"]) == 0
    shown = capsys.readouterr().out
    assert f"{len(project.mappings)} files" in shown


def test_command_names_the_fault_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.sssom.tsv"
    rows = (row("a1", "b1", object_label="old"), row("a1", "b2"))
    path.write_bytes(serialise_mappings(MappingSet({}, rows), SPACES))
    target = tmp_path / "t.obo"
    target.write_text(
        "format-version: 1.2\n\n[Term]\nid: https://example.org/b#1\nname: new\n\n"
        "[Term]\nid: https://example.org/b#2\nname: two\n"
    )
    assert run(["map", "check", str(path), "--target", str(target)]) == 1
    shown = capsys.readouterr().out
    assert "error: one-to-many: a:1: a:1 is exact to 2 terms: b:1 (new), b:2 (two)" in shown
    assert "error: label-changed: a:1 skos:exactMatch b:1 [old]: 'old' is no label of" in shown
    assert run(["map", "check", str(path)]) == 1
    shown_alone = capsys.readouterr()
    assert "label-changed" not in shown_alone.out
    assert "without --source and --target, labels and hierarchies are not looked at" in (
        shown_alone.err
    )
    assert run(["map", "check", str(path), "--fail-on", "none"]) == 0
